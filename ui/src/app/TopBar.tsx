// The top bar: which workspace this is, search, layouts, theme, privacy.
import { useState, useSyncExternalStore } from "react";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { post } from "@/api/client";
import { useGet } from "@/api/queries";
import { type Workspace, type WorkspaceEntry } from "@/api/types";
import { errorText } from "@/lib/error";
import { isApple, label as keyLabel } from "@/lib/keys";
import { IconButton } from "@/ui/Button";
import { choose, useChoices, useFormat } from "@/ui/display";
import { useHost } from "@/ui/host";
import { Icon } from "@/ui/Icon";
import { MenuButton, type MenuEntry } from "@/ui/Menu";
import { toast } from "@/ui/toasts";
import { type Command } from "./commands";
import { dock, ownLayouts, removeLayout } from "./dock";
import { LAYOUTS } from "./layouts";
import { UseOwn } from "./UseOwn";

export interface TopBarProps {
  workspace: Workspace;
  commands: Command[];
  openPalette: () => void;
  isPhone: boolean;
}

export function TopBar({ workspace, commands, openPalette, isPhone }: TopBarProps) {
  const { t } = useLingui();
  const { theme, privacy } = useChoices();
  const run = (id: string) => () => commands.find((c) => c.id === id)?.run();
  return (
    <header className="qd-top">
      <h1 className="qd-sr-only">{t`Quarterdeck, workspace ${workspace.name}`}</h1>
      <WorkspaceMenu workspace={workspace} />
      {workspace.sample && !isPhone ? <Sample today={workspace.today} /> : null}
      <button
        type="button"
        className="qd-search"
        onClick={openPalette}
        {...(isPhone ? { "aria-label": t`Search symbols, panels and actions` } : {})}
      >
        <Icon name="search" />
        {isPhone ? null : (
          <>
            <span>
              <Trans>Search symbols, panels and actions</Trans>
            </span>
            <kbd aria-hidden="true">{keyLabel("mod+k", isApple())}</kbd>
          </>
        )}
      </button>
      {isPhone ? null : <LayoutMenu commands={commands} />}
      <IconButton
        label={privacy ? t`Show amounts` : t`Blur amounts`}
        icon={privacy ? "eye-off" : "eye"}
        isOn={privacy}
        onPress={() => choose({ privacy: !privacy })}
      />
      <IconButton label={t`Next theme`} icon={theme === "light" ? "sun" : "moon"} onPress={run("theme")} />
      {isPhone ? null : <IconButton label={t`Keyboard shortcuts`} icon="keyboard" onPress={run("shortcuts")} />}
    </header>
  );
}

/** Says that this is the sample and which day it is there, and leads to the user's own books. */
export function Sample({ today }: { today: string }) {
  const format = useFormat();
  const day = format.date(today);
  return (
    <>
      <span className="qd-badge qd-sample" role="status">
        <strong>
          <Trans>SAMPLE</Trans>
        </strong>
        <span className="qd-sample-day">
          <Trans>today is {day}</Trans>
        </span>
      </span>
      <UseOwn />
    </>
  );
}

function WorkspaceMenu({ workspace }: { workspace: Workspace }) {
  const { t } = useLingui();
  const host = useHost();
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const others = useGet<WorkspaceEntry[]>("/workspaces");
  const open = async (entry: WorkspaceEntry): Promise<void> => {
    setBusy(true);
    try {
      await post("/workspaces/open", { path: entry.path });
      await client.resetQueries();
      toast({ kind: "success", text: t`Workspace “${entry.name}” is open` });
    } catch (error) {
      toast({ kind: "error", text: errorText(error) });
    } finally {
      setBusy(false);
    }
  };
  const items: MenuEntry[] = [
    ...(others.data ?? []).map((entry) => ({
      id: entry.path,
      label: entry.name,
      isChecked: entry.path === workspace.path,
      isDisabled: isBusy || !entry.present || entry.path === workspace.path,
      onAction: () => void open(entry),
    })),
    { id: "panel", label: t`Workspaces and backups`, startsGroup: true, onAction: () => host.openPanel("workspaces") },
  ];
  return (
    <MenuButton label={t`Workspace ${workspace.name}`} items={items}>
      <span className="qd-workspace-name">{workspace.name}</span>
    </MenuButton>
  );
}

function LayoutMenu({ commands }: { commands: Command[] }) {
  const { t, i18n } = useLingui();
  const { layout, isLocked } = useSyncExternalStore(dock.subscribe, dock.get);
  const own = useSyncExternalStore(ownLayouts.subscribe, ownLayouts.get);
  const entry = (id: string, startsGroup = false): MenuEntry[] => {
    const command = commands.find((c) => c.id === id);
    return command ? [{ id, label: command.label, startsGroup, onAction: command.run }] : [];
  };
  const name = LAYOUTS.find((l) => l.id === layout);
  const title = name ? i18n._(name.title) : layout;
  const items: MenuEntry[] = [
    ...LAYOUTS.map((l) => ({
      id: l.id,
      label: i18n._(l.title),
      isChecked: l.id === layout,
      onAction: () => commands.find((c) => c.id === `layout-${l.id}`)?.run(),
    })),
    ...own.map((n) => ({
      id: `own-${n}`,
      label: n,
      isChecked: n === layout,
      onAction: () => commands.find((c) => c.id === `layout-${n}`)?.run(),
    })),
    ...entry("layout-save", true),
    ...entry("layout-reset"),
    ...entry("layout-lock"),
    ...entry("layout-export", true),
    ...entry("layout-import"),
    ...(own.includes(layout)
      ? [{ id: "remove", label: t`Delete layout ${layout}`, isDanger: true, onAction: () => removeLayout(layout) }]
      : []),
  ];
  return (
    <MenuButton label={isLocked ? t`Layout ${title}, locked` : t`Layout ${title}`} items={items}>
      <Icon name={isLocked ? "lock" : "layout"} />
      {title}
    </MenuButton>
  );
}
