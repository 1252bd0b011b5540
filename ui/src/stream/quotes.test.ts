import { describe, expect, it } from "vitest";

import { type Conflated, type MarketEvent, type QuoteView } from "@/api/markets";
import { change, createQuotes, delayOf, placeIn, SILENCE_MS } from "./quotes";

const NOW = Date.parse("2026-03-02T15:00:00Z");

function trades(price: number, options: { source?: string; at?: string; volume?: number | null } = {}): Conflated {
  const { source = "kraken", at = "2026-03-02T15:00:00Z", volume = 3 } = options;
  const origin = {
    instrument: "a",
    source,
    at,
    received_at: "2026-03-02T15:00:00Z",
    sequence: null,
    currency: "USD",
    adjustment: "raw" as const,
  };
  const data = { kind: "trade" as const, price, size: volume, aggressor: null, counts: "price_and_volume" as const };
  const prices = { first_price: price, last_price: price, high: price, low: price };
  return { kind: "trades", last: { origin, data }, ...prices, volume, count: 1 };
}

function event(...values: Conflated[]): MarketEvent {
  const overlooked = { bars: 0, news: 0, incidents: 0 };
  const at = "2026-03-02T15:00:00Z";
  return { kind: "market", mode: "live", at, values, source_bars: [], depths: [], news: [], incidents: [], overlooked };
}

function view(changes: Partial<QuoteView> = {}): QuoteView {
  return {
    instrument_id: "a",
    symbol: "A",
    name: "A",
    currency: "USD",
    trade: null,
    quote: null,
    last_close: { price: 100, date: "2026-02-27" },
    previous_close: { price: 80, date: "2026-02-26" },
    change: 20,
    change_percent: 25,
    day: null,
    year: { low: 50, high: 120, from: "2025-03-02" },
    spark: [80, 100],
    polled: null,
    note: null,
    ...changes,
  };
}

describe("quotes", () => {
  it("show the newest close where nothing streams, and what it changed by", () => {
    const quotes = createQuotes();
    quotes.seed({ mode: "off", at: "", quotes: [view()] }, NOW);
    const quote = quotes.get("a");
    expect(quote?.last).toBeNull();
    expect(quote && change(quote)).toEqual({ by: 20, part: 0.25 });
  });

  it("that were asked for tell a price and no range, until they stream", () => {
    const quotes = createQuotes();
    const polled = { source: "yahoo", every_seconds: 36, delay_seconds: null, asked_at: null, problem: null };
    quotes.seed({ mode: "live", at: "", quotes: [view({ polled })] }, NOW);
    const asked = trades(104, { source: "yahoo", volume: null });
    if (asked.kind !== "trades") throw new Error("they are trades");
    asked.last.data.counts = "price";
    quotes.take([event({ ...asked, first_price: null, high: null, low: null })], NOW);
    expect(quotes.get("a")).toMatchObject({ last: 104, day: null, year: { low: 50, high: 120 }, polled });
    quotes.take([event(trades(105, { source: "yahoo" }))], NOW);
    expect(quotes.get("a")).toMatchObject({ last: 105, day: { high: 105 }, polled: null });
  });

  it("do not count the first trade against a close that is not its own", () => {
    const quotes = createQuotes();
    quotes.seed({ mode: "live", at: "", quotes: [view()] }, NOW);
    quotes.take([event(trades(101))], NOW);
    const quote = quotes.get("a");
    expect(quote?.last).toBe(101);
    expect(quote && change(quote)).toBeNull();
  });

  it("follow trades: price, range and volume of the day, range of the year", () => {
    const quotes = createQuotes();
    const trade = {
      price: 100,
      size: 1,
      at: "2026-03-02T14:59:00Z",
      received_at: "2026-03-02T14:59:00Z",
      source: "kraken",
      age_ms: 60_000,
      freshness: "fresh" as const,
      is_polled: false,
    };
    const day = { open: 99, high: 101, low: 98, volume: 10 };
    quotes.seed({ mode: "live", at: "", quotes: [view({ trade, day })] }, NOW);
    quotes.take([event(trades(125))], NOW);
    expect(quotes.get("a")).toMatchObject({
      last: 125,
      day: { open: 99, high: 125, low: 98, volume: 13 },
      year: { low: 50, high: 125 },
    });
    quotes.take([event(trades(97, { volume: null }))], NOW);
    expect(quotes.get("a")?.day).toEqual({ open: 99, high: 125, low: 97, volume: 13 });
  });

  it("keep to one source until it is silent", () => {
    const quotes = createQuotes();
    quotes.take([event(trades(100))], NOW);
    quotes.take([event(trades(90, { source: "coinbase" }))], NOW + 1_000);
    expect(quotes.get("a")?.last).toBe(100);
    quotes.take([event(trades(90, { source: "coinbase" }))], NOW + SILENCE_MS + 1);
    expect(quotes.get("a")?.last).toBe(90);
  });

  it("say when a price is late by its source's will", () => {
    const quotes = createQuotes();
    quotes.take([event(trades(100, { at: "2026-03-02T14:45:00Z" }))], NOW);
    expect(delayOf(quotes.get("a")!)).toBe(15 * 60_000);
    quotes.take([event(trades(100))], NOW);
    expect(delayOf(quotes.get("a")!)).toBeNull();
  });

  it("tell each listener once for all that came in a frame", () => {
    const quotes = createQuotes();
    const seen: (number | null)[] = [];
    const end = quotes.subscribe("a", ({ last }) => seen.push(last));
    quotes.take([event(trades(1), trades(2)), event(trades(3))], NOW);
    end();
    quotes.take([event(trades(4))], NOW);
    expect(seen).toEqual([3]);
  });

  it("are forgotten when a replay takes the place of the markets", () => {
    const quotes = createQuotes();
    quotes.take([event(trades(100))], NOW);
    quotes.take([{ ...event(), mode: "replay" }], NOW);
    expect(quotes.get("a")).toBeUndefined();
  });

  it("have no place in a range that is none", () => {
    expect(placeIn(5, 0, 10)).toBe(0.5);
    expect(placeIn(15, 0, 10)).toBe(1);
    expect(placeIn(5, 5, 5)).toBeNull();
    expect(placeIn(null, 0, 10)).toBeNull();
  });
});
