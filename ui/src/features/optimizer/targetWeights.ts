// A solution's weights as a target's exact decimals.
import { type Decimal } from "@/lib/decimal";
import { type Universe } from "./types";

/** Digits after the point that a target keeps. */
const DIGITS = 6;
const UNIT = 10 ** DIGITS;

function decimal(units: number): Decimal {
  const text = String(Math.abs(units)).padStart(DIGITS + 1, "0");
  const fraction = text.slice(-DIGITS).replace(/0+$/, "");
  return `${units < 0 ? "-" : ""}${text.slice(0, -DIGITS)}${fraction === "" ? "" : `.${fraction}`}`;
}

/**
 * Weights by instrument, rounded to millionths so that they add up to what the weights add up to, rounded: what rounding leaves goes
 * to those that were cut the most. Assets without a weight are left out.
 */
export function targetWeights(weights: Readonly<Record<string, number>>, universe: Universe): Record<string, Decimal> {
  const rows = universe.assets.map(({ instrument_id, symbol }) => {
    const exact = (weights[symbol] ?? 0) * UNIT;
    const units = Math.floor(exact + 1e-6);
    return { instrument_id, units, cut: exact - units };
  });
  const wanted = Math.round(rows.reduce((sum, { units, cut }) => sum + units + cut, 0));
  let rest = wanted - rows.reduce((sum, { units }) => sum + units, 0);
  for (const row of [...rows].sort((a, b) => b.cut - a.cut)) {
    if (rest <= 0) break;
    row.units += 1;
    rest -= 1;
  }
  return Object.fromEntries(
    rows.filter(({ units }) => units !== 0).map(({ instrument_id, units }) => [instrument_id, decimal(units)]),
  );
}
