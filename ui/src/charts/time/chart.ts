// What all our lightweight-charts have in common: look, explicit locale, attribution, keyboard.
import {
  type ChartOptions,
  ColorType,
  createChart,
  CrosshairMode,
  type DeepPartial,
  type IChartApi,
  type Time,
} from "lightweight-charts";

import { type Format } from "@/lib/format";
import { type ChartColours } from "../colours";
import { isoDay } from "./ranges";

export interface Look {
  colours: ChartColours;
  format: Format;
  /** How values of the main series are written. */
  price: (value: number) => string;
}

/** The look's writing of values as a series option; the chart-wide one would also rewrite the volumes. */
export function writtenBy(write: (value: number) => string): {
  priceFormat: { type: "custom"; minMove: number; formatter: (value: number) => string };
} {
  return { priceFormat: { type: "custom", minMove: 1e-8, formatter: write } };
}

/** A chart's time as seconds since 1970; our series use nothing else. */
export function secondsOf(time: Time): number {
  return typeof time === "number" ? time : Number.NaN;
}

/** Chart options for a look. The locale is explicit: under `LANG=C` the system's is no locale at all. */
export function lookOptions({ colours, format }: Look, isIntraday = false): DeepPartial<ChartOptions> {
  const timeText = (seconds: number): string =>
    isIntraday ? format.dateTime(new Date(seconds * 1000).toISOString(), "utc") : format.date(isoDay(seconds));
  return {
    layout: {
      background: { type: ColorType.Solid, color: colours.background },
      textColor: colours.dim,
      fontFamily: colours.font,
      fontSize: colours.font_px,
      attributionLogo: true,
      panes: { separatorColor: colours.border, separatorHoverColor: colours.grid },
    },
    localization: {
      locale: format.locale,
      percentageFormatter: (value: number) => format.percent(value / 100, 1, true),
      timeFormatter: (time: Time) => timeText(secondsOf(time)),
    },
    grid: { vertLines: { color: colours.grid }, horzLines: { color: colours.grid } },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: { color: colours.dim, labelBackgroundColor: colours.border },
      horzLine: { color: colours.dim, labelBackgroundColor: colours.border },
    },
    // A label that the edge would cut is left out.
    rightPriceScale: { borderColor: colours.border, entireTextOnly: true },
    timeScale: {
      borderColor: colours.border,
      minBarSpacing: 0.02,
      lockVisibleTimeRangeOnResize: true,
      timeVisible: isIntraday,
      secondsVisible: false,
    },
  };
}

/** A chart that fills its box and follows its size. */
export function makeTimeChart(box: HTMLElement, look: Look): IChartApi {
  return createChart(box, {
    ...lookOptions(look),
    autoSize: true,
    handleScroll: { mouseWheel: true, pressedMouseMove: true, horzTouchDrag: true, vertTouchDrag: false },
    handleScale: { mouseWheel: true, pinch: true, axisPressedMouseMove: true },
  });
}

/** Pans and zooms by key; says whether the key meant anything here. */
export function onChartKey(chart: IChartApi, key: string, n_points: number): boolean {
  const scale = chart.timeScale();
  const range = scale.getVisibleLogicalRange();
  if (!range) return false;
  const span = range.to - range.from;
  const middle = (range.from + range.to) / 2;
  const zoom = (factor: number): void =>
    scale.setVisibleLogicalRange({ from: middle - (span * factor) / 2, to: middle + (span * factor) / 2 });
  const pan = (by: number): void => scale.setVisibleLogicalRange({ from: range.from + by, to: range.to + by });
  if (key === "ArrowLeft") pan(-span * 0.1);
  else if (key === "ArrowRight") pan(span * 0.1);
  else if (key === "PageUp") pan(-span * 0.9);
  else if (key === "PageDown") pan(span * 0.9);
  else if (key === "+" || key === "=") zoom(0.8);
  else if (key === "-" || key === "_") zoom(1.25);
  else if (key === "Home") pan(-range.from);
  else if (key === "End") pan(n_points - 1 + (span * EDGE_PX) / plotWidth(chart) - range.to);
  else if (key === "0") showSpan(chart, 0, n_points);
  else return false;
  return true;
}

/** Pixels left free beside the first and the last point, so that the edge does not cut the label of either. */
const EDGE_PX = 22;
/** Pixels of the price scale, about. */
const SCALE_PX = 70;

function plotWidth(chart: IChartApi): number {
  return Math.max(100, chart.chartElement().clientWidth - SCALE_PX);
}

/** Shows the points from index `first` to the last. */
export function showSpan(chart: IChartApi, first: number, n_points: number): void {
  if (n_points === 0) return;
  const edge = ((n_points - first) * EDGE_PX) / (plotWidth(chart) - 2 * EDGE_PX);
  chart.timeScale().setVisibleLogicalRange({ from: first - edge, to: n_points - 1 + edge });
}

/** Shows the points from `from` on (seconds), or everything; `times` are the chart's points, ascending. */
export function showFrom(chart: IChartApi, times: ArrayLike<number>, from: number | null): void {
  let first = 0;
  while (from !== null && first < times.length - 1 && (times[first] ?? 0) < from) first += 1;
  showSpan(chart, first, times.length);
}
