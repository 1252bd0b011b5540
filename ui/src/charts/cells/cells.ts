// A figure over two parameters as coloured cells: geometry, colours, drawing.
import { type ChartStyle } from "../CanvasChart";
import { type ChartColours, legible, mix } from "../colours";
import { type Surface } from "../useCanvas";

export interface CellsData {
  /** Names of the parameters. */
  x: string;
  y: string;
  /** Values of the columns and rows, ascending. */
  x_values: readonly number[];
  y_values: readonly number[];
  /** One row for each value of `y`; null where there is no figure. */
  cells: readonly (readonly (number | null)[])[];
  /** Whether less is better. */
  isLowBest: boolean;
}

export interface Place {
  row: number;
  column: number;
}

export interface CellsLayout {
  left: number;
  top: number;
  width: number;
  height: number;
}

const AXIS_PX = 40;
const GAP = 6;

/** Pixels of a row. */
export function rowPx(rows: number): number {
  return rows <= 16 ? 26 : rows <= 40 ? 16 : rows <= 100 ? 8 : 4;
}

export function cellsHeight(rows: number): number {
  return rows * rowPx(rows) + AXIS_PX + 18;
}

/** Rows from the greatest at the top to the least at the bottom, as on an axis. */
export function layOutCells(data: CellsData, width: number, font_px: number): CellsLayout {
  const longest = data.y_values.reduce((most, value) => Math.max(most, String(value).length), data.y.length);
  const left = Math.min(width * 0.3, longest * font_px * 0.62 + 2 * GAP);
  const rows = data.y_values.length;
  return { left, top: 18, width: Math.max(20, width - left - GAP), height: rows * rowPx(rows) };
}

/** The cell at a place in pixels; rows count from the least value, which is at the bottom. */
export function placeAt(layout: CellsLayout, data: CellsData, x: number, y: number): Place | null {
  const [columns, rows] = [data.x_values.length, data.y_values.length];
  const column = Math.floor(((x - layout.left) / layout.width) * columns);
  const from_top = Math.floor(((y - layout.top) / layout.height) * rows);
  const row = rows - 1 - from_top;
  return column >= 0 && column < columns && row >= 0 && row < rows ? { row, column } : null;
}

/** The cell that a key leads to; the first key begins at the best one. */
export function stepPlace(at: Place | null, key: string, data: CellsData): Place | null {
  const moves: Record<string, [number, number]> = {
    ArrowUp: [1, 0],
    ArrowDown: [-1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Home: [0, -1e9],
    End: [0, 1e9],
  };
  const move = moves[key];
  if (!move || data.x_values.length === 0 || data.y_values.length === 0) return null;
  if (at === null) return best(data) ?? { row: 0, column: 0 };
  const within = (value: number, n: number): number => Math.min(n - 1, Math.max(0, value));
  return {
    row: within(at.row + move[0], data.y_values.length),
    column: within(at.column + move[1], data.x_values.length),
  };
}

/** The cell with the best figure; null when no cell has one. */
export function best({ cells, isLowBest }: Pick<CellsData, "cells" | "isLowBest">): Place | null {
  let found: (Place & { value: number }) | null = null;
  cells.forEach((line, row) =>
    line.forEach((value, column) => {
      if (value === null) return;
      if (found === null || (isLowBest ? value < found.value : value > found.value)) found = { row, column, value };
    }),
  );
  if (found === null) return null;
  const { row, column } = found as Place;
  return { row, column };
}

/** The least and the greatest figure; null when there is none. */
export function span(cells: CellsData["cells"]): [number, number] | null {
  let range: [number, number] | null = null;
  for (const line of cells) {
    for (const value of line) {
      if (value !== null) range = range ? [Math.min(range[0], value), Math.max(range[1], value)] : [value, value];
    }
  }
  return range;
}

/** From the cold end for the worst over the background to the warm end for the best. */
export function cellColour(colours: ChartColours, part: number): string {
  const far = part * 2 - 1;
  const end = (far < 0 ? colours.series[0] : colours.series[1]) ?? colours.accent;
  return mix(colours.background, end, Math.abs(far) * 0.9);
}

/** How good a figure is among all: 0 the worst, 1 the best, a half where all are equal. */
export function goodness(value: number, [low, high]: [number, number], isLowBest: boolean): number {
  if (high - low < 1e-12) return 0.5;
  const part = (value - low) / (high - low);
  return isLowBest ? 1 - part : part;
}

export interface CellsPaint {
  show: (value: number) => string;
  marked: Place | null;
}

export function drawCells(surface: Surface, data: CellsData, style: ChartStyle, { show, marked }: CellsPaint): void {
  const { context } = surface;
  const { colours, format } = style;
  const layout = layOutCells(data, surface.width, colours.font_px);
  const [columns, rows] = [data.x_values.length, data.y_values.length];
  if (columns === 0 || rows === 0) return;
  const [w, h] = [layout.width / columns, layout.height / rows];
  const top = (row: number): number => layout.top + (rows - 1 - row) * h;
  const range = span(data.cells);
  const hasNumbers = w >= colours.font_px * 3.4 && h >= colours.font_px + 4;
  context.textBaseline = "middle";
  context.textAlign = "center";
  data.cells.forEach((line, row) =>
    line.forEach((value, column) => {
      const x = layout.left + column * w;
      if (value === null || range === null) {
        // Hatched, so that an unknown cell is not taken for a middling one.
        context.strokeStyle = colours.dim;
        context.lineWidth = 1;
        context.beginPath();
        context.moveTo(x + 1, top(row) + h - 1);
        context.lineTo(x + w - 1, top(row) + 1);
        context.stroke();
        return;
      }
      const colour = cellColour(colours, goodness(value, range, data.isLowBest));
      context.fillStyle = colour;
      context.fillRect(x, top(row), w + 0.5, h + 0.5);
      if (!hasNumbers) return;
      context.fillStyle = legible(colour, [colours.text, colours.background]);
      context.fillText(show(value), x + w / 2, top(row) + h / 2);
    }),
  );
  const outline = ({ row, column }: Place, colour: string): void => {
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.beginPath();
    context.rect(layout.left + column * w + 1, top(row) + 1, Math.max(2, w - 2), Math.max(2, h - 2));
    context.stroke();
  };
  const winner = best(data);
  if (winner) outline(winner, colours.text);
  if (marked) outline(marked, colours.focus);

  const every = (room: number, need: number): number => Math.max(1, Math.ceil(need / room));
  context.fillStyle = colours.dim;
  context.textAlign = "right";
  data.y_values.forEach((value, row) => {
    if (row % every(h, colours.font_px + 2) === 0) {
      context.fillText(format.number(value, { min: 0, max: 6 }), layout.left - GAP, top(row) + h / 2);
    }
  });
  context.textAlign = "center";
  data.x_values.forEach((value, column) => {
    if (column % every(w, colours.font_px * 3.6) === 0) {
      const x = layout.left + (column + 0.5) * w;
      context.fillText(format.number(value, { min: 0, max: 6 }), x, layout.top + layout.height + 11);
    }
  });
  context.fillStyle = colours.text;
  context.textAlign = "left";
  context.fillText(data.y, 0, 8);
  context.textAlign = "right";
  context.fillText(data.x, layout.left + layout.width, layout.top + layout.height + 28);
}
