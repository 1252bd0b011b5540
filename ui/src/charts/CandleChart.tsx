// A price chart: candles or line, volume, crosshair legend, wheel and pinch zoom, keyboard, table behind.
import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Digits, UNKNOWN } from "@/lib/format";
import { plainPrice } from "@/lib/ruleWords";
import { useFormat } from "@/ui/display";
import { useThemeKey } from "@/ui/tokens";
import { ChartFrame, type TableRow } from "./ChartFrame";
import { chartColours } from "./colours";
import { type Bars, type CandleSettings, CandleView, type Comparison } from "./time/candles";
import { indexOfTime } from "./time/bisect";
import { type Look } from "./time/chart";
import { type Study, studySwatch } from "./time/studies";
import { daySeconds, isoDay, type Range, rangeStart } from "./time/ranges";

export interface CandleChartProps extends CandleSettings {
  title: string;
  bars: Bars;
  /** Another instrument, drawn in percent with this one. */
  comparison: (Comparison & { name: string }) | null;
  /** Indicators over or below the prices. */
  studies: readonly Study[];
  /** Digits of a price. */
  digits: Digits;
  /** Null leaves the view where the user has moved it. */
  range: Range | null;
  /** Changes whenever the range was chosen anew, also the same one. */
  rangeKey: number;
  controls?: ReactNode;
  /** The price under a right click, in the digits of the chart. */
  onPrice?: (price: string) => void;
}

export function CandleChart(props: CandleChartProps) {
  const { title, bars, comparison, studies, digits, range, rangeKey, isLine, isLog, showVolume, controls, onPrice } =
    props;
  const { t } = useLingui();
  const format = useFormat();
  const themeKey = useThemeKey();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<CandleView | null>(null);
  const legend = useRef<HTMLSpanElement>(null);

  const price = (value: number | null | undefined): string =>
    value === null || value === undefined || Number.isNaN(value) ? UNKNOWN : format.number(value, digits);
  const look = (): Look => ({ colours: chartColours(), format, price });

  const legendText = (i: number): string => {
    const day = format.date(isoDay(bars.times[i] ?? 0));
    const close = bars.close[i];
    const before = bars.close[i - 1];
    const change = close === undefined || before === undefined || before === 0 ? null : close / before - 1;
    const parts = isLine
      ? [t`Close ${price(close)}`]
      : [
          t`O ${price(bars.open?.[i])}`,
          t`H ${price(bars.high?.[i])}`,
          t`L ${price(bars.low?.[i])}`,
          t`C ${price(close)}`,
        ];
    const volume = bars.volume?.[i];
    if (volume !== undefined && !Number.isNaN(volume)) parts.push(t`V ${format.number(volume, 0)}`);
    if (comparison) {
      const at = indexOfTime(comparison.times, bars.times[i] ?? 0);
      parts.push(`${comparison.name} ${price(at < 0 ? null : comparison.close[at])}`);
    }
    return `${day}  ${parts.join("  ")}  ${format.percent(change, 2, true)}`;
  };
  const showLegend = useEffectEvent((seconds: number | null) => {
    if (!legend.current) return;
    const i = seconds === null ? bars.times.length - 1 : indexOfTime(bars.times, seconds);
    legend.current.textContent = i < 0 ? "" : legendText(i);
  });

  const make = useEffectEvent(
    (element: HTMLElement) => new CandleView(element, look(), (seconds) => showLegend(seconds)),
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
    view.current?.show(bars, comparison, studies, { isLine, isLog, showVolume }, look());
    showLegend(null);
  });
  useEffect(() => draw(), [bars, comparison, studies, isLine, isLog, showVolume, themeKey, format]);

  const applyRange = useEffectEvent(() => {
    const last = bars.times.at(-1);
    if (range === null || last === undefined) return;
    const start = rangeStart(range, isoDay(last));
    view.current?.showFrom(start === null ? null : daySeconds(start));
  });
  useEffect(() => applyRange(), [bars, rangeKey]);

  const rows = (): TableRow[] => {
    const value = (column: Float64Array | null, i: number): number | null => {
      const v = column?.[i];
      return v === undefined || Number.isNaN(v) ? null : v;
    };
    return Array.from(bars.times, (time, i) => [
      isoDay(time),
      value(bars.open, i),
      value(bars.high, i),
      value(bars.low, i),
      value(bars.close, i),
      value(bars.volume, i),
    ]).reverse();
  };

  return (
    <ChartFrame
      title={title}
      controls={controls}
      legend={
        <>
          {comparison ? (
            <span className="qd-key">
              <span className="qd-swatch" style={{ background: "var(--qd-series-2)" }} />
              {comparison.name}
            </span>
          ) : null}
          {studies.map((study, i) => (
            <span key={study.id} className="qd-key">
              {study.pane === "marks" ? null : <span className="qd-swatch" style={{ background: studySwatch(i) }} />}
              {study.label}
            </span>
          ))}
          <span ref={legend} className="qd-dim" />
        </>
      }
      picture={() => view.current?.picture() ?? null}
      table={{
        header: [t`Day`, t`Open`, t`High`, t`Low`, t`Close`, t`Volume`],
        rows,
        show: (value, column) =>
          column === 0
            ? format.date(String(value))
            : typeof value === "number"
              ? format.number(value, column === 5 ? 0 : digits)
              : UNKNOWN,
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
        onContextMenu={(event) => {
          const at = view.current?.priceAt(event.clientY - (box.current?.getBoundingClientRect().top ?? 0)) ?? null;
          if (!onPrice || at === null) return;
          event.preventDefault();
          onPrice(plainPrice(at));
        }}
      >
        <div ref={box} />
      </div>
    </ChartFrame>
  );
}
