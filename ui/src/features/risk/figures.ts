// What is read out of a report of risk before it is shown.
import { type HeatData } from "@/charts/clusters/heat";
import { type Backtest, type Clusters, type Contribution, type Correlation, type Report, type Tail } from "./types";

/** Below this probability a test says that a method was wrong. */
const SURE = 0.05;

export type Verdict = "as_told" | "too_often" | "too_seldom" | "in_a_row";

/** What the tests say of a method; null when it could not be tested. */
export function verdict({ coverage }: Pick<Backtest, "coverage">): Verdict | null {
  if (!coverage) return null;
  if (coverage.kupiec.p < SURE) return coverage.n_exceptions > coverage.expected ? "too_often" : "too_seldom";
  return coverage.independence && coverage.independence.p < SURE ? "in_a_row" : "as_told";
}

/** A method with one figure for each confidence. */
export interface MethodRow {
  method: string;
  convention: string;
  tails: Tail[];
}

/** The figures of one horizon, a row for each method in the order of the report. */
export function byMethod(tails: readonly Tail[], horizon: number): MethodRow[] {
  const rows = new Map<string, MethodRow>();
  for (const tail of tails) {
    if (tail.horizon !== horizon) continue;
    const row = rows.get(tail.method) ?? { method: tail.method, convention: tail.convention, tails: [] };
    row.tails.push(tail);
    rows.set(tail.method, row);
  }
  return [...rows.values()];
}

/** Different values in the order in which they come. */
export function distinct<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}

/** The figure that stands for the whole report: historical, one period, the highest confidence. */
export function headline(tails: readonly Tail[]): Tail | null {
  const found = tails.filter((tail) => tail.method === "historical" && tail.horizon === 1);
  return found.reduce<Tail | null>((best, tail) => (best && best.confidence >= tail.confidence ? best : tail), null);
}

/** Rows for bars of weight beside part of the loss; what has no part is left out. */
export function bars(
  holdings: readonly Contribution[],
): { name: string; weight: number; contribution: number; marginal: number | null }[] {
  return holdings
    .flatMap(({ name, weight, share, marginal }) =>
      share === null ? [] : [{ name, weight, contribution: share, marginal }],
    )
    .sort((a, b) => b.contribution - a.contribution);
}

/** The days of what a test told, out of the days of the moving correlations; null where those do not reach back so far. */
export function testedDays(
  rolling: readonly { date: string }[],
  test: Pick<Backtest, "first_date" | "value_at_risk">,
): string[] | null {
  const first = rolling.findIndex(({ date }) => date === test.first_date);
  const days = first < 0 ? [] : rolling.slice(first, first + test.value_at_risk.length).map(({ date }) => date);
  return days.length > 1 && days.length === test.value_at_risk.length ? days : null;
}

/** The days for selling, beside the names of what has a value. */
export function sellingDays(
  holdings: readonly { name: string; value: number | null }[],
  days: readonly (number | null)[],
): { name: string; value: number; days: number | null }[] {
  const valued = holdings.flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]));
  return valued.map((holding, i) => ({ ...holding, days: days[i] ?? null }));
}

/** Whether the report tells of tests. */
export function isTested(report: Report): boolean {
  return report.backtests.length > 0;
}

/** Correlations in the order of the tree's leaves, and the cluster of each holding, from 1. */
export function heatOf(
  { names, sample }: Pick<Correlation, "names" | "sample">,
  { merges, leaf_order, groups }: Clusters,
): HeatData {
  const places = leaf_order.map((name) => names.indexOf(name));
  const cluster_of = Object.fromEntries(groups.flatMap((group, i) => group.map((name) => [name, i + 1])));
  return {
    tree: { names, merges, leaf_order, cluster_of },
    correlations: places.map((row) => places.map((column) => sample[row]?.[column] ?? Number.NaN)),
  };
}
