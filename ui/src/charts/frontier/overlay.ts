// What can lie over a frontier: corner portfolios, the resampled band, a confidence region, portfolios of other runs.
import { type ChartColours, fade } from "../colours";
import { type Surface } from "../useCanvas";
import { type Spot } from "./data";
import { type Layout } from "./layout";

export interface CornerSpot extends Spot {
  /** What changes here as the return rises, in words. */
  changes: string[];
}

/** One rank of a resampled frontier: the average, and where the confident part of the samples lies. */
export interface BandSpot extends Spot {
  expected_return_range: readonly [number, number];
  volatility_range: readonly [number, number];
}

/** An ellipse in the plane of volatility and expected return. */
export interface Ellipse {
  /** Volatility and expected return of the middle. */
  centre: readonly [number, number];
  /** The longer one first. */
  half_axes: readonly [number, number];
  /** Of the longer axis against the axis of volatility, in radians. */
  angle: number;
}

export interface RunSpot extends Spot {
  name: string;
}

export interface FrontierOverlay {
  corners: readonly CornerSpot[];
  band: readonly BandSpot[];
  region: Ellipse | null;
  runs: readonly RunSpot[];
}

export const NO_OVERLAY: FrontierOverlay = { corners: [], band: [], region: null, runs: [] };

/** `n` points of the ellipse's edge, as volatility and expected return. */
export function ellipsePoints({ centre, half_axes, angle }: Ellipse, n: number): [number, number][] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return Array.from({ length: n }, (_, i) => {
    const turn = (i / n) * 2 * Math.PI;
    const along = half_axes[0] * Math.cos(turn);
    const across = half_axes[1] * Math.sin(turn);
    return [centre[0] + along * cos - across * sin, centre[1] + along * sin + across * cos];
  });
}

/** Everything of an overlay that the axes have to hold. */
export function overlaySpots({ corners, band, region, runs }: FrontierOverlay): Spot[] {
  return [
    ...corners,
    ...runs,
    ...band.flatMap(({ expected_return, volatility_range }) =>
      volatility_range.map((volatility) => ({ volatility, expected_return })),
    ),
    ...(region ? ellipsePoints(region, 24) : []).map(([volatility, expected_return]) => ({
      volatility,
      expected_return,
    })),
  ];
}

/** Band and region, which lie below everything else. */
export function drawBelow(
  { context }: Surface,
  { x, y }: Layout,
  { band, region }: FrontierOverlay,
  colours: ChartColours,
): void {
  const own = colours.series[3] ?? colours.accent;
  if (band.length > 1) {
    context.fillStyle = fade(own, 0.18);
    context.beginPath();
    for (const { expected_return, volatility_range } of band)
      context.lineTo(x.px(volatility_range[0]), y.px(expected_return));
    for (const { expected_return, volatility_range } of [...band].reverse())
      context.lineTo(x.px(volatility_range[1]), y.px(expected_return));
    context.closePath();
    context.fill();
    context.strokeStyle = own;
    context.lineWidth = 1.5;
    context.setLineDash([6, 3]);
    context.beginPath();
    for (const { expected_return, volatility } of band) context.lineTo(x.px(volatility), y.px(expected_return));
    context.stroke();
    context.setLineDash([]);
  }
  if (!region) return;
  context.beginPath();
  for (const [volatility, expected_return] of ellipsePoints(region, 72))
    context.lineTo(x.px(volatility), y.px(expected_return));
  context.closePath();
  context.fillStyle = fade(colours.warn, 0.12);
  context.fill();
  context.strokeStyle = colours.warn;
  context.lineWidth = 1.25;
  context.setLineDash([3, 3]);
  context.stroke();
  context.setLineDash([]);
}
