// Draws the frontier chart onto a canvas; pure but for the canvas, so that the picture to copy is the same drawing.
import { type Format } from "@/lib/format";
import { type ChartColours, fade, mix, seriesColour } from "../colours";
import { type Pen } from "../pen";
import { percentDigits } from "../scale";
import { type Surface } from "../useCanvas";
import { type FrontierData, type FrontierPoint, frontierAt, type Spot } from "./data";
import { type Hit } from "./hit";
import { type Anchor, type Box, type Layout, placeLabels } from "./layout";
import { drawBelow, type FrontierOverlay, NO_OVERLAY } from "./overlay";

export interface FrontierWords {
  volatility: string;
  expectedReturn: string;
  sharpe: string;
  current: string;
  tangency: string;
  minimumVariance: string;
  chosen: string;
  corner: string;
}

export interface FrontierStyle {
  colours: ChartColours;
  format: Format;
  words: FrontierWords;
  colourBySharpe: boolean;
}

const widths = new Map<string, number>();

/** Text widths are asked for at every frame of a drag: measure each text once per font. */
function widthOf(context: Pen, text: string): number {
  const key = `${context.font}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > 2000) widths.clear();
    width = context.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}

function drawAxes({ context }: Surface, { plot, x, y }: Layout, { colours, format, words }: FrontierStyle): void {
  context.strokeStyle = colours.grid;
  context.lineWidth = 1;
  context.beginPath();
  for (const tick of x.ticks) {
    const at = Math.round(x.px(tick)) + 0.5;
    context.moveTo(at, plot.top);
    context.lineTo(at, plot.bottom);
  }
  for (const tick of y.ticks) {
    const at = Math.round(y.px(tick)) + 0.5;
    context.moveTo(plot.left, at);
    context.lineTo(plot.right, at);
  }
  context.stroke();
  context.fillStyle = colours.dim;
  context.textBaseline = "top";
  context.textAlign = "center";
  const digits_x = percentDigits(x.step);
  x.ticks.forEach((tick, i) => {
    // The last one would be cut at the edge of the canvas.
    context.textAlign = i === x.ticks.length - 1 ? "right" : "center";
    context.fillText(format.percent(tick, digits_x), x.px(tick), plot.bottom + 4);
  });
  context.textBaseline = "middle";
  context.textAlign = "right";
  const digits_y = percentDigits(y.step);
  for (const tick of y.ticks) context.fillText(format.percent(tick, digits_y), plot.left - 5, y.px(tick));
  context.textBaseline = "bottom";
  context.textAlign = "right";
  context.fillText(words.volatility, plot.right, plot.bottom + 32);
  context.textBaseline = "top";
  context.textAlign = "left";
  context.fillText(words.expectedReturn, plot.left + 4, plot.top + 2);
}

/** The line from the risk-free rate through the tangency portfolio: what mixing with cash would give. */
function drawCapitalMarketLine({ context }: Surface, layout: Layout, data: FrontierData, colours: ChartColours): void {
  if (!data.tangency || data.tangency.volatility < 1e-9) return;
  const slope = (data.tangency.expected_return - data.risk_free_rate) / data.tangency.volatility;
  context.strokeStyle = colours.border;
  context.lineWidth = 1.25;
  context.setLineDash([5, 4]);
  context.beginPath();
  context.moveTo(layout.x.px(0), layout.y.px(data.risk_free_rate));
  context.lineTo(layout.x.px(layout.x.to), layout.y.px(data.risk_free_rate + slope * layout.x.to));
  context.stroke();
  context.setLineDash([]);
}

function drawLine({ context }: Surface, layout: Layout, data: FrontierData, style: FrontierStyle): void {
  const { colours } = style;
  context.lineWidth = 2.5;
  context.lineCap = "round";
  const known = data.frontier.map((p) => p.sharpe).filter((s) => s !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const trace = (from: number, to: number): void => {
    context.beginPath();
    for (let i = from; i <= to; i += 1) {
      const p = data.frontier[i];
      if (p) context.lineTo(layout.x.px(p.volatility), layout.y.px(p.expected_return));
    }
    context.stroke();
  };
  if (!style.colourBySharpe || known.length === 0) {
    context.strokeStyle = colours.accent;
    trace(0, data.frontier.length - 1);
    return;
  }
  for (let i = 1; i < data.frontier.length; i += 1) {
    const sharpe = data.frontier[i]?.sharpe ?? low;
    context.strokeStyle = mix(
      colours.series[3] ?? colours.accent,
      colours.series[2] ?? colours.accent,
      (sharpe - low) / (high - low || 1),
    );
    trace(i - 1, i);
  }
}

/** Radius of an asset's mark. */
const ASSET_PX = 3.5;

type Mark = "diamond" | "square" | "star" | "ring" | "triangle" | "cross";

function drawMark(context: Pen, mark: Mark, x: number, y: number, size: number): void {
  context.beginPath();
  if (mark === "ring") context.arc(x, y, size, 0, Math.PI * 2);
  else if (mark === "square") context.rect(x - size, y - size, size * 2, size * 2);
  else if (mark === "diamond") {
    context.moveTo(x, y - size * 1.3);
    context.lineTo(x + size * 1.3, y);
    context.lineTo(x, y + size * 1.3);
    context.lineTo(x - size * 1.3, y);
    context.closePath();
  } else if (mark === "triangle") {
    context.moveTo(x, y - size * 1.2);
    context.lineTo(x + size, y + size * 0.8);
    context.lineTo(x - size, y + size * 0.8);
    context.closePath();
  } else if (mark === "cross") {
    context.moveTo(x - size, y - size);
    context.lineTo(x + size, y + size);
    context.moveTo(x + size, y - size);
    context.lineTo(x - size, y + size);
  } else {
    for (let i = 0; i < 10; i += 1) {
      const radius = i % 2 === 0 ? size * 1.5 : size * 0.65;
      const angle = -Math.PI / 2 + (i * Math.PI) / 5;
      context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    }
    context.closePath();
  }
  if (mark === "ring" || mark === "cross") context.stroke();
  else {
    context.fill();
    context.stroke();
  }
}

/** The single portfolios, each with a shape of its own besides its colour. */
function marksOf(
  data: FrontierData,
  { colours, words }: FrontierStyle,
): { spot: Spot; mark: Mark; colour: string; text: string }[] {
  const marks: { spot: Spot | null | undefined; mark: Mark; colour: string; text: string }[] = [
    {
      spot: data.frontier[0],
      mark: "square",
      colour: colours.series[5] ?? colours.accent,
      text: words.minimumVariance,
    },
    { spot: data.tangency, mark: "star", colour: colours.warn, text: words.tangency },
    { spot: data.current, mark: "diamond", colour: colours.series[1] ?? colours.accent, text: words.current },
  ];
  return marks.flatMap(({ spot, ...rest }) => (spot ? [{ spot, ...rest }] : []));
}

function drawMarks(
  surface: Surface,
  layout: Layout,
  data: FrontierData,
  overlay: FrontierOverlay,
  style: FrontierStyle,
): void {
  const { context } = surface;
  const { colours } = style;
  const height = colours.font_px + 3;
  context.lineWidth = 1;
  context.strokeStyle = colours.background;
  context.fillStyle = colours.dim;
  const anchors: Anchor[] = [];
  const at = (spot: Spot): { x: number; y: number } => ({
    x: layout.x.px(spot.volatility),
    y: layout.y.px(spot.expected_return),
  });
  // One path for all: a hundred single ones take longer than everything else of a frame.
  context.beginPath();
  for (const asset of data.assets) {
    const { x, y } = at(asset);
    context.moveTo(x + ASSET_PX, y);
    context.arc(x, y, ASSET_PX, 0, Math.PI * 2);
    anchors.push({ x, y, text: asset.name, width: widthOf(context, asset.name) });
  }
  context.fill();
  context.stroke();
  const special: Anchor[] = [];
  for (const { spot, mark, colour, text } of marksOf(data, style)) {
    const { x, y } = at(spot);
    context.fillStyle = colour;
    drawMark(context, mark, x, y, 5);
    special.push({ x, y, text, width: widthOf(context, text) });
  }
  context.fillStyle = colours.text;
  context.strokeStyle = colours.background;
  for (const corner of overlay.corners) {
    const { x, y } = at(corner);
    drawMark(context, "triangle", x, y, 4.5);
  }
  context.lineWidth = 2.5;
  overlay.runs.forEach((run, i) => {
    const { x, y } = at(run);
    context.strokeStyle = seriesColour(colours, i + 4);
    drawMark(context, "cross", x, y, 5);
    special.push({ x, y, text: run.name, width: widthOf(context, run.name) });
  });
  if (data.chosen) {
    const { x, y } = at(data.chosen);
    context.strokeStyle = colours.text;
    context.lineWidth = 2;
    drawMark(context, "ring", x, y, 8);
  }
  const line: Box[] = data.frontier
    .map(at)
    .map(({ x, y }) => ({ left: x - 2, top: y - 2, right: x + 2, bottom: y + 2 }));
  context.textAlign = "left";
  context.textBaseline = "middle";
  const placed = placeLabels([...special, ...anchors], line, layout.plot, height);
  const important = new Set(special.map((a) => a.text));
  for (const label of placed) {
    context.fillStyle = important.has(label.text) ? colours.text : colours.dim;
    context.fillText(label.text, label.x, label.y);
  }
}

/** The name and figures of what the pointer or the keyboard is on. */
export function describe(
  data: FrontierData,
  hit: Hit,
  words: FrontierWords,
  overlay: FrontierOverlay = NO_OVERLAY,
): { name: string; point: FrontierPoint; notes?: readonly string[] } | null {
  const with_sharpe = (spot: Spot): FrontierPoint => ({
    ...spot,
    sharpe: spot.volatility > 1e-12 ? (spot.expected_return - data.risk_free_rate) / spot.volatility : null,
  });
  const named = (name: string, point: FrontierPoint | null | undefined) => (point ? { name, point } : null);
  switch (hit.kind) {
    case "asset": {
      const asset = data.assets[hit.index];
      return asset ? { name: asset.name, point: with_sharpe(asset) } : null;
    }
    case "run": {
      const run = overlay.runs[hit.index];
      return run ? { name: run.name, point: with_sharpe(run) } : null;
    }
    case "corner": {
      const corner = overlay.corners[hit.index];
      if (!corner) return null;
      return { name: `${words.corner} ${hit.index + 1}`, point: with_sharpe(corner), notes: corner.changes };
    }
    case "current":
      return named(words.current, data.current);
    case "tangency":
      return named(words.tangency, data.tangency);
    case "chosen":
      return named(words.chosen, data.chosen);
    case "minimum_variance":
      return named(words.minimumVariance, data.frontier[0]);
    case "frontier":
      return named("", frontierAt(data, hit.place));
  }
}

function drawCrosshair(
  surface: Surface,
  layout: Layout,
  data: FrontierData,
  overlay: FrontierOverlay,
  hit: Hit,
  style: FrontierStyle,
): void {
  const { context, width } = surface;
  const { colours, format, words } = style;
  const found = describe(data, hit, words, overlay);
  if (!found) return;
  const { name, point, notes = [] } = found;
  const [x, y] = [layout.x.px(point.volatility), layout.y.px(point.expected_return)];
  context.strokeStyle = colours.dim;
  context.lineWidth = 1;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(layout.plot.left, y);
  context.lineTo(x, y);
  context.lineTo(x, layout.plot.bottom);
  context.stroke();
  context.setLineDash([]);
  const lines = [
    ...(name ? [name] : []),
    `${words.expectedReturn} ${format.percent(point.expected_return)}`,
    `${words.volatility} ${format.percent(point.volatility)}`,
    `${words.sharpe} ${format.number(point.sharpe, 2)}`,
    ...notes,
  ];
  const line = colours.font_px + 5;
  const w = Math.max(...lines.map((text) => widthOf(context, text))) + 16;
  const h = lines.length * line + 8;
  const left = x + 14 + w > width ? Math.max(0, x - 14 - w) : x + 14;
  const top = Math.max(2, Math.min(y - h - 8, layout.plot.bottom - h));
  context.fillStyle = fade(colours.background, 0.94);
  context.strokeStyle = colours.border;
  context.beginPath();
  context.roundRect(left, top, w, h, 4);
  context.fill();
  context.stroke();
  context.fillStyle = colours.text;
  context.textAlign = "left";
  context.textBaseline = "middle";
  lines.forEach((text, i) => context.fillText(text, left + 8, top + 4 + (i + 0.5) * line));
}

/** The whole picture. */
export function drawFrontier(
  surface: Surface,
  layout: Layout,
  data: FrontierData,
  hit: Hit | null,
  style: FrontierStyle,
  overlay: FrontierOverlay = NO_OVERLAY,
): void {
  const { context } = surface;
  const { plot } = layout;
  context.font = `${style.colours.font_px}px ${style.colours.font}`;
  drawAxes(surface, layout, style);
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top - 8, plot.right - plot.left + 10, plot.bottom - plot.top + 8);
  context.clip();
  drawBelow(surface, layout, overlay, style.colours);
  drawCapitalMarketLine(surface, layout, data, style.colours);
  drawLine(surface, layout, data, style);
  drawMarks(surface, layout, data, overlay, style);
  context.restore();
  if (hit) drawCrosshair(surface, layout, data, overlay, hit, style);
}
