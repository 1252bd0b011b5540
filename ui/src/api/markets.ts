// The shapes of live markets: providers, quotes, depth, news, replays, watchlists, drawings, histories, and what is pushed.
// Prices and sizes are numbers here: market data are analytics, never the books' money. Times are RFC 3339.

export type DataKind = "trade" | "quote" | "bar" | "book" | "news";
export type BarSize = "1s" | "1m" | "5m" | "15m" | "30m" | "1h" | "4h" | "1d";
export type Freshness = "fresh" | "stale" | "closed";
/** Where prices come from now. */
export type MarketMode = "live" | "replay" | "off";

export interface Origin {
  instrument: string;
  source: string;
  /** The exchange's time, where it is told. */
  at: string | null;
  received_at: string;
  sequence: number | null;
  currency: string | null;
  adjustment: "raw" | "adjusted";
}
export interface TradeData {
  kind: "trade";
  price: number;
  size: number | null;
  aggressor: "buyer" | "seller" | null;
  counts: "price_and_volume" | "volume";
}
export interface QuoteData {
  kind: "quote";
  bid: number | null;
  bid_size: number | null;
  ask: number | null;
  ask_size: number | null;
}
export interface Tick<Data = TradeData | QuoteData> {
  origin: Origin;
  data: Data;
}
export interface LiveBar {
  at: string;
  open: number | null;
  high: number | null;
  low: number | null;
  close: number;
  volume: number | null;
}
export interface BuiltBar {
  /** Such as "1m". */
  interval: string;
  bar: LiveBar;
  parts: number;
  revision: number;
  state: "open" | "closed";
}
/** Trades of one instrument and source since the last event. */
export interface MergedTrades {
  last: Tick<TradeData>;
  first_price: number | null;
  last_price: number | null;
  high: number | null;
  low: number | null;
  /** Units of all; null when one is not known. */
  volume: number | null;
  count: number;
}
export type Conflated =
  | { kind: "quote"; last: Tick<QuoteData>; count: number }
  | ({ kind: "trades" } & MergedTrades)
  | { kind: "bar"; instrument: string; source: string; built: BuiltBar };
export interface SourceBar {
  origin: Origin;
  size: BarSize;
  bar: LiveBar;
}

export interface DepthLevel {
  price: number;
  size: number;
  /** Units at this and all better prices. */
  cumulative: number;
}
export interface Depth {
  bids: DepthLevel[];
  asks: DepthLevel[];
  mid: number | null;
  spread: number | null;
  /** −1 to 1. */
  imbalance: number | null;
}
export interface DepthOf {
  instrument: string;
  source: string;
  /** Null while the book is incomplete. */
  depth: Depth | null;
}
export interface DepthView {
  instrument_id: string;
  source: string | null;
  depth: Depth | null;
  note: string | null;
}
export interface TapeView {
  /** Newest first. */
  trades: Tick<TradeData>[];
  note: string | null;
}

export interface LastTrade {
  price: number;
  size: number | null;
  at: string;
  received_at: string;
  source: string;
  age_ms: number;
  freshness: Freshness;
}
export interface LastQuote {
  bid: number | null;
  bid_size: number | null;
  ask: number | null;
  ask_size: number | null;
  at: string;
  source: string;
  age_ms: number;
  freshness: Freshness;
}
export interface QuoteView {
  instrument_id: string;
  symbol: string;
  name: string;
  currency: string;
  trade: LastTrade | null;
  quote: LastQuote | null;
  previous_close: { price: number; date: string; source: string } | null;
  change: number | null;
  /** A fraction: 0.01 is one percent. */
  change_percent: number | null;
  day: { open: number; high: number; low: number; volume: number | null } | null;
  year: { low: number; high: number; from: string } | null;
  /** Closes of the last days, oldest first. */
  spark: number[];
  /** Why there is no live price, and what to do. */
  note: string | null;
}
export interface QuotesView {
  mode: MarketMode;
  at: string;
  quotes: QuoteView[];
}

export type IncidentKind =
  | "stale"
  | "gap"
  | "sequence_jump"
  | "crossed"
  | "spike"
  | "unconfirmed"
  | "out_of_order"
  | "duplicate"
  | "clock_skew"
  | "disagreement"
  | "currency"
  | "adjustment"
  | "range"
  | "checksum"
  | "book_gap";
export interface DataIncident {
  kind: IncidentKind;
  instrument: string;
  source: string;
  other: string | null;
  data: DataKind;
  since: string;
  last: string;
  until: string | null;
  count: number;
  observed: number | null;
  expected: number | null;
}
export interface IncidentChange {
  phase: "began" | "ended";
  incident: DataIncident;
}
export interface RefusedTick {
  tick: Tick;
  refusal: { kind: IncidentKind; observed: number | null; expected: number | null };
  at: string;
}
export interface IncidentsView {
  open: DataIncident[];
  recent: DataIncident[];
  refused: {
    /** From the oldest. */
    last: RefusedTick[];
    counts: { kind: IncidentKind; count: number }[];
    unwatched: number;
    repeated: number;
    bars: number;
  };
  sinks: {
    name: string;
    taken: number;
    failed: number;
    last_failure: string | null;
    missed: { batches: number; ticks: number; bars: number };
    has_ended: boolean;
  }[];
}

export interface NewsItem {
  source: string;
  id: string;
  at: string | null;
  received_at: string;
  instrument_ids: string[];
  headline: string;
  summary: string | null;
  author: string | null;
  symbols: string[];
  url: string | null;
  /** −1 to 1, where the provider says it. */
  sentiment: number | null;
}
export interface NewsView {
  items: NewsItem[];
  note: string | null;
}

export type TimeFormat = "unix_seconds" | "unix_millis" | "unix_micros" | "rfc3339" | "date" | { pattern: string };
export interface CustomSettings {
  name: string;
  url: string;
  url_time: TimeFormat;
  size: BarSize;
  list: string;
  fields: {
    time: string;
    time_format: TimeFormat;
    open: string | null;
    high: string | null;
    low: string | null;
    close: string;
    volume: string | null;
  };
  adjustment: "raw" | "adjusted";
  currency: string | null;
  requests_per_minute: number | null;
  key_header: string | null;
}
export interface ProviderSettings {
  /** Switched on, most preferred first. */
  on: string[];
  custom: CustomSettings[];
  symbols: { instrument_id: string; source: string; symbol: string }[];
  addresses: { source: string; address: string }[];
  recording: { is_on: boolean; instrument_ids: string[]; keep_days: number };
  folders: { path: string; size: BarSize; adjustment: "raw" | "adjusted" }[];
}
export type ConnectionState =
  | { state: "idle" | "connecting" | "ready" }
  | { state: "waiting"; until: string; reason: string }
  | { state: "stopped"; reason: string; what_to_do: string };
export interface ConnectionReport {
  source: string;
  state: ConnectionState;
  connected: number;
  messages: number;
  events: number;
  topics: number | null;
  garbage: number;
  last_garbage: { at: string; reason: string; sample: string } | null;
  last_refusal: { at: string; code: number | null; reason: string } | null;
  last_end: string | null;
}
export interface ProviderView {
  source: string;
  name: string;
  what: string;
  is_on: boolean;
  key: { needs: "none" | "token" | "pair"; name: string; is_kept: boolean | null; problem: string | null };
  streams: DataKind[];
  history: BarSize[];
  hosts: string[];
  max_topics: number | null;
  budgets: { requests: number; per_seconds: number; left: number | null }[];
  connection: ConnectionReport | null;
  requests: {
    sent: number;
    failed: number;
    last_failure: { at: string; reason: string; code: string } | null;
    left_alone_until: string | null;
  };
  topics: number;
}
export interface ProvidersView {
  mode: MarketMode;
  settings: ProviderSettings;
  providers: ProviderView[];
}
export interface ProviderTest {
  is_ok: boolean;
  asked: string;
  answer: string | null;
  problem: string | null;
  code: string | null;
  took_ms: number;
}

export type ReplayOf = "recording" | "bars" | "practice";
export interface ReplayView {
  of: ReplayOf;
  instrument_ids: string[];
  from: string;
  to: string;
  position: string;
  is_running: boolean;
  /** Events that are still to come. */
  remaining: number;
  /** Null: as fast as it goes. */
  speed: number | null;
  /** What of it is invented. */
  note: string | null;
}
export interface Recording {
  instrument_id: string;
  symbol: string;
  source: string;
  from: string;
  to: string;
  events: number;
}
export interface ReplaysView {
  running: ReplayView | null;
  recordings: Recording[];
}
export interface NewReplay {
  of: ReplayOf;
  instrument_ids: string[];
  from?: string;
  to?: string;
  size?: BarSize;
  speed?: number | null;
}

export type Flag = "red" | "orange" | "yellow" | "green" | "blue" | "purple";
export interface WatchRow {
  instrument_id: string;
  flag: Flag | null;
  note: string | null;
}
export interface WatchSection {
  name: string;
  rows: WatchRow[];
}
export interface Watchlist {
  name: string;
  sections: WatchSection[];
}
export interface Watchlists {
  lists: Watchlist[];
}

export interface DrawPoint {
  at: string;
  price: number;
}
export type DrawShape =
  | { shape: "horizontal"; price: number }
  | { shape: "trend"; from: DrawPoint; to: DrawPoint; extends: "none" | "right" | "both" }
  | { shape: "channel"; from: DrawPoint; to: DrawPoint; offset: number }
  | { shape: "vertical"; at: string }
  | { shape: "text"; at: string; price: number; text: string };
export interface Drawing {
  id: string;
  shape: DrawShape;
  colour: string | null;
  label: string | null;
}
export interface Drawings {
  drawings: Drawing[];
}

export type HistoryAct = "download" | "verify" | "repair";
export interface NewHistory {
  act: HistoryAct;
  instrument_ids: string[];
  size: BarSize;
  from?: string;
  to?: string;
  source?: string;
}
export interface HistoryResult {
  instruments: {
    instrument_id: string;
    symbol: string;
    source: string | null;
    added: number;
    revised: number;
    unchanged: number;
    skipped: number;
    differing: { at: string; ours: LiveBar | null; theirs: LiveBar | null }[];
    differing_count: number;
    splits: unknown[];
    dividends: unknown[];
    problem: string | null;
  }[];
}
export interface CoverageView {
  series: {
    instrument_id: string;
    symbol: string;
    size: BarSize;
    source: string;
    first: string | null;
    last: string | null;
    n_bars: number;
  }[];
}

export interface MarketEvent {
  kind: "market";
  mode: MarketMode;
  at: string;
  values: Conflated[];
  source_bars: SourceBar[];
  depths: DepthOf[];
  news: NewsItem[];
  incidents: IncidentChange[];
  overlooked: { bars: number; news: number; incidents: number };
}
