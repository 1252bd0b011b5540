// Widens columns whose figures do not fit: a number that is cut off would be read as another number.
import { type RefObject, useEffect, useState } from "react";

/** The least widths in pixels that figures need, by column, as far as rows have been shown. */
export function useFit(scroller: RefObject<HTMLElement | null>): ReadonlyMap<string, number> {
  const [least, setLeast] = useState<ReadonlyMap<string, number>>(new Map());
  // After every paint, for scrolling brings other rows; it only ever widens, so it comes to rest.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const cells = scroller.current?.querySelectorAll<HTMLElement>(".qd-end[data-column]") ?? [];
      const wider = new Map<string, number>();
      for (const cell of cells) {
        const id = cell.dataset["column"] ?? "";
        if (cell.scrollWidth > Math.max(cell.clientWidth, wider.get(id) ?? 0)) wider.set(id, cell.scrollWidth);
      }
      if (wider.size > 0) setLeast((known) => new Map([...known, ...wider]));
    });
    return () => cancelAnimationFrame(frame);
  });
  return least;
}
