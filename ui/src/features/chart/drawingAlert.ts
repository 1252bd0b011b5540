// A drawn line as the sentence of an alert rule.
import { type DrawShape } from "@/api/markets";
import { plainPrice, symbolInWords } from "@/lib/ruleWords";

const time = (iso: string): string => new Date(iso).toISOString().replace(".000Z", "Z");

/** The height of a trend at a time, in the line's own prices. */
export function heightAt(shape: Extract<DrawShape, { shape: "trend" | "channel" }>, seconds: number): number {
  const [from, to] = [Date.parse(shape.from.at) / 1000, Date.parse(shape.to.at) / 1000];
  const slope = to === from ? 0 : (shape.to.price - shape.from.price) / (to - from);
  return shape.from.price + slope * (seconds - from);
}

/** The rule that watches a line; null for what is no line. `last` says from which side the price comes. */
export function alertOnLine(symbol: string, shape: DrawShape, last: number | null, nowSeconds: number): string | null {
  const name = symbolInWords(symbol);
  const way = (level: number): string => (level >= (last ?? 0) ? "crosses above" : "crosses below");
  switch (shape.shape) {
    case "horizontal":
      return `${name} ${way(shape.price)} line at ${plainPrice(shape.price)}`;
    case "trend": {
      const { from, to } = shape;
      const points = `${plainPrice(from.price)} at ${time(from.at)} to ${plainPrice(to.price)} at ${time(to.at)}`;
      return `${name} ${way(heightAt(shape, nowSeconds))} trend ${points}`;
    }
    case "channel": {
      // A rule's channel lies above its line; a parallel below it is the line.
      const lower = Math.min(0, shape.offset);
      const at = (point: { at: string; price: number }): string =>
        `${plainPrice(point.price + lower)} at ${time(point.at)}`;
      return `${name} leaves channel ${at(shape.from)} to ${at(shape.to)} width ${plainPrice(Math.abs(shape.offset))}`;
    }
    case "vertical":
    case "text":
      return null;
  }
}
