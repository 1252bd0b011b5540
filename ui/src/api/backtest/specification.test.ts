import { describe, expect, it } from "vitest";

import { parameterText } from "./parameterFields";
import { begun, inForce, numeric, said, withParameters, withValue } from "./specification";
import { type ParameterForm } from "./types";

const FAST: ParameterForm = { name: "fast", words: "", unit: "bars", type: "integer", least: 1, most: 99, default: 10 };
const STOP: ParameterForm = {
  name: "stop",
  words: "",
  unit: "multiple",
  type: "real",
  least: 0,
  most: 9,
  default: null,
};

describe("parameters of a strategy", () => {
  it("stand beside its kind, and those of a script below a name of their own", () => {
    expect(withValue(begun("pairs"), "length", 20)).toEqual({ kind: "pairs", length: 20 });
    const script = withValue(begun("script", "x"), "length", 20);
    expect(script).toEqual({ kind: "script", source: "x", parameters: { length: 20 } });
    expect(said(script, "length")).toBe(20);
    expect(withValue(script, "length", null)).toEqual(begun("script", "x"));
  });

  it("are the defaults where nothing is said, and nothing where they are off then", () => {
    expect(inForce(begun("pairs"), FAST)).toBe(10);
    expect(inForce({ kind: "pairs", fast: 3 }, FAST)).toBe(3);
    expect(inForce(begun("pairs"), STOP)).toBeNull();
  });

  it("of a trial take the place of those that were there", () => {
    const kept = { kind: "moving_average_cross", fast: 3, average: "ema" };
    expect(withParameters(kept, { fast: 5, slow: 40 })).toEqual({ ...kept, fast: 5, slow: 40 });
  });

  it("can vary where they are numbers", () => {
    const short: ParameterForm = { name: "short", words: "", unit: "plain", type: "flag", default: false };
    expect(numeric([FAST, short, STOP]).map(({ name }) => name)).toEqual(["fast", "stop"]);
  });

  it("are told in a line, without what is not short", () => {
    expect(parameterText({ kind: "x", fast: 5, average: "ema", size: { by: "units" } })).toBe("fast 5, average ema");
    expect(parameterText({ kind: "script", source: "long", parameters: { channel: 30 } })).toBe("channel 30");
  });
});
