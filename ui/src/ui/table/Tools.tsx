// Above a table: its own buttons, the filter, the count, copying and the choice of columns.
import { type ReactNode } from "react";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

import { copyText } from "@/lib/clipboard";
import { toCsv } from "@/lib/csv";
import { IconButton } from "../Button";
import { useFormat } from "../display";
import { TextInput } from "../fields/TextInput";
import { MenuButton, type MenuEntry } from "../Menu";
import { toast } from "../toasts";
import { type TableChoices } from "./choices";
import { type Column } from "./columns";

export interface ToolsProps<T> {
  columns: readonly Column<T>[];
  choices: TableChoices<T>;
  /** The text to filter by, where the table can be filtered. */
  filter?: { value: string; onChange: (text: string) => void };
  matching: number;
  total: number;
  /** All rows that match, for the copy. */
  rows: () => Promise<readonly T[]>;
  children?: ReactNode;
}

export function Tools<T>({ columns, choices, filter, matching, total, rows, children }: ToolsProps<T>) {
  const { t } = useLingui();
  const format = useFormat();
  const [found, all] = [format.number(matching, 0), format.number(total, 0)];
  const { shown, isShown, toggleShown } = choices;
  const copy = async (): Promise<void> => {
    try {
      const lines = (await rows()).map((row) => shown.map((c) => c.value(row)));
      await copyText(
        toCsv(
          shown.map((c) => c.header),
          lines,
        ),
      );
      toast({ kind: "success", text: t`${plural(lines.length, { one: "1 row", other: "# rows" })} copied as CSV` });
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
    <div className="qd-table-tools">
      {children}
      {filter ? (
        <TextInput
          label={t`Filter`}
          hideLabel
          type="search"
          placeholder={t`Filter`}
          value={filter.value}
          onChange={filter.onChange}
        />
      ) : null}
      <span className="qd-grow" />
      <span className="qd-dim qd-small qd-table-count">
        {matching === total ? t`${plural(total, { one: "1 row", other: `${all} rows` })}` : t`${found} of ${all} rows`}
      </span>
      <IconButton
        label={t`Copy as CSV`}
        icon="copy"
        size="small"
        onPress={() => void copy()}
        isDisabled={total === 0}
      />
      <MenuButton label={t`Columns`} icon="columns" size="small" items={columnMenu} />
    </div>
  );
}
