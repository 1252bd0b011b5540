// Conditions in words, as alerts have them: when it enters, and when it leaves.
import { useEffect, useEffectEvent, useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";

import { type AlertBacktest, FiredWords, useAlertBacktest } from "@/api/alertBacktest";
import { withValue } from "@/api/backtest/specification";
import { type Specification } from "@/api/backtest/types";
import { post } from "@/api/client";
import { type ApiError } from "@/api/errors";
import { InstrumentPicker, useInstruments } from "@/api/pickers";
import { symbolInWords } from "@/lib/ruleWords";
import { TextInput } from "@/ui/fields/TextInput";
import { useSettled } from "@/ui/useSettled";

const PAUSE_MS = 400;

type Rule = AlertBacktest["rule"];

export interface RulesFieldsProps {
  specification: Specification;
  onChange: (next: Specification) => void;
}

export function RulesFields({ specification, onChange }: RulesFieldsProps) {
  const { t } = useLingui();
  const instruments = useInstruments();
  const chosen = typeof specification["instrument"] === "string" ? specification["instrument"] : null;
  const known = instruments.data?.find(({ id }) => id === chosen)?.symbol;
  const symbol = symbolInWords(known ?? instruments.data?.[0]?.symbol ?? "AAPL");
  const put = (name: string, value: unknown): void => onChange(withValue(specification, name, value));
  return (
    <div className="qd-stack">
      <InstrumentPicker
        label={t`Trades`}
        value={chosen}
        onChange={(instrument) => put("instrument", instrument)}
        isRequired
      />
      <ConditionField
        label={t`Enters when`}
        placeholder={t`${symbol} crosses above 150`}
        condition={specification["entry"] as Rule["condition"] | undefined}
        hold={specification["entry_hold"] as Rule["hold"] | undefined}
        onChange={({ condition, hold }) =>
          onChange(withValue(withValue(specification, "entry", condition), "entry_hold", hold))
        }
        isRequired
      />
      <ConditionField
        label={t`Leaves when`}
        placeholder={t`${symbol} crosses below 140; empty: only at the prices below`}
        condition={specification["exit"] as Rule["condition"] | undefined}
        hold={undefined}
        onChange={({ condition }) => put("exit", condition)}
        onClear={() => put("exit", undefined)}
      />
    </div>
  );
}

interface ConditionFieldProps {
  label: string;
  placeholder: string;
  condition: Rule["condition"] | undefined;
  hold: Rule["hold"] | undefined;
  onChange: (rule: Pick<Rule, "condition" | "hold">) => void;
  /** The words were taken away. */
  onClear?: () => void;
  isRequired?: boolean;
}

function ConditionField(props: ConditionFieldProps) {
  const { label, placeholder, condition, hold, onChange, onClear, isRequired = false } = props;
  const [typed, setTyped] = useState<string | null>(null);
  // What is kept is a condition; its words come from the server, which reads and writes them.
  const rule = condition === undefined ? null : { condition, ...(hold ? { hold } : {}) };
  const kept = useQuery<AlertBacktest, ApiError>({
    queryKey: ["bars", "alerts", "rule", rule],
    queryFn: () => post<AlertBacktest>("/alerts/backtest", { rule }),
    enabled: rule !== null && typed === null,
  });
  const words = typed ?? kept.data?.words ?? "";
  const asked = useSettled(typed?.trim() ?? "", PAUSE_MS);
  const test = useAlertBacktest(asked);
  const isCurrent = typed !== null && asked === typed.trim() && !test.isPlaceholderData;
  const found = isCurrent && asked !== "" ? test.data : undefined;
  const tell = useEffectEvent((next: Rule) => onChange({ condition: next.condition, hold: next.hold }));
  useEffect(() => {
    if (found) tell(found.rule);
  }, [found]);
  const shown = typed === null ? kept.data : found;
  return (
    <div className="qd-stack qd-strategy-condition">
      <TextInput
        label={label}
        value={words}
        onChange={(next) => {
          setTyped(next);
          if (next.trim() === "") onClear?.();
        }}
        placeholder={placeholder}
        rows={2}
        isRequired={isRequired}
        error={isCurrent && asked !== "" && test.isError ? test.error.message : undefined}
      />
      {shown && words.trim() !== "" ? (
        <>
          <strong className="qd-small">{shown.words}</strong>
          <FiredWords test={shown} />
        </>
      ) : null}
    </div>
  );
}
