// How the gains of a year are taxed: one of four forms, each with its own figures.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Decimal } from "@/lib/decimal";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { Select } from "@/ui/fields/Select";
import { type Bracket, Brackets } from "./brackets";
import { type Charge, type FilingStatus } from "./types";
import { CHARGE, STATUS } from "./words";

type Kind = Charge["kind"];
type Of<K extends Kind> = Extract<Charge, { kind: K }>;

export interface ChargeFieldsProps {
  charge: Charge;
  firstDay: string;
  errors: Record<string, string>;
  onChange: (charge: Charge) => void;
}

const KINDS: readonly Kind[] = ["flat", "band", "inclusion", "brackets"];
const FIRST: Bracket = { from: "0", rate: "0.2" };

/** A charge of another form to begin with. */
export function blankCharge(kind: Kind, firstDay: string): Charge {
  switch (kind) {
    case "flat":
      return { kind, rate: "0.25", surcharge_on_tax: "0", church_rates: [], allowance: null, categories: [] };
    case "band":
      return {
        kind,
        annual_exempt_amount: "0",
        band: "0",
        periods: [{ first_day: firstDay, within_band: "0.2", above_band: "0.2" }],
      };
    case "inclusion":
      return { kind, included_share: "0.5", brackets: [FIRST] };
    case "brackets":
      return {
        kind,
        surtax_rate: "0",
        statuses: [
          {
            filing_status: "single",
            ordinary: [FIRST],
            long_term: [FIRST],
            income_offset: "0",
            surtax_threshold: "0",
          },
        ],
      };
  }
}

export function ChargeFields({ charge, firstDay, errors, onChange }: ChargeFieldsProps) {
  const { t, i18n } = useLingui();
  return (
    <fieldset className="qd-taxes-fields" aria-label={t`How gains are taxed`}>
      <Select
        label={t`Gains are taxed`}
        options={KINDS.map((id) => ({ id, label: i18n._(CHARGE[id]) }))}
        value={charge.kind}
        onChange={(kind: Kind) => kind !== charge.kind && onChange(blankCharge(kind, firstDay))}
      />
      {charge.kind === "flat" ? <Flat charge={charge} errors={errors} onChange={onChange} /> : null}
      {charge.kind === "band" ? <Band charge={charge} errors={errors} onChange={onChange} /> : null}
      {charge.kind === "inclusion" ? <Inclusion charge={charge} errors={errors} onChange={onChange} /> : null}
      {charge.kind === "brackets" ? <Statuses charge={charge} errors={errors} onChange={onChange} /> : null}
    </fieldset>
  );
}

interface PartProps<K extends Kind> {
  charge: Of<K>;
  errors: Record<string, string>;
  onChange: (charge: Charge) => void;
}

function Flat({ charge, errors, onChange }: PartProps<"flat">) {
  const { t } = useLingui();
  const { allowance } = charge;
  const free = (which: "single" | "married", value: Decimal | null): void => {
    const next = { single: "0", married: "0", ...allowance, [which]: value ?? "0" };
    onChange({ ...charge, allowance: Number(next.single) === 0 && Number(next.married) === 0 ? null : next });
  };
  return (
    <>
      <DecimalInput
        label={t`Rate`}
        description={t`As a part: 0.26 is 26 %.`}
        value={charge.rate}
        error={errors["charge.rate"]}
        onChange={(rate) => onChange({ ...charge, rate: rate ?? "0" })}
      />
      <DecimalInput
        label={t`Surcharge, as a part of the tax`}
        value={charge.surcharge_on_tax}
        error={errors["charge.surcharge_on_tax"]}
        onChange={(value) => onChange({ ...charge, surcharge_on_tax: value ?? "0" })}
      />
      <DecimalInput
        label={t`Free in a year, one person`}
        value={allowance?.single ?? null}
        error={errors["charge.allowance.single"]}
        onChange={(value) => free("single", value)}
      />
      <DecimalInput
        label={t`Free in a year, a couple`}
        value={allowance?.married ?? null}
        error={errors["charge.allowance.married"]}
        onChange={(value) => free("married", value)}
      />
    </>
  );
}

function Band({ charge, errors, onChange }: PartProps<"band">) {
  const { t } = useLingui();
  return (
    <>
      <DecimalInput
        label={t`Free in a year`}
        value={charge.annual_exempt_amount}
        error={errors["charge.annual_exempt_amount"]}
        onChange={(value) => onChange({ ...charge, annual_exempt_amount: value ?? "0" })}
      />
      <DecimalInput
        label={t`Width of the band, which income fills first`}
        value={charge.band}
        error={errors["charge.band"]}
        onChange={(value) => onChange({ ...charge, band: value ?? "0" })}
      />
      {charge.periods.map((period, i) => {
        const change = (part: Partial<typeof period>): void =>
          onChange({ ...charge, periods: charge.periods.map((p, at) => (at === i ? { ...p, ...part } : p)) });
        return (
          <div key={period.first_day} className="qd-row">
            <DecimalInput
              label={t`Rate within the band from ${period.first_day}`}
              value={period.within_band}
              error={i === 0 ? (errors["charge.periods.within_band"] ?? errors["charge.periods"]) : undefined}
              onChange={(value) => change({ within_band: value ?? "0" })}
            />
            <DecimalInput
              label={t`Rate above it from ${period.first_day}`}
              value={period.above_band}
              error={i === 0 ? errors["charge.periods.above_band"] : undefined}
              onChange={(value) => change({ above_band: value ?? "0" })}
            />
          </div>
        );
      })}
    </>
  );
}

function Inclusion({ charge, errors, onChange }: PartProps<"inclusion">) {
  const { t } = useLingui();
  return (
    <>
      <DecimalInput
        label={t`Part of a gain that is income`}
        value={charge.included_share}
        error={errors["charge.included_share"]}
        onChange={(value) => onChange({ ...charge, included_share: value ?? "0" })}
      />
      <Brackets
        label={t`Brackets of income`}
        value={charge.brackets}
        error={errors["charge.brackets"] ?? errors["charge.brackets.rate"]}
        onChange={(brackets) => onChange({ ...charge, brackets })}
      />
    </>
  );
}

function Statuses({ charge, errors, onChange }: PartProps<"brackets">) {
  const { t, i18n } = useLingui();
  const [chosen, setChosen] = useState<FilingStatus>(charge.statuses[0]?.filing_status ?? "single");
  const at = Math.max(
    0,
    charge.statuses.findIndex((s) => s.filing_status === chosen),
  );
  const status = charge.statuses[at];
  if (!status) return null;
  const change = (part: Partial<typeof status>): void =>
    onChange({ ...charge, statuses: charge.statuses.map((s, i) => (i === at ? { ...s, ...part } : s)) });
  const error = (name: string): string | undefined =>
    errors[`charge.statuses.${name}`] ?? errors[`charge.statuses.${name}.rate`];
  return (
    <>
      <Select
        label={t`Brackets of`}
        options={charge.statuses.map((s) => ({ id: s.filing_status, label: i18n._(STATUS[s.filing_status]) }))}
        value={status.filing_status}
        onChange={setChosen}
      />
      <Brackets
        label={t`Income and short-term gains`}
        value={status.ordinary}
        error={error("ordinary")}
        onChange={(ordinary) => change({ ordinary })}
      />
      <Brackets
        label={t`Long-term gains`}
        value={status.long_term}
        error={error("long_term")}
        onChange={(long_term) => change({ long_term })}
      />
      <DecimalInput
        label={t`Most of a net loss that is set off against income`}
        value={status.income_offset}
        error={error("income_offset")}
        onChange={(value) => change({ income_offset: value ?? "0" })}
      />
      <DecimalInput
        label={t`Rate of the tax on investment income`}
        value={charge.surtax_rate}
        error={errors["charge.surtax_rate"]}
        onChange={(value) => onChange({ ...charge, surtax_rate: value ?? "0" })}
      />
      <DecimalInput
        label={t`Income above which it falls due`}
        value={status.surtax_threshold}
        error={error("surtax_threshold")}
        onChange={(value) => change({ surtax_threshold: value ?? "0" })}
      />
    </>
  );
}
