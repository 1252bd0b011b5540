//! Estimated moments, as the command line and the API give them.

use chrono::NaiveDate;
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::estimation::{Estimated, Source, factor_names};
use crate::observations::AssetWindow;
use crate::{BlackLittermanReport, FactorModel, RepairReport};

/// Moments with what they were estimated from. `assets`, `expected_returns` and `covariance` are the fields of an optimization
/// request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MomentsResult {
    /// Asset names, in the order of everything else.
    pub assets: Vec<String>,
    /// Expected returns a year (0.1 = 10 %).
    pub expected_returns: Vec<f64>,
    /// Covariance a year, one row for each asset.
    pub covariance: Vec<Vec<f64>>,
    /// Volatilities a year.
    pub volatilities: Vec<f64>,
    /// Periods a year that the results were scaled by.
    pub periods_per_year: f64,
    /// Smallest eigenvalue of the covariance.
    pub min_eigenvalue: f64,
    /// Largest eigenvalue of the covariance.
    pub max_eigenvalue: f64,
    /// Shrinkage intensity, for the covariance models that shrink.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shrinkage: Option<f64>,
    /// Correlation eigenvalues above the noise, for `denoised`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n_signal_eigenvalues: Option<usize>,
    /// The factors behind the covariance, for the factor models (not after a Black–Litterman posterior).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor_model: Option<FactorModelView>,
    /// What was done about negative eigenvalues, when there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repair: Option<RepairReport>,
    /// Prior, views and what they imply, for Black–Litterman.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub black_litterman: Option<BlackLittermanReport>,
    /// Risk aversion used, for `equilibrium`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_aversion: Option<f64>,
    /// Returns used (with gaps: periods in the range); null for a given covariance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n_observations: Option<usize>,
    /// First date used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_date: Option<NaiveDate>,
    /// Last date used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_date: Option<NaiveDate>,
    /// Dates left out because an asset has no price there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped_dates: Vec<NaiveDate>,
    /// Each asset's own returns, when they differ from asset to asset.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<AssetWindow>,
    /// What a reader should know: a singular covariance, a repair, dates left out, assets that copy each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// A factor model in rows: `covariance = exposures · factor_covariance · exposures' + diag(specific_variances)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FactorModelView {
    /// Names of the factors.
    pub factors: Vec<String>,
    /// Change of an asset's return for each unit of a factor's: one row for each asset.
    pub exposures: Vec<Vec<f64>>,
    /// Covariance of the factors a year, one row for each.
    pub factor_covariance: Vec<Vec<f64>>,
    /// Variance a year of each asset that no factor explains.
    pub specific_variances: Vec<f64>,
}

impl FactorModelView {
    fn new(factors: Vec<String>, model: &FactorModel) -> Self {
        Self {
            factors,
            exposures: rows(&model.exposures),
            factor_covariance: rows(&model.factor_covariance),
            specific_variances: model.specific_variances.iter().copied().collect(),
        }
    }
}

impl MomentsResult {
    pub(crate) fn new(source: Source<'_>, periods_per_year: f64, estimated: Estimated) -> Self {
        let covariance = estimated.covariance;
        let factor_model =
            covariance.factor_model.as_ref().map(|model| FactorModelView::new(factor_names(source, model), model));
        let mut result = Self {
            assets: source.assets().to_vec(),
            expected_returns: estimated.mean.iter().copied().collect(),
            volatilities: covariance.matrix.diagonal().iter().map(|variance| variance.max(0.0).sqrt()).collect(),
            covariance: rows(&covariance.matrix),
            periods_per_year,
            min_eigenvalue: estimated.spectrum.min_eigenvalue,
            max_eigenvalue: estimated.spectrum.max_eigenvalue,
            shrinkage: covariance.shrinkage,
            n_signal_eigenvalues: covariance.n_signal_eigenvalues,
            factor_model,
            repair: estimated.repair,
            black_litterman: estimated.black_litterman,
            risk_aversion: estimated.risk_aversion,
            n_observations: None,
            first_date: None,
            last_date: None,
            dropped_dates: Vec::new(),
            windows: Vec::new(),
            warnings: estimated.warnings,
        };
        if let Source::Returns(observations) = source {
            result.n_observations = Some(observations.n_observations());
            result.first_date = observations.first_date;
            result.last_date = observations.last_date;
            result.dropped_dates = observations.dropped_dates.clone();
            if observations.has_gaps() {
                result.windows = observations.windows.clone();
            }
        }
        result
    }
}

fn rows(matrix: &DMatrix<f64>) -> Vec<Vec<f64>> {
    matrix.row_iter().map(|row| row.iter().copied().collect()).collect()
}
