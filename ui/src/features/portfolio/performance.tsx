// Time-weighted return against the benchmark, or value against money put in, over a chosen period.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { type UseQueryResult } from "@tanstack/react-query";

import { type ApiError } from "@/api/errors";
import { type Columns } from "@/api/binary";
import { QueryView } from "@/api/QueryView";
import { useColumns } from "@/api/queries";
import { LineChart } from "@/charts/LineChart";
import { RangeButtons } from "@/charts/RangeButtons";
import { numberColumn, secondsColumn } from "@/charts/time/columns";
import { type LineData } from "@/charts/time/lines";
import { type Range, rangeStart } from "@/charts/time/ranges";
import { useDisplay } from "@/ui/display";
import { Select } from "@/ui/fields/Select";
import { type View } from "./types";

export interface PerformanceProps {
  view: View;
  /** The last day shown, ISO. */
  to: string;
  benchmark: string;
}

/** An index that starts at 1 as the return since then; gaps stay gaps. */
export function asReturn(index: Float64Array | null): Float64Array | null {
  return index ? index.map((value) => value - 1) : null;
}

function linesOf(columns: Columns, what: "return" | "value", names: Record<string, string>): LineData[] {
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

function Lines({
  columns,
  what,
  title,
  benchmark,
}: {
  columns: Columns;
  what: "return" | "value";
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
export function usePerformance(view: View, to: string | undefined, range: Range): UseQueryResult<Columns, ApiError> {
  const from = to === undefined ? null : rangeStart(range, to);
  return useColumns(
    "/performance",
    { query: { from, to, account_id: view.accountId, format: "binary" } },
    { keepPrevious: true, enabled: to !== undefined },
  );
}

export function PerformanceChart({ view, to, benchmark }: PerformanceProps) {
  const { t } = useLingui();
  const [range, setRange] = useState<Range>("All");
  const [what, setWhat] = useState<"return" | "value">("return");
  const query = usePerformance(view, to, range);
  const title = what === "return" ? t`Return against the benchmark` : t`Value and money put in`;
  return (
    <section className="qd-performance" aria-label={t`Performance`}>
      <div className="qd-row">
        <h2 className="qd-chart-title qd-grow">{title}</h2>
        <RangeButtons value={range} onChange={setRange} />
        <Select
          label={t`Show`}
          hideLabel
          value={what}
          onChange={setWhat}
          options={[
            { id: "return", label: t`Return` },
            { id: "value", label: t`Value` },
          ]}
        />
      </div>
      <QueryView query={query}>
        {(columns) =>
          columns.rows < 2 ? (
            <p className="qd-dim">{t`There are fewer than two days with a value in this period.`}</p>
          ) : (
            <Lines columns={columns} what={what} title={title} benchmark={benchmark} />
          )
        }
      </QueryView>
    </section>
  );
}
