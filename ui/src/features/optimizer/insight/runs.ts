// Saved runs as sides of a comparison.
import { type Run, type StudioQuestion } from "../types";
import { type Explained } from "./explain";

/** What a run keeps of its estimates; asked again they are made anew from the prices of its days. */
const ESTIMATED: readonly string[] = ["expected_returns", "covariance", "factor_model", "dates", "prices", "returns"];

/** A run's question, to be asked again: on the days that it knew, for which prices may have been corrected since. */
export function questionOfRun({ settings, instruments, as_of }: Run): StudioQuestion {
  const { universe } = settings;
  const instrument_ids = universe.instrument_ids.length > 0 ? universe.instrument_ids : instruments;
  const request = Object.fromEntries(Object.entries(settings.request).filter(([name]) => !ESTIMATED.includes(name)));
  return {
    universe: { ...universe, instrument_ids, to: universe.to ?? as_of },
    // Whether limits are there and in which form is the run's own.
    request: request as unknown as StudioQuestion["request"],
    frontier_points: null,
    corners: false,
    lots: null,
  };
}

/** One side: what a comparison shows of a run or of the present solution. */
export interface Compared {
  name: string;
  expected_return: number | null;
  volatility: number;
  sharpe: number | null;
  weights: Readonly<Record<string, number>>;
  data_hash: string;
}

export function comparedOf(name: string, data_hash: string, result: Explained["result"]): Compared {
  const { expected_return, volatility, sharpe, weights } = result;
  return { name, expected_return, volatility, sharpe, weights, data_hash };
}

export interface ComparedRow {
  asset: string;
  a: number | null;
  b: number | null;
  /** Null when the asset is not part of one of them. */
  difference: number | null;
}

/** Every asset of either side; the largest difference first. An asset that is not part of a side is unknown there, not zero. */
export function compareWeights(a: Compared, b: Compared): ComparedRow[] {
  const assets = [...new Set([...Object.keys(a.weights), ...Object.keys(b.weights)])];
  return assets
    .map((asset): ComparedRow => {
      const [before, after] = [a.weights[asset] ?? null, b.weights[asset] ?? null];
      return { asset, a: before, b: after, difference: before === null || after === null ? null : after - before };
    })
    .sort((x, y) => Math.abs(y.difference ?? 0) - Math.abs(x.difference ?? 0) || (x.asset < y.asset ? -1 : 1));
}
