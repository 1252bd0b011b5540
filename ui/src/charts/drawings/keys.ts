// Drawing without a pointer.
import { type KeyboardEvent } from "react";

import { type Bars } from "../time/candles";
import { isoOf } from "./geometry";
import { type DrawingLayer, type DrawnOver } from "./layer";

/** Between the points that a tool gets by key, in bars. */
const APART = 20;
/** How far an arrow key moves a drawing up or down, in pixels. */
const NUDGE_PX = 2;

/** Handles a key; says whether it was one for drawings. */
export function onDrawingKey(event: KeyboardEvent, drawings: DrawnOver, layer: DrawingLayer, bars: Bars): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { selected, tool } = drawings;
  if (event.key === "Escape" && (tool !== null || selected !== null)) {
    drawings.onCancel();
    return true;
  }
  if (tool !== null && event.key === "Enter") {
    const i = Math.max(0, bars.times.length - 1 - layer.n_points() * APART);
    const [time, close] = [bars.times[i], bars.close[i]];
    if (time !== undefined && close !== undefined) layer.putPoint({ at: isoOf(time), price: close });
    return true;
  }
  if (selected === null) return false;
  if (event.key === "Delete" || event.key === "Backspace") {
    drawings.onDelete(selected);
    return true;
  }
  const step = layer.step();
  const ways: Record<string, [number, number]> = {
    ArrowUp: [0, -NUDGE_PX],
    ArrowDown: [0, NUDGE_PX],
    ArrowLeft: [-step, 0],
    ArrowRight: [step, 0],
  };
  const way = ways[event.key];
  if (way) layer.nudge({ x: way[0], y: way[1] });
  return way !== undefined;
}
