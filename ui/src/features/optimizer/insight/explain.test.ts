import { describe, expect, it } from "vitest";

import { type Explanation } from "@/api/types";
import { type Result, type Universe } from "../types";
import {
  explainAssetReturn,
  explainContribution,
  explainCorrelation,
  type Explained,
  explainMarginal,
  explainReturn,
  explainSharpe,
  explainVolatility,
} from "./explain";
import { byContribution, grouped, riskRows } from "./contributions";

// Two assets worked by hand: volatilities 20 % and 10 %, correlation 0.25, weights 60 % and 40 %.
// Σw = (0.04·0.6 + 0.005·0.4, 0.005·0.6 + 0.01·0.4) = (0.026, 0.007); variance 0.6·0.026 + 0.4·0.007 = 0.0184.
const universe = {
  assets: [
    { instrument_id: "1", symbol: "AAA", name: "A", sector: "Tech", volatility: 0.2 },
    { instrument_id: "2", symbol: "BBB", name: "B", sector: "Tech", volatility: 0.1 },
    { instrument_id: "3", symbol: "CCC", name: "C", sector: null, volatility: 0.3 },
  ],
  expected_returns: [0.1, 0.05, 0.2],
  covariance: [
    [0.04, 0.005, 0],
    [0.005, 0.01, 0],
    [0, 0, 0.09],
  ],
  risk_free_rate: 0.02,
  risk_free_source: "settings",
  first_date: "2020-01-02",
  last_date: "2022-12-28",
  n_observations: 750,
  data_hash: "0123456789abcdef",
  spec: { expected_returns_model: { model: "historical_mean" }, covariance_model: { model: "sample" } },
} as unknown as Universe;
const result = {
  weights: { AAA: 0.6, BBB: 0.4, CCC: 0 },
  expected_return: 0.08,
  volatility: Math.sqrt(0.0184),
  sharpe: 0.06 / Math.sqrt(0.0184),
} as unknown as Result;
const about: Explained = { universe, result, risk_free_rate: 0.02 };

const value = (tree: Explanation | undefined): number => Number(tree?.value) / (tree?.unit === "%" ? 100 : 1);

describe("the parts of the risk", () => {
  const rows = riskRows(universe, result.weights)!;

  it("are the hand-made ones and sum to one", () => {
    expect(rows.map(({ contribution }) => contribution)).toEqual([
      expect.closeTo(0.0156 / 0.0184, 12),
      expect.closeTo(0.0028 / 0.0184, 12),
      0,
    ]);
    expect(rows[0]?.marginal).toBeCloseTo(0.026 / Math.sqrt(0.0184), 12);
  });

  it("add up within groups, where a marginal risk has no meaning", () => {
    const [group] = grouped(rows, () => "All");
    expect(group?.contribution).toBeCloseTo(1, 12);
    expect(group?.weight).toBeCloseTo(1, 12);
    expect(group?.marginal).toBeNull();
  });

  it("come in the order of their size, without what is not held", () => {
    expect(byContribution([...rows].reverse()).map(({ name }) => name)).toEqual(["AAA", "BBB"]);
  });

  it("are unknown without volatility, not zero", () => {
    expect(riskRows(universe, {})).toBeNull();
  });
});

describe("explanations", () => {
  it("of the expected return sum weights times expected returns, with estimator, dates and data", () => {
    const tree = explainReturn(about);
    expect(value(tree)).toBeCloseTo(0.08, 10);
    expect(tree.inputs.map(value).reduce((a, b) => a + b, 0)).toBeCloseTo(0.08, 10);
    expect(tree.source).toContain("historical mean");
    expect(tree.source).toContain("0123456789ab");
    expect(tree.as_of).toBe("2022-12-28");
    expect(tree.inputs[0]?.inputs.map(value)).toEqual([0.6, expect.closeTo(0.1, 10)]);
  });

  it("name what the sum leaves to the figure", () => {
    const tree = explainReturn({ ...about, result: { ...result, expected_return: 0.081 } });
    expect(value(tree.inputs.at(-1))).toBeCloseTo(0.001, 10);
  });

  it("of the volatility open the variance into the assets", () => {
    const tree = explainVolatility(about);
    expect(value(tree.inputs[0])).toBeCloseTo(0.0184, 8);
    expect(tree.inputs[0]?.inputs.map(value)).toEqual([expect.closeTo(0.0156, 8), expect.closeTo(0.0028, 8)]);
  });

  it("of the Sharpe ratio hold return, rate and volatility", () => {
    const tree = explainSharpe(about);
    const [mean, rate, risk] = tree.inputs.map(value);
    expect((mean! - rate!) / risk!).toBeCloseTo(value(tree), 5);
    expect(tree.inputs[1]?.source).toBe("settings");
    expect(explainSharpe({ ...about, risk_free_rate: 0.01 }).inputs[1]?.source).toContain("optimizer");
  });

  it("of an undefined Sharpe ratio give the reason instead of a number", () => {
    const tree = explainSharpe({ ...about, result: { ...result, sharpe: null, sharpe_reason: "no volatility" } });
    expect(tree.value).toBeNull();
    expect(tree.unknown?.message).toBe("no volatility");
  });

  it("of a contribution and a marginal risk show the row of the covariance", () => {
    const part = explainContribution(about, "AAA");
    expect(value(part)).toBeCloseTo(0.0156 / 0.0184, 8);
    expect(part.inputs[1]?.inputs.map(value)).toEqual([expect.closeTo(0.024, 8), expect.closeTo(0.002, 8)]);
    expect(value(explainMarginal(about, "BBB"))).toBeCloseTo(0.007 / Math.sqrt(0.0184), 8);
  });

  it("of an expected return under views name the prior and every view with its variance", () => {
    const views = { prior: [0.07, 0.06, 0.05], views: ["AAA returns 12 % a year"], omega: [[0.0025]] };
    const tree = explainAssetReturn({ universe: { ...universe, views } as unknown as Universe }, "AAA");
    expect(value(tree)).toBeCloseTo(0.1, 10);
    expect(value(tree.inputs[0])).toBeCloseTo(0.07, 10);
    expect(tree.inputs[1]).toMatchObject({ title: "AAA returns 12 % a year", value: "0.00250000" });
    expect(explainAssetReturn({ universe }, "AAA").inputs).toEqual([]);
  });

  it("of a correlation divide the covariance by both volatilities", () => {
    expect(value(explainCorrelation(about, "AAA", "BBB"))).toBeCloseTo(0.25, 6);
  });
});
