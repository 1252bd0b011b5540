import { describe, expect, it } from "vitest";

import { cashOf, driftRows, fractionOf, outside, percentOf, problemOf, sumOf, todayOf } from "./drift";

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
  const target = { weights: { a: "0.5", b: "0.3" }, tolerance: "0.02" };

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
    const [row] = driftRows({ weights: { a: "0.3" }, tolerance: "0.05" }, new Map([["a", 0.35]]));
    expect(row?.standing).toBe("within");
  });

  it("of what cannot be valued is unknown, also that of the cash", () => {
    const rows = driftRows(target, todayOf(positions(position("a", null))));
    expect(rows.find(({ id }) => id === "a")).toMatchObject({ today: null, drift: null, standing: "unknown" });
    expect(rows.at(-1)).toMatchObject({ id: null, today: null, standing: "unknown" });
    expect(rows.find(({ id }) => id === "b")?.today).toBe(0);
  });

  it("is not judged without a band", () => {
    const rows = driftRows({ weights: { a: "0.3" }, tolerance: null }, new Map([["a", 0.9]]));
    expect(rows[0]?.standing).toBeNull();
    expect(outside(rows)).toBeNull();
  });
});
