import { describe, expect, it } from "vitest";

import { layOutParallel, lineAt, type ParallelData, ranking, stepLine } from "./parallel";

const axis = (name: string) => ({ name, show: String });
const DATA: ParallelData = {
  axes: [axis("Fast"), axis("Slow"), axis("Sharpe ratio")],
  lines: [
    { key: 7, values: [0, 0, 0] },
    { key: 8, values: [10, 10, 1] },
    { key: 9, values: [5, 10, 0.5] },
  ],
  isLowBest: false,
};

describe("lines across axes", () => {
  it("are ranked by the figure", () => {
    expect(ranking(DATA)).toEqual([1, 2, 0]);
    expect(ranking({ ...DATA, isLowBest: true })).toEqual([0, 2, 1]);
  });

  it("are read by keys from the best to the worst", () => {
    expect(stepLine(null, "ArrowDown", DATA)).toBe(1);
    expect(stepLine(1, "ArrowDown", DATA)).toBe(2);
    expect(stepLine(1, "ArrowUp", DATA)).toBe(1);
    expect(stepLine(1, "End", DATA)).toBe(0);
    expect(stepLine(1, "x", DATA)).toBeNull();
    expect(stepLine(null, "Home", { ...DATA, lines: [] })).toBeNull();
  });

  it("are found where the pointer is near", () => {
    const layout = layOutParallel(DATA, 600, 300);
    expect(lineAt(DATA, layout.x(0), layout.y[0]!.px(10), 600, 300)).toBe(1);
    expect(lineAt(DATA, layout.x(0), layout.y[0]!.px(5), 600, 300)).toBe(2);
    expect(lineAt(DATA, layout.x(0), layout.y[0]!.px(2.4), 600, 300)).toBeNull();
  });
});
