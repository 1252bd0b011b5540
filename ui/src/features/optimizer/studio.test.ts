// The pure parts of the studio's editors: estimators and views, presets, factor exposures, targets, blame.
import { describe, expect, it } from "vitest";

import { ApiError } from "@/api/errors";
import { keyStep, typedWeight } from "@/charts/weightBar";
import { isCapBlamed, placeOfError } from "./blame";
import { errorsOf, firstView, pruned, replaced, trusting, trustOf, withViews } from "./estimates";
import { betasTo } from "./factorLimits";
import { DEFAULT_FORM } from "./form";
import { fittingCap, PRESETS, sectorCaps } from "./presets";
import { requestOf } from "./request";
import { targetWeights } from "./targetWeights";
import { type Universe } from "./types";

const SYMBOLS = ["A", "B", "C"];
const UNIVERSE = {
  spec: { instrument_ids: [], from: null, to: null },
  assets: SYMBOLS.map((symbol, i) => ({
    instrument_id: `id-${symbol}`,
    symbol,
    name: symbol,
    sector: i === 0 ? "Energy" : "Health Care",
    currency: "USD",
    asset_class: "equity",
    country: null,
    volatility: 0.2,
    last_price: 10,
    adv: 1e6,
  })),
  expected_returns: [0.1, 0.05, 0.0],
  covariance: [
    [0.04, 0.0, 0.0],
    [0.0, 0.09, 0.0],
    [0.0, 0.0, 0.01],
  ],
  risk_free_rate: 0.02,
  n_observations: 252,
  current: null,
} as unknown as Universe;

describe("views", () => {
  const model = withViews({ model: "historical_mean" }, [
    { asset: "A", expected_return: 0.12, confidence: 0.7 },
    { asset: "B", versus: "C", expected_return: 0.03, confidence: 0.2 },
  ]);

  it("stand on the equilibrium unless the prior is one's own", () => {
    expect(model.prior).toEqual({ model: "equilibrium", risk_aversion: 2.5 });
    const given = withViews({ model: "given", values: { A: 0.1 } }, [firstView(UNIVERSE)]);
    expect(given.prior).toEqual({ model: "given", values: { A: 0.1 } });
    expect(given.views).toEqual([{ asset: "A", expected_return: 0.1, confidence: 0.5 }]);
  });

  it("say how sure they are in one way at a time", () => {
    expect(trustOf(model)).toBe("confidence");
    const own = trusting(model, "variance");
    expect(trustOf(own)).toBe("variance");
    expect(own.omega).toEqual([
      [0.0004, 0],
      [0, 0.0004],
    ]);
    expect(own.views.every((view) => !("confidence" in view))).toBe(true);
    const plain = trusting(own, "proportional");
    expect(trustOf(plain)).toBe("proportional");
    expect(plain.omega).toBeNull();
  });

  it("take their errors along", () => {
    const own = replaced(trusting(model, "variance"), [...model.views].reverse(), [0.03, 0.01]);
    expect(errorsOf(own)[0]).toBeCloseTo(0.03, 12);
    expect(own.omega?.[1]?.[1]).toBeCloseTo(0.0001, 12);
  });

  it("on assets that are gone go, and without any the prior is left", () => {
    const kept = pruned(trusting(model, "variance"), new Set(["A"]));
    expect(kept).toMatchObject({ model: "black_litterman", omega: [[0.0004]] });
    expect(kept.model === "black_litterman" && kept.views).toHaveLength(1);
    expect(pruned(model, new Set(["C"]))).toEqual({ model: "equilibrium", risk_aversion: 2.5 });
    expect(pruned({ model: "given", values: { A: 0.1, Z: 0.2 } }, new Set(["A"]))).toEqual({
      model: "given",
      values: { A: 0.1 },
    });
  });
});

describe("presets", () => {
  it.each(PRESETS.map((preset) => [preset.id, preset] as const))("%s can be asked for", (_, preset) => {
    const form = preset.apply({ ...DEFAULT_FORM, pins: { A: 0.5 } }, UNIVERSE);
    expect(form.pins).toEqual({});
    expect(requestOf(form, UNIVERSE).assets).toEqual(SYMBOLS);
  });

  it("never cap so low that nothing can be held", () => {
    expect(fittingCap(0.1, 20)).toBe(0.1);
    expect(fittingCap(0.1, 3)).toBeCloseTo(0.3334, 12);
    expect(fittingCap(0.3, 1)).toBe(1);
    expect(sectorCaps(UNIVERSE, 0.3)).toEqual({ "sector:Energy": [0, 0.5], "sector:Health Care": [0, 0.5] });
  });
});

it("betas are covariances with the market over its variance", () => {
  // Half A, half B: variance 0.01 + 0.0225 = 0.0325; covariances 0.02, 0.045, 0.
  expect(betasTo(UNIVERSE, { A: 0.5, B: 0.5 })).toEqual({ A: 0.615, B: 1.385, C: 0 });
  expect(betasTo(UNIVERSE, {})).toEqual({});
});

describe("targets", () => {
  const sum = (weights: Record<string, string>): number =>
    Object.values(weights).reduce((total, weight) => total + Math.round(Number(weight) * 1e6), 0);

  it("are exact decimals that add up to the whole", () => {
    const thirds = targetWeights({ A: 1 / 3, B: 1 / 3, C: 1 / 3 }, UNIVERSE);
    expect(sum(thirds)).toBe(1_000_000);
    expect(Object.values(thirds).sort()).toEqual(["0.333333", "0.333333", "0.333334"]);
  });

  it("leave out what has no weight and keep shorts", () => {
    expect(targetWeights({ A: 1.3, B: -0.3, C: 1e-12 }, UNIVERSE)).toEqual({ "id-A": "1.3", "id-B": "-0.3" });
    expect(targetWeights({ A: 0.05, B: 1e-9 }, UNIVERSE)).toEqual({ "id-A": "0.05" });
  });
});

describe("keys on a weight's bar", () => {
  it.each([
    ["ArrowRight", false, { weight: 0.105 }],
    ["ArrowLeft", true, { weight: 0.05 }],
    ["Home", false, { weight: 0 }],
    ["Delete", false, "release"],
    ["7", false, { typed: "7" }],
    ["Enter", false, { typed: "" }],
    ["x", false, null],
    ["Tab", false, null],
  ] as const)("%s (shift: %s) means %j", (key, shift, expected) => {
    const step = keyStep(key, shift, 0.1);
    if (step !== null && step !== "release" && "weight" in step && typeof expected === "object" && expected !== null) {
      expect(step.weight).toBeCloseTo("weight" in expected ? expected.weight : Number.NaN, 12);
    } else expect(step).toEqual(expected);
  });

  it("types percentages in the reader's locale", () => {
    expect(typedWeight("12.5 %", "en-US")).toBeCloseTo(0.125, 12);
    expect(typedWeight("12,5", "de-DE")).toBeCloseTo(0.125, 12);
    expect(typedWeight("twelve", "en-US")).toBeNull();
  });
});

describe("blame", () => {
  const refused = (code: string, detail: string, field = ""): ApiError =>
    new ApiError({ status: 422, code, title: "", detail, fields: field === "" ? [] : [{ field, detail: "" }] });

  it("finds the caps that a contradiction speaks of", () => {
    const error = refused(
      "infeasible",
      "these limits cannot hold together: a turnover of at most 10 % from the current weights and KO at least 60 %",
    );
    expect(isCapBlamed(error, "turnover")).toBe(true);
    expect(isCapBlamed(error, "volatility")).toBe(false);
    expect(isCapBlamed(refused("invalid_field", "", "request.constraints.cash_buffer"), "cash_buffer")).toBe(true);
  });

  it.each([
    ["costs.linear.KO", "costs"],
    ["tax_lots.rates.short_term", "taxes"],
    ["request.budgets", "objective"],
    ["constraints.net_exposure", "limits"],
    ["views.0", "universe"],
  ])("%s is shown at %s", (field, place) => expect(placeOfError(refused("invalid_field", "", field))).toBe(place));
});
