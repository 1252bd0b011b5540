// A table's remembered choices (order of rows, shown columns) and the TanStack table made of them.
import { useState } from "react";
import {
  columnVisibilityFeature,
  type ColumnVisibilityState,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";

import { isRecord, load, save } from "@/lib/storage";
import { type CellValue, type Column, compareValues } from "./columns";

const features = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  sortedRowModel: createSortedRowModel(),
});

interface Remembered {
  sorting: SortingState;
  visibility: ColumnVisibilityState;
}

function isRemembered(value: unknown): value is Remembered {
  return isRecord(value) && Array.isArray(value["sorting"]) && isRecord(value["visibility"]);
}

export interface TableOptions<T> {
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  storageKey: string | undefined;
  initialSort: SortingState;
  locale: string;
}

/** The table's model and its column commands. */
export function useColumnTable<T>({ rows, columns, rowKey, storageKey, initialSort, locale }: TableOptions<T>) {
  const [state, setState] = useState<Remembered>(() => {
    const hidden = Object.fromEntries(columns.filter((c) => c.isHidden).map((c) => [c.id, false]));
    const fresh: Remembered = { sorting: initialSort, visibility: hidden };
    return storageKey ? load(`table.${storageKey}`, fresh, isRemembered) : fresh;
  });
  const change = (next: Partial<Remembered>): void => {
    const merged = { ...state, ...next };
    setState(merged);
    if (storageKey) save(`table.${storageKey}`, merged);
  };
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
  const helper = createColumnHelper<typeof features, { row: T }>();
  const table = useTable({
    features,
    data: rows.map((row) => ({ row })),
    columns: columns.map((column) =>
      helper.accessor(({ row }): unknown => column.value(row) ?? undefined, {
        id: column.id,
        header: column.header,
        enableSorting: !column.isUnsortable,
        sortUndefined: "last",
        sortDescFirst: column.align === "end",
        sortFn: (a, b, id) => compareValues(a.getValue<CellValue>(id), b.getValue<CellValue>(id), collator),
      }),
    ),
    getRowId: ({ row }) => rowKey(row),
    state: { sorting: state.sorting, columnVisibility: state.visibility },
    onSortingChange: (updater) => change({ sorting: typeof updater === "function" ? updater(state.sorting) : updater }),
    onColumnVisibilityChange: (updater) =>
      change({ visibility: typeof updater === "function" ? updater(state.visibility) : updater }),
  });
  const isShown = (id: string): boolean => state.visibility[id] !== false;
  return {
    sorted: table.getRowModel().rows.map((r) => ({ key: r.id, row: r.original.row })),
    shown: columns.filter((column) => isShown(column.id)),
    sortOf: (id: string): "ascending" | "descending" | "none" => {
      const entry = state.sorting.find((s) => s.id === id);
      return entry ? (entry.desc ? "descending" : "ascending") : "none";
    },
    toggleSort: (id: string, multi: boolean) => table.getColumn(id)?.toggleSorting(undefined, multi),
    isShown,
    toggleShown: (id: string) => table.getColumn(id)?.toggleVisibility(),
  };
}
