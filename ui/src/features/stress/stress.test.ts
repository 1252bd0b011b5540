import { describe, expect, it } from "vitest";

import { asksFor, freeName, isOwn, NOTHING_OWN, questionOf, shockOf, subjectOf, waterfall, worst } from "./own";
import { type HoldingStress } from "./types";

const DRAFT = { kind: "equity", subject: null, change: -0.2, confidence: 0.99, periods: 10 } as const;

function holding(name: string, gain: number | null): HoldingStress {
  return { name, value: 100, change: null, gain, basis: { basis: "history" } };
}

describe("a shock", () => {
  it("is what was filled in, or nothing while something is missing", () => {
    expect(shockOf(DRAFT)).toEqual({ shock: "equity", change: -0.2 });
    expect(shockOf({ ...DRAFT, change: null })).toBeNull();
    expect(shockOf({ ...DRAFT, kind: "sector" })).toBeNull();
    expect(shockOf({ ...DRAFT, kind: "sector", subject: "Energy" })).toEqual({
      shock: "sector",
      sector: "Energy",
      change: -0.2,
    });
    expect(shockOf({ ...DRAFT, kind: "correlation_to_one", change: null })).toEqual({
      shock: "correlation_to_one",
      confidence: 0.99,
      periods: 10,
    });
  });

  it("says what it is about", () => {
    expect(subjectOf({ shock: "currency", currency: "EUR", change: 0.1 })).toBe("EUR");
    expect(subjectOf({ shock: "rates", change: 0.01 })).toBeNull();
  });

  it("asks for what holdings have to say", () => {
    const scenario = { name: "Rates", shocks: [{ shock: "rates", change: 0.01 } as const] };
    expect(asksFor([scenario])).toEqual({ duration: true, vega: false });
    expect(asksFor([])).toEqual({ duration: false, vega: false });
  });
});

describe("the waterfall", () => {
  it("begins with the largest loss, and its last step is the sum", () => {
    const scenario = { holdings: [holding("A", 10), holding("B", -30), holding("C", null)], gain: -20 };
    const steps = waterfall(scenario, 100, "Together", (amount) => amount.toFixed(0));
    expect(steps.map(({ name }) => name)).toEqual(["B", "A", "Together"]);
    expect(steps[0]).toMatchObject({ from: 0, to: -0.3, amount: "-30" });
    expect(steps[1]?.to).toBeCloseTo(-0.2, 12);
    expect(steps[2]).toMatchObject({ from: 0, to: -0.2, isTotal: true });
  });

  it("has no sum where nothing is known", () => {
    expect(waterfall({ holdings: [holding("C", null)], gain: null }, 100, "Together", String)).toEqual([]);
  });
});

describe("what is asked", () => {
  it("moves the benchmark where there is one, and never asks for the catalogue", () => {
    const question = questionOf(NOTHING_OWN, null, "SP500");
    expect(question.crises).toEqual([]);
    expect(question.reverse?.[0]?.factors).toEqual(["SP500"]);
    expect(questionOf(NOTHING_OWN, null, null).reverse?.[0]?.factors).toEqual([]);
  });

  it("is kept only where it has its form", () => {
    expect(isOwn(NOTHING_OWN)).toBe(true);
    expect(isOwn({ ...NOTHING_OWN, by: "nothing" })).toBe(false);
    expect(isOwn(null)).toBe(false);
  });

  it("is shown at first for the scenario that loses most", () => {
    const scenario = (name: string, gain: number | null) => ({ name, gain });
    expect(worst([scenario("A", -1), scenario("B", -3), scenario("C", null)])?.name).toBe("B");
    expect(worst([scenario("C", null)])).toBeUndefined();
  });

  it("has names that stand once", () => {
    expect(freeName("2008", ["2008", "2008 2"])).toBe("2008 3");
    expect(freeName("Mine", [])).toBe("Mine");
  });
});
