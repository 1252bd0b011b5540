// The shape that the figures of one column share, so that each leaves room for what the others have.
import { createContext } from "react";

import { isDecimal, scaleOf, trimZeros } from "@/lib/decimal";
import { currencyDigits } from "@/lib/format";
import { type CellValue, type Column } from "./columns";

export interface Shape {
  /** Digits after the point of the longest figure. */
  digits: number;
  /** Some row shows a currency code. */
  hasCodes: boolean;
}

/** Around the cells of a column with figures; null elsewhere. */
export const ColumnShape = createContext<Shape | null>(null);

/** Digits after the point of a value shown with at most `max`, without trailing zeros. */
export function digitsOf(value: CellValue, max: number): number {
  if (value === null || value === undefined) return 0;
  const text = typeof value === "number" ? value.toFixed(max) : value;
  if (!isDecimal(text)) return 0;
  const exact = trimZeros(text);
  // Rounding is left to the display; here it only matters how many zeros end the rounded number.
  return scaleOf(exact) <= max ? scaleOf(exact) : scaleOf(trimZeros(Number(exact).toFixed(max)));
}

/** The shapes of those columns that declare one. */
export function useShapes<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  baseCurrency: string,
): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const { id, value, digitsMax, currency } of columns) {
    if (digitsMax === undefined && currency === undefined) continue;
    const codes = new Set(currency ? rows.map((row) => currency(row) ?? baseCurrency) : []);
    const digits =
      digitsMax === undefined ? [...codes].map(currencyDigits) : rows.map((r) => digitsOf(value(r), digitsMax));
    shapes.set(id, {
      digits: digits.reduce((most, n) => Math.max(most, n), 0),
      hasCodes: [...codes].some((code) => code !== baseCurrency),
    });
  }
  return shapes;
}

/** Shapes that leave room for both; the first ones themselves when nothing is new. */
export function grown(known: ReadonlyMap<string, Shape>, seen: ReadonlyMap<string, Shape>): ReadonlyMap<string, Shape> {
  const wider = new Map(known);
  for (const [id, shape] of seen) {
    const before = known.get(id) ?? { digits: 0, hasCodes: false };
    if (known.has(id) && shape.digits <= before.digits && (before.hasCodes || !shape.hasCodes)) continue;
    wider.set(id, {
      digits: Math.max(before.digits, shape.digits),
      hasCodes: before.hasCodes || shape.hasCodes,
    });
  }
  return [...seen].every(([id]) => wider.get(id) === known.get(id)) ? known : wider;
}
