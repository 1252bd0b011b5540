// Writes a drawing as SVG: a pen that records what a canvas would paint.
import { type Pen } from "./pen";

interface State {
  fillStyle: Pen["fillStyle"];
  strokeStyle: Pen["strokeStyle"];
  lineWidth: number;
  lineCap: CanvasLineCap;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: number[];
  clip: string | null;
  /** a b c d e f, as in SVG's matrix(). */
  matrix: readonly number[];
}

const IDENTITY = [1, 0, 0, 1, 0, 0];
const ANCHORS: Record<CanvasTextAlign, string> = {
  left: "start",
  start: "start",
  center: "middle",
  right: "end",
  end: "end",
};
/** How far below the given line letters stand, in parts of the font's size; viewers do not agree on SVG's own baselines. */
const DROPS: Record<CanvasTextBaseline, number> = {
  top: 0.8,
  hanging: 0.8,
  middle: 0.35,
  alphabetic: 0,
  ideographic: -0.2,
  bottom: -0.2,
};

/** A hundredth of a pixel is finer than any printer. */
const n = (value: number): string => {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
};

const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/** A colour as attributes: opacity apart, for not every program reads rgba(). */
function paint(name: "fill" | "stroke", style: Pen["fillStyle"]): string {
  const colour = typeof style === "string" ? style : "none";
  const found = /^rgba\(\s*([\d.]+)[,\s]+([\d.]+)[,\s]+([\d.]+)[,/\s]+([\d.]+)\s*\)$/.exec(colour);
  if (!found) return `${name}="${escaped(colour)}"`;
  const [, red, green, blue, opacity] = found;
  return `${name}="rgb(${red}, ${green}, ${blue})" ${name}-opacity="${opacity}"`;
}

function fontOf(font: string): { size: number; family: string; weight: string | null } {
  const found = /^(.*?)([\d.]+)px\s+(.+)$/.exec(font);
  const weight = /\b(bold|[1-9]00)\b/.exec(found?.[1] ?? "")?.[1] ?? null;
  return { size: Number(found?.[2] ?? 10), family: found?.[3] ?? "sans-serif", weight };
}

let measuring: CanvasRenderingContext2D | null = null;

export class SvgPen implements Pen {
  fillStyle: Pen["fillStyle"] = "#000000";
  strokeStyle: Pen["strokeStyle"] = "#000000";
  lineWidth = 1;
  lineCap: CanvasLineCap = "butt";
  font = "10px sans-serif";
  textAlign: CanvasTextAlign = "start";
  textBaseline: CanvasTextBaseline = "alphabetic";
  private dash: number[] = [];
  private clipId: string | null = null;
  private matrix: readonly number[] = IDENTITY;
  private readonly states: State[] = [];
  private readonly elements: string[] = [];
  private readonly clips: string[] = [];
  private path = "";
  /** Inside a path: the next line goes on from here. */
  private isOpen = false;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {}

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineCap, font, textAlign, textBaseline, dash, matrix } = this;
    const clip = this.clipId;
    this.states.push({
      ...{ fillStyle, strokeStyle, lineWidth, lineCap, font, textAlign, textBaseline },
      ...{ dash, clip, matrix },
    });
  }

  restore(): void {
    const state = this.states.pop();
    if (!state) return;
    const { dash, clip, matrix, ...rest } = state;
    Object.assign(this, rest);
    this.dash = dash;
    this.clipId = clip;
    this.matrix = matrix;
  }

  translate(x: number, y: number): void {
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = this.matrix;
    this.matrix = [a, b, c, d, a * x + c * y + e, b * x + d * y + f];
  }

  rotate(angle: number): void {
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = this.matrix;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.matrix = [a * cos + c * sin, b * cos + d * sin, c * cos - a * sin, d * cos - b * sin, e, f];
  }

  setLineDash(segments: Iterable<number>): void {
    this.dash = [...segments];
  }

  beginPath(): void {
    this.path = "";
    this.isOpen = false;
  }

  closePath(): void {
    if (this.path !== "") this.path += "Z";
  }

  moveTo(x: number, y: number): void {
    this.path += `M${n(x)} ${n(y)}`;
    this.isOpen = true;
  }

  lineTo(x: number, y: number): void {
    if (!this.isOpen) this.moveTo(x, y);
    else this.path += `L${n(x)} ${n(y)}`;
  }

  arc(x: number, y: number, radius: number, start: number, end: number): void {
    const at = (angle: number): [number, number] => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    const to = (angle: number): void => {
      const [px, py] = at(angle);
      this.path += `A${n(radius)} ${n(radius)} 0 1 1 ${n(px)} ${n(py)}`;
    };
    this.lineTo(...at(start));
    if (Math.abs(end - start) >= Math.PI * 2 - 1e-9) {
      to(start + Math.PI);
      to(start);
      return;
    }
    const [px, py] = at(end);
    const isLarge = Math.abs(end - start) > Math.PI ? 1 : 0;
    this.path += `A${n(radius)} ${n(radius)} 0 ${isLarge} ${end > start ? 1 : 0} ${n(px)} ${n(py)}`;
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.moveTo(x, y);
    this.lineTo(x + width, y);
    this.lineTo(x + width, y + height);
    this.lineTo(x, y + height);
    this.closePath();
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const corner = (px: number, py: number): string => `A${n(radius)} ${n(radius)} 0 0 1 ${n(px)} ${n(py)}`;
    this.moveTo(x + radius, y);
    this.lineTo(x + width - radius, y);
    this.path += corner(x + width, y + radius);
    this.lineTo(x + width, y + height - radius);
    this.path += corner(x + width - radius, y + height);
    this.lineTo(x + radius, y + height);
    this.path += corner(x, y + height - radius);
    this.lineTo(x, y + radius);
    this.path += corner(x + radius, y);
    this.closePath();
  }

  clip(): void {
    const id = `clip-${this.clips.length + 1}`;
    // A clip within a clip shows what lies in both.
    const within = this.clipId ? ` clip-path="url(#${this.clipId})"` : "";
    this.clips.push(`<clipPath id="${id}"${within}><path d="${this.path}"${this.transform()}/></clipPath>`);
    this.clipId = id;
  }

  fill(): void {
    if (this.path !== "")
      this.elements.push(`<path d="${this.path}" ${paint("fill", this.fillStyle)}${this.place()}/>`);
  }

  stroke(): void {
    if (this.path === "") return;
    const cap = this.lineCap === "butt" ? "" : ` stroke-linecap="${this.lineCap}"`;
    const dash = this.dash.length === 0 ? "" : ` stroke-dasharray="${this.dash.map(n).join(" ")}"`;
    const line = `${paint("stroke", this.strokeStyle)} stroke-width="${n(this.lineWidth)}"${cap}${dash}`;
    this.elements.push(`<path d="${this.path}" fill="none" ${line}${this.place()}/>`);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const box = `x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"`;
    this.elements.push(`<rect ${box} ${paint("fill", this.fillStyle)}${this.place()}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    const { size, family, weight } = fontOf(this.font);
    const place = `x="${n(x)}" y="${n(y + DROPS[this.textBaseline] * size)}" text-anchor="${ANCHORS[this.textAlign]}"`;
    const font = `font-size="${n(size)}px" font-family="${escaped(family)}"${weight ? ` font-weight="${weight}"` : ""}`;
    this.elements.push(
      `<text ${place} ${font} ${paint("fill", this.fillStyle)}${this.place()}>${escaped(text)}</text>`,
    );
  }

  measureText(text: string): { width: number } {
    const { size } = fontOf(this.font);
    measuring ??= document.createElement("canvas").getContext("2d");
    // Without a canvas to ask, a letter is a little more than half as wide as it is high.
    if (!measuring) return { width: text.length * size * 0.56 };
    measuring.font = this.font;
    return { width: measuring.measureText(text).width };
  }

  /** The whole picture. */
  toSvg(title: string): string {
    const size = `width="${n(this.width)}" height="${n(this.height)}" viewBox="0 0 ${n(this.width)} ${n(this.height)}"`;
    const defs = this.clips.length === 0 ? "" : `<defs>\n${this.clips.join("\n")}\n</defs>\n`;
    const name = escaped(title);
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${name}">\n<title>${name}</title>\n${defs}${this.elements.join("\n")}\n</svg>\n`;
  }

  private transform(): string {
    if (this.matrix.every((value, i) => value === IDENTITY[i])) return "";
    // Sines and cosines need more digits than pixels.
    const written = this.matrix.map((value) => String(Math.round(value * 1e6) / 1e6 + 0));
    return ` transform="matrix(${written.join(" ")})"`;
  }

  private place(): string {
    return `${this.clipId ? ` clip-path="url(#${this.clipId})"` : ""}${this.transform()}`;
  }
}
