// What is read out of a result before it is drawn: panes, marks of trades, curves that share their times.
import { type BacktestOutcome, type EquityCurve, type RunFill } from "@/api/backtest/types";
import { type PaneMark } from "@/charts/panes/panes";

/** More triangles than these would hide the curve. */
export const MARKS_MAX = 300;

/** The number of the last moment that is not after `at`; the first one when all are. */
export function momentAt(times: readonly number[], at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Fills as marks on the curve; none where its equity is not known. */
export function marksOf(curve: EquityCurve, fills: readonly Pick<RunFill, "at" | "side">[]): PaneMark[] {
  if (curve.at.length === 0) return [];
  const times = curve.at.map((at) => Date.parse(at));
  return fills.flatMap(({ at, side }) => {
    const i = momentAt(times, Date.parse(at));
    const value = curve.equity[i];
    return value === null || value === undefined ? [] : [{ i, value, isUp: side === "buy" }];
  });
}

/** Whether several moments of a curve lie within a day. */
export function isIntraday({ at }: Pick<EquityCurve, "at">): boolean {
  return at.some((moment, i) => i > 0 && moment.slice(0, 10) === at[i - 1]?.slice(0, 10));
}

export interface NamedCurve {
  name: string;
  curve: Pick<EquityCurve, "at" | "equity">;
}

/** Curves over the times of all of them, each as growth of 1; before its start and after its end a curve has no value. */
export function together(curves: readonly NamedCurve[]): { dates: string[]; lines: (number | null)[][] } {
  const dates = [...new Set(curves.flatMap(({ curve }) => curve.at))].sort((a, b) => Date.parse(a) - Date.parse(b));
  const lines = curves.map(({ curve }) => {
    const times = curve.at.map((at) => Date.parse(at));
    const start = curve.equity.find((value) => value !== null && value > 0) ?? null;
    const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
    return dates.map((date) => {
      const at = Date.parse(date);
      if (start === null || at < first || at > last) return null;
      const value = curve.equity[momentAt(times, at)];
      return value === null || value === undefined ? null : value / start;
    });
  });
  return { dates, lines };
}

/** Figures as rows of a file: name, value, unit, why there is none, how it is worked out. */
export function figureRows(result: Pick<BacktestOutcome, "report">): (string | number | null)[][] {
  return (result.report?.figures ?? []).map(({ name, value, unit, undefined: why, convention }) => [
    name,
    value,
    unit,
    why,
    convention,
  ]);
}
