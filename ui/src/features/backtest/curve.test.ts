import { describe, expect, it } from "vitest";

import { type Attribution, type BacktestSignificance, type EquityCurve } from "@/api/backtest/types";
import { belief, counted } from "./believe";
import { isIntraday, marksOf, momentAt, together } from "./curve";
import { steps } from "./steps";

const curve = (at: string[], equity: (number | null)[]): EquityCurve => ({
  at,
  equity,
  drawdown: [],
  gross_exposure: [],
  net_exposure: [],
  benchmark: [],
});
const DAYS = ["2020-01-02T00:00:00Z", "2020-01-03T00:00:00Z", "2020-01-06T00:00:00Z"];

describe("a curve", () => {
  it("finds the moment that is not after a time", () => {
    expect([0, 1, 1.5, 3, 9].map((at) => momentAt([1, 2, 3], at))).toEqual([0, 0, 0, 2, 2]);
  });

  it("marks fills at its value, and leaves out those where it is not known", () => {
    const fills = [
      { at: DAYS[0]!, side: "buy" as const },
      { at: DAYS[1]!, side: "sell" as const },
      { at: "2020-01-05T00:00:00Z", side: "sell" as const },
      { at: DAYS[2]!, side: "sell" as const },
    ];
    expect(marksOf(curve(DAYS, [10, null, 12]), fills)).toEqual([
      { i: 0, value: 10, isUp: true },
      { i: 2, value: 12, isUp: false },
    ]);
    expect(marksOf(curve([], []), fills)).toEqual([]);
  });

  it("is of a day where no two moments share one", () => {
    expect(isIntraday({ at: DAYS })).toBe(false);
    expect(isIntraday({ at: ["2020-01-02T10:00:00Z", "2020-01-02T11:00:00Z"] })).toBe(true);
  });

  it("stands over others as growth of one, with no value before its start and after its end", () => {
    const { dates, lines } = together([
      { name: "a", curve: curve(DAYS, [10, null, 12]) },
      { name: "b", curve: curve([DAYS[1]!], [5]) },
    ]);
    expect(dates).toEqual(DAYS);
    expect(lines).toEqual([
      [1, null, 1.2],
      [null, 1, null],
    ]);
  });
});

it("decisions that did nothing are no step, and the last step reaches from nothing to the sum", () => {
  const nothing = { open: "0", dividends: "0.00", slippage: "0", financing: "0", currency: "0" };
  const gain: Attribution = { signal: "300", sizing: "-100", fees: "-50", ...nothing, total: "150" };
  const found = steps(
    gain,
    1000,
    (name) => name,
    "Together",
    (amount) => amount,
  );
  expect(found.map(({ name, from, to }) => [name, from, Number(to.toFixed(6))])).toEqual([
    ["signal", 0, 0.3],
    ["sizing", 0.3, 0.2],
    ["fees", 0.19999999999999998, 0.15],
    ["Together", 0, 0.15],
  ]);
  expect(found.at(-1)?.isTotal).toBe(true);
});

describe("significance", () => {
  const of = (deflated: number | null, alone: number | null): BacktestSignificance => ({
    n_trials: 12,
    n_known: 3,
    expected_best_sharpe: deflated === null ? null : 0.7,
    deflated_sharpe: deflated,
    undefined: deflated === null ? "too few are known" : null,
    n_missing: 0,
    report: {
      n_returns: 100,
      n_trials: 3,
      intervals: [],
      data_snooping: null,
      mean_block_length: 1,
      overfitting: null,
      figures: [
        { name: "probabilistic_sharpe", value: alone, undefined: null, unit: "fraction", convention: "" },
        { name: "deflated_sharpe", value: 0.99, undefined: null, unit: "fraction", convention: "c" },
      ],
    },
  });

  it("goes by all trials that were counted where they are known, else by the run alone", () => {
    expect(belief(of(0.97, 0.99))).toBe("stands_out");
    expect(belief(of(0.6, 0.99))).toBe("like_luck");
    expect(belief(of(null, 0.99))).toBe("hardly_chance");
    expect(belief(of(null, 0.5))).toBe("maybe_chance");
    expect(belief(of(null, null))).toBe("unknown");
  });

  it("shows the figure of all trials, or why there is none, and never the one of the known trials alone", () => {
    expect(counted(of(0.6, 1))[1]).toMatchObject({ value: 0.6, undefined: null, convention: "c" });
    expect(counted(of(null, 1))[1]).toMatchObject({ value: null, undefined: "too few are known" });
  });
});
