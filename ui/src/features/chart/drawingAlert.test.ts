import { expect, test } from "vitest";

import { alertOnLine } from "./drawingAlert";

const NOW = Date.parse("2022-02-01T00:00:00Z") / 1000;
const from = { at: "2022-01-03T00:00:00Z", price: 100 };
const to = { at: "2022-01-31T00:00:00Z", price: 128 };

test("a drawn line is the sentence that the rules read", () => {
  expect(alertOnLine("SPY", { shape: "horizontal", price: 400 }, 390, NOW)).toBe("SPY crosses above line at 400");
  expect(alertOnLine("SPY", { shape: "horizontal", price: 400 }, 410, NOW)).toBe("SPY crosses below line at 400");
  expect(alertOnLine("BTC-USD", { shape: "trend", from, to, extends: "right" }, 128.5, NOW)).toBe(
    '"BTC-USD" crosses above trend 100 at 2022-01-03T00:00:00Z to 128 at 2022-01-31T00:00:00Z',
  );
});

test("a channel whose parallel lies below begins at the parallel", () => {
  const channel = { shape: "channel", from, to, offset: -10, extends: "none" } as const;
  expect(alertOnLine("SPY", channel, 100, NOW)).toBe(
    "SPY leaves channel 90 at 2022-01-03T00:00:00Z to 118 at 2022-01-31T00:00:00Z width 10",
  );
});

test("what is no line has none", () => {
  expect(alertOnLine("SPY", { shape: "vertical", at: from.at }, 1, NOW)).toBeNull();
  expect(alertOnLine("SPY", { shape: "text", ...from, text: "x" }, 1, NOW)).toBeNull();
});
