// What is written on a watchlist: names, notes, symbols.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Watchlists, type WatchRow } from "@/api/markets";
import { InstrumentPicker } from "@/api/pickers";
import { type Instrument } from "@/api/types";
import { ImportDialog, TextDialog } from "./dialogs";
import * as edit from "./lists";

/** Which text is being written; null: none. */
export type Writing =
  | { what: "list" }
  | { what: "rename" }
  | { what: "section" }
  | { what: "rename-section"; section: number }
  | { what: "note"; row: WatchRow; place: edit.Place }
  | { what: "import" }
  | null;

export interface WritingsProps {
  writing: Writing;
  all: Watchlists;
  /** The list that is shown. */
  at: number;
  known: readonly Instrument[];
  symbolOf: (id: string) => string;
  put: (next: Watchlists, said: string) => void;
  onAdd: (ids: readonly string[]) => void;
  onSelect: (list: number) => void;
  onClose: () => void;
}

/** The dialog in which something is written, if something is. */
export function Writings({ writing, all, at, known, symbolOf, put, onAdd, onSelect, onClose }: WritingsProps) {
  const { t } = useLingui();
  const list = all.lists[at];
  return (
    <>
      {writing?.what === "import" ? <ImportDialog instruments={known} onAdd={onAdd} onClose={onClose} /> : null}
      {writing?.what === "list" || writing?.what === "rename" ? (
        <TextDialog
          title={writing.what === "list" ? t`New list` : t`Rename the list`}
          label={t`Name`}
          value={writing.what === "list" ? "" : (list?.name ?? "")}
          onSave={(name) => {
            if (writing.what === "list") {
              put(edit.addList(all, name), t`List “${name}” made`);
              onSelect(all.lists.length);
            } else put(edit.renameList(all, at, name), t`List renamed to “${name}”`);
          }}
          onClose={onClose}
        />
      ) : null}
      {writing?.what === "section" || writing?.what === "rename-section" ? (
        <TextDialog
          title={writing.what === "section" ? t`New section` : t`Rename the section`}
          label={t`Name`}
          value={writing.what === "section" ? "" : (list?.sections[writing.section]?.name ?? "")}
          onSave={(name) =>
            put(
              writing.what === "section"
                ? edit.addSection(all, at, name)
                : edit.renameSection(all, at, writing.section, name),
              t`Section “${name}”`,
            )
          }
          onClose={onClose}
        />
      ) : null}
      {writing?.what === "note" ? (
        <TextDialog
          title={t`Note on ${symbolOf(writing.row.instrument_id)}`}
          label={t`Note`}
          value={writing.row.note ?? ""}
          mayBeEmpty
          onSave={(text) => put(edit.changeRow(all, at, writing.place, { note: text || null }), t`Note kept`)}
          onClose={onClose}
        />
      ) : null}
    </>
  );
}

export function AddSymbol({ onAdd, isDisabled }: { onAdd: (id: string) => void; isDisabled: boolean }) {
  const { t } = useLingui();
  // A new field after each choice: the old one keeps what was chosen.
  const [n, setN] = useState(0);
  return (
    <InstrumentPicker
      key={n}
      label={t`Add a symbol`}
      hideLabel
      placeholder={t`Add a symbol…`}
      isDisabled={isDisabled}
      value={null}
      onChange={(id) => {
        if (id === null) return;
        onAdd(id);
        setN(n + 1);
      }}
    />
  );
}
