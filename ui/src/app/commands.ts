// Every command of the frame: the palette lists them, the keyboard triggers some.
import { useState, useSyncExternalStore } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Instrument, type Page } from "@/api/types";
import { useGet } from "@/api/queries";
import { useUndo } from "@/api/useUndo";
import { errorText } from "@/lib/error";
import { platform } from "@/platform/platform";
import { choose, useChoices } from "@/ui/display";
import { useHost } from "@/ui/host";
import { toast } from "@/ui/toasts";
import {
  activeTab,
  closeTab,
  dock,
  exportLayout,
  floatTab,
  importLayout,
  ownLayouts,
  resetLayout,
  setLocked,
  showLayout,
  splitTab,
} from "./dock";
import { LAYOUTS } from "./layouts";
import { follow } from "./linked";
import { PANELS, panelOf } from "./panels";

export interface Command {
  id: string;
  label: string;
  note?: string;
  shortcut?: string;
  run: () => void;
}

const THEMES = ["dark", "light", "system"] as const;

async function pickLayout(): Promise<void> {
  const file = await platform().openFile([".json", "application/json"]);
  if (!file) return;
  try {
    importLayout(new TextDecoder().decode(await file.slice(0, file.size)));
  } catch (error) {
    toast({ kind: "error", text: errorText(error) });
  }
}

/** The commands, apart from instruments, which depend on what was typed. */
export function useCommands(open: { palette: () => void; shortcuts: () => void; saveLayout: () => void }): Command[] {
  const { t, i18n } = useLingui();
  const host = useHost();
  const { undo } = useUndo();
  const { theme, privacy, timeZone } = useChoices();
  const { isLocked, layout } = useSyncExternalStore(dock.subscribe, dock.get);
  const own = useSyncExternalStore(ownLayouts.subscribe, ownLayouts.get);
  const nextTheme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "dark";
  const onTab = (act: (tab: NonNullable<ReturnType<typeof activeTab>>) => void) => () => {
    const tab = activeTab();
    if (tab && !isLocked) act(tab);
    else if (isLocked) toast({ text: t`The layout is locked. Unlock it to move panels.` });
  };
  return [
    { id: "palette", label: t`Search`, shortcut: "mod+k", run: open.palette },
    ...PANELS.map((panel, index) => ({
      id: `panel-${panel.id}`,
      label: i18n._(panel.title),
      note: t`Panel`,
      ...(index < 9 ? { shortcut: `alt+${index + 1}` } : {}),
      run: () => host.openPanel(panel.id),
    })),
    { id: "undo", label: t`Undo the last change`, shortcut: "mod+z", run: () => void undo() },
    { id: "theme", label: t`Next theme`, shortcut: "mod+shift+l", run: () => choose({ theme: nextTheme }) },
    {
      id: "privacy",
      label: privacy ? t`Show amounts` : t`Blur amounts`,
      shortcut: "mod+shift+h",
      run: () => choose({ privacy: !privacy }),
    },
    {
      id: "clock",
      label: timeZone === "utc" ? t`Show local time` : t`Show UTC`,
      run: () => choose({ timeZone: timeZone === "utc" ? "local" : "utc" }),
    },
    ...LAYOUTS.map((l) => {
      const name = i18n._(l.title);
      return { id: `layout-${l.id}`, label: t`Layout: ${name}`, run: () => showLayout(l.id) };
    }),
    ...own.map((name) => ({ id: `layout-${name}`, label: t`Layout: ${name}`, run: () => showLayout(name) })),
    { id: "layout-save", label: t`Save layout as…`, run: open.saveLayout },
    { id: "layout-reset", label: t`Reset layout`, run: resetLayout },
    { id: "layout-lock", label: isLocked ? t`Unlock layout` : t`Lock layout`, run: () => setLocked(!isLocked) },
    {
      id: "layout-export",
      label: t`Export layout`,
      run: () => void platform().saveFile(`layout-${layout}.json`, exportLayout(), "application/json"),
    },
    { id: "layout-import", label: t`Import layout…`, run: () => void pickLayout() },
    { id: "tab-left", label: t`Move panel to the left`, run: onTab((tab) => splitTab(tab, "left")) },
    { id: "tab-right", label: t`Move panel to the right`, run: onTab((tab) => splitTab(tab, "right")) },
    { id: "tab-up", label: t`Move panel up`, run: onTab((tab) => splitTab(tab, "top")) },
    { id: "tab-down", label: t`Move panel down`, run: onTab((tab) => splitTab(tab, "bottom")) },
    { id: "tab-float", label: t`Float panel`, run: onTab(floatTab) },
    { id: "tab-close", label: t`Close panel`, run: onTab(closeTab) },
    { id: "shortcuts", label: t`Keyboard shortcuts`, shortcut: "?", run: open.shortcuts },
  ];
}

/** Commands for the instruments that match what was typed. */
export function useInstrumentCommands(query: string): Command[] {
  const host = useHost();
  const q = query.trim();
  const found = useGet<Page<Instrument>>(
    "/instruments",
    { query: { q, limit: 8 } },
    { enabled: q.length > 0, keepPrevious: true },
  );
  if (q.length === 0) return [];
  return (found.data?.items ?? []).map((instrument) => ({
    id: `instrument-${instrument.id}`,
    label: instrument.symbol,
    note: instrument.name,
    run: () => {
      follow(1, instrument.id);
      host.openPanel(panelOf("chart") ? "chart" : "instruments");
    },
  }));
}

/** A value that opens and closes: the overlays of the frame. */
export function useToggle(): { isOpen: boolean; setOpen: (isOpen: boolean) => void; open: () => void } {
  const [isOpen, setOpen] = useState(false);
  return { isOpen, setOpen, open: () => setOpen(true) };
}
