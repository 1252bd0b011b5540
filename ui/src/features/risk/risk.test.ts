import { describe, expect, it } from "vitest";

import { bars, byMethod, headline, heatOf, sellingDays, testedDays, verdict } from "./figures";
import { limitWords, watchesRisk } from "./limitWords";
import { type Backtest, type Contribution, type Tail } from "./types";

function tail(method: string, confidence: number, horizon: number): Tail {
  return { method, confidence, horizon, risk: null, undefined: "too few", convention: `how ${method} works` };
}

function tested(n_exceptions: number, kupiec: number, independence: number | null): Pick<Backtest, "coverage"> {
  return {
    coverage: {
      n: 250,
      n_exceptions,
      expected: 12.5,
      kupiec: { statistic: 1, p: kupiec },
      independence: independence === null ? null : { statistic: 1, p: independence },
      conditional_coverage: null,
      transitions: [0, 0, 0, 0],
      basel_zone: null,
    },
  };
}

describe("what a test says of a method", () => {
  it("is whether more was lost as often as told, then whether in a row", () => {
    expect(verdict(tested(13, 0.9, 0.5))).toBe("as_told");
    expect(verdict(tested(30, 0.001, 0.5))).toBe("too_often");
    expect(verdict(tested(2, 0.001, null))).toBe("too_seldom");
    expect(verdict(tested(13, 0.9, 0.01))).toBe("in_a_row");
    expect(verdict(tested(13, 0.9, null))).toBe("as_told");
    expect(verdict({ coverage: null })).toBeNull();
  });
});

describe("figures of methods", () => {
  const tails = [
    tail("historical", 0.95, 1),
    tail("historical", 0.99, 1),
    tail("garch", 0.95, 1),
    tail("garch", 0.95, 10),
  ];

  it("stand in one row a method, for one horizon", () => {
    const rows = byMethod(tails, 1);
    expect(rows.map(({ method, tails: of }) => [method, of.length])).toEqual([
      ["historical", 2],
      ["garch", 1],
    ]);
    expect(byMethod(tails, 10).map(({ method }) => method)).toEqual(["garch"]);
  });

  it("are led by the historical one of a day at the highest confidence", () => {
    expect(headline(tails)?.confidence).toBe(0.99);
    expect(headline([tail("garch", 0.95, 1)])).toBeNull();
  });
});

describe("bars of the loss", () => {
  it("leave out what has no part, the largest first", () => {
    const part = (name: string, share: number | null) => ({ name, weight: 0.5, share, marginal: 0.01 }) as Contribution;
    expect(bars([part("A", 0.2), part("B", null), part("C", 0.8)]).map(({ name }) => name)).toEqual(["C", "A"]);
  });
});

describe("the days of a test", () => {
  const rolling = ["2024-01-02", "2024-01-03", "2024-01-04"].map((date) => ({ date }));

  it("are those of the moving correlations from its first one on", () => {
    const test = { first_date: "2024-01-03", value_at_risk: [0.01, 0.02] };
    expect(testedDays(rolling, test)).toEqual(["2024-01-03", "2024-01-04"]);
  });

  it("are unknown where those do not reach", () => {
    expect(testedDays(rolling, { first_date: "2023-12-29", value_at_risk: [0.01, 0.02] })).toBeNull();
    expect(testedDays(rolling, { first_date: "2024-01-03", value_at_risk: [0.01, 0.02, 0.03] })).toBeNull();
    expect(testedDays([], { first_date: null, value_at_risk: [] })).toBeNull();
  });
});

describe("days to sell", () => {
  it("belong to the holdings with a value, in their order", () => {
    const holdings = [
      { name: "A", value: 10 },
      { name: "B", value: null },
      { name: "C", value: 20 },
    ];
    expect(sellingDays(holdings, [0.5, null])).toEqual([
      { name: "A", value: 10, days: 0.5 },
      { name: "C", value: 20, days: null },
    ]);
  });
});

describe("the heat map", () => {
  it("has its rows in the order of the tree", () => {
    const sample = [
      [1, 0.1, 0.9],
      [0.1, 1, 0.2],
      [0.9, 0.2, 1],
    ];
    const clusters = { merges: [], leaf_order: ["B", "A", "C"], groups: [["B"], ["A", "C"]] };
    const heat = heatOf({ names: ["A", "B", "C"], sample }, clusters);
    expect(heat.tree.cluster_of).toEqual({ B: 1, A: 2, C: 2 });
    expect(heat.correlations).toEqual([
      [1, 0.1, 0.2],
      [0.1, 1, 0.9],
      [0.2, 0.9, 1],
    ]);
  });
});

describe("limits", () => {
  it("are said in the words of alerts, and known by them", () => {
    expect(limitWords("value_at_risk", "5000", null)).toBe("portfolio value at risk is above 5000, every time");
    expect(limitWords("effective_holdings", "8", 'The "other" one')).toBe(
      'portfolio effective number of holdings of "The ""other"" one" is below 8, every time',
    );
    expect(watchesRisk(limitWords("beta", "1.2", "Main"))).toBe(true);
    expect(watchesRisk("portfolio value is below 5000")).toBe(false);
  });
});
