// Rules for the settings of a workspace.
import { z } from "zod";

import { isDecimal } from "@/lib/decimal";
import { type Settings } from "@/api/types";

/** Settings as they are typed: the rate in percent, as text. */
export interface SettingsValues {
  base_currency: string;
  benchmark_id: string | null;
  risk_free_percent: string | null;
  periods_per_year: number | null;
  stale_after_days: number | null;
  renderer: Settings["renderer"];
}

export const RENDERERS = ["auto", "gpu", "software"] as const satisfies readonly Settings["renderer"][];

export function settingsSchema(words: { rate: string; periods: string; days: string }) {
  const inRange = (min: number, max: number, message: string) =>
    z
      .number()
      .nullable()
      .refine((v) => v !== null && Number.isInteger(v) && v >= min && v <= max, message);
  return z.object({
    base_currency: z.string().length(3),
    benchmark_id: z.string().nullable(),
    risk_free_percent: z
      .string()
      .nullable()
      .refine((v) => v === null || (isDecimal(v) && Math.abs(Number(v)) <= 100), words.rate),
    periods_per_year: inRange(1, 366, words.periods),
    stale_after_days: inRange(0, 3650, words.days),
    renderer: z.enum(RENDERERS),
  });
}

/** A fraction such as 0.02 as the percent text "2"; digits that floats add are cut off. */
export function toPercent(fraction: number | null): string | null {
  return fraction === null ? null : String(Number((fraction * 100).toFixed(8)));
}

export function toValues(settings: Settings): SettingsValues {
  const { base_currency, benchmark_id, periods_per_year, stale_after_days, renderer } = settings;
  return {
    base_currency,
    benchmark_id,
    risk_free_percent: toPercent(settings.risk_free_rate),
    periods_per_year,
    stale_after_days,
    renderer,
  };
}

/** What differs from the stored settings; null when nothing does. */
export function toPatch(values: SettingsValues, settings: Settings): Partial<Settings> | null {
  const rate = values.risk_free_percent === null ? null : Number((Number(values.risk_free_percent) / 100).toFixed(10));
  const next: Settings = {
    base_currency: values.base_currency,
    benchmark_id: values.benchmark_id,
    risk_free_rate: rate,
    periods_per_year: values.periods_per_year ?? settings.periods_per_year,
    stale_after_days: values.stale_after_days ?? settings.stale_after_days,
    renderer: values.renderer,
  };
  const changed = (Object.keys(next) as (keyof Settings)[]).filter((key) => next[key] !== settings[key]);
  return changed.length === 0 ? null : Object.fromEntries(changed.map((key) => [key, next[key]]));
}
