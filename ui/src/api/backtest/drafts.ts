// The set-ups of back-tests and sweeps as they are being filled in: one of each for a window, remembered there. A panel
// that sends a strategy or a trial to another one puts it here before it opens that one.
import { useSyncExternalStore } from "react";

import { isRecord, isStringArray, load, save } from "@/lib/storage";
import { createStore, type Store } from "@/lib/store";
import { isSpecification } from "./specification";
import { BEGUN, type SetupDraft, type SweepDraft, SWEEP_BEGUN } from "./setup";

function isSetup(value: unknown): value is SetupDraft {
  if (!isRecord(value) || !isStringArray(value["instrument_ids"])) return false;
  const { strategy_id, specification } = value;
  if (strategy_id !== null && typeof strategy_id !== "string") return false;
  if (!isSpecification(specification)) return false;
  return (Object.keys(BEGUN) as (keyof SetupDraft)[]).every(
    (key) => BEGUN[key] === null || value[key] === null || typeof value[key] === typeof BEGUN[key],
  );
}

function isSweep(value: unknown): value is SweepDraft {
  if (!isRecord(value) || !isSetup(value["setup"]) || !isRecord(value["ranges"])) return false;
  return (["search", "figure", "goal", "trials", "seed"] as const).every(
    (key) => typeof value[key] === typeof SWEEP_BEGUN[key],
  );
}

function kept<T>(key: string, begun: T, check: (value: unknown) => value is T): Store<T> {
  const store = createStore<T>(load(key, begun, check));
  store.subscribe(() => save(key, store.get()));
  return store;
}

/** What the next back-test is asked. */
export const setups = kept("backtest.setup", BEGUN, isSetup);
/** What the next sweep is asked. */
export const sweeps = kept("sweep.setup", SWEEP_BEGUN, isSweep);

export function useStored<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
