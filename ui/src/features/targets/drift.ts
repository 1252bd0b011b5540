// How far a portfolio has drifted from a target. Targets are exact decimals, today's weights are measured.
import { add, type Decimal, multiply, negate, sign, trimZeros } from "@/lib/decimal";
import { type Portfolio, type Target } from "./types";

/** Where a weight stands against its target and the band around it. */
export type Standing = "within" | "over" | "under" | "unknown";

export interface DriftRow {
  /** The instrument; null is the cash that the weights leave. */
  id: string | null;
  target: Decimal;
  /** Today's part of the portfolio; null when unknown. */
  today: number | null;
  /** Today less target; null when unknown. */
  drift: number | null;
  /** Against the band; null without a band. */
  standing: Standing | null;
}

export const percentOf = (fraction: Decimal): Decimal => trimZeros(multiply(fraction, "100"));
export const fractionOf = (percent: Decimal): Decimal => trimZeros(multiply(percent, "0.01"));

/** The exact sum of the weights. */
export function sumOf(weights: Readonly<Record<string, Decimal>>): Decimal {
  return trimZeros(Object.values(weights).reduce((sum, weight) => add(sum, weight), "0"));
}

/** What the weights leave of 1; below zero when they are more than that. */
export function cashOf(weights: Readonly<Record<string, Decimal>>): Decimal {
  return trimZeros(add("1", negate(sumOf(weights))));
}

/** Today's part of the portfolio by instrument, all accounts together; null where one position's part is unknown. */
export function todayOf({ positions }: Pick<Portfolio, "positions">): Map<string, number | null> {
  const today = new Map<string, number | null>();
  for (const { instrument_id, weight } of positions) {
    const known = today.get(instrument_id);
    const sum =
      known === undefined ? weight.value : known === null || weight.value === null ? null : known + weight.value;
    today.set(instrument_id, sum);
  }
  return today;
}

function standingOf(drift: number | null, tolerance: Decimal | null): Standing | null {
  if (tolerance === null) return null;
  if (drift === null) return "unknown";
  // A weight on the edge of its band is within it, whatever the last binary digit says.
  if (Math.abs(drift) <= Number(tolerance) + 1e-9) return "within";
  return drift > 0 ? "over" : "under";
}

/**
 * Every instrument of the target, then those that are held beside it (their target is nothing), then cash; the largest drift
 * first. What is not held today has the weight zero; what cannot be valued has none, and neither has the cash then.
 */
export function driftRows(
  { weights, tolerance }: Pick<Target, "weights" | "tolerance">,
  today: ReadonlyMap<string, number | null>,
): DriftRow[] {
  const ids = [...new Set([...Object.keys(weights), ...today.keys()])];
  const row = (id: string | null, target: Decimal, now: number | null): DriftRow => {
    const drift = now === null ? null : now - Number(target);
    return { id, target, today: now, drift, standing: standingOf(drift, tolerance) };
  };
  const rows = ids.map((id) => row(id, weights[id] ?? "0", today.has(id) ? (today.get(id) ?? null) : 0));
  const values = [...today.values()];
  const invested = values.every((value) => value !== null)
    ? values.reduce((sum: number, value) => sum + (value ?? 0), 0)
    : null;
  const sorted = rows
    .filter(({ target, today: now }) => sign(target) !== 0 || now === null || Math.abs(now) > 5e-9)
    .sort((a, b) => Math.abs(b.drift ?? 0) - Math.abs(a.drift ?? 0));
  return [...sorted, row(null, cashOf(weights), invested === null ? null : 1 - invested)];
}

/** How many weights lie outside of the band; null without a band. */
export function outside(rows: readonly DriftRow[]): number | null {
  if (rows.every(({ standing }) => standing === null)) return null;
  return rows.filter(({ standing }) => standing === "over" || standing === "under").length;
}

export type WeightsProblem = "too_much" | "out_of_range" | null;

/** What the server would refuse. */
export function problemOf(weights: Readonly<Record<string, Decimal>>): WeightsProblem {
  const all = Object.values(weights);
  if (all.some((weight) => Math.abs(Number(weight)) > 10)) return "out_of_range";
  const isLong = all.every((weight) => sign(weight) >= 0);
  return isLong && Number(sumOf(weights)) > 1.0001 ? "too_much" : null;
}
