// The firings of an alert that is tried out, as marks on the chart.
import { type AlertBacktest } from "@/api/alertBacktest";
import { daySeconds } from "@/charts/time/ranges";
import { type Study } from "@/charts/time/studies";

/** The firings that the bars of an instrument tell of, as marks at these bars. */
export function marksOfAlert(test: AlertBacktest | undefined, instrumentId: string): Study | null {
  if (!test?.tried_on.some((tried) => tried.instrument_id === instrumentId)) return null;
  const days = [...new Set(test.firings.map(({ day }) => day))];
  return {
    id: "alert",
    label: test.words,
    pane: "marks",
    times: days.map(daySeconds),
    lines: [{ name: test.words, style: "marks", values: days.map(() => 1) }],
  };
}
