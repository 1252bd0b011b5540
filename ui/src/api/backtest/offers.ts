// Strategies and trials that one panel sends to another: they become its set-up, and it shows that.
import { createStore } from "@/lib/store";
import { setups, sweeps } from "./drafts";
import { type SetupDraft, type SweepDraft } from "./setup";

/** Counts what was offered; a panel that sees another number turns to its set-up. */
export const setupOffers = createStore(0);
export const sweepOffers = createStore(0);

/** Makes this the set-up of the next back-test. */
export function offerSetup(change: (draft: SetupDraft) => SetupDraft): void {
  setups.update(change);
  setupOffers.update((n) => n + 1);
}

/** Makes this the set-up of the next sweep. */
export function offerSweep(change: (draft: SweepDraft) => SweepDraft): void {
  sweeps.update(change);
  sweepOffers.update((n) => n + 1);
}
