// The result tabs that look behind a solution; each is there once its file is.
import { type ComponentType } from "react";

import { type Session } from "./session";
import { type Universe } from "./types";

export interface InsightProps {
  session: Session;
  universe: Universe;
}

const FILES = import.meta.glob<Record<string, ComponentType<InsightProps>>>("./insight/{risk,why,compare}.tsx", {
  eager: true,
});

const named = (file: string, name: string): ComponentType<InsightProps> | null =>
  FILES[`./insight/${file}.tsx`]?.[name] ?? null;

export const RISK_TAB = named("risk", "RiskTab");
export const WHY_TAB = named("why", "WhyTab");
export const COMPARE_TAB = named("compare", "CompareTab");
