// Runs beside each other: their curves as growth of one, and every figure.
import { useLingui } from "@lingui/react/macro";
import { useQueries } from "@tanstack/react-query";

import { figureOf, FigureValue } from "@/api/backtest/figureValue";
import { type BacktestOutcome, type BacktestItem } from "@/api/backtest/types";
import { useFigureName } from "@/api/backtest/words";
import { get } from "@/api/client";
import { toApiError } from "@/api/errors";
import { keyOf } from "@/api/queries";
import { Part } from "@/api/risk";
import { TimePanes } from "@/charts/panes/TimePanes";
import { drawdowns } from "@/charts/panes/panes";
import { useFormat } from "@/ui/display";
import { ErrorState, Skeleton } from "@/ui/states";
import { isIntraday, together } from "./curve";

/** Enough for a curve among others. */
const POINTS = 600;

export function Compare({ runs }: { runs: readonly BacktestItem[] }) {
  const { t } = useLingui();
  const ask = (id: string) => ({ path: { id }, query: { points: POINTS } });
  const answers = useQueries({
    queries: runs.map(({ id }) => ({
      queryKey: keyOf("/backtests/{id}/result", ask(id)),
      queryFn: () => get<BacktestOutcome>("/backtests/{id}/result", ask(id)),
    })),
  });
  const failed = answers.find((answer) => answer.isError);
  if (failed) return <ErrorState error={toApiError(failed.error)} onRetry={() => void failed.refetch()} />;
  const results = answers.flatMap(({ data }) => (data ? [data] : []));
  if (results.length < runs.length) return <Skeleton lines={8} />;
  return (
    <Part title={t`Beside each other`}>
      <Curves runs={runs} results={results} />
      <Table runs={runs} results={results} />
    </Part>
  );
}

interface Props {
  runs: readonly BacktestItem[];
  results: readonly BacktestOutcome[];
}

/** Drawdowns of a line with gaps, from its highest value so far. */
function falls(line: readonly (number | null)[]): (number | null)[] {
  const filled = drawdowns(line.map((value) => value ?? Number.NEGATIVE_INFINITY));
  return line.map((value, i) => (value === null ? null : (filled[i] ?? null)));
}

function Curves({ runs, results }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const { dates, lines } = together(results.map(({ curve }, i) => ({ name: runs[i]?.name ?? "", curve })));
  const named = (of: (line: (number | null)[]) => (number | null)[]) =>
    lines.map((line, i) => ({ name: runs[i]?.name ?? "", colour: i, values: of(line), isDashed: i % 2 === 1 }));
  return (
    <TimePanes
      title={t`Curves over each other`}
      height={340}
      data={{
        dates,
        ...(results.some(({ curve }) => isIntraday(curve))
          ? { nameOf: (at, written) => written.dateTime(at, "utc") }
          : {}),
        panes: [
          {
            title: t`Value of 1`,
            kind: "lines",
            share: 5,
            show: (value) => format.number(value, 2),
            lines: named((line) => line),
          },
          {
            title: t`Drawdown`,
            kind: "lines",
            share: 2,
            show: (value) => format.percent(value, 0),
            lines: named(falls),
          },
        ],
      }}
    />
  );
}

function Table({ runs, results }: Props) {
  const { t } = useLingui();
  const name = useFigureName();
  const names = [...new Set(results.flatMap(({ report }) => (report?.figures ?? []).map((f) => f.name)))];
  const title = t`Figures beside each other`;
  return (
    <div className="qd-scroll-x" role="group" aria-label={title} tabIndex={0}>
      <table className="qd-plain-table" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{t`Figure`}</th>
            {runs.map((run) => (
              <th key={run.id} scope="col" className="qd-end">
                {run.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((id) => (
            <tr key={id}>
              <th scope="row">{name(id)}</th>
              {results.map(({ report, undefined: why }, i) => {
                const figure = figureOf(report?.figures, id);
                return (
                  <td key={runs[i]?.id ?? i} className="qd-end">
                    <FigureValue
                      name={id}
                      value={figure?.value}
                      {...(figure ? { unit: figure.unit } : {})}
                      reason={figure?.undefined ?? why}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
