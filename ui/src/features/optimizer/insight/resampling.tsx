// How sure the answer is, given that its moments were estimated: a bootstrap with a fixed seed.
import { useEffect, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { WhiskerBars } from "@/charts/bars/WhiskerBars";
import { useFormat } from "@/ui/display";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { type StudioQuestion } from "../types";
import { JobRun } from "./job";
import { type Insight, withResampling } from "./store";
import { type ResamplingResult } from "./types";

type Judged = "solution" | "frontier";

const POINTS = 30;

interface OutcomeProps {
  insight: Insight;
  result: ResamplingResult;
  confidence: number;
  /** Of another problem than the one on the screen: it is not drawn over its frontier. */
  isOutdated: boolean;
}

function Outcome({ insight, result, confidence, isOutdated }: OutcomeProps) {
  const { t } = useLingui();
  const format = useFormat();
  useEffect(() => {
    if (!isOutdated) insight.known.update((known) => withResampling(known, result));
  }, [insight, result, isOutdated]);
  const rows = Object.entries(result.weights)
    .map(([name, { mean, lower, upper }]) => ({ name, weight: null, mean, lower, upper }))
    .filter(({ lower, upper }) => Math.abs(lower) > 5e-7 || Math.abs(upper) > 5e-7)
    .sort((a, b) => b.mean - a.mean || (a.name < b.name ? -1 : 1));
  const [volatility, expected] = result.region.centre;
  const part = format.percent(confidence, 0);
  return (
    <>
      <p>
        {t`${result.solved} samples had an optimum; on average it has an expected return of ${format.percent(expected)} and a volatility of ${format.percent(volatility)}. The frontier above shows where ${part} of them lie.`}
      </p>
      <WhiskerBars title={t`Weights over the samples`} rows={rows} range={part} />
    </>
  );
}

export function Resampling({ insight, question }: { insight: Insight; question: StudioQuestion }) {
  const { t } = useLingui();
  const [judged, setJudged] = useState<Judged>("solution");
  const [samples, setSamples] = useState<number | null>(200);
  const [seed, setSeed] = useState<number | null>(1);
  const [confidence, setConfidence] = useState<number | null>(0.9);
  const request =
    judged === "solution" ? question.request : { ...question.request, objective: "efficient_frontier", points: POINTS };
  return (
    <section aria-label={t`Resampling`} className="qd-insight-part qd-insight-wide">
      <p className="qd-dim">
        {t`Another history of the same length would have given other estimates. Each sample draws such estimates and is solved; all are judged by the original ones.`}
      </p>
      <div className="qd-form">
        <Select<Judged>
          label={t`What is judged`}
          options={[
            { id: "solution", label: t`This solution` },
            { id: "frontier", label: t`The whole frontier (Michaud)` },
          ]}
          value={judged}
          onChange={setJudged}
        />
        <NumberInput label={t`Samples`} value={samples} onChange={setSamples} min={2} max={10_000} step={1} />
        <NumberInput
          label={t`Confidence`}
          value={confidence}
          onChange={setConfidence}
          min={0.5}
          max={0.99}
          step={0.01}
          format={{ style: "percent" }}
        />
        <NumberInput
          label={t`Seed`}
          description={t`The same seed gives the same samples.`}
          value={seed}
          onChange={setSeed}
          min={0}
          step={1}
          format={{ useGrouping: false }}
        />
      </div>
      <JobRun
        key={judged}
        insight={insight}
        name={judged === "solution" ? "resampling_solution" : "resampling_frontier"}
        label={t`Resample`}
        path="/optimizations/resampling"
        question={question}
        body={() => ({
          universe: question.universe,
          request,
          samples: samples ?? 200,
          seed: seed ?? 1,
          confidence: confidence ?? 0.9,
        })}
      >
        {(result, isOutdated) => (
          <Outcome
            insight={insight}
            result={result as ResamplingResult}
            confidence={confidence ?? 0.9}
            isOutdated={isOutdated}
          />
        )}
      </JobRun>
    </section>
  );
}
