// Which strategy runs: a kept one, or one of the built-in ones with its parameters.
import { useLingui } from "@lingui/react/macro";

import { Select } from "@/ui/fields/Select";
import { useHost } from "@/ui/host";
import { Button } from "@/ui/Button";
import { useAll } from "../queries";
import { ParameterFields, parameterText } from "./parameterFields";
import { useCheck, useStrategies } from "./queries";
import { begun, formOf } from "./specification";
import { type Catalogue, type ParameterForm, type Specification } from "./types";

export interface ChosenStrategy {
  strategy_id: string | null;
  specification: Specification;
}

export interface StrategyChoiceProps extends ChosenStrategy {
  catalogue: Catalogue;
  symbols: readonly string[];
  onChange: (next: ChosenStrategy) => void;
}

const KEPT = "kept:";
/** What is written in the panel of strategies. */
const WRITTEN = new Set(["script", "rules"]);

/** The parameters of a strategy: the catalogue's, or those that a script declares. */
export function useParameters(catalogue: Catalogue, specification: Specification): readonly ParameterForm[] {
  const isScript = specification.kind === "script";
  const check = useCheck(isScript ? specification : null, [], "1d");
  return isScript ? (check.data?.parameters ?? []) : (formOf(catalogue, specification.kind)?.parameters ?? []);
}

export function StrategyChoice({ catalogue, strategy_id, specification, symbols, onChange }: StrategyChoiceProps) {
  const { t } = useLingui();
  const host = useHost();
  const kept = useStrategies();
  const forms = useParameters(catalogue, specification);
  const own = kept.data ?? [];
  const form = formOf(catalogue, specification.kind);
  const current = own.find(({ id }) => id === strategy_id);
  const choose = (id: string): void => {
    if (!id.startsWith(KEPT)) return onChange({ strategy_id: null, specification: begun(id) });
    const strategy = own.find((one) => KEPT + one.id === id);
    if (strategy) onChange({ strategy_id: strategy.id, specification: strategy.specification });
  };
  const options = [
    ...own.map(({ id, name, specification: { kind } }) => ({
      id: KEPT + id,
      label: name,
      note: t`kept, ${formOf(catalogue, kind)?.title ?? kind}`,
    })),
    ...catalogue.strategies
      .filter(({ kind }) => !WRITTEN.has(kind) || (strategy_id === null && kind === specification.kind))
      .map(({ kind, title }) => ({ id: kind, label: title, note: t`built in` })),
  ];
  return (
    <div className="qd-stack">
      <div className="qd-row qd-backtest-strategy">
        <div className="qd-grow">
          <Select
            label={t`Strategy`}
            value={current ? KEPT + current.id : specification.kind}
            onChange={choose}
            options={options}
          />
        </div>
        <Button onPress={() => host.openPanel("strategies", current ? { strategy_id: current.id } : {})}>
          {current ? t`Change the strategy` : t`Write a strategy`}
        </Button>
      </div>
      <p className="qd-dim">
        {form?.words}
        {current && parameterText(current.specification) !== "" && specification.kind !== "script" ? (
          <> {t`As it is kept: ${parameterText(current.specification)}.`}</>
        ) : null}
      </p>
      {current ? null : (
        <>
          <SourceField
            specification={specification}
            onChange={(next) => onChange({ strategy_id, specification: next })}
          />
          <ParameterFields
            specification={specification}
            forms={forms}
            symbols={symbols}
            onChange={(next) => onChange({ strategy_id, specification: next })}
          />
        </>
      )}
    </div>
  );
}

interface Named {
  id: string;
  name: string;
}

/** For strategies that hold the weights of something kept: which. */
export function SourceField({
  specification,
  onChange,
}: {
  specification: Specification;
  onChange: (next: Specification) => void;
}) {
  const { t } = useLingui();
  const isOptimization = specification.kind === "saved_optimization";
  const isTarget = specification.kind === "rebalancer";
  const optimizations = useAll<Named>("/optimizations", {}, { enabled: isOptimization });
  const targets = useAll<Named>("/targets", {}, { enabled: isTarget });
  if (!isOptimization && !isTarget) return null;
  const field = isOptimization ? "optimization" : "target";
  const list = (isOptimization ? optimizations.data : targets.data) ?? [];
  const value = specification[field];
  return (
    <Select
      label={isOptimization ? t`Saved optimization` : t`Target`}
      value={typeof value === "string" ? value : null}
      onChange={(id) => onChange({ ...specification, [field]: id })}
      options={list.map(({ id, name }) => ({ id, label: name }))}
      placeholder={list.length === 0 ? t`None is saved yet` : t`Choose one`}
      isRequired
    />
  );
}
