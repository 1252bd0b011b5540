// What a scheduled rebalancing steers towards, and what makes it due.
import { useLingui } from "@lingui/react/macro";

import { useAll } from "@/api/queries";
import { fractionOf, percentOf } from "@/lib/decimal";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { Select } from "@/ui/fields/Select";
import { Checkbox } from "@/ui/fields/Toggle";
import { type Condition, type RebalancingCheck, type Target } from "./types";

const FIRST: Record<Condition["kind"], Condition> = {
  threshold: { kind: "threshold" },
  calendar: { kind: "calendar" },
  cash_inflow: { kind: "cash_inflow", above: { amount: "0", fraction: "0.02" } },
  risk_drift: { kind: "risk_drift", tracking_error: 0.02 },
};

/** The conditions with one of them set, changed or left out; their order is that of the list. */
export function withCondition(
  when: readonly Condition[],
  kind: Condition["kind"],
  next: Condition | null,
): Condition[] {
  return (Object.keys(FIRST) as Condition["kind"][]).flatMap((one) => {
    const kept = one === kind ? next : (when.find((condition) => condition.kind === one) ?? null);
    return kept === null ? [] : [kept];
  });
}

export interface RebalanceFieldsProps {
  check: RebalancingCheck;
  onChange: (check: RebalancingCheck) => void;
}

export function RebalanceFields({ check, onChange }: RebalanceFieldsProps) {
  const { t } = useLingui();
  const targets = useAll<Target>("/targets");
  const { terms, when } = check;
  const words: Record<Condition["kind"], string> = {
    threshold: t`An instrument or a group left its band`,
    calendar: t`Every time it comes`,
    cash_inflow: t`Cash came in`,
    risk_drift: t`Risk drifted away from the target's`,
  };
  const set = (kind: Condition["kind"], next: Condition | null) =>
    onChange({ ...check, when: withCondition(when, kind, next) });
  const list = targets.data ?? [];
  return (
    <div className="qd-form-wide qd-stack">
      {terms.target.kind === "saved" ? (
        <Select
          label={t`Target`}
          options={list.map(({ id, name }) => ({ id, label: name }))}
          value={
            list.some(({ id }) => terms.target.kind === "saved" && id === terms.target.target_id)
              ? terms.target.target_id
              : null
          }
          placeholder={list.length === 0 ? t`There is no target yet; make one in Targets` : t`Choose a target`}
          onChange={(target_id) => onChange({ ...check, terms: { ...terms, target: { kind: "saved", target_id } } })}
        />
      ) : (
        <p>{t`It steers towards weights of its own, which a program has set.`}</p>
      )}
      <div role="group" aria-label={t`It is due when`} className="qd-stack">
        <p>{t`It is due when`}</p>
        {(Object.keys(FIRST) as Condition["kind"][]).map((kind) => {
          const condition = when.find((one) => one.kind === kind);
          return (
            <div key={kind} className="qd-stack">
              <Checkbox
                label={words[kind]}
                value={condition !== undefined}
                onChange={(on) => set(kind, on ? FIRST[kind] : null)}
              />
              {condition?.kind === "cash_inflow" ? (
                <DecimalInput
                  label={t`More cash than the target keeps, part of the value`}
                  unit="%"
                  value={percentOf(condition.above?.fraction ?? "0")}
                  onChange={(percent) =>
                    percent !== null &&
                    set(kind, { kind: "cash_inflow", above: { ...condition.above, fraction: fractionOf(percent) } })
                  }
                />
              ) : null}
              {condition?.kind === "risk_drift" ? (
                <DecimalInput
                  label={t`Tracking error a year above`}
                  unit="%"
                  value={String(Math.round(condition.tracking_error * 1e6) / 1e4)}
                  onChange={(percent) =>
                    percent !== null &&
                    Number(percent) > 0 &&
                    set(kind, { kind: "risk_drift", tracking_error: Number(percent) / 100 })
                  }
                />
              ) : null}
            </div>
          );
        })}
      </div>
    </div>
  );
}
