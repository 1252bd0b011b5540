//! From a price table to annualized moments, with what was used said beside them.

use chrono::NaiveDate;
use nalgebra::{DMatrix, DVector};

use crate::estimation::{Plan, Source, run};
use crate::observations::{MissingRule, Observations};
use crate::{
    CovarianceModel, ExpectedReturnsModel, FactorModel, PriceTable, PsdRepair, RepairReport, Spectrum, StatisticsError,
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
    /// The factors behind the covariance, for the factor models (not after a Black–Litterman posterior).
    pub factor_model: Option<FactorModel>,
    /// Eigenvalue range of the covariance.
    pub spectrum: Spectrum,
    /// What was done about negative eigenvalues, when there were any.
    pub repair: Option<RepairReport>,
    /// Returns used: one fewer than the dates used.
    pub n_observations: usize,
    /// First date with a price of every asset.
    pub first_date: NaiveDate,
    /// Last date with a price of every asset.
    pub last_date: NaiveDate,
    /// Dates left out because at least one asset has no price there.
    pub dropped_dates: Vec<NaiveDate>,
    /// What a reader should know: a singular covariance, assets that copy each other.
    pub warnings: Vec<String>,
}

/// Estimates annualized moments with a risk-free rate of zero; at least three complete dates are needed. Models that look at a
/// benchmark or at factors need a [`crate::MomentsRequest`].
///
/// # Errors
/// Too few complete dates, a setting out of range, or a mean return that is not finite.
pub fn estimate(
    prices: &PriceTable,
    expected_returns_model: &ExpectedReturnsModel,
    covariance_model: &CovarianceModel,
    periods_per_year: f64,
) -> Result<Moments, StatisticsError> {
    estimate_above(0.0, prices, expected_returns_model, covariance_model, periods_per_year)
}

/// The same above a risk-free rate a year, which `capm`, `equilibrium` and `black_litterman` look at.
///
/// # Errors
/// As [`estimate`].
pub fn estimate_above(
    risk_free_rate: f64,
    prices: &PriceTable,
    expected_returns_model: &ExpectedReturnsModel,
    covariance_model: &CovarianceModel,
    periods_per_year: f64,
) -> Result<Moments, StatisticsError> {
    let observations = Observations::of_table(prices);
    let plan = Plan {
        expected_returns: expected_returns_model,
        covariance: covariance_model,
        missing: MissingRule::CompleteCases,
        repair: PsdRepair::Spectral,
        periods_per_year,
        risk_free_rate,
    };
    let estimated = run(Source::Returns(&observations), plan)?;
    let dates = prices.dates();
    Ok(Moments {
        assets: observations.assets,
        expected_returns: estimated.mean,
        covariance: estimated.covariance.matrix,
        shrinkage: estimated.covariance.shrinkage,
        factor_model: estimated.covariance.factor_model,
        spectrum: estimated.spectrum,
        repair: estimated.repair,
        n_observations: dates.len() - 1,
        first_date: dates[0],
        last_date: dates[dates.len() - 1],
        dropped_dates: prices.dropped_dates().to_vec(),
        warnings: estimated.warnings,
    })
}
