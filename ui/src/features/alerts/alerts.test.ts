import { expect, test } from "vitest";

import { inHours, tomorrowMorning } from "./answer";
import { alertSchema } from "./form";

test("a snooze ends in hours, or the next morning by this machine's clock", () => {
  const now = new Date(2026, 10, 30, 22, 15);
  expect(new Date(inHours(2, now)).getTime() - now.getTime()).toBe(7_200_000);
  expect(new Date(tomorrowMorning(now))).toEqual(new Date(2026, 11, 1, 8));
});

test("an alert needs a rule, and its name is not too long", () => {
  const schema = alertSchema({ words: "say when", name: "too long" });
  const values = { words: " ", name: "", severity: "info" as const, escalation: null, note: "", enabled: true };
  expect(schema.safeParse(values).error?.issues.map(({ message }) => message)).toEqual(["say when"]);
  const long = { ...values, words: "AAPL is above 1", name: "x".repeat(201) };
  expect(schema.safeParse(long).error?.issues.map(({ message }) => message)).toEqual(["too long"]);
  expect(schema.safeParse({ ...long, name: "" }).success).toBe(true);
});
