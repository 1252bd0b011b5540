//! What optimizations are asked for with, and what they answer.

use std::collections::BTreeMap;

use ::optimize::{OptimizationRequest, OptimizationResult};
use chrono::NaiveDate;
use model::{
    id::{InstrumentId, JobId, OptimizationId},
    optimization::OptimizationType,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use statistics::{Compounding, CovarianceModel, ExpectedReturnsModel};

use crate::error::{Error, Result};

/// Instruments, dates and estimators.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UniverseSpec {
    /// The instruments, in order; those held today when empty.
    #[serde(default)]
    pub instrument_ids: Vec<InstrumentId>,
    /// Prices from this day; the first day on which all have one when nothing is said.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Prices to this day; today when nothing is said.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Estimator of the expected returns.
    #[serde(default)]
    pub expected_returns_model: ExpectedReturnsModel,
    /// Estimator of the covariance.
    #[serde(default)]
    pub covariance_model: CovarianceModel,
}

/// The same as query parameters.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UniverseQuery {
    /// Instrument ids with commas between them; those held today when nothing is said.
    #[serde(default)]
    pub instrument_ids: Option<String>,
    /// Prices from this day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Prices to this day; today when nothing is said.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// `historical_mean` (default) or `exponentially_weighted`.
    #[serde(default)]
    pub expected_returns: Option<String>,
    /// Span in days of exponentially weighted expected returns; 500 when nothing is said.
    #[serde(default)]
    pub expected_returns_span: Option<f64>,
    /// `ledoit_wolf_constant_variance` (default), `sample` or `exponentially_weighted`.
    #[serde(default)]
    pub covariance: Option<String>,
    /// Span in days of the exponentially weighted covariance; 180 when nothing is said.
    #[serde(default)]
    pub covariance_span: Option<f64>,
    /// Logarithmic returns in place of simple ones.
    #[serde(default)]
    pub log_returns: Option<bool>,
}

impl UniverseQuery {
    /// What it asks for.
    ///
    /// # Errors
    /// When an id or the name of an estimator cannot be read.
    pub fn spec(&self) -> Result<UniverseSpec> {
        let log_returns = self.log_returns.unwrap_or(false);
        let ids = self.instrument_ids.as_deref().unwrap_or_default();
        let instrument_ids = ids
            .split(',')
            .map(str::trim)
            .filter(|id| !id.is_empty())
            .map(|id| id.parse().map_err(|_| Error::not_found("instrument", id)))
            .collect::<Result<_>>()?;
        let unknown = |field: &str, name: &str, allowed: &str| {
            Err(Error::field(field, "name_unknown", format!("\"{name}\" is not an estimator; use one of {allowed}")))
        };
        let expected_returns_model = match self.expected_returns.as_deref() {
            None | Some("historical_mean") => {
                ExpectedReturnsModel::HistoricalMean { compounding: Compounding::default(), log_returns }
            }
            Some("exponentially_weighted") => ExpectedReturnsModel::ExponentiallyWeighted {
                span: self.expected_returns_span.unwrap_or(500.0),
                compounding: Compounding::default(),
                log_returns,
            },
            Some(other) => return unknown("expected_returns", other, "historical_mean, exponentially_weighted"),
        };
        let covariance_model = match self.covariance.as_deref() {
            None | Some("ledoit_wolf_constant_variance") => CovarianceModel::LedoitWolfConstantVariance { log_returns },
            Some("sample") => CovarianceModel::Sample { log_returns },
            Some("exponentially_weighted") => {
                CovarianceModel::ExponentiallyWeighted { span: self.covariance_span.unwrap_or(180.0), log_returns }
            }
            Some(other) => {
                return unknown("covariance", other, "ledoit_wolf_constant_variance, sample, exponentially_weighted");
            }
        };
        Ok(UniverseSpec { instrument_ids, from: self.from, to: self.to, expected_returns_model, covariance_model })
    }
}

/// Moments of a universe, a year, and today's portfolio within it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct UniverseView {
    /// The instruments, in the order of the moments.
    pub assets: Vec<UniverseAsset>,
    /// What was asked for, with the dates and instruments found.
    pub spec: UniverseSpec,
    /// First date used.
    pub first_date: NaiveDate,
    /// Last date used.
    pub last_date: NaiveDate,
    /// Returns used.
    pub n_observations: usize,
    /// Dates left out because an instrument has no price there.
    pub n_dropped_dates: usize,
    /// Expected returns a year (0.1 is 10 %).
    pub expected_returns: Vec<f64>,
    /// Covariance a year, one row for each asset.
    pub covariance: Vec<Vec<f64>>,
    /// Shrinkage intensity, for estimators that shrink.
    pub shrinkage: Option<f64>,
    /// Smallest eigenvalue of the covariance.
    pub min_eigenvalue: f64,
    /// Risk-free rate a year.
    pub risk_free_rate: f64,
    /// Where the risk-free rate comes from.
    pub risk_free_source: String,
    /// Today's portfolio over these instruments; null when none of them is held.
    pub current: Option<CurrentPortfolio>,
    /// BLAKE3 of the prices used, hex.
    pub data_hash: String,
}

/// An instrument of a universe.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct UniverseAsset {
    /// The instrument.
    pub instrument_id: InstrumentId,
    /// Its symbol, which names it in requests and results.
    pub symbol: String,
    /// Its name.
    pub name: String,
    /// Its sector.
    pub sector: Option<String>,
    /// Volatility a year.
    pub volatility: f64,
}

/// Today's weights within a universe and what the moments say of them.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CurrentPortfolio {
    /// Weights by symbol, of the value held in these instruments; they sum to 1.
    pub weights: BTreeMap<String, f64>,
    /// Expected return a year.
    pub expected_return: f64,
    /// Volatility a year.
    pub volatility: f64,
    /// Sharpe ratio; null without volatility.
    pub sharpe: Option<f64>,
}

/// A run to do and save.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOptimization {
    /// Its name, 1 to 120 characters.
    pub name: String,
    /// Instruments, dates and estimators.
    pub universe: UniverseSpec,
    /// Objective and limits. Moments are filled in from the universe; assets are symbols.
    pub request: OptimizationRequest,
}

/// What a run was done with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OptimizationSettings {
    /// Instruments, dates and estimators.
    pub universe: UniverseSpec,
    /// The request as solved, moments included.
    pub request: OptimizationRequest,
}

/// A saved run.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OptimizationView {
    /// Its identity.
    pub id: OptimizationId,
    /// Its name.
    pub name: String,
    /// What it looked for.
    pub optimization_type: OptimizationType,
    /// When it was run.
    pub created_at: Timestamp,
    /// The day that counted as today.
    pub as_of: NaiveDate,
    /// The job that ran it.
    pub job_id: Option<JobId>,
    /// BLAKE3 of the prices used, hex.
    pub data_hash: String,
    /// Its instruments, in order.
    pub instruments: Vec<InstrumentId>,
    /// What it was done with.
    pub settings: OptimizationSettings,
    /// What came out.
    pub result: OptimizationResult,
}

/// A saved run in a list.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OptimizationSummary {
    /// Its identity.
    pub id: OptimizationId,
    /// Its name.
    pub name: String,
    /// What it looked for.
    pub optimization_type: OptimizationType,
    /// When it was run.
    pub created_at: Timestamp,
    /// The day that counted as today.
    pub as_of: NaiveDate,
    /// BLAKE3 of the prices used, hex.
    pub data_hash: String,
    /// How many instruments.
    pub n_assets: usize,
    /// Expected return a year.
    pub expected_return: Option<f64>,
    /// Volatility a year.
    pub volatility: f64,
    /// Sharpe ratio.
    pub sharpe: Option<f64>,
}

/// A new name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameOptimization {
    /// The name, 1 to 120 characters.
    pub name: String,
}

/// What to give beside a solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SolveQuery {
    /// Points of the efficient frontier within the same limits, 2 to 1000; none when left out.
    pub frontier_points: Option<usize>,
}

/// Which runs to compare.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CompareQuery {
    /// Ids of saved runs with commas between them, 1 to 8.
    pub ids: String,
}

/// Runs side by side with what is held.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Comparison {
    /// The runs, in the order asked for.
    pub optimizations: Vec<OptimizationSummary>,
    /// Weights by asset.
    pub rows: Vec<ComparisonRow>,
}

/// One asset in a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ComparisonRow {
    /// The symbol.
    pub asset: String,
    /// The instrument, while it exists.
    pub instrument_id: Option<InstrumentId>,
    /// Part of today's portfolio value, cash included; null when unknown.
    pub today: Option<f64>,
    /// The weight in each run; null where the asset is not in it.
    pub weights: Vec<Option<f64>>,
}
