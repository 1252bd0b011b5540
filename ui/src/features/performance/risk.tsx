// What the daily returns of the period say of risk, and of the portfolio against its benchmark.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { Num, Percent } from "@/ui/numbers";
import { type Daily, type Ratio, type Returns } from "./types";

export function Risk({ returns }: { returns: Returns }) {
  const { t } = useLingui();
  const format = useFormat();
  const daily: Daily = returns.daily;
  const cell = (title: string, main: ReactNode, note?: string): ReactNode => (
    <div key={title}>
      <dt>{title}</dt>
      <dd>
        {main}
        {note ? <div className="qd-small qd-dim qd-figure-note">{note}</div> : null}
      </dd>
    </div>
  );
  const percent = (ratio: Ratio, signed = false): ReactNode => (
    <Percent value={ratio.value} signed={signed} reason={ratio.unknown?.message} />
  );
  const number = (ratio: Ratio): ReactNode => <Num value={ratio.value} digits={2} reason={ratio.unknown?.message} />;
  const { drawdown, best_day, worst_day } = daily;
  const fall = (): string | undefined => {
    if (drawdown === null) return undefined;
    const span = `${format.date(drawdown.peak)} – ${format.date(drawdown.trough)}`;
    return drawdown.recovered === null
      ? t`${span}, not recovered yet`
      : t`${span}, recovered ${format.date(drawdown.recovered)}`;
  };
  const rate = format.percent(daily.risk_free_rate);
  const benchmark = t`against the benchmark`;
  return (
    <section className="qd-stack" aria-label={t`Risk`}>
      <h2 className="qd-chart-title">{t`Risk, from ${format.number(daily.n_returns, 0)} daily returns`}</h2>
      <dl className="qd-figures qd-performance-figures">
        {cell(t`Volatility`, percent(daily.volatility), t`a year`)}
        {cell(t`Sharpe ratio`, number(daily.sharpe), t`risk-free rate ${rate}: ${returns.risk_free_source}`)}
        {cell(t`Sortino ratio`, number(daily.sortino), t`risk-free rate ${rate}`)}
        {cell(
          t`Deepest fall`,
          <Percent value={drawdown === null ? null : -drawdown.depth} reason={t`The value never fell.`} />,
          fall(),
        )}
        {cell(t`Calmar ratio`, number(daily.calmar), t`return a year over the deepest fall`)}
        {cell(t`Omega ratio`, number(daily.omega), t`gains over losses`)}
        {cell(
          t`Best day`,
          <Percent value={best_day?.value ?? null} signed reason={t`There are too few days.`} />,
          best_day ? format.date(best_day.date) : undefined,
        )}
        {cell(
          t`Worst day`,
          <Percent value={worst_day?.value ?? null} signed reason={t`There are too few days.`} />,
          worst_day ? format.date(worst_day.date) : undefined,
        )}
        {cell(t`Days with a gain`, percent(daily.positive_days))}
        {cell(t`Value at risk, 95 %`, percent(daily.value_at_risk_95), t`one day in twenty lost more`)}
        {cell(t`Loss beyond it`, percent(daily.conditional_value_at_risk_95), t`the mean of those days`)}
        {cell(t`Beta`, number(daily.beta), benchmark)}
        {cell(t`Alpha`, percent(daily.alpha, true), t`a year, ${benchmark}`)}
        {cell(t`Tracking error`, percent(daily.tracking_error), t`a year, ${benchmark}`)}
        {cell(t`Information ratio`, number(daily.information_ratio), benchmark)}
        {cell(t`Capture when it rose`, percent(daily.up_capture), benchmark)}
        {cell(t`Capture when it fell`, percent(daily.down_capture), benchmark)}
      </dl>
    </section>
  );
}
