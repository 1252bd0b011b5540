// Lines across parallel axes, one axis for each parameter and one for the figure: geometry and drawing.
import { type ChartStyle } from "../CanvasChart";
import { cellColour } from "../cells/cells";
import { makeScale, type Scale } from "../scale";
import { type Surface } from "../useCanvas";

export interface Axis {
  name: string;
  show: (value: number) => string;
}

export interface ParallelData {
  /** The last one is the figure. */
  axes: readonly Axis[];
  /** One value for each axis; the figure is never unknown. */
  lines: readonly { key: number; values: readonly number[] }[];
  isLowBest: boolean;
}

export interface ParallelLayout {
  x: (axis: number) => number;
  y: Scale[];
  top: number;
  bottom: number;
}

const SIDE_PX = 46;

export function layOutParallel({ axes, lines }: ParallelData, width: number, height: number): ParallelLayout {
  const [top, bottom] = [26, height - 10];
  const last = Math.max(1, axes.length - 1);
  return {
    x: (axis) => SIDE_PX + (axis / last) * (width - 2 * SIDE_PX),
    y: axes.map((_, i) =>
      makeScale(
        lines.map(({ values }) => values[i] ?? Number.NaN),
        bottom,
        top,
        5,
      ),
    ),
    top,
    bottom,
  };
}

/** Distance in pixels of a point from the piece of a line between two axes. */
function distance(x: number, y: number, a: [number, number], b: [number, number]): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const along = Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a[0] - along * dx, y - a[1] - along * dy);
}

const NEAR_PX = 8;

/** The line nearest to a place in pixels, by its number; null where none is near. */
export function lineAt(data: ParallelData, x: number, y: number, width: number, height: number): number | null {
  const layout = layOutParallel(data, width, height);
  let found: { i: number; far: number } | null = null;
  data.lines.forEach(({ values }, i) => {
    for (let axis = 0; axis + 1 < data.axes.length; axis += 1) {
      const [left, right] = [layout.x(axis), layout.x(axis + 1)];
      if (x < left - NEAR_PX || x > right + NEAR_PX) continue;
      const from: [number, number] = [left, layout.y[axis]?.px(values[axis] ?? 0) ?? 0];
      const to: [number, number] = [right, layout.y[axis + 1]?.px(values[axis + 1] ?? 0) ?? 0];
      const far = distance(x, y, from, to);
      if (far <= NEAR_PX && (found === null || far < found.far)) found = { i, far };
    }
  });
  return found === null ? null : (found as { i: number }).i;
}

/** Numbers of the lines from the best figure to the worst. */
export function ranking({ axes, lines, isLowBest }: ParallelData): number[] {
  const last = axes.length - 1;
  const way = isLowBest ? 1 : -1;
  return lines
    .map((_, i) => i)
    .sort((a, b) => way * ((lines[a]?.values[last] ?? 0) - (lines[b]?.values[last] ?? 0)) || a - b);
}

/** The line that a key leads to, from the best to the worst. */
export function stepLine(at: number | null, key: string, data: ParallelData): number | null {
  const order = ranking(data);
  const place = at === null ? -1 : order.indexOf(at);
  const steps: Record<string, number> = {
    ArrowDown: place + 1,
    ArrowRight: place + 1,
    ArrowUp: place - 1,
    ArrowLeft: place - 1,
    PageDown: place + 10,
    PageUp: place - 10,
    Home: 0,
    End: order.length - 1,
  };
  const next = steps[key];
  if (next === undefined || order.length === 0) return null;
  return order[Math.min(order.length - 1, Math.max(0, next))] ?? null;
}

export function drawParallel(surface: Surface, data: ParallelData, style: ChartStyle, marked: number | null): void {
  const { context, width, height } = surface;
  const { colours } = style;
  const layout = layOutParallel(data, width, height);
  const order = ranking(data);
  const draw = (i: number, colour: string, lineWidth: number): void => {
    const { values } = data.lines[i] ?? { values: [] };
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
    context.beginPath();
    values.forEach((value, axis) => {
      const y = layout.y[axis]?.px(value) ?? 0;
      if (axis === 0) context.moveTo(layout.x(axis), y);
      else context.lineTo(layout.x(axis), y);
    });
    context.stroke();
  };
  // The best ones last, on top of the others.
  order.toReversed().forEach((i, from_worst) => {
    const part = order.length < 2 ? 0.5 : from_worst / (order.length - 1);
    draw(i, cellColour(colours, part), part > 0.9 ? 1.75 : 1);
  });
  context.textBaseline = "middle";
  data.axes.forEach((axis, i) => {
    const x = Math.round(layout.x(i)) + 0.5;
    context.strokeStyle = colours.dim;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, layout.top);
    context.lineTo(x, layout.bottom);
    context.stroke();
    const isLast = i === data.axes.length - 1;
    context.fillStyle = colours.text;
    context.textAlign = i === 0 ? "left" : isLast ? "right" : "center";
    context.fillText(axis.name, i === 0 ? 2 : isLast ? width - 2 : x, 10);
    context.textAlign = isLast ? "left" : "right";
    context.fillStyle = colours.dim;
    for (const tick of layout.y[i]?.ticks ?? []) {
      context.fillText(axis.show(tick), isLast ? x + 4 : x - 4, layout.y[i]?.px(tick) ?? 0);
    }
  });
  if (marked !== null) draw(marked, colours.focus, 3);
}
