// Rules for a transaction's fields in the form.
import { z } from "zod";

import { add, compare, isDecimal, sign } from "@/lib/decimal";
import { type Transaction, TRANSACTION_KINDS, type TransactionFields } from "@/api/types";
import { missing } from "./shapes";

export interface SchemaWords {
  account: string;
  date: string;
  needed: string;
  positive: string;
  notNegative: string;
  lots: string;
}

export function transactionSchema(words: SchemaWords) {
  const text = z.string().nullable();
  const decimal = z.string().nullable();
  const positive = decimal.refine((v) => v === null || (isDecimal(v) && sign(v) > 0), words.positive);
  const notNegative = z.string().refine((v) => isDecimal(v) && sign(v) >= 0, words.notNegative);
  return z
    .object({
      account_id: z.string().min(1, words.account),
      kind: z.enum(TRANSACTION_KINDS),
      trade_date: z.string().min(1, words.date),
      settlement_date: text,
      instrument_id: text,
      quantity: positive,
      price: decimal.refine((v) => v === null || (isDecimal(v) && sign(v) >= 0), words.notNegative),
      currency: z.string().length(3),
      amount: decimal,
      fees: notNegative,
      taxes: notNegative,
      counter_currency: text,
      counter_amount: positive,
      counter_account_id: text,
      other_instrument_id: text,
      ratio_new: positive,
      ratio_old: positive,
      cost_fraction: decimal,
      new_symbol: text,
      lots: z.array(z.object({ lot_id: z.string(), quantity: z.string() })),
      external_ref: text,
      note: text,
    })
    .superRefine((values, context) => {
      const named = values.lots.map((lot) => lot.quantity).reduce(add, "0");
      if (values.lots.length > 0 && compare(named, values.quantity ?? "0") !== 0)
        context.addIssue({ code: "custom", path: ["lots"], message: words.lots });
      for (const field of missing(values)) context.addIssue({ code: "custom", path: [field], message: words.needed });
    });
}

/** The fields of a transaction to change, or of a new one. */
export function transactionDefaults(
  row: Transaction | null,
  fallback: { account_id: string; date: string; currency: string },
): TransactionFields {
  return {
    account_id: row?.account_id ?? fallback.account_id,
    kind: row?.kind ?? "buy",
    trade_date: row?.trade_date ?? fallback.date,
    settlement_date: row?.settlement_date ?? null,
    instrument_id: row?.instrument_id ?? null,
    quantity: row?.quantity ?? null,
    price: row?.price ?? null,
    currency: row?.currency ?? fallback.currency,
    amount: row?.amount ?? null,
    fees: row?.fees ?? "0",
    taxes: row?.taxes ?? "0",
    counter_currency: row?.counter_currency ?? null,
    counter_amount: row?.counter_amount ?? null,
    counter_account_id: row?.counter_account_id ?? null,
    other_instrument_id: row?.other_instrument_id ?? null,
    ratio_new: row?.ratio_new ?? null,
    ratio_old: row?.ratio_old ?? null,
    cost_fraction: row?.cost_fraction ?? null,
    new_symbol: row?.new_symbol ?? null,
    lots: row?.lots ?? [],
    external_ref: row?.external_ref ?? null,
    note: row?.note ?? null,
  };
}
