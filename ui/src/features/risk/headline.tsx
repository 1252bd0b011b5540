// The few figures that say how large the risk is.
import { useLingui } from "@lingui/react/macro";

import { Figure } from "@/api/risk";
import { useFormat } from "@/ui/display";
import { Money, Num, Percent } from "@/ui/numbers";
import { headline } from "./figures";
import { type Report } from "./types";

export function Headline({ report }: { report: Report }) {
  const { t } = useLingui();
  const format = useFormat();
  const tail = headline(report.tails);
  const level = format.percent(tail?.confidence, 0);
  const loss = (part: number | null | undefined): string | null =>
    part === null || part === undefined ? null : (part * report.capital).toFixed(2);
  const bets = report.concentration.bets;
  const plan = report.liquidity;
  const factor = report.factors.value?.exposures[0];
  const span = `${format.date(report.first_date)} – ${format.date(report.last_date)}`;
  return (
    <dl className="qd-figures qd-risk-figures">
      <Figure title={t`Capital`} note={t`${format.percent(report.covered_share)} of what is held has a history`}>
        <Money value={report.capital.toFixed(2)} digits={0} />
      </Figure>
      <Figure title={t`Volatility`} note={t`a year, from ${format.number(report.n_periods, 0)} days, ${span}`}>
        <Percent value={report.volatility.value} reason={report.volatility.undefined} />
      </Figure>
      <Figure
        title={t`Value at risk, ${level}, a day`}
        note={<Money value={loss(tail?.risk?.value_at_risk)} digits={0} />}
      >
        <Percent value={tail?.risk?.value_at_risk} reason={tail?.undefined} />
      </Figure>
      <Figure
        title={t`Mean loss beyond it`}
        note={<Money value={loss(tail?.risk?.conditional_value_at_risk)} digits={0} />}
      >
        <Percent value={tail?.risk?.conditional_value_at_risk} reason={tail?.undefined} />
      </Figure>
      <Figure title={t`Effective bets`} note={t`independent parts that the risk is made of`}>
        <Num value={bets.value?.effective_number} digits={2} reason={bets.undefined} />
      </Figure>
      {factor ? (
        <Figure
          title={t`Beta to ${factor.factor}`}
          note={t`explains ${format.percent(report.factors.value?.r_squared)} of the variance`}
        >
          <Num value={factor.beta} digits={2} />
        </Figure>
      ) : null}
      <Figure title={t`Days to sell all`} note={t`with a fifth of a day’s trading`}>
        <Num
          value={plan.value?.days_for_all}
          digits={{ min: 0, max: 4 }}
          reason={plan.undefined ?? t`What is traded a day is not known of any holding.`}
        />
      </Figure>
    </dl>
  );
}
