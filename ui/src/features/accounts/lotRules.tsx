// By which method sales close lots, and from which day.
import { useLingui } from "@lingui/react/macro";

import { LOT_METHOD } from "@/api/labels";
import { LOT_METHODS, type LotMethod, type LotRule } from "@/api/types";
import { Button, IconButton } from "@/ui/Button";
import { DateInput } from "@/ui/fields/DateInput";
import { Select } from "@/ui/fields/Select";
import "./accounts.css";

export interface LotRulesProps {
  /** Ascending by day; empty stands for first in, first out from the beginning. */
  value: readonly LotRule[];
  onChange: (value: LotRule[]) => void;
  error: string | undefined;
}

const BEGINNING: LotRule = { from: null, method: "fifo" };

/** What is kept of the rules: nothing where they say what holds anyway. */
function kept(rules: LotRule[]): LotRule[] {
  const [first] = rules;
  return rules.length === 1 && first?.from === null && first.method === "fifo" ? [] : rules;
}

export function LotRules({ value, onChange, error }: LotRulesProps) {
  const { t, i18n } = useLingui();
  const rules = value.length > 0 ? value : [BEGINNING];
  const methods = LOT_METHODS.map((id) => ({ id, label: i18n._(LOT_METHOD[id]) }));
  const change = (at: number, part: Partial<LotRule>): void =>
    onChange(kept(rules.map((rule, i) => (i === at ? { ...rule, ...part } : rule))));
  const today = new Date().toISOString().slice(0, 10);
  return (
    <fieldset className="qd-lot-rules" aria-label={t`Lot method`}>
      {rules.map((rule, i) => (
        <div className="qd-lot-rule" key={i}>
          <Select
            label={i === 0 ? t`Sales close lots` : t`then`}
            options={methods}
            value={rule.method}
            onChange={(method: LotMethod) => change(i, { method })}
          />
          {i === 0 && rule.from === null ? (
            <span className="qd-field-description qd-lot-rule-from">{t`from the beginning`}</span>
          ) : (
            <>
              <DateInput label={t`From trades of`} value={rule.from} onChange={(from) => change(i, { from })} />
              <IconButton
                label={t`Remove this rule`}
                icon="close"
                size="small"
                onPress={() => onChange(kept(rules.filter((_, at) => at !== i)))}
              />
            </>
          )}
        </div>
      ))}
      <div>
        <Button
          size="small"
          onPress={() => onChange([...rules, { from: today, method: rules.at(-1)?.method ?? "fifo" }])}
        >{t`Change the method from a day on`}</Button>
      </div>
      <span className="qd-field-description">{t`A change holds for sales from its day on; what was sold before stays as it was.`}</span>
      {error ? <span className="qd-field-error">{error}</span> : null}
    </fieldset>
  );
}
