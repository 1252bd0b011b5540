// What objectives mean, and the names of estimators.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type CovarianceModel, type Objective, type ReturnsModel } from "./types";

export const OBJECTIVE_MEANING: Record<Objective, MessageDescriptor> = {
  minimum_variance: msg`The least risk`,
  maximum_sharpe: msg`The most return over the risk-free rate for each unit of risk`,
  efficient_return: msg`The least risk for at least a target return`,
  efficient_risk: msg`The most return for at most a target volatility`,
  maximum_quadratic_utility: msg`Return less half the risk aversion times variance`,
  maximum_diversification: msg`The most of the assets' own risks that cancels out`,
  maximum_decorrelation: msg`The least risk if all assets were equally volatile`,
  risk_parity: msg`Every asset contributes the same part of the risk`,
  hierarchical_risk_parity: msg`Weight split along the tree of correlations, less to the riskier half`,
  hierarchical_equal_risk_contribution: msg`The same risk for every cluster of similar assets, then within each`,
  nested_clusters: msg`The least risk within each cluster of similar assets, then among the clusters`,
  inverse_volatility: msg`Weights in proportion to one over the volatility; a baseline`,
  equal_weight: msg`The same weight for every asset; a baseline`,
};

export const RETURNS_MODEL: Record<ReturnsModel["model"], MessageDescriptor> = {
  historical_mean: msg`Historical mean`,
  exponentially_weighted: msg`Exponentially weighted`,
};

export const COVARIANCE_MODEL: Record<CovarianceModel["model"], MessageDescriptor> = {
  ledoit_wolf_constant_variance: msg`Ledoit–Wolf shrinkage`,
  sample: msg`Sample`,
  exponentially_weighted: msg`Exponentially weighted`,
};
