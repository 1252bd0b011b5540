// Optimizations as the API sends and takes them. Returns, volatilities, weights and rates are fractions a year.
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";

type Schemas = components["schemas"];

export const OBJECTIVES = [
  "minimum_variance",
  "maximum_sharpe",
  "efficient_return",
  "efficient_risk",
  "maximum_quadratic_utility",
  "maximum_diversification",
  "maximum_decorrelation",
  "risk_parity",
  "hierarchical_risk_parity",
  "hierarchical_equal_risk_contribution",
  "nested_clusters",
  "inverse_volatility",
  "equal_weight",
] as const;
export type Objective = (typeof OBJECTIVES)[number];

export type ReturnsModel = { model: "historical_mean" } | { model: "exponentially_weighted"; span: number };
export type CovarianceModel =
  { model: "sample" } | { model: "ledoit_wolf_constant_variance" } | { model: "exponentially_weighted"; span: number };

export interface UniverseSpec {
  instrument_ids: string[];
  from: string | null;
  to: string | null;
  expected_returns_model: ReturnsModel;
  covariance_model: CovarianceModel;
}

export type Universe = Received<Schemas["UniverseView"]>;
export type UniverseAsset = Universe["assets"][number];

/** Lower and upper limit of a weight. */
export type Limits = [number, number];

export interface Group {
  name: string;
  assets: string[];
  lower?: number;
  upper?: number;
}

export interface Request {
  assets: string[];
  expected_returns?: number[];
  covariance?: number[][];
  objective: Objective | "efficient_frontier";
  risk_free_rate: number;
  bounds: Record<string, Limits>;
  long_only: boolean;
  groups: Group[];
  target_return?: number;
  target_volatility?: number;
  risk_aversion?: number;
  points?: number;
}

type Sent = Received<Schemas["OptimizationResult"]>;
/** What the server leaves out when there is nothing to say. */
type Silent = "frontier" | "tangency" | "warnings" | "estimation" | "sharpe_reason";
export type Result = Omit<Sent, Silent> & Partial<Pick<Sent, Silent>>;
export type Binding = Received<Schemas["BindingConstraint"]>;
export type RunSummary = Received<Schemas["OptimizationSummary"]>;

/** The request as saved: what is empty is left out, and bounds may have any of the API's three forms. */
export interface SavedRequest extends Omit<Request, "bounds" | "groups" | "long_only"> {
  groups?: Group[];
  bounds?: Limits | Limits[] | Record<string, Limits>;
  long_only?: boolean | null;
}

export interface Run {
  id: string;
  name: string;
  created_at: string;
  as_of: string;
  data_hash: string;
  instruments: string[];
  settings: { universe: UniverseSpec; request: SavedRequest };
  result: Result;
}

export type Comparison = Received<Schemas["Comparison"]>;
