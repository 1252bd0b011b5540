// What a chart shows while a replay runs: stored bars up to its beginning, and what it has made since; what lies ahead must not be seen.
import { useState } from "react";

import { type BarSize } from "@/api/markets";
import { type Bars } from "@/charts/time/candles";
import { bucketOf } from "@/charts/time/live";
import { replayNow, useReplayKey } from "@/stream/replay";

/** The bars before the one in which a time lies. */
export function barsBefore(bars: Bars, seconds: number, size: BarSize): Bars {
  const bucket = bucketOf(seconds, size);
  let n = bars.times.length;
  while (n > 0 && (bars.times[n - 1] ?? 0) >= bucket) n -= 1;
  if (n === bars.times.length) return bars;
  const cut = (column: Float64Array | null): Float64Array | null => column && column.subarray(0, n);
  return {
    times: bars.times.subarray(0, n),
    open: cut(bars.open),
    high: cut(bars.high),
    low: cut(bars.low),
    close: bars.close.subarray(0, n),
    volume: cut(bars.volume),
  };
}

type Column = Float64Array | null;

/** Two columns, one after the other; where one does not know, all of it is unknown. */
function joined(first: Column, n_first: number, second: Column, n_second: number): Column {
  if (first === null && second === null) return null;
  const all = new Float64Array(n_first + n_second).fill(Number.NaN);
  if (first) all.set(first);
  if (second) all.set(second, n_first);
  return all;
}

/** The bars of a replay: stored ones before it began, then those that it made up to where it stood. */
export function replayedBars(stored: Bars, made: Bars | null, { from, at }: ReplaySpan, size: BarSize): Bars {
  if (made === null) return barsBefore(stored, at, size);
  const before = barsBefore(stored, from, size);
  // The answer may be of later than this chart, or of a replay that stood further ahead.
  const end = bucketOf(at, size);
  const [n, m] = [before.times.length, made.times.filter((time) => time <= end).length];
  const both = (of: (bars: Bars) => Column): Column => {
    const second = of(made);
    return joined(of(before), n, second && second.subarray(0, m), m);
  };
  return {
    times: both(({ times }) => times) ?? before.times,
    open: both(({ open }) => open),
    high: both(({ high }) => high),
    low: both(({ low }) => low),
    close: both(({ close }) => close) ?? before.close,
    volume: both(({ volume }) => volume),
  };
}

/** From when a replay goes, and where it stood when a chart first saw it, in seconds. */
export interface ReplaySpan {
  from: number;
  at: number;
}

/** The replay of an instrument as it stood when this chart first saw it; null when none of it runs. */
export function useReplaySpan(instrumentId: string): ReplaySpan | null {
  const key = useReplayKey();
  const begin = (): { key: string | null; span: ReplaySpan | null } => {
    const replay = replayNow();
    const isOfThis = replay?.instrument_ids.includes(instrumentId) ?? false;
    const seconds = (time: string): number => Date.parse(time) / 1000;
    return { key, span: replay && isOfThis ? { from: seconds(replay.from), at: seconds(replay.position) } : null };
  };
  const [seen, setSeen] = useState(begin);
  if (seen.key === key) return seen.span;
  const next = begin();
  setSeen(next);
  return next.span;
}
