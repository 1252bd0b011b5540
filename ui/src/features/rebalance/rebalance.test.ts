import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ApiError } from "@/api/errors";
import { type TargetModel, setWhole } from "@/lib/targetTree";
import { afterToggle, chosenIds } from "./accounts";
import { changedRules, draftOf, isEdited, modelOf, termsOf, toggled, weightFields } from "./draft";
import { explainFigure } from "./explain";
import { moneyOf, unknownReason } from "./figures";
import { unpriced } from "./problem";
import { axesOf, keyWeight, linesOf } from "./rows";
import { makeSession } from "./session";
import { heldWeights } from "./start";
import { type Preview, type Target, type Terms } from "./types";

const TARGET: Target = {
  id: "t1",
  name: "Core",
  weights: { b: "0.3", a: "0.6" },
  tolerance: "0.05",
  tree: null,
  source_optimization_id: null,
  note: null,
  updated_at: "2026-01-01T00:00:00Z",
};

const NESTED: TargetModel = {
  members: [
    {
      kind: "group",
      name: "Stocks",
      weight: "0.9",
      members: [
        { kind: "instrument", instrument: "a", weight: "0.5" },
        { kind: "instrument", instrument: "b", weight: "0.5" },
      ],
    },
  ],
};

const FIGURES = {
  objective: "34.4",
  tax_now: "66",
  tax_price: "33",
  tax_later: "10",
  cost: "0",
  drift_price: "1.4",
  location_price: "0",
  realized_short_term: "0",
  realized_long_term: "330",
  traded: "8930",
  off_target: "0.001",
  tracking_error: null,
  cash: "30",
};

/** 375 of stock, 312.5 of bonds, 312.5 of cash in a thousand; the third is held beside the target. */
const PREVIEW = {
  date: "2026-11-30",
  base_currency: "USD",
  target_name: null,
  fingerprint: "f",
  plan: {
    value: "1000",
    trades: [
      {
        side: "sell",
        account: "Brokerage",
        instrument: "AAA",
        units: "33",
        price: "60",
        currency: "USD",
        amount: "1980",
        spread: "0",
        commission: "0",
        lots: [{ lot: "AAA of 2024-01-02", units: "33", cost: "1650", gain: "330", term: "long", tax: "66" }],
        gain: "330",
        tax: "66",
        closes_position: false,
        reasons: [{ code: "over_target", words: "AAA is over its target" }],
      },
    ],
    figures: FIGURES,
    untouched: { ...FIGURES, tax_now: "0" },
    greedy: null,
    search: { bound: 34, gap: 0.4, nodes: 5 },
    accounts: [{ account: "Brokerage", cash_before: "312.5", cash_after: "30", currencies: [] }],
    drift_before: [
      {
        kind: "instrument",
        name: "AAA",
        level: 0,
        group: null,
        target: "0.6",
        current: "0.375",
        drift: "-0.225",
        band: { lower: "0.55", upper: "0.65" },
        verdict: "under",
      },
      {
        kind: "instrument",
        name: "BBB",
        level: 0,
        group: null,
        target: "0.3",
        current: "0.3",
        drift: "0",
        band: { lower: "0.25", upper: "0.35" },
        verdict: "within",
      },
      {
        kind: "instrument",
        name: "CCC",
        level: 0,
        group: null,
        target: "0",
        current: "0.0125",
        drift: "0.0125",
        band: { lower: "0", upper: "0" },
        verdict: "over",
      },
    ],
    drift_after: [
      {
        kind: "instrument",
        name: "AAA",
        level: 0,
        group: null,
        target: "0.6",
        current: "0.6",
        drift: "0",
        band: { lower: "0.55", upper: "0.65" },
        verdict: "within",
      },
      {
        kind: "instrument",
        name: "BBB",
        level: 0,
        group: null,
        target: "0.3",
        current: "0.3",
        drift: "0",
        band: { lower: "0.25", upper: "0.35" },
        verdict: "within",
      },
    ],
    blocked: [],
    notes: [],
  },
  instruments: { AAA: { instrument_id: "a" }, BBB: { instrument_id: "b" }, CCC: { instrument_id: "c" } },
  accounts: {},
  lots: {},
  taxes: { counted: false, rules: null, rates: null, note: "choose a place", wash_sales: null },
  risk: { first_date: null, last_date: null, n_observations: null, missing: [], note: "too few prices" },
  wash_sales: [],
  warnings: [],
} as unknown as Preview;

const symbolOf = (id: string): string => ({ a: "AAA", b: "BBB", c: "CCC" })[id] ?? id;

describe("a draft", () => {
  const draft = draftOf(TARGET);

  it("has the target's weights, the largest first, and its band", () => {
    expect(draft.model.members.map((node) => node.weight)).toEqual(["0.6", "0.3"]);
    expect(draft.model.member_band).toEqual({ absolute: "0.05" });
    expect(modelOf({ ...TARGET, tree: NESTED })).toBe(NESTED);
  });

  it("names the saved target until a weight is edited", () => {
    expect(isEdited(draft, TARGET)).toBe(false);
    expect(termsOf(draft, TARGET, "full").target).toEqual({ kind: "saved", target_id: "t1" });
    const edited = { ...draft, model: setWhole(draft.model, [0], 0.5) };
    expect(isEdited(edited, TARGET)).toBe(true);
    expect(termsOf(edited, TARGET, "quick")).toMatchObject({
      target: { kind: "given", model: { members: [{ weight: "0.5" }, { weight: "0.3" }] } },
      effort: "quick",
    });
    const back = { ...edited, model: setWhole(edited.model, [0], 0.6) };
    expect(isEdited(back, TARGET)).toBe(false);
  });

  it("sends flows that are something, and says what is unusual", () => {
    const rules = { ...draft, flows: { x: "0", y: "-5" }, washSales: "warn" as const, commission: "1" };
    expect(termsOf(rules, TARGET, "full").flows).toEqual({ y: "-5" });
    expect([changedRules(draft), changedRules(rules)]).toEqual([0, 2]);
  });

  it("is saved as plain weights where there are no groups", () => {
    expect(weightFields(draft.model)).toEqual({ weights: { a: "0.6", b: "0.3" }, tree: null, tolerance: "0.05" });
    expect(weightFields(NESTED)).toEqual({ weights: {}, tree: NESTED, tolerance: null });
    expect(toggled(["a"], "b")).toEqual(["a", "b"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  });

  it("keeps at least one account, and says all as none", () => {
    const accounts = [
      { id: "x", kind: "taxable" },
      { id: "y", kind: "tax_free" },
      { id: "p", kind: "paper" },
    ] as unknown as Parameters<typeof afterToggle>[1];
    expect(chosenIds(draft, accounts)).toEqual(["x", "y"]);
    const one = afterToggle({ ...draft, flows: { y: "5" } }, accounts, "y");
    expect([one.accountIds, one.flows]).toEqual([["x"], {}]);
    expect(afterToggle(one, accounts, "x")).toBe(one);
    expect(afterToggle(one, accounts, "y").accountIds).toEqual([]);
  });
});

describe("the lines of the weights", () => {
  it("set the draft beside what is held and what is planned; cash is last", () => {
    const lines = linesOf(draftOf(TARGET).model, PREVIEW, symbolOf, "Cash");
    expect(lines.map(({ name, kind, current, planned }) => [name, kind, current, planned])).toEqual([
      ["AAA", "instrument", 0.375, 0.6],
      ["BBB", "instrument", 0.3, 0.3],
      ["CCC", "beside", 0.0125, null],
      ["Cash", "cash", 0.3125, 0.03],
    ]);
    expect(lines[0]).toMatchObject({ before: "under", after: "within", upper: 0.65 });
    expect(lines[3]?.whole).toBeCloseTo(0.1, 12);
  });

  it("show groups with their members, also before there is a plan", () => {
    const lines = linesOf(NESTED, null, symbolOf, "Cash");
    expect(lines.map(({ name, level, whole }) => [name, level, Number(whole.toFixed(10))])).toEqual([
      ["Stocks", 0, 0.9],
      ["AAA", 1, 0.45],
      ["BBB", 1, 0.45],
      ["Cash", 0, 0.1],
    ]);
    expect(lines.every(({ current }) => current === null)).toBe(true);
    expect(axesOf(lines)).toEqual({ groups: 1, instruments: 0.6 });
  });

  it("move by tenths of a percent, with Shift by whole ones", () => {
    expect(keyWeight("ArrowRight", false, 0.1)).toBeCloseTo(0.101, 12);
    expect(keyWeight("ArrowDown", true, 0.1)).toBeCloseTo(0.09, 12);
    expect(keyWeight("ArrowLeft", false, 0)).toBe(0);
    expect(keyWeight("End", false, 0.3)).toBe(1);
    expect(keyWeight("a", false, 0.3)).toBeNull();
  });
});

describe("figures", () => {
  it("without taxes are unknown, not zero, and say why", () => {
    expect(moneyOf("tax_now", FIGURES, PREVIEW)).toBeNull();
    expect(unknownReason("tax_now", PREVIEW)).toBe("choose a place");
    expect(unknownReason("tracking_error", PREVIEW)).toBe("too few prices");
    const counted = { ...PREVIEW, taxes: { ...PREVIEW.taxes, counted: true } };
    expect(moneyOf("tax_now", FIGURES, counted)).toBe("66");
  });

  it("open into trades and lots", () => {
    const counted = { ...PREVIEW, taxes: { ...PREVIEW.taxes, counted: true } };
    const tree = explainFigure("tax_now", counted, "Tax now");
    expect(tree).toMatchObject({ value: "66", unit: "USD" });
    expect(tree.inputs[0]?.inputs[0]).toMatchObject({ title: "AAA of 2024-01-02", value: "66" });
    expect(explainFigure("tracking_error", PREVIEW, "TE").unknown?.message).toBe("too few prices");
    expect(explainFigure("objective", counted, "O").inputs.map((i) => i.value)).toEqual(["33", "0", "1.4", "0"]);
  });

  it("of today begin a target that never sums to more than what is held", () => {
    const position = (instrument_id: string, value: number | null) => ({ instrument_id, weight: { value } });
    const positions = [position("a", 0.50009), position("b", 0.2), position("a", 0.1), position("c", null)];
    expect(heldWeights({ positions } as unknown as Parameters<typeof heldWeights>[0])).toEqual({
      a: "0.6000",
      b: "0.2000",
    });
  });

  it("name the instrument that lacks a price", () => {
    const error = new ApiError({ status: 422, code: "price_missing", title: "", detail: "BRK B has no price: what" });
    expect(unpriced(error)).toBe("BRK B");
    expect(unpriced(new ApiError({ status: 422, code: "invalid", title: "", detail: "X has no price" }))).toBeNull();
  });
});

describe("a session", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  interface Asked {
    terms: Terms;
    answer: (preview: Preview) => void;
    refuse: (error: unknown) => void;
  }
  const start = () => {
    const asked: Asked[] = [];
    const ask = (terms: Terms) =>
      new Promise<Preview>((answer, refuse) => {
        asked.push({ terms, answer, refuse });
      });
    return { asked, session: makeSession(draftOf(TARGET), ask, [TARGET]) };
  };
  const told = (name: string): Preview => ({ ...PREVIEW, fingerprint: name });
  const settle = async (): Promise<void> => {
    await vi.advanceTimersByTimeAsync(0);
  };
  const drag = (session: ReturnType<typeof start>["session"], to: number): void =>
    session.edit((draft) => ({ ...draft, model: setWhole(draft.model, [0], to) }), "drag");

  it("asks for the newest weight while it is dragged, and for whole shares when it rests", async () => {
    const { asked, session } = start();
    session.dragging(true);
    for (const to of [0.59, 0.58, 0.57]) drag(session, to);
    expect(asked).toHaveLength(1);
    asked[0]?.answer(told("first"));
    await settle();
    expect(session.plan.get()).toMatchObject({ effort: "quick", isPending: true });
    expect(asked).toHaveLength(2);
    expect(asked[1]?.terms.target).toMatchObject({ model: { members: [{ weight: "0.57" }, { weight: "0.3" }] } });
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.every(({ terms }) => terms.effort === "quick")).toBe(true);
    session.dragging(false);
    expect(asked.at(-1)?.terms.effort).toBe("full");
    asked.at(-1)?.answer(told("whole"));
    await settle();
    expect(session.plan.get()).toMatchObject({ effort: "full", isPending: false, preview: { fingerprint: "whole" } });
    // A quick answer that comes late does not replace the final one.
    asked[1]?.answer(told("late"));
    await settle();
    expect(session.plan.get().preview?.fingerprint).toBe("whole");
    expect(session.history.get().past).toHaveLength(1);
    session.undo();
    expect(session.history.get().present.model.members[0]?.weight).toBe("0.6");
  });

  it("drops the final plan of weights that moved on", async () => {
    const { asked, session } = start();
    session.replan();
    await vi.advanceTimersByTimeAsync(300);
    const [, full] = asked;
    expect(full?.terms.effort).toBe("full");
    drag(session, 0.5);
    full?.answer(told("old"));
    await settle();
    expect(session.plan.get().preview).toBeNull();
    asked[0]?.answer(told("quick of old"));
    await settle();
    expect(session.plan.get()).toMatchObject({ isPending: true, preview: { fingerprint: "quick of old" } });
  });

  it("keeps the last plan beside an error, and asks no more", async () => {
    const { asked, session } = start();
    session.replan();
    asked[0]?.answer(told("good"));
    await settle();
    drag(session, 0.5);
    asked.at(-1)?.refuse(new ApiError({ status: 422, code: "price_missing", title: "", detail: "X has no price" }));
    await settle();
    expect(session.plan.get()).toMatchObject({
      isPending: false,
      error: { code: "price_missing" },
      preview: { fingerprint: "good" },
    });
    const count = asked.length;
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(count);
  });
});
