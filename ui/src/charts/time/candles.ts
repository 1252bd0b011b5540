// A price chart as an object: candles or a line, volume below, another instrument to compare with.
import {
  CandlestickSeries,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  PriceScaleMode,
  type UTCTimestamp,
} from "lightweight-charts";

import { drawn } from "@/platform/firstPaint";
import { fade } from "../colours";
import { type Look, lookOptions, makeTimeChart, onChartKey, secondsOf, showFrom, writtenBy } from "./chart";
import { type DrawingLayer } from "../drawings/layer";
import { type Candle } from "./live";
import { drawStudies, type Study } from "./studies";

/** Bars as columns, oldest first. What is missing is NaN; a column that is missing altogether is null. */
export interface Bars {
  /** Seconds since 1970. */
  times: Float64Array;
  open: Float64Array | null;
  high: Float64Array | null;
  low: Float64Array | null;
  close: Float64Array;
  volume: Float64Array | null;
}

export interface Comparison {
  times: Float64Array;
  close: Float64Array;
}

export interface CandleSettings {
  isLine: boolean;
  isLog: boolean;
  /** In percent since the left edge; a comparison always is. */
  isPercent: boolean;
  showVolume: boolean;
  /** Bars are shorter than a day. */
  isIntraday: boolean;
}

const known = (column: Float64Array | null, i: number): number | null => {
  const value = column?.[i];
  return value === undefined || Number.isNaN(value) ? null : value;
};

/** Whether there is at least one bar with open, high and low. */
export function hasCandles(bars: Bars): boolean {
  if (!bars.open || !bars.high || !bars.low) return false;
  return bars.open.some(
    (_, i) => known(bars.open, i) !== null && known(bars.high, i) !== null && known(bars.low, i) !== null,
  );
}

/** Whether any volume is known. */
export function hasVolume(bars: Bars): boolean {
  return bars.volume?.some((v) => !Number.isNaN(v)) ?? false;
}

export class CandleView {
  readonly chart: IChartApi;
  private price: ISeriesApi<"Candlestick"> | ISeriesApi<"Line"> | null = null;
  private volume: ISeriesApi<"Histogram"> | null = null;
  private other: ISeriesApi<"Line"> | null = null;
  private removeStudies: () => void = () => undefined;
  private look: Look;
  private bars: Bars | null = null;
  private isLine = false;
  private layer: DrawingLayer | null = null;

  /** `onCrosshair` gets the time under the crosshair in seconds, or null when it left. */
  constructor(box: HTMLElement, look: Look, onCrosshair: (seconds: number | null) => void) {
    this.look = look;
    this.chart = makeTimeChart(box, look);
    this.chart.subscribeCrosshairMove(({ time }) => onCrosshair(time === undefined ? null : secondsOf(time)));
  }

  /** Puts everything anew; cheap enough to do at each change of settings. */
  show(
    bars: Bars,
    comparison: Comparison | null,
    studies: readonly Study[],
    settings: CandleSettings,
    look: Look,
  ): void {
    this.look = look;
    this.bars = bars;
    this.isLine = settings.isLine;
    this.chart.applyOptions(lookOptions(look, settings.isIntraday));
    this.removeStudies();
    for (const series of [this.price, this.volume, this.other]) if (series) this.chart.removeSeries(series);
    const { colours } = look;
    this.price = settings.isLine ? this.addLine(bars) : this.addCandles(bars);
    this.other = comparison ? this.addComparison(comparison) : null;
    this.volume = settings.showVolume && hasVolume(bars) ? this.addVolume(bars) : null;
    this.removeStudies = drawStudies(this.chart, this.price, studies, look, this.volume ? 2 : 1);
    if (this.layer) this.price.attachPrimitive(this.layer);
    const mode =
      comparison || settings.isPercent
        ? PriceScaleMode.Percentage
        : settings.isLog
          ? PriceScaleMode.Logarithmic
          : PriceScaleMode.Normal;
    this.price.priceScale().applyOptions({ mode, borderColor: colours.border });
    drawn("first-chart");
  }

  /** Draws over the prices from now on. */
  setLayer(layer: DrawingLayer): void {
    this.layer = layer;
    this.price?.attachPrimitive(layer);
  }

  /** Puts a candle that is being made: the last one anew, or one after it. */
  update(candle: Candle): void {
    const time = candle.time as UTCTimestamp;
    const { open, high, low, close, volume } = candle;
    if (this.isLine) (this.price as ISeriesApi<"Line"> | null)?.update({ time, value: close });
    else (this.price as ISeriesApi<"Candlestick"> | null)?.update({ time, open, high, low, close });
    if (!this.volume || volume === null) return;
    const { up, down } = this.look.colours;
    this.volume.update({ time, value: volume, color: fade(close >= open ? up : down, 0.6) });
  }

  /** The price at a height of the chart, in pixels from its top; null beside the prices, and where they are in percent. */
  priceAt(y: number): number | null {
    const height = this.chart.panes()[0]?.getHeight() ?? 0;
    if (!this.price || this.other || y < 0 || y > height) return null;
    const price = this.price.coordinateToPrice(y);
    return price !== null && Number.isFinite(price) && price > 0 ? price : null;
  }

  private addLine(bars: Bars): ISeriesApi<"Line"> {
    const series = this.chart.addSeries(LineSeries, {
      color: this.look.colours.series[0] ?? this.look.colours.accent,
      lineWidth: 2,
      priceLineVisible: false,
      ...writtenBy(this.look.price),
    });
    series.setData(
      Array.from(bars.times, (time, i) => ({ time: time as UTCTimestamp, value: bars.close[i] ?? Number.NaN })),
    );
    return series;
  }

  private addCandles(bars: Bars): ISeriesApi<"Candlestick"> {
    const { up, down } = this.look.colours;
    const series = this.chart.addSeries(CandlestickSeries, {
      upColor: up,
      borderUpColor: up,
      wickUpColor: up,
      downColor: down,
      borderDownColor: down,
      wickDownColor: down,
      priceLineVisible: false,
      ...writtenBy(this.look.price),
    });
    series.setData(
      Array.from(bars.times, (time, i) => {
        const close = bars.close[i] ?? Number.NaN;
        const open = known(bars.open, i) ?? close;
        // A day with a close only is drawn as a dash at it.
        const high = known(bars.high, i) ?? Math.max(open, close);
        const low = known(bars.low, i) ?? Math.min(open, close);
        return { time: time as UTCTimestamp, open, high, low, close };
      }),
    );
    return series;
  }

  private addVolume(bars: Bars): ISeriesApi<"Histogram"> {
    const { up, down } = this.look.colours;
    const compact = new Intl.NumberFormat(this.look.format.locale, { notation: "compact", maximumFractionDigits: 1 });
    const series = this.chart.addSeries(
      HistogramSeries,
      {
        priceLineVisible: false,
        lastValueVisible: false,
        ...writtenBy((value) => compact.format(value)),
      },
      1,
    );
    series.setData(
      Array.from(bars.times, (time, i) => {
        const volume = known(bars.volume, i);
        if (volume === null) return { time: time as UTCTimestamp };
        const from = known(bars.open, i) ?? bars.close[i - 1] ?? 0;
        return {
          time: time as UTCTimestamp,
          value: volume,
          color: fade((bars.close[i] ?? 0) >= from ? up : down, 0.6),
        };
      }),
    );
    const [prices, volumes] = this.chart.panes();
    prices?.setStretchFactor(4);
    volumes?.setStretchFactor(1);
    return series;
  }

  private addComparison({ times, close }: Comparison): ISeriesApi<"Line"> {
    const series = this.chart.addSeries(LineSeries, {
      color: this.look.colours.series[1] ?? this.look.colours.warn,
      lineWidth: 2,
      priceLineVisible: false,
      ...writtenBy(this.look.price),
    });
    series.setData(Array.from(times, (time, i) => ({ time: time as UTCTimestamp, value: close[i] ?? Number.NaN })));
    return series;
  }

  /** Shows from a time (seconds) to the end, or everything. */
  showFrom(from: number | null): void {
    if (this.bars) showFrom(this.chart, this.bars.times, from);
  }

  /** Pans and zooms; says whether the key meant anything. */
  onKey(key: string): boolean {
    return onChartKey(this.chart, key, this.bars?.times.length ?? 0);
  }

  /** The picture as it is now. */
  picture(): HTMLCanvasElement {
    return this.chart.takeScreenshot(true, false);
  }

  destroy(): void {
    this.chart.remove();
  }
}
