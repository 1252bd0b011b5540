// How far the weights move when their inputs change a little.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { WhiskerBars } from "@/charts/bars/WhiskerBars";
import { useFormat } from "@/ui/display";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { type StudioQuestion } from "../types";
import { JobRun } from "./job";
import { type Insight } from "./store";
import { type StabilityResult } from "./types";

type Kind = "noise" | "bootstrap";

function Outcome({ result }: { result: StabilityResult }) {
  const { t } = useLingui();
  const format = useFormat();
  const rows = Object.entries(result.assets)
    .map(([name, { weight, mean, quantile_05, quantile_95 }]) => ({
      ...{ name, weight, mean },
      lower: quantile_05,
      upper: quantile_95,
    }))
    .filter(({ weight, lower, upper }) => [weight, lower, upper].some((value) => Math.abs(value) > 5e-7))
    .sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
  const [mean, most] = [format.percent(result.mean_turnover, 1), format.percent(result.turnover_95, 1)];
  return (
    <>
      {(result.warnings ?? []).map((warning) => (
        <p key={warning} className="qd-warn">
          {warning}
        </p>
      ))}
      <p>
        {t`Weights move by ${mean} in total on average, by less than ${most} in 95 % of ${result.solved} solved samples.`}
      </p>
      <WhiskerBars title={t`Stability of the weights`} rows={rows} range={t`5–95 %`} />
    </>
  );
}

export function Stability({ insight, question }: { insight: Insight; question: StudioQuestion }) {
  const { t } = useLingui();
  const [kind, setKind] = useState<Kind>("noise");
  const [noise, setNoise] = useState<number | null>(0.05);
  const [block, setBlock] = useState<number | null>(21);
  const [samples, setSamples] = useState<number | null>(200);
  const [seed, setSeed] = useState<number | null>(1);
  const perturbation =
    kind === "noise"
      ? { kind, expected_returns: noise ?? 0.05, covariance: noise ?? 0.05 }
      : { kind, block: block ?? 21 };
  return (
    <section aria-label={t`Stability`} className="qd-insight-part qd-insight-wide">
      <p className="qd-dim">
        {t`The inputs are changed a little, many times, and solved for again. Weights that jump rest on noise.`}
      </p>
      <div className="qd-form">
        <Select<Kind>
          label={t`What changes`}
          options={[
            { id: "noise", label: t`Noise on the estimates` },
            { id: "bootstrap", label: t`Other draws of the same past` },
          ]}
          value={kind}
          onChange={setKind}
        />
        {kind === "noise" ? (
          <NumberInput
            label={t`Noise, part of each volatility`}
            value={noise}
            onChange={setNoise}
            min={0.001}
            max={1}
            step={0.001}
            format={{ style: "percent", maximumFractionDigits: 1 }}
          />
        ) : (
          <NumberInput label={t`Days of a block`} value={block} onChange={setBlock} min={1} step={1} />
        )}
        <NumberInput label={t`Samples`} value={samples} onChange={setSamples} min={2} max={10_000} step={1} />
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
        insight={insight}
        name="stability"
        label={t`Perturb and solve`}
        path="/optimizations/stability"
        question={question}
        body={() => ({
          universe: question.universe,
          request: question.request,
          perturbation,
          samples: samples ?? 200,
          seed: seed ?? 1,
        })}
      >
        {(result) => <Outcome result={result as StabilityResult} />}
      </JobRun>
    </section>
  );
}
