// Which fields each kind of transaction has; the server holds the same rules and has the last word.
import { type TransactionFields, type TransactionKind } from "@/api/types";

export type ShapedField =
  | "instrument_id"
  | "quantity"
  | "price"
  | "amount"
  | "counter_currency"
  | "counter_amount"
  | "counter_account_id"
  | "other_instrument_id"
  | "ratio_new"
  | "ratio_old"
  | "cost_fraction"
  | "new_symbol";

/** Fields a kind must have, and those it may have. */
export interface Shape {
  needed: readonly ShapedField[];
  free: readonly ShapedField[];
}

const trade: Shape = { needed: ["instrument_id", "quantity", "price"], free: [] };
const cash: Shape = { needed: ["amount"], free: [] };
const charge: Shape = { needed: ["amount"], free: ["instrument_id"] };
const income: Shape = { needed: ["instrument_id", "amount"], free: [] };
const exercise: Shape = { needed: ["instrument_id", "quantity", "price", "other_instrument_id"], free: [] };

export const SHAPES: Record<TransactionKind, Shape> = {
  buy: trade,
  sell: trade,
  short: trade,
  cover: trade,
  deposit: cash,
  withdrawal: cash,
  currency_conversion: { needed: ["amount", "counter_currency", "counter_amount"], free: [] },
  opening_balance: { needed: [], free: ["instrument_id", "quantity", "price", "amount"] },
  dividend: income,
  interest: charge,
  fee: charge,
  tax: charge,
  transfer: { needed: ["counter_account_id"], free: ["instrument_id", "quantity", "amount"] },
  split: { needed: ["instrument_id", "ratio_new", "ratio_old"], free: [] },
  spin_off: { needed: ["instrument_id", "other_instrument_id", "ratio_new", "ratio_old", "cost_fraction"], free: [] },
  merger: { needed: ["instrument_id"], free: ["other_instrument_id", "ratio_new", "ratio_old", "amount"] },
  symbol_change: { needed: ["instrument_id", "new_symbol"], free: [] },
  return_of_capital: income,
  stock_dividend: { needed: ["instrument_id", "quantity"], free: [] },
  delisting: { needed: ["instrument_id", "price"], free: [] },
  option_exercise: exercise,
  option_assignment: exercise,
  option_expiry: { needed: ["instrument_id", "quantity"], free: [] },
};

const ALL: readonly ShapedField[] = [
  "instrument_id",
  "quantity",
  "price",
  "amount",
  "counter_currency",
  "counter_amount",
  "counter_account_id",
  "other_instrument_id",
  "ratio_new",
  "ratio_old",
  "cost_fraction",
  "new_symbol",
];

/** Whether a kind has a field at all. */
export function has(kind: TransactionKind, field: ShapedField): boolean {
  const { needed, free } = SHAPES[kind];
  return needed.includes(field) || free.includes(field);
}

/** The values without those that the kind must not have: left over from another choice of kind. */
export function trimmed(values: TransactionFields): TransactionFields {
  const out = { ...values };
  for (const field of ALL) if (!has(values.kind, field)) out[field] = null;
  if (!takesLots(out)) out.lots = [];
  return out;
}

/** Whether a transaction may name the lots that it takes. */
export function takesLots(values: Pick<TransactionFields, "kind" | "instrument_id">): boolean {
  return ["sell", "cover", "transfer"].includes(values.kind) && values.instrument_id !== null;
}

/** Fields that the kind needs and the values lack. */
export function missing(values: TransactionFields): ShapedField[] {
  return SHAPES[values.kind].needed.filter((field) => values[field] === null || values[field] === "");
}
