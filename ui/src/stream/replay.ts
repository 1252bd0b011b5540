// The replay that runs, if one does: which, and where it stands; kept from events, and asked for once.
import { useEffect, useSyncExternalStore } from "react";
import { useQueryClient } from "@tanstack/react-query";

import { del, post } from "@/api/client";
import { type NewReplay, type ReplaysView, type ReplayView } from "@/api/markets";
import { refresh, useGet } from "@/api/queries";
import { createStore } from "@/lib/store";
import { type ReplayEvent } from "./events";

/** Where it stands, several times a second. */
const live = createStore<ReplayView | null>(null);
/** Which one it is: changes when one begins, goes back or ends. */
export const replayState = createStore<string | null>(null);
let n = 0;

/** Whether this is another replay than before, or the same one at an earlier time: what was seen of it counts no more. */
export function isAnother(before: ReplayView | null, after: ReplayView | null): boolean {
  if (before === null || after === null) return before !== after;
  if (before.of !== after.of || before.from !== after.from || before.to !== after.to) return true;
  return Date.parse(after.position) < Date.parse(before.position);
}

function put(state: ReplayView | null): boolean {
  const before = live.get();
  const another = isAnother(before, state);
  live.set(state);
  if (another) replayState.set(state === null ? null : String((n += 1)));
  return another;
}

/** Takes an event; says whether another world began with it. */
export function onReplayEvent({ state }: ReplayEvent): boolean {
  return put(state);
}

/** The replay as it stands now; null without one. */
export function useReplay(): ReplayView | null {
  return useSyncExternalStore(live.subscribe, live.get);
}

/** A text that changes when a replay begins, goes back or ends; null without one. */
export function useReplayKey(): string | null {
  return useSyncExternalStore(replayState.subscribe, replayState.get);
}

/** Where the replay stands, without subscribing. */
export function replayNow(): ReplayView | null {
  return live.get();
}

/** Asks whether a replay runs: it may have begun before this window. */
export function useReplays() {
  const answer = useGet<ReplaysView>("/replays");
  const { data } = answer;
  useEffect(() => {
    if (!data) return;
    const [before, asked] = [live.get(), data.running];
    // Events are newer than an answer about the same replay.
    if (before === null || asked === null || before.of !== asked.of || before.from !== asked.from) put(asked);
  }, [data]);
  return answer;
}

export type Act =
  { act: "play"; speed?: number | null } | { act: "pause" } | { act: "step" } | { act: "seek"; to: string };

export interface ReplayControls {
  start: (replay: NewReplay) => Promise<void>;
  act: (act: Act) => Promise<void>;
  end: () => Promise<void>;
}

/** The commands; each rejects with the server's words. */
export function useReplayControls(): ReplayControls {
  const client = useQueryClient();
  const renewed = (): Promise<void> => refresh(client, ["replays"]);
  return {
    start: async (replay) => {
      const begun = await post<ReplayView>("/replays", replay);
      put(begun);
      if (!begun.is_running) put(await post<ReplayView>("/replays/act", { act: "play", speed: replay.speed ?? null }));
      await renewed();
    },
    act: async (act) => {
      put(await post<ReplayView>("/replays/act", act));
    },
    end: async () => {
      await del("/replays");
      put(null);
      await renewed();
    },
  };
}
