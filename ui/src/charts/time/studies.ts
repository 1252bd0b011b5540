// Indicators over a price chart: lines on the prices, panes of their own below, marks at bars.
import {
  createSeriesMarkers,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  type SeriesMarker,
  type SeriesType,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";

import { fade, seriesColour } from "../colours";
import { type Look, writtenBy } from "./chart";

/** How an output is drawn. */
export type StudyStyle = "line" | "dashed" | "histogram" | "upper" | "lower" | "marks";

export interface StudyLine {
  name: string;
  style: StudyStyle;
  /** One for each time of the study; null where it is unknown. */
  values: readonly (number | null)[];
}

/** An indicator as a chart shows it. */
export interface Study {
  id: string;
  label: string;
  /** On the prices, in a pane of its own, or as marks at the bars. */
  pane: "overlay" | "own" | "marks";
  /** Seconds since 1970. */
  times: readonly number[];
  lines: readonly StudyLine[];
}

/** Colours of prices and of a comparison come before those of studies. */
const FIRST_COLOUR = 2;
const N_COLOURS = 8;

/** The colour of a study's first line in styles. */
export function studySwatch(study: number): string {
  return `var(--qd-series-${((FIRST_COLOUR + study) % N_COLOURS) + 1})`;
}

/** Marks of bars at which a pattern was found: below it and up where it is bullish, above and down where it is bearish. */
export function marksOf(study: Study, look: Look): SeriesMarker<Time>[] {
  const marks: SeriesMarker<Time>[] = [];
  for (const { values } of study.lines) {
    values.forEach((value, i) => {
      const time = study.times[i] as UTCTimestamp | undefined;
      if (time === undefined || value === null || value === 0) return;
      marks.push(
        value > 0
          ? { time, position: "belowBar", shape: "arrowUp", color: look.colours.up }
          : { time, position: "aboveBar", shape: "arrowDown", color: look.colours.down },
      );
    });
  }
  return marks.sort((a, b) => Number(a.time) - Number(b.time));
}

/** Draws studies and says how to take them away again. `pane` is the first that is free. */
export function drawStudies(
  chart: IChartApi,
  prices: ISeriesApi<SeriesType>,
  studies: readonly Study[],
  look: Look,
  firstPane: number,
): () => void {
  const made: ISeriesApi<SeriesType>[] = [];
  let pane = firstPane;
  const marks: SeriesMarker<Time>[] = [];
  studies.forEach((study, n) => {
    if (study.pane === "marks") {
      marks.push(...marksOf(study, look));
      return;
    }
    const at = study.pane === "own" ? pane++ : 0;
    study.lines.forEach((line, i) => {
      // The lines of one study over the prices belong together; below they have the pane for themselves.
      const colour = seriesColour(look.colours, FIRST_COLOUR + n + (study.pane === "own" ? i : 0));
      made.push(addLine(chart, study, line, colour, look, at));
    });
    chart.panes()[at]?.setStretchFactor(at === 0 ? 4 : 1.2);
  });
  marks.sort((a, b) => Number(a.time) - Number(b.time));
  const markers = marks.length > 0 ? createSeriesMarkers(prices, marks) : null;
  return () => {
    markers?.detach();
    for (const series of made) chart.removeSeries(series);
  };
}

function addLine(
  chart: IChartApi,
  study: Study,
  line: StudyLine,
  color: string,
  look: Look,
  pane: number,
): ISeriesApi<SeriesType> {
  const data = study.times.map((time, i) => {
    const value = line.values[i] ?? null;
    return value === null ? { time: time as UTCTimestamp } : { time: time as UTCTimestamp, value };
  });
  const write = study.pane === "own" ? (value: number) => look.format.number(value, 2) : look.price;
  const shared = { priceLineVisible: false, lastValueVisible: study.pane === "own", ...writtenBy(write) };
  if (line.style === "histogram") {
    const series = chart.addSeries(HistogramSeries, { color: fade(color, 0.6), ...shared }, pane);
    series.setData(data);
    return series;
  }
  const options = {
    color,
    lineWidth: line.style === "upper" || line.style === "lower" ? 1 : 2,
    lineStyle: line.style === "dashed" ? LineStyle.Dashed : LineStyle.Solid,
    // Single points, such as those of a parabolic stop, are no line.
    lineVisible: line.style !== "marks",
    pointMarkersVisible: line.style === "marks",
    crosshairMarkerVisible: false,
    ...shared,
  } as const;
  const series = chart.addSeries(LineSeries, options, pane);
  series.setData(data);
  return series;
}
