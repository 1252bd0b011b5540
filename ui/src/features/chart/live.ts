// What a chart shows while a replay runs: stored bars up to where it stood, for what lies ahead must not be seen.
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

/** Where the replay of an instrument stood when this chart first saw it, in seconds; null when none of it runs. */
export function useReplayStart(instrumentId: string): number | null {
  const key = useReplayKey();
  const begin = (): { key: string | null; at: number | null } => {
    const replay = replayNow();
    const isOfThis = replay?.instrument_ids.includes(instrumentId) ?? false;
    return { key, at: replay && isOfThis ? Date.parse(replay.position) / 1000 : null };
  };
  const [seen, setSeen] = useState(begin);
  if (seen.key === key) return seen.at;
  const next = begin();
  setSeen(next);
  return next.at;
}
