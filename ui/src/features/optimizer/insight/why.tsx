// Why these weights: limits that bind, sensitivity, proof, and what changed since the last saved run.
import { useSyncExternalStore } from "react";
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { useAll, useGet } from "@/api/queries";
import { useFormat } from "@/ui/display";
import { EmptyState } from "@/ui/states";
import { type Run, type RunSummary, type StudioQuestion } from "../types";
import { BindingLimits, Proof } from "./binding";
import { Changes } from "./changes";
import { useChanges, usePreview, useQuestion } from "./queries";
import { questionOfRun } from "./runs";
import { Sensitivity } from "./sensitivity";
import { useAbout } from "./useAbout";
import { useExplain } from "./useExplain";
import { type InsightProps } from "../insightTabs";
import "./insight.css";

/** The run that was saved last. */
function latest(runs: readonly RunSummary[]): RunSummary | null {
  return runs.reduce<RunSummary | null>((best, run) => (best && best.created_at >= run.created_at ? best : run), null);
}

function SinceRun({ run, question }: { run: RunSummary; question: StudioQuestion }) {
  const { t } = useLingui();
  const format = useFormat();
  const full = useGet<Run>("/optimizations/{id}", { path: { id: run.id } });
  const changes = useChanges(full.data ? questionOfRun(full.data) : null, question);
  return (
    <>
      <p className="qd-dim">{t`Compared with “${run.name}” of ${format.date(run.as_of)}, solved again on its own data.`}</p>
      {full.error ? <QueryView query={full}>{() => null}</QueryView> : <Changes query={changes} />}
    </>
  );
}

function SinceLast({ question }: { question: StudioQuestion }) {
  const { t } = useLingui();
  const runs = useAll<RunSummary>("/optimizations");
  return (
    <section aria-label={t`Since the last saved run`} className="qd-insight-part qd-insight-wide">
      <h2 className="qd-chart-title">{t`Since the last saved run`}</h2>
      <QueryView query={runs}>
        {(all) => {
          const run = latest(all);
          return run ? (
            <SinceRun run={run} question={question} />
          ) : (
            <EmptyState
              title={t`No run is saved yet`}
              text={t`Save a run; here you will read why each weight differs from it.`}
            />
          );
        }}
      </QueryView>
    </section>
  );
}

export function WhyTab({ session, universe }: InsightProps) {
  const { t } = useLingui();
  const about = useAbout(session, universe);
  const question = useQuestion(session, universe);
  const { solve_ms, result } = useSyncExternalStore(session.solution.subscribe, session.solution.get);
  const { explain, dialog } = useExplain();
  // The words of the limits come with the server's own answer to the question.
  const told = usePreview(question, about !== null);
  if (!about || !result) {
    return (
      <EmptyState title={t`There is no solution`} text={t`Once there is one, you read here why it is the best.`} />
    );
  }
  return (
    <div className="qd-insight">
      <BindingLimits result={told.data ?? result} explain={explain} />
      <Sensitivity about={about} question={question} explain={explain} />
      <Proof result={result} solve_ms={solve_ms} />
      <SinceLast question={question} />
      {dialog}
    </div>
  );
}
