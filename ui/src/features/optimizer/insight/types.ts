// What the studio asks about a result, and what it is told.
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";
import { type Linkage } from "../types";

type Schemas = components["schemas"];

export type Clusters = Received<Schemas["Clusters"]>;
export type Corner = Received<Schemas["CornerPortfolio"]>;

export const LINKAGES = ["single", "average", "complete", "ward"] as const satisfies readonly Linkage[];

export interface CorrelationClusters {
  clusters: Clusters;
  /** Rows and columns in the order of the leaves. */
  correlations: number[][];
}

export interface PathFigures {
  annual_return: number | null;
  volatility: number | null;
  sharpe: number | null;
  max_drawdown: number | null;
  drawdown_peak: string | null;
  drawdown_trough: string | null;
}

export interface Path {
  values: number[];
  net: PathFigures;
  gross: PathFigures;
  turnover_per_year: number;
  costs: number;
}

export interface Rebalancing {
  date: string;
  weights: Record<string, number>;
  turnover: number;
  problem?: string | null;
}

export interface WalkForwardResult {
  dates: string[];
  strategy: Path;
  equal_weight: Path;
  rebalancings: Rebalancing[];
  warnings?: string[];
}

export interface AssetStability {
  weight: number;
  mean: number;
  deviation: number;
  quantile_05: number;
  quantile_95: number;
}

export interface StabilityResult {
  assets: Record<string, AssetStability>;
  mean_turnover: number;
  turnover_95: number;
  solved: number;
  warnings?: string[];
}

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

export type Cause = "assets" | "past_returns" | "expected_returns" | "covariance" | "constraints" | "objective";

export interface WeightChanges {
  steps: { causes: Cause[]; turnover: number }[];
  assets: { asset: string; before: number; after: number; parts: { causes: Cause[]; change: number }[] }[];
  sentences: string[];
}
