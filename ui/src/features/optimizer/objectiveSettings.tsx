// The numbers that the chosen objective needs, and no others.
import { useLingui } from "@lingui/react/macro";

import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { BenchmarkFields } from "./benchmarkFields";
import { BudgetFields } from "./budgetFields";
import { type Change, type ObjectiveSettings } from "./form";
import { usesBenchmark, usesClusters, usesConfidence, usesLinkage, usesPenalty, usesRiskAversion } from "./request";
import { type Session } from "./session";
import { SolverError } from "./solverError";
import { type Universe } from "./types";
import { useChoices } from "./useChoices";
import { CLUSTER_OBJECTIVE, CLUSTER_RULE, keysOf, LINKAGE } from "./words";

const PERCENT: Intl.NumberFormatOptions = { style: "percent", maximumFractionDigits: 3 };
const FINE_PERCENT: Intl.NumberFormatOptions = { style: "percent", maximumFractionDigits: 5 };
/** How clusters are built when nothing is said, by objective. */
const USUAL = "usual";

export function ObjectiveSettingsFields({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const form = useChoices(session);
  const { objective, settings } = form;
  const set = (change: Change): void => session.dispatch({ type: "set", change });
  const adjust = (change: Partial<ObjectiveSettings>): void => session.dispatch({ type: "settings", change });
  return (
    <>
      {objective === "efficient_return" ? (
        <NumberInput
          label={t`Target return a year`}
          value={form.targetReturn}
          format={PERCENT}
          onChange={(targetReturn) => set({ targetReturn })}
        />
      ) : null}
      <SolverError session={session} place="target_return" />
      {objective === "efficient_risk" ? (
        <NumberInput
          label={t`Target volatility a year`}
          value={form.targetVolatility}
          min={0}
          format={PERCENT}
          onChange={(targetVolatility) => set({ targetVolatility })}
        />
      ) : null}
      <SolverError session={session} place="target_volatility" />
      {usesRiskAversion(objective, form.taxes.isOn) ? (
        <NumberInput
          label={t`Risk aversion`}
          description={t`The higher, the less risk: 1 is bold, 10 is careful.`}
          value={form.riskAversion}
          min={0.01}
          onChange={(riskAversion) => set({ riskAversion: riskAversion ?? 1 })}
        />
      ) : null}
      <SolverError session={session} place="risk_aversion" />
      {usesConfidence(objective) ? (
        <NumberInput
          label={t`Confidence`}
          description={t`95% looks at the worst day in twenty.`}
          value={settings.confidence}
          min={0.5}
          max={0.999}
          format={PERCENT}
          onChange={(confidence) => adjust({ confidence: confidence ?? 0.95 })}
        />
      ) : null}
      {objective === "minimum_semivariance" ? (
        <NumberInput
          label={t`Least acceptable return a day`}
          description={t`What falls below it is the risk.`}
          value={settings.minimumAcceptableReturn}
          format={FINE_PERCENT}
          onChange={(value) => adjust({ minimumAcceptableReturn: value ?? 0 })}
        />
      ) : null}
      {objective === "worst_case" ? (
        <div className="qd-form">
          <NumberInput
            label={t`Uncertainty, standard errors`}
            description={t`How far expected returns may be off; 0 takes them as certain.`}
            value={settings.uncertaintyRadius}
            min={0}
            step={0.1}
            onChange={(radius) => adjust({ uncertaintyRadius: radius ?? 1 })}
          />
          <NumberInput
            label={t`Years of history`}
            description={t`Empty: those of the prices.`}
            value={settings.uncertaintyYears}
            min={0.1}
            onChange={(uncertaintyYears) => adjust({ uncertaintyYears })}
          />
        </div>
      ) : null}
      {objective === "risk_parity" ? <BudgetFields session={session} universe={universe} /> : null}
      {usesLinkage(objective) ? <ClusterFields session={session} universe={universe} /> : null}
      {usesBenchmark(form) ? <BenchmarkFields session={session} universe={universe} /> : null}
      {usesPenalty(objective) ? (
        <NumberInput
          label={t`L2 penalty on concentration`}
          description={t`Added to the variance as γ Σw²; 0 for none.`}
          value={settings.l2}
          min={0}
          step={0.001}
          onChange={(l2) => adjust({ l2: l2 ?? 0 })}
        />
      ) : null}
      <SolverError session={session} place="objective" />
    </>
  );
}

function ClusterFields({ session, universe }: { session: Session; universe: Universe }) {
  const { t, i18n } = useLingui();
  const { objective, settings } = useChoices(session);
  const adjust = (change: Partial<ObjectiveSettings>): void => session.dispatch({ type: "settings", change });
  const usual = i18n._(LINKAGE[objective === "hierarchical_risk_parity" ? "single" : "ward"]);
  const optima = keysOf(CLUSTER_OBJECTIVE).map((id) => ({ id, label: i18n._(CLUSTER_OBJECTIVE[id]) }));
  return (
    <div className="qd-form">
      <Select
        label={t`Linkage`}
        value={settings.linkage ?? USUAL}
        onChange={(id) => adjust({ linkage: id === USUAL ? null : id })}
        options={[
          { id: USUAL, label: t`Usual (${usual})` },
          ...keysOf(LINKAGE).map((id) => ({ id, label: i18n._(LINKAGE[id]) })),
        ]}
      />
      {usesClusters(objective) ? (
        <>
          <NumberInput
            label={t`Clusters`}
            description={t`Empty: found by the rule.`}
            value={settings.nClusters}
            min={1}
            max={universe.assets.length}
            step={1}
            onChange={(nClusters) => adjust({ nClusters })}
          />
          <Select
            label={t`Rule for their number`}
            value={settings.clusterRule}
            isDisabled={settings.nClusters !== null}
            onChange={(clusterRule) => adjust({ clusterRule })}
            options={keysOf(CLUSTER_RULE).map((id) => ({ id, label: i18n._(CLUSTER_RULE[id]) }))}
          />
        </>
      ) : null}
      {objective === "nested_clusters" ? (
        <>
          <Select
            label={t`Within clusters`}
            value={settings.inner}
            onChange={(inner) => adjust({ inner })}
            options={optima}
          />
          <Select
            label={t`Among clusters`}
            value={settings.outer}
            onChange={(outer) => adjust({ outer })}
            options={optima}
          />
        </>
      ) : null}
    </div>
  );
}
