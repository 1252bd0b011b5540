import { describe, expect, it } from "vitest";

import { makeFormat } from "@/lib/format";
import { dateAt, dateText, drawdowns, layOutPanes, type PanesData, stepDate } from "./panes";

const DATA: PanesData = {
  dates: ["2022-01-03", "2022-01-04", "2022-01-05", "2022-01-06", "2022-01-07"],
  panes: [
    {
      title: "Value",
      kind: "lines",
      share: 3,
      show: String,
      lines: [{ name: "A", colour: 0, values: [1, 2, 1, 3, 3] }],
    },
    {
      title: "Turnover",
      kind: "bars",
      share: 1,
      show: String,
      lines: [{ name: "A", colour: 0, values: [5, null, 8] }],
    },
  ],
};

describe("panes through time", () => {
  it("stand below each other without overlap, each with room for its values", () => {
    const { panes, bottom } = layOutPanes(DATA, 600, 400);
    const [value, turnover] = panes;
    expect(value!.bottom).toBeLessThan(turnover!.top);
    expect(turnover!.bottom).toBeLessThanOrEqual(bottom);
    expect(value!.y.px(3)).toBeGreaterThanOrEqual(value!.top - 1e-9);
    // Bars grow from zero, lines need not hold it.
    expect(turnover!.y.from).toBe(0);
  });

  it("read the nearest date", () => {
    const { x } = layOutPanes(DATA, 600, 400);
    expect(dateAt(DATA, x(2) + 3, 600, 400)).toBe(2);
    expect(dateAt(DATA, -50, 600, 400)).toBe(0);
    expect(dateAt({ ...DATA, dates: [] }, 10, 600, 400)).toBeNull();
  });

  it("move by keys and stop at the ends", () => {
    expect(stepDate(null, "ArrowLeft", 5)).toBe(3);
    expect(stepDate(4, "ArrowRight", 5)).toBe(4);
    expect(stepDate(2, "Home", 5)).toBe(0);
    expect(stepDate(2, "q", 5)).toBeNull();
  });
});

it("counts a drawdown from the highest value so far", () => {
  // By hand: from 2 to 1 is a half, from 4 to 3 a quarter.
  expect(drawdowns([1, 2, 1, 4, 3])).toEqual([0, 0, -0.5, 0, -0.25]);
});

it("a date is a day unless something else is said of it", () => {
  const format = makeFormat("en-US");
  const data: PanesData = { dates: ["2020-01-02"], panes: [] };
  expect(dateText(data, 0, format)).toBe("Jan 2, 2020");
  expect(dateText({ ...data, nameOf: (date) => `after ${date}` }, 0, format)).toBe("after 2020-01-02");
  expect(dateText(data, 5, format)).toBe("—");
});
