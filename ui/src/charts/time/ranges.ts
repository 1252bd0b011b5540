// The periods that charts offer, counted back from the last day.

export const RANGES = ["1M", "3M", "YTD", "1Y", "3Y", "5Y", "All"] as const;
export type Range = (typeof RANGES)[number];

const MONTHS: Partial<Record<Range, number>> = { "1M": 1, "3M": 3, "1Y": 12, "3Y": 36, "5Y": 60 };

/** The first day (ISO) of a period that ends on `last` (ISO); null for all there is. */
export function rangeStart(range: Range, last: string): string | null {
  if (range === "All") return null;
  const year = Number(last.slice(0, 4));
  // The year to date compares with the last close of the year before.
  if (range === "YTD") return `${year - 1}-12-31`;
  const months = MONTHS[range] ?? 0;
  const month = Number(last.slice(5, 7)) - 1 - months;
  // Day 0 of the next month is this month's last day: 31 May less three months is 28 February.
  const last_day = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(Number(last.slice(8, 10)), last_day);
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}

/** An ISO day as seconds since 1970, UTC midnight. */
export function daySeconds(iso: string): number {
  return Date.UTC(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)) - 1, Number(iso.slice(8, 10))) / 1000;
}

/** Seconds since 1970 as an ISO day in UTC. */
export function isoDay(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
