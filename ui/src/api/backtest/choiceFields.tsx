// Parameters that are more than a number: how often, how large, which weights.
import { useLingui } from "@lingui/react/macro";

import { isRecord } from "@/lib/storage";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { NumberInput } from "@/ui/fields/NumberInput";
import { OpenPercentField } from "@/ui/fields/PercentField";
import { Select } from "@/ui/fields/Select";

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const number = (value: unknown): number | null => (typeof value === "number" ? value : null);

interface Props {
  label: string;
  /** As the specification has it; undefined when it is left out. */
  value: unknown;
  onChange: (value: unknown) => void;
}

type Every = "day" | "week" | "month" | "quarter" | "year" | "bars";

export function CadenceField({ label, value, onChange }: Props) {
  const { t } = useLingui();
  const kept = isRecord(value) ? value : {};
  const every = (text(kept["every"]) ?? "month") as Every;
  return (
    <div className="qd-backtest-pair">
      <Select<Every>
        label={label}
        value={every}
        onChange={(id) => onChange(id === "bars" ? { every: id, count: 1 } : { every: id })}
        options={[
          { id: "day", label: t`Every day` },
          { id: "week", label: t`Every week` },
          { id: "month", label: t`Every month` },
          { id: "quarter", label: t`Every quarter` },
          { id: "year", label: t`Every year` },
          { id: "bars", label: t`Every so many bars` },
        ]}
      />
      {every === "bars" ? (
        <NumberInput
          label={t`Bars`}
          value={number(kept["count"])}
          onChange={(count) => onChange({ every, count: count ?? 1 })}
          min={1}
          max={1_000_000}
          step={1}
        />
      ) : null}
    </div>
  );
}

type By = "usual" | "funds" | "equity" | "money" | "units";

export function SizeField({ label, words, value, onChange }: Props & { words: string }) {
  const { t } = useLingui();
  const kept = isRecord(value) ? value : {};
  const by = (text(kept["by"]) ?? "usual") as By;
  const begin: Record<By, unknown> = {
    usual: undefined,
    funds: { by: "funds", share: 1 },
    equity: { by: "equity", share: 1 },
    money: { by: "money", amount: "10000" },
    units: { by: "units", units: "100" },
  };
  return (
    <div className="qd-backtest-pair">
      <Select<By>
        label={label}
        value={by}
        onChange={(id) => onChange(begin[id])}
        description={words}
        options={[
          { id: "usual", label: t`All funds, or equal shares` },
          { id: "funds", label: t`A part of the free funds` },
          { id: "equity", label: t`A part of the account’s worth` },
          { id: "money", label: t`An amount of money` },
          { id: "units", label: t`A number of units` },
        ]}
      />
      {by === "funds" || by === "equity" ? (
        <NumberInput
          label={t`Part`}
          value={number(kept["share"])}
          onChange={(share) => onChange({ by, share: share ?? 1 })}
          min={0.0001}
          max={10}
          format={{ style: "percent", maximumFractionDigits: 2 }}
        />
      ) : null}
      {by === "money" ? (
        <DecimalInput
          label={t`Amount`}
          value={text(kept["amount"])}
          onChange={(amount) => amount !== null && onChange({ by, amount })}
        />
      ) : null}
      {by === "units" ? (
        <DecimalInput
          label={t`Units`}
          value={text(kept["units"])}
          onChange={(units) => units !== null && onChange({ by, units })}
        />
      ) : null}
    </div>
  );
}

export interface WeightsFieldProps extends Props {
  words: string;
  /** Of the run's instruments; null where no run is being set up. */
  symbols: readonly string[] | null;
}

export function WeightsField({ label, words, symbols, value, onChange }: WeightsFieldProps) {
  const { t } = useLingui();
  const weights = Array.isArray(value) ? value.map(number) : null;
  if (symbols === null) {
    return (
      <p className="qd-dim qd-form-wide">
        {weights ? t`${label}: set for ${weights.length} instruments.` : t`${label}: equal parts.`}{" "}
        {t`They are set where the instruments of a run are chosen.`}
      </p>
    );
  }
  const at = (i: number): number => weights?.[i] ?? (symbols.length > 0 ? 1 / symbols.length : 0);
  const put = (i: number, weight: number | null): void =>
    onChange(weight === null ? undefined : symbols.map((_, other) => (other === i ? weight : at(other))));
  return (
    <fieldset className="qd-backtest-weights qd-form-wide">
      <legend>{weights ? label : t`${label}: equal parts`}</legend>
      <p className="qd-dim qd-small">{words}</p>
      <ul className="qd-items">
        {symbols.map((symbol, i) => (
          <li key={symbol} className="qd-row">
            <span className="qd-grow">{symbol}</span>
            <OpenPercentField
              label={t`Weight of ${symbol}, percent`}
              value={weights ? at(i) : null}
              onCommit={(weight) => put(i, weight)}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
