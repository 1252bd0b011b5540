import { expect, it } from "vitest";

import { fade, mix } from "./colours";

it("mixes between two colours and never beyond", () => {
  expect(mix("#000000", "#ffffff", 0.5)).toBe("rgb(128, 128, 128)");
  expect(mix("#102030", "#ffffff", -1)).toBe("rgb(16, 32, 48)");
  expect(mix("#000", "#fff", 0.5)).toBe("rgb(128, 128, 128)");
  expect(mix("red", "#ffffff", 0.5)).toBe("#ffffff");
  expect(fade("#102030", 0.5)).toBe("rgba(16, 32, 48, 0.5)");
});
