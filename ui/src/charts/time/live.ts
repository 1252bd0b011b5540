// The candle that is being made: trades and bars from a stream put onto the last one of a chart.
import { type BarSize, type LiveBar, type MergedTrades } from "@/api/markets";

export interface Candle {
  /** Start, in seconds since 1970. */
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  /** Null when it is not known. */
  volume: number | null;
}

export const SIZE_S: Record<BarSize, number> = {
  "1s": 1,
  "1m": 60,
  "5m": 300,
  "15m": 900,
  "30m": 1_800,
  "1h": 3_600,
  "4h": 14_400,
  "1d": 86_400,
};

/** The start of the bar in which a time lies; a day begins at midnight UTC, as stored bars have it. */
export function bucketOf(seconds: number, size: BarSize): number {
  return Math.floor(seconds / SIZE_S[size]) * SIZE_S[size];
}

/** The candle after trades; null when they tell no price, or belong to a bar that is over. */
export function withTrades(last: Candle | null, trades: MergedTrades, size: BarSize): Candle | null {
  const { first_price, last_price, high, low, volume } = trades;
  if (first_price === null || last_price === null || high === null || low === null) return null;
  const { at, received_at } = trades.last.origin;
  const time = bucketOf(Date.parse(at ?? received_at) / 1000, size);
  if (Number.isNaN(time) || (last !== null && time < last.time)) return null;
  if (last === null || time > last.time) return { time, open: first_price, high, low, close: last_price, volume };
  return {
    time,
    open: last.open,
    high: Math.max(last.high, high),
    low: Math.min(last.low, low),
    close: last_price,
    volume: last.volume === null || volume === null ? null : last.volume + volume,
  };
}

/** The candle that a stream's bar is; null when one stands there that began later. */
export function withBar(last: Candle | null, bar: LiveBar, size: BarSize): Candle | null {
  const time = bucketOf(Date.parse(bar.at) / 1000, size);
  if (Number.isNaN(time) || (last !== null && time < last.time)) return null;
  const open = bar.open ?? bar.close;
  return {
    time,
    open,
    high: bar.high ?? Math.max(open, bar.close),
    low: bar.low ?? Math.min(open, bar.close),
    close: bar.close,
    volume: bar.volume,
  };
}

/** Candles since the stored bars: each one once, at its last state. */
export function withCandle(candles: readonly Candle[], next: Candle): Candle[] {
  return [...candles.filter(({ time }) => time < next.time), next];
}
