// Time-weighted return against the benchmark, or value against money put in, over a chosen period.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { PerformanceLines, type Shown, usePerformance } from "@/charts/performance";
import { RangeButtons } from "@/charts/RangeButtons";
import { type Range } from "@/charts/time/ranges";
import { Select } from "@/ui/fields/Select";
import { type View } from "./types";

export interface PerformanceProps {
  view: View;
  /** The last day shown, ISO. */
  to: string;
  benchmark: string;
}

export function PerformanceChart({ view, to, benchmark }: PerformanceProps) {
  const { t } = useLingui();
  const [range, setRange] = useState<Range>("All");
  const [what, setWhat] = useState<Shown>("return");
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
            <PerformanceLines columns={columns} what={what} title={title} benchmark={benchmark} />
          )
        }
      </QueryView>
    </section>
  );
}
