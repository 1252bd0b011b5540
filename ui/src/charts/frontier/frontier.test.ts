import { describe, expect, it } from "vitest";

import { type FrontierData, frontierAt, nearestByReturn, NO_FRONTIER, sharpeOf } from "./data";
import { hitTest, nearestOnFrontier } from "./hit";
import { layOut, placeLabels } from "./layout";

const point = (expected_return: number, volatility: number) => ({
  expected_return,
  volatility,
  sharpe: expected_return / volatility,
});
const DATA: FrontierData = {
  ...NO_FRONTIER,
  frontier: [point(0.05, 0.1), point(0.1, 0.12), point(0.15, 0.2)],
  assets: [
    { name: "AAPL", expected_return: 0.14, volatility: 0.3 },
    { name: "KO", expected_return: 0.06, volatility: 0.16 },
  ],
  current: point(0.08, 0.17),
};

describe("the frontier's geometry", () => {
  const layout = layOut(DATA, 600, 400);
  const at = (spot: { expected_return: number; volatility: number }) =>
    [layout.x.px(spot.volatility), layout.y.px(spot.expected_return)] as const;

  it("puts every mark inside the plot", () => {
    for (const spot of [...DATA.frontier, ...DATA.assets]) {
      const [x, y] = at(spot);
      expect(x).toBeGreaterThan(layout.plot.left);
      expect(x).toBeLessThan(layout.plot.right);
      expect(y).toBeGreaterThan(layout.plot.top);
      expect(y).toBeLessThan(layout.plot.bottom);
    }
  });

  it("finds assets, single portfolios and the line under the pointer", () => {
    expect(hitTest(DATA, layout, ...at(DATA.assets[0]!))).toEqual({ kind: "asset", index: 0 });
    expect(hitTest(DATA, layout, ...at(DATA.current!))).toEqual({ kind: "current" });
    expect(hitTest(DATA, layout, ...at(DATA.frontier[0]!))).toEqual({ kind: "minimum_variance" });
    const [ax, ay] = at(DATA.frontier[1]!);
    const [bx, by] = at(DATA.frontier[2]!);
    const hit = hitTest(DATA, layout, (ax + bx) / 2, (ay + by) / 2);
    expect(hit?.kind).toBe("frontier");
    expect(hit?.kind === "frontier" && hit.place).toBeCloseTo(1.5, 6);
    expect(hitTest(DATA, layout, layout.plot.right, layout.plot.bottom)).toBeNull();
  });

  it("clamps to the ends of the line", () => {
    expect(nearestOnFrontier(DATA, layout, layout.plot.left, layout.plot.bottom)?.place).toBe(0);
    expect(nearestOnFrontier(DATA, layout, layout.plot.right, layout.plot.top)?.place).toBe(2);
    expect(nearestOnFrontier(NO_FRONTIER, layout, 0, 0)).toBeNull();
  });

  it("interpolates between points and has no Sharpe ratio without risk", () => {
    expect(frontierAt(DATA, 0.5)?.expected_return).toBeCloseTo(0.075, 12);
    expect(frontierAt(DATA, 99)).toBe(DATA.frontier[2]);
    expect(frontierAt(NO_FRONTIER, 0)).toBeNull();
    expect(nearestByReturn(DATA.frontier, 0.11)).toBe(1);
    expect(sharpeOf({ expected_return: 0.02, volatility: 0 }, 0.01)).toBeNull();
  });

  it("still lays out without any data", () => {
    const empty = layOut(NO_FRONTIER, 300, 200);
    expect(Number.isFinite(empty.x.px(0.1))).toBe(true);
    expect(Number.isFinite(empty.y.px(0.1))).toBe(true);
  });
});

describe("labels", () => {
  const plot = { left: 0, top: 0, right: 300, bottom: 200 };

  it("never overlap, not even in a crowd", () => {
    const anchors = Array.from({ length: 40 }, (_, i) => ({
      x: 100 + (i % 8) * 9,
      y: 80 + Math.floor(i / 8) * 9,
      text: `S${i}`,
      width: 30,
    }));
    const labels = placeLabels(anchors, [], plot, 14);
    for (const a of labels) {
      for (const b of labels) {
        if (a === b) continue;
        expect(Math.abs(a.x - b.x) >= 30 || Math.abs(a.y - b.y) >= 14).toBe(true);
      }
    }
    expect(labels.length).toBeLessThan(anchors.length);
  });

  it("stay inside the plot", () => {
    const [label] = placeLabels([{ x: 295, y: 100, text: "EDGE", width: 40 }], [], plot, 14);
    expect(label!.x + 40).toBeLessThanOrEqual(300);
  });
});
