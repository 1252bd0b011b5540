import { expect, it } from "vitest";

import { capitalized } from "./text";

it.each([
  ["the workspace's own series", "The workspace's own series"],
  ["élan", "Élan"],
  ["18 months", "18 months"],
  ["", ""],
])("%s begins with a capital", (text, expected) => expect(capitalized(text)).toBe(expected));
