// Weights along the frontier, from minimum variance (left) to the highest return (right).
import { type PointerEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Store } from "@/lib/store";
import { useFormat } from "@/ui/display";
import { useThemeKey } from "@/ui/tokens";
import { ChartFrame } from "./ChartFrame";
import { type ChartColours, chartColours, mix, seriesColour } from "./colours";
import { type Band, bandAt, stack, type TransitionData } from "./transition";
import { pictureOf, type Surface, svgOf, useCanvas } from "./useCanvas";

export interface TransitionMapProps {
  title: string;
  source: Store<TransitionData>;
  onPick: (place: number) => void;
}

/** After eight assets the colours come again, mixed with the background. */
function bandColour(colours: ChartColours, asset: number): string {
  return mix(seriesColour(colours, asset), colours.background, faded(asset));
}

/** How much of the background an asset's colour holds, from 0 to 0.75. */
function faded(asset: number): number {
  return Math.min(0.75, Math.floor(asset / 8) * 0.3);
}

const LABEL_MIN_PX = 14;

function drawLabels(
  { context, width }: Surface,
  bands: readonly Band[],
  data: TransitionData,
  colours: ChartColours,
  y: (v: number) => number,
): void {
  const last = Math.max(1, data.weights.length - 1);
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { asset, lower, upper } of bands) {
    let [widest, most] = [0, -1];
    for (let i = 0; i < upper.length; i += 1) {
      const thick = (upper[i] ?? 0) - (lower[i] ?? 0);
      if (thick > most) [widest, most] = [i, thick];
    }
    const name = data.assets[asset] ?? "";
    const room = y(lower[widest] ?? 0) - y(upper[widest] ?? 0);
    if (room < LABEL_MIN_PX) continue;
    const half = context.measureText(name).width / 2 + 3;
    const x = Math.min(width - half, Math.max(half, (widest / last) * width));
    // Bands that are mostly background carry the text's colour, the others the background's.
    context.fillStyle = faded(asset) > 0.3 ? colours.text : colours.background;
    context.fillText(name, x, y(((upper[widest] ?? 0) + (lower[widest] ?? 0)) / 2));
  }
}

export function drawTransition(surface: Surface, data: TransitionData, colours: ChartColours): void {
  const { context, width, height } = surface;
  const { bands, low, high } = stack(data);
  const last = Math.max(1, data.weights.length - 1);
  const x = (i: number): number => (i / last) * width;
  const y = (value: number): number => height - ((value - low) / (high - low)) * height;
  for (const { asset, lower, upper } of bands) {
    context.fillStyle = bandColour(colours, asset);
    context.beginPath();
    upper.forEach((value, i) => context.lineTo(x(i), y(value)));
    for (let i = lower.length - 1; i >= 0; i -= 1) context.lineTo(x(i), y(lower[i] ?? 0));
    context.closePath();
    context.fill();
  }
  context.font = `${colours.font_px}px ${colours.font}`;
  drawLabels(surface, bands, data, colours, y);
  if (data.place !== null) {
    context.strokeStyle = colours.text;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(x(data.place), 0);
    context.lineTo(x(data.place), height);
    context.stroke();
  }
}

export function TransitionMap({ title, source, onPick }: TransitionMapProps) {
  const { t } = useLingui();
  const format = useFormat();
  const themeKey = useThemeKey();
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useRef<{ key: string; value: ChartColours } | null>(null);
  const [hover, setHover] = useState("");

  const present = (): ChartColours => {
    if (colours.current?.key !== themeKey) colours.current = { key: themeKey, value: chartColours() };
    return colours.current.value;
  };
  const draw = (surface: Surface): void => drawTransition(surface, source.get(), present());
  const painter = useCanvas(canvas, draw);
  const show = useEffectEvent(() => painter.schedule());
  useEffect(() => source.subscribe(() => show()), [source]);

  const placeOf = (event: PointerEvent): number => {
    const area = event.currentTarget.getBoundingClientRect();
    const last = Math.max(0, source.get().weights.length - 1);
    return Math.min(last, Math.max(0, ((event.clientX - area.left) / area.width) * last));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const data = source.get();
    const place = placeOf(event);
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      onPick(place);
      return;
    }
    const area = event.currentTarget.getBoundingClientRect();
    const { bands, low, high } = stack(data);
    const height = low + (1 - (event.clientY - area.top) / area.height) * (high - low);
    const point = Math.round(place);
    const band = bandAt(bands, point, height);
    const weight = band ? data.weights[point]?.[band.asset] : undefined;
    setHover(band ? `${data.assets[band.asset] ?? ""} ${format.percent(weight, 1)}` : "");
  };

  return (
    <ChartFrame
      title={title}
      showTitle
      legend={<span className="qd-dim">{hover}</span>}
      picture={() => pictureOf(canvas.current, present().background, draw)}
      svg={(name) => svgOf(canvas.current, present().background, draw, name)}
      table={{
        header: [t`Point`, ...source.get().assets],
        rows: () => source.get().weights.map((row, i) => [i + 1, ...row]),
        show: (value, column) => (column === 0 ? value : format.percent(typeof value === "number" ? value : null, 1)),
      }}
    >
      <div
        className="qd-transition"
        role="img"
        aria-label={t`${title}: weights from minimum variance on the left to the highest return on the right`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          onPick(placeOf(event));
        }}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setHover("")}
      >
        <canvas ref={canvas} className="qd-canvas" aria-hidden="true" />
      </div>
    </ChartFrame>
  );
}
