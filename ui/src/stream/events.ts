// Server events: one subscription for the window, handed out once per animation frame.
import { useEffect, useEffectEvent } from "react";

import { type ConnectionState, type MarketEvent, type ReplayView } from "@/api/markets";
import { createStore } from "@/lib/store";
import { isRecord } from "@/lib/storage";
import { platform } from "@/platform/platform";
import { type Connection } from "@/platform/types";

export interface JobEvent {
  kind: "job";
  id: string;
  job_kind: string;
  title: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  /** 0 to 1. */
  progress: number;
  message: string;
  eta_s?: number | null;
}
export interface ChangedEvent {
  kind: "changed";
  nouns: string[];
  correlation_id?: string | null;
}
export interface NoticeEvent {
  kind: "notice";
  /** A stable name; "resync" means that events were lost. */
  code: string;
  message: string;
}
export interface AlertFiredEvent {
  kind: "alert_fired";
  id: string;
  name: string;
  severity: "info" | "warning" | "critical";
  /** The number of the firing, from 1. */
  firing: number;
  at: string;
  /** Seen long after it happened. */
  is_late: boolean;
}
/** A sound to play once. */
export interface SoundEvent {
  kind: "sound";
  /** Its name in the freedesktop sound naming specification. */
  name: string;
}
/** A notification of the desktop was clicked. */
export interface ShowAlertEvent {
  kind: "show_alert";
  id: string;
}
/** The first event of a stream: the name under which it is told what to watch. */
export interface HelloEvent {
  kind: "hello";
  stream_id: string;
}
/** A connection to a provider stands otherwise than before. */
export interface ProviderEvent {
  kind: "provider";
  source: string;
  state: ConnectionState;
}
/** Where the replay stands; null: there is none any more. */
export interface ReplayEvent {
  kind: "replay";
  state: ReplayView | null;
}
export type ServerEvent =
  | JobEvent
  | ChangedEvent
  | NoticeEvent
  | AlertFiredEvent
  | SoundEvent
  | ShowAlertEvent
  | HelloEvent
  | MarketEvent
  | ProviderEvent
  | ReplayEvent;

type Handler = (events: ServerEvent[]) => void;

const handlers = new Set<Handler>();
let pending: ServerEvent[] = [];
let scheduled = false;

/** Whether events arrive. */
export const connection = createStore<Connection>("connecting");

function flush(): void {
  scheduled = false;
  const events = pending;
  pending = [];
  for (const handler of [...handlers]) handler(events);
}

/** Takes one event from the wire; handlers see it in the next frame, together with its neighbours. */
export function push(event: unknown): void {
  if (!isRecord(event) || typeof event["kind"] !== "string") return;
  pending.push(event as unknown as ServerEvent);
  if (scheduled) return;
  scheduled = true;
  // A hidden page gets no frames, yet jobs end there too.
  if (document.visibilityState === "hidden") setTimeout(flush, 250);
  else requestAnimationFrame(flush);
}

/** Adds a handler; returns the function that removes it. */
export function subscribe(handler: Handler): () => void {
  handlers.add(handler);
  return () => handlers.delete(handler);
}

/**
 * Opens the stream for as long as the window lives. `onOpen` hears of every opening: what was fetched before it may have
 * missed an event, all of it when the stream was lost in between.
 */
export function startEvents(onOpen: (wasLost: boolean) => void): () => void {
  let wasLost = false;
  return platform().stream("/stream", {
    onEvent: push,
    onConnection: (state) => {
      connection.set(state);
      if (state === "lost") wasLost = true;
      if (state === "open") {
        onOpen(wasLost);
        wasLost = false;
      }
    },
  });
}

/** Calls the handler with each frame's events while the component is shown. */
export function useEvents(handler: (events: ServerEvent[]) => void): void {
  const latest = useEffectEvent(handler);
  useEffect(() => subscribe((events) => latest(events)), []);
}
