// Comparisons: A and B on one chart and in a table, out of sample, under changed inputs, under resampled estimates.
import { useEffect, useSyncExternalStore } from "react";
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { useAll, useGet } from "@/api/queries";
import { FrontierChart } from "@/charts/frontier/FrontierChart";
import { Select } from "@/ui/fields/Select";
import { Checkbox } from "@/ui/fields/Toggle";
import { EmptyState } from "@/ui/states";
import { Tabs } from "@/ui/Tabs";
import { type Session } from "../session";
import { type Run, type RunSummary, type StudioQuestion, type Universe } from "../types";
import { Changes } from "./changes";
import { LayerLegend, LayerMenu } from "./layers";
import { useChanges, useQuestion } from "./queries";
import { Resampling } from "./resampling";
import { type Compared, comparedOf, questionOfRun } from "./runs";
import { SidesTable } from "./sides";
import { Stability } from "./stability";
import { type Insight, insightOf, PRESENT, type Side } from "./store";
import { useAbout } from "./useAbout";
import { WalkForward } from "./walkForward";
import { type InsightProps } from "../insightTabs";
import "./insight.css";

const SHOWN_MAX = 8;

/** One side as soon as it is known: its figures and its question. */
function useSide(side: Side | null, session: Session, universe: Universe): [Compared | null, StudioQuestion | null] {
  const { t } = useLingui();
  const about = useAbout(session, universe);
  const present = useQuestion(session, universe);
  const isSaved = side !== null && side !== PRESENT;
  const run = useGet<Run>("/optimizations/{id}", { path: { id: side ?? "" } }, { enabled: isSaved });
  if (side === PRESENT) {
    return about ? [comparedOf(t`Present solution`, universe.data_hash, about.result), present] : [null, null];
  }
  const saved = isSaved ? run.data : undefined;
  return saved ? [comparedOf(saved.name, saved.data_hash, saved.result), questionOfRun(saved)] : [null, null];
}

/** Draws the chosen runs over the frontier, A and B by their letters. */
function useShownRuns(insight: Insight, runs: readonly RunSummary[], a: Side | null, b: Side | null): void {
  const shown = useSyncExternalStore(insight.shownRuns.subscribe, insight.shownRuns.get);
  useEffect(() => {
    const wanted = new Set([...shown, a, b]);
    const spots = runs.flatMap(({ id, name, expected_return, volatility }) => {
      if (!wanted.has(id) || expected_return === null) return [];
      const letter = id === a ? "A: " : id === b ? "B: " : "";
      return [{ name: `${letter}${name}`, expected_return, volatility }];
    });
    insight.known.update((known) => ({ ...known, runs: spots }));
  }, [insight, runs, shown, a, b]);
}

function Pair({ session, universe, runs }: InsightProps & { runs: readonly RunSummary[] }) {
  const { t } = useLingui();
  const insight = insightOf(session);
  const chosen = useSyncExternalStore(insight.pair.subscribe, insight.pair.get);
  const shown = useSyncExternalStore(insight.shownRuns.subscribe, insight.shownRuns.get);
  const newest = [...runs].sort((x, y) => (x.created_at < y.created_at ? 1 : -1));
  const known = (side: Side | null): Side | null =>
    side === PRESENT || runs.some((run) => run.id === side) ? side : null;
  const a = known(chosen.a) ?? newest[0]?.id ?? null;
  const b = known(chosen.b) ?? PRESENT;
  const [sideA, questionA] = useSide(a, session, universe);
  const [sideB, questionB] = useSide(b, session, universe);
  const isSaved = a !== null && a !== PRESENT && b !== PRESENT;
  const changes = useChanges(questionA, questionB, isSaved ? { before: a, after: b } : null);
  useShownRuns(insight, runs, a, b);
  const options = [
    { id: PRESENT, label: t`Present solution` },
    ...newest.map(({ id, name, as_of }) => ({ id, label: name, note: as_of })),
  ];
  const toggle = (id: string, isOn: boolean): void =>
    insight.shownRuns.update((ids) => (isOn ? [...ids, id].slice(-SHOWN_MAX) : ids.filter((other) => other !== id)));
  return (
    <>
      <div className="qd-form">
        <Select label="A" options={options} value={a} onChange={(id) => insight.pair.set({ a: id, b })} />
        <Select label="B" options={options} value={b} onChange={(id) => insight.pair.set({ a, b: id })} />
      </div>
      <fieldset className="qd-insight-runs">
        <legend>{t`Also on the chart`}</legend>
        {newest.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            value={shown.includes(id) || id === a || id === b}
            isDisabled={id === a || id === b}
            onChange={(isOn) => toggle(id, isOn)}
          />
        ))}
      </fieldset>
      {sideA && sideB ? <SidesTable a={sideA} b={sideB} /> : null}
      {questionA && questionB ? (
        <section aria-label={t`Why they differ`} className="qd-insight-part">
          <h3 className="qd-chart-title">{t`Why they differ`}</h3>
          <Changes query={changes} />
        </section>
      ) : null}
    </>
  );
}

export function CompareTab({ session, universe }: InsightProps) {
  const { t } = useLingui();
  const insight = insightOf(session);
  const question = useQuestion(session, universe);
  const runs = useAll<RunSummary>("/optimizations");
  const pick = (_: number, expected_return: number): void => session.dispatch({ type: "pick", expected_return });
  return (
    <div className="qd-insight">
      <div className="qd-insight-frontier">
        <FrontierChart
          title={t`Runs on one frontier`}
          source={session.frontier}
          overlay={insight.overlay}
          onPick={pick}
          controls={<LayerMenu session={session} />}
          legend={<LayerLegend session={session} />}
        />
      </div>
      <div className="qd-insight-part">
        <Tabs
          label={t`Comparisons`}
          items={[
            {
              id: "pair",
              label: t`A and B`,
              content: (
                <div className="qd-insight-part">
                  <QueryView query={runs}>
                    {(all) =>
                      all.length === 0 ? (
                        <EmptyState
                          title={t`No run is saved yet`}
                          text={t`Save a run: it becomes A, and what you change afterwards is B.`}
                        />
                      ) : (
                        <Pair session={session} universe={universe} runs={all} />
                      )
                    }
                  </QueryView>
                </div>
              ),
            },
            {
              id: "walk-forward",
              label: t`Out of sample`,
              content: <WalkForward insight={insight} question={question} />,
            },
            { id: "stability", label: t`Stability`, content: <Stability insight={insight} question={question} /> },
            { id: "resampling", label: t`Resampling`, content: <Resampling insight={insight} question={question} /> },
          ]}
        />
      </div>
    </div>
  );
}
