// The lines of a watchlist: virtual, so that five hundred cost no more than those in sight; moved by mouse, finger or key.
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useVirtualizer } from "@tanstack/react-virtual";

import { type QuoteView, type Watchlist, type WatchRow } from "@/api/markets";
import { type Instrument } from "@/api/types";
import { quotes } from "@/stream/quotes";
import { Icon } from "@/ui/Icon";
import { MenuButton, type MenuEntry } from "@/ui/Menu";
import { useIsPhone } from "@/ui/tokens";
import { isLive, type Order, ordered, PHONE_COLUMNS, type WatchColumn } from "./columns";
import { dropPlace, type Line, linesOf, type Place } from "./lists";
import { Row } from "./row";

export interface WatchGridProps {
  label: string;
  list: Watchlist;
  instruments: ReadonlyMap<string, Instrument>;
  asked: ReadonlyMap<string, QuoteView>;
  columns: readonly WatchColumn[];
  order: Order | null;
  onOrder: (order: Order | null) => void;
  current: string | null;
  onCurrent: (instrumentId: string) => void;
  onOpen: (instrumentId: string) => void;
  onMove: (from: Place, to: Place) => void;
  onStep: (place: Place, step: -1 | 1) => void;
  onRemove: (place: Place) => void;
  actionsOf: (row: WatchRow, place: Place) => MenuEntry[];
  sectionActions: (section: number) => MenuEntry[];
}

/** Between two looks at an order that moves with prices, in milliseconds: rows must not run away from the pointer. */
const REORDER_MS = 2_000;
const ACTIONS_WIDTH = 34;

export function WatchGrid(props: WatchGridProps) {
  const { label, list, instruments, asked, order, current, onCurrent } = props;
  const { t, i18n } = useLingui();
  const isPhone = useIsPhone();
  const scroller = useRef<HTMLDivElement>(null);
  const [, setLook] = useState(0);
  const moves = order !== null && isLive(order);
  useEffect(() => {
    if (!moves) return undefined;
    const timer = setInterval(() => setLook((n) => n + 1), REORDER_MS);
    return () => clearInterval(timer);
  }, [moves]);

  const columns = isPhone ? props.columns.filter(({ id }) => PHONE_COLUMNS.includes(id)) : props.columns;
  const symbolOf = (id: string): string => instruments.get(id)?.symbol ?? asked.get(id)?.symbol ?? "—";
  const lines = linesOf(
    list,
    order &&
      ((rows) =>
        ordered(
          rows.map(({ instrument_id }) => instrument_id),
          order,
          symbolOf,
          (id) => quotes.get(id),
        )),
  );
  const hasHeads = list.sections.length > 1 || (list.sections[0]?.name ?? "") !== "";
  const shown = hasHeads ? lines : lines.filter(({ kind }) => kind === "row");
  const height = isPhone ? 44 : 26;
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler leaves this component alone, as it should
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 6,
    initialRect: { width: 800, height: 600 },
  });
  const symbolWidth = isPhone ? 84 : 116;
  const widths = columns.map(({ width }) => (isPhone ? width * 1.1 : width));
  const template = [`${symbolWidth}px`, ...widths.map((w) => `minmax(${w}px, ${w}fr)`), `${ACTIONS_WIDTH}px`].join(" ");
  const minWidth = symbolWidth + widths.reduce((sum, w) => sum + w, 0) + ACTIONS_WIDTH;

  const { dropAt, grab } = useDrag({ scroller, height, n_lines: shown.length, hasHeads, list, onMove: props.onMove });

  const at = shown.findIndex((line) => line.kind === "row" && line.value.instrument_id === current);
  const stop = at >= 0 ? at : shown.findIndex(({ kind }) => kind === "row");
  const goTo = (index: number, step: 1 | -1): void => {
    let i = index;
    while (shown[i]?.kind === "section") i += step;
    const line = shown[i];
    if (line?.kind !== "row") return;
    onCurrent(line.value.instrument_id);
    virtual.scrollToIndex(i);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${i}"]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute("role") !== "row") return;
    const i = Number(event.target.dataset["index"]);
    const line = shown[i];
    if (line?.kind !== "row") return;
    const place = { section: line.section, row: line.row };
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / height) - 2);
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      if (order === null) props.onStep(place, event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "ArrowDown") goTo(i + 1, 1);
    else if (event.key === "ArrowUp") goTo(i - 1, -1);
    else if (event.key === "PageDown") goTo(Math.min(shown.length - 1, i + page), -1);
    else if (event.key === "PageUp") goTo(Math.max(0, i - page), 1);
    else if (event.key === "Home") goTo(0, 1);
    else if (event.key === "End") goTo(shown.length - 1, -1);
    else if (event.key === "Enter") props.onOpen(line.value.instrument_id);
    else if (event.key === "Delete") props.onRemove(place);
    else return;
    event.preventDefault();
  };
  const sort = (id: string): void => {
    const first = id === "symbol" ? false : true;
    if (order?.id !== id) props.onOrder({ id, desc: first });
    else props.onOrder(order.desc === first ? { id, desc: !first } : null);
  };
  const head = (id: string, title: string, isSortable: boolean) =>
    isSortable ? (
      <button type="button" onClick={() => sort(id)}>
        {title}
        {order?.id === id ? <Icon name={order.desc ? "down" : "up"} size={10} /> : null}
      </button>
    ) : (
      title
    );
  const sortOf = (id: string): "ascending" | "descending" | "none" =>
    order?.id !== id ? "none" : order.desc ? "descending" : "ascending";

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={shown.length + 1}
      className="qd-grid qd-watch-grid"
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className="qd-grid-head" style={{ minWidth }}>
        <div role="row" aria-rowindex={1} className="qd-grid-row" style={{ gridTemplateColumns: template }}>
          <div role="columnheader" aria-sort={sortOf("symbol")} className="qd-grid-header qd-watch-symbol">
            {head("symbol", t`Symbol`, true)}
          </div>
          {columns.map(({ id, title, isEnd, by }) => (
            <div
              key={id}
              role="columnheader"
              aria-sort={by ? sortOf(id) : undefined}
              className={`qd-grid-header${isEnd ? " qd-end" : ""}`}
            >
              {head(id, i18n._(title), by !== undefined)}
            </div>
          ))}
          <div role="columnheader" className="qd-grid-header">
            <span className="qd-sr-only">{t`Actions`}</span>
          </div>
        </div>
      </div>
      <div role="rowgroup" className="qd-grid-body" style={{ height: virtual.getTotalSize(), minWidth }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line: Line | undefined = shown[index];
          if (!line) return null;
          const style = { height, transform: `translateY(${start}px)` };
          if (line.kind === "section")
            return (
              <div
                key={`s${line.section}`}
                role="row"
                aria-rowindex={index + 2}
                className="qd-watch-section"
                style={style}
              >
                <div role="gridcell" aria-colspan={columns.length + 2} className="qd-watch-section-cell">
                  <strong>{line.name === "" ? t`Without a section` : line.name}</strong>
                  <span className="qd-dim qd-small">{line.n_rows}</span>
                  <MenuButton
                    label={t`Actions of the section ${line.name}`}
                    size="small"
                    items={props.sectionActions(line.section)}
                  />
                </div>
              </div>
            );
          const { instrument_id } = line.value;
          const place = { section: line.section, row: line.row };
          const isCurrent = instrument_id === current;
          return (
            <div
              key={`${line.section} ${instrument_id}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={isCurrent}
              data-index={index}
              tabIndex={index === stop ? 0 : -1}
              className={`qd-grid-line qd-watch-line${isCurrent ? " qd-grid-current" : ""}`}
              style={{ ...style, "--template": template } as React.CSSProperties}
              onClick={() => onCurrent(instrument_id)}
              onDoubleClick={() => props.onOpen(instrument_id)}
            >
              <Row
                value={line.value}
                symbol={symbolOf(instrument_id)}
                name={instruments.get(instrument_id)?.name ?? ""}
                asked={asked.get(instrument_id)}
                columns={columns}
                onGrab={order === null ? (event) => grab(event, place) : null}
                actions={props.actionsOf(line.value, place)}
              />
            </div>
          );
        })}
        {dropAt === null ? null : <div className="qd-watch-drop" style={{ top: dropAt * height }} aria-hidden="true" />}
      </div>
    </div>
  );
}

interface DragOptions {
  scroller: React.RefObject<HTMLDivElement | null>;
  height: number;
  n_lines: number;
  hasHeads: boolean;
  list: Watchlist;
  onMove: (from: Place, to: Place) => void;
}

/** A row that is dragged by its handle: the line before which it would come to stand, and how a drag begins. */
function useDrag({ scroller, height, n_lines, hasHeads, list, onMove }: DragOptions) {
  const [dropAt, setDropAt] = useState<number | null>(null);
  const grab = (event: PointerEvent, from: Place): void => {
    const box = scroller.current;
    if (!box || event.button !== 0) return;
    event.preventDefault();
    const body = box.querySelector<HTMLElement>(".qd-grid-body");
    const pointer = event.pointerId;
    let at: number | null = null;
    const lineAt = (y: number): number => {
      const top = body?.getBoundingClientRect().top ?? 0;
      return Math.min(n_lines, Math.max(hasHeads ? 1 : 0, Math.round((y - top) / height)));
    };
    const move = (moved: globalThis.PointerEvent): void => {
      if (moved.pointerId !== pointer) return;
      const { top, bottom } = box.getBoundingClientRect();
      if (moved.clientY < top + 40) box.scrollTop -= 8;
      if (moved.clientY > bottom - 20) box.scrollTop += 8;
      at = lineAt(moved.clientY);
      setDropAt(at);
    };
    const end = (isDropped: boolean): void => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", cancel);
      window.removeEventListener("keydown", escape, true);
      setDropAt(null);
      const to = at === null ? null : dropPlace(list, hasHeads ? at : at + 1);
      if (isDropped && to) onMove(from, to);
    };
    const drop = (): void => end(true);
    const cancel = (): void => end(false);
    const escape = (pressed: globalThis.KeyboardEvent): void => {
      if (pressed.key === "Escape") end(false);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", cancel);
    window.addEventListener("keydown", escape, true);
  };
  return { dropAt, grab };
}
