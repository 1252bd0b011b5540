//! The expected returns that a portfolio implies: those for which its holder would hold it.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MeanEstimate, MeanInputs};
use crate::StatisticsError;

/// Risk aversion when nothing is said: the market's price of risk in He and Litterman (1999), "The intuition behind
/// Black–Litterman model portfolios".
const DEFAULT_RISK_AVERSION: f64 = 2.5;

/// Excess return wanted for each unit of variance: a number, or `"from_benchmark"`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged, expecting = "risk_aversion must be a number above zero or \"from_benchmark\"")]
pub enum RiskAversion {
    /// This value, above zero.
    Value(f64),
    /// Out of past returns.
    Implied(RiskAversionSource),
}

/// Where an implied risk aversion comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RiskAversionSource {
    /// `(mean − rf)/variance` of the benchmark, both a year's and the mean added up.
    FromBenchmark,
}

impl Default for RiskAversion {
    fn default() -> Self {
        Self::Value(DEFAULT_RISK_AVERSION)
    }
}

/// `risk_aversion · Σ · weights + rf`.
pub(super) fn equilibrium(
    inputs: MeanInputs<'_>,
    covariance: &DMatrix<f64>,
    weights: Option<&BTreeMap<String, f64>>,
    risk_aversion: RiskAversion,
) -> Result<MeanEstimate, StatisticsError> {
    let risk_aversion = value_of(risk_aversion, inputs)?;
    let n = inputs.assets.len();
    let weights = match weights {
        None => DVector::repeat(n, 1.0 / n as f64),
        Some(weights) => {
            let weights = inputs.by_name("weights", weights)?;
            let total = weights.sum();
            // A short position is possible, a portfolio that adds up to nothing has no scale.
            if total <= 1e-12 * weights.amax() {
                let problem = format!("add up to {total}; the sum must be above zero");
                return Err(StatisticsError::InvalidField { field: "weights".to_owned(), problem });
            }
            weights / total
        }
    };
    let mean = (covariance * weights * risk_aversion).add_scalar(inputs.risk_free_rate);
    Ok(MeanEstimate { risk_aversion: Some(risk_aversion), ..mean.into() })
}

fn value_of(risk_aversion: RiskAversion, inputs: MeanInputs<'_>) -> Result<f64, StatisticsError> {
    match risk_aversion {
        RiskAversion::Value(value) if value > 0.0 && value.is_finite() => Ok(value),
        RiskAversion::Value(value) => {
            Err(StatisticsError::InvalidSetting { setting: "risk_aversion", value, allowed: "above zero" })
        }
        RiskAversion::Implied(RiskAversionSource::FromBenchmark) => {
            let model = "risk_aversion from_benchmark";
            let missing =
                StatisticsError::MissingInput { model, input: "benchmark", what: "the prices of a benchmark" };
            let market = inputs.history.and_then(|history| history.market).ok_or(missing)?;
            from_market(market, inputs.periods_per_year, inputs.risk_free_rate)
        }
    }
}

/// `(mean·periods − rf)/(variance·periods)`, variance with divisor n − 1 (PyPortfolioOpt's `market_implied_risk_aversion`).
fn from_market(market: &DVector<f64>, periods_per_year: f64, risk_free_rate: f64) -> Result<f64, StatisticsError> {
    let present: Vec<f64> = market.iter().copied().filter(|value| !value.is_nan()).collect();
    let n = present.len() as f64;
    let mean = present.iter().sum::<f64>() / n;
    let variance = present.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    if variance.is_nan() || variance <= crate::check::CONSTANT {
        return Err(StatisticsError::ConstantSeries { asset: "the benchmark".to_owned() });
    }
    let value = (mean * periods_per_year - risk_free_rate) / (variance * periods_per_year);
    if value > 0.0 {
        return Ok(value);
    }
    let allowed =
        "above zero: the benchmark earned no more than the risk-free rate; give a number in place of from_benchmark";
    Err(StatisticsError::InvalidSetting { setting: "risk_aversion", value, allowed })
}
