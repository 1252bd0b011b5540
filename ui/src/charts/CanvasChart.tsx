// A chart on a canvas whose parts are read by pointer and arrow keys: drawing, geometry and words come from outside.
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Format } from "@/lib/format";
import { useFormat } from "@/ui/display";
import { useThemeKey } from "@/ui/tokens";
import { ChartFrame, type ChartTable } from "./ChartFrame";
import { type ChartColours, chartColours } from "./colours";
import { pictureOf, type Surface, svgOf, useCanvas } from "./useCanvas";

export interface ChartStyle {
  colours: ChartColours;
  format: Format;
}

export interface CanvasChartProps<Hit> {
  /** The chart's name. */
  title: string;
  /** What the picture shows, for those who do not see it. */
  label: string;
  /** Pixels of the picture's height; it follows the width of its place. */
  height: number;
  /** Pixels below which the picture scrolls sideways rather than shrink. */
  minWidth?: number;
  controls?: ReactNode;
  legend?: ReactNode;
  table: ChartTable;
  draw: (surface: Surface, style: ChartStyle, hit: Hit | null) => void;
  /** The part at a place in pixels; null where there is none. */
  hitAt: (x: number, y: number, size: { width: number; height: number; font_px: number }) => Hit | null;
  /** The part that a key leads to; null when the key means nothing here. */
  step: (hit: Hit | null, key: string) => Hit | null;
  /** A part in words. */
  read: (hit: Hit) => string;
  /** Click or Enter on a part. */
  onOpen?: (hit: Hit) => void;
}

export function CanvasChart<Hit>(props: CanvasChartProps<Hit>) {
  const { title, label, height, minWidth = 0, controls, legend, table, hitAt, step, read, onOpen } = props;
  const { t } = useLingui();
  const format = useFormat();
  const themeKey = useThemeKey();
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useRef<{ key: string; value: ChartColours } | null>(null);
  const [hit, setHit] = useState<Hit | null>(null);

  const present = (): ChartColours => {
    if (colours.current?.key !== themeKey) colours.current = { key: themeKey, value: chartColours() };
    return colours.current.value;
  };
  const draw = (surface: Surface): void => {
    const style = { colours: present(), format };
    surface.context.font = `${style.colours.font_px}px ${style.colours.font}`;
    props.draw(surface, style, hit);
  };
  useCanvas(canvas, draw);

  const show = (next: Hit | null): void => {
    if (JSON.stringify(next) !== JSON.stringify(hit)) setHit(next);
  };
  const onPointer = (event: PointerEvent): void => {
    const area = event.currentTarget.getBoundingClientRect();
    const size = { width: area.width, height: area.height, font_px: present().font_px };
    show(hitAt(event.clientX - area.left, event.clientY - area.top, size));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && hit !== null && onOpen) {
      event.preventDefault();
      onOpen(hit);
      return;
    }
    const next = step(hit, event.key);
    if (next === null) return;
    event.preventDefault();
    show(next);
  };
  const keys = onOpen ? t`Arrow keys read it, Enter explains.` : t`Arrow keys read it.`;

  return (
    <ChartFrame
      title={title}
      showTitle
      controls={controls}
      legend={legend}
      table={table}
      picture={() => pictureOf(canvas.current, present().background, draw)}
      svg={(name) => svgOf(canvas.current, present().background, draw, name)}
    >
      <p role="status" className="qd-reading">
        {hit === null ? "" : read(hit)}
      </p>
      <div className="qd-scroll-x">
        <div
          role="application"
          tabIndex={0}
          aria-label={`${label} ${keys}`}
          className={`qd-read-chart${onOpen ? " qd-read-chart-opens" : ""}`}
          style={{ height, minWidth }}
          onPointerMove={onPointer}
          onPointerLeave={() => show(null)}
          onPointerDown={onPointer}
          onClick={() => hit !== null && onOpen?.(hit)}
          onBlur={() => show(null)}
          onKeyDown={onKeyDown}
        >
          <canvas ref={canvas} aria-hidden="true" className="qd-canvas" />
        </div>
      </div>
    </ChartFrame>
  );
}
