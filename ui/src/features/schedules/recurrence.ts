// A recurrence as the form holds it, every field at once, and as the API takes it.
import { type Exchange, type Otherwise, type Period, type Recurrence } from "./types";

export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export type DayKind = Recurrence["days"]["kind"];
export type TimeKind = Recurrence["at"]["kind"];

export interface When {
  days: DayKind;
  on: Weekday[];
  /** Of the month. */
  day: number | null;
  month: number;
  of: Period;
  n: number | null;
  from: string | null;
  /** Whose sessions; none leaves every day a day. */
  exchange: Exchange | "none";
  otherwise: Otherwise;
  at: TimeKind;
  /** Such as "09:30". */
  time: string | null;
  zone: string | null;
  /** How far from the opening or the close, at least 0. */
  minutes: number | null;
  side: "before" | "after";
}

/** The longest way from an opening or a close: a day. */
export const MINUTES_MAX = 1440;
/** The longest count of sessions. */
export const SESSIONS_MAX = 2000;
/** The years in which sessions are known. */
export const SESSION_YEARS = { first: "1990-01-01", last: "2035-12-31" };
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The last day that a month ever has. */
export function lastDayOf(month: number): number {
  return MONTH_DAYS[month - 1] ?? 31;
}

/** Whether the days are sessions by themselves. */
export function areSessions(days: DayKind): boolean {
  return days === "first_session" || days === "last_session" || days === "every_sessions";
}

/** Whether an exchange has to be named. */
export function needsExchange({ days, at }: Pick<When, "days" | "at">): boolean {
  return areSessions(days) || at !== "local";
}

/** What a new schedule begins with: every evening, where the person is. */
export function startingIn(zone: string, today: string): When {
  return {
    days: "daily",
    on: ["Fri"],
    day: 1,
    month: 1,
    of: "month",
    n: 21,
    from: today,
    exchange: "none",
    otherwise: "next",
    at: "local",
    time: "22:00",
    zone,
    minutes: 15,
    side: "before",
  };
}

/** The form of a recurrence; what it does not say is as in `start`. */
export function whenOf(recurrence: Recurrence, start: When): When {
  const { days, sessions, at } = recurrence;
  const { kind, ...ofDays } = days;
  const when: When = { ...start, ...(ofDays as Partial<When>), days: kind, at: at.kind };
  if (sessions) Object.assign(when, { exchange: sessions.exchange, otherwise: sessions.otherwise });
  if (at.kind === "local") return { ...when, time: at.time, zone: at.zone };
  return { ...when, minutes: Math.abs(at.minutes), side: at.minutes > 0 ? "after" : "before" };
}

/** A change of the form, with an exchange where one has become necessary. */
export function changed(when: When, change: Partial<When>): When {
  const next = { ...when, ...change };
  return needsExchange(next) && next.exchange === "none" ? { ...next, exchange: "XNYS" } : next;
}

export type Faulty = "on" | "day" | "n" | "from" | "time" | "zone" | "minutes";

const within = (value: number | null, least: number, most: number): boolean =>
  value !== null && Number.isInteger(value) && value >= least && value <= most;

/** The fields that do not make sense yet. */
export function faultsOf(when: When): Faulty[] {
  const faults: Faulty[] = [];
  if (when.days === "weekly" && when.on.length === 0) faults.push("on");
  if (when.days === "monthly" && !within(when.day, 1, 31)) faults.push("day");
  if (when.days === "yearly" && !within(when.day, 1, lastDayOf(when.month))) faults.push("day");
  if (when.days === "every_sessions") {
    if (!within(when.n, 1, SESSIONS_MAX)) faults.push("n");
    if (when.from === null || when.from < SESSION_YEARS.first || when.from > SESSION_YEARS.last) faults.push("from");
  }
  if (when.at === "local") {
    if (when.time === null) faults.push("time");
    if (when.zone === null) faults.push("zone");
  } else if (!within(when.minutes, 0, MINUTES_MAX)) faults.push("minutes");
  return faults;
}

function daysOf(when: When): Recurrence["days"] {
  switch (when.days) {
    case "daily":
      return { kind: "daily" };
    case "weekly":
      return { kind: "weekly", on: WEEKDAYS.filter((day) => when.on.includes(day)) };
    case "monthly":
      return { kind: "monthly", day: when.day ?? 1 };
    case "yearly":
      return { kind: "yearly", month: when.month, day: when.day ?? 1 };
    case "first_session":
    case "last_session":
      return { kind: when.days, of: when.of };
    case "every_sessions":
      return { kind: "every_sessions", n: when.n ?? 1, from: when.from ?? SESSION_YEARS.first };
  }
}

/** What the API takes; null while a field does not make sense. */
export function recurrenceOf(when: When): Recurrence | null {
  if (faultsOf(when).length > 0) return null;
  const minutes = when.side === "before" ? -(when.minutes ?? 0) : (when.minutes ?? 0);
  return {
    days: daysOf(when),
    sessions: when.exchange === "none" ? null : { exchange: when.exchange, otherwise: when.otherwise },
    at:
      when.at === "local"
        ? { kind: "local", time: when.time ?? "00:00", zone: when.zone ?? "UTC" }
        : // There is no "−0" in a recurrence.
          { kind: when.at, minutes: minutes === 0 ? 0 : minutes },
  };
}
