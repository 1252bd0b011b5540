import { describe, expect, it } from "vitest";

import { add } from "./decimal";
import {
  canonical,
  cashOf,
  flatten,
  isNested,
  membersAt,
  modelOfWeights,
  placeOf,
  scaled,
  setCash,
  setWhole,
  sumAt,
  type TargetModel,
  withInstrument,
  without,
} from "./targetTree";

const flat = (weights: Record<string, string>): TargetModel => modelOfWeights(weights, "0.05");
const weightsAt = (model: TargetModel, path: number[] = []): string[] => membersAt(model, path).map((n) => n.weight);

/** 60/40 with three stocks inside of the 60. */
const NESTED: TargetModel = {
  members: [
    {
      kind: "group",
      name: "Stocks",
      weight: "0.6",
      band: { absolute: "0.05" },
      member_band: { relative: "0.25" },
      members: [
        { kind: "instrument", instrument: "a", weight: "0.5" },
        { kind: "instrument", instrument: "b", weight: "0.3" },
        { kind: "instrument", instrument: "c", weight: "0.2" },
      ],
    },
    { kind: "instrument", instrument: "d", weight: "0.3" },
  ],
};

describe("a nested target", () => {
  it("has weights and bands of the whole portfolio", () => {
    const rows = flatten(NESTED);
    expect(rows.map(({ level, whole }) => [level, Number(whole.toFixed(12))])).toEqual([
      [0, 0.6],
      [1, 0.3],
      [1, 0.18],
      [1, 0.12],
      [0, 0.3],
    ]);
    expect(rows[0]?.band).toEqual({ lower: 0.6 - 0.05, upper: 0.6 + 0.05 });
    expect(rows[1]?.band?.lower).toBeCloseTo(0.225, 12);
    expect(rows[4]?.band).toBeNull();
    expect(cashOf(NESTED)).toBe(0.1);
    expect(isNested(NESTED)).toBe(true);
    expect(isNested(flat({ a: "1" }))).toBe(false);
  });

  it("takes the narrower of two bands", () => {
    const both: TargetModel = {
      member_band: { absolute: "0.05", relative: "0.25" },
      members: [
        { kind: "instrument", instrument: "a", weight: "0.8" },
        { kind: "instrument", instrument: "b", weight: "0.08" },
      ],
    };
    const [large, small] = flatten(both);
    expect(large?.band?.upper).toBeCloseTo(0.85, 12);
    expect(small?.band?.upper).toBeCloseTo(0.1, 12);
  });
});

describe("dragging", () => {
  it("inside a group scales the siblings and leaves the group", () => {
    // 0.18 of the portfolio is 0.3 of the group; the others share 0.7 as 0.5 to 0.2 did with 0.7.
    expect(weightsAt(setWhole(NESTED, [0, 1], 0.18), [0])).toEqual(["0.5", "0.3", "0.2"]);
    // b to half of the group: a and c share the rest as 5 to 2.
    const moved = setWhole(NESTED, [0, 1], 0.3);
    expect(weightsAt(moved, [0])).toEqual(["0.3571428571", "0.5", "0.1428571429"]);
    expect(weightsAt(moved)).toEqual(["0.6", "0.3"]);
  });

  it("sums to exactly one whatever is dragged", () => {
    for (let i = 0; i <= 60; i += 1) {
      const moved = setWhole(NESTED, [0, 0], i / 100);
      expect(Number(weightsAt(moved, [0]).reduce((a, b) => add(a, b)))).toBe(1);
    }
  });

  it("cannot leave its group", () => {
    expect(weightsAt(setWhole(NESTED, [0, 0], 0.9), [0])).toEqual(["1", "0", "0"]);
    expect(weightsAt(setWhole(NESTED, [0, 0], -1), [0])).toEqual(["0", "0.6", "0.4"]);
  });

  it("to the end and back changes nothing, because it starts from what there was", () => {
    setWhole(NESTED, [0, 0], 0.6);
    expect(setWhole(NESTED, [0, 0], 0.3)).toEqual(NESTED);
  });

  it("splits equally what siblings without weight get back", () => {
    const all = setWhole(NESTED, [0, 0], 0.6);
    expect(weightsAt(setWhole(all, [0, 0], 0.3), [0])).toEqual(["0.5", "0.25", "0.25"]);
  });

  it("moves nothing where a member is alone in its group, or the group has no weight", () => {
    const alone: TargetModel = {
      members: [
        {
          kind: "group",
          name: "G",
          weight: "0.5",
          members: [{ kind: "instrument", instrument: "a", weight: "1" }],
        },
        {
          kind: "group",
          name: "H",
          weight: "0",
          members: [
            { kind: "instrument", instrument: "b", weight: "0.5" },
            { kind: "instrument", instrument: "c", weight: "0.5" },
          ],
        },
      ],
    };
    expect(setWhole(alone, [0, 0], 0.2)).toEqual(alone);
    expect(setWhole(alone, [1, 0], 0.2)).toEqual(alone);
  });

  it("at the top takes from cash first, then from the others in proportion", () => {
    const target = flat({ a: "0.5", b: "0.3", c: "0.1" });
    const some = setWhole(target, [2], 0.15);
    expect(weightsAt(some)).toEqual(["0.5", "0.3", "0.15"]);
    expect(cashOf(some)).toBe(0.05);
    const more = setWhole(target, [2], 0.6);
    expect(weightsAt(more)).toEqual(["0.25", "0.15", "0.6"]);
    expect(cashOf(more)).toBe(0);
    expect(cashOf(setWhole(target, [0], 0.2))).toBeCloseTo(0.4, 12);
  });

  it("of cash scales everything at the top", () => {
    const target = setCash(flat({ a: "0.6", b: "0.4" }), 0.25);
    expect(weightsAt(target)).toEqual(["0.45", "0.3"]);
    expect(cashOf(target)).toBe(0.25);
  });
});

describe("sameness", () => {
  it("is of what is asked for, not of how it is written", () => {
    const rewritten: TargetModel = {
      source: "model",
      member_band: null,
      members: [
        { weight: "0.30", instrument: "d", kind: "instrument", band: null },
        { ...NESTED.members[0]!, weight: "0.600" },
      ],
    };
    expect(canonical(rewritten)).toBe(canonical(NESTED));
    expect(canonical(setWhole(NESTED, [1], 0.31))).not.toBe(canonical(NESTED));
    expect(canonical({ ...NESTED, member_band: { absolute: "0.05" } })).not.toBe(canonical(NESTED));
  });
});

describe("members", () => {
  it("come without weight and go leaving theirs to the group", () => {
    const more = withInstrument(NESTED, "e");
    expect(placeOf(more, "e")).toEqual([2]);
    expect(placeOf(NESTED, "e")).toBeNull();
    const fewer = without(NESTED, [0, 0]);
    expect(weightsAt(fewer, [0])).toEqual(["0.6", "0.4"]);
    expect(sumAt(fewer, [0])).toBe(1);
    expect(weightsAt(without(NESTED, [1]))).toEqual(["0.6"]);
  });

  it("share whole units without a remainder", () => {
    expect(scaled([1, 1, 1], 10)).toEqual([4, 3, 3]);
    expect(scaled([0, 0], 5)).toEqual([3, 2]);
    expect(scaled([], 5)).toEqual([]);
  });
});
