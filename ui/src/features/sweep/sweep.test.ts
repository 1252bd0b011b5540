import { describe, expect, it } from "vitest";

import { type ParameterForm, type SweepTrial } from "@/api/backtest/types";
import { begunRange, roundDown } from "./begin";
import { countAt, judged, widest } from "./judge";

const overfitting = (probability: number) => ({
  probability,
  probability_of_loss: 0,
  degradation: null,
  blocks: 16,
  logits: [],
  sharpes: [],
});

describe("the verdict on a sweep", () => {
  it("asks for more than luck gives, and for a choice that holds elsewhere", () => {
    expect(judged({ deflated_sharpe: 0.97, overfitting: overfitting(0.1) })).toBe("sound");
    expect(judged({ deflated_sharpe: 0.97, overfitting: null })).toBe("sound");
    expect(judged({ deflated_sharpe: 0.6, overfitting: overfitting(0.1) })).toBe("lucky");
    expect(judged({ deflated_sharpe: 0.97, overfitting: overfitting(0.5) })).toBe("overfitted");
    expect(judged({ deflated_sharpe: 0.6, overfitting: overfitting(0.9) })).toBe("lucky_and_overfitted");
  });

  it("is none where the figures do not tell", () => {
    expect(judged({ deflated_sharpe: null, overfitting: null })).toBe("unknown");
    expect(judged({ deflated_sharpe: null, overfitting: overfitting(0.1) })).toBe("unknown");
  });
});

it("a map begins with the two parameters that have the most values", () => {
  const trial = (index: number, parameters: Record<string, number>): SweepTrial => ({
    index,
    parameters,
    figures: {},
    error: null,
  });
  const trials = [trial(0, { a: 1, b: 1, c: 1 }), trial(1, { a: 1, b: 2, c: 1 }), trial(2, { a: 1, b: 3, c: 2 })];
  expect(widest(trials, ["a", "b", "c"])).toEqual(["b", "c"]);
  expect(widest(trials, ["a"])).toBeNull();
  expect(countAt({ counts: [[1, 2]] }, 0, 1)).toBe(2);
  expect(countAt({ counts: [[1, 2]] }, 5, 5)).toBe(0);
});

describe("a range to begin with", () => {
  const whole = (least: number, most: number): Extract<ParameterForm, { type: "integer" }> => ({
    name: "length",
    words: "",
    unit: "bars",
    type: "integer",
    least,
    most,
    default: 10,
  });

  it("goes from half to twice in round steps", () => {
    expect(begunRange(whole(1, 10_000), 30)).toEqual({ from: 16, to: 60, step: 2 });
    expect(begunRange(whole(1, 10_000), 10)).toEqual({ from: 5, to: 20, step: 1 });
    expect([0, 0.37, 3, 45, 99].map(roundDown)).toEqual([1, 0.2, 2, 20, 50]);
  });

  it("stays within what the parameter may be", () => {
    expect(begunRange(whole(8, 12), 10)).toEqual({ from: 8, to: 12, step: 1 });
    const real: ParameterForm = { ...whole(0, 0), type: "real", least: 0.1, most: 20, default: null };
    const { from, to, step } = begunRange(real, null);
    expect(from).toBeGreaterThanOrEqual(0.1);
    expect(to).toBeLessThanOrEqual(20);
    expect(step).toBeGreaterThan(0);
  });
});
