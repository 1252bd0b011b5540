// The candles that a stream makes after the stored bars of a chart.
import { type RefObject, useEffect, useEffectEvent } from "react";

import { type BarSize } from "@/api/markets";
import { type Store } from "@/lib/store";
import { hear } from "@/stream/market";
import { quotes } from "@/stream/quotes";
import { type Bars } from "./time/candles";
import { bucketOf, type Candle, withBar, withCandle, withTrades } from "./time/live";

/** The stored bar that trades of a time go on with; null when the last one is over. */
export function storedCandle(bars: Bars, seconds: number, size: BarSize): Candle | null {
  const i = bars.times.length - 1;
  const [time, close] = [bars.times[i], bars.close[i]];
  if (time === undefined || close === undefined || time < bucketOf(seconds, size)) return null;
  const open = bars.open?.[i] ?? close;
  const [high, low] = [bars.high?.[i] ?? Math.max(open, close), bars.low?.[i] ?? Math.min(open, close)];
  // A day with a close only is a dash at it.
  if ([open, high, low].some(Number.isNaN)) return { time, open: close, high: close, low: close, close, volume: null };
  return { time, open, high, low, close, volume: null };
}

/** The day so far, where trades of before this chart are known; null otherwise. */
function dayCandle(id: string, seconds: number): Candle | null {
  const quote = quotes.get(id);
  if (!quote?.day || quote.last === null || quote.day.open === null) return null;
  const { open, high, low } = quote.day;
  return { time: bucketOf(seconds, "1d"), open, high, low, close: quote.last, volume: null };
}

export interface LiveOf {
  instrumentId: string;
  size: BarSize;
}

/** A candle as it is now. */
export interface MadeCandle {
  candle: Candle;
  /** Another one than before. */
  isNew: boolean;
}

/** Collects the candles since the bars in the ref, oldest first, and tells each change. */
export function useLiveCandles(
  candlesRef: RefObject<readonly Candle[]>,
  made: Store<MadeCandle | null>,
  bars: Bars,
  live: LiveOf | null,
): void {
  const lastOf = useEffectEvent(({ instrumentId, size }: LiveOf, seconds: number): Candle | null => {
    const before = candlesRef.current.at(-1) ?? storedCandle(bars, seconds, size);
    return before ?? (size === "1d" ? dayCandle(instrumentId, seconds) : null);
  });
  const take = useEffectEvent((candle: Candle | null) => {
    if (!candle) return;
    const isNew = candlesRef.current.at(-1)?.time !== candle.time;
    candlesRef.current = withCandle(candlesRef.current, candle);
    made.set({ candle, isNew });
  });
  // Bars that were stored meanwhile take the place of what was made before them.
  const last = bars.times.at(-1) ?? 0;
  useEffect(() => {
    candlesRef.current = candlesRef.current.filter(({ time }) => time >= last);
  }, [candlesRef, last]);
  const id = live?.instrumentId ?? null;
  const size = live?.size ?? "1d";
  useEffect(() => {
    if (id === null) return undefined;
    const of = { instrumentId: id, size };
    const secondsOf = (time: string): number => Date.parse(time) / 1000;
    return hear(id, ({ trades, bars: built, source_bars }) => {
      for (const one of trades) {
        const { at, received_at } = one.last.origin;
        take(withTrades(lastOf(of, secondsOf(at ?? received_at)), one, size));
      }
      for (const { interval, bar } of built) {
        if (interval === size) take(withBar(lastOf(of, secondsOf(bar.at)), bar, size));
      }
      for (const { size: covered, bar } of source_bars) {
        if (covered === size) take(withBar(lastOf(of, secondsOf(bar.at)), bar, size));
      }
    });
  }, [id, size]);
}
