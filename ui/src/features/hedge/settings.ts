// What hedges are asked for: the settings of a person, and the question they make.
import { isRecord, isStringArray } from "@/lib/storage";
import { type HedgeQuestion } from "./types";

/** Options that can be had on the benchmark or a holding. */
export interface OptionDraft {
  underlying: string;
  years: number;
  /** Strike of the put over the price. */
  moneyness: number;
  /** A year; null takes the index of implied volatility. */
  implied_volatility: number | null;
  /** In points, such as 20; null when there is none. */
  vix: number | null;
}

export interface Settings {
  target_beta: number;
  horizon: number;
  confidence: number;
  /** Part of the value traded. */
  cost: number;
  /** Empty: every fund that is not held. */
  instrument_ids: string[];
  options: OptionDraft[];
}

export const USUAL: Settings = {
  target_beta: 0,
  horizon: 10,
  confidence: 0.95,
  cost: 0.0005,
  instrument_ids: [],
  options: [],
};

const NUMBERS = ["target_beta", "horizon", "confidence", "cost"] as const;

export function isSettings(value: unknown): value is Settings {
  return (
    isRecord(value) &&
    NUMBERS.every((name) => typeof value[name] === "number") &&
    isStringArray(value["instrument_ids"]) &&
    Array.isArray(value["options"]) &&
    value["options"].every((option) => isRecord(option) && typeof option["underlying"] === "string")
  );
}

/** What is asked. `from` is null for five years; the price of an underlying is its last one. */
export function questionOf(settings: Settings, accountId: string | null, from: string | null): HedgeQuestion {
  const { instrument_ids, options, ...numbers } = settings;
  return {
    account_id: accountId,
    from,
    ...numbers,
    instrument_ids: instrument_ids.length === 0 ? null : instrument_ids,
    options: options.filter(isPriced),
  };
}

/** Whether an option can be priced: it takes a volatility. */
export function isPriced(option: OptionDraft): boolean {
  return option.implied_volatility !== null || option.vix !== null;
}

/** A hedge's name at the beginning of a line. */
export function titled(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
