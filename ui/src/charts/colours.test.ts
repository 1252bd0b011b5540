import { expect, it } from "vitest";

import { contrast, fade, legible, mix } from "./colours";

it("mixes between two colours and never beyond", () => {
  expect(mix("#000000", "#ffffff", 0.5)).toBe("rgb(128, 128, 128)");
  expect(mix("#102030", "#ffffff", -1)).toBe("rgb(16, 32, 48)");
  expect(mix("#000", "#fff", 0.5)).toBe("rgb(128, 128, 128)");
  expect(mix("red", "#ffffff", 0.5)).toBe("#ffffff");
  expect(fade("#102030", 0.5)).toBe("rgba(16, 32, 48, 0.5)");
});

it("chooses the text that reads best on a colour", () => {
  // The ratios that WCAG 2 names for black on white and for the mid grey #767676 on white.
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 6);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  expect(legible("#ffffff", ["#e6eaf0", "#151a21"])).toBe("#151a21");
  expect(legible(mix("#000000", "#333333", 0.5), ["#e6eaf0", "#151a21"])).toBe("#e6eaf0");
});
