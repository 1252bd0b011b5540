import { describe, expect, it } from "vitest";

import { best, type CellsData, goodness, layOutCells, placeAt, span, stepPlace } from "./cells";

const DATA: CellsData = {
  x: "Fast",
  y: "Slow",
  x_values: [5, 10, 15],
  y_values: [20, 40],
  cells: [
    [0.1, null, 0.3],
    [0.9, -0.2, 0.4],
  ],
  isLowBest: false,
};

describe("cells of a figure", () => {
  it("have the least value of a row's parameter at the bottom", () => {
    const layout = layOutCells(DATA, 400, 11);
    const middle = (row: number): number => layout.top + ((row + 0.5) / 2) * layout.height;
    const left = layout.left + layout.width / 6;
    expect(placeAt(layout, DATA, left, middle(0))).toEqual({ row: 1, column: 0 });
    expect(placeAt(layout, DATA, left, middle(1))).toEqual({ row: 0, column: 0 });
    expect(placeAt(layout, DATA, layout.left - 2, middle(1))).toBeNull();
    expect(placeAt(layout, DATA, left, layout.top - 2)).toBeNull();
  });

  it("are read by keys from the best one, up to greater values, and never past an edge", () => {
    expect(stepPlace(null, "ArrowDown", DATA)).toEqual({ row: 1, column: 0 });
    expect(stepPlace({ row: 0, column: 1 }, "ArrowUp", DATA)).toEqual({ row: 1, column: 1 });
    expect(stepPlace({ row: 1, column: 1 }, "ArrowUp", DATA)).toEqual({ row: 1, column: 1 });
    expect(stepPlace({ row: 1, column: 1 }, "End", DATA)).toEqual({ row: 1, column: 2 });
    expect(stepPlace({ row: 1, column: 1 }, "x", DATA)).toBeNull();
    expect(stepPlace(null, "Home", { ...DATA, x_values: [] })).toBeNull();
  });

  it("know the best and the span, and take no unknown for one", () => {
    expect(best(DATA)).toEqual({ row: 1, column: 0 });
    expect(best({ ...DATA, isLowBest: true })).toEqual({ row: 1, column: 1 });
    expect(best({ cells: [[null]], isLowBest: false })).toBeNull();
    expect(span(DATA.cells)).toEqual([-0.2, 0.9]);
    expect(span([[null]])).toBeNull();
  });

  it("are coloured by how good they are, whichever way is better", () => {
    expect(goodness(0.9, [-0.2, 0.9], false)).toBe(1);
    expect(goodness(0.9, [-0.2, 0.9], true)).toBe(0);
    expect(goodness(3, [3, 3], false)).toBe(0.5);
  });
});
