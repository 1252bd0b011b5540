import { describe, expect, it } from "vitest";

import { makeScale, percentDigits, roundStep } from "./scale";

describe("scales", () => {
  it.each([
    [1, 5, 0.2],
    [0.37, 6, 0.1],
    [23, 5, 5],
    [0, 5, 1],
  ])("steps over %f in %i are %f", (span, count, expected) => expect(roundStep(span, count)).toBeCloseTo(expected, 12));

  it("holds every value and inverts", () => {
    const scale = makeScale([0.031, 0.244], 40, 340);
    expect(scale.from).toBeLessThanOrEqual(0.031);
    expect(scale.to).toBeGreaterThanOrEqual(0.244);
    expect(scale.value(scale.px(0.1))).toBeCloseTo(0.1, 12);
    expect(scale.px(scale.from)).toBeCloseTo(40);
    expect(scale.px(scale.to)).toBeCloseTo(340);
  });

  it("does not fall apart without values or with one", () => {
    expect(makeScale([], 0, 100).px(0.5)).toBeCloseTo(50);
    expect(Number.isFinite(makeScale([0.2], 0, 100).px(0.2))).toBe(true);
    expect(Number.isFinite(makeScale([Number.NaN, 0.2], 0, 100).px(0.2))).toBe(true);
  });

  it("labels neighbouring ticks differently", () => {
    expect(percentDigits(0.05)).toBe(0);
    expect(percentDigits(0.005)).toBe(1);
    expect(percentDigits(0.0002)).toBe(2);
  });
});
