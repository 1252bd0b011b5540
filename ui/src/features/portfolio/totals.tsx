// The headline figures; each opens its explanation.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";
import { type UseQueryResult } from "@tanstack/react-query";

import { type ApiError } from "@/api/errors";
import { useFormat } from "@/ui/display";
import { Explainable, Money, Percent } from "@/ui/numbers";
import { Skeleton } from "@/ui/states";
import { type FigureKind, type Portfolio, type Question, type Ratio, type Returns, type Total } from "./types";
import { reasonOf } from "./words";

export interface TotalsProps {
  portfolio: Portfolio;
  /** They take every price, and so come later than the rest. */
  returns: UseQueryResult<Returns, ApiError>;
  onExplain: (question: Question) => void;
}

export function TotalsRow({ portfolio, returns, onExplain }: TotalsProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { totals, base_currency } = portfolio;

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
  const ratio = (
    title: string,
    figure: FigureKind,
    of: (returns: Returns) => Ratio,
    note: (returns: Returns) => string,
  ): ReactNode => {
    const { data } = returns;
    if (data === undefined && !returns.isError) {
      return (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            <Skeleton lines={2} />
          </dd>
        </div>
      );
    }
    const value = data ? of(data) : null;
    const main = (
      <Percent value={value?.value ?? null} signed reason={value?.unknown?.message ?? returns.error?.message} />
    );
    return cell(title, figure, main, format.percent(value?.value ?? null), data ? note(data) : undefined);
  };

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
        (r) => r.twr,
        (r) => t`${format.percent(r.twr_annualized.value)} a year since ${format.date(r.from)}`,
      )}
      {ratio(
        t`Return (XIRR)`,
        "xirr",
        (r) => r.xirr,
        () => t`A year, money-weighted`,
      )}
      {ratio(
        t`Benchmark`,
        "benchmark",
        (r) => r.benchmark,
        (r) => t`${format.percent(r.benchmark_annualized.value)} a year, same period`,
      )}
    </dl>
  );
}
