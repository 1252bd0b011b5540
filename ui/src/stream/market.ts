// Live markets for the panels of this window: what they want together is asked for once, and what comes is spread to those it
// concerns, in the frame in which it came and without React.
import { useEffect, useSyncExternalStore } from "react";
import { useQueryClient } from "@tanstack/react-query";

import { send } from "@/api/client";
import {
  type BuiltBar,
  type DataKind,
  type DepthOf,
  type MarketEvent,
  type MergedTrades,
  type NewsItem,
  type QuotesView,
  type SourceBar,
} from "@/api/markets";
import { refresh, useGet } from "@/api/queries";
import { connection, type ServerEvent, subscribe } from "./events";
import { quotes } from "./quotes";
import { onReplayEvent, replayState, useReplayKey } from "./replay";
import { createWatch } from "./watch";

const watch = createWatch({
  send: (streamId, watched) => send("PUT", "/streams/{stream_id}/watch", watched, { path: { stream_id: streamId } }),
});

/** What came of one instrument since the last frame. */
export interface Happened {
  trades: MergedTrades[];
  bars: BuiltBar[];
  source_bars: SourceBar[];
  depths: DepthOf[];
}
type Listener = (happened: Happened) => void;

const listeners = new Map<string, Set<Listener>>();
const newsListeners = new Set<(items: NewsItem[]) => void>();

/** Sorts what came by instrument, of those that somebody listens to. */
export function byInstrument(
  events: readonly MarketEvent[],
  isHeard: (id: string) => boolean,
): ReadonlyMap<string, Happened> {
  const found = new Map<string, Happened>();
  const of = (id: string): Happened | null => {
    if (!isHeard(id)) return null;
    let happened = found.get(id);
    if (!happened) found.set(id, (happened = { trades: [], bars: [], source_bars: [], depths: [] }));
    return happened;
  };
  for (const event of events) {
    for (const value of event.values) {
      if (value.kind === "trades") of(value.last.origin.instrument)?.trades.push(value);
      else if (value.kind === "bar") of(value.instrument)?.bars.push(value.built);
    }
    for (const bar of event.source_bars) of(bar.origin.instrument)?.source_bars.push(bar);
    for (const depth of event.depths) of(depth.instrument)?.depths.push(depth);
  }
  return found;
}

function take(events: readonly ServerEvent[]): void {
  const market: MarketEvent[] = [];
  for (const event of events) {
    if (event.kind === "hello") watch.onStream(event.stream_id);
    else if (event.kind === "market") market.push(event);
    else if (event.kind === "replay" && onReplayEvent(event)) quotes.clear();
  }
  if (market.length === 0) return;
  quotes.take(market, Date.now());
  for (const [id, happened] of byInstrument(market, (id) => listeners.has(id))) {
    for (const listener of listeners.get(id) ?? []) listener(happened);
  }
  const news = market.flatMap((event) => event.news);
  if (news.length > 0) for (const listener of newsListeners) listener(news);
}

/** Starts spreading; called once by the app. */
export function startMarket(): () => void {
  const ends = [
    subscribe(take),
    connection.subscribe(() => {
      if (connection.get() === "lost") watch.onStream(null);
    }),
  ];
  return () => ends.forEach((end) => end());
}

/** Hears what comes of one instrument. */
export function hear(id: string, listener: Listener): () => void {
  let set = listeners.get(id);
  if (!set) listeners.set(id, (set = new Set()));
  set.add(listener);
  return () => {
    set.delete(listener);
    if (set.size === 0 && listeners.get(id) === set) listeners.delete(id);
  };
}

/** Hears news as they come. */
export function hearNews(listener: (items: NewsItem[]) => void): () => void {
  newsListeners.add(listener);
  return () => newsListeners.delete(listener);
}

/** Watches instruments for as long as the component is shown. */
export function useWatch(instruments: readonly string[], kinds: readonly DataKind[], everyMs = 250): void {
  const text = JSON.stringify([instruments, kinds]);
  useEffect(() => {
    const [ids, wanted] = JSON.parse(text) as [string[], DataKind[]];
    if (ids.length === 0) return undefined;
    return watch.want({ instruments: ids, kinds: wanted, every_ms: everyMs });
  }, [text, everyMs]);
}

/** Between two questions for what no stream tells: the close before, ranges, whether the market is open. */
const ASK_MS = 15_000;
/** The same while a replay may run through days in seconds. */
const ASK_IN_REPLAY_MS = 3_000;
/** The most instruments that one question may name. */
const AT_ONCE = 500;

/** The last prices of instruments: asked for once and again now and then, and watched in between. */
export function useQuotes(instruments: readonly string[]) {
  useWatch(instruments, ["trade", "quote"]);
  const isReplay = useReplayKey() !== null;
  const answer = useGet<QuotesView>(
    "/quotes",
    { query: { instrument_ids: instruments.slice(0, AT_ONCE).join(",") } },
    {
      enabled: instruments.length > 0,
      refetchInterval: isReplay ? ASK_IN_REPLAY_MS : ASK_MS,
      keepPrevious: true,
    },
  );
  const { data, dataUpdatedAt } = answer;
  useEffect(() => {
    if (data) quotes.seed(data, dataUpdatedAt);
  }, [data, dataUpdatedAt]);
  return answer;
}

/** Asks anew for everything that a replay changes, when one begins or ends. */
export function useReplayRefresh(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      replayState.subscribe(() => {
        quotes.clear();
        void refresh(client, ["quotes", "replays", "providers", "news"]);
      }),
    [client],
  );
}

/** Whether prices of an instrument come at all now. */
export function useIsStreaming(id: string): boolean {
  return useSyncExternalStore(
    (listener) => quotes.subscribe(id, listener),
    () => (quotes.get(id)?.n_trades ?? 0) > 0,
  );
}
