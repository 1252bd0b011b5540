// One weight as a bar that can be dragged, moved by keys or typed over.
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { parseDecimal } from "@/lib/decimal";
import { useFormat } from "@/ui/display";

/** What a key does to a weight: another weight, its release, typing with a first text; null for a key without a meaning. */
export type KeyStep = { weight: number } | "release" | { typed: string } | null;

export function keyStep(key: string, shift: boolean, weight: number): KeyStep {
  const step = shift ? 0.05 : 0.005;
  // From the hundredth of a percent that is shown, so that one step up and one down meet again.
  const from = Math.round(weight * 1e4) / 1e4;
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return { weight: from + step };
    case "ArrowLeft":
    case "ArrowDown":
      return { weight: from - step };
    case "Home":
      return { weight: 0 };
    case "Delete":
    case "Backspace":
      return "release";
    case "Enter":
      return { typed: "" };
    default:
      return /^[\d.,\-−]$/.test(key) ? { typed: key } : null;
  }
}

/** A typed percentage as a fraction. */
export function typedWeight(text: string, locale: string): number | null {
  const plain = parseDecimal(text.replace(/%\s*$/, ""), locale);
  return plain === null ? null : Number(plain) / 100;
}

export interface WeightBarProps {
  name: string;
  /** The weight that is shown now. */
  weight: () => number | null;
  /** The axis of the table; it stays while a bar is dragged. */
  axis: () => { low: number; high: number };
  onDrag: (isDragging: boolean) => void;
  onPin: (weight: number, inputAt?: number) => void;
  onRelease: () => void;
}

/** The bar's parts are drawn by the table: they move with every answer and render nothing. */
export function WeightBar({ name, weight, axis, onDrag, onPin, onRelease }: WeightBarProps) {
  const { t } = useLingui();
  const format = useFormat();
  const [draft, setDraft] = useState<string | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  // After typing the keys go on where they were.
  const returns = useRef(false);
  const isTyping = draft !== null;
  useEffect(() => {
    if (isTyping || !returns.current) return;
    returns.current = false;
    bar.current?.focus();
  }, [isTyping]);
  const place = (event: PointerEvent<HTMLDivElement>): void => {
    const area = event.currentTarget.getBoundingClientRect();
    if (area.width === 0) return;
    const { low, high } = axis();
    const part = Math.min(1, Math.max(0, (event.clientX - area.left) / area.width));
    // Half percents under the pointer: finer ones are typed.
    onPin(Math.round((low + part * (high - low)) * 200) / 200, event.timeStamp);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = keyStep(event.key, event.shiftKey, weight() ?? 0);
    if (step === null) return;
    event.preventDefault();
    if (step === "release") onRelease();
    else if ("typed" in step) setDraft(step.typed);
    else onPin(step.weight, event.timeStamp);
  };
  if (draft !== null) {
    const typed = typedWeight(draft, format.locale);
    const commit = (): void => {
      if (typed !== null) onPin(typed, performance.now());
      setDraft(null);
    };
    return (
      <input
        className="qd-input qd-num qd-weight-input"
        inputMode="decimal"
        autoComplete="off"
        autoFocus
        aria-label={t`Weight of ${name}, percent`}
        aria-invalid={typed === null && draft.trim() !== ""}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          returns.current = true;
          if (event.key === "Enter") commit();
          else setDraft(null);
        }}
      />
    );
  }
  return (
    <div
      ref={bar}
      className="qd-weights-bar qd-weights-bar-live"
      role="slider"
      tabIndex={0}
      aria-label={t`Weight of ${name}`}
      onKeyDown={onKey}
      onDoubleClick={() => setDraft("")}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        onDrag(true);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId) && event.buttons > 0) place(event);
      }}
      onLostPointerCapture={() => onDrag(false)}
    >
      <i />
      <b />
    </div>
  );
}
