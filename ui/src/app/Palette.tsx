// The command palette: symbols, panels and actions by typing.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField } from "react-aria-components";

import { rank } from "@/lib/fuzzy";
import { isApple, label as keyLabel } from "@/lib/keys";
import { type Command, useInstrumentCommands } from "./commands";

export interface PaletteProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  commands: Command[];
}

export function Palette({ isOpen, onOpenChange, commands }: PaletteProps) {
  const { t } = useLingui();
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={onOpenChange} isDismissable className="qd-overlay qd-palette-overlay">
      <Modal className="qd-modal qd-palette">
        <Dialog aria-label={t`Command palette`} className="qd-dialog">
          {/* The field would only empty itself at the first Escape. */}
          <div
            className="qd-palette-inside"
            onKeyDownCapture={(event) => {
              if (event.key !== "Escape") return;
              event.stopPropagation();
              onOpenChange(false);
            }}
          >
            <PaletteList commands={commands} onDone={() => onOpenChange(false)} />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteList({ commands, onDone }: { commands: Command[]; onDone: () => void }) {
  const { t } = useLingui();
  const [query, setQuery] = useState("");
  const instruments = useInstrumentCommands(query);
  const others = rank(
    commands.filter((c) => c.id !== "palette"),
    query,
    (c) => `${c.label} ${c.note ?? ""}`,
    40,
  );
  const items = [...instruments, ...others];
  return (
    <Autocomplete inputValue={query} onInputChange={setQuery}>
      <SearchField aria-label={t`Search symbols, panels and actions`} autoFocus className="qd-palette-field">
        <Input className="qd-input" placeholder={t`Search symbols, panels and actions`} />
      </SearchField>
      {/* Its entries never have the focus themselves, so the scrolling box can. */}
      <div className="qd-palette-list" role="group" aria-label={t`Found`} tabIndex={0}>
        <Menu
          aria-label={t`Results`}
          items={items}
          className="qd-menu"
          renderEmptyState={() => <p className="qd-listbox-empty">{t`Nothing found`}</p>}
        >
          {(item: Command) => (
            <MenuItem
              id={item.id}
              textValue={item.label}
              className="qd-option"
              onAction={() => {
                onDone();
                item.run();
              }}
            >
              <span>{item.label}</span>
              {item.note ? <span className="qd-dim">{item.note}</span> : null}
              {item.shortcut ? <kbd className="qd-option-note">{keyLabel(item.shortcut, isApple())}</kbd> : null}
            </MenuItem>
          )}
        </Menu>
      </div>
    </Autocomplete>
  );
}
