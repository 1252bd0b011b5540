// Two parts with a bar between them that a pointer or the arrow keys move.
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { load, save } from "@/lib/storage";

export interface SplitterProps {
  first: ReactNode;
  second: ReactNode;
  /** Where the second part is: beside the first, or below it. */
  orientation?: "beside" | "below";
  /** The first part's share at the beginning, 0 to 1. */
  initial?: number;
  /** Remembers the share under this name. */
  storageKey: string;
}

const isShare = (value: unknown): value is number => typeof value === "number" && value >= 0.1 && value <= 0.9;
const clamp = (share: number): number => Math.min(0.9, Math.max(0.1, share));

export function Splitter({ first, second, orientation = "beside", initial = 0.5, storageKey }: SplitterProps) {
  const { t } = useLingui();
  const [share, setShare] = useState(() => load(`split.${storageKey}`, initial, isShare));
  const box = useRef<HTMLDivElement>(null);
  const beside = orientation === "beside";

  const move = (next: number): void => {
    setShare(clamp(next));
    save(`split.${storageKey}`, clamp(next));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const area = box.current?.getBoundingClientRect();
    if (!area) return;
    move(beside ? (event.clientX - area.left) / area.width : (event.clientY - area.top) / area.height);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const back = beside ? "ArrowLeft" : "ArrowUp";
    const forth = beside ? "ArrowRight" : "ArrowDown";
    const step = event.shiftKey ? 0.1 : 0.02;
    if (event.key === back) move(share - step);
    else if (event.key === forth) move(share + step);
    else if (event.key === "Home") move(0.1);
    else if (event.key === "End") move(0.9);
    else return;
    event.preventDefault();
  };

  return (
    <div ref={box} className={`qd-splitter qd-splitter-${orientation}`}>
      <div className="qd-splitter-part" style={{ flexGrow: share }}>
        {first}
      </div>
      <div
        role="separator"
        tabIndex={0}
        aria-label={t`Resize`}
        aria-orientation={beside ? "vertical" : "horizontal"}
        aria-valuemin={10}
        aria-valuemax={90}
        aria-valuenow={Math.round(share * 100)}
        className="qd-splitter-bar"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      />
      <div className="qd-splitter-part" style={{ flexGrow: 1 - share }}>
        {second}
      </div>
    </div>
  );
}
