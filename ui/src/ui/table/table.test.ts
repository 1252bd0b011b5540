import { describe, expect, it } from "vitest";

import { toggled } from "./choices";
import { type Column } from "./columns";
import { matching, ordered } from "./rows";
import { grown, type Shape } from "./shape";

interface Row {
  name: string;
  units: string | null;
}
const ROWS: Row[] = [
  { name: "b10", units: "2" },
  { name: "b9", units: null },
  { name: "a", units: "10" },
  { name: "A", units: "2" },
];
const COLUMNS: Column<Row>[] = [
  { id: "name", header: "Name", value: (r) => r.name },
  { id: "units", header: "Units", align: "end", value: (r) => r.units },
];
const names = (rows: readonly Row[]): string[] => rows.map((r) => r.name);

describe("the order of rows", () => {
  it("is by size for figures, by the words' natural order for words, with what is missing last either way", () => {
    const by = (id: string, desc: boolean) => names(ordered(ROWS, COLUMNS, [{ id, desc }], "en"));
    expect(by("name", false)).toEqual(["a", "A", "b9", "b10"]);
    expect(by("units", false)).toEqual(["b10", "A", "a", "b9"]);
    expect(by("units", true)).toEqual(["a", "b10", "A", "b9"]);
  });

  it("asks the next column where the first one says nothing, and stays as it was where none does", () => {
    const sorting = [
      { id: "units", desc: false },
      { id: "name", desc: false },
    ];
    expect(names(ordered(ROWS, COLUMNS, sorting, "en"))).toEqual(["A", "b10", "a", "b9"]);
    expect(ordered(ROWS, COLUMNS, [], "en")).toBe(ROWS);
  });

  it("goes one way, the other way and away with each press", () => {
    const first = toggled([], "units", true, false);
    expect(first).toEqual([{ id: "units", desc: true }]);
    const second = toggled(first, "units", true, false);
    expect(second).toEqual([{ id: "units", desc: false }]);
    expect(toggled(second, "units", true, false)).toEqual([]);
    expect(toggled(first, "name", false, false)).toEqual([{ id: "name", desc: false }]);
    const both = toggled(first, "name", false, true);
    expect(both).toEqual([
      { id: "units", desc: true },
      { id: "name", desc: false },
    ]);
    expect(toggled(both, "units", true, true)[0]).toEqual({ id: "units", desc: false });
    expect(toggled(both, "name", false, false)).toEqual([{ id: "name", desc: false }]);
  });
});

it("a filter wants every word somewhere in the row", () => {
  expect(names(matching(ROWS, COLUMNS, "B 2"))).toEqual(["b10"]);
  expect(matching(ROWS, COLUMNS, "  ")).toBe(ROWS);
});

it("the room for figures only grows", () => {
  const shapes = (digits: number, hasCodes: boolean) => new Map<string, Shape>([["units", { digits, hasCodes }]]);
  const known = shapes(3, true);
  expect(grown(known, shapes(2, false))).toBe(known);
  expect(grown(known, shapes(4, false)).get("units")).toEqual({ digits: 4, hasCodes: true });
});
