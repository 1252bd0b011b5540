//! Expected returns: which estimators there are, their settings, and what they look at.

mod capm;
mod equilibrium;
mod historical;
mod shrunk;

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::black_litterman::{BlackLitterman, BlackLittermanReport, posterior};
use crate::json::unique_numbers;
use crate::{StatisticsError, check};

pub use equilibrium::{RiskAversion, RiskAversionSource};
pub use shrunk::{MeanShrinkage, MeanTarget};

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

/// The estimator of expected returns and its settings; conventions are those of PyPortfolioOpt 1.6 unless said otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
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
    /// A mean in which a return weighs half after `half_life` periods (skfolio's `EWMu`).
    ExponentialHalfLife {
        /// Periods after which a return weighs half, above zero; 40 when left out.
        #[serde(default = "default_half_life")]
        half_life: f64,
        /// How the mean is annualized.
        #[serde(default)]
        compounding: Compounding,
        /// Take logarithmic returns in place of simple ones, before compounding.
        #[serde(default)]
        log_returns: bool,
    },
    /// The capital asset pricing model (Sharpe 1964): `rf + β·(market − rf)`, with β by regression on the benchmark, or on the
    /// equally weighted mean of the assets when there is none.
    Capm {
        /// How the market's mean is annualized.
        #[serde(default)]
        compounding: Compounding,
        /// Take logarithmic returns in place of simple ones, before compounding.
        #[serde(default)]
        log_returns: bool,
    },
    /// Sample means shrunk towards a common value, added up over the year (skfolio's `ShrunkMu`).
    Shrunk {
        /// How the intensity is found.
        #[serde(default)]
        method: MeanShrinkage,
        /// Towards what.
        #[serde(default)]
        target: MeanTarget,
        /// Keep the intensity of James and Stein between 0 and 1, without which shrinking can push means apart; true when left
        /// out (skfolio: false).
        #[serde(default = "default_positive_part")]
        positive_part: bool,
    },
    /// Reverse optimization: the returns for which `weights` are optimal, `risk_aversion · Σ · weights + rf` (Sharpe 1974, "Imputing
    /// expected security returns from portfolio composition"). With market capitalizations as weights: the market's implied returns.
    Equilibrium {
        /// Weights or market capitalizations of every asset, in any unit; equal when left out.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "unique_numbers")]
        weights: Option<BTreeMap<String, f64>>,
        /// Excess return wanted for each unit of variance; 2.5 when left out (He and Litterman 1999).
        #[serde(default)]
        risk_aversion: RiskAversion,
    },
    /// Black and Litterman (1992): a prior, and views on it with their uncertainty.
    BlackLitterman(Box<BlackLitterman>),
    /// Values of one's own.
    Given {
        /// Expected return a year of every asset (0.1 = 10 %).
        #[serde(deserialize_with = "crate::json::unique_numbers_required")]
        values: BTreeMap<String, f64>,
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
            Self::HistoricalMean { log_returns, .. }
            | Self::ExponentiallyWeighted { log_returns, .. }
            | Self::ExponentialHalfLife { log_returns, .. }
            | Self::Capm { log_returns, .. } => log_returns,
            Self::BlackLitterman(ref settings) => settings.prior.uses_log_returns(),
            Self::Shrunk { .. } | Self::Equilibrium { .. } | Self::Given { .. } => false,
        }
    }

    /// The model's name in JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::HistoricalMean { .. } => "historical_mean",
            Self::ExponentiallyWeighted { .. } => "exponentially_weighted",
            Self::ExponentialHalfLife { .. } => "exponential_half_life",
            Self::Capm { .. } => "capm",
            Self::Shrunk { .. } => "shrunk",
            Self::Equilibrium { .. } => "equilibrium",
            Self::BlackLitterman(_) => "black_litterman",
            Self::Given { .. } => "given",
        }
    }
}

fn default_span() -> f64 {
    500.0
}

fn default_half_life() -> f64 {
    40.0
}

fn default_positive_part() -> bool {
    true
}

/// What an estimator of expected returns may look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MeanInputs<'a> {
    /// Names, in the order of columns and of the covariance.
    pub(crate) assets: &'a [String],
    /// Past returns, when there are any.
    pub(crate) history: Option<History<'a>>,
    /// Covariance a year, when there is one.
    pub(crate) covariance: Option<&'a DMatrix<f64>>,
    /// Periods a year of the returns.
    pub(crate) periods_per_year: f64,
    /// Risk-free rate a year.
    pub(crate) risk_free_rate: f64,
}

/// Past returns of the kind the model asks for (simple or logarithmic).
#[derive(Debug, Clone, Copy)]
pub(crate) struct History<'a> {
    /// `n_observations × n_assets`, oldest first; NaN is a gap.
    pub(crate) returns: &'a DMatrix<f64>,
    /// The rows without a gap.
    pub(crate) complete: &'a DMatrix<f64>,
    /// Returns of the benchmark, one for each row of `returns`; NaN is a gap.
    pub(crate) market: Option<&'a DVector<f64>>,
}

impl<'a> MeanInputs<'a> {
    fn history(&self, model: &'static str) -> Result<History<'a>, StatisticsError> {
        let missing = StatisticsError::MissingInput { model, input: "prices", what: "prices with dates, or returns" };
        self.history.ok_or(missing)
    }

    fn covariance(&self, model: &'static str) -> Result<&'a DMatrix<f64>, StatisticsError> {
        self.covariance.ok_or(StatisticsError::MissingInput { model, input: "covariance", what: "a covariance" })
    }

    /// One number for each asset out of a map by name.
    pub(crate) fn by_name(
        &self,
        field: &'static str,
        values: &BTreeMap<String, f64>,
    ) -> Result<DVector<f64>, StatisticsError> {
        if let Some(unknown) = values.keys().find(|name| !self.assets.contains(name)) {
            return Err(StatisticsError::UnknownAsset { field, asset: unknown.clone() });
        }
        let value = |asset: &String| match values.get(asset) {
            Some(value) if value.is_finite() => Ok(*value),
            _ => Err(StatisticsError::MissingValue { field, asset: asset.clone() }),
        };
        Ok(DVector::from_vec(self.assets.iter().map(value).collect::<Result<_, _>>()?))
    }
}

/// Expected returns, and what a model has to say beside them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MeanEstimate {
    /// A year's, `n_assets`.
    pub(crate) mean: DVector<f64>,
    /// Prior, views and posterior covariance, for Black–Litterman.
    pub(crate) black_litterman: Option<BlackLittermanReport>,
    /// The covariance that replaces the prior's, for Black–Litterman.
    pub(crate) covariance: Option<DMatrix<f64>>,
    /// The risk aversion used, for the models that have one.
    pub(crate) risk_aversion: Option<f64>,
    /// What a reader should know.
    pub(crate) warnings: Vec<String>,
}

impl From<DVector<f64>> for MeanEstimate {
    fn from(mean: DVector<f64>) -> Self {
        Self { mean, black_litterman: None, covariance: None, risk_aversion: None, warnings: Vec::new() }
    }
}

/// Annualized expected returns, one for each column of `returns` (`n_observations × n_assets`, oldest first).
///
/// # Errors
/// When a setting is out of range, a mean is not a finite number (a period's return at or below −100 %), or the model needs more
/// than returns (see [`crate::MomentsRequest`]).
pub fn estimate_expected_returns(
    returns: &DMatrix<f64>,
    model: &ExpectedReturnsModel,
    periods_per_year: f64,
) -> Result<DVector<f64>, StatisticsError> {
    let assets: Vec<String> = (1..=returns.ncols()).map(|column| format!("asset {column}")).collect();
    let history = Some(History { returns, complete: returns, market: None });
    let inputs = MeanInputs { assets: &assets, history, covariance: None, periods_per_year, risk_free_rate: 0.0 };
    Ok(expected_returns_of(inputs, model)?.mean)
}

pub(crate) fn expected_returns_of(
    inputs: MeanInputs<'_>,
    model: &ExpectedReturnsModel,
) -> Result<MeanEstimate, StatisticsError> {
    check::periods(inputs.periods_per_year)?;
    check::finite("risk_free_rate", inputs.risk_free_rate)?;
    let name = model.name();
    let periods = inputs.periods_per_year;
    let estimate: MeanEstimate = match model {
        ExpectedReturnsModel::HistoricalMean { compounding, .. } => {
            historical::mean(inputs.history(name)?.returns, *compounding, periods).into()
        }
        ExpectedReturnsModel::ExponentiallyWeighted { span, compounding, .. } => {
            let decay = crate::weights::decay_of_span(*span)?;
            historical::decaying_mean(inputs.history(name)?.returns, decay, *compounding, periods).into()
        }
        ExpectedReturnsModel::ExponentialHalfLife { half_life, compounding, .. } => {
            let decay = crate::weights::decay_of_half_life(*half_life)?;
            historical::decaying_mean(inputs.history(name)?.returns, decay, *compounding, periods).into()
        }
        ExpectedReturnsModel::Capm { compounding, .. } => {
            capm::capm(inputs.assets, inputs.history(name)?, *compounding, periods, inputs.risk_free_rate)?
        }
        ExpectedReturnsModel::Shrunk { method, target, positive_part } => {
            let returns = inputs.history(name)?.complete;
            let settings = shrunk::Settings { method: *method, target: *target, positive_part: *positive_part };
            (shrunk::shrunk(returns, settings)? * periods).into()
        }
        ExpectedReturnsModel::Equilibrium { weights, risk_aversion } => {
            equilibrium::equilibrium(inputs, inputs.covariance(name)?, weights.as_ref(), *risk_aversion)?
        }
        ExpectedReturnsModel::BlackLitterman(settings) => {
            let covariance = inputs.covariance(name)?;
            if matches!(*settings.prior, ExpectedReturnsModel::BlackLitterman(_)) {
                let problem = "cannot be black_litterman itself; put all views into one model";
                return Err(StatisticsError::InvalidField { field: "prior".to_owned(), problem: problem.to_owned() });
            }
            let prior = expected_returns_of(inputs, &settings.prior)?;
            let posterior = posterior(inputs.assets, covariance, &prior.mean, settings)?;
            MeanEstimate {
                mean: posterior.mean,
                covariance: settings.posterior_covariance.then_some(posterior.covariance),
                black_litterman: Some(posterior.report),
                ..prior
            }
        }
        ExpectedReturnsModel::Given { values } => inputs.by_name("values", values)?.into(),
    };
    match inputs.assets.iter().zip(estimate.mean.iter()).find(|(_, mean)| !mean.is_finite()) {
        Some((asset, _)) => Err(StatisticsError::UndefinedReturn { asset: asset.clone() }),
        None => Ok(estimate),
    }
}
