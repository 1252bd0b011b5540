import { describe, expect, it } from "vitest";

import { type Action, DEFAULT_FORM, type Form, hasLimits, reduce, tidyLimits } from "./form";

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

  it("long only cuts shorts off, also out of existing limits and pins", () => {
    const steps: Action[] = [
      { type: "long_only", value: false },
      { type: "bound", symbol: "KO", limits: [-0.4, 0.3] },
      { type: "pin", symbol: "PG", weight: -0.2 },
      { type: "pin", symbol: "XOM", weight: 0.2 },
      { type: "long_only", value: true },
    ];
    const form = steps.reduce<Form>(reduce, DEFAULT_FORM);
    expect(form.bounds).toEqual({ KO: [0, 0.3] });
    expect(form.pins).toEqual({ XOM: 0.2 });
  });

  it("an own group takes its limits along when it goes", () => {
    const form: Form = {
      ...DEFAULT_FORM,
      ownGroups: { Growth: ["A"], Value: ["B"] },
      groups: { "own:Growth": [0, 0.3], "own:Value": [0, 0.4] },
      relatives: [{ id: "1", group: "own:Value", other: "own:Growth", lower: null, upper: 2 }],
    };
    const left = reduce(form, { type: "remove_own_group", name: "Growth" });
    expect(left).toMatchObject({ ownGroups: { Value: ["B"] }, groups: { "own:Value": [0, 0.4] }, relatives: [] });
    expect(left.groups).not.toHaveProperty("own:Growth");
  });

  it("clearing leaves nothing that limits", () => {
    const steps: Action[] = [
      { type: "cap", cap: "turnover", value: 0.3 },
      { type: "pin", symbol: "KO", weight: 0.1 },
      { type: "group", key: "country:US", limits: [0, 0.5] },
      { type: "rules", change: { exclusions: ["XOM"] } },
    ];
    const limited = steps.reduce<Form>(reduce, DEFAULT_FORM);
    expect(hasLimits(limited)).toBe(true);
    expect(hasLimits(reduce(limited, { type: "clear_limits" }))).toBe(false);
    const uncapped = reduce(reduce(DEFAULT_FORM, steps[0]!), { type: "cap", cap: "turnover", value: null });
    expect(hasLimits(uncapped)).toBe(false);
  });
});

describe("pins", () => {
  it("stay within what is allowed at all, to hundredths of a percent", () => {
    const pinned = reduce(DEFAULT_FORM, { type: "pin", symbol: "KO", weight: 1.23 });
    expect(pinned.pins).toEqual({ KO: 1 });
    expect(reduce(pinned, { type: "pin", symbol: "KO", weight: 0.123456 }).pins).toEqual({ KO: 0.1235 });
  });

  it("are released one by one or all", () => {
    const form: Form = { ...DEFAULT_FORM, pins: { KO: 0.1, PG: 0.2 } };
    expect(reduce(form, { type: "release", symbol: "KO" }).pins).toEqual({ PG: 0.2 });
    expect(reduce(form, { type: "release", symbol: null }).pins).toEqual({});
  });
});
