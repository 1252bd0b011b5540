// The optimizer: choices on the left, frontier, weights and proof on the right, saved runs in a second tab.
import { useEffect, useState, useSyncExternalStore } from "react";
import { useLingui } from "@lingui/react/macro";

import { useGet } from "@/api/queries";
import { type Workspace } from "@/api/types";
import { Button } from "@/ui/Button";
import { type PanelProps, useHost } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { ErrorState, Skeleton } from "@/ui/states";
import { Tabs } from "@/ui/Tabs";
import { useSlice } from "@/ui/useSlice";
import { CostsSection } from "./costsSection";
import { pruned } from "./estimates";
import { EstimatorSection } from "./estimators";
import { LimitsSection } from "./limits";
import { ObjectiveSection } from "./objective";
import { PresetMenu } from "./presetMenu";
import { preview, useUniverse } from "./queries";
import { specOf } from "./request";
import { Results } from "./results";
import { SavedRuns } from "./runs";
import { SaveRun } from "./save";
import { SaveTarget } from "./saveTarget";
import { makeSession, type Session } from "./session";
import { SolverError } from "./solverError";
import { TaxesSection } from "./taxesSection";
import { isTracing, makeTrace } from "./trace";
import { type UniverseSpec } from "./types";
import { UniversePicker } from "./universePicker";
import { ViewsSection } from "./viewsSection";
import "./optimizer.css";

/** The spec of what is chosen; the same object as long as nothing of it changes. */
function useSpec(session: Session): UniverseSpec {
  const [specs] = useState(() => {
    let last = JSON.stringify(specOf(session.form.get()));
    let spec = specOf(session.form.get());
    return (): UniverseSpec => {
      const next = specOf(session.form.get());
      const text = JSON.stringify(next);
      if (text !== last) [last, spec] = [text, next];
      return spec;
    };
  });
  return useSyncExternalStore(session.form.subscribe, specs);
}

export default function Panel({ params }: PanelProps) {
  const { t } = useLingui();
  const host = useHost();
  const [session] = useState(() => makeSession(preview, makeTrace(isTracing())));
  const [tab, setTab] = useState(params["tab"] ?? "solve");
  const [isPicking, setIsPicking] = useState(false);
  const instrumentIds = useSlice(session.form, (form) => form.instrumentIds);
  const spec = useSpec(session);
  const workspace = useGet<Workspace>("/workspace");
  const query = useUniverse(spec);
  const estimated = query.data;
  // When what is chosen now cannot be estimated, everything stays on the screen so that it can be changed.
  const universe = useSlice(session.universe, (value) => value) ?? undefined;

  useEffect(() => {
    if (estimated) session.universe.set(estimated);
  }, [session, estimated]);
  useEffect(() => () => session.stop(), [session]);

  const problem = query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null;
  const isEmptyBooks = workspace.data?.counts.instruments === 0;

  const body = (
    <div className="qd-optimizer">
      <div className="qd-optimizer-form">
        <section className="qd-optimizer-section" aria-label={t`Universe`}>
          <h2>{t`Universe`}</h2>
          <div className="qd-row">
            <span className="qd-universe-count">
              {universe ? t`${universe.assets.length} instruments` : "—"}
              {instrumentIds.length === 0 ? <span className="qd-dim"> {t`(all held today)`}</span> : null}
            </span>
            <Button onPress={() => setIsPicking(true)}>{t`Choose instruments`}</Button>
            {universe ? <PresetMenu session={session} universe={universe} /> : null}
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
              <SaveTarget session={session} />
            </div>
            <LimitsSection session={session} universe={universe} />
            <CostsSection session={session} universe={universe} />
            <TaxesSection session={session} />
            <ViewsSection session={session} universe={universe} />
          </>
        ) : null}
        <EstimatorSection session={session} universe={universe} today={workspace.data?.today} />
      </div>
      {universe ? (
        <Results session={session} universe={universe} problem={query.error?.message ?? null} />
      ) : problem ? null : (
        <Skeleton lines={10} />
      )}
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
        onChoose={(ids, symbols) => {
          const returnsModel = pruned(session.form.get().returnsModel, new Set(symbols));
          session.dispatch({ type: "set", change: { instrumentIds: ids, returnsModel } });
        }}
      />
    </PanelFrame>
  );
}
