import { describe, expect, it } from "vitest";

import { type ColumnMapping } from "@/api/types";
import { lacking, withAccount, withColumn } from "./mapping";

const EMPTY: ColumnMapping = {
  columns: {},
  account_id: null,
  currency: null,
  kinds: {},
  accounts: {},
  amount_meaning: "gross",
  create_unknown: false,
};

describe("a mapping", () => {
  it("gives a header to one column only", () => {
    const date = withColumn(EMPTY, "date", "When");
    expect(lacking(date)).toEqual(["kind"]);
    expect(withColumn(date, "kind", "When").columns).toEqual({ kind: "When" });
  });

  it("explains the file's words for accounts, and no longer", () => {
    const one = withAccount(EMPTY, "U1", "a");
    expect(withAccount(one, "U2", "b").accounts).toEqual({ U1: "a", U2: "b" });
    expect(withAccount(one, "U1", null).accounts).toEqual({});
  });
});
