import { describe, expect, it } from "vitest";

import { type Drawing, type DrawShape } from "@/api/markets";
import { distance, hit, isoOf, moved, place, type Scale, shapeOf } from "./geometry";

/** A pixel a second and a pixel a unit of price, which grows upwards. */
const SCALE: Scale = {
  width: 400,
  height: 300,
  x: (seconds) => seconds,
  y: (price) => 300 - price,
  time: (x) => Math.round(x),
  price: (y) => 300 - y,
};
const at = (seconds: number, price: number) => ({ at: isoOf(seconds), price });
const drawing = (id: string, shape: DrawShape): Drawing => ({ id, shape, colour: null, label: null });
const width = (text: string): number => text.length * 7;

const TREND: DrawShape = { shape: "trend", from: at(100, 100), to: at(200, 150), extends: "right" };

describe("drawings", () => {
  it("extend as far as they say", () => {
    expect(place(TREND, SCALE)?.segments).toEqual([
      [
        { x: 100, y: 200 },
        { x: 400, y: 50 },
      ],
    ]);
    expect(place({ ...TREND, extends: "none" }, SCALE)?.segments[0]?.[1]).toEqual({ x: 200, y: 150 });
    expect(place({ ...TREND, extends: "both" }, SCALE)?.segments[0]?.[0]).toEqual({ x: 0, y: 250 });
  });

  it("are found under the pointer, handles of the selected one first", () => {
    const all = [drawing("h", { shape: "horizontal", price: 150 }), drawing("t", TREND)];
    expect(hit({ x: 50, y: 152 }, all, null, SCALE, width)).toEqual({ id: "h", part: "body" });
    expect(hit({ x: 200, y: 150 }, all, null, SCALE, width)).toEqual({ id: "t", part: "body" });
    expect(hit({ x: 203, y: 152 }, all, "t", SCALE, width)).toEqual({ id: "t", part: "to" });
    expect(hit({ x: 50, y: 20 }, all, null, SCALE, width)).toBeNull();
  });

  it("move whole, or by one point", () => {
    expect(moved(TREND, "body", { x: 10, y: -20 }, SCALE)).toEqual({ ...TREND, from: at(110, 120), to: at(210, 170) });
    expect(moved(TREND, "to", { x: 0, y: -20 }, SCALE)).toEqual({ ...TREND, to: at(200, 170) });
    expect(moved({ shape: "horizontal", price: 10 }, "body", { x: 0, y: 20 }, SCALE)).toBeNull();
  });

  it("a channel's parallel is moved by itself", () => {
    const channel: DrawShape = { shape: "channel", from: at(100, 100), to: at(200, 150), extends: "none", offset: 30 };
    expect(place(channel, SCALE)?.segments).toHaveLength(2);
    expect(moved(channel, "offset", { x: 0, y: -5 }, SCALE)).toEqual({ ...channel, offset: 35 });
  });

  it("are made of points in any order", () => {
    expect(shapeOf("trend", [at(200, 1), at(100, 2)], "")).toEqual({
      shape: "trend",
      from: at(100, 2),
      to: at(200, 1),
      extends: "right",
    });
    expect(shapeOf("trend", [at(100, 2)], "")).toBeNull();
    const channel = shapeOf("channel", [at(100, 100), at(200, 150), at(150, 155)], "");
    expect(channel).toMatchObject({ shape: "channel", offset: 30 });
  });

  it("the distance from a segment ends with it", () => {
    const segment = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
    ] as const;
    expect(distance({ x: 5, y: 3 }, segment)).toBe(3);
    expect(distance({ x: 14, y: 3 }, segment)).toBe(5);
  });
});
