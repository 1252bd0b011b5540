// Rules for an instrument's fields; the server checks check digits and references.
import { z } from "zod";

import { isDecimal, sign } from "@/lib/decimal";
import { ASSET_CLASSES, type Instrument, type InstrumentFields } from "@/api/types";

export interface SchemaWords {
  symbol: string;
  name: string;
  positive: string;
  option: string;
}

export function instrumentSchema(words: SchemaWords) {
  const positive = z.string().refine((v) => isDecimal(v) && sign(v) > 0, words.positive);
  const text = z.string().nullable();
  return z
    .object({
      symbol: z.string().trim().min(1, words.symbol).max(40, words.symbol),
      name: z.string().trim().min(1, words.name).max(200, words.name),
      asset_class: z.enum(ASSET_CLASSES),
      currency: z.string().length(3),
      sector: text,
      country: text,
      exchange_mic: text,
      isin: text,
      cusip: text,
      figi: text,
      symbol_history: z.array(z.object({ symbol: z.string(), until: z.string() })),
      tick_size: positive.nullable(),
      lot_size: positive.nullable(),
      multiplier: positive,
      expiry: text,
      strike: positive.nullable(),
      option_right: z.enum(["call", "put"]).nullable(),
      underlying_id: text,
      prices_adjusted: z.boolean(),
      note: text,
    })
    .superRefine((i, context) => {
      if (i.asset_class !== "option") return;
      for (const field of ["expiry", "strike", "option_right", "underlying_id"] as const) {
        if (i[field] === null) context.addIssue({ code: "custom", path: [field], message: words.option });
      }
    });
}

/** The fields of an instrument to change, or of a new one. */
export function instrumentDefaults(instrument: Instrument | null, currency: string): InstrumentFields {
  return {
    symbol: instrument?.symbol ?? "",
    name: instrument?.name ?? "",
    asset_class: instrument?.asset_class ?? "equity",
    currency: instrument?.currency ?? currency,
    sector: instrument?.sector ?? null,
    country: instrument?.country ?? null,
    exchange_mic: instrument?.exchange_mic ?? null,
    isin: instrument?.isin ?? null,
    cusip: instrument?.cusip ?? null,
    figi: instrument?.figi ?? null,
    symbol_history: instrument?.symbol_history ?? [],
    tick_size: instrument?.tick_size ?? null,
    lot_size: instrument?.lot_size ?? null,
    multiplier: instrument?.multiplier ?? "1",
    expiry: instrument?.expiry ?? null,
    strike: instrument?.strike ?? null,
    option_right: instrument?.option_right ?? null,
    underlying_id: instrument?.underlying_id ?? null,
    prices_adjusted: instrument?.prices_adjusted ?? false,
    note: instrument?.note ?? null,
  };
}
