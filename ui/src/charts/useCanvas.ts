// A canvas as sharp as the screen: follows the size of its box and the pixel ratio, drawn once per frame at most.
import { type RefObject, useEffect, useEffectEvent, useRef } from "react";

import { type Pen } from "./pen";
import { SvgPen } from "./svg";

export interface Surface {
  context: Pen;
  /** CSS pixels. */
  width: number;
  height: number;
}

export interface Painter {
  /** Draws before the next paint; many calls in a frame draw once. */
  schedule(): void;
}

/** Draws one image onto a canvas of a given size in CSS pixels. */
export function drawSharp(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  ratio: number,
  draw: (surface: Surface) => void,
): void {
  const context = canvas.getContext("2d");
  if (!context || width <= 0 || height <= 0) return;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  draw({ context, width, height });
}

function onBackground(surface: Surface, background: string, draw: (surface: Surface) => void): void {
  surface.context.fillStyle = background;
  surface.context.fillRect(0, 0, surface.width, surface.height);
  draw(surface);
}

/** The same drawing to copy and save: twice as sharp, on the panel's colour. Null while nothing is shown. */
export function pictureOf(
  shown: HTMLCanvasElement | null,
  background: string,
  draw: (surface: Surface) => void,
): HTMLCanvasElement | null {
  if (!shown) return null;
  const copy = document.createElement("canvas");
  drawSharp(copy, shown.clientWidth, shown.clientHeight, 2, (surface) => onBackground(surface, background, draw));
  return copy;
}

/** The same drawing as SVG. Null while nothing is shown. */
export function svgOf(
  shown: HTMLCanvasElement | null,
  background: string,
  draw: (surface: Surface) => void,
  title: string,
): string | null {
  if (!shown) return null;
  const { clientWidth: width, clientHeight: height } = shown;
  const pen = new SvgPen(width, height);
  onBackground({ context: pen, width, height }, background, draw);
  return pen.toSvg(title);
}

/** Keeps a canvas drawn. `draw` may read anything; call `schedule` when what it reads has changed. */
export function useCanvas(ref: RefObject<HTMLCanvasElement | null>, draw: (surface: Surface) => void): Painter {
  const frame = useRef(0);
  // Asking the canvas for its size in the middle of changes would lay the whole page out, at every frame of a drag.
  const size = useRef({ width: 0, height: 0 });
  const paint = (): void => {
    frame.current = 0;
    const { width, height } = size.current;
    if (ref.current) drawSharp(ref.current, width, height, window.devicePixelRatio || 1, draw);
  };
  const schedule = (): void => {
    if (frame.current === 0) frame.current = requestAnimationFrame(paint);
  };
  const repaint = useEffectEvent(paint);

  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const observer = new ResizeObserver(() => {
      size.current = { width: canvas.clientWidth, height: canvas.clientHeight };
      repaint();
    });
    observer.observe(canvas);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  }, [ref]);

  // Whatever the component rendered with is what the canvas has to show.
  useEffect(() => repaint());

  return { schedule };
}
