// The weights as files.
import { toCsv } from "@/lib/csv";
import { type Result, type StudioQuestion, type Universe } from "./types";

export interface Exported {
  universe: Universe;
  result: Result;
}

/** One line for each asset: symbol, weight, today's weight, difference. */
export function weightsCsv({ universe, result }: Exported): string {
  const rows = universe.assets.map(({ symbol, name, sector }) => {
    const weight = result.weights[symbol] ?? 0;
    const today = universe.current ? (universe.current.weights[symbol] ?? 0) : null;
    return [symbol, name, sector, weight, today, today === null ? null : weight - today];
  });
  return toCsv(["symbol", "name", "sector", "weight", "weight_today", "difference"], rows);
}

/** The result with what it was computed from, readable by people and programs. */
export function resultJson({ universe, result }: Exported, { request, lots }: StudioQuestion): string {
  const { spec, first_date, last_date, n_observations, data_hash } = universe;
  return `${JSON.stringify({ universe: { ...spec, first_date, last_date, n_observations, data_hash }, request, lots, result }, null, 2)}\n`;
}
