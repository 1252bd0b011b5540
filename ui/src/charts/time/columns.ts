// Binary columns as the numbers that charts take.
import { type Columns, type Values } from "@/api/binary";

const DAY_S = 86_400;

/** Times in seconds: 64-bit columns hold microseconds since 1970, 32-bit ones days. */
export function secondsColumn({ columns, rows }: Columns, name: string): Float64Array {
  const column: Values | undefined = columns[name];
  const out = new Float64Array(rows);
  if (!column) return out;
  if (column instanceof BigInt64Array) column.forEach((us, i) => (out[i] = Number(us) / 1e6));
  else if (column instanceof Int32Array) column.forEach((day, i) => (out[i] = day * DAY_S));
  else column.forEach((us, i) => (out[i] = us / 1e6));
  return out;
}

/** A column of numbers; null when the answer has none of that name. */
export function numberColumn({ columns }: Columns, name: string): Float64Array | null {
  const column = columns[name];
  if (!column) return null;
  return column instanceof Float64Array ? column : Float64Array.from(column as Int32Array);
}
