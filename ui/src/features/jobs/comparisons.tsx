// The answers of long comparisons in a few facts; the optimizer draws them whole.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { type ResamplingDone, type StabilityDone, type WalkForwardDone } from "@/api/types";
import { useFormat } from "@/ui/display";
import { Num, Percent } from "@/ui/numbers";
import { Facts } from "./facts";

function Warnings({ warnings }: { warnings: readonly string[] | undefined }) {
  return (warnings ?? []).map((warning) => (
    <p key={warning} className="qd-warn">
      {warning}
    </p>
  ));
}

export function WalkForwardFacts({ result }: { result: WalkForwardDone }) {
  const { t } = useLingui();
  const format = useFormat();
  const { dates, strategy, equal_weight, rebalancings, warnings } = result;
  const short = t`Undefined on so short a path.`;
  const pair = (show: (path: WalkForwardDone["strategy"]) => ReactNode): ReactNode => (
    <>
      {show(strategy)} {t`against`} {show(equal_weight)}
    </>
  );
  return (
    <>
      <p>{t`The strategy out of sample, after costs, against equal weights.`}</p>
      <Facts
        facts={[
          [t`From`, format.date(dates[0])],
          [t`To`, format.date(dates.at(-1))],
          [t`Rebalancings`, format.number(rebalancings.length, 0)],
          [t`Realized Sharpe`, pair(({ net }) => <Num value={net.sharpe} digits={3} reason={short} />)],
          [t`Return a year`, pair(({ net }) => <Percent value={net.annual_return} reason={short} />)],
          [t`Deepest drawdown`, pair(({ net }) => <Percent value={net.max_drawdown} reason={short} />)],
          [t`Turnover a year`, pair((path) => <Percent value={path.turnover_per_year} digits={0} />)],
        ]}
      />
      <Warnings warnings={warnings} />
    </>
  );
}

export function StabilityFacts({ result }: { result: StabilityDone }) {
  const { t } = useLingui();
  const format = useFormat();
  const widest = Object.entries(result.assets).sort(
    ([, a], [, b]) => b.quantile_95 - b.quantile_05 - (a.quantile_95 - a.quantile_05),
  )[0];
  return (
    <>
      <Facts
        facts={[
          [t`Solved samples`, format.number(result.solved, 0)],
          [t`Mean change of all weights`, <Percent key="mean" value={result.mean_turnover} />],
          [t`Change in 95 % of the samples below`, <Percent key="most" value={result.turnover_95} />],
          [
            t`Least sure weight`,
            widest
              ? t`${widest[0]}: ${format.percent(widest[1].quantile_05)} to ${format.percent(widest[1].quantile_95)}`
              : null,
          ],
        ]}
      />
      <Warnings warnings={result.warnings} />
    </>
  );
}

export function ResamplingFacts({ result }: { result: ResamplingDone }) {
  const { t } = useLingui();
  const format = useFormat();
  const [volatility, expected_return] = result.region.centre;
  return (
    <Facts
      facts={[
        [t`Solved samples`, format.number(result.solved, 0)],
        [t`Points of the resampled frontier`, result.band?.length ? format.number(result.band.length, 0) : null],
        [t`Mean expected return a year`, <Percent key="return" value={expected_return} />],
        [t`Mean volatility a year`, <Percent key="volatility" value={volatility} />],
      ]}
    />
  );
}
