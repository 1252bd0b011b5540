// The last prices of every instrument that is watched, kept outside React: cells subscribe by instrument and are told once
// for all that came together.
import {
  type Conflated,
  type Freshness,
  type IncidentChange,
  type MarketEvent,
  type MarketMode,
  type QuotesView,
  type QuoteView,
  type SourceBar,
} from "@/api/markets";

/** What is known of an instrument's price now. */
export interface LiveQuote {
  instrument_id: string;
  last: number | null;
  /** Units of the last trade. */
  last_size: number | null;
  /** Who took whose order in the last trade. */
  aggressor: "buyer" | "seller" | null;
  bid: number | null;
  bid_size: number | null;
  ask: number | null;
  ask_size: number | null;
  /** The close that the change counts from. */
  previous_close: number | null;
  /** The newest close that is stored: the price where nothing streams. */
  last_close: number | null;
  day: { open: number | null; high: number; low: number; volume: number | null } | null;
  year: { low: number; high: number } | null;
  /** Milliseconds since 1970, by the exchange. */
  at_ms: number | null;
  /** When it came, by the clock of this window. */
  received_ms: number | null;
  /** Milliseconds from the exchange to our receipt. */
  delay_ms: number | null;
  source: string | null;
  freshness: Freshness | null;
  /** How the price is asked for, where nothing streams it. */
  polled: QuoteView["polled"];
  /** Trades so far; another number means that one came. */
  n_trades: number;
}

type Listener = (now: LiveQuote) => void;

/** After so long without a word of the source that is shown, another one may take its place. */
export const SILENCE_MS = 5_000;

export interface Quotes {
  get(id: string): LiveQuote | undefined;
  mode(): MarketMode | null;
  /** Takes what the server knew when it was asked. */
  seed(view: QuotesView, nowMs: number): void;
  /** Takes events in their order. */
  take(events: readonly MarketEvent[], nowMs: number): void;
  subscribe(id: string, listener: Listener): () => void;
  /** Forgets all: another world begins. */
  clear(): void;
}

const EMPTY: Omit<LiveQuote, "instrument_id"> = {
  last: null,
  last_size: null,
  aggressor: null,
  bid: null,
  bid_size: null,
  ask: null,
  ask_size: null,
  previous_close: null,
  last_close: null,
  day: null,
  year: null,
  at_ms: null,
  received_ms: null,
  delay_ms: null,
  source: null,
  freshness: null,
  polled: null,
  n_trades: 0,
};

function ms(time: string | null | undefined): number | null {
  if (!time) return null;
  const at = Date.parse(time);
  return Number.isNaN(at) ? null : at;
}

function delayBetween(at: string | null | undefined, received: string | null | undefined): number | null {
  const [from, to] = [ms(at), ms(received)];
  return from === null || to === null ? null : Math.max(0, to - from);
}

function dayOf(day: QuoteView["day"]): LiveQuote["day"] {
  if (!day || day.high === null || day.low === null) return null;
  return { open: day.open, high: day.high, low: day.low, volume: day.volume };
}

/** A quote as the server answered it. */
export function liveOf(view: QuoteView, nowMs: number): LiveQuote {
  const { trade, quote, day, year } = view;
  const newest = trade ?? quote;
  return {
    ...EMPTY,
    instrument_id: view.instrument_id,
    last: trade?.price ?? null,
    last_size: trade?.size ?? null,
    bid: quote?.bid ?? null,
    bid_size: quote?.bid_size ?? null,
    ask: quote?.ask ?? null,
    ask_size: quote?.ask_size ?? null,
    previous_close: view.previous_close?.price ?? null,
    last_close: view.last_close?.price ?? null,
    day: dayOf(day),
    year: year && { low: year.low, high: year.high },
    at_ms: ms(trade?.at ?? quote?.at),
    received_ms: newest ? nowMs - newest.age_ms : null,
    delay_ms: delayBetween(trade?.at, trade?.received_at),
    source: newest?.source ?? null,
    freshness: newest?.freshness ?? null,
    polled: view.polled,
  };
}

/** The price to show: the last one that came, else the newest stored close. */
export function priceOf({ last, last_close }: LiveQuote): number | null {
  return last ?? last_close;
}

/** How far the price is from the close before it. */
export function change(quote: LiveQuote): { by: number; part: number | null } | null {
  const { previous_close } = quote;
  const price = priceOf(quote);
  if (price === null || previous_close === null) return null;
  const by = price - previous_close;
  return { by, part: previous_close === 0 ? null : by / previous_close };
}

/** Where a price lies between low and high, 0 to 1; null where there is no span. */
export function placeIn(price: number | null, low: number, high: number): number | null {
  if (price === null || !(high > low)) return null;
  return Math.min(1, Math.max(0, (price - low) / (high - low)));
}

/** From here on prices are late by their source's will, and no more by the way they take. */
const DELAYED_MS = 60_000;

/** Milliseconds by which a price is delayed; null where it is not. */
export function delayOf({ delay_ms }: LiveQuote): number | null {
  return delay_ms !== null && delay_ms >= DELAYED_MS ? delay_ms : null;
}

export function createQuotes(): Quotes {
  const known = new Map<string, LiveQuote>();
  const listeners = new Map<string, Set<Listener>>();
  let mode: MarketMode | null = null;

  const tell = (id: string): void => {
    const now = known.get(id);
    if (now) for (const listener of listeners.get(id) ?? []) listener(now);
  };
  /** The quote to write into: a new object, for who holds the old one compares. */
  const open = (id: string, dirty: Set<string>): LiveQuote => {
    if (dirty.has(id)) return known.get(id) ?? { ...EMPTY, instrument_id: id };
    const copy = { ...EMPTY, ...known.get(id), instrument_id: id };
    known.set(id, copy);
    dirty.add(id);
    return copy;
  };
  /** Whether a source's word counts: two sources must not make a price jump to and fro. */
  const counts = (quote: LiveQuote | undefined, source: string, nowMs: number): boolean =>
    !quote?.source || quote.source === source || nowMs - (quote.received_ms ?? 0) > SILENCE_MS;

  const takeValue = (value: Conflated, nowMs: number, dirty: Set<string>): void => {
    if (value.kind === "bar") return;
    const { origin, data } = value.last;
    const id = origin.instrument;
    if (!counts(known.get(id), origin.source, nowMs)) return;
    const quote = open(id, dirty);
    quote.source = origin.source;
    quote.freshness = "fresh";
    quote.received_ms = nowMs;
    if (value.kind === "quote" && data.kind === "quote") {
      quote.bid = data.bid;
      quote.bid_size = data.bid_size;
      quote.ask = data.ask;
      quote.ask_size = data.ask_size;
      quote.at_ms ??= ms(origin.at ?? origin.received_at);
      return;
    }
    if (value.kind !== "trades" || data.kind !== "trade") return;
    // The figures of a stored day are none of the one that begins with this trade; they are asked for anew.
    if (quote.last === null) {
      quote.previous_close = null;
      quote.day = null;
    }
    // One that was asked for is the last of others that are not known: it streams no longer, or not yet.
    if (data.counts !== "price") quote.polled = null;
    quote.n_trades += value.count;
    quote.at_ms = ms(origin.at ?? origin.received_at);
    quote.delay_ms = delayBetween(origin.at, origin.received_at);
    quote.last_size = data.size;
    quote.aggressor = data.aggressor;
    if (value.last_price !== null) quote.last = value.last_price;
    const { high, low, first_price, volume } = value;
    if (high !== null && low !== null) {
      const day = quote.day;
      quote.day = day
        ? {
            open: day.open,
            high: Math.max(day.high, high),
            low: Math.min(day.low, low),
            volume: day.volume === null || volume === null ? day.volume : day.volume + volume,
          }
        : { open: first_price, high, low, volume };
      if (quote.year && (high > quote.year.high || low < quote.year.low)) {
        quote.year = { high: Math.max(quote.year.high, high), low: Math.min(quote.year.low, low) };
      }
    }
  };
  const takeBar = ({ origin, bar }: SourceBar, nowMs: number, dirty: Set<string>): void => {
    const before = known.get(origin.instrument);
    // A bar tells the price only where no trades come.
    if (before && before.n_trades > 0) return;
    if (!counts(before, origin.source, nowMs)) return;
    const quote = open(origin.instrument, dirty);
    quote.last = bar.close;
    quote.source = origin.source;
    quote.at_ms = ms(origin.at ?? bar.at);
    quote.received_ms = nowMs;
    quote.freshness = "fresh";
  };
  const takeIncident = ({ phase, incident }: IncidentChange, dirty: Set<string>): void => {
    if (incident.kind !== "stale") return;
    const before = known.get(incident.instrument);
    if (!before || before.source !== incident.source) return;
    open(incident.instrument, dirty).freshness = phase === "began" ? "stale" : "fresh";
  };

  return {
    get: (id) => known.get(id),
    mode: () => mode,
    seed(view, nowMs) {
      if (mode !== null && mode !== view.mode) known.clear();
      mode = view.mode;
      for (const asked of view.quotes) {
        const next = liveOf(asked, nowMs);
        const before = known.get(next.instrument_id);
        // An answer may be older than what the stream has brought meanwhile.
        const isNewer = before && (before.at_ms ?? 0) > (next.at_ms ?? 0);
        known.set(
          next.instrument_id,
          isNewer
            ? {
                ...before,
                previous_close: next.last === null ? before.previous_close : next.previous_close,
                last_close: next.last_close,
                year: next.year ?? before.year,
                polled: next.polled,
              }
            : { ...next, n_trades: before?.n_trades ?? 0 },
        );
        tell(next.instrument_id);
      }
    },
    take(events, nowMs) {
      const dirty = new Set<string>();
      for (const event of events) {
        if (mode !== null && mode !== event.mode) known.clear();
        mode = event.mode;
        for (const value of event.values) takeValue(value, nowMs, dirty);
        for (const bar of event.source_bars) takeBar(bar, nowMs, dirty);
        for (const change of event.incidents) takeIncident(change, dirty);
      }
      for (const id of dirty) tell(id);
    },
    subscribe(id, listener) {
      let set = listeners.get(id);
      if (!set) listeners.set(id, (set = new Set()));
      set.add(listener);
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(id) === set) listeners.delete(id);
      };
    },
    clear() {
      known.clear();
      mode = null;
    },
  };
}

/** The last prices of this window. */
export const quotes = createQuotes();
