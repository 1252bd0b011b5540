import { describe, expect, it } from "vitest";

import { marksOf } from "@/charts/time/studies";
import { type Look } from "@/charts/time/chart";
import { type Entry, isChosen, labelOf, shifted, studiesOf, type View } from "./studies";

const SMA = {
  kind: "sma",
  words: "Simple moving average",
  pane: "overlay",
  parameters: [{ name: "length", words: "Bars", type: "integer", least: 2, most: 1000, default: 30 }],
  outputs: [{ name: "value", style: "line", shift: 0 }],
} as unknown as Entry;

function view(kind: string, outputs: unknown[], missing: string | null = null): View {
  return {
    instrument_id: "i",
    symbol: "UP",
    currency: "USD",
    dates: ["2025-02-03", "2025-02-04", "2025-02-05"],
    indicators: [{ indicator: { kind }, words: "", pane: "overlay", warm_up: 1, outputs, missing }],
  } as unknown as View;
}

describe("indicators of the chart", () => {
  it("are named by kind and parameters, defaults included", () => {
    expect(labelOf({ kind: "sma" }, SMA)).toBe("SMA 30");
    expect(labelOf({ kind: "sma", length: 5 }, SMA)).toBe("SMA 5");
    expect(labelOf({ kind: "session_vwap" }, undefined)).toBe("SESSION VWAP");
  });

  it("are drawn earlier or later by their shift; what leaves the bars is not drawn", () => {
    expect(shifted([1, 2, 3], 0)).toEqual([1, 2, 3]);
    expect(shifted([null, 2, 3], 1)).toEqual([null, null, 2]);
    expect(shifted([1, 2, 3], -2)).toEqual([3, null, null]);
  });

  it("are those that were chosen, and say what cannot be drawn", () => {
    const chosen = [{ id: "a", spec: { kind: "sma" } }];
    const given = view("sma", [{ name: "value", shift: 0, values: [null, 1, 2] }]);
    const [study] = studiesOf(given, chosen, [SMA]).studies;
    expect(study).toMatchObject({ id: "a", label: "SMA 30", pane: "overlay", lines: [{ values: [null, 1, 2] }] });
    expect(study?.times[0]).toBe(Date.UTC(2025, 1, 3) / 1000);
    // An answer to another choice is not shown under the new name.
    expect(studiesOf(view("ema", []), chosen, [SMA])).toEqual({ studies: [], missing: [] });
    expect(studiesOf(view("sma", [], "volume is missing"), chosen, [SMA]).missing).toEqual([
      "SMA 30: volume is missing.",
    ]);
    expect(studiesOf(undefined, chosen, [SMA])).toEqual({ studies: [], missing: [] });
  });

  it("mark bullish patterns below and bearish ones above their bar", () => {
    const look = { colours: { up: "green", down: "red" } } as Look;
    const lines = [{ name: "value", style: "marks" as const, values: [100, 0, -100, null] }];
    const marks = marksOf({ id: "a", label: "", pane: "marks", times: [1, 2, 3, 4], lines }, look);
    expect(marks.map(({ time, position }) => [time, position])).toEqual([
      [1, "belowBar"],
      [3, "aboveBar"],
    ]);
  });

  it("are not taken from a storage that holds something else", () => {
    expect([isChosen([{ id: "a", spec: { kind: "sma" } }]), isChosen([{ id: 1 }]), isChosen("x")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
