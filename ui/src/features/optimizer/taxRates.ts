// The highest rates of each jurisdiction, to start from; the same as in the rules of the engine (crate `tax`).
import { type Jurisdiction } from "./types";

const HIGHEST: Record<Jurisdiction, readonly [short: number, long: number] | null> = {
  united_states: [0.408, 0.238],
  united_kingdom: [0.24, 0.24],
  germany: [0.26375, 0.26375],
  canada: null,
  australia: [0.47, 0.235],
  ireland: [0.33, 0.33],
  switzerland: [0, 0],
  italy: [0.26, 0.26],
};

/** Null where rates depend on the region. */
export function highestRates(jurisdiction: Jurisdiction): { short_term: number; long_term: number } | null {
  const rates = HIGHEST[jurisdiction];
  return rates ? { short_term: rates[0], long_term: rates[1] } : null;
}
