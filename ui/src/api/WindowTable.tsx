// The table of a list that the server keeps, narrows and orders: as many rows as there are, and only those in sight here.
import { type ReactNode, useDeferredValue, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { useDisplay } from "@/ui/display";
import { type MenuEntry } from "@/ui/Menu";
import { ErrorState, Skeleton } from "@/ui/states";
import { type Sorting, useTableChoices } from "@/ui/table/choices";
import { type Column } from "@/ui/table/columns";
import { Grid, type GridRows } from "@/ui/table/Grid";
import { grown, type Shape, useShapes } from "@/ui/table/shape";
import { Tools } from "@/ui/table/Tools";
import { type Query } from "./client";
import { allOf, STRETCH, useStretches } from "./useStretches";

export interface WindowTableProps<T> {
  label: string;
  /** A route that answers with stretches; it knows each column's id as a name to order by. */
  path: string;
  /** Which rows, beside the text of the filter. */
  query: Query;
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  storageKey: string;
  initialSort: Sorting;
  onOpen?: (row: T) => void;
  selectedKey?: string | null;
  onSelect?: (row: T) => void;
  /** The row to begin at. */
  find?: string | null;
  rowActions?: (row: T) => MenuEntry[];
  toolbar?: ReactNode;
  /** Without a field that narrows the rows by a text, for routes that know none. */
  isWhole?: boolean;
  empty: ReactNode;
}

/** `-trade_date,amount`, as the server reads it. */
export function sortText(sorting: Sorting): string {
  return sorting.map(({ id, desc }) => (desc ? `-${id}` : id)).join();
}

export function WindowTable<T>(props: WindowTableProps<T>) {
  const { label, path, columns, rowKey, toolbar, empty } = props;
  const { t } = useLingui();
  const { baseCurrency } = useDisplay();
  const [filter, setFilter] = useState("");
  const text = useDeferredValue(filter);
  const choices = useTableChoices(columns, props.storageKey, props.initialSort);
  const query: Query = { ...props.query, text: text.trim(), sort: sortText(choices.sorting) };
  const { head, problem, stretches, at, onSight } = useStretches<T>(path, query, props.find ?? null);
  const here = [...stretches.values()].flat();
  const seen = useShapes(here, columns, baseCurrency);
  // Rows come and go while the table is scrolled; the room for their figures only grows, so that points stay in line.
  const [shapes, setShapes] = useState<ReadonlyMap<string, Shape>>(seen);
  const wider = grown(shapes, seen);
  if (wider !== shapes) setShapes(wider);
  if (problem) return <ErrorState error={problem.error} onRetry={() => void problem.refetch()} />;
  if (head.data === undefined) return <Skeleton />;
  const { matching, total, place } = head.data;
  const rows: GridRows<T> = {
    count: matching,
    at: (index) => {
      const row = at(index);
      return row === undefined ? undefined : { key: rowKey(row), row };
    },
    indexOf: (key) => {
      for (const [n, items] of stretches) {
        const i = items.findIndex((row) => rowKey(row) === key);
        if (i >= 0) return n * STRETCH + i;
      }
      return -1;
    },
    onSight,
  };
  return (
    <div className="qd-table">
      <Tools
        columns={columns}
        choices={choices}
        {...(props.isWhole ? {} : { filter: { value: filter, onChange: setFilter } })}
        matching={matching}
        total={total}
        rows={() => allOf<T>(path, query)}
      >
        {toolbar}
      </Tools>
      <Grid
        label={label}
        rows={rows}
        list={JSON.stringify(query)}
        start={place}
        choices={choices}
        shapes={shapes}
        onOpen={props.onOpen}
        selectedKey={props.selectedKey}
        onSelect={props.onSelect}
        rowActions={props.rowActions}
        none={total === 0 ? empty : t`No row matches the filter.`}
      />
    </div>
  );
}
