// The docked panels of this window, outside React: which layout is shown, and the commands that change it.
import { Actions, DockLocation, type IJsonModel, Model, type TabNode, type TabSetNode } from "flexlayout-react";

import { forget, isRecord, load, save } from "@/lib/storage";
import { createStore } from "@/lib/store";
import { LAYOUTS } from "./layouts";
import { panelOf } from "./panels";

/** What a tab carries: what its panel was opened with, and the colour (1 to 4, 0 none) whose instrument it follows. */
export interface TabConfig {
  params: Record<string, string>;
  link: number;
}

export type Side = "left" | "right" | "top" | "bottom";

interface Dock {
  /** A shipped layout's id, or the name of the user's own. */
  layout: string;
  model: Model;
  isLocked: boolean;
}

const isModel = (value: unknown): value is IJsonModel => isRecord(value) && isRecord(value["layout"]);
const isText = (value: unknown): value is string => typeof value === "string";
const isFlag = (value: unknown): value is boolean => typeof value === "boolean";
const isNames = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

function shipped(layout: string): IJsonModel {
  const found = LAYOUTS.find((l) => l.id === layout) ?? LAYOUTS[0];
  if (!found) throw new Error("invariant: at least one layout is shipped");
  return found.make();
}

function modelOf(layout: string): Model {
  const json = load<IJsonModel | null>(
    `layout.${layout}`,
    null,
    (v): v is IJsonModel | null => v === null || isModel(v),
  );
  try {
    return Model.fromJson(json ?? shipped(layout));
  } catch {
    // A layout of another version of the program: start from the shipped one.
    return Model.fromJson(shipped(layout));
  }
}

function restrict(model: Model, isLocked: boolean): void {
  model.doAction(
    Actions.updateModelAttributes({
      tabEnableDrag: !isLocked,
      tabEnableClose: !isLocked,
      tabEnableFloat: !isLocked,
      tabSetEnableDrag: !isLocked,
      tabSetEnableDrop: !isLocked,
      tabSetEnableDivide: !isLocked,
    }),
  );
}

function start(layout: string, isLocked: boolean): Dock {
  const model = modelOf(layout);
  restrict(model, isLocked);
  return { layout, model, isLocked };
}

export const dock = createStore<Dock>(start(load("layout", "investor", isText), load("layout-locked", false, isFlag)));

/** Layouts the user saved. */
export const ownLayouts = createStore<string[]>(load("layouts", [], isNames));

/** Remembers how the panels stand now. */
export function keepLayout(): void {
  const { layout, model } = dock.get();
  save("layout", layout);
  save(`layout.${layout}`, model.toJson());
}

export function showLayout(layout: string): void {
  dock.set(start(layout, dock.get().isLocked));
  save("layout", layout);
}

/** The shipped arrangement of the present layout; an own layout becomes the first shipped one. */
export function resetLayout(): void {
  const { layout } = dock.get();
  forget(`layout.${layout}`);
  showLayout(layout);
  keepLayout();
}

export function saveLayoutAs(name: string): void {
  const { model, isLocked } = dock.get();
  if (!ownLayouts.get().includes(name) && !LAYOUTS.some((l) => l.id === name)) {
    ownLayouts.update((names) => [...names, name]);
    save("layouts", ownLayouts.get());
  }
  save(`layout.${name}`, model.toJson());
  dock.set({ layout: name, model, isLocked });
  save("layout", name);
}

export function removeLayout(name: string): void {
  ownLayouts.update((names) => names.filter((n) => n !== name));
  save("layouts", ownLayouts.get());
  forget(`layout.${name}`);
  if (dock.get().layout === name) showLayout("investor");
}

export function setLocked(isLocked: boolean): void {
  const current = dock.get();
  restrict(current.model, isLocked);
  save("layout-locked", isLocked);
  dock.set({ ...current, isLocked });
}

/** The layout as JSON text, for a file. */
export function exportLayout(): string {
  const { layout, model } = dock.get();
  return JSON.stringify({ quarterdeck_layout: 1, name: layout, model: model.toJson() }, null, 2);
}

/** Takes an exported layout; throws, in words, when the text is none. */
export function importLayout(text: string): string {
  const parsed: unknown = JSON.parse(text);
  if (!isRecord(parsed) || parsed["quarterdeck_layout"] !== 1 || !isText(parsed["name"]) || !isModel(parsed["model"])) {
    throw new Error("this file is no exported layout; choose one that “Export layout” has written");
  }
  Model.fromJson(parsed["model"]);
  const name = LAYOUTS.some((l) => l.id === parsed["name"]) ? `${parsed["name"]} (imported)` : parsed["name"];
  save(`layout.${name}`, parsed["model"]);
  if (!ownLayouts.get().includes(name)) {
    ownLayouts.update((names) => [...names, name]);
    save("layouts", ownLayouts.get());
  }
  showLayout(name);
  return name;
}

export function configOf(tab: TabNode): TabConfig {
  const config: unknown = tab.getConfig();
  if (!isRecord(config)) return { params: {}, link: 1 };
  const params = isRecord(config["params"]) ? (config["params"] as Record<string, string>) : {};
  return { params, link: typeof config["link"] === "number" ? config["link"] : 1 };
}

/** The panels in front of the present layout. */
export function panelsInFront(): string[] {
  return allTabSets().flatMap((group) => (group.getSelectedNode() as TabNode | undefined)?.getComponent() ?? []);
}

function allTabs(): TabNode[] {
  const found: TabNode[] = [];
  dock.get().model.visitNodes((node) => {
    if (node.getType() === "tab") found.push(node as TabNode);
  });
  return found;
}

export function allTabSets(): TabSetNode[] {
  const found: TabSetNode[] = [];
  dock.get().model.visitNodes((node) => {
    if (node.getType() === "tabset") found.push(node as TabSetNode);
  });
  return found;
}

/** The tab that is in front in the active group. */
export function activeTab(): TabNode | undefined {
  const { model } = dock.get();
  return (model.getActiveTabset() ?? model.getFirstTabSet())?.getSelectedNode();
}

/** Shows a panel: the tab that already shows it with these parameters, else a new one in the active group. */
export function openPanel(id: string, params: Record<string, string> = {}): void {
  if (!panelOf(id)) return;
  const { model } = dock.get();
  const wanted = Object.entries(params);
  const open = allTabs().find(
    (tab) => tab.getComponent() === id && wanted.every(([key, value]) => configOf(tab).params[key] === value),
  );
  if (open) {
    model.doAction(Actions.selectTab(open.getId()));
    return;
  }
  const group = model.getActiveTabset() ?? model.getFirstTabSet();
  const tab = { type: "tab", component: id, name: id, config: { params, link: wanted.length > 0 ? 0 : 1 } };
  if (group) model.doAction(Actions.addTab(tab, group.getId(), DockLocation.CENTER, -1, true));
  else model.doAction(Actions.addTab(tab, model.getRootRow()?.getId() ?? "", DockLocation.CENTER, -1, true));
}

const SIDES: Record<Side, DockLocation> = {
  left: DockLocation.LEFT,
  right: DockLocation.RIGHT,
  top: DockLocation.TOP,
  bottom: DockLocation.BOTTOM,
};

/** Splits the tab's group and puts the tab on one side. */
export function splitTab(tab: TabNode, side: Side): void {
  const group = tab.getParent();
  if (group) dock.get().model.doAction(Actions.moveNode(tab.getId(), group.getId(), SIDES[side], -1, true));
}

/** Puts the tab into another group. */
export function moveTabTo(tab: TabNode, group: TabSetNode): void {
  dock.get().model.doAction(Actions.moveNode(tab.getId(), group.getId(), DockLocation.CENTER, -1, true));
}

export function floatTab(tab: TabNode): void {
  dock.get().model.doAction(Actions.popoutTab(tab.getId(), "float"));
}

export function closeTab(tab: TabNode): void {
  dock.get().model.doAction(Actions.deleteTab(tab.getId()));
}

export function linkTab(tab: TabNode, link: number): void {
  dock.get().model.doAction(Actions.updateNodeAttributes(tab.getId(), { config: { ...configOf(tab), link } }));
}
