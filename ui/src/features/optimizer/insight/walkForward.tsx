// Out of sample: the objective followed through the past, against equal weights.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { drawdowns } from "@/charts/panes/panes";
import { TimePanes } from "@/charts/panes/TimePanes";
import { useFormat } from "@/ui/display";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { Num, Percent } from "@/ui/numbers";
import { type StudioQuestion } from "../types";
import { JobRun } from "./job";
import { type Insight } from "./store";
import { type Path, type WalkForwardResult } from "./types";

type Window = "rolling" | "expanding";

function Figures({ result }: { result: WalkForwardResult }) {
  const { t } = useLingui();
  const format = useFormat();
  const paths: [string, Path][] = [
    [t`Strategy`, result.strategy],
    [t`Equal weight`, result.equal_weight],
  ];
  const undefinedThere = t`Undefined on so short a path.`;
  return (
    <div className="qd-scroll-x" role="group" tabIndex={0} aria-label={t`Figures side by side`}>
      <table className="qd-plain-table qd-insight-numbers" aria-label={t`Figures out of sample`}>
        <thead>
          <tr>
            <th scope="col">{t`After costs`}</th>
            <th scope="col">{t`Return a year`}</th>
            <th scope="col">{t`Volatility`}</th>
            <th scope="col">{t`Realized Sharpe`}</th>
            <th scope="col">{t`Before costs`}</th>
            <th scope="col">{t`Deepest drawdown`}</th>
            <th scope="col">{t`Turnover a year`}</th>
            <th scope="col">{t`Costs in all`}</th>
          </tr>
        </thead>
        <tbody>
          {paths.map(([name, { net, gross, turnover_per_year, costs }]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <Percent value={net.annual_return} reason={undefinedThere} />
              </td>
              <td>
                <Percent value={net.volatility} reason={undefinedThere} />
              </td>
              <td>
                <Num value={net.sharpe} digits={3} reason={undefinedThere} />
              </td>
              <td>
                <Num value={gross.sharpe} digits={3} reason={undefinedThere} />
              </td>
              <td>
                <Percent value={net.max_drawdown} reason={undefinedThere} />
                {net.drawdown_trough ? <div className="qd-dim qd-small">{format.date(net.drawdown_trough)}</div> : null}
              </td>
              <td>
                <Percent value={turnover_per_year} digits={0} />
              </td>
              <td>
                <Percent value={costs} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Outcome({ result }: { result: WalkForwardResult }) {
  const { t } = useLingui();
  const format = useFormat();
  const { dates, strategy, equal_weight, rebalancings } = result;
  const turnovers = new Map(rebalancings.map(({ date, turnover }) => [date, turnover]));
  const [own, even] = [t`Strategy`, t`Equal weight`];
  const pair = (values: (path: Path) => number[]) => [
    { name: own, colour: 0, values: values(strategy) },
    { name: even, colour: 1, values: values(equal_weight), isDashed: true },
  ];
  return (
    <>
      {(result.warnings ?? []).map((warning) => (
        <p key={warning} className="qd-warn">
          {warning}
        </p>
      ))}
      <Figures result={result} />
      <TimePanes
        title={t`Out of sample`}
        height={440}
        data={{
          dates,
          panes: [
            {
              title: t`Value of 1`,
              kind: "lines",
              share: 5,
              show: (value) => format.number(value, 2),
              lines: pair((path) => path.values),
            },
            {
              title: t`Drawdown`,
              kind: "lines",
              share: 3,
              show: (value) => format.percent(value, 0),
              lines: pair((path) => drawdowns(path.values)),
            },
            {
              title: t`Turnover`,
              kind: "bars",
              share: 2,
              show: (value) => format.percent(value, 0),
              lines: [{ name: own, colour: 0, values: dates.map((date) => turnovers.get(date) ?? null) }],
            },
          ],
        }}
      />
    </>
  );
}

export function WalkForward({ insight, question }: { insight: Insight; question: StudioQuestion }) {
  const { t } = useLingui();
  const [size, setSize] = useState<number | null>(252);
  const [every, setEvery] = useState<number | null>(21);
  const [window, setWindow] = useState<Window>("rolling");
  const [cost, setCost] = useState<number | null>(0.001);
  return (
    <section aria-label={t`Walk-forward`} className="qd-insight-part qd-insight-wide">
      <p className="qd-dim">
        {t`The objective is solved on a window of the past, held, and solved again: what it would have earned without knowing the future.`}
      </p>
      <div className="qd-form">
        <Select<Window>
          label={t`Window`}
          options={[
            { id: "rolling", label: t`The last returns` },
            { id: "expanding", label: t`Everything so far` },
          ]}
          value={window}
          onChange={setWindow}
        />
        <NumberInput label={t`Returns in the first window`} value={size} onChange={setSize} min={2} step={1} />
        <NumberInput label={t`Days between rebalancings`} value={every} onChange={setEvery} min={1} step={1} />
        <NumberInput
          label={t`Cost of a trade, part of its value`}
          value={cost}
          onChange={setCost}
          min={0}
          max={0.1}
          step={0.0001}
          format={{ style: "percent", maximumFractionDigits: 3 }}
        />
      </div>
      <JobRun
        insight={insight}
        name="walk_forward"
        label={t`Walk forward`}
        path="/optimizations/walk-forward"
        question={question}
        body={() => ({
          universe: question.universe,
          request: question.request,
          window_size: size ?? 252,
          window,
          rebalance_every: every ?? 21,
          cost: cost ?? 0,
        })}
      >
        {(result) => <Outcome result={result as WalkForwardResult} />}
      </JobRun>
    </section>
  );
}
