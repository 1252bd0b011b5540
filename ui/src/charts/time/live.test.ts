import { describe, expect, it } from "vitest";

import { type MergedTrades } from "@/api/markets";
import { bucketOf, type Candle, withBar, withCandle, withTrades } from "./live";

function trades(at: string, first: number, high: number, low: number, last: number, volume: number | null) {
  const origin = {
    instrument: "a",
    source: "x",
    at,
    received_at: at,
    sequence: null,
    currency: null,
    adjustment: "raw",
  };
  const data = { kind: "trade", price: last, size: volume, aggressor: null, counts: "price_and_volume" };
  return { last: { origin, data }, first_price: first, last_price: last, high, low, volume, count: 4 } as MergedTrades;
}

const AT = Date.parse("2026-03-02T15:00:00Z") / 1000;

describe("the candle that is being made", () => {
  it("begins with the first trade of its time and grows", () => {
    const first = withTrades(null, trades("2026-03-02T15:00:20Z", 10, 12, 9, 11, 5), "1m");
    expect(first).toEqual({ time: AT, open: 10, high: 12, low: 9, close: 11, volume: 5 });
    const second = withTrades(first, trades("2026-03-02T15:00:40Z", 11, 11, 8, 8, 2), "1m");
    expect(second).toEqual({ time: AT, open: 10, high: 12, low: 8, close: 8, volume: 7 });
    const next = withTrades(second, trades("2026-03-02T15:01:00Z", 8, 8, 8, 8, null), "1m");
    expect(next).toEqual({ time: AT + 60, open: 8, high: 8, low: 8, close: 8, volume: null });
  });

  it("takes no trade of a bar that is over, and none without a price", () => {
    const last: Candle = { time: AT, open: 1, high: 1, low: 1, close: 1, volume: 1 };
    expect(withTrades(last, trades("2026-03-02T14:59:59Z", 2, 2, 2, 2, 1), "1m")).toBeNull();
    expect(withTrades(last, { ...trades("2026-03-02T15:00:01Z", 2, 2, 2, 2, 1), last_price: null }, "1m")).toBeNull();
  });

  it("is replaced by the stream's own bar", () => {
    const last: Candle = { time: AT, open: 1, high: 1, low: 1, close: 1, volume: 1 };
    const bar = { at: "2026-03-02T15:00:00Z", open: 2, high: 4, low: 1, close: 3, volume: 9 };
    expect(withBar(last, bar, "1m")).toEqual({ time: AT, open: 2, high: 4, low: 1, close: 3, volume: 9 });
    expect(withBar({ ...last, time: AT + 60 }, bar, "1m")).toBeNull();
  });

  it("stands once among those since the stored bars", () => {
    const candle = (time: number, close: number): Candle => ({ time, open: 1, high: 9, low: 1, close, volume: null });
    const two = withCandle(withCandle([candle(1, 1)], candle(2, 1)), candle(2, 5));
    expect(two.map(({ time, close }) => [time, close])).toEqual([
      [1, 1],
      [2, 5],
    ]);
  });

  it("has the times that stored bars have", () => {
    expect(bucketOf(AT + 3_599, "1h")).toBe(AT);
    expect(bucketOf(AT, "1d")).toBe(Date.parse("2026-03-02T00:00:00Z") / 1000);
  });
});
