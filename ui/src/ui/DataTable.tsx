// The table of rows that the client holds: virtual rows, sorting, keyboard, column choice, copy as CSV. Rows that the
// server keeps are shown by `WindowTable`.
import { type ReactNode, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { useDisplay } from "./display";
import { type MenuEntry } from "./Menu";
import { type Sorting, useTableChoices } from "./table/choices";
import { type Column } from "./table/columns";
import { Grid, type GridRows } from "./table/Grid";
import { matching, ordered } from "./table/rows";
import { useShapes } from "./table/shape";
import { Tools } from "./table/Tools";

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
  initialSort?: Sorting;
  /** Adds a field that filters the rows by any column's value. */
  isFilterable?: boolean;
  toolbar?: ReactNode;
  empty?: ReactNode;
}

export function DataTable<T>(props: DataTableProps<T>) {
  const { label, rows, columns, rowKey, toolbar, empty } = props;
  const { t } = useLingui();
  const { locale, baseCurrency } = useDisplay();
  const [filter, setFilter] = useState("");
  const choices = useTableChoices(columns, props.storageKey, props.initialSort ?? []);
  const found = matching(rows, columns, filter);
  const sorted = ordered(found, columns, choices.sorting, locale);
  const shapes = useShapes(rows, columns, baseCurrency);
  const gridRows: GridRows<T> = {
    count: sorted.length,
    at: (index) => {
      const row = sorted[index];
      return row === undefined ? undefined : { key: rowKey(row), row };
    },
    indexOf: (key) => sorted.findIndex((row) => rowKey(row) === key),
  };
  return (
    <div className="qd-table">
      <Tools
        columns={columns}
        choices={choices}
        {...(props.isFilterable ? { filter: { value: filter, onChange: setFilter } } : {})}
        matching={found.length}
        total={rows.length}
        rows={() => Promise.resolve(sorted)}
      >
        {toolbar}
      </Tools>
      <Grid
        label={label}
        rows={gridRows}
        choices={choices}
        shapes={shapes}
        onOpen={props.onOpen}
        selectedKey={props.selectedKey}
        onSelect={props.onSelect}
        rowActions={props.rowActions}
        none={rows.length === 0 ? empty : t`No row matches the filter.`}
      />
    </div>
  );
}
