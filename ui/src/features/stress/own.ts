// Shocks and windows of one's own: what is kept, what is asked, and what is read of the answer.
import { isRecord } from "@/lib/storage";
import { type WaterfallStep } from "@/charts/bars/Waterfall";
import {
  type Scenario,
  type Sensitivities,
  type Shock,
  type Stressed,
  type StressQuestion,
  type StressWindow,
} from "./types";

/** What a person has set up; kept by this browser. */
export interface Own {
  scenarios: Scenario[];
  windows: StressWindow[];
  sensitivities: Record<string, Sensitivities>;
  /** The loss that a cause is looked for, a part of the capital. */
  loss: number;
  /** Days within which it happens. */
  periods: number;
  /** Whether the benchmark moves, or every holding by itself. */
  by: "benchmark" | "holdings";
}

export const NOTHING_OWN: Own = {
  scenarios: [],
  windows: [],
  sensitivities: {},
  loss: 0.2,
  periods: 21,
  by: "benchmark",
};

export function isOwn(value: unknown): value is Own {
  return (
    isRecord(value) &&
    Array.isArray(value["scenarios"]) &&
    Array.isArray(value["windows"]) &&
    isRecord(value["sensitivities"]) &&
    typeof value["loss"] === "number" &&
    typeof value["periods"] === "number" &&
    (value["by"] === "benchmark" || value["by"] === "holdings")
  );
}

/** What is asked of the workspace beside the catalogue; without a benchmark the holdings themselves move. */
export function questionOf(own: Own, accountId: string | null, benchmark: string | null): StressQuestion {
  const factors = own.by === "benchmark" && benchmark !== null ? [benchmark] : [];
  return {
    account_id: accountId,
    crises: [],
    windows: own.windows,
    scenarios: own.scenarios,
    reverse: [{ loss: own.loss, periods: own.periods, factors }],
    sensitivities: own.sensitivities,
  };
}

export type ShockKind = Shock["shock"];

/** Kinds in the order in which they are offered. A factor is the market under another name and is not offered. */
export const SHOCK_KINDS = [
  "equity",
  "rates",
  "currency",
  "volatility",
  "sector",
  "holding",
  "correlation_to_one",
] as const satisfies readonly ShockKind[];
export type OfferedKind = (typeof SHOCK_KINDS)[number];

/** What has been filled in of a shock. */
export interface Draft {
  kind: OfferedKind;
  subject: string | null;
  change: number | null;
  confidence: number;
  periods: number;
}

/** The shock that was filled in; null while something is missing. */
export function shockOf({ kind, subject, change, confidence, periods }: Draft): Shock | null {
  if (kind === "correlation_to_one") return { shock: kind, confidence, periods };
  if (change === null) return null;
  switch (kind) {
    case "equity":
    case "rates":
    case "volatility":
      return { shock: kind, change };
    case "currency":
      return subject === null ? null : { shock: kind, currency: subject, change };
    case "sector":
      return subject === null ? null : { shock: kind, sector: subject, change };
    case "holding":
      return subject === null ? null : { shock: kind, holding: subject, change };
  }
}

/** What a shock is about beside its kind. */
export function subjectOf(shock: Shock): string | null {
  switch (shock.shock) {
    case "currency":
      return shock.currency;
    case "sector":
      return shock.sector;
    case "holding":
      return shock.holding;
    case "factor":
      return shock.factor;
    default:
      return null;
  }
}

/** Whether holdings have to say how they answer: by their duration, or by what volatility does to them. */
export function asksFor(scenarios: readonly Scenario[]): { duration: boolean; vega: boolean } {
  const shocks = scenarios.flatMap((scenario) => scenario.shocks.map(({ shock }) => shock));
  return { duration: shocks.includes("rates"), vega: shocks.includes("volatility") };
}

/** Known gains one after another, the largest loss first, and their sum; `show` writes an amount. */
export function waterfall(
  scenario: Pick<Stressed, "holdings" | "gain">,
  capital: number,
  total: string,
  show: (amount: number) => string,
): WaterfallStep[] {
  const known = scenario.holdings.flatMap(({ name, gain }) => (gain === null ? [] : [{ name, gain }]));
  known.sort((a, b) => a.gain - b.gain);
  let sum = 0;
  const steps = known.map(({ name, gain }): WaterfallStep => {
    const from = sum;
    sum += gain;
    return { name, from: from / capital, to: sum / capital, amount: show(gain) };
  });
  if (scenario.gain === null) return steps;
  return [...steps, { name: total, from: 0, to: scenario.gain / capital, amount: show(scenario.gain), isTotal: true }];
}

/** The scenario that loses most; undefined where nothing is known of any. */
export function worst<T extends { gain: number | null }>(scenarios: readonly T[]): T | undefined {
  return scenarios
    .filter(({ gain }) => gain !== null)
    .reduce<T | undefined>((most, one) => (most && (most.gain ?? 0) <= (one.gain ?? 0) ? most : one), undefined);
}

/** A name that no other has. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let n = 2;
  while (taken.includes(`${wanted} ${n}`)) n += 1;
  return `${wanted} ${n}`;
}
