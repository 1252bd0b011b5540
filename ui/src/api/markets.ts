// The shapes of live markets by the names that the client uses; generated from the OpenAPI snapshot.
// Prices and sizes are numbers here: market data are analytics, never the books' money. Times are RFC 3339.
import { type components } from "./generated/schema";
import { type Received } from "./types";

type Schemas = components["schemas"];

export type DataKind = Schemas["DataKind"];
export type BarSize = Schemas["BarSize"];
export type Freshness = NonNullable<QuoteView["trade"]>["freshness"];
/** Where prices come from now. */
export type MarketMode = Schemas["FeedMode"];

export type Origin = Received<Schemas["Origin"]>;
export type TradeData = Received<Schemas["Trade"]> & { kind: "trade" };
export type QuoteData = Received<Schemas["BidAsk"]> & { kind: "quote" };
export interface Tick<Data = TradeData | QuoteData> {
  origin: Origin;
  data: Data;
}
export type LiveBar = Received<Schemas["Bar"]>;
export type BuiltBar = Received<Schemas["BuiltBar"]>;
/** Trades of one instrument and source since the last event. */
export type MergedTrades = Omit<Received<Schemas["MergedTrades"]>, "last"> & { last: Tick<TradeData> };
export type Conflated =
  | { kind: "quote"; last: Tick<QuoteData>; count: number }
  | ({ kind: "trades" } & MergedTrades)
  | ({ kind: "bar" } & Received<Schemas["BarOf"]>);
export type SourceBar = Received<Schemas["SourceBar"]>;

export type DepthLevel = Schemas["DepthLevel"];
export type Depth = Received<Schemas["Depth"]>;
export type DepthOf = Received<Schemas["DepthOf"]>;
export type DepthView = Received<Schemas["DepthView"]>;
export interface TapeView {
  /** Newest first. */
  trades: Tick<TradeData>[];
  note: string | null;
}

export type QuoteView = Received<Schemas["QuoteView"]>;
export type QuotesView = Received<Schemas["QuotesView"]>;

export type IncidentKind = Schemas["IncidentKind"];
export type DataIncident = Received<Schemas["DataIncident"]>;
export interface IncidentChange {
  phase: "began" | "ended";
  incident: DataIncident;
}
export type RefusedTick = Omit<Received<Schemas["RefusedTick"]>, "tick"> & { tick: Tick };
export type IncidentsView = Omit<Received<Schemas["IncidentsView"]>, "refused"> & {
  refused: (Omit<Received<Schemas["RefusedReport"]>, "last"> & { last: RefusedTick[] }) | null;
};

export type NewsItem = Received<Schemas["NewsEntry"]>;
export type NewsView = Received<Schemas["NewsView"]>;

export type TimeFormat = Schemas["TimeFormat"];
export type CustomSettings = Received<Schemas["CustomSettings"]>;
export type ProviderSettings = Received<Schemas["ProviderSettings"]>;
export type ConnectionState = Received<Schemas["ConnectionState"]>;
export type ConnectionReport = Received<Schemas["ConnectionReport"]>;
export type ProviderView = Received<Schemas["ProviderView"]>;
export type ProvidersView = Received<Schemas["ProvidersView"]>;
export type ProviderTest = Received<Schemas["ProviderTest"]>;

export type ReplayOf = Schemas["ReplayOf"];
export type ReplayView = Received<Schemas["ReplayView"]>;
export type ReplaysView = Received<Schemas["ReplaysView"]>;
export type Recording = Received<Schemas["RecordingView"]>;
export type NewReplay = Schemas["NewReplay"];

export type Flag = Schemas["WatchFlag"];
export type WatchRow = Received<Schemas["WatchRow"]>;
export type WatchSection = Received<Schemas["WatchSection"]>;
export type Watchlist = Received<Schemas["Watchlist"]>;
export type Watchlists = Received<Schemas["Watchlists"]>;

export type DrawPoint = Received<Schemas["DrawingPoint"]>;
export type DrawShape = Received<Schemas["DrawingShape"]>;
export type Drawing = Received<Schemas["Drawing"]>;
export type Drawings = Received<Schemas["Drawings"]>;

export type HistoryAct = Schemas["HistoryAct"];
export type NewHistory = Schemas["HistoryRequest"];
/** The result of a history's job. */
export type HistoryResult = Received<Schemas["HistoryReport"]>;
export type CoverageView = Received<Schemas["CoverageView"]>;

/** What is pushed of the markets, several times a second. */
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
