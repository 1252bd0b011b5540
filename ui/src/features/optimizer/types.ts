// Optimizations as the API sends and takes them. Returns, volatilities, weights and rates are fractions a year.
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";

type Schemas = components["schemas"];

export type AnyObjective = Schemas["Objective"];
/** What a single portfolio can be optimized for; frontiers are drawn beside it. */
export type Objective = Exclude<AnyObjective, "efficient_frontier" | "cvar_frontier">;

export const OBJECTIVES = [
  "minimum_variance",
  "maximum_sharpe",
  "efficient_return",
  "efficient_risk",
  "maximum_quadratic_utility",
  "worst_case",
  "minimum_cvar",
  "minimum_cdar",
  "minimum_semivariance",
  "minimum_mean_absolute_deviation",
  "maximum_diversification",
  "maximum_decorrelation",
  "risk_parity",
  "hierarchical_risk_parity",
  "hierarchical_equal_risk_contribution",
  "nested_clusters",
  "minimum_tracking_error",
  "maximum_log_utility",
  "inverse_volatility",
  "equal_weight",
] as const satisfies readonly Objective[];

export type ReturnsModel = Schemas["ExpectedReturnsModel"];
export type CovarianceModel = Schemas["CovarianceModel"];
export type View = Schemas["View"];
export type MissingRule = Schemas["MissingRule"];
export type PsdRepair = Schemas["PsdRepair"];
export type Jurisdiction = Schemas["Jurisdiction"];
export type Linkage = Schemas["Linkage"];
export type ClusterRule = Schemas["ClusterRule"];
export type ClusterObjective = Schemas["ClusterObjective"];
export type AllocationMethod = Schemas["AllocationMethod"];
export type Costs = Schemas["Costs"];
export type TaxReport = Schemas["TaxReport"];
export type CostReport = Schemas["CostReport"];

/** Which instruments, from which days, estimated how. */
export interface UniverseSpec {
  instrument_ids: string[];
  from: string | null;
  to: string | null;
  expected_returns_model: ReturnsModel;
  covariance_model: CovarianceModel;
  missing?: MissingRule;
  repair?: PsdRepair;
  benchmark_instrument_id?: string | null;
  factor_instrument_ids?: string[];
}

export type UniverseAsset = Received<Schemas["UniverseAsset"]>;
export type Universe = Omit<Received<Schemas["UniverseView"]>, "spec"> & { spec: UniverseSpec };

/** Lower and upper limit of a weight. */
export type Limits = [number, number];

export type Group = Schemas["Group"];
export type GroupBudget = Schemas["GroupBudget"];
export type Constraints = Schemas["OptimizationConstraints"];

/** The request without moments: those are the universe's. */
export interface Request extends Omit<
  Schemas["OptimizationRequest"],
  "assets" | "objective" | "bounds" | "long_only" | "groups" | "risk_free_rate"
> {
  assets: string[];
  objective: AnyObjective;
  risk_free_rate: number;
  bounds: Record<string, Limits>;
  long_only: boolean;
  groups: Group[];
}

/** The books' lots as part of the question. */
export type LotsQuestion = Schemas["LotsQuestion"];

/** What is asked while something moves: no moments travel. */
export interface StudioQuestion extends Required<Schemas["StudioQuestion"]> {
  universe: UniverseSpec;
  request: Request;
}

type Sent = Received<Schemas["OptimizationResult"]>;
/** What the server leaves out when there is nothing to say. */
type Silent = Exclude<
  keyof Sent,
  "objective" | "status" | "weights" | "expected_return" | "volatility" | "sharpe" | "residuals" | "solver" | "binding"
>;
export type Result = Omit<Sent, Silent | "tax"> &
  Partial<Pick<Sent, Exclude<Silent, "tax">>> & {
    tax?: TaxReport | null;
    /** The limits that bind, as sentences. */
    binding_words?: string[];
  };
export type Binding = Received<Schemas["BindingConstraint"]>;
export type RunSummary = Received<Schemas["OptimizationSummary"]>;

/** The request as saved: what is empty is left out, and bounds may have any of the API's three forms. */
export type SavedRequest = Omit<Schemas["OptimizationRequest"], "bounds" | "assets"> & {
  assets: string[];
  bounds?: Limits | Limits[] | Record<string, Limits> | null;
};

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
