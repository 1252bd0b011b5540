// The grid itself: virtual rows, keyboard, selection. Where the rows come from is the caller's business.
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";

import { type MenuEntry } from "../Menu";
import { useIsPhone } from "../tokens";
import { type TableChoices } from "./choices";
import { type Column } from "./columns";
import { Head } from "./Head";
import { Line } from "./Line";
import { type Shape } from "./shape";
import { useFit } from "./useFit";

/** Rows in order, of which not all need be here. */
export interface GridRows<T> {
  count: number;
  /** A row and its key; undefined while it is on its way. */
  at: (index: number) => { key: string; row: T } | undefined;
  /** Where a key stands, as far as is known; -1 where it is not. */
  indexOf: (key: string) => number;
  /** Told which rows are in sight. */
  onSight?: (first: number, last: number) => void;
}

export interface GridProps<T> {
  label: string;
  rows: GridRows<T>;
  choices: TableChoices<T>;
  shapes: ReadonlyMap<string, Shape>;
  onOpen?: ((row: T) => void) | undefined;
  selectedKey?: string | null | undefined;
  onSelect?: ((row: T) => void) | undefined;
  rowActions?: ((row: T) => MenuEntry[]) | undefined;
  /** What stands in place of rows when there are none. */
  none: ReactNode;
  /** Another list begins at its top. */
  list?: string;
  /** The row to begin at. */
  start?: number | null;
}

const ACTIONS_WIDTH = 44;
/** Letters are larger on a phone, and so is what they need. */
const PHONE_WIDTH = 1.2;
const OVERSCAN = 8;

export function Grid<T>({ label, rows, choices, shapes, onOpen, onSelect, rowActions, ...props }: GridProps<T>) {
  const { shown } = choices;
  const { count, onSight } = rows;
  const isPhone = useIsPhone();
  const [current, setCurrent] = useState<string | null>(null);
  /** A row to which the keyboard went before it was here. */
  const [awaited, setAwaited] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = isPhone ? 44 : 26;
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler leaves this component alone, as it should
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    // Before the first measure (and in tests without layout) show a screenful.
    initialRect: { width: 800, height: 600 },
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onSight?.(first, last), [onSight, first, last]);

  const { list, start } = props;
  const [begun, setBegun] = useState({ list, start: null as number | null });
  useEffect(() => {
    const isOther = begun.list !== list;
    if (isOther) virtual.scrollToOffset(0);
    else if (typeof start === "number" && begun.start === null) virtual.scrollToIndex(start, { align: "center" });
    else return;
    setBegun({ list, start: start ?? 0 });
  }, [virtual, begun, list, start]);

  const active = props.selectedKey !== undefined ? props.selectedKey : current;
  const activeIndex = active === null ? -1 : rows.indexOf(active);
  /** One row can be reached by Tab: the current one, else the first that is drawn. */
  const stop = awaited ?? activeIndex;
  const tabIndexAt = stop >= first && stop <= last ? stop : first;
  const widthOf = useWidths(scroller, isPhone);
  const template = [
    ...shown.map((c) => `minmax(${widthOf(c)}px, ${widthOf(c)}fr)`),
    ...(rowActions ? [`${ACTIONS_WIDTH}px`] : []),
  ].join(" ");
  const minWidth = shown.reduce((sum, c) => sum + widthOf(c), rowActions ? ACTIONS_WIDTH : 0);

  const select = (index: number): boolean => {
    const entry = rows.at(index);
    if (!entry) return false;
    setCurrent(entry.key);
    onSelect?.(entry.row);
    return true;
  };
  const moveTo = (index: number): void => {
    const target = Math.min(count - 1, Math.max(0, index));
    setAwaited(select(target) ? null : target);
    virtual.scrollToIndex(target);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${target}"]`)?.focus());
  };
  const arrived = awaited === null ? undefined : rows.at(awaited)?.key;
  useEffect(() => {
    if (awaited === null || arrived === undefined || !select(awaited)) return;
    setAwaited(null);
    // What stood in its place had the focus and is gone; who is elsewhere by now stays there.
    const box = scroller.current;
    const isHere = document.activeElement === document.body || box?.contains(document.activeElement);
    if (isHere) box?.querySelector<HTMLElement>(`[data-index="${awaited}"]`)?.focus();
    // Only the arrival counts; the callbacks are new at every render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [arrived]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute("role") !== "row") return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
    const at = Number(event.target.dataset["index"]);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = steps[event.key];
    if (step !== undefined) moveTo(at + step);
    else if (event.key === "Home") moveTo(0);
    else if (event.key === "End") moveTo(count - 1);
    else if (event.key === "Enter") {
      const entry = rows.at(at);
      if (entry) onOpen?.(entry.row);
    } else return;
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={shown.length + (rowActions ? 1 : 0)}
      className="qd-grid"
      onKeyDown={onKeyDown}
    >
      <Head choices={choices} template={template} minWidth={minWidth} hasActions={rowActions !== undefined} />
      {count === 0 ? (
        <div role="rowgroup">
          <div role="row">
            <div role="gridcell" className="qd-grid-empty">
              {props.none}
            </div>
          </div>
        </div>
      ) : (
        <div role="rowgroup" className="qd-grid-body" style={{ height: virtual.getTotalSize(), minWidth }}>
          {items.map(({ index, start }) => {
            const entry = rows.at(index);
            const isCurrent = entry !== undefined && entry.key === active;
            return (
              <div
                key={entry?.key ?? index}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={isCurrent}
                aria-busy={entry === undefined}
                data-index={index}
                tabIndex={index === tabIndexAt ? 0 : -1}
                className={`qd-grid-row qd-grid-line${isCurrent ? " qd-grid-current" : ""}`}
                style={{ gridTemplateColumns: template, height: rowHeight, transform: `translateY(${start}px)` }}
                onClick={() => {
                  setAwaited(null);
                  select(index);
                }}
                onDoubleClick={() => entry && onOpen?.(entry.row)}
              >
                {entry ? (
                  <Line row={entry.row} shown={shown} shapes={shapes} actions={rowActions} />
                ) : (
                  <div role="gridcell" className="qd-grid-cell qd-dim">
                    …
                  </div>
                )}
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
}

/** Pixels of a column: what it asks for, on a phone more, and never less than its figures need. */
function useWidths(scroller: RefObject<HTMLElement | null>, isPhone: boolean) {
  const least = useFit(scroller);
  return <T,>(c: Column<T>): number => Math.max((c.width ?? 110) * (isPhone ? PHONE_WIDTH : 1), least.get(c.id) ?? 0);
}
