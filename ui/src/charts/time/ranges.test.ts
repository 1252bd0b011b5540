import { describe, expect, it } from "vitest";

import { indexOfTime } from "./bisect";
import { secondsColumn } from "./columns";
import { daySeconds, isoDay, rangeStart } from "./ranges";

describe("periods", () => {
  it.each([
    ["1M", "2022-12-28", "2022-11-28"],
    ["3M", "2022-05-31", "2022-02-28"],
    ["1Y", "2024-02-29", "2023-02-28"],
    ["3Y", "2022-12-28", "2019-12-28"],
    ["YTD", "2022-12-28", "2021-12-31"],
    ["All", "2022-12-28", null],
  ] as const)("%s before %s starts on %s", (range, last, expected) => expect(rangeStart(range, last)).toBe(expected));

  it("turns days into seconds and back", () => {
    expect(daySeconds("1970-01-02")).toBe(86_400);
    expect(isoDay(daySeconds("1989-12-31"))).toBe("1989-12-31");
  });

  it("finds a time", () => {
    expect(indexOfTime([1, 3, 5], 5)).toBe(2);
    expect(indexOfTime([1, 3, 5], 4)).toBe(-1);
    expect(indexOfTime([], 4)).toBe(-1);
  });

  it("reads microseconds", () => {
    const columns = { rows: 1, columns: { at: new BigInt64Array([1_672_185_600_000_000n]) } };
    expect(isoDay(secondsColumn(columns, "at")[0]!)).toBe("2022-12-28");
  });
});
