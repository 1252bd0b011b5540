// Values that change many times a second, kept outside React: cells subscribe by key and are told once per frame.

export interface Tick {
  value: number;
  /** Microseconds since 1970. */
  at: number;
}

type Listener = (tick: Tick, previous: Tick | undefined) => void;

/** A store of the latest tick per key. `schedule` runs a callback before the next paint. */
export function createTickStore(schedule: (flush: () => void) => void = requestAnimationFrame) {
  const latest = new Map<string, Tick>();
  const shown = new Map<string, Tick>();
  const listeners = new Map<string, Set<Listener>>();
  const dirty = new Set<string>();
  let scheduled = false;

  const flush = (): void => {
    scheduled = false;
    for (const key of dirty) {
      const tick = latest.get(key);
      if (!tick) continue;
      const previous = shown.get(key);
      shown.set(key, tick);
      for (const listener of listeners.get(key) ?? []) listener(tick, previous);
    }
    dirty.clear();
  };

  return {
    /** Takes ticks; of several for one key in a frame only the last is shown. */
    push(ticks: Iterable<readonly [string, Tick]>): void {
      for (const [key, tick] of ticks) {
        latest.set(key, tick);
        dirty.add(key);
      }
      if (!scheduled && dirty.size > 0) {
        scheduled = true;
        schedule(flush);
      }
    },
    get: (key: string): Tick | undefined => shown.get(key),
    subscribe(key: string, listener: Listener): () => void {
      let set = listeners.get(key);
      if (!set) listeners.set(key, (set = new Set()));
      set.add(listener);
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(key);
      };
    },
  };
}
