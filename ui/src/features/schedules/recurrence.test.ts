import { describe, expect, it } from "vitest";

import { changed, faultsOf, recurrenceOf, startingIn, whenOf } from "./recurrence";
import { type Recurrence } from "./types";

const START = startingIn("Europe/Berlin", "2026-01-12");

describe("a recurrence in the form", () => {
  it.each<Recurrence>([
    { days: { kind: "daily" }, sessions: null, at: { kind: "local", time: "09:30", zone: "America/New_York" } },
    { days: { kind: "weekly", on: ["Mon", "Fri"] }, sessions: null, at: { kind: "local", time: "00:00", zone: "UTC" } },
    {
      days: { kind: "monthly", day: 31 },
      sessions: { exchange: "XETR", otherwise: "previous" },
      at: { kind: "close", minutes: -15 },
    },
    {
      days: { kind: "yearly", month: 2, day: 29 },
      sessions: { exchange: "XLON", otherwise: "skip" },
      at: { kind: "open", minutes: 0 },
    },
    {
      days: { kind: "first_session", of: "quarter" },
      sessions: { exchange: "XNYS", otherwise: "next" },
      at: { kind: "open", minutes: 30 },
    },
    {
      days: { kind: "every_sessions", n: 5, from: "2026-03-02" },
      sessions: { exchange: "XTSE", otherwise: "next" },
      at: { kind: "local", time: "18:05", zone: "America/Toronto" },
    },
  ])("comes out as it went in: $days.kind, $at.kind", (recurrence) => {
    expect(recurrenceOf(whenOf(recurrence, START))).toEqual(recurrence);
  });

  it("names weekdays in the order of the week, however they were chosen", () => {
    const when = { ...START, days: "weekly" as const, on: ["Sun" as const, "Mon" as const] };
    expect(recurrenceOf(when)?.days).toEqual({ kind: "weekly", on: ["Mon", "Sun"] });
  });

  it("gets an exchange as soon as it needs one, and keeps it", () => {
    expect(changed(START, { at: "close" }).exchange).toBe("XNYS");
    expect(changed(START, { days: "last_session" }).exchange).toBe("XNYS");
    const xetra = changed({ ...START, exchange: "XETR" }, { at: "open" });
    expect(changed(xetra, { at: "local" }).exchange).toBe("XETR");
  });

  it("is none while a field does not make sense, and says which", () => {
    const check = (change: Partial<typeof START>, faults: string[]): void => {
      const when = { ...START, ...change };
      expect(faultsOf(when)).toEqual(faults);
      expect(recurrenceOf(when) === null).toBe(faults.length > 0);
    };
    check({}, []);
    check({ days: "weekly", on: [] }, ["on"]);
    check({ days: "monthly", day: null }, ["day"]);
    check({ days: "yearly", month: 4, day: 31 }, ["day"]);
    check({ days: "yearly", month: 2, day: 29 }, []);
    check({ days: "every_sessions", exchange: "XNYS", n: 0, from: "2040-01-01" }, ["n", "from"]);
    check({ time: null, zone: null }, ["time", "zone"]);
    check({ at: "close", exchange: "XNYS", minutes: 1441 }, ["minutes"]);
    // Fields that do not count are not looked at.
    check({ at: "close", exchange: "XNYS", time: null, zone: null, day: null }, []);
  });
});
