import { describe, expect, it } from "vitest";

import { ApiError } from "@/api/errors";
import { parsePercent } from "@/ui/fields/PercentField";
import { blamedNames, placeOfError } from "./blame";
import { weightsCsv } from "./exportWeights";
import { keyValue, moveThumb } from "./rangeSlider";
import { tiny } from "./outcome";
import { type Result, type Universe } from "./types";

const refused = (code: string, detail: string, fields: { field: string; detail: string }[] = []): ApiError =>
  new ApiError({ status: 422, code, title: "Refused", detail, fields });

describe("errors find their place", () => {
  it.each([
    ["target_return_out_of_reach", "target_return"],
    ["target_volatility_too_low", "target_volatility"],
    ["no_excess_return", "risk_free_rate"],
    ["infeasible", "limits"],
    ["too_few_observations", "universe"],
  ])("%s is shown at %s", (code, place) => expect(placeOfError(refused(code, ""))).toBe(place));

  it("goes by the field where the code says nothing", () =>
    expect(placeOfError(refused("invalid_field", "", [{ field: "bounds.KO", detail: "" }]))).toBe("limits"));

  it("marks the limits an infeasible problem names, by whole words", () => {
    const error = refused("infeasible", "the minima of BRK.B (60 %) and Health Care (50 %) add up to 110 %");
    expect(blamedNames(error, ["B", "BRK.B", "Health Care", "KO"])).toEqual(["BRK.B", "Health Care"]);
    expect(blamedNames(refused("no_excess_return", "KO"), ["KO"])).toEqual([]);
  });
});

describe("limit fields", () => {
  it("read percentages as they are typed", () => {
    expect(parsePercent("12.5", "en-US")).toBeCloseTo(0.125);
    expect(parsePercent("12,5 %", "de-DE")).toBeCloseTo(0.125);
    expect(parsePercent("\u221220%", "en-US")).toBeCloseTo(-0.2);
    expect(parsePercent("ten", "en-US")).toBeNull();
  });

  it("thumbs stop at each other", () => {
    expect(moveThumb([0.1, 0.4], "lower", 0.6)).toEqual([0.4, 0.4]);
    expect(moveThumb([0.1, 0.4], "upper", 0)).toEqual([0.1, 0.1]);
  });

  it("thumbs move by keys and stay on the track", () => {
    expect(keyValue("ArrowRight", false, 0.2, 0, 1)).toBeCloseTo(0.21);
    expect(keyValue("ArrowLeft", true, 0.05, 0, 1)).toBe(0);
    expect(keyValue("End", false, 0.2, 0, 1)).toBe(1);
    expect(keyValue("a", false, 0.2, 0, 1)).toBeNull();
  });
});

it("exports weights with today's beside them", () => {
  const universe = {
    assets: [{ symbol: "KO", name: "Coca-Cola, Inc.", sector: null }],
    current: { weights: { KO: 0.25 } },
  } as unknown as Universe;
  const text = weightsCsv({ universe, result: { weights: { KO: 0.5 } } as unknown as Result });
  expect(text.split("\r\n")[1]).toBe('KO,"Coca-Cola, Inc.",,0.5,0.25,0.25');
});

it("writes tiny numbers with a typeset minus", () => {
  expect(tiny(3.14e-13)).toBe("3.1e\u221213");
  expect(tiny(0)).toBe("0");
});
