// Drawings as lines on the screen: where they run, what lies under a pointer, where they go when they are dragged.
import { type DrawPoint, type Drawing, type DrawShape } from "@/api/markets";

/** Between prices and times, and pixels of the prices' pane. */
export interface Scale {
  width: number;
  height: number;
  /** Seconds since 1970 to pixels; null while the chart shows nothing. */
  x: (seconds: number) => number | null;
  y: (price: number) => number | null;
  /** Snaps to a bar. */
  time: (x: number) => number | null;
  price: (y: number) => number | null;
}

export interface Pixel {
  x: number;
  y: number;
}
export type Segment = readonly [Pixel, Pixel];

/** What a pointer has hold of: the whole, or one of its points. */
export type Part = "body" | "from" | "to" | "offset";

export interface Placed {
  segments: Segment[];
  /** Points that can be dragged by themselves. */
  handles: { part: Part; at: Pixel }[];
  /** Where words go. */
  label: Pixel;
}

const NEAR_PX = 6;
const HANDLE_PX = 9;

export const secondsOf = (iso: string): number => Date.parse(iso) / 1000;
export const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

function pixelOf({ at, price }: DrawPoint, scale: Scale): Pixel | null {
  const x = scale.x(secondsOf(at));
  const y = scale.y(price);
  return x === null || y === null ? null : { x, y };
}

/** A line through two points, drawn on beyond them to the edges where it extends. */
export function extended(from: Pixel, to: Pixel, extend: "none" | "right" | "both", width: number): Segment {
  if (extend === "none" || from.x === to.x) return [from, to];
  const [left, right] = from.x < to.x ? [from, to] : [to, from];
  const slope = (right.y - left.y) / (right.x - left.x);
  const end = { x: Math.max(width, right.x), y: right.y + slope * (Math.max(width, right.x) - right.x) };
  if (extend === "right") return [left, end];
  const start = Math.min(0, left.x);
  return [{ x: start, y: left.y + slope * (start - left.x) }, end];
}

/** Where a shape stands on the screen; null when it cannot be placed. */
export function place(shape: DrawShape, scale: Scale): Placed | null {
  switch (shape.shape) {
    case "horizontal": {
      const y = scale.y(shape.price);
      if (y === null) return null;
      const segment: Segment = [
        { x: 0, y },
        { x: scale.width, y },
      ];
      return { segments: [segment], handles: [], label: { x: 6, y: y - 4 } };
    }
    case "vertical": {
      const x = scale.x(secondsOf(shape.at));
      if (x === null) return null;
      const segment: Segment = [
        { x, y: 0 },
        { x, y: scale.height },
      ];
      return { segments: [segment], handles: [], label: { x: x + 4, y: 12 } };
    }
    case "text": {
      const at = pixelOf(shape, scale);
      return at && { segments: [], handles: [], label: at };
    }
    case "trend": {
      const [from, to] = [pixelOf(shape.from, scale), pixelOf(shape.to, scale)];
      if (!from || !to) return null;
      return {
        segments: [extended(from, to, shape.extends, scale.width)],
        handles: [
          { part: "from", at: from },
          { part: "to", at: to },
        ],
        label: { x: to.x + 6, y: to.y - 6 },
      };
    }
    case "channel": {
      const [from, to] = [pixelOf(shape.from, scale), pixelOf(shape.to, scale)];
      const over = pixelOf({ ...shape.from, price: shape.from.price + shape.offset }, scale);
      const overTo = pixelOf({ ...shape.to, price: shape.to.price + shape.offset }, scale);
      if (!from || !to || !over || !overTo) return null;
      const middle = { x: (over.x + overTo.x) / 2, y: (over.y + overTo.y) / 2 };
      return {
        segments: [extended(from, to, shape.extends, scale.width), extended(over, overTo, shape.extends, scale.width)],
        handles: [
          { part: "from", at: from },
          { part: "to", at: to },
          { part: "offset", at: middle },
        ],
        label: { x: to.x + 6, y: to.y - 6 },
      };
    }
  }
}

/** The distance of a point from a segment, in pixels. */
export function distance(at: Pixel, [a, b]: Segment): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const part = length === 0 ? 0 : Math.min(1, Math.max(0, ((at.x - a.x) * dx + (at.y - a.y) * dy) / length));
  return Math.hypot(at.x - a.x - part * dx, at.y - a.y - part * dy);
}

/** The drawing under a pointer, the last drawn first; the handles of the selected one before all. */
export function hit(
  at: Pixel,
  drawings: readonly Drawing[],
  selected: string | null,
  scale: Scale,
  textWidth: (text: string) => number,
): { id: string; part: Part } | null {
  const chosen = drawings.find(({ id }) => id === selected);
  const handles = (chosen && place(chosen.shape, scale)?.handles) ?? [];
  const handle = handles.find((one) => Math.hypot(one.at.x - at.x, one.at.y - at.y) <= HANDLE_PX);
  if (chosen && handle) return { id: chosen.id, part: handle.part };
  for (const { id, shape } of drawings.toReversed()) {
    const placed = place(shape, scale);
    if (!placed) continue;
    if (placed.segments.some((segment) => distance(at, segment) <= NEAR_PX)) return { id, part: "body" };
    if (shape.shape !== "text") continue;
    const { x, y } = placed.label;
    if (at.x >= x - 4 && at.x <= x + textWidth(shape.text) + 4 && Math.abs(at.y - y) <= 10) return { id, part: "body" };
  }
  return null;
}

function movedPoint(point: DrawPoint, by: Pixel, scale: Scale): DrawPoint | null {
  const at = pixelOf(point, scale);
  if (!at) return null;
  const price = scale.price(at.y + by.y);
  const time = by.x === 0 ? secondsOf(point.at) : scale.time(at.x + by.x);
  return price === null || time === null || !(price > 0) ? null : { at: isoOf(time), price };
}

/** The shape after a part of it was dragged; null when it would leave what can be drawn. */
export function moved(shape: DrawShape, part: Part, by: Pixel, scale: Scale): DrawShape | null {
  switch (shape.shape) {
    case "horizontal": {
      const y = scale.y(shape.price);
      const price = y === null ? null : scale.price(y + by.y);
      return price === null || !(price > 0) ? null : { ...shape, price };
    }
    case "vertical": {
      const x = scale.x(secondsOf(shape.at));
      const time = x === null ? null : scale.time(x + by.x);
      return time === null ? null : { ...shape, at: isoOf(time) };
    }
    case "text": {
      const point = movedPoint(shape, by, scale);
      return point && { ...shape, ...point };
    }
    case "trend":
    case "channel": {
      if (shape.shape === "channel" && part === "offset") {
        const over = movedPoint({ ...shape.from, price: shape.from.price + shape.offset }, { x: 0, y: by.y }, scale);
        return over && { ...shape, offset: over.price - shape.from.price };
      }
      const from = part === "to" ? shape.from : movedPoint(shape.from, by, scale);
      const to = part === "from" ? shape.to : movedPoint(shape.to, by, scale);
      return from && to && { ...shape, from, to };
    }
  }
}

export type Tool = DrawShape["shape"];
/** How many points each tool wants. */
export const N_POINTS: Record<Tool, number> = { horizontal: 1, vertical: 1, text: 1, trend: 2, channel: 3 };

/** The shape that a tool makes of its points; null while there are too few. */
export function shapeOf(tool: Tool, points: readonly DrawPoint[], text: string): DrawShape | null {
  const [a, b, c] = points;
  if (!a) return null;
  if (tool === "horizontal") return { shape: "horizontal", price: a.price };
  if (tool === "vertical") return { shape: "vertical", at: a.at };
  if (tool === "text") return { shape: "text", ...a, text };
  if (!b || a.at === b.at) return null;
  const [from, to] = secondsOf(a.at) < secondsOf(b.at) ? [a, b] : [b, a];
  if (tool === "trend") return { shape: "trend", from, to, extends: "right" };
  const span = secondsOf(to.at) - secondsOf(from.at);
  const line = (at: string): number =>
    from.price + ((to.price - from.price) * (secondsOf(at) - secondsOf(from.at))) / span;
  return { shape: "channel", from, to, extends: "right", offset: c ? c.price - line(c.at) : 0 };
}
