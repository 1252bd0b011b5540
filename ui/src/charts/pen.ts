// What our drawings use of a canvas. Whatever offers this can be drawn on: a canvas, or the recorder that writes SVG.

type Canvas = CanvasRenderingContext2D;

export interface Pen extends Pick<
  Canvas,
  | "fillStyle"
  | "strokeStyle"
  | "lineWidth"
  | "lineCap"
  | "font"
  | "textAlign"
  | "textBaseline"
  | "save"
  | "restore"
  | "translate"
  | "rotate"
  | "beginPath"
  | "closePath"
  | "moveTo"
  | "lineTo"
  | "arc"
  | "rect"
  | "clip"
  | "fill"
  | "stroke"
  | "fillRect"
  | "fillText"
  | "setLineDash"
> {
  roundRect(x: number, y: number, width: number, height: number, radius: number): void;
  /** The width of a text in the present font. */
  measureText(text: string): { width: number };
}
