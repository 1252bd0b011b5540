// What the panels of this window want of the markets, put together and told to the server.
import { toApiError } from "@/api/errors";
import { type DataKind } from "@/api/markets";

/** One panel's wish. */
export interface Want {
  instruments: readonly string[];
  kinds: readonly DataKind[];
  /** Least milliseconds between two events. */
  every_ms: number;
}

/** Everything that the window wants, as the server takes it. */
export interface Watched {
  instruments: Record<string, DataKind[]>;
  every_ms: number;
}

export interface WatchOptions {
  /** Replaces what the stream watches. */
  send: (streamId: string, watched: Watched) => Promise<void>;
  /** Panels come and go together: so long is waited for the last of them. */
  pauseMs?: number;
}

/** Between tries after a refusal that may pass. */
const AGAIN_MS = 3_000;
const SLOWEST_MS = 60_000;

export interface Watch {
  /** Adds a wish; the returned function takes it back. */
  want(want: Want): () => void;
  /** A stream began, under this name; null: there is none. */
  onStream(streamId: string | null): void;
  watched(): Watched;
}

/** Keeps the wishes of many panels and tells the server what they come to, once for all that changed together. */
export function createWatch({ send, pauseMs = 60 }: WatchOptions): Watch {
  const wants = new Set<Want>();
  let stream: string | null = null;
  /** What this stream was told, as text. */
  let told = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  const watched = (): Watched => {
    const kinds = new Map<string, Set<DataKind>>();
    let every_ms = SLOWEST_MS;
    for (const want of wants) {
      every_ms = Math.min(every_ms, want.every_ms);
      for (const id of want.instruments) {
        const set = kinds.get(id) ?? new Set();
        for (const kind of want.kinds) set.add(kind);
        kinds.set(id, set);
      }
    }
    const sorted = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1));
    return { instruments: Object.fromEntries(sorted.map(([id, set]) => [id, [...set].sort()])), every_ms };
  };

  const tell = async (): Promise<void> => {
    if (stream === null) return;
    const mine = stream;
    const now = watched();
    const text = JSON.stringify(now);
    // A stream that was never told anything watches nothing.
    if (text === told || (told === "" && wants.size === 0)) return;
    told = text;
    try {
      await send(mine, now);
    } catch (error) {
      // A stream that is gone is told nothing; another one will say hello.
      if (stream !== mine || told !== text || toApiError(error).status === 404) return;
      told = "?";
      later(AGAIN_MS);
    }
  };
  const later = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void tell(), ms);
  };

  return {
    watched,
    want(want) {
      wants.add(want);
      later(pauseMs);
      return () => {
        if (wants.delete(want)) later(pauseMs);
      };
    },
    onStream(id) {
      stream = id;
      told = "";
      if (id !== null) later(0);
    },
  };
}
