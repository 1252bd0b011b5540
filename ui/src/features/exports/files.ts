// The files that can be exported, and what the archive is called.

/** The nouns that there are as CSV, in the order of the panel. */
export const CSV_FILES = ["transactions", "accounts", "instruments", "prices", "fx_rates", "lots", "targets"] as const;

export type CsvFile = (typeof CSV_FILES)[number];

/** The archive's name with the day on which it is made. */
export function archiveName(now: Date): string {
  return `workspace-${now.toISOString().slice(0, 10)}.quarterdeck.json`;
}
