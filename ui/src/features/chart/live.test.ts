import { describe, expect, it } from "vitest";

import { type Bars } from "@/charts/time/candles";
import { replayedBars } from "./live";

const MINUTE = 60;

function bars(times: number[], close: number[], volume: number[] | null = null): Bars {
  const column = (values: number[]): Float64Array => new Float64Array(values);
  return {
    times: column(times),
    open: column(close),
    high: column(close),
    low: column(close),
    close: column(close),
    volume: volume && column(volume),
  };
}

describe("the bars of a chart during a replay", () => {
  const stored = bars([0, MINUTE, 2 * MINUTE, 3 * MINUTE, 4 * MINUTE], [1, 2, 3, 4, 5]);
  const span = { from: 2 * MINUTE + 5, at: 3 * MINUTE + 30 };

  it("are the stored ones up to its beginning, then its own up to where it stood", () => {
    const made = bars([2 * MINUTE, 3 * MINUTE, 4 * MINUTE], [30, 40, 50], [7, 8, 9]);
    const shown = replayedBars(stored, made, span, "1m");
    expect([...shown.times]).toEqual([0, 60, 120, 180]);
    expect([...shown.close]).toEqual([1, 2, 30, 40]);
    expect([...(shown.volume ?? [])]).toEqual([Number.NaN, Number.NaN, 7, 8]);
  });

  it("are the stored ones up to where it stood while its own are asked for", () => {
    expect([...replayedBars(stored, null, span, "1m").close]).toEqual([1, 2, 3]);
  });
});
