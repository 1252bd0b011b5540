// The account through time with its drawdown and its exposure, its trades marked where they are few enough.
import { useLingui } from "@lingui/react/macro";

import { type BacktestOutcome, type RunFill } from "@/api/backtest/types";
import { useGet } from "@/api/queries";
import { type PaneLine, type PanesData } from "@/charts/panes/panes";
import { TimePanes } from "@/charts/panes/TimePanes";
import { EmptyState } from "@/ui/states";
import { useDisplay } from "@/ui/display";
import { isIntraday, MARKS_MAX, marksOf } from "./curve";

/** Exposures as parts of the equity. */
function share(part: readonly (number | null)[], of: readonly (number | null)[]): (number | null)[] {
  return part.map((value, i) => {
    const whole = of[i];
    return value === null || whole === null || whole === undefined || whole <= 0 ? null : value / whole;
  });
}

export function Equity({ id, result }: { id: string; result: BacktestOutcome }) {
  const { t } = useLingui();
  const { format } = useDisplay();
  const { curve, counts, currency } = result;
  const hasMarks = counts.fills > 0 && counts.fills <= MARKS_MAX;
  const fills = useGet<{ items: RunFill[] }>(
    "/backtests/{id}/fills",
    { path: { id }, query: { limit: MARKS_MAX } },
    { enabled: hasMarks },
  );
  if (curve.at.length < 2) {
    return <EmptyState title={t`One moment makes no curve`} text={t`There is a single bar in this period.`} />;
  }
  const line = (name: string, colour: number, values: readonly (number | null)[], isDashed = false): PaneLine[] =>
    values.some((value) => value !== null) ? [{ name, colour, values, isDashed }] : [];
  // Longer figures have no room beside the picture on a phone.
  const inThousands = [...curve.equity, ...curve.benchmark].some((value) => Math.abs(value ?? 0) >= 1e6);
  const data: PanesData = {
    dates: curve.at,
    ...(isIntraday(curve) ? { nameOf: (at, written) => written.dateTime(at, "utc") } : {}),
    panes: [
      {
        title: inThousands ? t`Equity, thousand ${currency}` : t`Equity, ${currency}`,
        kind: "lines",
        share: 5,
        show: (value) => format.number(inThousands ? value / 1000 : value, 0),
        lines: [...line(t`Strategy`, 0, curve.equity), ...line(t`Benchmark`, 1, curve.benchmark, true)],
        marks: hasMarks ? marksOf(curve, fills.data?.items ?? []) : [],
      },
      {
        title: t`Drawdown`,
        kind: "lines",
        share: 2,
        show: (value) => format.percent(value, 1),
        lines: line(t`Strategy`, 0, curve.drawdown),
      },
      {
        title: t`Invested`,
        kind: "lines",
        share: 2,
        show: (value) => format.percent(value, 0),
        lines: [
          ...line(t`Long and short added`, 2, share(curve.gross_exposure, curve.equity)),
          ...line(t`Short taken off`, 3, share(curve.net_exposure, curve.equity), true),
        ],
      },
    ],
  };
  return (
    <div>
      <TimePanes title={t`Equity and drawdown`} data={data} height={460} dayName={t`When`} />
      <p className="qd-small qd-dim">
        {hasMarks
          ? t`▲ bought, ▼ sold.`
          : counts.fills === 0
            ? t`Nothing was traded.`
            : t`${format.number(counts.fills, 0)} fills are too many to be marked.`}{" "}
        {t`Where a price or a rate is not known, the line has a gap.`}
      </p>
    </div>
  );
}
