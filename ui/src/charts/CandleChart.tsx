// A price chart: candles or line, volume, crosshair legend, wheel and pinch zoom, keyboard, table behind.
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { useLingui } from "@lingui/react/macro";

import { type BarSize, type Drawing } from "@/api/markets";
import { type Digits, UNKNOWN } from "@/lib/format";
import { plainPrice } from "@/lib/ruleWords";
import { hear } from "@/stream/market";
import { quotes } from "@/stream/quotes";
import { useFormat } from "@/ui/display";
import { useThemeKey } from "@/ui/tokens";
import { ChartFrame, type TableRow } from "./ChartFrame";
import { chartColours } from "./colours";
import { isoOf, type Tool } from "./drawings/geometry";
import { DrawingLayer, type LayerEvents } from "./drawings/layer";
import { bucketOf, type Candle, withBar, withCandle, withTrades } from "./time/live";
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
  /** Whose stream goes on with the last candle; null: nobody's. */
  live?: { instrumentId: string; size: BarSize } | null;
  /** Lines and words over the prices. */
  drawings?: DrawnOver | null;
}

/** Drawings of a chart, and what may be done with them. */
export interface DrawnOver extends LayerEvents {
  drawings: readonly Drawing[];
  selected: string | null;
  tool: Tool | null;
  onCancel: () => void;
  onDelete: (id: string) => void;
  /** A right click on one, with its place in the window. */
  onMenu: (id: string, x: number, y: number) => void;
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
  /** Candles since the bars, and whose they are. */
  const made = useRef<{ bars: Bars; candles: Candle[] }>({ bars, candles: [] });

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
    const candles = made.current.candles;
    const candle = seconds === null ? candles.at(-1) : candles.find(({ time }) => time === seconds);
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
    const since = made.current.candles.map(({ time }) => time).filter((time) => time > last);
    layer.current?.show(
      drawings?.drawings ?? [],
      drawings?.selected ?? null,
      [...bars.times, ...since],
      chartColours(),
    );
  });
  const draw = useEffectEvent(() => {
    const settings = { isLine, isLog, isPercent, showVolume, isIntraday };
    view.current?.show(bars, comparison, studies, settings, look());
    if (made.current.bars !== bars) {
      const last = bars.times.at(-1) ?? 0;
      made.current = { bars, candles: made.current.candles.filter(({ time }) => time >= last) };
    }
    for (const candle of made.current.candles) view.current?.update(candle);
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

  const onCandle = useEffectEvent((candle: Candle | null) => {
    if (!candle || !view.current) return;
    const isNew = made.current.candles.at(-1)?.time !== candle.time;
    made.current.candles = withCandle(made.current.candles, candle);
    view.current.update(candle);
    if (isNew) showDrawings();
    showLegend(null);
  });
  /** What trades go on from: the last candle, else the stored bar of the same time, else the day so far. */
  const lastCandle = useEffectEvent((size: BarSize, id: string, seconds: number): Candle | null => {
    const candle = made.current.candles.at(-1);
    if (candle) return candle;
    const bucket = bucketOf(seconds, size);
    const i = bars.times.length - 1;
    const [time, close] = [bars.times[i], bars.close[i]];
    if (time !== undefined && close !== undefined && time >= bucket) {
      const open = bars.open?.[i] ?? close;
      const [high, low] = [bars.high?.[i] ?? Math.max(open, close), bars.low?.[i] ?? Math.min(open, close)];
      return [open, high, low].some(Number.isNaN)
        ? { time, open: close, high: close, low: close, close, volume: null }
        : { time, open, high, low, close, volume: null };
    }
    const day = quotes.get(id)?.day;
    if (size !== "1d" || !day || day.open === null) return null;
    const last = quotes.get(id)?.last ?? day.open;
    return { time: bucket, open: day.open, high: day.high, low: day.low, close: last, volume: null };
  });
  const liveId = live?.instrumentId ?? null;
  const liveSize = live?.size ?? "1d";
  useEffect(() => {
    if (liveId === null) return undefined;
    return hear(liveId, ({ trades, bars: built, source_bars }) => {
      for (const one of trades) {
        const seconds = Date.parse(one.last.origin.at ?? one.last.origin.received_at) / 1000;
        onCandle(withTrades(lastCandle(liveSize, liveId, seconds), one, liveSize));
      }
      for (const { interval, bar } of built) {
        const seconds = Date.parse(bar.at) / 1000;
        if (interval === liveSize) onCandle(withBar(lastCandle(liveSize, liveId, seconds), bar, liveSize));
      }
      for (const { size, bar } of source_bars) {
        const seconds = Date.parse(bar.at) / 1000;
        if (size === liveSize) onCandle(withBar(lastCandle(liveSize, liveId, seconds), bar, liveSize));
      }
    });
  }, [liveId, liveSize]);

  const applyRange = useEffectEvent(() => {
    const last = bars.times.at(-1);
    if (range === null || last === undefined) return;
    const start = rangeStart(range, isoDay(last));
    view.current?.showFrom(start === null ? null : daySeconds(start));
  });
  useEffect(() => applyRange(), [bars, rangeKey]);

  /** Keys for drawings; says whether the key was one. */
  const onDrawingKey = (event: KeyboardEvent): boolean => {
    if (!drawings || event.ctrlKey || event.metaKey || event.altKey) return false;
    const { selected } = drawings;
    if (event.key === "Escape" && (drawings.tool !== null || selected !== null)) {
      drawings.onCancel();
      return true;
    }
    if (drawings.tool !== null && event.key === "Enter") {
      // Without a pointer the points come at the last prices: the newest first, others a month of bars before.
      const i = Math.max(0, bars.times.length - 1 - (layer.current?.n_points() ?? 0) * 20);
      const [time, close] = [bars.times[i], bars.close[i]];
      if (time !== undefined && close !== undefined) layer.current?.putPoint({ at: isoOf(time), price: close });
      return true;
    }
    if (selected === null) return false;
    if (event.key === "Delete" || event.key === "Backspace") {
      drawings.onDelete(selected);
      return true;
    }
    const step = layer.current?.step() ?? 8;
    const ways: Record<string, [number, number]> = {
      ArrowUp: [0, -2],
      ArrowDown: [0, 2],
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
    };
    const way = ways[event.key];
    if (way) layer.current?.nudge({ x: way[0], y: way[1] });
    return way !== undefined;
  };

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
          if (onDrawingKey(event)) {
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
