// The named layouts that come with the program, made of the panels that exist.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { type IJsonModel, type IJsonRowNode, type IJsonTabSetNode } from "flexlayout-react";

import { panelOf } from "./panels";

export interface LayoutDefinition {
  id: string;
  title: MessageDescriptor;
  make: () => IJsonModel;
}

function tabs(weight: number, ids: string[]): IJsonTabSetNode {
  const children = ids
    .filter((id) => panelOf(id))
    .map((id) => ({ type: "tab", component: id, name: id, config: { params: {}, link: 1 } }));
  return { type: "tabset", weight, children };
}

/** A row or column without its empty parts; its direction alternates with its depth. */
function row(weight: number, children: (IJsonTabSetNode | IJsonRowNode)[]): IJsonRowNode {
  return { type: "row", weight, children: children.filter((child) => (child.children ?? []).length > 0) };
}

function model(layout: IJsonRowNode): IJsonModel {
  return {
    global: {
      tabEnableRename: false,
      tabEnablePopout: false,
      tabEnableFloat: true,
      tabEnablePin: false,
      tabSetEnableTabGroups: false,
      tabSetEnableMaximize: true,
      tabSetMinWidth: 200,
      tabSetMinHeight: 120,
    },
    layout,
  };
}

export const LAYOUTS: readonly LayoutDefinition[] = [
  {
    id: "investor",
    title: msg`Investor`,
    make: () =>
      model(
        row(100, [
          tabs(62, ["portfolio", "targets", "rebalance", "transactions", "accounts", "imports"]),
          row(38, [
            tabs(60, ["chart", "instruments", "prices", "fx_rates"]),
            tabs(40, ["data_health", "jobs", "changes", "guide"]),
          ]),
        ]),
      ),
  },
  {
    id: "trader",
    title: msg`Trader`,
    make: () =>
      model(
        row(100, [
          tabs(52, ["watchlists", "alerts", "portfolio", "providers"]),
          row(48, [tabs(55, ["chart", "news"]), tabs(45, ["depth", "jobs", "guide"])]),
        ]),
      ),
  },
  {
    id: "researcher",
    title: msg`Researcher`,
    make: () =>
      model(
        row(100, [
          tabs(64, ["optimizer", "backtest", "strategies", "sweep", "targets", "portfolio", "instruments"]),
          row(36, [tabs(55, ["chart", "prices"]), tabs(45, ["jobs", "data_health", "guide"])]),
        ]),
      ),
  },
  {
    id: "risk",
    title: msg`Risk`,
    make: () =>
      model(
        row(100, [
          tabs(56, ["risk", "performance", "portfolio"]),
          row(44, [tabs(60, ["stress", "hedge"]), tabs(40, ["alerts", "data_health", "guide"])]),
        ]),
      ),
  },
];
