// What objectives and estimators mean, in a line each.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type Dimension } from "./groups";
import {
  type ClusterObjective,
  type ClusterRule,
  type CovarianceModel,
  type Jurisdiction,
  type Linkage,
  type MissingRule,
  type Objective,
  type PsdRepair,
  type ReturnsModel,
} from "./types";

type Words<Key extends string> = Record<Key, MessageDescriptor>;

export const OBJECTIVE_MEANING: Words<Objective> = {
  minimum_variance: msg`The least risk`,
  maximum_sharpe: msg`The most return over the risk-free rate for each unit of risk`,
  efficient_return: msg`The least risk for at least a target return`,
  efficient_risk: msg`The most return for at most a target volatility`,
  maximum_quadratic_utility: msg`Return less half the risk aversion times variance`,
  worst_case: msg`The highest utility if the expected returns turn out as bad as their uncertainty allows`,
  minimum_cvar: msg`The least mean loss of the worst days`,
  minimum_cdar: msg`The least mean of the deepest drawdowns`,
  minimum_semivariance: msg`The least squared shortfall below a return you name; gains are no risk`,
  minimum_mean_absolute_deviation: msg`The least mean distance from the mean, which outliers move less`,
  maximum_diversification: msg`The most of the assets' own risks that cancels out`,
  maximum_decorrelation: msg`The least risk if all assets were equally volatile`,
  risk_parity: msg`Every asset contributes the same part of the risk, or the part you name`,
  hierarchical_risk_parity: msg`Weight split along the tree of correlations, less to the riskier half`,
  hierarchical_equal_risk_contribution: msg`The same risk for every cluster of similar assets, then within each`,
  nested_clusters: msg`An optimum within each cluster of similar assets, then among the clusters`,
  minimum_tracking_error: msg`The least volatility of the difference to a benchmark`,
  maximum_log_utility: msg`The fastest growth in the long run (Kelly)`,
  inverse_volatility: msg`Weights in proportion to one over the volatility; a baseline`,
  equal_weight: msg`The same weight for every asset; a baseline`,
};

/** The objectives as they are offered. */
export const OBJECTIVE_GROUPS: readonly { id: string; name: MessageDescriptor; objectives: readonly Objective[] }[] = [
  {
    id: "mean_variance",
    name: msg`Mean and variance`,
    objectives: [
      "minimum_variance",
      "maximum_sharpe",
      "efficient_return",
      "efficient_risk",
      "maximum_quadratic_utility",
      "worst_case",
    ],
  },
  {
    id: "tail",
    name: msg`Tail and downside`,
    objectives: ["minimum_cvar", "minimum_cdar", "minimum_semivariance", "minimum_mean_absolute_deviation"],
  },
  {
    id: "budgets",
    name: msg`Risk budgets and clusters`,
    objectives: [
      "risk_parity",
      "hierarchical_risk_parity",
      "hierarchical_equal_risk_contribution",
      "nested_clusters",
      "maximum_diversification",
      "maximum_decorrelation",
    ],
  },
  { id: "benchmark", name: msg`Benchmark and growth`, objectives: ["minimum_tracking_error", "maximum_log_utility"] },
  { id: "baselines", name: msg`Baselines`, objectives: ["inverse_volatility", "equal_weight"] },
];

export const RETURNS_MODEL: Words<ReturnsModel["model"]> = {
  historical_mean: msg`Historical mean`,
  exponentially_weighted: msg`Exponentially weighted (span)`,
  exponential_half_life: msg`Exponentially weighted (half-life)`,
  capm: msg`CAPM`,
  shrunk: msg`Shrunk means`,
  equilibrium: msg`Equilibrium (implied)`,
  black_litterman: msg`Black–Litterman`,
  given: msg`My own`,
};

export const RETURNS_MEANING: Words<ReturnsModel["model"]> = {
  historical_mean: msg`All past returns weigh the same.`,
  exponentially_weighted: msg`Recent returns weigh more.`,
  exponential_half_life: msg`A return weighs half after the half-life.`,
  capm: msg`The risk-free rate plus beta times the market's excess return.`,
  shrunk: msg`Noisy means are pulled towards a common one.`,
  equilibrium: msg`The returns for which the weights below would be optimal.`,
  black_litterman: msg`A prior, moved by your views as far as you trust them.`,
  given: msg`The values you type.`,
};

export const COVARIANCE_MODEL: Words<CovarianceModel["model"]> = {
  ledoit_wolf_constant_variance: msg`Ledoit–Wolf, constant variance`,
  ledoit_wolf_single_factor: msg`Ledoit–Wolf, single factor`,
  ledoit_wolf_constant_correlation: msg`Ledoit–Wolf, constant correlation`,
  oracle_approximating: msg`Oracle approximating shrinkage`,
  fixed_shrinkage: msg`Fixed shrinkage`,
  sample: msg`Sample`,
  semicovariance: msg`Semicovariance`,
  exponentially_weighted: msg`Exponentially weighted (span)`,
  exponential_half_life: msg`Exponentially weighted (half-life)`,
  gerber: msg`Gerber statistic`,
  denoised: msg`Denoised`,
  detoned: msg`Detoned (market removed)`,
  statistical_factors: msg`Statistical factors`,
  given_factors: msg`Given factors`,
};

export const COVARIANCE_MEANING: Words<CovarianceModel["model"]> = {
  ledoit_wolf_constant_variance: msg`Shrunk towards equal variances: the usual choice for many assets and few days.`,
  ledoit_wolf_single_factor: msg`Shrunk towards a model with the market as the only factor.`,
  ledoit_wolf_constant_correlation: msg`Shrunk towards equal correlations.`,
  oracle_approximating: msg`Shrunk towards equal variances, more than Ledoit and Wolf with few days.`,
  fixed_shrinkage: msg`Shrunk towards equal variances by what you say.`,
  sample: msg`As the returns are; noisy with many assets and few days.`,
  semicovariance: msg`Counts only what falls below a return you name.`,
  exponentially_weighted: msg`Recent days weigh more.`,
  exponential_half_life: msg`A day weighs half after the half-life; no mean is taken away.`,
  gerber: msg`Counts how often two assets move beyond a threshold together.`,
  denoised: msg`Correlations within the range of pure noise are replaced by their mean.`,
  detoned: msg`Without the market. Singular on purpose: for clusters, not for optimizing.`,
  statistical_factors: msg`Principal components as factors, the rest as each asset's own risk.`,
  given_factors: msg`Exposures to the factor instruments by regression.`,
};

export const MISSING_RULE: Words<MissingRule> = {
  complete_cases: msg`Only days on which all have a price`,
  pairwise: msg`Pairwise: the days a pair has in common`,
  own_window: msg`Each its own days, correlations on common ones`,
};

export const PSD_REPAIR: Words<PsdRepair> = {
  spectral: msg`Negative eigenvalues become zero`,
  keep_variances: msg`The same, keeping the variances`,
  refuse: msg`Refuse such an estimate`,
};

export const LINKAGE: Words<Linkage> = {
  single: msg`Single`,
  complete: msg`Complete`,
  average: msg`Average`,
  ward: msg`Ward`,
};

export const CLUSTER_RULE: Words<ClusterRule> = { gap: msg`Gap`, silhouette: msg`Silhouette` };

export const CLUSTER_OBJECTIVE: Words<ClusterObjective> = {
  minimum_variance: msg`Minimum variance`,
  maximum_sharpe: msg`Maximum Sharpe`,
};

export const DIMENSION: Words<Dimension> = {
  sector: msg`Sector`,
  currency: msg`Currency`,
  asset_class: msg`Asset class`,
  country: msg`Country`,
};

/** How the values of a dimension are told when instruments do not say. */
export const DIMENSION_UNSAID: Words<Dimension> = {
  sector: msg`No sector`,
  currency: msg`No currency`,
  asset_class: msg`No asset class`,
  country: msg`No country`,
};

export const JURISDICTION: Words<Jurisdiction> = {
  united_states: msg`United States`,
  united_kingdom: msg`United Kingdom`,
  germany: msg`Germany`,
  canada: msg`Canada`,
  australia: msg`Australia`,
  ireland: msg`Ireland`,
  switzerland: msg`Switzerland`,
  italy: msg`Italy`,
};

/** The keys of a table of words, in its order. */
export function keysOf<Key extends string>(words: Record<Key, unknown>): Key[] {
  return Object.keys(words) as Key[];
}
