import { describe, expect, it } from "vitest";

import {
  BEGUN,
  countOf,
  draftOf,
  lacks,
  questionOf,
  rangeProblem,
  type SetupDraft,
  SWEEP_BEGUN,
  type SweepDraft,
  sweepQuestionOf,
  trialsOf,
} from "./setup";
import { type BacktestQuestion, type StrategyForm } from "./types";

const FULL: SetupDraft = {
  ...BEGUN,
  instrument_ids: ["a", "b"],
  from: "2015-01-02",
  to: "2020-12-31",
  fee: "share",
  fee_amount: "0.001",
  fee_minimum: "1",
  slippage: "half_spread",
  slippage_amount: 0.0004,
  volume_share: 0.1,
  short: true,
  benchmark: "sixty_forty",
  benchmark_ids: ["a", "b"],
};

describe("a set-up", () => {
  it("says what it lacks, in the order in which it is asked", () => {
    expect(lacks(BEGUN, null)).toEqual(["instruments"]);
    expect(lacks(FULL, null)).toEqual([]);
    const wrong: SetupDraft = { ...FULL, cash: "0", from: "2021-01-01", fee_amount: null, slippage_amount: null };
    expect(lacks({ ...wrong, benchmark_ids: ["a"] }, null)).toEqual(["cash", "period", "fee", "slippage", "benchmark"]);
  });

  it("counts instruments by the catalogue", () => {
    const pairs: StrategyForm = {
      kind: "pairs",
      title: "Pairs",
      words: "",
      instruments_min: 2,
      instruments_max: 2,
      parameters: [],
    };
    expect(lacks({ ...FULL, instrument_ids: ["a"] }, pairs)).toEqual(["more_instruments"]);
    expect(lacks({ ...FULL, instrument_ids: ["a", "b", "c"] }, pairs)).toEqual(["fewer_instruments"]);
    expect(lacks(FULL, pairs)).toEqual([]);
  });

  it("makes a question of what is said, and leaves out the rest", () => {
    const question = questionOf({ ...BEGUN, instrument_ids: ["a"] });
    expect(question).toEqual({
      specification: { kind: "moving_average_cross" },
      instrument_ids: ["a"],
      interval: "1d",
      settings: {
        cash: "100000",
        account: { mode: "cash" },
        arrival: null,
        slippage: { kind: "none" },
        fees: { rate: { kind: "free" } },
        volume_share: null,
        currency: null,
        limits: { allow_short: false },
      },
    });
    expect(questionOf({ ...FULL, strategy_id: "s" })).toMatchObject({ strategy_id: "s" });
    expect(questionOf({ ...FULL, strategy_id: "s" }).specification).toBeUndefined();
  });

  it("comes back from its question as it was", () => {
    const question = questionOf(FULL);
    expect(draftOf(question, FULL.specification)).toEqual({ ...FULL, kept: question });
    const kept: SetupDraft = { ...FULL, strategy_id: "s", margin: true, fee: "per_unit", slippage: "none" };
    const again = draftOf(questionOf(kept), kept.specification);
    expect(again).toEqual({ ...kept, slippage_amount: null, kept: questionOf(kept) });
    expect(questionOf(again)).toEqual(questionOf(kept));
  });

  it("keeps what a run was asked and the form does not know", () => {
    const asked: BacktestQuestion = {
      specification: { kind: "pairs" },
      instrument_ids: ["a", "b"],
      interval: "1d",
      ledger_actions: false,
      settings: {
        ...questionOf(FULL).settings,
        account: { mode: "margin", initial: "1", maintenance: "0" },
        fees: { rate: { kind: "maker_taker", maker: "0", taker: "0.001" } },
        interest: { debit: "0.05", credit: "0", borrow: "0.01" },
        limits: { allow_short: true, order_units_max: "10" },
      },
      benchmark: { kind: "weights", weights: [0.3, 0.7], instrument_ids: ["a", "b"] },
    };
    const draft = draftOf(asked, { kind: "pairs" });
    expect(draft).toMatchObject({ fee: "other", benchmark: "other", margin: true });
    expect(lacks(draft, null)).toEqual([]);
    expect(questionOf(draft)).toEqual(asked);
    expect(questionOf({ ...draft, fee: "free", benchmark: "none" })).toMatchObject({
      settings: { fees: { rate: { kind: "free" } }, interest: { debit: "0.05" } },
    });
  });

  it("asks for one instrument of an index, whatever was chosen before", () => {
    expect(questionOf({ ...FULL, benchmark: "index" }).benchmark).toEqual({ kind: "index", instrument_ids: ["a"] });
    expect(questionOf({ ...FULL, benchmark: "none" }).benchmark).toBeUndefined();
  });
});

describe("a sweep", () => {
  const draft: SweepDraft = {
    ...SWEEP_BEGUN,
    setup: FULL,
    ranges: { fast: { from: 5, to: 20, step: 5 }, slow: { from: 30, to: 60, step: 10 } },
  };

  it("counts the values of a range, the ends included where the steps reach them", () => {
    expect(countOf({ from: 5, to: 20, step: 5 })).toBe(4);
    expect(countOf({ from: 0, to: 1, step: 0.1 })).toBe(11);
    expect(countOf({ from: 5, to: 5, step: 1 })).toBe(1);
    expect(rangeProblem({ from: 5, to: null, step: 1 })).toBe("empty");
    expect(rangeProblem({ from: 6, to: 5, step: 1 })).toBe("backwards");
    expect(rangeProblem({ from: 5, to: 6, step: 0 })).toBe("step");
    expect(countOf({ from: 6, to: 5, step: 1 })).toBeNull();
  });

  it("multiplies them for every combination, and counts trials by chance as they are given", () => {
    expect(trialsOf(draft)).toBe(16);
    expect(trialsOf({ ...draft, search: "random", trials: 7 })).toBe(7);
    expect(trialsOf({ ...draft, ranges: {} })).toBeNull();
    expect(trialsOf({ ...draft, ranges: { fast: { from: null, to: 1, step: 1 } } })).toBeNull();
  });

  it("keeps the fast average below the slow one only where both vary", () => {
    const question = sweepQuestionOf(draft, "moving_average_cross");
    expect(question.sweep.ascending).toEqual([["fast", "slow"]]);
    expect(question.sweep.parameters[0]).toEqual({ name: "fast", kind: "steps", from: 5, to: 20, step: 5 });
    const one = { ...draft, ranges: { fast: { from: 5, to: 20, step: 5 } } };
    expect(sweepQuestionOf(one, "moving_average_cross").sweep.ascending).toEqual([]);
    expect(sweepQuestionOf(draft, "script").sweep.ascending).toEqual([]);
  });

  it("tells a guided search what it looks for", () => {
    const question = sweepQuestionOf({ ...draft, search: "guided", figure: "max_drawdown" }, "moving_average_cross");
    expect(question.sweep.search).toEqual({
      kind: "guided",
      trials: 100,
      seed: 1,
      figure: "max_drawdown",
      goal: "highest",
    });
  });
});
