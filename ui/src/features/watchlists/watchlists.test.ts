import { describe, expect, it } from "vitest";

import { type Watchlists } from "@/api/markets";
import { type Instrument } from "@/api/types";
import { type LiveQuote } from "@/stream/quotes";
import { ordered } from "./columns";
import * as edit from "./lists";
import { priceDigits } from "./paint";

const row = (instrument_id: string) => ({ instrument_id, flag: null, note: null });
const ALL: Watchlists = {
  lists: [
    {
      name: "One",
      sections: [
        { name: "x", rows: [row("a"), row("b"), row("c")] },
        { name: "y", rows: [row("d")] },
      ],
    },
  ],
};

const shape = (all: Watchlists): string =>
  (all.lists[0]?.sections ?? []).map(({ rows }) => rows.map((r) => r.instrument_id).join("")).join("|");

describe("watchlists", () => {
  it("are moved within and between sections", () => {
    const move = (from: [number, number], to: [number, number]): string =>
      shape(edit.moveRow(ALL, 0, { section: from[0], row: from[1] }, { section: to[0], row: to[1] }));
    expect(move([0, 0], [0, 3])).toBe("bca|d");
    expect(move([0, 2], [0, 0])).toBe("cab|d");
    expect(move([0, 1], [1, 0])).toBe("ac|bd");
    expect(move([1, 0], [0, 1])).toBe("adbc|");
  });

  it("step over the border of a section", () => {
    const list = ALL.lists[0]!;
    expect(edit.neighbour(list, { section: 0, row: 2 }, 1)).toEqual({ section: 1, row: 0 });
    expect(edit.neighbour(list, { section: 1, row: 0 }, -1)).toEqual({ section: 0, row: 3 });
    expect(edit.neighbour(list, { section: 0, row: 0 }, -1)).toBeNull();
    expect(edit.neighbour(list, { section: 0, row: 0 }, 1)).toEqual({ section: 0, row: 2 });
  });

  it("know where a drop between two lines lands", () => {
    const list = ALL.lists[0]!;
    expect([1, 2, 4, 5, 6].map((line) => edit.dropPlace(list, line))).toEqual([
      { section: 0, row: 0 },
      { section: 0, row: 1 },
      { section: 0, row: 3 },
      { section: 1, row: 0 },
      { section: 1, row: 1 },
    ]);
  });

  it("take an instrument once a section", () => {
    expect(shape(edit.addRows(ALL, 0, 0, ["a", "e", "e"]))).toBe("abce|d");
    expect(shape(edit.addRows({ lists: [{ name: "", sections: [] }] }, 0, 0, ["a"]))).toBe("a");
  });

  it("keep the rows of a section that is taken away", () => {
    expect(shape(edit.removeSection(ALL, 0, 1))).toBe("abcd");
    expect(shape(edit.removeSection(ALL, 0, 0))).toBe("dabc");
  });

  it("find symbols in a pasted text", () => {
    const books = ["AAPL", "BRK.B", "QDKS 20230120 C 50"].map((symbol) => ({ id: symbol, symbol }) as Instrument);
    expect(edit.found('NASDAQ:AAPL, "brk.b"\nQDKS 20230120 C 50; TSLA', books)).toEqual({
      ids: ["AAPL", "BRK.B", "QDKS 20230120 C 50"],
      unknown: ["TSLA"],
    });
    expect(edit.found("AAPL BRK.B AAPL", books).ids).toEqual(["AAPL", "BRK.B"]);
  });
});

it("an order puts what is not known last, either way", () => {
  const prices: Record<string, number | null> = { a: 2, b: null, c: 1 };
  const quoteOf = (id: string) => ({ last: prices[id], last_close: null }) as LiveQuote;
  const by = (desc: boolean) => ordered(["a", "b", "c"], { id: "last", desc }, (id) => id, quoteOf);
  expect(by(true)).toEqual([0, 2, 1]);
  expect(by(false)).toEqual([2, 0, 1]);
});

it("prices below one show more digits", () => {
  expect([125, 1, 0.5, 0.0123, 0].map(priceDigits)).toEqual([2, 2, 3, 4, 2]);
});
