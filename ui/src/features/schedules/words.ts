// The words for what a schedule is made of.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type DayKind, type TimeKind } from "./recurrence";
import { type CatchUp, type Exchange, type Otherwise, type Period } from "./types";

export const DAY_KIND: Record<DayKind, MessageDescriptor> = {
  daily: msg`Every day`,
  weekly: msg`Days of the week`,
  monthly: msg`A day of each month`,
  yearly: msg`A day of each year`,
  first_session: msg`The first session of a period`,
  last_session: msg`The last session of a period`,
  every_sessions: msg`Every so many sessions`,
};

export const TIME_KIND: Record<TimeKind, MessageDescriptor> = {
  local: msg`At a time of day`,
  open: msg`Around the opening`,
  close: msg`Around the close`,
};

export const PERIOD: Record<Period, MessageDescriptor> = {
  month: msg`Month`,
  quarter: msg`Quarter`,
  year: msg`Year`,
};

export const OTHERWISE: Record<Otherwise, MessageDescriptor> = {
  next: msg`The next session`,
  previous: msg`The session before`,
  skip: msg`Not at all`,
};

export const CATCH_UP: Record<CatchUp, MessageDescriptor> = {
  none: msg`Drop them`,
  once: msg`Run once for all of them`,
  all: msg`Run once for each`,
};

/** What a choice of catch-up means for who slept over three runs. */
export const CATCH_UP_WORDS: Record<CatchUp, MessageDescriptor> = {
  none: msg`What was missed while the program was off or the machine slept does not run. Three missed evenings: nothing, until the next one.`,
  once: msg`What was missed while the program was off or the machine slept runs once, as soon as the program is there. Three missed evenings: one run.`,
  all: msg`What was missed while the program was off or the machine slept runs one after another, as soon as the program is there. Three missed evenings: three runs.`,
};

/** Names of exchanges are not translated. */
export const EXCHANGE: Record<Exchange, string> = {
  XNYS: "New York Stock Exchange",
  XNAS: "Nasdaq",
  XLON: "London Stock Exchange",
  XETR: "Xetra",
  XPAR: "Euronext Paris",
  XAMS: "Euronext Amsterdam",
  XBRU: "Euronext Brussels",
  XLIS: "Euronext Lisbon",
  XTSE: "Toronto Stock Exchange",
  CRYPTO: "Crypto markets",
};

/** The identities of a table of words, in its order. */
export function idsOf<Id extends string>(words: Record<Id, unknown>): Id[] {
  return Object.keys(words) as Id[];
}
