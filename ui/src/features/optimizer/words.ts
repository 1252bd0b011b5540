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
