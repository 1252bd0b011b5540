// Which answers grow old when a noun changes: the server names what changed, the client refetches what follows from it.

/** Derived answers by the nouns they are computed from. */
const DERIVED: Record<string, string[]> = {
  accounts: ["portfolio", "lots", "performance", "returns", "taxes", "workspace", "explain"],
  instruments: [
    "portfolio",
    "lots",
    "performance",
    "returns",
    "taxes",
    "workspace",
    "bars",
    "optimizations",
    "data-health",
    "explain",
  ],
  transactions: [
    "portfolio",
    "lots",
    "performance",
    "returns",
    "taxes",
    "workspace",
    "optimizations",
    "data-health",
    "explain",
  ],
  "fx-rates": [
    "portfolio",
    "lots",
    "performance",
    "returns",
    "taxes",
    "workspace",
    "optimizations",
    "data-health",
    "explain",
  ],
  bars: [
    "quotes",
    "histories",
    "portfolio",
    "performance",
    "returns",
    "taxes",
    "instruments",
    "data-health",
    "workspace",
    "optimizations",
    "explain",
  ],
  settings: [
    "notifications",
    "portfolio",
    "lots",
    "performance",
    "returns",
    "taxes",
    "workspace",
    "optimizations",
    "explain",
    "data-health",
    "providers",
    "watchlists",
    "drawings",
    "quotes",
  ],
  // What is watched has quotes; who is switched on decides where they come from.
  watchlists: ["quotes"],
  providers: ["quotes", "news", "replays"],
  // Keys that can be read now, or no longer.
  "sealed-file": ["providers", "notifications"],
  workspace: ["workspaces", "settings"],
  // A schedule shows how its last job ended.
  jobs: ["schedules"],
};

/** Nouns that the server's tables name otherwise than its addresses. */
const ADDRESSED: Record<string, string> = {
  "market-data-timeseries": "bars",
  "portfolio-optimizations": "optimizations",
  "schedule-occurrences": "schedules",
  "rebalancing-events": "rebalancings",
  "portfolio-alerts": "alerts",
  "portfolio-alert-events": "alerts",
  "portfolio-alert-deliveries": "alerts",
};

/** All answers to refetch for changed nouns; a noun may be written with "_" or "-". */
export function affected(nouns: readonly string[]): Set<string> {
  const names = nouns.map((noun) => noun.replace(/_/g, "-")).map((noun) => ADDRESSED[noun] ?? noun);
  return new Set([...names, ...names.flatMap((noun) => DERIVED[noun] ?? []), "changes"]);
}

/** The noun a path begins with: "/fx-rates/{id}" is about "fx-rates". */
export function nounOf(path: string): string {
  return path.split(/[/?]/)[1] ?? path;
}
