// What lies under the pointer on the frontier chart.
import { type FrontierData } from "./data";
import { type Layout } from "./layout";
import { type FrontierOverlay, NO_OVERLAY } from "./overlay";

export type Hit =
  | { kind: "asset" | "corner" | "run"; index: number }
  | { kind: "tangency" | "current" | "chosen" | "minimum_variance" }
  /** `place` counts points from 0 and may lie between two. */
  | { kind: "frontier"; place: number };

/** The place on the frontier nearest to a pixel, and how far it is; null without a frontier. */
export function nearestOnFrontier(
  data: FrontierData,
  { x, y }: Layout,
  px: number,
  py: number,
): { place: number; distance: number } | null {
  const points = data.frontier.map((p) => ({ x: x.px(p.volatility), y: y.px(p.expected_return) }));
  const first = points[0];
  if (!first) return null;
  let best = { place: 0, distance: Math.hypot(first.x - px, first.y - py) };
  for (let i = 1; i < points.length; i += 1) {
    const a = points[i - 1];
    const b = points[i];
    if (!a || !b) continue;
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = dx * dx + dy * dy;
    const part = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - a.x) * dx + (py - a.y) * dy) / length));
    const distance = Math.hypot(a.x + part * dx - px, a.y + part * dy - py);
    if (distance < best.distance) best = { place: i - 1 + part, distance };
  }
  return best;
}

/** The mark within `reach` pixels of the pointer, the nearest one; single marks win over the line. */
export function hitTest(
  data: FrontierData,
  layout: Layout,
  px: number,
  py: number,
  reach = 10,
  overlay: FrontierOverlay = NO_OVERLAY,
): Hit | null {
  let best: Hit | null = null;
  let distance = reach;
  const consider = (spot: { volatility: number; expected_return: number } | null | undefined, hit: Hit): void => {
    if (!spot) return;
    const d = Math.hypot(layout.x.px(spot.volatility) - px, layout.y.px(spot.expected_return) - py);
    if (d < distance) [best, distance] = [hit, d];
  };
  consider(data.chosen, { kind: "chosen" });
  consider(data.current, { kind: "current" });
  consider(data.tangency, { kind: "tangency" });
  consider(data.frontier[0], { kind: "minimum_variance" });
  overlay.runs.forEach((run, index) => consider(run, { kind: "run", index }));
  overlay.corners.forEach((corner, index) => consider(corner, { kind: "corner", index }));
  data.assets.forEach((asset, index) => consider(asset, { kind: "asset", index }));
  if (best) return best;
  const line = nearestOnFrontier(data, layout, px, py);
  return line && line.distance <= reach * 1.6 ? { kind: "frontier", place: line.place } : null;
}
