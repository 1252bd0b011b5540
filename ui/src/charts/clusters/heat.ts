// The heat map of an ordered correlation matrix with its dendrogram: geometry, colours, drawing.
import { type ChartColours, legible, mix } from "../colours";
import { type ChartStyle } from "../CanvasChart";
import { type Surface } from "../useCanvas";
import { clusterColour, drawTree } from "./drawTree";
import { blocks, branches, type ClusterTree } from "./tree";

export interface HeatData {
  tree: ClusterTree;
  /** Correlations; rows and columns in the order of the leaves. */
  correlations: readonly (readonly number[])[];
}

export interface Cell {
  row: number;
  column: number;
}

export interface HeatLayout {
  /** Left, top edge and size of the matrix. */
  left: number;
  top: number;
  width: number;
  height: number;
  /** Pixels for a name. */
  label: number;
}

const GAP = 6;

/** Pixels of a row: numbers fit up to 30 assets, names up to 70. */
export function rowHeight(n: number): number {
  return n <= 30 ? 24 : n <= 70 ? 14 : 7;
}

function labelWidth(names: readonly string[], font_px: number): number {
  const longest = names.reduce((most, name) => Math.max(most, name.length), 0);
  return Math.min(90, Math.max(24, longest * font_px * 0.68)) + 2 * GAP;
}

/** The height of the whole picture. */
export function heatHeight(names: readonly string[], font_px: number): number {
  return labelWidth(names, font_px) + names.length * rowHeight(names.length) + 4;
}

export function layOutHeat(names: readonly string[], width: number, font_px: number): HeatLayout {
  const label = labelWidth(names, font_px);
  const tree = Math.min(150, width * 0.2);
  const left = tree + GAP;
  return {
    left,
    top: label,
    width: Math.max(names.length, width - left - label - GAP),
    height: names.length * rowHeight(names.length),
    label,
  };
}

/** The cell at a place in pixels. */
export function cellAt(layout: HeatLayout, n: number, x: number, y: number): Cell | null {
  const column = Math.floor(((x - layout.left) / layout.width) * n);
  const row = Math.floor(((y - layout.top) / layout.height) * n);
  return row >= 0 && row < n && column >= 0 && column < n ? { row, column } : null;
}

/** The neighbour that an arrow key leads to; Home and End go along the row. */
export function stepCell(cell: Cell | null, key: string, n: number): Cell | null {
  const { row, column } = cell ?? { row: 0, column: 0 };
  const steps: Record<string, Cell> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row, column: 0 },
    End: { row, column: n - 1 },
  };
  const next = steps[key];
  if (!next || n === 0) return null;
  if (cell === null) return { row: 0, column: 0 };
  const within = (value: number): number => Math.min(n - 1, Math.max(0, value));
  return { row: within(next.row), column: within(next.column) };
}

/** Background at 0, the warm end at 1, the cold one at −1. */
export function heatColour(colours: ChartColours, value: number): string {
  const end = (value < 0 ? colours.series[0] : colours.series[1]) ?? colours.accent;
  return mix(colours.background, end, Math.min(1, Math.abs(value)) * 0.9);
}

function drawCells(
  { context }: Surface,
  { correlations }: HeatData,
  layout: HeatLayout,
  { colours, format }: ChartStyle,
): void {
  const n = correlations.length;
  const [w, h] = [layout.width / n, layout.height / n];
  const hasNumbers = w >= colours.font_px * 2.9 && h >= colours.font_px + 4;
  const hasSigns = w >= 9 && h >= 9;
  context.textAlign = "center";
  context.textBaseline = "middle";
  correlations.forEach((line, row) => {
    line.forEach((value, column) => {
      const [x, y] = [layout.left + column * w, layout.top + row * h];
      const colour = heatColour(colours, value);
      context.fillStyle = colour;
      // A hair wider, so that no line of background stands between neighbours.
      context.fillRect(x, y, w + 0.5, h + 0.5);
      // The sign is written where the number does not fit: the colour alone never carries it.
      const text = hasNumbers ? format.number(value, 2) : hasSigns && value < -0.005 ? "−" : "";
      if (text === "") return;
      context.fillStyle = legible(colour, [colours.text, colours.background]);
      context.fillText(text, x + w / 2, y + h / 2);
    });
  });
}

function drawNames({ context }: Surface, { tree }: HeatData, layout: HeatLayout, { colours }: ChartStyle): void {
  const names = tree.leaf_order;
  const n = names.length;
  const [w, h] = [layout.width / n, layout.height / n];
  const every = (room: number): number => Math.max(1, Math.ceil((colours.font_px + 1) / room));
  context.fillStyle = colours.text;
  context.textBaseline = "middle";
  context.textAlign = "left";
  names.forEach((name, i) => {
    if (i % every(h) === 0) context.fillText(name, layout.left + layout.width + GAP, layout.top + (i + 0.5) * h);
    if (i % every(w) !== 0) return;
    context.save();
    context.translate(layout.left + (i + 0.5) * w, layout.top - GAP);
    context.rotate(-Math.PI / 2);
    context.fillText(name, 0, 0);
    context.restore();
  });
}

/** The squares of the clusters along the diagonal, with their numbers beside the tree. */
function drawBlocks({ context }: Surface, { tree }: HeatData, layout: HeatLayout, { colours }: ChartStyle): void {
  const n = tree.leaf_order.length;
  const [w, h] = [layout.width / n, layout.height / n];
  context.lineWidth = 1.5;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { cluster, first, last } of blocks(tree.leaf_order, tree.cluster_of)) {
    const size = last - first + 1;
    context.strokeStyle = colours.text;
    context.beginPath();
    context.rect(layout.left + first * w, layout.top + first * h, size * w, size * h);
    context.stroke();
    context.fillStyle = clusterColour(colours, cluster);
    context.fillText(String(cluster), 8, layout.top + (first + size / 2) * h);
  }
}

export function drawHeat(surface: Surface, data: HeatData, style: ChartStyle, marked: Cell | null): void {
  const { context } = surface;
  const names = data.tree.leaf_order;
  const n = names.length;
  if (n === 0) return;
  const layout = layOutHeat(names, surface.width, style.colours.font_px);
  const drawn = branches(data.tree);
  const farthest = Math.max(1e-9, ...drawn.map(({ distance }) => distance));
  drawTree(
    context,
    drawn,
    {
      place: (place) => layout.top + ((place + 0.5) / n) * layout.height,
      depth: (distance) => layout.left - GAP - (distance / farthest) * (layout.left - GAP - 18),
      isLying: true,
    },
    style.colours,
  );
  drawCells(surface, data, layout, style);
  drawBlocks(surface, data, layout, style);
  drawNames(surface, data, layout, style);
  if (!marked) return;
  const [w, h] = [layout.width / n, layout.height / n];
  context.strokeStyle = style.colours.focus;
  context.lineWidth = 2.5;
  context.beginPath();
  context.rect(layout.left + marked.column * w, layout.top + marked.row * h, w, h);
  context.stroke();
}
