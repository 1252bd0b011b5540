// A canvas as sharp as the screen: follows the size of its box and the pixel ratio, drawn once per frame at most.
import { type RefObject, useEffect, useEffectEvent, useRef } from "react";

export interface Surface {
  context: CanvasRenderingContext2D;
  /** CSS pixels. */
  width: number;
  height: number;
}

export interface Painter {
  /** Draws now; for what has to be in the very next paint. */
  paint(): void;
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

/** Keeps a canvas drawn. `draw` may read anything; call `schedule` when what it reads has changed. */
export function useCanvas(ref: RefObject<HTMLCanvasElement | null>, draw: (surface: Surface) => void): Painter {
  const frame = useRef(0);
  const latest = useEffectEvent(draw);

  const paint = (): void => {
    cancelAnimationFrame(frame.current);
    frame.current = 0;
    const canvas = ref.current;
    if (!canvas) return;
    drawSharp(canvas, canvas.clientWidth, canvas.clientHeight, window.devicePixelRatio || 1, draw);
  };
  const schedule = (): void => {
    if (frame.current === 0) frame.current = requestAnimationFrame(paint);
  };

  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const redraw = (): void =>
      drawSharp(canvas, canvas.clientWidth, canvas.clientHeight, window.devicePixelRatio || 1, (surface) =>
        latest(surface),
      );
    const observer = new ResizeObserver(redraw);
    observer.observe(canvas);
    return () => observer.disconnect();
  }, [ref]);

  // Whatever the component rendered with is what the canvas has to show.
  useEffect(() => {
    const canvas = ref.current;
    if (canvas)
      drawSharp(canvas, canvas.clientWidth, canvas.clientHeight, window.devicePixelRatio || 1, (s) => latest(s));
  });

  return { paint, schedule };
}
