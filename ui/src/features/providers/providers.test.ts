import { describe, expect, it } from "vitest";

import { type ProviderSettings, type ProviderView } from "@/api/markets";
import { EMPTY, isName, settingsOf, valuesOf } from "./custom";
import { replayOf } from "./replay";
import { inOrder, preferred, switched } from "./settings";

const SETTINGS: ProviderSettings = {
  on: ["a", "b", "c"],
  custom: [],
  symbols: [],
  addresses: [],
  recording: { is_on: false, instrument_ids: [], keep_days: 30 },
  folders: [],
};

describe("the order in which providers are asked", () => {
  it("is changed one place at a time", () => {
    expect(preferred(SETTINGS, "c", -1).on).toEqual(["a", "c", "b"]);
    expect(preferred(SETTINGS, "a", 1).on).toEqual(["b", "a", "c"]);
    expect(preferred(SETTINGS, "a", -1)).toBe(SETTINGS);
    expect(preferred(SETTINGS, "x", 1)).toBe(SETTINGS);
  });

  it("has those last that are switched on last", () => {
    expect(switched(SETTINGS, "d", true).on).toEqual(["a", "b", "c", "d"]);
    expect(switched(SETTINGS, "b", false).on).toEqual(["a", "c"]);
  });

  it("is the order of the list, with the others below", () => {
    const views = ["x", "c", "a"].map((source) => ({ source }) as ProviderView);
    expect(inOrder(views, SETTINGS.on).map(({ source }) => source)).toEqual(["a", "c", "x"]);
  });
});

describe("a source of one's own", () => {
  it("comes back from its settings as it was written", () => {
    const values = { ...EMPTY, name: "mine", timeFormat: "pattern" as const, timePattern: "%d.%m.%Y", volume: "" };
    const settings = settingsOf(values);
    expect(settings.fields).toMatchObject({ time_format: { pattern: "%d.%m.%Y" }, volume: null, open: "/open" });
    expect(valuesOf(settings)).toEqual(values);
  });

  it("has a last price where it says whence", () => {
    expect(settingsOf(EMPTY).quotes).toBeNull();
    const values = { ...EMPTY, lastUrl: "https://example.org/last/{symbol}", lastTime: "/t", lastDelay: 15 };
    const settings = settingsOf(values);
    expect(settings.quotes).toEqual({
      url: "https://example.org/last/{symbol}",
      price: "/price",
      time: "/t",
      time_format: "unix_seconds",
      bid: null,
      ask: null,
      every_seconds: 15,
      delay_seconds: 900,
    });
    expect(valuesOf(settings)).toEqual(values);
  });

  it("has a name that every tick can carry", () => {
    expect(["mine", "a_b-c.1", "Mine", "", "seventeen-letters"].map(isName)).toEqual([true, true, false, false, false]);
  });
});

it("a replay takes whole days, and a size only of bars", () => {
  const fields = { instruments: ["a"], from: "2022-12-01", to: "2022-12-02", size: "1d", speed: "max" } as const;
  expect(replayOf({ of: "practice", ...fields })).toEqual({
    of: "practice",
    instrument_ids: ["a"],
    from: "2022-12-01T00:00:00Z",
    to: "2022-12-02T23:59:59Z",
    speed: null,
  });
  expect(replayOf({ of: "bars", ...fields, from: null, to: null, speed: "60" })).toEqual({
    of: "bars",
    instrument_ids: ["a"],
    size: "1d",
    speed: 60,
  });
});
