// The columns of a watchlist: what they are called, how wide they are, and by what they order.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { change, type LiveQuote, priceOf } from "@/stream/quotes";

export interface WatchColumn {
  id: string;
  title: MessageDescriptor;
  /** Pixels; on a phone more. */
  width: number;
  isEnd?: boolean;
  isHidden?: boolean;
  /** What rows are ordered by; null stands last. Absent: no order by it. */
  by?: (quote: LiveQuote | undefined) => number | null;
}

const part = (low: number | undefined, high: number | undefined, last: number | null): number | null =>
  low === undefined || high === undefined || last === null || high <= low ? null : (last - low) / (high - low);

export const COLUMNS: readonly WatchColumn[] = [
  { id: "last", title: msg`Last`, width: 80, isEnd: true, by: (q) => (q ? priceOf(q) : null) },
  { id: "age", title: msg`Age`, width: 74 },
  { id: "change", title: msg`Change`, width: 76, isEnd: true, by: (q) => (q ? (change(q)?.by ?? null) : null) },
  { id: "percent", title: msg`Change %`, width: 92, isEnd: true, by: (q) => (q ? (change(q)?.part ?? null) : null) },
  { id: "spark", title: msg`60 days`, width: 72 },
  { id: "bid", title: msg`Bid`, width: 78, isEnd: true, by: (q) => q?.bid ?? null },
  { id: "ask", title: msg`Ask`, width: 78, isEnd: true, by: (q) => q?.ask ?? null },
  { id: "day", title: msg`Day range`, width: 104, by: (q) => (q ? part(q.day?.low, q.day?.high, priceOf(q)) : null) },
  { id: "year", title: msg`52 weeks`, width: 104, by: (q) => (q ? part(q.year?.low, q.year?.high, priceOf(q)) : null) },
  { id: "volume", title: msg`Volume`, width: 76, isEnd: true, by: (q) => q?.day?.volume ?? null },
  {
    id: "close",
    title: msg`Close before`,
    width: 84,
    isEnd: true,
    isHidden: true,
    by: (q) => q?.previous_close ?? null,
  },
  { id: "source", title: msg`Source`, width: 90, isHidden: true },
  { id: "note", title: msg`Note`, width: 140 },
];

/** Those that a phone has room for beside the symbol. */
export const PHONE_COLUMNS: readonly string[] = ["last", "percent", "spark"];

export interface Order {
  id: string;
  desc: boolean;
}

/** The indices of rows in an order; what is not known stands last either way, equals stay as they were. */
export function ordered(
  ids: readonly string[],
  order: Order,
  symbolOf: (id: string) => string,
  quoteOf: (id: string) => LiveQuote | undefined,
): number[] {
  const way = order.desc ? -1 : 1;
  const indices = ids.map((_, i) => i);
  if (order.id === "symbol") {
    const names = ids.map(symbolOf);
    return indices.sort((a, b) => way * (names[a] ?? "").localeCompare(names[b] ?? "", "en"));
  }
  const by = COLUMNS.find(({ id }) => id === order.id)?.by;
  if (!by) return indices;
  const values = ids.map((id) => by(quoteOf(id)));
  return indices.sort((a, b) => {
    const [x, y] = [values[a] ?? null, values[b] ?? null];
    if (x === null || y === null) return x === y ? a - b : x === null ? 1 : -1;
    return way * (x - y) || a - b;
  });
}

/** Whether the order moves with prices. */
export function isLive({ id }: Order): boolean {
  return id !== "symbol" && id !== "close";
}
