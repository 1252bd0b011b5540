// The one table: virtual rows, sorting, keyboard, column choice, copy as CSV.
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useVirtualizer } from "@tanstack/react-virtual";

import { copyText } from "@/lib/clipboard";
import { toCsv } from "@/lib/csv";
import { useDisplay } from "./display";
import { Icon } from "./Icon";
import { IconButton } from "./Button";
import { MenuButton, type MenuEntry } from "./Menu";
import { TextInput } from "./fields/TextInput";
import { type Column } from "./table/columns";
import { ColumnShape, useShapes } from "./table/shape";
import { useFit } from "./table/useFit";
import { useColumnTable } from "./table/useColumns";
import { useIsPhone } from "./tokens";
import { toast } from "./toasts";

export interface DataTableProps<T> {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  /** Enter or double click on a row. */
  onOpen?: (row: T) => void;
  /** The row that is current; follows click and arrow keys through `onSelect`. */
  selectedKey?: string | null;
  onSelect?: (row: T) => void;
  rowActions?: (row: T) => MenuEntry[];
  /** Remembers sorting and columns under this name. */
  storageKey?: string;
  initialSort?: { id: string; desc: boolean }[];
  /** Adds a field that filters the rows by any column's value. */
  isFilterable?: boolean;
  toolbar?: ReactNode;
  empty?: ReactNode;
}

const ACTIONS_WIDTH = 44;
/** Letters are larger on a phone, and so is what they need. */
const PHONE_WIDTH = 1.2;

export function DataTable<T>(props: DataTableProps<T>) {
  const { label, rows, columns, rowKey, onOpen, selectedKey, onSelect, rowActions, toolbar, empty } = props;
  const { t } = useLingui();
  const { locale, baseCurrency } = useDisplay();
  const isPhone = useIsPhone();
  const [filter, setFilter] = useState("");
  const [current, setCurrent] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);

  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const matching =
    words.length === 0
      ? rows
      : rows.filter((row) => {
          const text = columns
            .map((c) => String(c.value(row) ?? ""))
            .join(" ")
            .toLowerCase();
          return words.every((word) => text.includes(word));
        });
  const { sorted, shown, sortOf, toggleSort, isShown, toggleShown } = useColumnTable({
    rows: matching,
    columns,
    rowKey,
    storageKey: props.storageKey,
    initialSort: props.initialSort ?? [],
    locale,
  });
  const shapes = useShapes(rows, columns, baseCurrency);
  const rowHeight = isPhone ? 44 : 26;
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler leaves this component alone, as it should
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => sorted[index]?.key ?? index,
    overscan: 8,
    // Before the first measure (and in tests without layout) show a screenful.
    initialRect: { width: 800, height: 600 },
  });

  const active = selectedKey !== undefined ? selectedKey : current;
  const activeIndex = Math.max(
    0,
    sorted.findIndex((entry) => entry.key === active),
  );
  const least = useFit(scroller);
  const widthOf = (c: Column<T>): number =>
    Math.max((c.width ?? 110) * (isPhone ? PHONE_WIDTH : 1), least.get(c.id) ?? 0);
  const template = [
    ...shown.map((c) => `minmax(${widthOf(c)}px, ${widthOf(c)}fr)`),
    ...(rowActions ? [`${ACTIONS_WIDTH}px`] : []),
  ].join(" ");
  const minWidth = shown.reduce((sum, c) => sum + widthOf(c), rowActions ? ACTIONS_WIDTH : 0);

  const select = (index: number): void => {
    const entry = sorted[index];
    if (!entry) return;
    setCurrent(entry.key);
    onSelect?.(entry.row);
  };
  const moveTo = (index: number): void => {
    const target = Math.min(sorted.length - 1, Math.max(0, index));
    select(target);
    virtual.scrollToIndex(target);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${target}"]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute("role") !== "row") return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
    const at = Number(event.target.dataset["index"]);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = steps[event.key];
    if (step !== undefined) moveTo(at + step);
    else if (event.key === "Home") moveTo(0);
    else if (event.key === "End") moveTo(sorted.length - 1);
    else if (event.key === "Enter") {
      const entry = sorted[at];
      if (entry) onOpen?.(entry.row);
    } else return;
    event.preventDefault();
  };
  const copy = async (): Promise<void> => {
    const lines = sorted.map(({ row }) => shown.map((c) => c.value(row)));
    try {
      await copyText(
        toCsv(
          shown.map((c) => c.header),
          lines,
        ),
      );
      toast({ kind: "success", text: t`${lines.length} rows copied as CSV` });
    } catch (error) {
      toast({ kind: "error", text: error instanceof Error ? error.message : String(error) });
    }
  };

  const columnMenu: MenuEntry[] = columns.map((column) => ({
    id: column.id,
    label: column.header,
    isChecked: isShown(column.id),
    isDisabled: shown.length === 1 && isShown(column.id),
    onAction: () => toggleShown(column.id),
  }));

  return (
    <div className="qd-table">
      <div className="qd-table-tools">
        {toolbar}
        {props.isFilterable ? (
          <TextInput
            label={t`Filter`}
            hideLabel
            type="search"
            placeholder={t`Filter`}
            value={filter}
            onChange={setFilter}
          />
        ) : null}
        <span className="qd-grow" />
        <span className="qd-dim qd-small qd-table-count">
          {matching.length === rows.length ? t`${rows.length} rows` : t`${matching.length} of ${rows.length} rows`}
        </span>
        <IconButton
          label={t`Copy as CSV`}
          icon="copy"
          size="small"
          onPress={() => void copy()}
          isDisabled={rows.length === 0}
        />
        <MenuButton label={t`Columns`} icon="columns" size="small" items={columnMenu} />
      </div>
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={sorted.length + 1}
        aria-colcount={shown.length + (rowActions ? 1 : 0)}
        className="qd-grid"
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className="qd-grid-head" style={{ minWidth }}>
          <div role="row" aria-rowindex={1} className="qd-grid-row" style={{ gridTemplateColumns: template }}>
            {shown.map((column) => (
              <div
                key={column.id}
                role="columnheader"
                aria-sort={sortOf(column.id)}
                className={`qd-grid-header${column.align === "end" ? " qd-end" : ""}`}
              >
                {column.isUnsortable ? (
                  column.header
                ) : (
                  <button type="button" onClick={(event) => toggleSort(column.id, event.shiftKey)}>
                    {column.header}
                    {sortOf(column.id) === "none" ? null : (
                      <Icon name={sortOf(column.id) === "ascending" ? "up" : "down"} size={10} />
                    )}
                  </button>
                )}
              </div>
            ))}
            {rowActions ? (
              <div role="columnheader" className="qd-grid-header qd-grid-actions">
                <span className="qd-sr-only">{t`Actions`}</span>
              </div>
            ) : null}
          </div>
        </div>
        {sorted.length === 0 ? (
          <div role="rowgroup">
            <div role="row">
              <div role="gridcell" className="qd-grid-empty">
                {rows.length === 0 ? empty : t`No row matches the filter.`}
              </div>
            </div>
          </div>
        ) : (
          <div role="rowgroup" className="qd-grid-body" style={{ height: virtual.getTotalSize(), minWidth }}>
            {virtual.getVirtualItems().map((item) => {
              const entry = sorted[item.index];
              if (!entry) return null;
              const isCurrent = entry.key === active;
              return (
                <div
                  key={entry.key}
                  role="row"
                  aria-rowindex={item.index + 2}
                  aria-selected={isCurrent}
                  data-index={item.index}
                  tabIndex={item.index === activeIndex ? 0 : -1}
                  className={`qd-grid-row qd-grid-line${isCurrent ? " qd-grid-current" : ""}`}
                  style={{ gridTemplateColumns: template, height: rowHeight, transform: `translateY(${item.start}px)` }}
                  onClick={() => select(item.index)}
                  onDoubleClick={() => onOpen?.(entry.row)}
                >
                  {shown.map((column) => (
                    <div
                      key={column.id}
                      role="gridcell"
                      data-column={column.id}
                      className={`qd-grid-cell${column.align === "end" ? " qd-end" : ""}`}
                    >
                      {column.cell ? (
                        <ColumnShape value={shapes.get(column.id) ?? null}>{column.cell(entry.row)}</ColumnShape>
                      ) : (
                        (column.value(entry.row) ?? "")
                      )}
                    </div>
                  ))}
                  {rowActions ? (
                    <div role="gridcell" className="qd-grid-cell qd-grid-actions">
                      <MenuButton label={t`Actions of this row`} size="small" items={rowActions(entry.row)} />
                    </div>
                  ) : null}
                </div>
              );
            })}
          </div>
        )}
      </div>
    </div>
  );
}
