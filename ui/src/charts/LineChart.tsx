// Lines through time with legend, crosshair values, keyboard and the table behind.
import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { useLingui } from "@lingui/react/macro";

import { UNKNOWN } from "@/lib/format";
import { useFormat } from "@/ui/display";
import { useThemeKey } from "@/ui/tokens";
import { ChartFrame, type TableRow } from "./ChartFrame";
import { chartColours } from "./colours";
import { indexOfTime } from "./time/bisect";
import { type Look } from "./time/chart";
import { type Lines, LineView } from "./time/lines";
import { isoDay } from "./time/ranges";

export interface LineChartProps {
  title: string;
  data: Lines;
  /** How a value is written on axis, legend and table. */
  show: (value: number) => string;
  isLog?: boolean;
  controls?: ReactNode;
}

export function LineChart({ title, data, show, isLog = false, controls }: LineChartProps) {
  const { t } = useLingui();
  const format = useFormat();
  const themeKey = useThemeKey();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<LineView | null>(null);
  const day = useRef<HTMLSpanElement>(null);
  const values = useRef<HTMLDivElement>(null);

  const written = (value: number | null | undefined): string =>
    value === null || value === undefined || Number.isNaN(value) ? UNKNOWN : show(value);
  const look = (): Look => ({ colours: chartColours(), format, price: written });

  const showLegend = useEffectEvent((seconds: number | null) => {
    const i = seconds === null ? data.times.length - 1 : indexOfTime(data.times, seconds);
    if (day.current) day.current.textContent = i < 0 ? "" : format.date(isoDay(data.times[i] ?? 0));
    data.lines.forEach((line, n) => {
      const cell = values.current?.querySelector(`[data-line="${n}"]`);
      if (cell) cell.textContent = written(line.values[i]);
    });
  });
  const make = useEffectEvent(
    (element: HTMLElement) => new LineView(element, look(), (seconds) => showLegend(seconds)),
  );
  useEffect(() => {
    if (!box.current) return;
    const mine = make(box.current);
    view.current = mine;
    return () => {
      view.current = null;
      mine.destroy();
    };
  }, []);
  const draw = useEffectEvent(() => {
    view.current?.show(data, isLog, look());
    showLegend(null);
  });
  useEffect(() => draw(), [data, isLog, themeKey, format, title]);

  const rows = (): TableRow[] =>
    Array.from(data.times, (time, i) => [
      isoDay(time),
      ...data.lines.map(({ values: line }) => {
        const value = line[i];
        return value === undefined || Number.isNaN(value) ? null : value;
      }),
    ]).reverse();

  return (
    <ChartFrame
      title={title}
      controls={controls}
      legend={
        <div ref={values}>
          {data.lines.map((line, n) => (
            <span key={line.name} className="qd-key">
              <span className="qd-swatch" style={{ background: `var(--qd-series-${(line.colour % 8) + 1})` }} />
              {line.name} <strong data-line={n} />
            </span>
          ))}
          <span ref={day} className="qd-dim" />
        </div>
      }
      picture={() => view.current?.picture() ?? null}
      table={{
        header: [t`Day`, ...data.lines.map((line) => line.name)],
        rows,
        show: (value, column) =>
          column === 0 ? format.date(String(value)) : written(typeof value === "number" ? value : null),
      }}
    >
      <div
        role="application"
        tabIndex={0}
        aria-label={t`Chart of ${title}: arrow keys pan, plus and minus zoom, 0 shows everything`}
        className="qd-timechart"
        onKeyDown={(event) => {
          if (!event.ctrlKey && !event.metaKey && !event.altKey && view.current?.onKey(event.key))
            event.preventDefault();
        }}
      >
        <div ref={box} />
      </div>
    </ChartFrame>
  );
}
