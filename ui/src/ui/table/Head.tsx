// The line with the names of a grid's columns; a press on one orders the rows.
import { useLingui } from "@lingui/react/macro";

import { Icon } from "../Icon";
import { type TableChoices } from "./choices";

export interface HeadProps<T> {
  choices: TableChoices<T>;
  template: string;
  minWidth: number;
  hasActions: boolean;
}

export function Head<T>({ choices, template, minWidth, hasActions }: HeadProps<T>) {
  const { t } = useLingui();
  const { shown, sortOf, toggleSort } = choices;
  return (
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
        {hasActions ? (
          <div role="columnheader" className="qd-grid-header qd-grid-actions">
            <span className="qd-sr-only">{t`Actions`}</span>
          </div>
        ) : null}
      </div>
    </div>
  );
}
