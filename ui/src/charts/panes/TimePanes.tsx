// Panes through time as a chart: crosshair and arrow keys read a date, the figures are a table behind.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { UNKNOWN } from "@/lib/format";
import { useFormat } from "@/ui/display";
import { CanvasChart } from "../CanvasChart";
import { dateAt, dateText, drawPanes, type PanesData, stepDate } from "./panes";

export interface TimePanesProps {
  title: string;
  data: PanesData;
  height: number;
  controls?: ReactNode;
  /** What the dates are called in the table; days when left out. */
  dayName?: string;
}

export function TimePanes({ title, data, height, controls, dayName }: TimePanesProps) {
  const { t } = useLingui();
  const format = useFormat();
  const columns = data.panes.flatMap((pane) => pane.lines.map((line) => ({ pane, line })));
  const nameOf = ({ pane, line }: (typeof columns)[number]): string => `${pane.title}: ${line.name}`;
  const read = (i: number): string => {
    const figures = columns.flatMap((column) => {
      const value = column.line.values[i];
      return value === null || value === undefined ? [] : [`${nameOf(column)} ${column.pane.show(value)}`];
    });
    return [dateText(data, i, format), ...figures].join("; ");
  };
  const keys = new Map(columns.map(({ line }) => [line.name, line]));
  return (
    <CanvasChart<number>
      title={title}
      label={t`${title}: ${data.panes.map((pane) => pane.title).join(", ")} through time.`}
      height={height}
      minWidth={300}
      controls={controls}
      legend={[...keys.values()].map((line) => (
        <span key={line.name} className="qd-key">
          <svg width="22" height="8" aria-hidden="true">
            <line
              x1="0"
              x2="22"
              y1="4"
              y2="4"
              stroke={`var(--qd-series-${(line.colour % 8) + 1})`}
              strokeWidth="2"
              {...(line.isDashed ? { strokeDasharray: "5 4" } : {})}
            />
          </svg>
          {line.name}
        </span>
      ))}
      table={{
        header: [dayName ?? t`Day`, ...columns.map(nameOf)],
        rows: () => data.dates.map((date, i) => [date, ...columns.map(({ line }) => line.values[i] ?? null)]),
        show: (value, column) =>
          column === 0
            ? data.nameOf
              ? data.nameOf(String(value), format)
              : format.date(String(value))
            : typeof value === "number"
              ? (columns[column - 1]?.pane.show(value) ?? value)
              : UNKNOWN,
      }}
      draw={(surface, style, hit) => drawPanes(surface, data, style, hit)}
      hitAt={(x, _, size) => dateAt(data, x, size.width, size.height)}
      step={(hit, key) => stepDate(hit, key, data.dates.length)}
      read={read}
    />
  );
}
