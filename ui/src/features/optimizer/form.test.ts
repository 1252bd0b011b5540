import { describe, expect, it } from "vitest";

import { DEFAULT_FORM, formOf, reduce, requestOf, tidyLimits } from "./form";
import { type Run, type Universe } from "./types";

const UNIVERSE = {
  assets: [
    { instrument_id: "1", symbol: "AAPL", name: "Apple", sector: "Technology", volatility: 0.3 },
    { instrument_id: "2", symbol: "KO", name: "Coca-Cola", sector: "Staples", volatility: 0.15 },
    { instrument_id: "3", symbol: "SPX", name: "Index", sector: null, volatility: 0.18 },
  ],
  expected_returns: [0.2, 0.08, 0.1],
  covariance: [],
  risk_free_rate: 0.02,
} as unknown as Universe;

describe("limits", () => {
  it.each([
    [[0.5, 0.2], "lower", [0.5, 0.5]],
    [[0.5, 0.2], "upper", [0.2, 0.2]],
    [[-0.3, 2], "lower", [0, 1]],
    [[0.12345678, 0.9], "lower", [0.1235, 0.9]],
  ] as const)("%j moved at the %s become %j", ([lower, upper], moved, expected) =>
    expect(tidyLimits([lower, upper], true, moved)).toEqual(expected),
  );

  it("a limit at its default is no limit", () => {
    const set = reduce(DEFAULT_FORM, { type: "bound", symbol: "KO", limits: [0.1, 0.5] });
    expect(set.bounds).toEqual({ KO: [0.1, 0.5] });
    expect(reduce(set, { type: "bound", symbol: "KO", limits: [0, 1] }).bounds).toEqual({});
  });

  it("long only cuts shorts off, also out of existing limits", () => {
    const short = reduce(reduce(DEFAULT_FORM, { type: "long_only", value: false }), {
      type: "bound",
      symbol: "KO",
      limits: [-0.4, 0.3],
    });
    expect(reduce(short, { type: "long_only", value: true }).bounds).toEqual({ KO: [0, 0.3] });
  });
});

describe("requests", () => {
  it("name assets by symbol and sectors by their members", () => {
    const form = reduce(DEFAULT_FORM, { type: "sector", sector: "Technology", limits: [0.1, 0.3] });
    expect(requestOf(form, UNIVERSE)).toEqual({
      assets: ["AAPL", "KO", "SPX"],
      objective: "minimum_variance",
      risk_free_rate: 0.02,
      long_only: true,
      bounds: {},
      groups: [{ name: "Technology", assets: ["AAPL"], lower: 0.1, upper: 0.3 }],
    });
  });

  it("leave out limits of what is not in the universe", () => {
    const form = reduce(DEFAULT_FORM, { type: "bound", symbol: "GONE", limits: [0.1, 0.3] });
    expect(requestOf(form, UNIVERSE).bounds).toEqual({});
  });

  it("carry the number of their objective only", () => {
    const picked = reduce(DEFAULT_FORM, { type: "pick", expected_return: 0.12 });
    expect(requestOf(picked, UNIVERSE)).toMatchObject({ objective: "efficient_return", target_return: 0.12 });
    const utility = reduce(picked, {
      type: "set",
      change: { objective: "maximum_quadratic_utility", riskAversion: 3 },
    });
    expect(requestOf(utility, UNIVERSE)).toMatchObject({ risk_aversion: 3 });
    expect(requestOf(utility, UNIVERSE)).not.toHaveProperty("target_return");
  });
});

describe("reopening a run", () => {
  const run = (request: object): Run =>
    ({
      instruments: ["1", "2"],
      settings: {
        universe: {
          instrument_ids: [],
          from: null,
          to: "2022-12-28",
          expected_returns_model: { model: "exponentially_weighted", span: 300 },
          covariance_model: { model: "sample" },
        },
        request: { assets: ["AAPL", "KO"], objective: "efficient_risk", risk_free_rate: 0.01, groups: [], ...request },
      },
    }) as unknown as Run;

  it("gives the form that asks for it again", () => {
    const form = formOf(
      run({
        target_volatility: 0.2,
        bounds: { AAPL: [0.1, 0.4], KO: [0, 1] },
        long_only: true,
        groups: [{ name: "Technology", assets: ["AAPL"], upper: 0.5 }],
      }),
    );
    expect(form).toMatchObject({
      instrumentIds: ["1", "2"],
      objective: "efficient_risk",
      targetVolatility: 0.2,
      longOnly: true,
      bounds: { AAPL: [0.1, 0.4] },
      sectors: { Technology: [0, 0.5] },
    });
  });

  it("takes what the server leaves out, since it is empty, as empty", () => {
    const saved = run({});
    const { request } = saved.settings;
    delete request.groups;
    delete request.bounds;
    expect(formOf(saved)).toMatchObject({ sectors: {}, bounds: {} });
  });

  it("reads all three ways to write bounds", () => {
    expect(formOf(run({ bounds: [0, 0.3] })).bounds).toEqual({ AAPL: [0, 0.3], KO: [0, 0.3] });
    expect(
      formOf(
        run({
          bounds: [
            [0, 0.3],
            [-0.1, 1],
          ],
        }),
      ),
    ).toMatchObject({ longOnly: false, bounds: { AAPL: [0, 0.3], KO: [-0.1, 1] } });
  });
});
