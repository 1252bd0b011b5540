// A WebSocket that comes back: jittered back-off, and at once when the network or the page returns.
import { backoffMs } from "@/lib/backoff";
import { type StreamHandlers } from "../types";

export interface SocketOptions {
  connect(): WebSocket;
  random?: () => number;
}

/** Keeps one socket open until the returned function is called. */
export function keepSocket({ connect, random = Math.random }: SocketOptions, handlers: StreamHandlers): () => void {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let ended = false;

  const open = (): void => {
    clearTimeout(timer);
    handlers.onConnection("connecting");
    const mine = connect();
    socket = mine;
    mine.onopen = () => {
      attempt = 0;
      handlers.onConnection("open");
    };
    mine.onmessage = (message: MessageEvent<unknown>) => {
      if (typeof message.data !== "string") return;
      try {
        handlers.onEvent(JSON.parse(message.data));
      } catch {
        console.warn("an event of the server was not readable and was left out");
      }
    };
    mine.onclose = () => {
      if (ended || socket !== mine) return;
      socket = null;
      handlers.onConnection("lost");
      timer = setTimeout(open, backoffMs(attempt, random));
      attempt += 1;
    };
  };
  const retryNow = (): void => {
    if (!ended && socket === null && document.visibilityState !== "hidden") open();
  };

  window.addEventListener("online", retryNow);
  document.addEventListener("visibilitychange", retryNow);
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    window.removeEventListener("online", retryNow);
    document.removeEventListener("visibilitychange", retryNow);
    socket?.close();
  };
}
