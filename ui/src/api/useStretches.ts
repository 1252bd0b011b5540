// A long ordered list that the server keeps: what is in sight is fetched in stretches, newest wish first.
import { useEffect, useState } from "react";
import { useQueries } from "@tanstack/react-query";

import { get, type Query } from "./client";
import { keyOf, useGet } from "./queries";

/** Rows of an ordered list, as the server answers. */
export interface Stretch<T> {
  items: T[];
  offset: number;
  /** Rows that match, and all there are. */
  matching: number;
  total: number;
  /** Rows before the one that was to be found. */
  place: number | null;
}

/** Rows of one stretch. */
export const STRETCH = 200;
/** Rows of one answer where all are wanted. */
const AT_ONCE = 1000;
/** While an answer is on its way, the next wish waits so long; a hand on the scroll bar passes many rows it never looks at. */
const PAUSE_MS = 60;
/** What is out of sight is let go. */
const KEPT_MS = 30_000;

/** Numbers of the stretches that rows lie in; the first one is always there. */
export function stretchesOf(first: number, last: number): number[] {
  const numbers: number[] = [];
  for (let n = Math.floor(first / STRETCH); n * STRETCH <= last; n += 1) if (n > 0) numbers.push(n);
  return numbers;
}

/** The list: its size, the rows that are here, and where to say what is in sight. */
export function useStretches<T>(path: string, query: Query, find: string | null) {
  const head = useGet<Stretch<T>>(path, { query: { ...query, limit: STRETCH, find } }, { keepPrevious: true });
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const [wanted, setWanted] = useState<readonly number[]>([]);
  const ask = (n: number) => ({ query: { ...query, limit: STRETCH, offset: n * STRETCH } });
  const answers = useQueries({
    queries: wanted.map((n) => ({
      queryKey: keyOf(path, ask(n)),
      queryFn: () => get<Stretch<T>>(path, ask(n)),
      gcTime: KEPT_MS,
    })),
  });
  const isBusy = answers.some((answer) => answer.isFetching);
  useEffect(() => {
    const timer = setTimeout(() => setWanted(stretchesOf(sight.first, sight.last)), isBusy ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [sight, isBusy]);
  const stretches = new Map<number, readonly T[]>([[0, head.data?.items ?? []]]);
  wanted.forEach((n, i) => {
    const items = answers[i]?.data?.items;
    if (items) stretches.set(n, items);
  });
  return {
    head,
    /** What failed, with a way to ask again. */
    problem: [head, ...answers].find((answer) => answer.isError && answer.data === undefined),
    stretches,
    at: (index: number): T | undefined => stretches.get(Math.floor(index / STRETCH))?.[index % STRETCH],
    onSight: (first: number, last: number) =>
      setSight((now) => (now.first === first && now.last === last ? now : { first, last })),
  };
}

/** Every row that matches, in order. */
export async function allOf<T>(path: string, query: Query): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const next = await get<Stretch<T>>(path, { query: { ...query, limit: AT_ONCE, offset: rows.length } });
    rows.push(...next.items);
    if (next.items.length === 0 || rows.length >= next.matching) return rows;
  }
}
