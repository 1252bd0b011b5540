import { describe, expect, it } from "vitest";

import { makeFormat } from "@/lib/format";
import { targetOf } from "@/api/ExplanationDialog";
import { explainedValue, explanationText } from "@/api/explainText";
import { type Explanation } from "@/api/types";
import { asReturn } from "@/charts/performance";
import { remedyOf } from "./problems";
import { type Total, type Unknown } from "./types";
import { reasonOf } from "./words";

const format = makeFormat("en-US");
const node = (part: Partial<Explanation>): Explanation => ({
  title: "",
  value: null,
  unit: "",
  formula: "",
  source: null,
  as_of: null,
  age_days: null,
  unknown: null,
  link: null,
  inputs: [],
  ...part,
});
const unknown = (code: string, message: string): Unknown => ({
  code,
  message,
  instrument_id: null,
  currency: null,
  date: null,
});

describe("explanations as text", () => {
  it("writes a worked example, deeper with each level", () => {
    const tree = node({
      title: "Market value",
      value: "1050",
      unit: "USD",
      formula: "quantity × price",
      inputs: [
        node({ title: "Quantity", value: "10", unit: "units" }),
        node({ title: "Price", value: "105.00", unit: "USD", source: "import", as_of: "2022-12-28" }),
      ],
    });
    expect(explanationText(tree, format)).toBe(
      [
        "Market value: 1,050.00 USD",
        "  = quantity × price",
        "  Quantity: 10 units",
        "  Price: 105.00 USD",
        "    (import, 2022-12-28)",
      ].join("\n"),
    );
  });

  it("says what is unknown and why", () => {
    expect(explainedValue(node({}), format)).toBe("—");
    const text = explanationText(node({ title: "Value", unknown: unknown("price_missing", "No price of X.") }), format);
    expect(text).toContain("No price of X.");
  });
});

it("leads from an input to its panel", () => {
  expect(targetOf({ kind: "transaction", id: "7" })).toEqual({
    panel: "transactions",
    params: { transaction_id: "7" },
  });
  expect(targetOf({ kind: "lot", id: "7" })).toBeNull();
});

it("names each reason of an unknown sum once", () => {
  const total = (value: string | null): Total => ({
    value,
    known_part: "0",
    unknowns: [unknown("price_missing", "No price of X."), unknown("price_missing", "No price of X.")],
  });
  expect(reasonOf(total(null))).toBe("No price of X.");
  expect(reasonOf(total("12"))).toBeNull();
});

it("offers the panel that mends an unknown", () => {
  expect(remedyOf(unknown("rate_missing", ""))?.panel).toBe("fx_rates");
  expect(remedyOf({ ...unknown("price_missing", ""), instrument_id: "9" })).toEqual({
    panel: "prices",
    params: { instrument_id: "9" },
  });
  expect(remedyOf(unknown("too_large", ""))).toBeNull();
});

it("turns an index into a return and keeps gaps", () => {
  const values = asReturn(new Float64Array([1, Number.NaN, 1.5]));
  expect(values?.[2]).toBeCloseTo(0.5);
  expect(Number.isNaN(values?.[1])).toBe(true);
  expect(asReturn(null)).toBeNull();
});
