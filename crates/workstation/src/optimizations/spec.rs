//! Universes: instruments, dates and estimators, and what they amount to.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{currency::Currency, id::InstrumentId, instrument::AssetClass};
use serde::{Deserialize, Serialize};
use statistics::{
    BlackLittermanReport, Compounding, CovarianceModel, ExpectedReturnsModel, MissingRule, PsdRepair, RepairReport,
};

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
    /// What is done about prices that are missing.
    #[serde(default)]
    pub missing: MissingRule,
    /// What is done about negative eigenvalues of the covariance.
    #[serde(default)]
    pub repair: PsdRepair,
    /// The market, for `capm` and for a risk aversion `from_benchmark`; the workspace's benchmark when nothing is said.
    #[serde(default)]
    pub benchmark_instrument_id: Option<InstrumentId>,
    /// Instruments whose returns are the factors of `given_factors`.
    #[serde(default)]
    pub factor_instrument_ids: Vec<InstrumentId>,
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
        Ok(UniverseSpec {
            instrument_ids,
            from: self.from,
            to: self.to,
            expected_returns_model,
            covariance_model,
            ..UniverseSpec::default()
        })
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
    /// What was done about negative eigenvalues; null when there were none.
    pub repair: Option<RepairReport>,
    /// Prior, views and what they imply, for Black–Litterman: the posterior is `expected_returns`. Null for other models.
    pub views: Option<BlackLittermanReport>,
    /// What a reader should know: a singular covariance, a repair, dates left out, assets that copy each other.
    pub warnings: Vec<String>,
    /// Weights of the benchmark by symbol; null unless the benchmark is one of these assets, because what an index holds is not known.
    pub benchmark_weights: Option<BTreeMap<String, f64>>,
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
    /// The currency in which it is priced.
    pub currency: Currency,
    /// What it is.
    pub asset_class: AssetClass,
    /// Country of risk, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Volatility a year.
    pub volatility: f64,
    /// What one unit is worth today in the base currency; null without a price or a rate.
    pub last_price: Option<f64>,
    /// Value traded on an average day in the base currency at today's rate, over the last 63 bars of the dates; null when one of
    /// them does not tell how many units were traded, or without a rate.
    pub adv: Option<f64>,
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
