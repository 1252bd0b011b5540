import { describe, expect, it } from "vitest";

import { DEFAULT_FORM, type Form, reduce } from "./form";
import { questionOf, requestOf, scaledBudgets, specOf } from "./request";
import { type Run, type Universe } from "./types";
import { formOf } from "./reopen";

const asset = (id: string, symbol: string, rest: object) => ({
  instrument_id: id,
  symbol,
  name: symbol,
  sector: null,
  volatility: 0.2,
  currency: "USD",
  asset_class: "equity",
  country: null,
  last_price: 100,
  adv: 1e9,
  ...rest,
});

const UNIVERSE = {
  spec: { instrument_ids: ["1", "2", "3"], from: null, to: "2022-12-28" },
  assets: [
    asset("1", "AAPL", { sector: "Technology", country: "US" }),
    asset("2", "KO", { sector: "Staples", country: "US" }),
    asset("3", "SAP", { sector: "Technology", currency: "EUR", country: "DE", adv: null }),
  ],
  expected_returns: [0.2, 0.08, 0.1],
  covariance: [],
  risk_free_rate: 0.02,
  n_observations: 504,
  current: { weights: { AAPL: 0.6, KO: 0.4 } },
} as unknown as Universe;

const form = (change: Partial<Form>): Form => ({ ...DEFAULT_FORM, ...change });

describe("requests", () => {
  it("name assets by symbol and groups by their members", () => {
    const groups = { "sector:Technology": [0.1, 0.3], "currency:EUR": [0, 0.2] } as Form["groups"];
    expect(requestOf(form({ groups }), UNIVERSE)).toEqual({
      assets: ["AAPL", "KO", "SAP"],
      objective: "minimum_variance",
      risk_free_rate: 0.02,
      long_only: true,
      bounds: {},
      groups: [
        { name: "Technology", assets: ["AAPL", "SAP"], lower: 0.1, upper: 0.3 },
        { name: "Currency EUR", assets: ["SAP"], lower: 0, upper: 0.2 },
      ],
    });
  });

  it("leave out limits of what is not in the universe", () => {
    const gone = reduce(DEFAULT_FORM, { type: "bound", symbol: "GONE", limits: [0.1, 0.3] });
    const limited = reduce(gone, { type: "group", key: "sector:Energy", limits: [0.1, 0.3] });
    const excluded = reduce(limited, { type: "rules", change: { exclusions: ["GONE"] } });
    expect(requestOf(excluded, UNIVERSE)).toMatchObject({ bounds: {}, groups: [] });
    expect(requestOf(excluded, UNIVERSE)).not.toHaveProperty("constraints");
  });

  it("carry the number of their objective only", () => {
    const picked = reduce(DEFAULT_FORM, { type: "pick", expected_return: 0.12 });
    expect(requestOf(picked, UNIVERSE)).toMatchObject({ objective: "efficient_return", target_return: 0.12 });
    const utility = requestOf({ ...picked, objective: "maximum_quadratic_utility", riskAversion: 3 }, UNIVERSE);
    expect(utility).toMatchObject({ risk_aversion: 3 });
    expect(utility).not.toHaveProperty("target_return");
    const tail = requestOf(form({ objective: "minimum_cvar" }), UNIVERSE);
    expect(tail).toMatchObject({ confidence: 0.95 });
    expect(tail).not.toHaveProperty("l2_regularization");
    // Two years of daily returns stand behind the means.
    const worst = requestOf(form({ objective: "worst_case" }), UNIVERSE);
    expect(worst.uncertainty).toEqual({ radius: 1, years: 2 });
  });

  it("limit a group against others, each in an entry of its own", () => {
    const relatives: Form["relatives"] = [
      { id: "1", group: "sector:Technology", other: "sector:Staples", lower: null, upper: 2 },
      { id: "2", group: "sector:Technology", other: "country:DE", lower: 1, upper: null },
      { id: "3", group: "sector:Staples", other: "country:DE", lower: null, upper: null },
    ];
    const { groups } = requestOf(form({ relatives }), UNIVERSE);
    expect(groups).toEqual([
      { name: "Technology", assets: ["AAPL", "SAP"], relative_to: { group: "Staples", upper: 2 } },
      { name: "Staples", assets: ["KO"] },
      { name: "Country DE", assets: ["SAP"] },
      { name: "Technology", assets: ["AAPL", "SAP"], relative_to: { group: "Country DE", lower: 1 } },
    ]);
  });

  it("scale budgets to one, and give untyped ones the even share", () => {
    expect(scaledBudgets(["A", "B"], { A: 0.375, B: 0.125 })).toEqual([0.75, 0.25]);
    expect(scaledBudgets(["A", "B"], { A: 1.5 })).toEqual([0.75, 0.25]);
    expect(scaledBudgets(["A", "B"], { A: 0, B: 0 })).toEqual([0.5, 0.5]);
    const settings = {
      ...DEFAULT_FORM.settings,
      budgetBy: "sector" as const,
      budgets: { Staples: 0.25, Technology: 0.75 },
    };
    expect(requestOf(form({ objective: "risk_parity", settings }), UNIVERSE).group_budgets).toEqual([
      { name: "Staples", assets: ["KO"], budget: 0.25 },
      { name: "Technology", assets: ["AAPL", "SAP"], budget: 0.75 },
    ]);
  });

  it("count trades from what is held when something depends on it", () => {
    const turnover = reduce(DEFAULT_FORM, { type: "cap", cap: "turnover", value: 0.2 });
    expect(requestOf(turnover, UNIVERSE)).toMatchObject({
      constraints: { turnover: 0.2 },
      current_weights: { AAPL: 0.6, KO: 0.4 },
    });
    expect(requestOf(DEFAULT_FORM, UNIVERSE)).not.toHaveProperty("current_weights");
  });

  it("count market impact only when every volume is known", () => {
    const costs = { ...DEFAULT_FORM.costs, impact: { coefficient: 1, capital: 1e6, adv: {}, otherAdv: null } };
    expect(requestOf(form({ costs }), UNIVERSE).costs).toBeUndefined();
    const typed = { ...costs, impact: { ...costs.impact, adv: { SAP: 5e8 } } };
    expect(requestOf(form({ costs: typed }), UNIVERSE).costs).toEqual({
      impact: { coefficient: 1, capital: 1e6, average_daily_volume: { AAPL: 1e9, KO: 1e9, SAP: 5e8 } },
      holding_years: 1,
    });
    const others = { ...costs, impact: { ...costs.impact, otherAdv: 2e8 } };
    const volumes = requestOf(form({ costs: others }), UNIVERSE).costs?.impact?.average_daily_volume;
    expect(volumes).toEqual({ AAPL: 1e9, KO: 1e9, SAP: 2e8 });
  });

  it("take the books' lots with the objectives that can, in place of weights", () => {
    const taxes = { ...DEFAULT_FORM.taxes, isOn: true };
    expect(questionOf(form({ taxes }), UNIVERSE).lots).toBeNull();
    const costs = { ...DEFAULT_FORM.costs, linear: 0.001 };
    const question = questionOf(form({ taxes, costs, objective: "minimum_tracking_error" }), UNIVERSE);
    expect(question.lots).toEqual({
      account_ids: [],
      rates: { short_term: 0.408, long_term: 0.238 },
      jurisdiction: "united_states",
      deferral: { later_tax_share: 0.5, horizon_days: 365 },
      max_nodes: null,
      include_cash: false,
    });
    expect(question.request).not.toHaveProperty("current_weights");
    expect(question.request).toMatchObject({ benchmark_weights: { AAPL: 0.6, KO: 0.4 }, risk_aversion: 1 });
  });
});

describe("reopening a run", () => {
  const run = (request: object, universe: object = {}): Run =>
    ({
      instruments: ["1", "2"],
      settings: {
        universe: {
          instrument_ids: [],
          from: null,
          to: "2022-12-28",
          expected_returns_model: { model: "exponentially_weighted", span: 300 },
          covariance_model: { model: "sample" },
          ...universe,
        },
        request: { assets: ["AAPL", "KO"], objective: "efficient_risk", risk_free_rate: 0.01, groups: [], ...request },
      },
    }) as unknown as Run;
  const reopened = (request: object): Form => formOf(run(request), UNIVERSE.assets);

  it("gives the form that asks for it again", () => {
    expect(
      reopened({
        target_volatility: 0.2,
        bounds: { AAPL: [0.1, 0.4], KO: [0, 1] },
        long_only: true,
        groups: [{ name: "Technology", assets: ["AAPL"], upper: 0.5 }],
      }),
    ).toMatchObject({
      instrumentIds: ["1", "2"],
      objective: "efficient_risk",
      targetVolatility: 0.2,
      longOnly: true,
      bounds: { AAPL: [0.1, 0.4] },
      groups: { "sector:Technology": [0, 0.5] },
      ownGroups: {},
    });
  });

  it("keeps groups that are nobody's sector as one's own", () => {
    const groups = [{ name: "Technology", assets: ["AAPL", "KO"], upper: 0.5 }];
    expect(reopened({ groups })).toMatchObject({
      groups: { "own:Technology": [0, 0.5] },
      ownGroups: { Technology: ["AAPL", "KO"] },
    });
  });

  it("takes what the server leaves out, since it is empty, as empty", () => {
    const saved = run({});
    const { request } = saved.settings;
    delete request.groups;
    delete request.bounds;
    expect(formOf(saved, UNIVERSE.assets)).toMatchObject({ groups: {}, bounds: {}, pins: {} });
  });

  it("reads all three ways to write bounds, and equal ones as pins", () => {
    expect(reopened({ bounds: [0, 0.3] }).bounds).toEqual({ AAPL: [0, 0.3], KO: [0, 0.3] });
    const pairs = [
      [0, 0.3],
      [-0.1, 1],
    ];
    expect(reopened({ bounds: pairs })).toMatchObject({
      longOnly: false,
      bounds: { AAPL: [0, 0.3], KO: [-0.1, 1] },
    });
    expect(reopened({ bounds: { AAPL: [0.2, 0.2] } })).toMatchObject({ bounds: {}, pins: { AAPL: 0.2 } });
  });

  it("asks the same again, whatever was chosen", () => {
    const chosen = form({
      instrumentIds: ["1", "2", "3"],
      to: "2022-12-28",
      returnsModel: {
        model: "black_litterman",
        prior: { model: "equilibrium", risk_aversion: 2.5 },
        views: [{ asset: "AAPL", versus: "KO", expected_return: 0.03, confidence: 0.4 }],
        tau: 0.05,
        posterior_covariance: true,
      },
      covarianceModel: { model: "gerber", threshold: 0.4 },
      missing: "own_window",
      repair: "keep_variances",
      objective: "nested_clusters",
      settings: { ...DEFAULT_FORM.settings, linkage: "average", nClusters: 2, inner: "maximum_sharpe" },
      riskFreeRate: 0.03,
      bounds: { AAPL: [0.1, 0.4] },
      pins: { KO: 0.2 },
      groups: { "sector:Technology": [0, 0.6], "currency:EUR": [0, 0.3], "own:Mine": [0.1, 0.9] },
      ownGroups: { Mine: ["AAPL", "KO"] },
      relatives: [{ id: "1", group: "own:Mine", other: "country:DE", lower: 0.5, upper: 3 }],
      rules: {
        caps: { turnover: 0.4, volatility: 0.2, max_holdings: 2, minimum_position: 0.05, cash_buffer: 0.01 },
        net: null,
        factors: [{ id: "1", name: "beta", exposures: { AAPL: 1.2, KO: 0.6 }, lower: null, upper: 1 }],
        doNotTrade: ["KO"],
        exclusions: ["SAP"],
        roundLots: { method: "integer", capital: 1e5, lotSize: 10, minimumTrade: 100, cashBuffer: 0.02 },
      },
      costs: {
        linear: 0.001,
        impact: { coefficient: 1.5, capital: 2e6, adv: { SAP: 1e8 }, otherAdv: null },
        borrow: 0.01,
        holdingYears: 2,
      },
    });
    const request = requestOf(chosen, UNIVERSE);
    const saved = {
      instruments: ["1", "2", "3"],
      settings: { universe: specOf(chosen), request },
    } as unknown as Run;
    const again = formOf(saved, UNIVERSE.assets);
    expect(requestOf(again, UNIVERSE)).toEqual(request);
    expect(specOf(again)).toEqual(specOf(chosen));
  });
});
