// Linear scales with round ticks, for the charts that we draw ourselves.

export interface Scale {
  /** Ends of the axis in data units, rounded outward to the tick step. */
  from: number;
  to: number;
  /** Distance of the ticks. */
  step: number;
  ticks: number[];
  /** Data units to pixels. */
  px(value: number): number;
  /** Pixels to data units. */
  value(px: number): number;
}

/** A step of 1, 2 or 5 times a power of ten, for about `count` ticks over `span`. */
export function roundStep(span: number, count: number): number {
  const rough = span / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
}

/** A scale that holds every finite value; `start_px` and `end_px` are where its ends lie on the screen. */
export function makeScale(values: readonly number[], start_px: number, end_px: number, count = 6): Scale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = [0, 1];
  if (high - low < 1e-9) [low, high] = [low - 0.01, high + 0.01];
  const step = roundStep(high - low, count);
  // The small slack keeps a value that lies on a tick from gaining a whole empty step by rounding noise.
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const from = first * step;
  const to = last * step;
  const slope = (end_px - start_px) / (to - from);
  return {
    from,
    to,
    step,
    ticks: Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step),
    px: (value) => start_px + (value - from) * slope,
    value: (px) => from + (px - start_px) / slope,
  };
}

/** Digits after the point that a percent label needs so that neighbouring ticks differ. */
export function percentDigits(step: number): number {
  return Math.max(0, Math.min(4, Math.ceil(-Math.log10(step * 100) - 1e-9)));
}
