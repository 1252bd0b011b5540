//! Covariance estimators: which there are, their settings, and what comes out.

mod co_movement;
mod exponential;
mod pairwise;
mod random_matrix;
mod sample;
mod shrinkage;

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::factor_estimates::{given_factors, statistical_factors};
use crate::{FactorModel, StatisticsError, check};

pub(crate) use pairwise::pairwise_covariance;
pub(crate) use random_matrix::{descending, noise_range};
pub(crate) use sample::{sample_covariance, variances};

/// The covariance estimator and its settings. All are annualized by the periods a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "model", rename_all = "snake_case", deny_unknown_fields)]
pub enum CovarianceModel {
    /// Sample covariance with divisor n − 1.
    Sample {
        /// Take logarithmic returns in place of simple ones.
        #[serde(default)]
        log_returns: bool,
    },
    /// Mean products of shortfalls `min(r − benchmark, 0)` over all periods (Estrada 2008, "Mean-semivariance optimization";
    /// PyPortfolioOpt's `semicovariance`): risk below the benchmark only.
    Semicovariance {
        /// Return a period that counts as a shortfall when it is missed; 0.000079 (2 % a year, daily) when left out.
        #[serde(default = "default_benchmark_return")]
        benchmark_return: f64,
        /// Take logarithmic returns in place of simple ones.
        #[serde(default)]
        log_returns: bool,
    },
    /// Products of deviations from the plain mean, each day back weighing less by the factor `1 − 2/(span+1)`.
    ExponentiallyWeighted {
        /// Span in periods, above 1.
        #[serde(default = "default_span")]
        span: f64,
        /// Take logarithmic returns in place of simple ones.
        #[serde(default)]
        log_returns: bool,
    },
    /// Products of the returns themselves (no mean is taken away), weighing half after `half_life` periods (RiskMetrics 1996;
    /// skfolio's `EWCovariance`).
    ExponentialHalfLife {
        /// Periods after which a return weighs half, above zero; 40 when left out.
        #[serde(default = "default_half_life")]
        half_life: f64,
        /// Take logarithmic returns in place of simple ones.
        #[serde(default)]
        log_returns: bool,
    },
    /// Ledoit and Wolf (2004), "A well-conditioned estimator for large-dimensional covariance matrices": the sample
    /// covariance (divisor n) shrunk towards the average variance times the identity.
    LedoitWolfConstantVariance {
        /// Take logarithmic returns in place of simple ones.
        #[serde(default)]
        log_returns: bool,
    },
    /// Ledoit and Wolf (2003), "Improved estimation of the covariance matrix of stock returns with an application to portfolio
    /// selection": the sample covariance (divisor n) shrunk towards Sharpe's single-index model with the equally weighted mean
    /// of the assets as the market.
    LedoitWolfSingleFactor {
        /// Take logarithmic returns in place of simple ones.
        #[serde(default)]
        log_returns: bool,
    },
    /// Ledoit and Wolf (2004), "Honey, I shrunk the sample covariance matrix": the sample covariance (divisor n − 1) shrunk
    /// towards equal correlations.
    LedoitWolfConstantCorrelation {
        /// Take logarithmic returns in place of simple ones.
        #[serde(default)]
        log_returns: bool,
    },
    /// Chen, Wiesel, Eldar and Hero (2010), "Shrinkage algorithms for MMSE covariance estimation": the oracle approximating
    /// shrinkage towards the average variance times the identity, without its terms in 2/p (as scikit-learn computes it).
    OracleApproximating {
        /// Take logarithmic returns in place of simple ones.
        #[serde(default)]
        log_returns: bool,
    },
    /// The sample covariance (divisor n − 1) shrunk towards the average variance times the identity by a given intensity.
    FixedShrinkage {
        /// Intensity from 0 (the sample) to 1 (the target); 0.2 when left out.
        #[serde(default = "default_intensity")]
        intensity: f64,
        /// Take logarithmic returns in place of simple ones.
        #[serde(default)]
        log_returns: bool,
    },
    /// Gerber, Javid, Markowitz, Sargen and Starer (2022), "The Gerber statistic": correlations out of how often two assets move
    /// beyond a threshold together or against each other, of the periods in which at least one does; volatilities with divisor n.
    Gerber {
        /// Threshold in standard deviations, between 0 and 1; 0.5 when left out.
        #[serde(default = "default_threshold")]
        threshold: f64,
        /// Take logarithmic returns in place of simple ones.
        #[serde(default)]
        log_returns: bool,
    },
    /// The sample covariance whose correlation eigenvalues within the range of pure noise (Marčenko and Pastur 1967) are replaced
    /// by their mean (López de Prado 2020, "Machine learning for asset managers", section 2.5: constant residual eigenvalues).
    Denoised {
        /// Take logarithmic returns in place of simple ones.
        #[serde(default)]
        log_returns: bool,
    },
    /// The sample covariance without its largest correlation eigenvalues, the market (López de Prado 2020, section 2.6). It is
    /// singular on purpose: for clustering and for seeing what is left, not for optimizing.
    Detoned {
        /// How many of the largest eigenvalues are the market's; 1 when left out.
        #[serde(default = "default_n_markets")]
        n_markets: usize,
        /// Denoise before.
        #[serde(default)]
        denoise: bool,
        /// Take logarithmic returns in place of simple ones.
        #[serde(default)]
        log_returns: bool,
    },
    /// A factor model out of the returns themselves: the first principal components of the sample covariance as factors, the rest
    /// of each asset's variance as its own (`Σ = B F B' + D`; variances equal the sample's).
    StatisticalFactors {
        /// How many factors; when left out, as many as there are correlation eigenvalues above the largest that pure noise
        /// gives, `(1 + √(n_assets/n_observations))²` (Marčenko and Pastur 1967), at least one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        n_factors: Option<usize>,
        /// Take logarithmic returns in place of simple ones.
        #[serde(default)]
        log_returns: bool,
    },
    /// A factor model out of given factor returns: exposures by ordinary least squares with an intercept, the sample covariance
    /// of the factors, and the variances of the residuals, all with divisor n − 1 (variances equal the sample's).
    GivenFactors {
        /// Take logarithmic returns in place of simple ones, of assets and factors.
        #[serde(default)]
        log_returns: bool,
    },
}

impl Default for CovarianceModel {
    fn default() -> Self {
        Self::LedoitWolfConstantVariance { log_returns: false }
    }
}

impl CovarianceModel {
    /// Whether the model works on logarithmic returns.
    #[must_use]
    pub fn uses_log_returns(&self) -> bool {
        match *self {
            Self::Sample { log_returns }
            | Self::Semicovariance { log_returns, .. }
            | Self::ExponentiallyWeighted { log_returns, .. }
            | Self::ExponentialHalfLife { log_returns, .. }
            | Self::LedoitWolfConstantVariance { log_returns }
            | Self::LedoitWolfSingleFactor { log_returns }
            | Self::LedoitWolfConstantCorrelation { log_returns }
            | Self::OracleApproximating { log_returns }
            | Self::FixedShrinkage { log_returns, .. }
            | Self::Gerber { log_returns, .. }
            | Self::Denoised { log_returns }
            | Self::Detoned { log_returns, .. }
            | Self::StatisticalFactors { log_returns, .. }
            | Self::GivenFactors { log_returns } => log_returns,
        }
    }

    /// The model's name in JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sample { .. } => "sample",
            Self::Semicovariance { .. } => "semicovariance",
            Self::ExponentiallyWeighted { .. } => "exponentially_weighted",
            Self::ExponentialHalfLife { .. } => "exponential_half_life",
            Self::LedoitWolfConstantVariance { .. } => "ledoit_wolf_constant_variance",
            Self::LedoitWolfSingleFactor { .. } => "ledoit_wolf_single_factor",
            Self::LedoitWolfConstantCorrelation { .. } => "ledoit_wolf_constant_correlation",
            Self::OracleApproximating { .. } => "oracle_approximating",
            Self::FixedShrinkage { .. } => "fixed_shrinkage",
            Self::Gerber { .. } => "gerber",
            Self::Denoised { .. } => "denoised",
            Self::Detoned { .. } => "detoned",
            Self::StatisticalFactors { .. } => "statistical_factors",
            Self::GivenFactors { .. } => "given_factors",
        }
    }

    /// Whether the model is defined on returns with gaps (see [`crate::MissingRule::Pairwise`]).
    pub(crate) fn allows_gaps(&self) -> bool {
        matches!(self, Self::Sample { .. } | Self::FixedShrinkage { .. })
    }
}

fn default_span() -> f64 {
    180.0
}

fn default_half_life() -> f64 {
    40.0
}

fn default_benchmark_return() -> f64 {
    0.000_079
}

fn default_intensity() -> f64 {
    0.2
}

fn default_threshold() -> f64 {
    0.5
}

fn default_n_markets() -> usize {
    1
}

/// An estimated covariance matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct CovarianceEstimate {
    /// Annualized covariance, `n_assets × n_assets`, exactly symmetric.
    pub matrix: DMatrix<f64>,
    /// Shrinkage intensity between 0 and 1, for the models that shrink.
    pub shrinkage: Option<f64>,
    /// Eigenvalues of the correlation above the noise, for the models that tell them apart.
    pub n_signal_eigenvalues: Option<usize>,
    /// The factors behind the matrix, annualized, for the factor models.
    pub factor_model: Option<FactorModel>,
}

impl CovarianceEstimate {
    pub(crate) fn plain(matrix: DMatrix<f64>) -> Self {
        Self { matrix, shrinkage: None, n_signal_eigenvalues: None, factor_model: None }
    }

    pub(crate) fn shrunk(matrix: DMatrix<f64>, intensity: f64) -> Self {
        Self { shrinkage: Some(intensity), ..Self::plain(matrix) }
    }

    /// Rescales everything from a period to a year.
    fn annualize(mut self, periods_per_year: f64) -> Self {
        self.matrix *= periods_per_year;
        if let Some(model) = &mut self.factor_model {
            model.factor_covariance *= periods_per_year;
            model.specific_variances *= periods_per_year;
        }
        self
    }

    /// Gives each asset another volatility, `scales` times the present one, and keeps the correlations.
    pub(crate) fn rescale(mut self, scales: &DVector<f64>) -> Self {
        self.matrix = crate::repair::scaled(self.matrix, scales.as_slice());
        if let Some(model) = &mut self.factor_model {
            for (asset, scale) in scales.iter().enumerate() {
                model.exposures.row_mut(asset).scale_mut(*scale);
                model.specific_variances[asset] *= scale * scale;
            }
        }
        self
    }
}

/// The returns that an estimator may look at, complete and of one kind (simple or logarithmic).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Returns<'a> {
    /// Names, for messages.
    pub(crate) assets: &'a [String],
    /// `n_observations × n_assets`, oldest first.
    pub(crate) assets_returns: &'a DMatrix<f64>,
    /// `n_observations × n_factors`, for the model that needs them.
    pub(crate) factor_returns: Option<&'a DMatrix<f64>>,
}

/// Annualized covariance of the columns of `returns` (`n_observations × n_assets`, oldest first).
///
/// # Errors
/// When a setting is out of range, there are too few observations for the model, or a series that does not vary has no
/// correlation. The model of given factors needs [`crate::MomentsRequest`].
pub fn estimate_covariance(
    returns: &DMatrix<f64>,
    model: &CovarianceModel,
    periods_per_year: f64,
) -> Result<CovarianceEstimate, StatisticsError> {
    let assets: Vec<String> = (1..=returns.ncols()).map(|column| format!("asset {column}")).collect();
    let returns = Returns { assets: &assets, assets_returns: returns, factor_returns: None };
    covariance_of(returns, model, periods_per_year)
}

pub(crate) fn covariance_of(
    returns: Returns<'_>,
    model: &CovarianceModel,
    periods_per_year: f64,
) -> Result<CovarianceEstimate, StatisticsError> {
    check::periods(periods_per_year)?;
    let x = returns.assets_returns;
    if x.ncols() == 0 {
        return Err(StatisticsError::NoAssets);
    }
    check::observations(model.name(), x.nrows(), 2, "a covariance needs at least two returns")?;
    let estimate = match *model {
        CovarianceModel::Sample { .. } => CovarianceEstimate::plain(sample_covariance(x)),
        CovarianceModel::Semicovariance { benchmark_return, .. } => sample::semicovariance(x, benchmark_return)?,
        CovarianceModel::ExponentiallyWeighted { span, .. } => exponential::centred(x, span)?,
        CovarianceModel::ExponentialHalfLife { half_life, .. } => exponential::uncentred(x, half_life)?,
        CovarianceModel::LedoitWolfConstantVariance { .. } => shrinkage::ledoit_wolf_constant_variance(x),
        CovarianceModel::LedoitWolfSingleFactor { .. } => shrinkage::ledoit_wolf_single_factor(x),
        CovarianceModel::LedoitWolfConstantCorrelation { .. } => shrinkage::ledoit_wolf_constant_correlation(returns)?,
        CovarianceModel::OracleApproximating { .. } => shrinkage::oracle_approximating(x),
        CovarianceModel::FixedShrinkage { intensity, .. } => shrinkage::fixed(sample_covariance(x), intensity)?,
        CovarianceModel::Gerber { threshold, .. } => co_movement::gerber(returns, threshold)?,
        CovarianceModel::Denoised { .. } => random_matrix::denoised(returns)?,
        CovarianceModel::Detoned { n_markets, denoise, .. } => random_matrix::detoned(returns, n_markets, denoise)?,
        CovarianceModel::StatisticalFactors { n_factors, .. } => statistical_factors(x, n_factors)?,
        CovarianceModel::GivenFactors { .. } => given_factors(returns)?,
    };
    Ok(estimate.annualize(periods_per_year))
}

/// The annualized covariance out of returns with gaps (NaN), each pair over its common periods.
pub(crate) fn covariance_with_gaps(
    assets: &[String],
    returns: &DMatrix<f64>,
    model: &CovarianceModel,
    periods_per_year: f64,
) -> Result<CovarianceEstimate, StatisticsError> {
    check::periods(periods_per_year)?;
    let sample = pairwise_covariance(assets, returns)?;
    let estimate = match *model {
        CovarianceModel::Sample { .. } => CovarianceEstimate::plain(sample),
        CovarianceModel::FixedShrinkage { intensity, .. } => shrinkage::fixed(sample, intensity)?,
        _ => return Err(StatisticsError::NeedsCompleteCases { model: model.name() }),
    };
    Ok(estimate.annualize(periods_per_year))
}
