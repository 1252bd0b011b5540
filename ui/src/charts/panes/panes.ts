// Lines and bars through time in panes below each other, over one axis of dates.
import { type Format } from "@/lib/format";
import { type ChartStyle } from "../CanvasChart";
import { seriesColour } from "../colours";
import { makeScale, type Scale } from "../scale";
import { type Surface } from "../useCanvas";

export interface PaneLine {
  name: string;
  /** One for each date; null leaves a gap. */
  values: readonly (number | null)[];
  /** Number of its colour. */
  colour: number;
  isDashed?: boolean;
}

/** Something that happened at a date, such as a purchase (up) or a sale (down). */
export interface PaneMark {
  /** Number of the date. */
  i: number;
  value: number;
  isUp: boolean;
}

export interface Pane {
  title: string;
  kind: "lines" | "bars";
  lines: readonly PaneLine[];
  marks?: readonly PaneMark[];
  /** How a value is written. */
  show: (value: number) => string;
  /** Part of the height among the panes. */
  share: number;
}

export interface PanesData {
  /** ISO days, ascending; or whatever `nameOf` can read. */
  dates: readonly string[];
  panes: readonly Pane[];
  /** How a date is written; as a day when left out. */
  nameOf?: (date: string, format: Format) => string;
}

/** A date in words. */
export function dateText({ dates, nameOf }: PanesData, i: number, format: Format): string {
  const date = dates[i];
  return date !== undefined && nameOf ? nameOf(date, format) : format.date(date);
}

/** The deepest fall from an earlier peak at every date: zero or below. */
export function drawdowns(values: readonly number[]): number[] {
  let peak = Number.NEGATIVE_INFINITY;
  return values.map((value) => {
    peak = Math.max(peak, value);
    return peak > 0 ? value / peak - 1 : 0;
  });
}

export interface PanesLayout {
  left: number;
  right: number;
  x: (i: number) => number;
  panes: { top: number; bottom: number; y: Scale }[];
  bottom: number;
}

const AXIS_PX = 20;
const TITLE_PX = 22;

export function layOutPanes({ dates, panes }: PanesData, width: number, height: number): PanesLayout {
  const [left, right] = [4, Math.max(60, width - 62)];
  const total = panes.reduce((sum, { share }) => sum + share, 0) || 1;
  const room = height - AXIS_PX;
  const last = Math.max(1, dates.length - 1);
  let top = 0;
  return {
    left,
    right,
    x: (i) => left + (i / last) * (right - left),
    bottom: room,
    panes: panes.map(({ lines, share, kind }) => {
      const from = top + TITLE_PX;
      top += (share / total) * room;
      const values = lines.flatMap((line) => line.values.filter((value) => value !== null));
      const lines_px = Math.max(2, Math.round((top - from) / 36));
      const y = makeScale(kind === "bars" ? [0, ...values] : values, top - 4, from, lines_px);
      return { top: from, bottom: top - 4, y };
    }),
  };
}

/** The date nearest to a place in pixels. */
export function dateAt(data: PanesData, x: number, width: number, height: number): number | null {
  const { left, right } = layOutPanes(data, width, height);
  const last = data.dates.length - 1;
  if (last < 0) return null;
  return Math.min(last, Math.max(0, Math.round(((x - left) / (right - left)) * last)));
}

/** The date that a key leads to: arrows one by one, PgUp and PgDn by a tenth. */
export function stepDate(at: number | null, key: string, n: number): number | null {
  if (n === 0) return null;
  const now = at ?? n - 1;
  const tenth = Math.max(1, Math.round(n / 10));
  const steps: Record<string, number> = {
    ArrowRight: now + 1,
    ArrowLeft: now - 1,
    PageUp: now - tenth,
    PageDown: now + tenth,
    Home: 0,
    End: n - 1,
  };
  const next = steps[key];
  return next === undefined ? null : Math.min(n - 1, Math.max(0, next));
}

function drawPane({ context }: Surface, data: PanesData, layout: PanesLayout, index: number, style: ChartStyle): void {
  const { colours } = style;
  const pane = data.panes[index];
  const place = layout.panes[index];
  if (!pane || !place) return;
  context.fillStyle = colours.text;
  context.textAlign = "left";
  context.textBaseline = "top";
  context.fillText(pane.title, layout.left, place.top - TITLE_PX + 3);
  context.textBaseline = "middle";
  context.lineWidth = 1;
  for (const tick of place.y.ticks) {
    const y = Math.round(place.y.px(tick)) + 0.5;
    context.strokeStyle = colours.grid;
    context.beginPath();
    context.moveTo(layout.left, y);
    context.lineTo(layout.right, y);
    context.stroke();
    context.fillStyle = colours.dim;
    context.fillText(pane.show(tick), layout.right + 5, y);
  }
  for (const line of pane.lines) {
    const colour = seriesColour(colours, line.colour);
    if (pane.kind === "bars") {
      context.fillStyle = colour;
      const zero = place.y.px(0);
      line.values.forEach((value, i) => {
        if (value === null) return;
        const y = place.y.px(value);
        context.fillRect(layout.x(i) - 1.5, Math.min(zero, y), 3, Math.max(1, Math.abs(zero - y)));
      });
      continue;
    }
    context.strokeStyle = colour;
    context.lineWidth = 1.75;
    context.setLineDash(line.isDashed ? [5, 4] : []);
    context.beginPath();
    let isDown = false;
    line.values.forEach((value, i) => {
      if (value === null) isDown = false;
      else if (isDown) context.lineTo(layout.x(i), place.y.px(value));
      else {
        context.moveTo(layout.x(i), place.y.px(value));
        isDown = true;
      }
    });
    context.stroke();
    context.setLineDash([]);
  }
  for (const { i, value, isUp } of pane.marks ?? []) drawMark(context, layout.x(i), place.y.px(value), isUp, style);
}

/** A triangle that points at the place: from below for what goes up, from above for what goes down. */
function drawMark(context: Surface["context"], x: number, y: number, isUp: boolean, { colours }: ChartStyle): void {
  const way = isUp ? 1 : -1;
  context.fillStyle = isUp ? colours.up : colours.down;
  context.beginPath();
  context.moveTo(x, y + way * 3);
  context.lineTo(x - 4, y + way * 10);
  context.lineTo(x + 4, y + way * 10);
  context.closePath();
  context.fill();
}

export function drawPanes(surface: Surface, data: PanesData, style: ChartStyle, marked: number | null): void {
  const { context, width, height } = surface;
  const { colours, format } = style;
  const layout = layOutPanes(data, width, height);
  data.panes.forEach((_, index) => drawPane(surface, data, layout, index, style));
  const last = data.dates.length - 1;
  if (last < 0) return;
  context.fillStyle = colours.dim;
  context.textBaseline = "top";
  const count = Math.max(1, Math.min(6, Math.floor((layout.right - layout.left) / 110)));
  for (let k = 0; k <= count; k += 1) {
    const i = Math.round((k / count) * last);
    context.textAlign = k === 0 ? "left" : k === count ? "right" : "center";
    context.fillText(dateText(data, i, format), layout.x(i), layout.bottom + 5);
  }
  if (marked === null) return;
  context.strokeStyle = colours.focus;
  context.lineWidth = 1;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(layout.x(marked), 0);
  context.lineTo(layout.x(marked), layout.bottom);
  context.stroke();
  context.setLineDash([]);
}
