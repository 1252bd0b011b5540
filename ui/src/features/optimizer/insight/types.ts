// What the studio asks about a result, and what it is told.
import { type components } from "@/api/generated/schema";
import { type Received, type StabilityDone, type WalkForwardDone } from "@/api/types";
import { type Linkage } from "../types";

type Schemas = components["schemas"];

export type Clusters = Received<Schemas["Clusters"]>;
export type Corner = Received<Schemas["CornerPortfolio"]>;

export const LINKAGES = ["single", "average", "complete", "ward"] as const satisfies readonly Linkage[];

export type CorrelationClusters = Received<Schemas["CorrelationClusters"]>;

/** What the server leaves out of an answer when there is nothing to say. */
type Warned<T extends { warnings: unknown }> = Omit<T, "warnings"> & Partial<Pick<T, "warnings">>;

export type WalkForwardResult = Warned<WalkForwardDone>;
export type Path = WalkForwardResult["strategy"];
export type StabilityResult = Warned<StabilityDone>;

export interface BandPoint {
  expected_return: number;
  volatility: number;
  expected_return_range: [number, number];
  volatility_range: [number, number];
  weights: Record<string, number>;
}

export interface ResamplingResult {
  band?: BandPoint[];
  region: { centre: [number, number]; half_axes: [number, number]; angle: number };
  weights: Record<string, { mean: number; lower: number; upper: number }>;
  solved: number;
}

export type WeightChanges = Received<Schemas["WeightChanges"]>;
export type Cause = Schemas["Cause"];
