// A price chart: candles or line, volume, crosshair legend, wheel and pinch zoom, keyboard, table behind.
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type BarSize } from "@/api/markets";
import { type Digits, UNKNOWN } from "@/lib/format";
import { plainPrice } from "@/lib/ruleWords";
import { createStore } from "@/lib/store";
import { useFormat } from "@/ui/display";
import { useThemeKey } from "@/ui/tokens";
import { ChartFrame, type TableRow } from "./ChartFrame";
import { chartColours } from "./colours";
import { onDrawingKey } from "./drawings/keys";
import { DrawingLayer, type DrawnOver, type LayerEvents } from "./drawings/layer";
import { type Bars, type CandleSettings, CandleView, type Comparison } from "./time/candles";
import { indexOfTime } from "./time/bisect";
import { type Look } from "./time/chart";
import { type Study, studySwatch } from "./time/studies";
import { type Candle } from "./time/live";
import { daySeconds, isoDay, type Range, rangeStart } from "./time/ranges";
import { type MadeCandle, useLiveCandles } from "./useLiveCandles";

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
  /** Whose stream goes on with the last candle; null: nobody's. */
  live?: { instrumentId: string; size: BarSize } | null;
  /** Lines and words over the prices. */
  drawings?: DrawnOver | null;
}

export function CandleChart(props: CandleChartProps) {
  const { title, bars, comparison, studies, digits, range, rangeKey, controls, onPrice, live = null } = props;
  const { isLine, isLog, isPercent, showVolume, isIntraday, drawings = null } = props;
  const { t } = useLingui();
  const format = useFormat();
  const themeKey = useThemeKey();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<CandleView | null>(null);
  const legend = useRef<HTMLSpanElement>(null);
  const layer = useRef<DrawingLayer | null>(null);
  /** Those since the stored bars. */
  const candles = useRef<readonly Candle[]>([]);

  const price = (value: number | null | undefined): string =>
    value === null || value === undefined || Number.isNaN(value) ? UNKNOWN : format.number(value, digits);
  const look = (): Look => ({ colours: chartColours(), format, price });

  const timeText = (seconds: number): string =>
    isIntraday ? format.dateTime(new Date(seconds * 1000).toISOString(), "utc") : format.date(isoDay(seconds));
  const candleText = ({ time, open, high, low, close, volume }: Candle): string => {
    const before = bars.close.at(bars.times.at(-1) === time ? -2 : -1);
    const parts = [t`O ${price(open)}`, t`H ${price(high)}`, t`L ${price(low)}`, t`C ${price(close)}`];
    if (volume !== null) parts.push(t`V ${format.number(volume, 0)}`);
    return `${timeText(time)}  ${parts.join("  ")}  ${format.percent(before ? close / before - 1 : null, 2, true)}`;
  };
  const legendText = (i: number): string => {
    const day = timeText(bars.times[i] ?? 0);
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
    const candle = seconds === null ? candles.current.at(-1) : candles.current.find(({ time }) => time === seconds);
    if (candle) {
      legend.current.textContent = candleText(candle);
      return;
    }
    const i = seconds === null ? bars.times.length - 1 : indexOfTime(bars.times, seconds);
    legend.current.textContent = i < 0 ? "" : legendText(i);
  });

  const onLayer = useEffectEvent(
    <Name extends keyof LayerEvents>(name: Name, ...told: Parameters<LayerEvents[Name]>): void => {
      const tell = drawings?.[name] as ((...args: Parameters<LayerEvents[Name]>) => void) | undefined;
      tell?.(...told);
    },
  );
  const make = useEffectEvent(
    (element: HTMLElement) => new CandleView(element, look(), (seconds) => showLegend(seconds)),
  );
  useEffect(() => {
    if (!box.current) return;
    const mine = make(box.current);
    view.current = mine;
    const over = new DrawingLayer(mine.chart, box.current, chartColours(), {
      onMade: (shape) => onLayer("onMade", shape),
      onMoved: (id, shape) => onLayer("onMoved", id, shape),
      onSelect: (id) => onLayer("onSelect", id),
    });
    layer.current = over;
    mine.setLayer(over);
    return () => {
      view.current = null;
      layer.current = null;
      over.destroy();
      mine.destroy();
    };
  }, []);

  const showDrawings = useEffectEvent(() => {
    const last = bars.times.at(-1) ?? 0;
    const since = candles.current.map(({ time }) => time).filter((time) => time > last);
    layer.current?.show(
      drawings?.drawings ?? [],
      drawings?.selected ?? null,
      [...bars.times, ...since],
      chartColours(),
    );
  });
  const onCandle = useEffectEvent(({ candle, isNew }: MadeCandle) => {
    view.current?.update(candle);
    if (isNew) showDrawings();
    showLegend(null);
  });
  const [made] = useState(() => createStore<MadeCandle | null>(null));
  useLiveCandles(candles, made, bars, live);
  useEffect(
    () =>
      made.subscribe(() => {
        const now = made.get();
        if (now) onCandle(now);
      }),
    [made],
  );
  const draw = useEffectEvent(() => {
    const settings = { isLine, isLog, isPercent, showVolume, isIntraday };
    view.current?.show(bars, comparison, studies, settings, look());
    for (const candle of candles.current) view.current?.update(candle);
    showDrawings();
    showLegend(null);
  });
  useEffect(
    () => draw(),
    [bars, comparison, studies, isLine, isLog, isPercent, showVolume, isIntraday, themeKey, format],
  );
  const shownDrawings = drawings?.drawings;
  const selectedDrawing = drawings?.selected;
  useEffect(() => showDrawings(), [shownDrawings, selectedDrawing]);
  const tool = drawings?.tool ?? null;
  useEffect(() => layer.current?.setTool(tool), [tool]);

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
      isIntraday ? new Date(time * 1000).toISOString() : isoDay(time),
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
        header: [isIntraday ? t`Time` : t`Day`, t`Open`, t`High`, t`Low`, t`Close`, t`Volume`],
        rows,
        show: (value, column) =>
          column === 0
            ? isIntraday
              ? format.dateTime(String(value), "utc")
              : format.date(String(value))
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
          if (drawings && layer.current && onDrawingKey(event, drawings, layer.current, bars)) {
            event.preventDefault();
            return;
          }
          if (!event.ctrlKey && !event.metaKey && !event.altKey && view.current?.onKey(event.key))
            event.preventDefault();
        }}
        onContextMenu={(event) => {
          const { left, top } = box.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
          const drawn = layer.current?.at(event.clientX - left, event.clientY - top) ?? null;
          if (drawings && drawn !== null) {
            event.preventDefault();
            drawings.onSelect(drawn);
            drawings.onMenu(drawn, event.clientX, event.clientY);
            return;
          }
          const at = view.current?.priceAt(event.clientY - top) ?? null;
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
