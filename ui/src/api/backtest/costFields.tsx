// What trades cost, how their prices slip, and the benchmark of a run.
import { useLingui } from "@lingui/react/macro";

import { fractionOf, percentOf } from "@/lib/decimal";
import { useDisplay } from "@/ui/display";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { type Instrument } from "../types";
import { InstrumentList } from "./instrumentList";
import { type BenchmarkKind, type FeeKind, type Lacks, type SetupDraft, type SlippageKind } from "./setup";

export interface CostFieldsProps {
  draft: SetupDraft;
  lacking: readonly Lacks[];
  onChange: (part: Partial<SetupDraft>) => void;
}

export function FeeFields({ draft, lacking, onChange }: CostFieldsProps) {
  const { t } = useLingui();
  const { baseCurrency } = useDisplay();
  const currency = draft.currency ?? baseCurrency;
  const error = lacking.includes("fee") ? t`Give an amount that is not below zero.` : undefined;
  return (
    <>
      <Select<FeeKind>
        label={t`Commission`}
        value={draft.fee}
        onChange={(fee) => onChange({ fee, fee_amount: null })}
        options={[
          { id: "free", label: t`None` },
          { id: "per_unit", label: t`For each share` },
          { id: "share", label: t`Percent of the worth` },
          { id: "per_order", label: t`For each order` },
          ...(draft.kept?.settings.fees ? [{ id: "other" as const, label: t`As in the kept run` }] : []),
        ]}
      />
      {draft.fee === "share" ? (
        <DecimalInput
          label={t`Percent of the worth`}
          value={draft.fee_amount === null ? null : percentOf(draft.fee_amount)}
          onChange={(percent) => onChange({ fee_amount: percent === null ? null : fractionOf(percent) })}
          unit="%"
          error={error}
        />
      ) : null}
      {draft.fee === "per_unit" || draft.fee === "per_order" ? (
        <DecimalInput
          label={draft.fee === "per_unit" ? t`For each share` : t`For each order`}
          value={draft.fee_amount}
          onChange={(fee_amount) => onChange({ fee_amount })}
          unit={currency}
          error={error}
        />
      ) : null}
      {draft.fee === "per_unit" || draft.fee === "share" ? (
        <DecimalInput
          label={t`At least, for an order`}
          value={draft.fee_minimum}
          onChange={(fee_minimum) => onChange({ fee_minimum })}
          unit={currency}
        />
      ) : null}
    </>
  );
}

const PERCENT: Intl.NumberFormatOptions = { style: "percent", maximumFractionDigits: 4 };

export function SlippageFields({ draft, lacking, onChange }: CostFieldsProps) {
  const { t } = useLingui();
  const label: Record<SlippageKind, string> = {
    none: t`None`,
    fixed: t`A difference of prices`,
    relative: t`A part of the price`,
    half_spread: t`Half of a spread`,
    volume_share: t`By share of the bar’s volume`,
    square_root: t`Square root of the daily volume`,
  };
  const what: Record<SlippageKind, string> = {
    none: "",
    fixed: t`Difference`,
    relative: t`Part of the price`,
    half_spread: t`Whole spread, part of the price`,
    volume_share: t`Move at the whole volume`,
    square_root: t`Coefficient, about 1`,
  };
  const isPart = draft.slippage === "relative" || draft.slippage === "half_spread" || draft.slippage === "volume_share";
  return (
    <>
      <Select<SlippageKind>
        label={t`Slippage`}
        value={draft.slippage}
        onChange={(slippage) => onChange({ slippage, slippage_amount: slippage === "square_root" ? 1 : null })}
        options={(Object.keys(label) as SlippageKind[]).map((id) => ({ id, label: label[id] }))}
      />
      {draft.slippage === "none" ? null : (
        <NumberInput
          label={what[draft.slippage]}
          value={draft.slippage_amount}
          onChange={(slippage_amount) => onChange({ slippage_amount })}
          min={0}
          {...(isPart ? { max: 0.9999, format: PERCENT } : { format: { maximumFractionDigits: 6 } })}
          error={lacking.includes("slippage") ? t`Give a number.` : undefined}
        />
      )}
      <NumberInput
        label={t`At most of a bar’s volume`}
        value={draft.volume_share}
        onChange={(volume_share) => onChange({ volume_share })}
        min={0.0001}
        max={1}
        format={PERCENT}
        description={t`Empty: as much as is wanted.`}
      />
    </>
  );
}

export function BenchmarkFields({
  draft,
  lacking,
  onChange,
  instruments,
}: CostFieldsProps & { instruments: readonly Instrument[] }) {
  const { t } = useLingui();
  const most = { none: 0, index: 1, sixty_forty: 2, equal_weight: 500, other: 0 }[draft.benchmark];
  const asked: Record<BenchmarkKind, string> = {
    none: "",
    index: t`Index`,
    sixty_forty: t`Shares, then bonds`,
    equal_weight: t`Of these`,
    other: "",
  };
  return (
    <div className="qd-stack">
      <Select<BenchmarkKind>
        label={t`Benchmark`}
        value={draft.benchmark}
        onChange={(benchmark) => onChange({ benchmark })}
        options={[
          { id: "none", label: t`None` },
          { id: "index", label: t`One instrument` },
          { id: "sixty_forty", label: t`60 % and 40 % of two` },
          { id: "equal_weight", label: t`Equal parts of several` },
          ...(draft.kept?.benchmark ? [{ id: "other" as const, label: t`As in the kept run` }] : []),
        ]}
      />
      {most === 0 ? null : (
        <InstrumentList
          label={asked[draft.benchmark]}
          instruments={instruments}
          chosen={draft.benchmark_ids.slice(0, most)}
          onChange={(benchmark_ids) => onChange({ benchmark_ids })}
          most={most}
          error={lacking.includes("benchmark") ? t`Choose what it is held against.` : undefined}
        />
      )}
    </div>
  );
}
