// Which model the expected returns come from, with its numbers.
import { useLingui } from "@lingui/react/macro";

import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { Switch } from "@/ui/fields/Toggle";
import { HALF_LIFE, newReturnsModel, RISK_AVERSION, SPAN_RETURNS, takesLogReturns } from "./estimates";
import { ShareTable } from "./shareTable";
import { type ReturnsModel, type Universe } from "./types";
import { keysOf, RETURNS_MEANING, RETURNS_MODEL } from "./words";

export interface ReturnsFieldsProps {
  label: string;
  model: ReturnsModel;
  universe: Universe;
  /** The chosen instruments, also those that the universe on the screen does not have yet. */
  symbols: readonly string[];
  /** A prior cannot be one with views itself. */
  isPrior?: boolean;
  onChange: (model: ReturnsModel) => void;
}

export function ReturnsFields({ label, model, universe, symbols, isPrior = false, onChange }: ReturnsFieldsProps) {
  const { t, i18n } = useLingui();
  const ids = keysOf(RETURNS_MODEL).filter((id) => !isPrior || id !== "black_litterman");
  return (
    <>
      <Select
        label={label}
        description={i18n._(RETURNS_MEANING[model.model])}
        value={model.model}
        onChange={(id) => id !== model.model && onChange(newReturnsModel(id, model, universe))}
        options={ids.map((id) => ({ id, label: i18n._(RETURNS_MODEL[id]) }))}
      />
      {model.model === "exponentially_weighted" ? (
        <NumberInput
          label={t`Span of returns, days`}
          value={model.span ?? SPAN_RETURNS}
          min={2}
          onChange={(span) => onChange({ ...model, span: span ?? SPAN_RETURNS })}
        />
      ) : null}
      {model.model === "exponential_half_life" ? (
        <NumberInput
          label={t`Half-life of returns, days`}
          value={model.half_life ?? HALF_LIFE}
          min={1}
          onChange={(days) => onChange({ ...model, half_life: days ?? HALF_LIFE })}
        />
      ) : null}
      {takesLogReturns(model) ? (
        <>
          <Select
            label={t`A year's return`}
            value={model.compounding ?? "geometric"}
            onChange={(compounding) => onChange({ ...model, compounding })}
            options={[
              { id: "geometric" as const, label: t`Compounded` },
              { id: "arithmetic" as const, label: t`Added up` },
            ]}
          />
          <Switch
            label={t`Logarithmic returns (means)`}
            value={model.log_returns ?? false}
            onChange={(log_returns) => onChange({ ...model, log_returns })}
          />
        </>
      ) : null}
      {model.model === "shrunk" ? (
        <>
          <Select
            label={t`Shrinkage`}
            value={model.method ?? "james_stein"}
            onChange={(method) => onChange({ ...model, method })}
            options={[
              { id: "james_stein" as const, label: "James–Stein" },
              { id: "bayes_stein" as const, label: "Bayes–Stein" },
              { id: "bodnar_okhrin" as const, label: "Bodnar–Okhrin" },
            ]}
          />
          <Select
            label={t`Towards`}
            value={model.target ?? "grand_mean"}
            onChange={(target) => onChange({ ...model, target })}
            options={[
              { id: "grand_mean" as const, label: t`The mean of all means` },
              { id: "volatility_weighted" as const, label: t`The minimum-variance portfolio's mean` },
            ]}
          />
          {(model.method ?? "james_stein") === "james_stein" ? (
            <Switch
              label={t`Intensity between 0 and 1`}
              value={model.positive_part ?? true}
              onChange={(positive_part) => onChange({ ...model, positive_part })}
            />
          ) : null}
        </>
      ) : null}
      {model.model === "equilibrium" ? (
        <EquilibriumFields model={model} universe={universe} symbols={symbols} onChange={onChange} />
      ) : null}
      {model.model === "given" ? (
        <ShareTable
          label={t`Expected returns`}
          nameHeader={t`Asset`}
          valueHeader={t`Return a year, %`}
          rows={symbols.map((symbol) => ({ id: symbol, name: symbol, value: model.values[symbol] ?? null }))}
          fieldLabel={(name) => t`Expected return of ${name}, percent`}
          onChange={(id, value) => onChange({ ...model, values: { ...model.values, [id]: value } })}
        />
      ) : null}
    </>
  );
}

function EquilibriumFields({
  model,
  universe,
  symbols,
  onChange,
}: Pick<ReturnsFieldsProps, "universe" | "symbols" | "onChange"> & {
  model: Extract<ReturnsModel, { model: "equilibrium" }>;
}) {
  const { t } = useLingui();
  const isImplied = model.risk_aversion === "from_benchmark";
  const weights = model.weights ?? null;
  const today = universe.current?.weights ?? null;
  const even = Object.fromEntries(symbols.map((symbol) => [symbol, 1 / symbols.length]));
  const kind = weights === null ? "equal" : "own";
  return (
    <>
      <Select
        label={t`Weights of the market`}
        value={kind}
        onChange={(next) => onChange({ ...model, weights: next === "equal" ? null : (today ?? even) })}
        options={[
          { id: "equal" as const, label: t`Equal` },
          { id: "own" as const, label: t`My own, or market capitalizations` },
        ]}
      />
      {weights ? (
        <ShareTable
          label={t`Weights of the market`}
          nameHeader={t`Asset`}
          valueHeader={t`Weight, %`}
          rows={symbols.map((symbol) => ({ id: symbol, name: symbol, value: weights[symbol] ?? null }))}
          fieldLabel={(name) => t`Market weight of ${name}, percent`}
          onChange={(id, value) => onChange({ ...model, weights: { ...weights, [id]: value } })}
        />
      ) : null}
      <Switch
        label={t`Risk aversion from the benchmark`}
        value={isImplied}
        onChange={(on) => onChange({ ...model, risk_aversion: on ? "from_benchmark" : RISK_AVERSION })}
      />
      {isImplied ? null : (
        <NumberInput
          label={t`Risk aversion of the market`}
          value={typeof model.risk_aversion === "number" ? model.risk_aversion : RISK_AVERSION}
          min={0.01}
          onChange={(value) => onChange({ ...model, risk_aversion: value ?? RISK_AVERSION })}
        />
      )}
    </>
  );
}
