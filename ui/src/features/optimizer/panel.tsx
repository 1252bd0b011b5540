// The optimizer: choices on the left, frontier, weights and proof on the right, saved runs in a second tab.
import { useEffect, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { useGet } from "@/api/queries";
import { type Workspace } from "@/api/types";
import { FrontierChart } from "@/charts/frontier/FrontierChart";
import { frontierAt } from "@/charts/frontier/data";
import { TransitionMap } from "@/charts/TransitionMap";
import { WeightBars } from "@/charts/WeightBars";
import { copyText } from "@/lib/clipboard";
import { platform } from "@/platform/platform";
import { Button } from "@/ui/Button";
import { type PanelProps, useHost } from "@/ui/host";
import { MenuButton } from "@/ui/Menu";
import { PanelFrame } from "@/ui/PanelFrame";
import { ErrorState, Skeleton } from "@/ui/states";
import { Tabs } from "@/ui/Tabs";
import { toast } from "@/ui/toasts";
import { EstimatorSection } from "./estimators";
import { resultJson, weightsCsv } from "./exportWeights";
import { requestOf } from "./form";
import { LimitsSection } from "./limits";
import { ObjectiveSection } from "./objective";
import { Outcome } from "./outcome";
import { solveNow, specOf, useUniverse } from "./queries";
import { SavedRuns } from "./runs";
import { SaveRun } from "./save";
import { makeSession, type Session } from "./session";
import { SolverError } from "./solverError";
import { isTracing, makeTrace } from "./trace";
import { type Universe } from "./types";
import { UniversePicker } from "./universePicker";
import { useSlice } from "./useSlice";
import "./optimizer.css";

function Results({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const names = universe.assets.map((asset) => asset.symbol);
  const pick = (expected_return: number): void =>
    session.dispatch({ type: "pick", expected_return }, performance.now());
  const pickPlace = (place: number): void => {
    const point = frontierAt(session.frontier.get(), place);
    if (point) pick(point.expected_return);
  };
  const exported = (write: (data: Parameters<typeof weightsCsv>[0]) => Promise<unknown>, said: string): void => {
    const { result } = session.solution.get();
    if (!result) {
      toast({ kind: "error", text: t`There is no solution to export.` });
      return;
    }
    write({ universe, result }).then(
      () => toast({ kind: "success", text: said }),
      (error: unknown) => toast({ kind: "error", text: error instanceof Error ? error.message : String(error) }),
    );
  };
  const json = (data: Parameters<typeof weightsCsv>[0]): string =>
    resultJson(data, requestOf(session.form.get(), universe));
  return (
    <div className="qd-optimizer-results">
      <Outcome session={session} universe={universe} />
      <div className="qd-optimizer-frontier">
        <FrontierChart
          title={t`Efficient frontier`}
          source={session.frontier}
          onPick={(_, expected_return) => pick(expected_return)}
        />
      </div>
      <div className="qd-optimizer-transition">
        <TransitionMap title={t`Weights along the frontier`} source={session.transition} onPick={pickPlace} />
      </div>
      <section className="qd-optimizer-weights" aria-label={t`Weights of the solution`}>
        <div className="qd-row">
          <h2 className="qd-chart-title qd-grow">{t`Weights beside today's`}</h2>
          <MenuButton
            label={t`Export weights`}
            icon="download"
            size="small"
            items={[
              {
                id: "copy",
                label: t`Copy as CSV`,
                onAction: () => exported((d) => copyText(weightsCsv(d)), t`Weights copied as CSV`),
              },
              {
                id: "csv",
                label: t`Save as CSV`,
                onAction: () =>
                  exported(
                    (d) => platform().saveFile("weights.csv", weightsCsv(d), "text/csv;charset=utf-8"),
                    t`Weights saved`,
                  ),
              },
              {
                id: "json",
                label: t`Save as JSON`,
                onAction: () =>
                  exported(
                    (d) => platform().saveFile("optimization.json", json(d), "application/json"),
                    t`Result saved`,
                  ),
              },
            ]}
          />
        </div>
        <WeightBars label={t`Weights`} names={names} source={session.weights} />
      </section>
    </div>
  );
}

export default function Panel({ params }: PanelProps) {
  const { t } = useLingui();
  const host = useHost();
  const [session] = useState(() => makeSession(solveNow, makeTrace(isTracing())));
  const [tab, setTab] = useState(params["tab"] ?? "solve");
  const [isPicking, setIsPicking] = useState(false);
  const form = useSlice(session.form, (value) => value.instrumentIds);
  const [from, to] = [useSlice(session.form, (value) => value.from), useSlice(session.form, (value) => value.to)];
  const returnsModel = useSlice(session.form, (value) => value.returnsModel);
  const covarianceModel = useSlice(session.form, (value) => value.covarianceModel);
  const spec = specOf({ ...session.form.get(), instrumentIds: form, from, to, returnsModel, covarianceModel });
  const workspace = useGet<Workspace>("/workspace");
  const query = useUniverse(spec);
  const universe = query.data;

  useEffect(() => {
    if (universe) session.universe.set(universe);
  }, [session, universe]);
  useEffect(() => () => session.stop(), [session]);

  const problem = query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null;
  const isEmptyBooks = workspace.data?.counts.instruments === 0;

  const body = (
    <div className="qd-optimizer">
      <div className="qd-optimizer-form">
        <section className="qd-optimizer-section" aria-label={t`Universe`}>
          <h2>{t`Universe`}</h2>
          <div className="qd-row">
            <span className="qd-grow">
              {universe ? t`${universe.assets.length} instruments` : "—"}
              {form.length === 0 ? <span className="qd-dim"> {t`(all held today)`}</span> : null}
            </span>
            <Button onPress={() => setIsPicking(true)}>{t`Choose instruments`}</Button>
          </div>
          {problem}
          {isEmptyBooks ? (
            <Button variant="primary" onPress={() => host.openPanel("imports")}>{t`Import or add your own`}</Button>
          ) : null}
          <SolverError session={session} place="universe" />
        </section>
        {universe ? (
          <>
            <ObjectiveSection session={session} universe={universe} />
            <div className="qd-row qd-optimizer-actions">
              <Button variant="primary" onPress={() => session.solve()}>{t`Solve`}</Button>
              <SaveRun session={session} />
            </div>
            <SolverError session={session} place="limits" />
            <LimitsSection session={session} universe={universe} />
          </>
        ) : null}
        <EstimatorSection session={session} universe={universe} today={workspace.data?.today} />
      </div>
      {universe ? <Results session={session} universe={universe} /> : problem ? null : <Skeleton lines={10} />}
    </div>
  );

  return (
    <PanelFrame label={t`Optimizer`}>
      <Tabs
        label={t`Optimizer`}
        selected={tab}
        onSelect={setTab}
        items={[
          { id: "solve", label: t`Optimize`, content: body },
          {
            id: "runs",
            label: t`Saved runs`,
            content: <SavedRuns session={session} onReopened={() => setTab("solve")} />,
          },
        ]}
      />
      <UniversePicker
        isOpen={isPicking}
        onOpenChange={setIsPicking}
        chosen={universe?.assets.map((asset) => asset.instrument_id) ?? []}
        onChoose={(instrumentIds) => session.dispatch({ type: "set", change: { instrumentIds } })}
      />
    </PanelFrame>
  );
}
