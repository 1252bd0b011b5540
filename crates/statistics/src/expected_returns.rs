//! Expected returns out of past ones: the historical mean and the exponentially weighted mean.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::StatisticsError;

/// How one mean return a period becomes a yearly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compounding {
    /// Compounded: `Π(1+r)^(periods/n) − 1`, or `(1+mean)^periods − 1` for a weighted mean.
    #[default]
    Geometric,
    /// Added up: mean × periods.
    Arithmetic,
}

/// The estimator of expected returns and its settings; conventions are those of PyPortfolioOpt 1.6.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "model", rename_all = "snake_case", deny_unknown_fields)]
pub enum ExpectedReturnsModel {
    /// The mean of all past returns, each weighing the same.
    HistoricalMean {
        /// How the mean is annualized.
        #[serde(default)]
        compounding: Compounding,
        /// Take logarithmic returns in place of simple ones, before compounding.
        #[serde(default)]
        log_returns: bool,
    },
    /// A mean in which each day back weighs less, by the factor `1 − 2/(span+1)`.
    ExponentiallyWeighted {
        /// Span in periods, above 1: about `span/2` periods carry 63 % of the weight.
        #[serde(default = "default_span")]
        span: f64,
        /// How the mean is annualized.
        #[serde(default)]
        compounding: Compounding,
        /// Take logarithmic returns in place of simple ones, before compounding.
        #[serde(default)]
        log_returns: bool,
    },
}

impl Default for ExpectedReturnsModel {
    fn default() -> Self {
        Self::HistoricalMean { compounding: Compounding::Geometric, log_returns: false }
    }
}

impl ExpectedReturnsModel {
    /// Whether the model works on logarithmic returns.
    #[must_use]
    pub fn uses_log_returns(&self) -> bool {
        match *self {
            Self::HistoricalMean { log_returns, .. } | Self::ExponentiallyWeighted { log_returns, .. } => log_returns,
        }
    }
}

fn default_span() -> f64 {
    500.0
}

/// Annualized expected returns, one for each column of `returns` (`n_observations × n_assets`, oldest first).
///
/// An entry is not finite when compounding is undefined (a period's return at or below −100 %).
///
/// # Errors
/// When the span is not above 1, or `periods_per_year` not above zero.
pub fn estimate_expected_returns(
    returns: &DMatrix<f64>,
    model: &ExpectedReturnsModel,
    periods_per_year: f64,
) -> Result<DVector<f64>, StatisticsError> {
    check_periods(periods_per_year)?;
    let n_obs = returns.nrows() as f64;
    Ok(match *model {
        ExpectedReturnsModel::HistoricalMean { compounding: Compounding::Geometric, .. } => {
            per_asset(returns, |column| {
                // Logarithms keep a long product from over- or underflowing.
                let log_growth: f64 = column.iter().map(|r| r.ln_1p()).sum();
                (log_growth * periods_per_year / n_obs).exp_m1()
            })
        }
        ExpectedReturnsModel::HistoricalMean { compounding: Compounding::Arithmetic, .. } => {
            per_asset(returns, |column| column.iter().sum::<f64>() / n_obs * periods_per_year)
        }
        ExpectedReturnsModel::ExponentiallyWeighted { span, compounding, .. } => {
            let weights = exponential_weights(returns.nrows(), span)?;
            per_asset(returns, |column| {
                let mean: f64 = column.iter().zip(weights.iter()).map(|(r, w)| r * w).sum();
                match compounding {
                    Compounding::Geometric => (mean.ln_1p() * periods_per_year).exp_m1(),
                    Compounding::Arithmetic => mean * periods_per_year,
                }
            })
        }
    })
}

fn per_asset(returns: &DMatrix<f64>, figure: impl Fn(&[f64]) -> f64) -> DVector<f64> {
    let n_obs = returns.nrows();
    DVector::from_fn(returns.ncols(), |asset, _| figure(&returns.as_slice()[asset * n_obs..(asset + 1) * n_obs]))
}

pub(crate) fn check_periods(periods_per_year: f64) -> Result<(), StatisticsError> {
    if periods_per_year > 0.0 && periods_per_year.is_finite() {
        return Ok(());
    }
    Err(StatisticsError::InvalidSetting {
        setting: "periods_per_year",
        value: periods_per_year,
        allowed: "above zero (252 for trading days, 52 for weeks, 12 for months)",
    })
}

/// Weights that decay by `1 − 2/(span+1)` a period, oldest first, with sum one (pandas `ewm(span, adjust=True)`).
pub(crate) fn exponential_weights(n_obs: usize, span: f64) -> Result<DVector<f64>, StatisticsError> {
    if !(span > 1.0 && span.is_finite()) {
        return Err(StatisticsError::InvalidSetting { setting: "span", value: span, allowed: "above 1 period" });
    }
    let decay = 1.0 - 2.0 / (span + 1.0);
    let mut weights = DVector::zeros(n_obs);
    let mut weight = 1.0;
    for entry in weights.iter_mut().rev() {
        *entry = weight;
        weight *= decay;
    }
    let total = weights.sum();
    Ok(weights / total)
}
