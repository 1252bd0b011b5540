// The plans of the server by the names that this panel uses.
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";
import { type TargetModel } from "@/lib/targetTree";

type Schemas = components["schemas"];

export type Terms = Schemas["RebalancingTerms"];
export type Mode = Schemas["Mode"];
export type Scope = Schemas["Scope"];
export type SteerTo = Schemas["SteerTo"];
export type Verdict = Schemas["Verdict"];
export type RebalancingState = Schemas["RebalancingState"];
export type RebalancingTrigger = Schemas["RebalancingTrigger"];

export type Preview = Received<Schemas["RebalancingPreview"]>;
export type Plan = Preview["plan"];
export type PlanFigures = Plan["figures"];
export type PlannedTrade = Plan["trades"][number];
export type DriftRow = Plan["drift_before"][number];
export type BlockedCode = Schemas["BlockedCode"];

export type RebalancingSummary = Received<Schemas["RebalancingSummary"]>;
export type RebalancingView = Received<Schemas["RebalancingView"]>;
export type Portfolio = Received<Schemas["PortfolioView"]>;

/** A target of the workspace. */
export interface Target {
  id: string;
  name: string;
  weights: Record<string, string>;
  tolerance: string | null;
  tree: TargetModel | null;
  source_optimization_id: string | null;
  note: string | null;
  updated_at: string;
}

export type TargetFields = Omit<Target, "id" | "updated_at">;
