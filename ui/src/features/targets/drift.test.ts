import { describe, expect, it } from "vitest";

import { fractionOf, percentOf } from "@/lib/decimal";
import { instrumentsOf, type TargetModel } from "@/lib/targetTree";
import { cashOf, driftRows, outside, problemOf, sumOf, todayOf } from "./drift";
import { movedTo, problemIn, removed, shifted, tidyBand, withAdded, withGroup, withWeight } from "./treeEdit";

const position = (instrument_id: string, value: number | null) => ({ instrument_id, weight: { value, unknown: null } });
const positions = (...list: ReturnType<typeof position>[]) => ({ positions: list }) as never;

describe("weights of a target", () => {
  it("are turned to percent and back without losing a digit", () => {
    expect(percentOf("0.12345678")).toBe("12.345678");
    expect(fractionOf("12.345678")).toBe("0.12345678");
    expect(fractionOf("5")).toBe("0.05");
    expect(percentOf("0")).toBe("0");
  });

  it("leave cash, exactly", () => {
    expect(sumOf({ a: "0.1", b: "0.2" })).toBe("0.3");
    expect(cashOf({ a: "0.1", b: "0.2" })).toBe("0.7");
    expect(cashOf({ a: "1.3", b: "-0.2" })).toBe("-0.1");
  });

  it("are refused above what there is, but not long against short", () => {
    expect(problemOf({ a: "0.5", b: "0.5" })).toBeNull();
    expect(problemOf({ a: "0.5", b: "0.51" })).toBe("too_much");
    expect(problemOf({ a: "1.3", b: "-0.3" })).toBeNull();
    expect(problemOf({ a: "10.5" })).toBe("out_of_range");
  });
});

describe("drift", () => {
  const target = { weights: { a: "0.5", b: "0.3" }, tolerance: "0.02", tree: null };

  it("adds the accounts together, and one unknown part makes the whole unknown", () => {
    const today = todayOf(positions(position("a", 0.2), position("a", 0.25), position("b", 0.1), position("b", null)));
    expect(today.get("a")).toBeCloseTo(0.45, 12);
    expect(today.get("b")).toBeNull();
  });

  it("is today less target, the largest first, with what is held beside it and the cash at the end", () => {
    const rows = driftRows(target, todayOf(positions(position("a", 0.49), position("c", 0.1))));
    expect(rows.map(({ id, drift, standing }) => [id, drift && Number(drift.toFixed(12)), standing])).toEqual([
      ["b", -0.3, "under"],
      ["c", 0.1, "over"],
      ["a", -0.01, "within"],
      [null, 0.21, "over"],
    ]);
    expect(outside(rows)).toBe(3);
  });

  it("on the edge of the band is within", () => {
    const [row] = driftRows({ weights: { a: "0.3" }, tolerance: "0.05", tree: null }, new Map([["a", 0.35]]));
    expect(row?.standing).toBe("within");
  });

  it("of what cannot be valued is unknown, also that of the cash", () => {
    const rows = driftRows(target, todayOf(positions(position("a", null))));
    expect(rows.find(({ id }) => id === "a")).toMatchObject({ today: null, drift: null, standing: "unknown" });
    expect(rows.at(-1)).toMatchObject({ id: null, today: null, standing: "unknown" });
    expect(rows.find(({ id }) => id === "b")?.today).toBe(0);
  });

  it("is not judged without a band", () => {
    const rows = driftRows({ weights: { a: "0.3" }, tolerance: null, tree: null }, new Map([["a", 0.9]]));
    expect(rows[0]?.standing).toBeNull();
    expect(outside(rows)).toBeNull();
  });
});

describe("groups", () => {
  const tree: TargetModel = {
    members: [
      {
        kind: "group",
        name: "Stocks",
        weight: "0.6",
        band: { absolute: "0.05" },
        member_band: { relative: "0.25" },
        members: [
          { kind: "instrument", instrument: "a", weight: "0.5" },
          { kind: "instrument", instrument: "b", weight: "0.5" },
        ],
      },
      { kind: "instrument", instrument: "c", weight: "0.3" },
    ],
  };

  it("are held against their own bands, members before what is held beside", () => {
    const today = new Map([
      ["a", 0.4],
      ["b", 0.28],
      ["d", 0.1],
    ]);
    const rows = driftRows({ weights: { a: "0.3", b: "0.3", c: "0.3" }, tolerance: null, tree }, today);
    expect(rows.map(({ id, group, level, target, standing }) => [id ?? group, level, target, standing])).toEqual([
      ["Stocks", 0, "0.6", "over"],
      ["a", 1, "0.3", "over"],
      ["b", 1, "0.3", "within"],
      ["c", 0, "0.3", null],
      ["d", 0, "0", "over"],
      [null, 0, "0.1", null],
    ]);
    expect(rows[0]?.today).toBeCloseTo(0.68, 12);
    const unknown = driftRows({ weights: {}, tolerance: null, tree }, new Map([["a", null]]));
    expect(unknown[0]).toMatchObject({ today: null, standing: "unknown" });
  });

  it("are moved, filled and emptied without losing a member", () => {
    const moved = movedTo(tree, [1], [0]);
    expect(instrumentsOf(moved)).toEqual(["a", "b", "c"]);
    expect(moved.members).toHaveLength(1);
    // A group does not go into itself, nor a member where it is.
    expect(movedTo(tree, [0], [0])).toBe(tree);
    expect(movedTo(tree, [0, 1], [0])).toBe(tree);
    const out = movedTo(tree, [0, 0], []);
    expect(out.members.map((node) => node.kind)).toEqual(["group", "instrument", "instrument"]);
    expect(instrumentsOf(shifted(tree, [0, 1], -1))).toEqual(["b", "a", "c"]);
    expect(shifted(tree, [0, 0], -1)).toEqual(tree);
    expect(instrumentsOf(removed(tree, [0]))).toEqual(["c"]);
    expect(withAdded(tree, [0], "c")).toBe(tree);
    expect(withGroup(tree, [], "Stocks").members[2]).toMatchObject({ name: "Stocks 2" });
  });

  it("are refused as the server would", () => {
    expect(problemIn(tree)).toBeNull();
    expect(problemIn(withGroup(tree, [], "Empty"))).toEqual({ kind: "empty_group", name: "Empty" });
    expect(problemIn(movedTo(tree, [1], [0]))).toEqual({ kind: "group_sum", name: "Stocks" });
    expect(problemIn(withWeight(tree, [1], "0.5"))).toEqual({ kind: "too_much" });
    expect(problemIn(withWeight(tree, [1], "-0.1"))).toEqual({ kind: "negative" });
    expect(problemIn({ members: [{ kind: "instrument", instrument: "a", weight: "1.2" }] })).toEqual({
      kind: "too_much",
    });
    expect(tidyBand({ absolute: null })).toBeNull();
    expect(tidyBand({ absolute: "0.1", relative: null })).toEqual({ absolute: "0.1" });
  });
});
