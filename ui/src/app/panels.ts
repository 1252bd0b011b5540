// The panels there are. A panel is registered when its feature's panel.tsx exists; it loads when it is first shown.
import { type ComponentType } from "react";
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type PanelProps } from "@/ui/host";
import { type IconName } from "@/ui/Icon";

export interface PanelDefinition {
  id: string;
  title: MessageDescriptor;
  icon: IconName;
  /** Where it stands in menus. */
  group: "work" | "books" | "system";
  /** Undefined until its code is here. */
  component: () => ComponentType<PanelProps> | undefined;
  /** Fetches its code. */
  load: () => Promise<ComponentType<PanelProps>>;
}

const modules = import.meta.glob<{ default: ComponentType<PanelProps> }>("../features/*/panel.tsx");

const TITLES: Omit<PanelDefinition, "component" | "load">[] = [
  { id: "portfolio", title: msg`Portfolio`, icon: "portfolio", group: "work" },
  { id: "optimizer", title: msg`Optimizer`, icon: "optimizer", group: "work" },
  { id: "chart", title: msg`Chart`, icon: "chart", group: "work" },
  { id: "alerts", title: msg`Alerts`, icon: "bell", group: "work" },
  { id: "watchlists", title: msg`Watchlists`, icon: "watch", group: "work" },
  { id: "depth", title: msg`Depth & tape`, icon: "depth", group: "work" },
  { id: "news", title: msg`News`, icon: "news", group: "work" },
  { id: "targets", title: msg`Targets`, icon: "target", group: "work" },
  { id: "rebalance", title: msg`Rebalance`, icon: "rebalance", group: "work" },
  { id: "performance", title: msg`Performance`, icon: "performance", group: "work" },
  { id: "risk", title: msg`Risk`, icon: "risk", group: "work" },
  { id: "stress", title: msg`Stress`, icon: "stress", group: "work" },
  { id: "hedge", title: msg`Hedge`, icon: "hedge", group: "work" },
  { id: "backtest", title: msg`Back-test`, icon: "backtest", group: "work" },
  { id: "strategies", title: msg`Strategies`, icon: "strategy", group: "work" },
  { id: "sweep", title: msg`Sweep`, icon: "sweep", group: "work" },
  { id: "taxes", title: msg`Taxes`, icon: "tax", group: "work" },
  { id: "transactions", title: msg`Transactions`, icon: "transactions", group: "books" },
  { id: "accounts", title: msg`Accounts`, icon: "accounts", group: "books" },
  { id: "instruments", title: msg`Instruments`, icon: "instruments", group: "books" },
  { id: "prices", title: msg`Prices`, icon: "prices", group: "books" },
  { id: "fx_rates", title: msg`FX rates`, icon: "fx", group: "books" },
  { id: "imports", title: msg`Import`, icon: "import", group: "books" },
  { id: "exports", title: msg`Export`, icon: "download", group: "books" },
  { id: "changes", title: msg`Change history`, icon: "history", group: "books" },
  { id: "data_health", title: msg`Data health`, icon: "health", group: "system" },
  { id: "jobs", title: msg`Jobs`, icon: "jobs", group: "system" },
  { id: "schedules", title: msg`Schedules`, icon: "schedule", group: "system" },
  { id: "providers", title: msg`Providers`, icon: "providers", group: "system" },
  { id: "notifications", title: msg`Notifications`, icon: "send", group: "system" },
  { id: "workspaces", title: msg`Workspaces`, icon: "workspaces", group: "system" },
  { id: "settings", title: msg`Settings`, icon: "settings", group: "system" },
  { id: "guide", title: msg`Guide`, icon: "guide", group: "system" },
  { id: "diagnostics", title: msg`Diagnostics`, icon: "diagnostics", group: "system" },
  { id: "about", title: msg`About`, icon: "about", group: "system" },
];

/** The panels whose code is here. */
const components = new Map<string, ComponentType<PanelProps>>();

/** Every panel that exists, in menu order. */
export const PANELS: readonly PanelDefinition[] = TITLES.flatMap((panel) => {
  const fetchCode = modules[`../features/${panel.id}/panel.tsx`];
  if (!fetchCode) return [];
  const load = async (): Promise<ComponentType<PanelProps>> => {
    const { default: component } = await fetchCode();
    components.set(panel.id, component);
    return component;
  };
  return [{ ...panel, component: () => components.get(panel.id), load }];
});

/** A panel by its id; undefined when there is none of that name. */
export function panelOf(id: string | undefined): PanelDefinition | undefined {
  return PANELS.find((panel) => panel.id === id);
}
