// The pure parts: numbers, texts, keys, waiting.
import { describe, expect, it, test } from "vitest";

import { backoffMs } from "./backoff";
import { csvCell, toCsv } from "./csv";
import { yearsBefore } from "./dates";
import { add, compare, isDecimal, multiply, negate, parseDecimal, sign, trimZeros } from "./decimal";
import { makeFormat, safeLocale } from "./format";
import { rank, score } from "./fuzzy";
import { label, matches } from "./keys";
import { createStore } from "./store";
import { load, save } from "./storage";

describe("decimals", () => {
  test.each([
    ["0.1", "0.2", "0.3"],
    ["-1.50", "0.5", "-1.00"],
    ["9999999999999999999.99", "0.01", "10000000000000000000.00"],
  ])("%s + %s is exactly %s", (a, b, sum) => expect(add(a, b)).toBe(sum));
  test.each([
    ["1.5", "2", "3.0"],
    ["-0.1", "0.1", "-0.01"],
    ["123456789.123456789", "1000", "123456789123.456789000"],
  ])("%s × %s is exactly %s", (a, b, product) => expect(multiply(a, b)).toBe(product));
  test.each([
    ["1.10", "1.1", 0],
    ["-2", "1", -1],
    ["10", "9.999", 1],
    ["0.12345678901234567891", "0.1234567890123456789", 1],
    ["100000000000000000000", "100000000000000000001", -1],
  ])("%s against %s", (a, b, order) => expect(compare(a, b)).toBe(order));
  it("knows the sign of zeros and fractions", () =>
    expect(["-0.00", "0", "-0.01", "3"].map(sign)).toEqual([0, 0, -1, 1]));
  it("negates without a negative zero", () =>
    expect(["1.5", "-1.5", "0.0", "-0.0"].map(negate)).toEqual(["-1.5", "1.5", "0.0", "0.0"]));
  it("trims zeros only after the point", () =>
    expect(["1.500", "2.00", "100"].map(trimZeros)).toEqual(["1.5", "2", "100"]));
  it("refuses what is no plain decimal", () =>
    expect(["1e5", "", "1.", ".5", "NaN", "1,0"].some(isDecimal)).toBe(false));
});

describe("typed numbers", () => {
  test.each([
    ["1,234.5", "en-US", "1234.5"],
    ["1.234,5", "de-DE", "1234.5"],
    ["1 234,5", "fr-FR", "1234.5"],
    ["−3.5", "en-US", "-3.5"],
    ["(3.5)", "en-US", "-3.5"],
    [".5", "en-US", "0.5"],
    ["007", "en-US", "7"],
    ["-0", "en-US", "0"],
  ])("%s in %s is %s", (text, locale, value) => expect(parseDecimal(text, locale)).toBe(value));
  test.each(["1,5", "abc", "", "1.2.3", "12,34", "1e3", "--2"])("%s is refused in English", (text) =>
    expect(parseDecimal(text, "en-US")).toBeNull(),
  );
});

describe("formats", () => {
  const us = makeFormat("en-US");
  it("shows a typeset minus", () => expect(us.number("-1234.5", 2)).toBe("\u22121,234.50"));
  it("keeps digits that a float would lose", () =>
    expect(us.number("12345678901234567.89", 2)).toBe("12,345,678,901,234,567.89"));
  it("shows unknown as a dash, never as zero", () =>
    expect([us.number(null), us.number(Number.NaN), us.money(undefined, "USD"), us.percent(null), us.date("")]).toEqual(
      Array(5).fill("—"),
    ));
  it("signs changes but not zero", () =>
    expect([us.percent(0.01, 1, true), us.percent(-0.01, 1, true), us.percent(0, 1, true)]).toEqual([
      "+1.0%",
      "\u22121.0%",
      "0.0%",
    ]));
  it("uses the digits of a currency", () =>
    expect([us.money("5", "JPY"), us.money("5", "USD"), us.money("5", "XYZ")]).toEqual(["5", "5.00", "5.00"]));
  it("keeps a day whatever the time zone", () => expect(us.date("2022-12-28")).toBe("Dec 28, 2022"));
  it("writes German numbers", () => expect(makeFormat("de-DE").number("1234.5", 1)).toBe("1.234,5"));
  test.each(["C", "POSIX", "", null, "not a locale"])("locale %s falls back to en-US", (tag) =>
    expect(safeLocale(tag)).toBe("en-US"),
  );
  it("words durations", () =>
    expect([us.duration(5), us.duration(200), us.duration(3720)]).toEqual(["5 sec", "3 min 20 sec", "1 hr 2 min"]));
  it("words byte counts", () =>
    expect([us.bytes(999), us.bytes(1500), us.bytes(2_500_000)]).toEqual(["999 byte", "1.5 kB", "2.5 MB"]));
});

describe("CSV", () => {
  it("quotes commas, quotes and line ends", () => expect(csvCell('a "b", c')).toBe('"a ""b"", c"'));
  it("leaves numbers alone and unknown empty", () =>
    expect(toCsv(["a", "b"], [[-1.5, null]])).toBe("a,b\r\n-1.5,\r\n"));
  test.each(["=1+1", "+cmd", "@x", "-1+2"])("%s cannot run in a spreadsheet", (text) =>
    expect(csvCell(text).replace('"', "")).toMatch(/^'/),
  );
});

describe("palette", () => {
  const items = ["Portfolio", "Optimizer", "Import a file", "Change history"];
  const find = (query: string): string[] => rank(items, query, (x) => x);
  it("prefers beginnings of words", () => expect(find("im")[0]).toBe("Import a file"));
  it("finds letters in order", () => expect(find("ptf")).toContain("Portfolio"));
  it("wants every word", () => expect(find("change file")).toEqual([]));
  it("gives all for nothing typed", () => expect(find(" ")).toHaveLength(4));
  it("scores a whole match highest", () => expect(score("ibm", "ibm")).toBeGreaterThan(score("ibm corp", "ibm")));
});

describe("shortcuts", () => {
  const press = (key: string, mods = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...mods,
  });
  it("mod is Ctrl here and Cmd on Apple", () => {
    expect(matches(press("k", { ctrlKey: true }), "mod+k", false)).toBe(true);
    expect(matches(press("k", { metaKey: true }), "mod+k", true)).toBe(true);
    expect(matches(press("k", { ctrlKey: true }), "mod+k", true)).toBe(false);
  });
  it("a further modifier is another shortcut", () =>
    expect(matches(press("z", { ctrlKey: true, shiftKey: true }), "mod+z", false)).toBe(false));
  it("a sign may need shift", () => expect(matches(press("?", { shiftKey: true }), "?", false)).toBe(true));
  it("prints keys", () => expect([label("mod+shift+l", false), label("mod+k", true)]).toEqual(["Ctrl+Shift+L", "⌘K"]));
});

describe("waiting, dates, stores", () => {
  it("waits longer each time, up to a cap, with jitter", () => {
    expect([0, 1, 2, 30].map((n) => backoffMs(n, () => 1))).toEqual([500, 1000, 2000, 15000]);
    expect(backoffMs(3, () => 0)).toBe(2000);
  });
  it("goes back years over the 29th of February", () =>
    expect([yearsBefore("2024-02-29", 1), yearsBefore("2022-12-28", 1)]).toEqual(["2023-02-28", "2021-12-28"]));
  it("a store tells of changes only", () => {
    const store = createStore(1);
    let told = 0;
    const end = store.subscribe(() => (told += 1));
    store.set(1);
    store.set(2);
    end();
    store.set(3);
    expect([told, store.get()]).toEqual([1, 3]);
  });
  it("a stored value of the wrong kind is not believed", () => {
    const isNumber = (v: unknown): v is number => typeof v === "number";
    save("x", "text");
    expect(load("x", 7, isNumber)).toBe(7);
    localStorage.setItem("quarterdeck.x", "{broken");
    expect(load("x", 8, isNumber)).toBe(8);
  });
});
