import { expect, test } from "vitest";

import { archiveName, CSV_FILES } from "./files";

test("an archive is called after its day", () => {
  expect(archiveName(new Date("2024-02-29T23:59:59Z"))).toBe("workspace-2024-02-29.quarterdeck.json");
});

test("each file is there once", () => {
  expect(new Set(CSV_FILES).size).toBe(CSV_FILES.length);
});
