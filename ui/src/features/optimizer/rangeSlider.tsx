// A slider with two thumbs for the limits of a weight: pointer and keyboard, nothing rendered while it moves but itself.
import { type KeyboardEvent, type PointerEvent, useRef } from "react";

import { type Limits } from "./types";

export type Thumb = "lower" | "upper";

export interface RangeSliderProps {
  /** Names of the thumbs for assistive technology. */
  lowerLabel: string;
  upperLabel: string;
  limits: Limits;
  /** Ends of the track. */
  least: number;
  most: number;
  /** How a value is spoken. */
  text: (value: number) => string;
  /** `inputAt` is the pointer event's time. */
  onChange: (limits: Limits, moved: Thumb, inputAt?: number) => void;
}

/** The limits after one thumb went to a value: it stops at the other one. */
export function moveThumb([lower, upper]: Limits, thumb: Thumb, value: number): Limits {
  return thumb === "lower" ? [Math.min(value, upper), upper] : [lower, Math.max(value, lower)];
}

/** The value a key asks for, or null for another key. */
export function keyValue(key: string, shift: boolean, value: number, least: number, most: number): number | null {
  const step = shift ? 0.1 : 0.01;
  const steps: Record<string, number> = {
    ArrowRight: value + step,
    ArrowUp: value + step,
    ArrowLeft: value - step,
    ArrowDown: value - step,
    PageUp: value + 0.1,
    PageDown: value - 0.1,
    Home: least,
    End: most,
  };
  const next = steps[key];
  return next === undefined ? null : Math.min(most, Math.max(least, next));
}

export function RangeSlider({ lowerLabel, upperLabel, limits, least, most, text, onChange }: RangeSliderProps) {
  const track = useRef<HTMLDivElement>(null);
  const [lower, upper] = limits;
  const percent = (value: number): string => `${((value - least) / (most - least)) * 100}%`;
  const valueAt = (event: PointerEvent): number => {
    const area = track.current?.getBoundingClientRect();
    if (!area || area.width === 0) return least;
    const value = least + ((event.clientX - area.left) / area.width) * (most - least);
    return Math.round(Math.min(most, Math.max(least, value)) * 200) / 200;
  };
  const onMove = (thumb: Thumb) => (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const next = moveThumb(limits, thumb, valueAt(event));
    if (next[0] !== lower || next[1] !== upper) onChange(next, thumb, event.timeStamp);
  };
  const onKey = (thumb: Thumb) => (event: KeyboardEvent) => {
    const value = keyValue(event.key, event.shiftKey, thumb === "lower" ? lower : upper, least, most);
    if (value === null) return;
    event.preventDefault();
    onChange(moveThumb(limits, thumb, value), thumb, event.timeStamp);
  };
  const thumb = (which: Thumb, value: number, label: string) => (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={which === "lower" ? least : lower}
      aria-valuemax={which === "lower" ? upper : most}
      aria-valuenow={value}
      aria-valuetext={text(value)}
      className={`qd-thumb qd-thumb-${which}`}
      style={{ left: percent(value) }}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.focus();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onMove(which)}
      onKeyDown={onKey(which)}
    />
  );
  return (
    <div ref={track} className="qd-range">
      <div className="qd-range-fill" style={{ left: percent(lower), right: `calc(100% - ${percent(upper)})` }} />
      {thumb("lower", lower, lowerLabel)}
      {thumb("upper", upper, upperLabel)}
    </div>
  );
}
