import { describe, expect, it } from "vitest";

import { contrast } from "../colours";
import { cellAt, heatColour, heatHeight, layOutHeat, rowHeight, stepCell } from "./heat";

const NAMES = ["AAPL", "MSFT", "XOM", "GLD"];

describe("reading a heat map", () => {
  const layout = layOutHeat(NAMES, 600, 11);

  it("finds the cell under the pointer and none beside the matrix", () => {
    const middle = (i: number, from: number, size: number): number => from + ((i + 0.5) / 4) * size;
    const at = (row: number, column: number) =>
      cellAt(layout, 4, middle(column, layout.left, layout.width), middle(row, layout.top, layout.height));
    expect(at(0, 0)).toEqual({ row: 0, column: 0 });
    expect(at(3, 1)).toEqual({ row: 3, column: 1 });
    expect(cellAt(layout, 4, layout.left - 1, layout.top + 1)).toBeNull();
    expect(cellAt(layout, 4, layout.left + 1, layout.top + layout.height + 1)).toBeNull();
  });

  it("keeps names and matrix inside the picture", () => {
    expect(layout.left + layout.width + layout.label).toBeLessThanOrEqual(600);
    expect(layout.top + layout.height).toBeLessThanOrEqual(heatHeight(NAMES, 11));
    expect(rowHeight(4)).toBeGreaterThan(rowHeight(200));
  });

  it("moves by arrow keys and stops at the edges", () => {
    const check = (from: { row: number; column: number } | null, key: string, expected: [number, number] | null) => {
      const cell = stepCell(from, key, 4);
      expect(cell && [cell.row, cell.column]).toEqual(expected);
    };
    check(null, "ArrowDown", [0, 0]);
    check({ row: 1, column: 1 }, "ArrowDown", [2, 1]);
    check({ row: 1, column: 1 }, "ArrowLeft", [1, 0]);
    check({ row: 0, column: 0 }, "ArrowUp", [0, 0]);
    check({ row: 2, column: 1 }, "End", [2, 3]);
    check({ row: 2, column: 1 }, "x", null);
  });
});

it("has clearly different colours for opposite correlations, the background for none", () => {
  const colours = {
    background: "#151a21",
    accent: "#6aa9ff",
    series: ["#6aa9ff", "#f5a142"],
  } as Parameters<typeof heatColour>[0];
  expect(heatColour(colours, 0)).toBe("rgb(21, 26, 33)");
  expect(heatColour(colours, 1)).not.toBe(heatColour(colours, -1));
  expect(contrast(heatColour(colours, 1), colours.background)).toBeGreaterThan(4.5);
});
