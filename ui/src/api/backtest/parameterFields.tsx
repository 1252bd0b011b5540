// The form of a strategy's parameters, built from what the catalogue or a check of a script says of them.
import { useLingui } from "@lingui/react/macro";

import { isRecord } from "@/lib/storage";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { Switch } from "@/ui/fields/Toggle";
import { capitalized } from "@/lib/text";
import { CadenceField, SizeField, WeightsField } from "./choiceFields";
import { inForce, said, withValue } from "./specification";
import { type ParameterForm, type Specification } from "./types";
import { UNIT, useChoiceName } from "./words";

export interface ParameterFieldsProps {
  specification: Specification;
  forms: readonly ParameterForm[];
  /** Symbols of the run in its order; null where no run is being set up. */
  symbols: readonly string[] | null;
  onChange: (next: Specification) => void;
}

export function ParameterFields({ specification, forms, symbols, onChange }: ParameterFieldsProps) {
  const { t } = useLingui();
  const shown = forms.filter(({ type }) => type !== "source" && type !== "condition");
  if (shown.length === 0) return <p className="qd-dim">{t`It has no parameters.`}</p>;
  return (
    <div className="qd-form">
      {shown.map((form) => (
        <ParameterField
          key={form.name}
          form={form}
          specification={specification}
          symbols={symbols}
          onChange={(value) => onChange(withValue(specification, form.name, value))}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  form: ParameterForm;
  specification: Specification;
  symbols: readonly string[] | null;
  onChange: (value: unknown) => void;
}

/** A parameter's name as a label: "stop_atr" is "Stop atr". */
export function parameterTitle(name: string): string {
  return capitalized(name.replace(/_/g, " "));
}

function ParameterField({ form, specification, symbols, onChange }: FieldProps) {
  const { t, i18n } = useLingui();
  const choiceName = useChoiceName(specification.kind);
  const title = parameterTitle(form.name);
  const words = UNIT[form.unit];
  const unit = words ? i18n._(words) : null;
  const label = unit ? t`${title}, ${unit}` : title;
  const value = inForce(specification, form);
  switch (form.type) {
    case "integer":
    case "real": {
      const isFraction = form.unit === "fraction";
      const isWhole = form.type === "integer";
      return (
        <NumberInput
          label={label}
          value={typeof value === "number" ? value : null}
          onChange={onChange}
          min={form.least}
          max={form.most}
          {...(isWhole ? { step: 1 } : {})}
          format={
            isFraction
              ? { style: "percent", maximumFractionDigits: 4 }
              : { maximumFractionDigits: isWhole ? 0 : 6, useGrouping: true }
          }
          description={form.default === null ? t`${form.words}. Empty: off.` : form.words}
        />
      );
    }
    case "choice":
      return (
        <Select
          label={label}
          value={typeof value === "string" ? value : form.default}
          onChange={onChange}
          options={form.of.map((id) => ({ id, label: choiceName(id) }))}
          description={form.words}
        />
      );
    case "flag":
      return <Switch label={title} value={value === true} onChange={onChange} description={form.words} />;
    case "cadence":
      return <CadenceField label={title} value={said(specification, form.name)} onChange={onChange} />;
    case "size":
      return <SizeField label={title} words={form.words} value={said(specification, form.name)} onChange={onChange} />;
    case "weights":
      return (
        <WeightsField
          label={title}
          words={form.words}
          symbols={symbols}
          value={said(specification, form.name)}
          onChange={onChange}
        />
      );
    case "condition":
    case "source":
      return null;
  }
}

/** A strategy's parameters in a line, for lists. */
export function parameterText(specification: Specification): string {
  const parameters =
    specification.kind === "script" && isRecord(specification["parameters"])
      ? specification["parameters"]
      : specification;
  return Object.entries(parameters)
    .filter(([name, value]) => name !== "kind" && ["number", "string", "boolean"].includes(typeof value))
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");
}
