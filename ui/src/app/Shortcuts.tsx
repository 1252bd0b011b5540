// The list of keys, under "?".
import { useLingui } from "@lingui/react/macro";

import { isApple, label as keyLabel } from "@/lib/keys";
import { Dialog } from "@/ui/Dialog";
import { type Command } from "./commands";

export interface ShortcutsProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  commands: Command[];
}

export function Shortcuts({ isOpen, onOpenChange, commands }: ShortcutsProps) {
  const { t } = useLingui();
  const fixed: [string, string][] = [
    ["F6", t`Next group of panels`],
    ["Shift+F6", t`Previous group of panels`],
    ["←  →", t`Next or previous tab, while a tab has the focus`],
    ["Delete", t`Close the tab that has the focus`],
    ["Tab", t`Next control`],
    ["↑  ↓  PgUp  PgDn  Home  End", t`Rows of a table`],
    ["Enter", t`Open the row, explain the figure`],
    ["Esc", t`Close what is on top`],
  ];
  const rows = [
    ...commands.flatMap((c) => (c.shortcut ? [[keyLabel(c.shortcut, isApple()), c.label] as const] : [])),
    ...fixed,
  ];
  return (
    <Dialog title={t`Keyboard shortcuts`} isOpen={isOpen} onOpenChange={onOpenChange} width={560}>
      <dl className="qd-keys">
        {rows.map(([keys, label]) => (
          <div key={`${keys} ${label}`}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
