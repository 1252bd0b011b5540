// Strategies as they are being written: what was changed and not saved is kept while the window is open.
import { type Specification, type Strategy } from "@/api/backtest/types";
import { without } from "@/lib/records";
import { createStore } from "@/lib/store";

export interface Draft {
  name: string;
  specification: Specification;
}

/** The key of the one that is not kept yet. */
export const NEW = "new";

/** By the identity of the strategy, or `NEW`. */
export const drafts = createStore<Readonly<Record<string, Draft>>>({});

/** Keeps a draft; the same as what is saved is none. */
export function write(key: string, draft: Draft, saved: Strategy | null): void {
  const isSame =
    saved !== null &&
    saved.name === draft.name &&
    JSON.stringify(saved.specification) === JSON.stringify(draft.specification);
  if (isSame) discard(key);
  else drafts.update((all) => ({ ...all, [key]: draft }));
}

export function discard(key: string): void {
  drafts.update((all) => without(all, key));
}

/** A name that no other has: "Breakout", "Breakout 2". */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  for (let n = 2; ; n += 1) {
    const name = `${wanted} ${n}`;
    if (!taken.includes(name)) return name;
  }
}
