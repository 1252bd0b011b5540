// The columns that a transactions file can have, and changes of a mapping.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type ColumnMapping } from "@/api/types";

/** Our columns with their words, the usual ones first. */
export const COLUMNS: readonly [id: string, title: MessageDescriptor][] = [
  ["date", msg`Date`],
  ["kind", msg`Kind`],
  ["symbol", msg`Symbol`],
  ["quantity", msg`Quantity`],
  ["price", msg`Price per unit`],
  ["amount", msg`Amount`],
  ["currency", msg`Currency`],
  ["fees", msg`Fees`],
  ["taxes", msg`Taxes`],
  ["account", msg`Account`],
  ["isin", msg`ISIN`],
  ["name", msg`Instrument's name`],
  ["settlement_date", msg`Settlement date`],
  ["counter_account", msg`To account`],
  ["counter_amount", msg`Amount received`],
  ["counter_currency", msg`Currency received`],
  ["other_symbol", msg`Other instrument's symbol`],
  ["ratio_new", msg`New units of a ratio`],
  ["ratio_old", msg`Old units of a ratio`],
  ["cost_fraction", msg`Part of the cost that moves`],
  ["new_symbol", msg`New symbol`],
  ["reference", msg`Reference`],
  ["note", msg`Note`],
];

/** The mapping with one of our columns taken from a header, or from none. A header serves one column only. */
export function withColumn(mapping: ColumnMapping, column: string, header: string | null): ColumnMapping {
  const others = Object.entries(mapping.columns).filter(([key, value]) => key !== column && value !== header);
  return { ...mapping, columns: Object.fromEntries(header === null ? others : [...others, [column, header]]) };
}

/** The mapping with one of the file's words for accounts explained, or no longer. */
export function withAccount(mapping: ColumnMapping, name: string, id: string | null): ColumnMapping {
  const others = Object.entries(mapping.accounts).filter(([key]) => key !== name);
  return { ...mapping, accounts: Object.fromEntries(id === null ? others : [...others, [name, id]]) };
}

/** Columns without which no transaction can be read, that the mapping lacks. */
export function lacking(mapping: ColumnMapping): string[] {
  return ["date", "kind"].filter((column) => mapping.columns[column] === undefined);
}
