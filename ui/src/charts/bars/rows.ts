// What charts of one row for each asset share: where rows, names and the axis lie.
import { type ChartStyle } from "../CanvasChart";
import { makeScale, percentDigits, type Scale } from "../scale";
import { type Surface } from "../useCanvas";

export interface RowLayout {
  left: number;
  right: number;
  top: number;
  row_px: number;
  x: Scale;
}

const AXIS_PX = 20;

/** Room for names on the left and figures on the right; the axis holds all values and zero. */
export function layOutRows(
  names: readonly string[],
  values: readonly number[],
  width: number,
  row_px: number,
  font_px: number,
  figures_px: number,
): RowLayout {
  const longest = names.reduce((most, name) => Math.max(most, name.length), 0);
  const left = Math.min(width * 0.32, Math.max(40, longest * font_px * 0.74 + 14));
  const right = Math.max(left + 40, width - figures_px);
  return { left, right, top: AXIS_PX, row_px, x: makeScale([0, ...values], left, right, 5) };
}

export function rowsHeight(n: number, row_px: number): number {
  return AXIS_PX + n * row_px + 4;
}

/** The row under a height in pixels; null above and below all. */
export function rowAt(y: number, n: number, row_px: number): number | null {
  const row = Math.floor((y - AXIS_PX) / row_px);
  return row >= 0 && row < n ? row : null;
}

/** The row that a key leads to; null when the key means nothing. */
export function stepRow(row: number | null, key: string, n: number): number | null {
  if (n === 0) return null;
  const at = row ?? -1;
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    PageDown: at + 10,
    PageUp: at - 10,
    Home: 0,
    End: n - 1,
  };
  const next = steps[key];
  return next === undefined ? null : Math.min(n - 1, Math.max(0, next));
}

/** A name cut to the room there is. */
export function fitted(context: Surface["context"], text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let end = text.length - 1;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
  return `${text.slice(0, end)}…`;
}

/** The axis in percent, the lines of its ticks, and the names; the row that is read stands on a band. */
export function drawRows(
  { context, width }: Surface,
  layout: RowLayout,
  names: readonly string[],
  { colours, format }: ChartStyle,
  marked: number | null,
): void {
  const bottom = layout.top + names.length * layout.row_px;
  if (marked !== null) {
    context.fillStyle = colours.grid;
    context.fillRect(0, layout.top + marked * layout.row_px, width, layout.row_px);
  }
  const digits = percentDigits(layout.x.step);
  context.textBaseline = "bottom";
  layout.x.ticks.forEach((tick, i) => {
    const x = Math.round(layout.x.px(tick)) + 0.5;
    context.strokeStyle = tick === 0 ? colours.dim : colours.grid;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, layout.top);
    context.lineTo(x, bottom);
    context.stroke();
    context.fillStyle = colours.dim;
    context.textAlign = i === 0 ? "left" : "center";
    context.fillText(format.percent(tick, digits), x, layout.top - 4);
  });
  context.textBaseline = "middle";
  context.textAlign = "left";
  names.forEach((name, i) => {
    context.fillStyle = colours.text;
    context.fillText(fitted(context, name, layout.left - 8), 2, layout.top + (i + 0.5) * layout.row_px);
  });
}
