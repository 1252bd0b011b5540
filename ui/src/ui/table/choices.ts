// A table's remembered choices: order of rows, shown columns.
import { useState } from "react";

import { isRecord, load, save } from "@/lib/storage";
import { type Column } from "./columns";

/** Columns to order by, the first one first. */
export type Sorting = readonly { id: string; desc: boolean }[];

interface Remembered {
  sorting: Sorting;
  visibility: Record<string, boolean>;
}

function isRemembered(value: unknown): value is Remembered {
  return isRecord(value) && Array.isArray(value["sorting"]) && isRecord(value["visibility"]);
}

/** The order after a press on a header: first way, other way, none. With `keep` the other columns go on counting. */
export function toggled(sorting: Sorting, id: string, startsFalling: boolean, keep: boolean): Sorting {
  const now = sorting.find((entry) => entry.id === id);
  const others = keep ? sorting.filter((entry) => entry.id !== id) : [];
  if (!now || (!keep && sorting.length > 1)) return [...others, { id, desc: startsFalling }];
  if (now.desc !== startsFalling) return others;
  const turned = { id, desc: !now.desc };
  return keep ? sorting.map((entry) => (entry.id === id ? turned : entry)) : [turned];
}

export interface TableChoices<T> {
  sorting: Sorting;
  shown: Column<T>[];
  sortOf: (id: string) => "ascending" | "descending" | "none";
  toggleSort: (id: string, keep: boolean) => void;
  isShown: (id: string) => boolean;
  toggleShown: (id: string) => void;
}

/** The choices, and how they are changed; kept under a name where one is given. */
export function useTableChoices<T>(
  columns: readonly Column<T>[],
  storageKey: string | undefined,
  initialSort: Sorting,
): TableChoices<T> {
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
  const isShown = (id: string): boolean => state.visibility[id] !== false;
  return {
    sorting: state.sorting,
    shown: columns.filter((column) => isShown(column.id)),
    sortOf: (id) => {
      const entry = state.sorting.find((s) => s.id === id);
      return entry ? (entry.desc ? "descending" : "ascending") : "none";
    },
    toggleSort: (id, keep) => {
      const column = columns.find((c) => c.id === id);
      if (column && !column.isUnsortable) change({ sorting: toggled(state.sorting, id, column.align === "end", keep) });
    },
    isShown,
    toggleShown: (id) => change({ visibility: { ...state.visibility, [id]: !isShown(id) } }),
  };
}
