// Drawings over a price chart: drawn with it, taken hold of before it pans, made point by point.
import {
  type IChartApi,
  type IPrimitivePaneRenderer,
  type ISeriesApi,
  type ISeriesPrimitive,
  type SeriesAttachedParameter,
  type SeriesType,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";

import { type DrawPoint, type Drawing, type DrawShape } from "@/api/markets";
import { type ChartColours } from "../colours";
import { hit, isoOf, moved, N_POINTS, type Part, type Pixel, place, type Scale, shapeOf, type Tool } from "./geometry";

export interface LayerEvents {
  /** A tool has all its points. */
  onMade: (shape: DrawShape) => void;
  /** A drawing was dragged to another place. */
  onMoved: (id: string, shape: DrawShape) => void;
  onSelect: (id: string | null) => void;
}

/** Drawings of a chart, and what may be done with them. */
export interface DrawnOver extends LayerEvents {
  drawings: readonly Drawing[];
  selected: string | null;
  tool: Tool | null;
  onCancel: () => void;
  onDelete: (id: string) => void;
  /** A right click on one, with its place in the window. */
  onMenu: (id: string, x: number, y: number) => void;
}

/** Pixels that a pointer may tremble before a press is a drag. */
const STILL_PX = 3;

interface Drag {
  id: string;
  part: Part;
  from: Pixel;
  shape: DrawShape;
  isMoving: boolean;
}

export class DrawingLayer implements ISeriesPrimitive<Time> {
  private drawings: readonly Drawing[] = [];
  private selected: string | null = null;
  private tool: Tool | null = null;
  private points: DrawPoint[] = [];
  private pointer: Pixel | null = null;
  private drag: Drag | null = null;
  private times: readonly number[] = [];
  private series: ISeriesApi<SeriesType> | null = null;
  private update: () => void = () => undefined;
  private readonly stop = new AbortController();

  constructor(
    private readonly chart: IChartApi,
    private readonly box: HTMLElement,
    private colours: ChartColours,
    private readonly events: LayerEvents,
  ) {
    const options = { capture: true, signal: this.stop.signal };
    box.addEventListener("pointerdown", (event) => this.onDown(event), options);
    box.addEventListener("pointermove", (event) => this.onMove(event), options);
    window.addEventListener("pointerup", (event) => this.onUp(event), options);
    // The chart pans by these; while something is held it must not.
    for (const kind of ["mousedown", "touchstart"]) {
      box.addEventListener(kind, (event) => this.isBusy() && event.stopPropagation(), options);
    }
  }

  destroy(): void {
    this.stop.abort();
  }

  attached({ series, requestUpdate }: SeriesAttachedParameter<Time>): void {
    this.series = series;
    this.update = requestUpdate;
  }

  detached(): void {
    this.series = null;
    this.update = () => undefined;
  }

  /** `times` are the chart's points in seconds, ascending. */
  show(drawings: readonly Drawing[], selected: string | null, times: readonly number[], colours: ChartColours): void {
    this.drawings = drawings;
    this.selected = selected;
    this.times = times;
    this.colours = colours;
    this.update();
  }

  setTool(tool: Tool | null): void {
    this.tool = tool;
    this.points = [];
    this.box.style.cursor = tool === null ? "" : "crosshair";
    this.update();
  }

  /** Puts the tool's next point at a price and a time, for who has no pointer. */
  putPoint(point: DrawPoint): void {
    if (this.tool === null) return;
    this.points = [...this.points, point];
    const shape = this.points.length >= N_POINTS[this.tool] ? shapeOf(this.tool, this.points, "") : null;
    if (shape) {
      this.points = [];
      this.events.onMade(shape);
    }
    this.update();
  }

  /** How many points the tool has got. */
  n_points(): number {
    return this.points.length;
  }

  /** The drawing under a place of the box, in pixels. */
  at(x: number, y: number): string | null {
    return this.hit({ x, y })?.id ?? null;
  }

  /** The selected drawing, moved by pixels. */
  nudge(by: Pixel): void {
    const drawing = this.drawings.find(({ id }) => id === this.selected);
    const shape = drawing && moved(drawing.shape, "body", by, this.scale());
    if (drawing && shape) this.events.onMoved(drawing.id, shape);
  }

  /** Pixels between two bars. */
  step(): number {
    return this.chart.timeScale().options().barSpacing;
  }

  private isBusy(): boolean {
    return this.tool !== null || this.drag !== null;
  }

  private scale(): Scale {
    const series = this.series;
    const scale = this.chart.timeScale();
    const times = this.times;
    const [first, last] = [times[0], times.at(-1)];
    const spacing = scale.options().barSpacing;
    const step = times.length < 2 ? 86_400 : ((last ?? 0) - (first ?? 0)) / (times.length - 1);
    const xOf = (seconds: number): number | null => scale.timeToCoordinate(seconds as UTCTimestamp);
    return {
      width: scale.width(),
      height: this.chart.panes()[0]?.getHeight() ?? 0,
      x: (seconds) => {
        if (first === undefined || last === undefined) return null;
        if (seconds <= first || seconds >= last) {
          const edge = seconds <= first ? first : last;
          const x = xOf(edge);
          return x === null ? null : x + ((seconds - edge) / step) * spacing;
        }
        let low = 0;
        let high = times.length - 1;
        while (high - low > 1) {
          const middle = (low + high) >> 1;
          if ((times[middle] ?? 0) <= seconds) low = middle;
          else high = middle;
        }
        const [a, b] = [times[low] ?? 0, times[high] ?? 0];
        const [xa, xb] = [xOf(a), xOf(b)];
        if (xa === null || xb === null) return null;
        return b === a ? xa : xa + ((xb - xa) * (seconds - a)) / (b - a);
      },
      y: (price) => series?.priceToCoordinate(price) ?? null,
      time: (x) => {
        if (first === undefined || last === undefined) return null;
        const found = scale.coordinateToTime(x);
        if (typeof found === "number") return found;
        const [xa, xb] = [xOf(first), xOf(last)];
        if (xb !== null && x > xb) return last + Math.round((x - xb) / spacing) * Math.round(step);
        if (xa !== null && x < xa) return first - Math.round((xa - x) / spacing) * Math.round(step);
        return null;
      },
      price: (y) => series?.coordinateToPrice(y) ?? null,
    };
  }

  private pixel(event: PointerEvent): Pixel {
    const { left, top } = this.box.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  private point(at: Pixel): DrawPoint | null {
    const scale = this.scale();
    const [time, price] = [scale.time(at.x), scale.price(at.y)];
    return time === null || price === null || !(price > 0) ? null : { at: isoOf(time), price };
  }

  private hit(at: Pixel): { id: string; part: Part } | null {
    const scale = this.scale();
    if (at.y > scale.height || at.x > scale.width) return null;
    return hit(at, this.drawings, this.selected, scale, (text) => text.length * 7);
  }

  private onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    const at = this.pixel(event);
    if (this.tool !== null) {
      const { width, height } = this.scale();
      if (at.x > width || at.y > height) return;
      const point = this.point(at);
      if (point) this.putPoint(point);
      event.stopPropagation();
      return;
    }
    const found = this.hit(at);
    this.events.onSelect(found?.id ?? null);
    const drawing = this.drawings.find(({ id }) => id === found?.id);
    if (!found || !drawing) return;
    this.drag = { ...found, from: at, shape: drawing.shape, isMoving: false };
    event.stopPropagation();
  }

  private onMove(event: PointerEvent): void {
    const at = this.pixel(event);
    this.pointer = at;
    if (this.drag) {
      const by = { x: at.x - this.drag.from.x, y: at.y - this.drag.from.y };
      if (!this.drag.isMoving && Math.hypot(by.x, by.y) < STILL_PX) return;
      this.drag.isMoving = true;
      this.update();
      event.stopPropagation();
    } else if (this.tool !== null) this.update();
    else this.box.style.cursor = this.hit(at) ? "pointer" : "";
  }

  private onUp(event: PointerEvent): void {
    const drag = this.drag;
    if (!drag) return;
    const shape = this.dragged(drag, this.pixel(event));
    this.drag = null;
    if (drag.isMoving && shape) this.events.onMoved(drag.id, shape);
    this.update();
  }

  private dragged(drag: Drag, at: Pixel): DrawShape | null {
    return moved(drag.shape, drag.part, { x: at.x - drag.from.x, y: at.y - drag.from.y }, this.scale());
  }

  /** The shape that the pointer would make now. */
  private draft(): DrawShape | null {
    if (this.tool === null || !this.pointer) return null;
    const point = this.point(this.pointer);
    return point && shapeOf(this.tool, [...this.points, point].slice(0, N_POINTS[this.tool]), "…");
  }

  paneViews() {
    return [
      {
        zOrder: () => "top" as const,
        renderer: (): IPrimitivePaneRenderer => ({ draw: (target) => this.paint(target) }),
      },
    ];
  }

  private paint(target: Parameters<IPrimitivePaneRenderer["draw"]>[0]): void {
    target.useMediaCoordinateSpace(({ context }) => {
      const scale = this.scale();
      const { drag, pointer } = this;
      for (const { id, shape, colour, label } of this.drawings) {
        const shown = drag?.id === id && drag.isMoving && pointer ? (this.dragged(drag, pointer) ?? shape) : shape;
        this.paintShape(context, shown, colour ?? this.colours.accent, label, id === this.selected, scale);
      }
      const draft = this.draft();
      if (draft) this.paintShape(context, draft, this.colours.focus, null, true, scale);
    });
  }

  private paintShape(
    context: CanvasRenderingContext2D,
    shape: DrawShape,
    colour: string,
    label: string | null,
    isSelected: boolean,
    scale: Scale,
  ): void {
    const placed = place(shape, scale);
    if (!placed) return;
    const { font, font_px, background } = this.colours;
    context.save();
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = isSelected ? 2.5 : 1.5;
    for (const [a, b] of placed.segments) {
      context.beginPath();
      context.moveTo(a.x, a.y);
      context.lineTo(b.x, b.y);
      context.stroke();
    }
    const text = shape.shape === "text" ? shape.text : label;
    if (text) {
      context.font = `${shape.shape === "text" ? font_px + 2 : font_px}px ${font}`;
      context.textBaseline = shape.shape === "text" ? "middle" : "bottom";
      context.fillText(text, placed.label.x, placed.label.y);
      if (isSelected && shape.shape === "text") {
        context.strokeRect(placed.label.x - 4, placed.label.y - 10, context.measureText(text).width + 8, 20);
      }
    }
    if (isSelected) {
      for (const { at } of placed.handles) {
        context.beginPath();
        context.arc(at.x, at.y, 4.5, 0, 2 * Math.PI);
        context.fillStyle = background;
        context.fill();
        context.stroke();
      }
    }
    context.restore();
  }
}
