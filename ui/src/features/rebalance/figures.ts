// The figures of a plan in their order, and what of them is unknown and why.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type PlanFigures, type Preview } from "./types";

export type FigureId =
  "tax_now" | "tax_later" | "cost" | "objective" | "off_target" | "tracking_error" | "cash" | "traded";

export const FIGURES: readonly FigureId[] = [
  "tax_now",
  "tax_later",
  "cost",
  "objective",
  "off_target",
  "tracking_error",
  "cash",
  "traded",
];

export const FIGURE: Record<FigureId, MessageDescriptor> = {
  tax_now: msg`Tax now`,
  tax_later: msg`Tax later`,
  cost: msg`Trading cost`,
  objective: msg`Price of it all`,
  off_target: msg`Off target`,
  tracking_error: msg`Tracking error`,
  cash: msg`Cash after`,
  traded: msg`Traded`,
};

/** Figures that are parts, not money. */
export const isPart = (id: FigureId): id is "off_target" | "tracking_error" =>
  id === "off_target" || id === "tracking_error";

/** Figures with taxes in them. */
const TAXED: readonly FigureId[] = ["tax_now", "tax_later"];

/** Whether the tax figures say nothing, because no taxes are counted. */
export function isUntaxed(id: FigureId, preview: Pick<Preview, "taxes">): boolean {
  return !preview.taxes.counted && TAXED.includes(id);
}

/** A figure of a plan; null where it is unknown. Money stays a decimal. */
export function moneyOf(id: FigureId, figures: PlanFigures | null, preview: Pick<Preview, "taxes">): string | null {
  if (!figures || isPart(id) || isUntaxed(id, preview)) return null;
  return figures[id];
}

export function partOf(id: FigureId, figures: PlanFigures | null): number | null {
  if (!figures) return null;
  if (id === "off_target") return Number(figures.off_target);
  return id === "tracking_error" ? figures.tracking_error : null;
}

/** Why a figure is unknown, as far as the server says. */
export function unknownReason(id: FigureId, preview: Preview): string | null {
  if (isUntaxed(id, preview)) return preview.taxes.note;
  return id === "tracking_error" ? preview.risk.note : null;
}
