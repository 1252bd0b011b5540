// Optimizations as the API sends and takes them. Returns, volatilities, weights and rates are fractions a year.

export const OBJECTIVES = [
  "minimum_variance",
  "maximum_sharpe",
  "efficient_return",
  "efficient_risk",
  "maximum_quadratic_utility",
] as const;
export type Objective = (typeof OBJECTIVES)[number];

export type ReturnsModel = { model: "historical_mean" } | { model: "exponentially_weighted"; span: number };
export type CovarianceModel =
  | { model: "sample" }
  | { model: "ledoit_wolf_constant_variance" }
  | { model: "exponentially_weighted"; span: number };

export interface UniverseSpec {
  instrument_ids: string[];
  from: string | null;
  to: string | null;
  expected_returns_model: ReturnsModel;
  covariance_model: CovarianceModel;
}

export interface UniverseAsset {
  instrument_id: string;
  symbol: string;
  name: string;
  sector: string | null;
  volatility: number;
}

export interface Universe {
  assets: UniverseAsset[];
  spec: UniverseSpec;
  first_date: string;
  last_date: string;
  n_observations: number;
  n_dropped_dates: number;
  expected_returns: number[];
  covariance: number[][];
  shrinkage: number | null;
  min_eigenvalue: number;
  risk_free_rate: number;
  risk_free_source: string;
  current: { weights: Record<string, number>; expected_return: number; volatility: number; sharpe: number | null } | null;
  data_hash: string;
}

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

export interface Residuals {
  primal: number;
  stationarity: number;
  dual: number;
  complementarity: number;
}

export interface Binding {
  kind: "asset_lower" | "asset_upper" | "asset_fixed" | "group_lower" | "group_upper" | "group_fixed";
  name: string;
  limit: number;
  shadow_price: number | null;
}

export interface ResultPoint {
  expected_return: number;
  volatility: number;
  sharpe: number | null;
  weights: Record<string, number>;
}

export interface Result {
  objective: Objective | "efficient_frontier";
  status: string;
  weights: Record<string, number>;
  expected_return: number | null;
  volatility: number;
  sharpe: number | null;
  sharpe_reason?: string | null;
  residuals: Residuals;
  solver: { osqp_iterations: number; polish_steps: number; frontier_segments: number; polished: boolean };
  binding: Binding[];
  frontier?: ResultPoint[];
  tangency?: ResultPoint | null;
  warnings?: string[];
}

export interface RunSummary {
  id: string;
  name: string;
  optimization_type: Objective | "efficient_frontier";
  created_at: string;
  as_of: string;
  data_hash: string;
  n_assets: number;
  expected_return: number | null;
  volatility: number;
  sharpe: number | null;
}

/** The request as saved: bounds may have any of the API's three forms. */
export interface SavedRequest extends Omit<Request, "bounds" | "long_only"> {
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

export interface Comparison {
  optimizations: RunSummary[];
  rows: { asset: string; instrument_id: string | null; today: number | null; weights: (number | null)[] }[];
}
