// Create a target, or change its name, band, note and weights.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { z } from "zod";

import { InstrumentPicker, useInstruments } from "@/api/pickers";
import { useBooks } from "@/api/useBooks";
import { type Decimal, isDecimal } from "@/lib/decimal";
import { Button, IconButton } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { TextInput } from "@/ui/fields/TextInput";
import { Bind, FormDialog, useZodForm } from "@/ui/form";
import { cashOf, fractionOf, percentOf, problemOf } from "./drift";
import { type Target, type TargetFields } from "./types";

export interface TargetFormProps {
  /** The target to change; null makes a new one. */
  target: Target | null;
  /** Weights that a new one begins with. */
  initial?: Record<string, Decimal>;
  onClose: () => void;
  onSaved?: (target: Target) => void;
}

interface Words {
  name: string;
  band: string;
  much: string;
  range: string;
  note: string;
}

/** Rules for a target's fields, with their messages. */
export function targetSchema(words: Words) {
  return z.object({
    name: z.string().trim().min(1, words.name).max(120, words.name),
    weights: z.record(z.string(), z.string().refine(isDecimal)).superRefine((weights, context) => {
      const problem = problemOf(weights);
      if (problem) context.addIssue({ code: "custom", message: problem === "too_much" ? words.much : words.range });
    }),
    tolerance: z
      .string()
      .nullable()
      .refine((band) => band === null || (Number(band) >= 0 && Number(band) <= 1), words.band),
    source_optimization_id: z.string().nullable(),
    note: z.string().trim().max(2000, words.note).nullable(),
  });
}

function Weights({
  value,
  onChange,
  error,
}: {
  value: Record<string, Decimal>;
  onChange: (next: Record<string, Decimal>) => void;
  error: string | undefined;
}) {
  const { t } = useLingui();
  const format = useFormat();
  const instruments = useInstruments();
  const [added, setAdded] = useState<string | null>(null);
  const symbols = new Map((instruments.data ?? []).map(({ id, symbol }) => [id, symbol]));
  const without = (id: string): Record<string, Decimal> =>
    Object.fromEntries(Object.entries(value).filter(([other]) => other !== id));
  const rows = Object.entries(value);
  return (
    <div className="qd-form-wide qd-stack" role="group" aria-label={t`Weights`}>
      {rows.length === 0 ? <p className="qd-dim">{t`No instrument yet: everything is cash.`}</p> : null}
      <div className="qd-target-weights">
        {rows.map(([id, weight]) => {
          const symbol = symbols.get(id) ?? id.slice(0, 8);
          return (
            <div key={id} className="qd-target-weight">
              <DecimalInput
                label={symbol}
                value={percentOf(weight)}
                unit="%"
                onChange={(percent) => percent !== null && onChange({ ...value, [id]: fractionOf(percent) })}
              />
              <IconButton label={t`Remove ${symbol}`} icon="close" onPress={() => onChange(without(id))} />
            </div>
          );
        })}
      </div>
      <div className="qd-row">
        <div className="qd-grow">
          <InstrumentPicker label={t`Add an instrument`} value={added} onChange={setAdded} />
        </div>
        <Button
          isDisabled={added === null || added in value}
          onPress={() => {
            if (added !== null) onChange({ ...value, [added]: "0" });
            setAdded(null);
          }}
        >
          {t`Add`}
        </Button>
      </div>
      <p role="status">{t`Cash that the weights leave: ${format.number(percentOf(cashOf(value)), { min: 0, max: 6 })}%`}</p>
      {error ? (
        <p role="alert" className="qd-field-error">
          {error}
        </p>
      ) : null}
    </div>
  );
}

export function TargetForm({ target, initial = {}, onClose, onSaved }: TargetFormProps) {
  const { t } = useLingui();
  const { create, update } = useBooks<TargetFields, Target>("/targets");
  const schema = targetSchema({
    name: t`Give it a name of at most 120 letters.`,
    band: t`A band lies between 0 and 100 percent.`,
    much: t`The weights sum to more than 100 percent; lower some of them.`,
    range: t`A weight lies between −1000 and 1000 percent.`,
    note: t`A note has at most 2000 letters.`,
  });
  const form = useZodForm<TargetFields>(schema, {
    name: target?.name ?? "",
    weights: target?.weights ?? initial,
    tolerance: target ? target.tolerance : "0.05",
    source_optimization_id: target?.source_optimization_id ?? null,
    note: target?.note ?? null,
  });
  const save = async (values: TargetFields): Promise<void> => {
    // A note without letters is no note.
    const fields = { ...values, note: values.note === "" ? null : values.note };
    const { name } = fields;
    const saved = target
      ? await update(target.id, fields, t`Target “${name}” changed`)
      : await create(fields, t`Target “${name}” created`);
    onSaved?.(saved);
  };
  const { control } = form;
  return (
    <FormDialog title={target ? t`Change target` : t`New target`} form={form} onSave={save} onClose={onClose}>
      <Bind control={control} name="name">
        {(f) => <TextInput label={t`Name`} isRequired autoFocus {...f} />}
      </Bind>
      <Bind control={control} name="tolerance">
        {(f) => (
          <DecimalInput
            label={t`Drift band`}
            description={t`How far a weight may be off, in points. Empty: no band.`}
            unit="%"
            value={f.value === null ? null : percentOf(f.value)}
            onChange={(percent) => f.onChange(percent === null ? null : fractionOf(percent))}
            error={f.error}
          />
        )}
      </Bind>
      <Bind control={control} name="weights">
        {(f) => <Weights value={f.value} onChange={f.onChange} error={f.error} />}
      </Bind>
      <div className="qd-form-wide">
        <Bind control={control} name="note">
          {(f) => (
            <TextInput label={t`Note`} rows={2} {...f} value={f.value ?? ""} onChange={(v) => f.onChange(v || null)} />
          )}
        </Bind>
      </div>
    </FormDialog>
  );
}
