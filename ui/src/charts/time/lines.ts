// Lines through time as an object, for values such as a portfolio's index and its benchmark.
import {
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  PriceScaleMode,
  type UTCTimestamp,
} from "lightweight-charts";

import { drawn } from "@/platform/firstPaint";
import { seriesColour } from "../colours";
import { type Look, lookOptions, makeTimeChart, onChartKey, secondsOf, showSpan, writtenBy } from "./chart";

export interface LineData {
  name: string;
  /** Number of its colour. */
  colour: number;
  /** NaN leaves a gap. */
  values: Float64Array;
  isDashed?: boolean;
  /** Points alone, for values that stand by themselves. */
  isPoints?: boolean;
}

export interface Lines {
  /** Seconds since 1970, ascending, one for each value of every line. */
  times: Float64Array;
  lines: LineData[];
}

export class LineView {
  private readonly chart: IChartApi;
  private series: ISeriesApi<"Line">[] = [];
  private n_points = 0;

  constructor(box: HTMLElement, look: Look, onCrosshair: (seconds: number | null) => void) {
    this.chart = makeTimeChart(box, look);
    this.chart.subscribeCrosshairMove(({ time }) => onCrosshair(time === undefined ? null : secondsOf(time)));
  }

  /** Puts all lines anew and shows them whole. */
  show({ times, lines }: Lines, isLog: boolean, look: Look): void {
    this.chart.applyOptions(lookOptions(look));
    for (const series of this.series) this.chart.removeSeries(series);
    this.series = lines.map((line) => {
      const series = this.chart.addSeries(LineSeries, {
        color: seriesColour(look.colours, line.colour),
        lineWidth: 2,
        lineStyle: line.isDashed ? LineStyle.Dashed : LineStyle.Solid,
        lineVisible: !line.isPoints,
        pointMarkersVisible: line.isPoints ?? false,
        priceLineVisible: false,
        lastValueVisible: false,
        ...writtenBy(look.price),
      });
      series.setData(
        Array.from(times, (time, i) => {
          const value = line.values[i];
          return value === undefined || Number.isNaN(value)
            ? { time: time as UTCTimestamp }
            : { time: time as UTCTimestamp, value };
        }),
      );
      return series;
    });
    this.chart.priceScale("right").applyOptions({ mode: isLog ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal });
    this.n_points = times.length;
    showSpan(this.chart, 0, this.n_points);
    drawn("first-chart");
  }

  onKey(key: string): boolean {
    return onChartKey(this.chart, key, this.n_points);
  }

  picture(): HTMLCanvasElement {
    return this.chart.takeScreenshot(true, false);
  }

  destroy(): void {
    this.chart.remove();
  }
}
