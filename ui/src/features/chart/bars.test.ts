import { expect, it } from "vitest";

import { hasCandles, hasVolume } from "@/charts/time/candles";
import { barsOf, priceDigits } from "./bars";

it("knows a close-only series", () => {
  const gaps = new Float64Array([Number.NaN, Number.NaN]);
  const bars = barsOf({
    rows: 2,
    columns: {
      at: new BigInt64Array([0n, 86_400_000_000n]),
      open: gaps,
      high: gaps,
      low: gaps,
      close: new Float64Array([1, 2]),
      volume: gaps,
    },
  });
  expect([...bars.times]).toEqual([0, 86_400]);
  expect(hasCandles(bars)).toBe(false);
  expect(hasVolume(bars)).toBe(false);
});

it("shows as many digits as the prices need", () => {
  expect(priceDigits(new Float64Array([12, 180]))).toEqual({ min: 2, max: 2 });
  expect(priceDigits(new Float64Array([0.0123, 180])).max).toBe(4);
  expect(priceDigits(new Float64Array())).toEqual({ min: 2, max: 2 });
});
