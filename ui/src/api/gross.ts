// The cash of a transaction before fees and taxes.
import { multiply } from "@/lib/decimal";
import { type Transaction } from "./types";

/** Its amount, else quantity times price where both are known; the instrument's multiplier is not in it. */
export function gross(row: Transaction): string | null {
  if (row.amount !== null) return row.amount;
  return row.quantity !== null && row.price !== null ? multiply(row.quantity, row.price) : null;
}
