// The colours and fonts of charts, read from the design tokens.
import { readToken } from "@/ui/tokens";

export interface ChartColours {
  background: string;
  text: string;
  dim: string;
  grid: string;
  border: string;
  accent: string;
  focus: string;
  up: string;
  down: string;
  warn: string;
  series: string[];
  font: string;
  font_px: number;
}

/** The present colours; read them again when `useThemeKey()` changes. */
export function chartColours(): ChartColours {
  return {
    background: readToken("--qd-surface"),
    text: readToken("--qd-text"),
    dim: readToken("--qd-text-dim"),
    grid: readToken("--qd-surface-3"),
    border: readToken("--qd-border"),
    accent: readToken("--qd-accent"),
    focus: readToken("--qd-focus"),
    up: readToken("--qd-up"),
    down: readToken("--qd-down"),
    warn: readToken("--qd-warn"),
    series: Array.from({ length: 8 }, (_, i) => readToken(`--qd-series-${i + 1}`)),
    font: readToken("--qd-font") || "sans-serif",
    font_px: Number.parseFloat(readToken("--qd-font-size-small")) || 11,
  };
}

/** The i-th series colour; after eight they come again. */
export function seriesColour(colours: ChartColours, i: number): string {
  return colours.series[i % colours.series.length] ?? colours.accent;
}

function channels(hex: string): [number, number, number] | null {
  const mixed = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(hex);
  if (mixed) return [Number(mixed[1]), Number(mixed[2]), Number(mixed[3])];
  // The build shortens "#ffffff" to "#fff".
  const long = hex.replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i, "#$1$1$2$2$3$3");
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(long);
  if (!found) return null;
  return [
    Number.parseInt(found[1] ?? "0", 16),
    Number.parseInt(found[2] ?? "0", 16),
    Number.parseInt(found[3] ?? "0", 16),
  ];
}

/** A colour between two `#rrggbb` ones; `part` 0 is the first, 1 the second. Other notations give the second unmixed. */
export function mix(from: string, to: string, part: number): string {
  const [a, b] = [channels(from), channels(to)];
  if (!a || !b) return to;
  const at = Math.min(1, Math.max(0, part));
  const blend = (i: 0 | 1 | 2): number => Math.round(a[i] + (b[i] - a[i]) * at);
  return `rgb(${blend(0)}, ${blend(1)}, ${blend(2)})`;
}

/** The colour with an opacity from 0 to 1. */
export function fade(hex: string, opacity: number): string {
  const rgb = channels(hex);
  return rgb ? `rgba(${rgb[0]}, ${rgb[1]}, ${rgb[2]}, ${opacity})` : hex;
}

/** Relative luminance by WCAG 2, from 0 (black) to 1. */
function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours by WCAG 2, from 1 to 21; 1 when one of them cannot be read. */
export function contrast(a: string, b: string): number {
  const [first, second] = [channels(a), channels(b)];
  if (!first || !second) return 1;
  const [x, y] = [luminance(first), luminance(second)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Of the colours the one that reads best on the background. */
export function legible(background: string, candidates: readonly string[]): string {
  return candidates.reduce((best, next) => (contrast(next, background) > contrast(best, background) ? next : best));
}
