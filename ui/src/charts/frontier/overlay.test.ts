import { describe, expect, it } from "vitest";

import { chartColours } from "../colours";
import { SvgPen } from "../svg";
import { describe as describeHit } from "./draw";
import { type FrontierData, NO_FRONTIER } from "./data";
import { hitTest } from "./hit";
import { layOut } from "./layout";
import { drawBelow, ellipsePoints, type FrontierOverlay, NO_OVERLAY } from "./overlay";

const REGION = { centre: [0.2, 0.1], half_axes: [0.05, 0.01], angle: Math.PI / 6 } as const;
const point = (expected_return: number, volatility: number) => ({ expected_return, volatility, sharpe: 1 });
const DATA: FrontierData = { ...NO_FRONTIER, frontier: [point(0.05, 0.1), point(0.15, 0.2)] };
const OVERLAY: FrontierOverlay = {
  corners: [
    { ...point(0.05, 0.1), changes: [] },
    { ...point(0.09, 0.13), changes: ["XOM enters"] },
  ],
  band: [
    { ...point(0.05, 0.12), volatility_range: [0.1, 0.16], expected_return_range: [0.03, 0.06] },
    { ...point(0.12, 0.2), volatility_range: [0.17, 0.33], expected_return_range: [0.08, 0.15] },
  ],
  region: REGION,
  runs: [{ name: "Careful", ...point(0.18, 0.4) }],
};

describe("a confidence region", () => {
  it("begins at the end of its longer axis and goes through the end of the other", () => {
    const [first, second] = ellipsePoints(REGION, 4);
    expect(first![0]).toBeCloseTo(0.2 + 0.05 * Math.sqrt(0.75), 12);
    expect(first![1]).toBeCloseTo(0.1 + 0.05 * 0.5, 12);
    expect(second![0]).toBeCloseTo(0.2 - 0.01 * 0.5, 12);
    expect(second![1]).toBeCloseTo(0.1 + 0.01 * Math.sqrt(0.75), 12);
  });

  it("has the area of its half axes", () => {
    const points = ellipsePoints(REGION, 2000);
    const doubled = points.reduce((sum, [x, y], i) => {
      const [u, v] = points[(i + 1) % points.length]!;
      return sum + x * v - u * y;
    }, 0);
    expect(doubled / 2).toBeCloseTo(Math.PI * 0.05 * 0.01, 7);
  });
});

describe("a frontier with something over it", () => {
  const layout = layOut(DATA, 600, 400, OVERLAY);

  it("has axes that hold band, region and runs", () => {
    expect(layout.x.to).toBeGreaterThan(0.4);
    expect(layout.y.to).toBeGreaterThan(0.18);
    expect(layOut(DATA, 600, 400, NO_OVERLAY).x.to).toBeLessThan(0.3);
  });

  it("reads corners with what changes there, and runs by their names", () => {
    const at = (spot: { expected_return: number; volatility: number }) =>
      hitTest(DATA, layout, layout.x.px(spot.volatility), layout.y.px(spot.expected_return), 10, OVERLAY);
    const words = { corner: "Corner" } as Parameters<typeof describeHit>[2];
    const corner = at(OVERLAY.corners[1]!);
    expect(corner).toEqual({ kind: "corner", index: 1 });
    expect(describeHit(DATA, corner!, words, OVERLAY)).toMatchObject({ name: "Corner 2", notes: ["XOM enters"] });
    const run = at(OVERLAY.runs[0]!);
    expect(run).toEqual({ kind: "run", index: 0 });
    expect(describeHit(DATA, run!, words, OVERLAY)?.name).toBe("Careful");
  });

  it("draws the band as one closed area and the resampled frontier dashed", () => {
    const pen = new SvgPen(600, 400);
    drawBelow({ context: pen, width: 600, height: 400 }, layout, { ...OVERLAY, region: null }, chartColours());
    const svg = pen.toSvg("x");
    expect(svg.match(/<path /g)).toHaveLength(2);
    expect(svg).toMatch(/d="M[^"]*Z"/);
    expect(svg).toContain('stroke-dasharray="6 3"');
  });
});
