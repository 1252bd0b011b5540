import { describe, expect, it } from "vitest";

import { NO_OVERLAY } from "@/charts/frontier/overlay";
import { type Run } from "../types";
import { type Compared, compareWeights, questionOfRun } from "./runs";
import { DEFAULT_FORM } from "../form";
import { drawn, outdated, withResampling } from "./store";
import { type ResamplingResult } from "./types";

const side = (weights: Record<string, number>): Compared => ({
  ...{ name: "x", expected_return: 0.1, volatility: 0.2, sharpe: 0.5, data_hash: "0" },
  weights,
});

describe("two runs beside each other", () => {
  it("list every asset of either, the largest difference first, and what is missing as unknown", () => {
    const rows = compareWeights(side({ A: 0.5, B: 0.3, C: 0.2 }), side({ A: 0.45, B: 0.5, D: 0.05 }));
    expect(rows.map(({ asset, difference }) => [asset, difference])).toEqual([
      ["B", expect.closeTo(0.2, 12)],
      ["A", expect.closeTo(-0.05, 12)],
      ["C", null],
      ["D", null],
    ]);
    expect(rows.find(({ asset }) => asset === "C")?.b).toBeNull();
  });

  it("ask again with the instruments and up to the day that the run had, without its estimates", () => {
    const run = {
      instruments: ["1", "2"],
      as_of: "2022-06-30",
      settings: {
        universe: { instrument_ids: [], from: null, to: null },
        request: { assets: ["A"], expected_returns: [0.1], covariance: [[0.04]], objective: "minimum_variance" },
      },
    } as unknown as Run;
    const { universe, request } = questionOfRun(run);
    expect(universe).toEqual({ instrument_ids: ["1", "2"], from: null, to: "2022-06-30" });
    expect(request).toEqual({ assets: ["A"], objective: "minimum_variance" });
    expect(run.settings.request.covariance).toBeDefined();
  });
});

describe("layers over the frontier", () => {
  const result: ResamplingResult = {
    region: { centre: [0.2, 0.1], half_axes: [0.1, 0.01], angle: 0 },
    weights: {},
    solved: 9,
  };
  const band = [
    { expected_return: 0.1, volatility: 0.2, expected_return_range: [0, 1], volatility_range: [0, 1], weights: {} },
  ] as ResamplingResult["band"];

  it("keep the band of the frontier when one portfolio is judged afterwards", () => {
    const first = withResampling(NO_OVERLAY, { ...result, band });
    expect(withResampling(first, result).band).toHaveLength(1);
  });

  it("leave the chart when the choices they were computed for change, the band only when the frontier moves", () => {
    const known = withResampling(NO_OVERLAY, { ...result, band });
    const along = outdated(known, DEFAULT_FORM, { ...DEFAULT_FORM, objective: "efficient_return", targetReturn: 0.1 });
    expect([along.band.length, along.region]).toEqual([1, null]);
    const moved = outdated(known, DEFAULT_FORM, { ...DEFAULT_FORM, bounds: { A: [0, 0.1] } });
    expect([moved.band.length, moved.region]).toEqual([0, null]);
  });

  it("are drawn only when they are on", () => {
    const known = withResampling(NO_OVERLAY, { ...result, band });
    const off = { corners: true, band: false, region: true, runs: true };
    expect(drawn(known, off)).toMatchObject({ band: [], region: result.region });
    expect(drawn(known, { ...off, region: false }).region).toBeNull();
  });
});
