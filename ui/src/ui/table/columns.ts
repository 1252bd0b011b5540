// What a table needs to know of a column, and how values are compared.
import { type ReactNode } from "react";

import { compare, isDecimal } from "@/lib/decimal";

export type CellValue = string | number | null | undefined;

export interface Column<T> {
  id: string;
  header: string;
  /** The bare value: for sorting, filtering and CSV. Decimals may stay strings. */
  value: (row: T) => CellValue;
  /** What is shown; the value as text when left out. */
  cell?: (row: T) => ReactNode;
  align?: "start" | "end";
  /** The most digits after the point that its figures show: shorter ones leave the room free, so that points stand below each other. */
  digitsMax?: number;
  /** The currency of a row's figure: as soon as one is not the base currency, every row leaves room for a code. */
  currency?: (row: T) => string | null;
  /** Least width in pixels; wider tables share what is left by these widths. */
  width?: number;
  /** Hidden until the user chooses it. */
  isHidden?: boolean;
  /** Takes no part in sorting. */
  isUnsortable?: boolean;
}

/** Order of two values: numbers and decimals by size, other texts by the locale. */
export function compareValues(a: CellValue, b: CellValue, collator: Intl.Collator): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [String(a ?? ""), String(b ?? "")];
  if (isDecimal(left) && isDecimal(right)) return compare(left, right);
  return collator.compare(left, right);
}
