// Bars of an instrument as columns for the chart.
import { type Columns } from "@/api/binary";
import { type Bars } from "@/charts/time/candles";
import { numberColumn, secondsColumn } from "@/charts/time/columns";

const NOTHING = new Float64Array();

/** The answer of /bars as chart columns. */
export function barsOf(columns: Columns): Bars {
  return {
    times: secondsColumn(columns, "at"),
    open: numberColumn(columns, "open"),
    high: numberColumn(columns, "high"),
    low: numberColumn(columns, "low"),
    close: numberColumn(columns, "close") ?? NOTHING,
    volume: numberColumn(columns, "volume"),
  };
}

/** Digits that show these prices: cents from 1 on, more below. */
export function priceDigits(close: Float64Array): { min: number; max: number } {
  let least = Number.POSITIVE_INFINITY;
  for (const price of close) if (price > 0 && price < least) least = price;
  if (!Number.isFinite(least) || least >= 1) return { min: 2, max: 2 };
  const digits = Math.min(8, 2 + Math.ceil(-Math.log10(least)));
  return { min: digits, max: digits };
}
