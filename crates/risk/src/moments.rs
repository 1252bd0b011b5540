//! Mean, variance, skewness and kurtosis of a series.

use crate::RiskError;

/// Variance at and below which a series counts as constant.
pub(crate) const CONSTANT: f64 = 1e-28;

pub(crate) struct Moments {
    pub(crate) mean: f64,
    /// Sample deviation (n − 1).
    pub(crate) deviation: f64,
    /// Of the population.
    pub(crate) skewness: f64,
    /// Of the population, 0 for a normal distribution.
    pub(crate) excess_kurtosis: f64,
}

impl Moments {
    pub(crate) fn of(returns: &[f64], figure: &'static str) -> Result<Self, RiskError> {
        crate::error::check_values("returns", returns, figure, 2)?;
        let n = returns.len() as f64;
        let mean = returns.iter().sum::<f64>() / n;
        let moment = |power: i32| returns.iter().map(|r| (r - mean).powi(power)).sum::<f64>() / n;
        let variance = moment(2);
        if variance <= CONSTANT {
            return Err(RiskError::Undefined { figure, why: "the returns do not vary" });
        }
        Ok(Self {
            mean,
            deviation: (variance * n / (n - 1.0)).sqrt(),
            skewness: moment(3) / variance.powf(1.5),
            excess_kurtosis: moment(4) / (variance * variance) - 3.0,
        })
    }
}
