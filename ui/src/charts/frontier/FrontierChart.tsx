// The efficient frontier: fast canvas, pointer and arrow keys pick a point, the figures are a table behind it.
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Format } from "@/lib/format";
import { createStore, type Store } from "@/lib/store";
import { useFormat } from "@/ui/display";
import { useThemeKey } from "@/ui/tokens";
import { chartColours } from "../colours";
import { ChartFrame, type TableRow } from "../ChartFrame";
import { pictureOf, type Surface, svgOf, useCanvas } from "../useCanvas";
import { type FrontierData, frontierAt, nearestByReturn, sharpeOf, type Spot } from "./data";
import { drawFrontier, type FrontierStyle, type FrontierWords } from "./draw";
import { type Hit, hitTest, nearestOnFrontier } from "./hit";
import { layOut } from "./layout";
import { type FrontierOverlay, NO_OVERLAY } from "./overlay";

export interface FrontierChartProps {
  title: string;
  /** Watched outside React: a new value is drawn at once, without rendering anything. */
  source: Store<FrontierData>;
  /** A place on the frontier was picked; `place` counts points from 0 and may lie between two. */
  onPick: (place: number, expected_return: number) => void;
  /** What lies over it; watched in the same way. */
  overlay?: Store<FrontierOverlay>;
  controls?: ReactNode;
  legend?: ReactNode;
}

const NOTHING = createStore(NO_OVERLAY);

/** Words for a screen reader. */
export function valueText(data: FrontierData, format: Format, words: FrontierWords): string {
  const shown = data.chosen ?? data.frontier[0];
  if (!shown) return "—";
  return [
    `${words.expectedReturn} ${format.percent(shown.expected_return)}`,
    `${words.volatility} ${format.percent(shown.volatility)}`,
    `${words.sharpe} ${format.number(shown.sharpe, 2)}`,
  ].join(", ");
}

/** The figures behind the picture. */
export function frontierRows(data: FrontierData, words: FrontierWords, overlay: FrontierOverlay): TableRow[] {
  const row = (name: string, spot: Spot | null | undefined, note = ""): TableRow[] =>
    spot ? [[name, spot.expected_return, spot.volatility, sharpeOf(spot, data.risk_free_rate), note]] : [];
  return [
    ...row(words.chosen, data.chosen),
    ...row(words.current, data.current),
    ...row(words.tangency, data.tangency),
    ...row(words.minimumVariance, data.frontier[0]),
    ...overlay.runs.flatMap((run) => row(run.name, run)),
    ...overlay.corners.flatMap((corner, i) => row(`${words.corner} ${i + 1}`, corner, corner.changes.join("; "))),
    ...data.frontier.flatMap((point, i) => row(String(i + 1), point)),
    ...data.assets.flatMap((asset) => row(asset.name, asset)),
  ];
}

export function FrontierChart({ title, source, onPick, overlay = NOTHING, controls, legend }: FrontierChartProps) {
  const { t } = useLingui();
  const format = useFormat();
  const themeKey = useThemeKey();
  const slider = useRef<HTMLDivElement>(null);
  const hover = useRef<Hit | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useRef<{ key: string; value: ReturnType<typeof chartColours> } | null>(null);
  const words: FrontierWords = {
    volatility: t`Volatility`,
    expectedReturn: t`Expected return`,
    sharpe: t`Sharpe`,
    current: t`Today`,
    tangency: t`Tangency`,
    minimumVariance: t`Minimum variance`,
    chosen: t`Solution`,
    corner: t`Corner`,
  };

  const style = (): FrontierStyle => {
    if (colours.current?.key !== themeKey) colours.current = { key: themeKey, value: chartColours() };
    return { colours: colours.current.value, format, words, colourBySharpe: true };
  };
  const draw = (surface: Surface): void => {
    const data = source.get();
    const over = overlay.get();
    drawFrontier(surface, layOut(data, surface.width, surface.height, over), data, hover.current, style(), over);
  };
  const painter = useCanvas(canvas, draw);

  const tell = (data: FrontierData): void => {
    const box = slider.current;
    if (!box) return;
    const place = data.chosen ? nearestByReturn(data.frontier, data.chosen.expected_return) : 0;
    box.setAttribute("aria-valuemax", String(Math.max(0, data.frontier.length - 1)));
    box.setAttribute("aria-valuenow", String(place ?? 0));
    box.setAttribute("aria-valuetext", valueText(data, format, words));
  };
  const show = useEffectEvent(() => {
    painter.schedule();
    tell(source.get());
  });
  useEffect(() => {
    show();
    const stops = [source.subscribe(() => show()), overlay.subscribe(() => show())];
    return () => stops.forEach((stop) => stop());
  }, [source, overlay]);

  const at = (event: PointerEvent): { px: number; py: number; layout: ReturnType<typeof layOut> } => {
    const area = event.currentTarget.getBoundingClientRect();
    return {
      px: event.clientX - area.left,
      py: event.clientY - area.top,
      layout: layOut(source.get(), area.width, area.height, overlay.get()),
    };
  };
  const pick = (place: number): void => {
    const point = frontierAt(source.get(), place);
    if (point) onPick(place, point.expected_return);
  };
  const pickNearest = (event: PointerEvent): void => {
    const { px, py, layout } = at(event);
    const nearest = nearestOnFrontier(source.get(), layout, px, py);
    if (nearest) pick(nearest.place);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      hover.current = { kind: "chosen" };
      pickNearest(event);
      return;
    }
    const { px, py, layout } = at(event);
    const hit = hitTest(source.get(), layout, px, py, event.pointerType === "touch" ? 20 : 10, overlay.get());
    const same = JSON.stringify(hit) === JSON.stringify(hover.current);
    hover.current = hit;
    if (!same) painter.schedule();
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    const { px, py, layout } = at(event);
    const hit = hitTest(source.get(), layout, px, py, event.pointerType === "touch" ? 24 : 12);
    const place = hit?.kind === "minimum_variance" ? 0 : hit?.kind === "tangency" ? tangencyPlace(source.get()) : null;
    event.currentTarget.setPointerCapture(event.pointerId);
    hover.current = { kind: "chosen" };
    if (place === null) pickNearest(event);
    else pick(place);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const data = source.get();
    const last = data.frontier.length - 1;
    const now = (data.chosen ? nearestByReturn(data.frontier, data.chosen.expected_return) : null) ?? 0;
    const steps: Record<string, number> = {
      ArrowRight: now + 1,
      ArrowUp: now + 1,
      ArrowLeft: now - 1,
      ArrowDown: now - 1,
      PageUp: now + 10,
      PageDown: now - 10,
      Home: 0,
      End: last,
    };
    const next = steps[event.key];
    if (next === undefined || last < 0) return;
    event.preventDefault();
    hover.current = { kind: "chosen" };
    pick(Math.min(last, Math.max(0, next)));
  };
  const leave = (): void => {
    hover.current = null;
    painter.schedule();
  };

  return (
    <ChartFrame
      title={title}
      showTitle
      controls={controls}
      legend={legend}
      picture={() => pictureOf(canvas.current, style().colours.background, draw)}
      svg={(name) => svgOf(canvas.current, style().colours.background, draw, name)}
      table={{
        header: [t`Portfolio`, words.expectedReturn, words.volatility, words.sharpe, t`What changes`],
        rows: () => frontierRows(source.get(), words, overlay.get()),
        show: (value, column) =>
          column === 0 || column === 4
            ? value
            : column === 3
              ? format.number(value, 3)
              : format.percent(typeof value === "number" ? value : null),
      }}
    >
      <div
        ref={slider}
        role="slider"
        tabIndex={0}
        aria-label={t`Point on the efficient frontier`}
        aria-valuemin={0}
        aria-valuemax={0}
        aria-valuenow={0}
        className="qd-frontier"
        onPointerMove={onPointerMove}
        onPointerDown={onPointerDown}
        onPointerUp={() => painter.schedule()}
        onPointerLeave={leave}
        onBlur={leave}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} aria-hidden="true" className="qd-canvas" />
      </div>
    </ChartFrame>
  );
}

/** Where the tangency portfolio lies on the frontier. */
function tangencyPlace(data: FrontierData): number | null {
  return data.tangency ? nearestByReturn(data.frontier, data.tangency.expected_return) : null;
}
