// The docked panels, drawn by FlexLayout; nothing outside this file and dock.ts knows that library.
import { useState, useSyncExternalStore } from "react";
import { useLingui } from "@lingui/react/macro";
import { type ITabSetRenderValues, Layout, type TabNode, type TabSetNode } from "flexlayout-react";
import "flexlayout-react/style/light.css";

import { Icon } from "@/ui/Icon";
import { MenuButton, type MenuEntry } from "@/ui/Menu";
import { useHost } from "@/ui/host";
import {
  activeTab,
  allTabSets,
  closeTab,
  configOf,
  dock,
  floatTab,
  keepLayout,
  linkTab,
  moveTabTo,
  type Side,
  splitTab,
} from "./dock";
import { useLongestWait } from "./firstPanel";
import { panelOf } from "./panels";
import { PanelView } from "./PanelView";

const LINKS = [0, 1, 2, 3, 4];

export function PanelHost() {
  const { i18n, t } = useLingui();
  const host = useHost();
  const { model, isLocked } = useSyncExternalStore(dock.subscribe, dock.get);
  const [first] = useState(() => activeTab()?.getId());
  useLongestWait();
  const titleOf = (id: string | undefined): string => {
    const panel = panelOf(id);
    return panel ? i18n._(panel.title) : (id ?? "");
  };
  const ui: Record<string, string> = {
    "flexlayout.ui.close.tab": t`Close`,
    "flexlayout.ui.close.tabset": t`Close the group`,
    "flexlayout.ui.maximize.tabset": t`Maximize`,
    "flexlayout.ui.restore.tabset": t`Restore`,
    "flexlayout.ui.popout.tab.float": t`Float`,
    "flexlayout.ui.overflow.menu.tooltip": t`More tabs`,
    "flexlayout.ui.splitter": t`Resize`,
  };

  const linkNames = [t`Follow nothing`, t`Follow blue`, t`Follow orange`, t`Follow green`, t`Follow violet`];
  const menuOf = (tab: TabNode, group: TabSetNode): MenuEntry[] => {
    const sides: [Side, string][] = [
      ["left", t`Move to a new group at the left`],
      ["right", t`Move to a new group at the right`],
      ["top", t`Move to a new group above`],
      ["bottom", t`Move to a new group below`],
    ];
    const others = allTabSets().filter((other) => other.getId() !== group.getId() && other.getSelectedNode());
    const { params, link } = configOf(tab);
    return [
      ...sides.map(([side, label]) => ({
        id: side,
        label,
        isDisabled: isLocked || group.getTabNodes().length < 2,
        onAction: () => splitTab(tab, side),
      })),
      ...others.map((other) => {
        const name = titleOf(other.getSelectedNode()?.getComponent());
        return {
          id: other.getId(),
          label: t`Move beside ${name}`,
          isDisabled: isLocked,
          onAction: () => moveTabTo(tab, other),
        };
      }),
      { id: "float", label: t`Float`, isDisabled: isLocked, startsGroup: true, onAction: () => floatTab(tab) },
      {
        id: "window",
        label: t`Move to its own window`,
        onAction: () => {
          host.popOutPanel(tab.getComponent() ?? "", params);
          if (!isLocked) closeTab(tab);
        },
      },
      ...LINKS.map((n) => ({
        id: `link-${n}`,
        label: linkNames[n] ?? "",
        isChecked: link === n,
        startsGroup: n === 0,
        onAction: () => linkTab(tab, n),
      })),
      { id: "close", label: t`Close`, isDisabled: isLocked, startsGroup: true, onAction: () => closeTab(tab) },
    ];
  };
  const onRenderTabSet = (node: { getType(): string }, values: ITabSetRenderValues): void => {
    if (node.getType() !== "tabset") return;
    const group = node as TabSetNode;
    const tab = group.getSelectedNode();
    if (!tab) return;
    const name = titleOf(tab.getComponent());
    values.stickyButtons.push(
      <span key="menu" onPointerDown={(event) => event.stopPropagation()}>
        <MenuButton label={t`Move or link ${name}`} size="small" items={menuOf(tab, group)} />
      </span>,
    );
  };

  return (
    <div className="qd-dock">
      <Layout
        model={model}
        keyMap={{
          focusNextTabset: "F6",
          focusPreviousTabset: "Shift+F6",
          closeTab: "Delete",
          focusTabToggle: "Ctrl+Enter",
        }}
        factory={(tab) => {
          const { params, link } = configOf(tab);
          const id = tab.getId();
          const panel = tab.getComponent() ?? "";
          return <PanelView id={panel} panelId={id} params={params} link={link} isFirst={id === first} />;
        }}
        onRenderTab={(tab, values) => {
          const panel = panelOf(tab.getComponent());
          const { link } = configOf(tab);
          values.leading = (
            <span className={`qd-tab-icon qd-link-${link}`}>{panel ? <Icon name={panel.icon} size={13} /> : null}</span>
          );
        }}
        onRenderTabSet={onRenderTabSet}
        onModelChange={keepLayout}
        i18nTranslator={(key) => ui[key] ?? titleOf(key)}
        realtimeResize
      />
    </div>
  );
}
