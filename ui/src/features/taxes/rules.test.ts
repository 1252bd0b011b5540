import { expect, test } from "vitest";

import { ApiError } from "@/api/errors";
import { blankCharge } from "./chargeFields";
import { errorsOf } from "./rules";

test("a refusal stands at its field, and only in its own rule set", () => {
  const error = new ApiError({
    status: 422,
    code: "invalid_tax_rule_set",
    title: "Invalid",
    detail: "…",
    fields: [
      { field: "own_rules.1.charge.rate", detail: "26; give a share between 0 and 1" },
      { field: "own_rules.1.last_day", detail: "the year has 730 days" },
    ],
  });
  expect(errorsOf(error, 1)).toEqual({
    "charge.rate": "26; give a share between 0 and 1",
    last_day: "the year has 730 days",
  });
  expect(errorsOf(error, 0)).toEqual({});
  expect(errorsOf(new Error("offline"), 1)).toEqual({});
});

test("another way to tax gains begins with figures that can be", () => {
  expect(blankCharge("band", "2026-04-06")).toMatchObject({ periods: [{ first_day: "2026-04-06" }] });
  for (const kind of ["flat", "inclusion", "brackets"] as const)
    expect(blankCharge(kind, "2026-01-01").kind).toBe(kind);
});
