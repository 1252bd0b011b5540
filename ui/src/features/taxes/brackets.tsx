// Brackets of a rate: from which income each holds.
import { useLingui } from "@lingui/react/macro";

import { Button, IconButton } from "@/ui/Button";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { type Charge } from "./types";

export type Bracket = Extract<Charge, { kind: "inclusion" }>["brackets"][number];

export interface BracketsProps {
  label: string;
  value: readonly Bracket[];
  error: string | undefined;
  onChange: (brackets: Bracket[]) => void;
}

export function Brackets({ label, value, error, onChange }: BracketsProps) {
  const { t } = useLingui();
  const change = (at: number, part: Partial<Bracket>): void =>
    onChange(value.map((bracket, i) => (i === at ? { ...bracket, ...part } : bracket)));
  return (
    <div className="qd-stack" role="group" aria-label={label}>
      <span className="qd-label">{label}</span>
      {value.map((bracket, i) => (
        <div key={i} className="qd-row">
          <DecimalInput
            label={t`${label}: from, bracket ${i + 1}`}
            hideLabel
            value={bracket.from}
            onChange={(from) => change(i, { from: from ?? "0" })}
          />
          <DecimalInput
            label={t`${label}: rate, bracket ${i + 1}`}
            hideLabel
            value={bracket.rate}
            onChange={(rate) => change(i, { rate: rate ?? "0" })}
          />
          <IconButton
            label={t`${label}: remove bracket ${i + 1}`}
            icon="close"
            size="small"
            onPress={() => onChange(value.filter((_, at) => at !== i))}
          />
        </div>
      ))}
      <div>
        <Button size="small" onPress={() => onChange([...value, { from: value.at(-1)?.from ?? "0", rate: "0" }])}>
          {t`${label}: add a bracket`}
        </Button>
      </div>
      {error ? <span className="qd-field-error">{error}</span> : null}
    </div>
  );
}
