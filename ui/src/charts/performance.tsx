// Returns and values through time as lines, from the API's daily columns.
import { useLingui } from "@lingui/react/macro";
import { type UseQueryResult } from "@tanstack/react-query";

import { type ApiError } from "@/api/errors";
import { type Columns } from "@/api/binary";
import { type View } from "@/api/figures";
import { useColumns } from "@/api/queries";
import { useDisplay } from "@/ui/display";
import { LineChart } from "./LineChart";
import { numberColumn, secondsColumn } from "./time/columns";
import { type LineData } from "./time/lines";
import { type Range, rangeStart } from "./time/ranges";

/** What the lines show. */
export type Shown = "return" | "value";

/** An index that starts at 1 as the return since then; gaps stay gaps. */
export function asReturn(index: Float64Array | null): Float64Array | null {
  return index ? index.map((value) => value - 1) : null;
}

function linesOf(columns: Columns, what: Shown, names: Record<string, string>): LineData[] {
  const line = (name: string, colour: number, values: Float64Array | null, isDashed = false): LineData[] =>
    values?.some((v) => !Number.isNaN(v)) ? [{ name: names[name] ?? name, colour, values, isDashed }] : [];
  if (what === "return") {
    return [
      ...line("portfolio", 0, asReturn(numberColumn(columns, "twr_index"))),
      ...line("benchmark", 1, asReturn(numberColumn(columns, "benchmark"))),
    ];
  }
  return [
    ...line("value", 0, numberColumn(columns, "value")),
    ...line("invested", 2, numberColumn(columns, "invested"), true),
  ];
}

/** The portfolio against its benchmark, or its value against the money put in. */
export function PerformanceLines({
  columns,
  what,
  title,
  benchmark,
}: {
  columns: Columns;
  what: Shown;
  title: string;
  benchmark: string;
}) {
  const { t } = useLingui();
  const { format, baseCurrency } = useDisplay();
  const names = { portfolio: t`Portfolio`, benchmark, value: t`Value`, invested: t`Money put in` };
  const data = { times: secondsColumn(columns, "at"), lines: linesOf(columns, what, names) };
  const show = (value: number): string =>
    what === "return" ? format.percent(value, 1, true) : `${format.number(value, 0)} ${baseCurrency}`;
  return <LineChart title={title} data={data} show={show} />;
}

/** Daily values and returns up to a day; not asked for as long as the day is unknown. */
export function usePerformance(
  view: Pick<View, "accountId" | "knownAt">,
  to: string | undefined,
  range: Range,
): UseQueryResult<Columns, ApiError> {
  const from = to === undefined ? null : rangeStart(range, to);
  return useColumns(
    "/performance",
    { query: { from, to, account_id: view.accountId, known_at: view.knownAt, format: "binary" } },
    { keepPrevious: true, enabled: to !== undefined },
  );
}
