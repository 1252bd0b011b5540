// The headline figures; each opens its explanation.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { Explainable, Money, Percent } from "@/ui/numbers";
import { type FigureKind, type Portfolio, type Question, type Ratio, type Total } from "./types";
import { reasonOf } from "./words";

export interface TotalsProps {
  portfolio: Portfolio;
  onExplain: (question: Question) => void;
}

export function TotalsRow({ portfolio, onExplain }: TotalsProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { totals, returns, base_currency } = portfolio;

  const cell = (title: string, figure: FigureKind, main: ReactNode, text: string, note?: ReactNode): ReactNode => (
    <div key={title}>
      <dt>{title}</dt>
      <dd>
        <Explainable label={`${title}: ${text}`} onExplain={() => onExplain({ figure, title })}>
          {main}
        </Explainable>
        {note ? <div className="qd-small qd-dim qd-figure-note">{note}</div> : null}
      </dd>
    </div>
  );
  const amount = (title: string, figure: FigureKind, total: Total, signed: boolean, note?: ReactNode): ReactNode =>
    cell(
      title,
      figure,
      <Money value={total.value} signed={signed} reason={reasonOf(total)} />,
      format.money(total.value, base_currency),
      total.value === null ? t`Known part: ${format.money(total.known_part, base_currency)}` : note,
    );
  const ratio = (title: string, figure: FigureKind, value: Ratio, note?: ReactNode): ReactNode =>
    cell(
      title,
      figure,
      <Percent value={value.value} signed reason={value.unknown?.message} />,
      format.percent(value.value),
      note,
    );

  return (
    <dl className="qd-figures qd-portfolio-figures">
      {amount(
        t`Value`,
        "total_value",
        totals.total_value,
        false,
        t`Positions ${format.money(totals.positions_value.value, base_currency)}`,
      )}
      {amount(t`Cash`, "cash_value", totals.cash_value, false)}
      {amount(
        t`Day change`,
        "day_change",
        totals.day_change,
        true,
        <Percent value={totals.day_change_ratio.value} signed reason={totals.day_change_ratio.unknown?.message} />,
      )}
      {amount(
        t`Unrealized P&L`,
        "unrealized_pnl",
        totals.unrealized,
        true,
        <Percent value={totals.unrealized_ratio.value} signed reason={totals.unrealized_ratio.unknown?.message} />,
      )}
      {amount(
        t`Realized P&L`,
        "realized_pnl",
        totals.realized,
        true,
        t`Income ${format.money(totals.income.value, base_currency)}`,
      )}
      {ratio(
        t`Return (TWR)`,
        "twr",
        returns.twr,
        t`${format.percent(returns.twr_annualized.value)} a year since ${format.date(returns.from)}`,
      )}
      {ratio(t`Return (XIRR)`, "xirr", returns.xirr, t`A year, money-weighted`)}
      {ratio(
        t`Benchmark`,
        "benchmark",
        returns.benchmark,
        t`${format.percent(returns.benchmark_annualized.value)} a year, same period`,
      )}
    </dl>
  );
}
