// Figures of a run: the few that are asked for first, and all of them with how each is worked out.
import { useLingui } from "@lingui/react/macro";

import { figureOf, FigureValue } from "@/api/backtest/figureValue";
import { type BacktestOutcome } from "@/api/backtest/types";
import { useFigureName } from "@/api/backtest/words";
import { Figure, Part } from "@/api/risk";
import { DataTable } from "@/ui/DataTable";
import { Money, Num } from "@/ui/numbers";
import { EmptyState } from "@/ui/states";
import { useFigureColumns } from "./figureColumns";

const FIRST = ["total_return", "annual_return", "volatility", "sharpe_ratio", "max_drawdown", "turnover"] as const;

export function Headline({ result }: { result: BacktestOutcome }) {
  const { t } = useLingui();
  const name = useFigureName();
  const { report, undefined: why } = result;
  return (
    <dl className="qd-figures qd-risk-figures">
      <Figure
        title={t`Equity at the end`}
        note={
          <>
            {t`from`} <Money value={result.cash} currency={result.currency} digits={0} />
          </>
        }
      >
        <Money
          value={result.equity_end}
          currency={result.currency}
          digits={0}
          reason={t`A price or a rate is not known at the end.`}
        />
      </Figure>
      {FIRST.map((id) => {
        const figure = figureOf(report?.figures, id);
        return (
          <Figure key={id} title={name(id)}>
            <FigureValue
              name={id}
              value={figure?.value}
              {...(figure ? { unit: figure.unit } : {})}
              reason={figure?.undefined ?? why}
            />
          </Figure>
        );
      })}
      <Figure title={t`Round trips`} note={t`orders ${result.counts.orders}, fills ${result.counts.fills}`}>
        <Num value={result.counts.round_trips} digits={0} />
      </Figure>
    </dl>
  );
}

export function Figures({ result }: { result: BacktestOutcome }) {
  const { t } = useLingui();
  const columns = useFigureColumns();
  const { report, undefined: why } = result;
  const title = t`Figures`;
  if (!report) {
    return (
      <Part title={title}>
        <EmptyState title={t`There are no figures`} {...(why ? { text: why } : {})} />
      </Part>
    );
  }
  return (
    <Part title={title}>
      <div className="qd-risk-table">
        <DataTable
          label={title}
          rows={report.figures}
          columns={columns}
          rowKey={(row) => row.name}
          storageKey="backtest.figures"
          isFilterable
        />
      </div>
      {report.n_missing > 0 ? (
        <p className="qd-warn">{t`${report.n_missing} returns are missing; what compounds over them is undefined.`}</p>
      ) : null}
    </Part>
  );
}
