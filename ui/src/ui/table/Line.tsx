// The cells of one row of a grid.
import { memo } from "react";
import { useLingui } from "@lingui/react/macro";

import { MenuButton, type MenuEntry } from "../Menu";
import { type Column } from "./columns";
import { ColumnShape, type Shape } from "./shape";

export interface LineProps<T> {
  row: T;
  shown: readonly Column<T>[];
  shapes: ReadonlyMap<string, Shape>;
  actions: ((row: T) => MenuEntry[]) | undefined;
}

function LineCells<T>({ row, shown, shapes, actions }: LineProps<T>) {
  const { t } = useLingui();
  return (
    <>
      {shown.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          data-column={column.id}
          className={`qd-grid-cell${column.align === "end" ? " qd-end" : ""}`}
        >
          {column.cell ? (
            <ColumnShape value={shapes.get(column.id) ?? null}>{column.cell(row)}</ColumnShape>
          ) : (
            (column.value(row) ?? "")
          )}
        </div>
      ))}
      {actions ? (
        <div role="gridcell" className="qd-grid-cell qd-grid-actions">
          <MenuButton label={t`Actions of this row`} size="small" items={actions(row)} />
        </div>
      ) : null}
    </>
  );
}

/** Made anew only when the row or the columns change: scrolling moves many rows and changes none. */
export const Line = memo(LineCells) as typeof LineCells;
