// The words for the measures and the ways to divide the whole.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type ReturnsBy } from "./types";

export const BY: Record<ReturnsBy, MessageDescriptor> = {
  position: msg`By position`,
  account: msg`By account`,
  sector: msg`By sector`,
  asset_class: msg`By asset class`,
  currency: msg`By currency`,
  country: msg`By country`,
};

/** Measures by their names in the API, in the order in which their definitions are listed. */
export const MEASURE: Record<string, MessageDescriptor> = {
  twr: msg`Return (TWR)`,
  twr_annualized: msg`TWR a year`,
  xirr: msg`Return (XIRR)`,
  modified_dietz: msg`Modified Dietz`,
  benchmark: msg`Benchmark`,
  max_drawdown: msg`Largest drawdown`,
  contribution: msg`Contribution`,
  daily: msg`Daily returns`,
  volatility: msg`Volatility`,
  downside_deviation: msg`Downside deviation`,
  sharpe: msg`Sharpe ratio`,
  sortino: msg`Sortino ratio`,
  drawdown: msg`Deepest fall`,
  calmar: msg`Calmar ratio`,
  omega: msg`Omega ratio`,
  ulcer_index: msg`Ulcer index`,
  positive_days: msg`Days with a gain`,
  value_at_risk_95: msg`Value at risk, 95 %`,
  conditional_value_at_risk_95: msg`Loss beyond it`,
  skewness: msg`Skewness and kurtosis`,
  beta: msg`Beta`,
  alpha: msg`Alpha`,
  tracking_error: msg`Tracking error`,
  information_ratio: msg`Information ratio`,
  up_capture: msg`Captures`,
};
