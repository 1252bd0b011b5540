import { describe, expect, it } from "vitest";

import { sparkPath } from "./SparkLine";
import { bandAt, stack } from "./transition";
import { barAxis, barGeometry } from "./WeightBars";

describe("weight bars", () => {
  it("draws shorts to the left of zero", () => {
    const axis = barAxis([
      { weight: 0.4, today: 0.2 },
      { weight: -0.1, today: null },
    ]);
    expect(axis).toEqual({ low: -0.1, high: 0.4 });
    const short = barGeometry({ weight: -0.1, today: null }, axis.low, axis.high);
    expect(short.left).toBeCloseTo(0);
    expect(short.width).toBeCloseTo(20);
    expect(short.today).toBeNull();
  });

  it("has an axis without any weight", () => expect(barAxis([])).toEqual({ low: 0, high: 0.1 }));
});

describe("the transition map", () => {
  const data = {
    assets: ["A", "B", "C"],
    weights: [
      [0.6, 0.4, 0],
      [1.2, -0.2, 0],
    ],
    place: null,
  };

  it("stacks longs up and shorts down, and leaves out what never matters", () => {
    const { bands, low, high } = stack(data);
    expect(bands.map((band) => band.asset)).toEqual([0, 1]);
    expect(low).toBeCloseTo(-0.2);
    expect(high).toBeCloseTo(1.2);
    expect(bands[1]!.lower[0]).toBeCloseTo(0.6);
    expect(bands[1]!.upper[0]).toBeCloseTo(1);
  });

  it("knows what is under the pointer", () => {
    const { bands } = stack(data);
    expect(bandAt(bands, 0, 0.7)?.asset).toBe(1);
    expect(bandAt(bands, 1, -0.1)?.asset).toBe(1);
    expect(bandAt(bands, 0, 1.5)).toBeNull();
  });
});

it("draws a spark line only with two values or more", () => {
  expect(sparkPath([1], 10, 10)).toBe("");
  expect(sparkPath([1, 2], 10, 10)).toBe("M0.0 10.0L10.0 0.0");
  expect(sparkPath([2, 2], 10, 10)).toBe("M0.0 5.0L10.0 5.0");
});
