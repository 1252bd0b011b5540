// Taking back the last change.
import { type QueryClient } from "@tanstack/react-query";

import { post } from "./client";
import { refresh } from "./queries";
import { type Undone } from "./types";

/** Everything a change could have touched. */
const BOOKS = [
  "accounts",
  "instruments",
  "transactions",
  "fx-rates",
  "bars",
  "settings",
  "optimizations",
  "targets",
  "schedules",
  "rebalancings",
  "alerts",
  "watchlists",
  "drawings",
  "providers",
];

/** Undoes the last change that can be undone; the answer says what it was. */
export async function undoLast(client: QueryClient): Promise<Undone> {
  const event = await post<Undone>("/undo");
  await refresh(client, BOOKS);
  return event;
}

/** Undoes one change of the history. */
export async function undoChange(client: QueryClient, id: string): Promise<Undone> {
  const event = await post<Undone>("/changes/{id}/undo", undefined, { path: { id } });
  await refresh(client, BOOKS);
  return event;
}
