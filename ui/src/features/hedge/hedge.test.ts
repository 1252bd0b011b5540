import { describe, expect, it } from "vitest";

import { isPriced, isSettings, questionOf, titled, USUAL } from "./settings";

const PUT = { underlying: "SP500", years: 0.25, moneyness: 0.95, implied_volatility: 0.2, vix: null };

describe("settings of hedges", () => {
  it("ask for every fund unless some are chosen", () => {
    expect(questionOf(USUAL, null, null).instrument_ids).toBeNull();
    expect(questionOf({ ...USUAL, instrument_ids: ["a"] }, "account", "2020-01-01")).toMatchObject({
      account_id: "account",
      from: "2020-01-01",
      instrument_ids: ["a"],
    });
  });

  it("ask only for options that have a volatility", () => {
    const open = { ...PUT, underlying: "AAPL", implied_volatility: null };
    expect(isPriced(PUT)).toBe(true);
    expect(isPriced(open)).toBe(false);
    expect(questionOf({ ...USUAL, options: [PUT, open] }, null, null).options).toEqual([PUT]);
  });

  it("begin with a large letter where they stand alone", () => {
    expect(titled("beta hedge with SP500")).toBe("Beta hedge with SP500");
  });

  it("are kept only where they have their form", () => {
    expect(isSettings(USUAL)).toBe(true);
    expect(isSettings({ ...USUAL, horizon: "10" })).toBe(false);
    expect(isSettings({ ...USUAL, options: [{}] })).toBe(false);
  });
});
