//! From a price table to annualized moments, with what was used said beside them.

use chrono::NaiveDate;
use nalgebra::{DMatrix, DVector};

use crate::{
    CovarianceModel, ExpectedReturnsModel, PriceTable, Spectrum, StatisticsError, eigenvalue_range,
    estimate_covariance, estimate_expected_returns, log_returns, simple_returns,
};

/// Annualized expected returns and covariance of the assets of a price table.
#[derive(Debug, Clone, PartialEq)]
pub struct Moments {
    /// Asset names in the order of the vector and the matrix.
    pub assets: Vec<String>,
    /// Expected returns a year (0.1 = 10 %), `n_assets`.
    pub expected_returns: DVector<f64>,
    /// Covariance a year, `n_assets × n_assets`, exactly symmetric.
    pub covariance: DMatrix<f64>,
    /// Shrinkage intensity, for the covariance models that shrink.
    pub shrinkage: Option<f64>,
    /// Eigenvalue range of the covariance.
    pub spectrum: Spectrum,
    /// Returns used: one fewer than the dates used.
    pub n_observations: usize,
    /// First date with a price of every asset.
    pub first_date: NaiveDate,
    /// Last date with a price of every asset.
    pub last_date: NaiveDate,
    /// Dates left out because at least one asset has no price there.
    pub dropped_dates: Vec<NaiveDate>,
}

/// Estimates annualized moments; at least three complete dates are needed.
///
/// # Errors
/// Too few complete dates, a setting out of range, or a mean return that is not finite.
pub fn estimate(
    prices: &PriceTable,
    expected_returns_model: &ExpectedReturnsModel,
    covariance_model: &CovarianceModel,
    periods_per_year: f64,
) -> Result<Moments, StatisticsError> {
    let returns_for = |log: bool| if log { log_returns(prices.prices()) } else { simple_returns(prices.prices()) };
    let mean_log = expected_returns_model.uses_log_returns();
    let returns = returns_for(mean_log);
    let expected_returns = estimate_expected_returns(&returns, expected_returns_model, periods_per_year)?;
    if let Some(asset) = expected_returns.iter().position(|mean| !mean.is_finite()) {
        return Err(StatisticsError::UndefinedReturn { asset: prices.assets()[asset].clone() });
    }
    let covariance = if covariance_model.uses_log_returns() == mean_log {
        estimate_covariance(&returns, covariance_model, periods_per_year)?
    } else {
        estimate_covariance(&returns_for(!mean_log), covariance_model, periods_per_year)?
    };
    let dates = prices.dates();
    Ok(Moments {
        assets: prices.assets().to_vec(),
        expected_returns,
        spectrum: eigenvalue_range(&covariance.matrix),
        covariance: covariance.matrix,
        shrinkage: covariance.shrinkage,
        n_observations: returns.nrows(),
        first_date: dates[0],
        last_date: dates[dates.len() - 1],
        dropped_dates: prices.dropped_dates().to_vec(),
    })
}
