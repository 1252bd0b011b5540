import { expect, test } from "vitest";

import { type AlertBacktest } from "@/api/alertBacktest";
import { symbolInWords } from "@/lib/ruleWords";
import { marksOfAlert } from "./alert";

const backtest: AlertBacktest = {
  rule: {
    condition: { kind: "price", instrument: "a", of: "trade", test: { is: "crosses_above", level: 150 } },
    hold: null,
    repeat: "once",
    cool_down_s: 0,
    active_hours: null,
    expires_at: null,
    hysteresis: null,
  },
  words: "AAPL crosses above 150",
  needs: [],
  tried_on: [{ instrument_id: "a", symbol: "AAPL", first: "2022-01-03", last: "2022-12-28", n_bars: 249 }],
  firings: [
    { epoch: 1, day: "2022-03-01", from: "2022-03-01T00:00:00Z", to: "2022-03-02T00:00:00Z", is_order_assumed: false },
    { epoch: 2, day: "2022-03-01", from: "2022-03-01T00:00:00Z", to: "2022-03-02T00:00:00Z", is_order_assumed: true },
    { epoch: 3, day: "2022-05-04", from: "2022-05-04T00:00:00Z", to: "2022-05-05T00:00:00Z", is_order_assumed: false },
  ],
  cannot_tell: [],
};

test("each bar that tells of a firing has one mark", () => {
  const study = marksOfAlert(backtest, "a");
  expect(study?.times).toEqual([Date.UTC(2022, 2, 1) / 1000, Date.UTC(2022, 4, 4) / 1000]);
  expect(study?.lines[0]?.values).toEqual([1, 1]);
});

test("the chart of another instrument has none", () => {
  expect(marksOfAlert(backtest, "b")).toBeNull();
  expect(marksOfAlert(undefined, "a")).toBeNull();
});

test("a symbol that is more than a word stands in quotes", () => {
  expect(["AAPL", "BRK.B", "QDKS 20230120 C 50", "BTC-USD"].map(symbolInWords)).toEqual([
    "AAPL",
    "BRK.B",
    '"QDKS 20230120 C 50"',
    '"BTC-USD"',
  ]);
});
