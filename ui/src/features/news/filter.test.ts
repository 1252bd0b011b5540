import { expect, test } from "vitest";

import { type NewsItem } from "@/api/markets";
import { merged, newsRule, withWords } from "./filter";

const item = (id: string, at: string | null, headline: string): NewsItem => ({
  source: "x",
  id,
  at,
  received_at: "2026-03-02T15:00:00Z",
  instrument_ids: [],
  headline,
  summary: null,
  author: null,
  symbols: ["AAPL"],
  url: null,
  sentiment: null,
});

test("each item stands once, the newest first", () => {
  const known = [item("1", "2026-03-02T10:00:00Z", "old"), item("2", null, "without a time")];
  const all = merged([item("1", "2026-03-02T10:00:00Z", "corrected")], known, 10);
  expect(all.map(({ headline }) => headline)).toEqual(["without a time", "corrected"]);
});

test("every word must be there, wherever", () => {
  const items = [item("1", null, "Recall of vehicles"), item("2", null, "Rates unchanged")];
  expect(withWords(items, "recall aapl").map(({ id }) => id)).toEqual(["1"]);
  expect(withWords(items, "  ")).toHaveLength(2);
});

test("words become a rule", () => {
  expect(newsRule('re"call', null)).toBe('news has "recall"');
  expect(newsRule("recall", "AAPL")).toBe('news about AAPL has "recall"');
});
