//! Volatility that follows the returns: GARCH(1,1) and its asymmetric kin, fitted by maximum likelihood.

mod errors;
mod recursion;

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::RiskError;
use crate::error::check_values;
use crate::minimize::minimize;
use recursion::{Parameters, log_likelihood, variances};

pub(crate) use recursion::residual_quantile;

/// How the variance of the next period follows from what is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VolatilityModel {
    /// `σ² = ω + α e² + β σ²` (Bollerslev 1986).
    #[default]
    Garch,
    /// `σ² = ω + (α + γ [e < 0]) e² + β σ²` (Glosten, Jagannathan and Runkle 1993).
    Gjr,
    /// `ln σ² = ω + α(|z| − √(2/π)) + γ z + β ln σ²` (Nelson 1991).
    Egarch,
}

/// How the standardized residuals are spread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Innovations {
    /// Normal.
    #[default]
    Normal,
    /// Student's t, scaled to a variance of one.
    Student,
}

/// Fewest returns that a fit rests on.
const FEWEST: usize = 100;

/// A fitted model. Returns are as given, so variances are a period's.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GarchFit {
    /// The model.
    pub model: VolatilityModel,
    /// Spread of the residuals.
    pub innovations: Innovations,
    /// Constant mean.
    pub mean: f64,
    /// ω.
    pub omega: f64,
    /// α.
    pub alpha: f64,
    /// γ; none for a plain GARCH.
    pub gamma: Option<f64>,
    /// β.
    pub beta: f64,
    /// Degrees of freedom; none for normal residuals.
    pub freedom: Option<f64>,
    /// Errors of the parameters that bear another distribution of the residuals than the assumed one; none where the likelihood is too
    /// flat or too bent to tell.
    pub standard_errors: Option<GarchErrors>,
    /// How much of a shock's variance is left a period later: `α + γ/2 + β`, or β for EGARCH. At 1 it never fades.
    pub persistence: f64,
    /// Logarithm of the likelihood.
    pub log_likelihood: f64,
    /// Akaike's criterion.
    pub aic: f64,
    /// Schwarz's criterion.
    pub bic: f64,
    /// Returns that it was fitted to.
    pub n: usize,
    /// Variance of each period as expected before it, and of the period after the last: one entry more than returns.
    #[serde(skip)]
    #[schema(ignore)]
    pub variances: Vec<f64>,
    #[serde(skip)]
    #[schema(ignore)]
    parameters: Parameters,
}

/// Errors of the parameters of a fit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct GarchErrors {
    /// Of the mean.
    pub mean: f64,
    /// Of ω.
    pub omega: f64,
    /// Of α.
    pub alpha: f64,
    /// Of γ.
    pub gamma: Option<f64>,
    /// Of β.
    pub beta: f64,
    /// Of the degrees of freedom.
    pub freedom: Option<f64>,
}

impl GarchErrors {
    /// From the covariance of parameters of returns at a variance of one; `scale` brings them back.
    fn of(covariance: &DMatrix<f64>, parameters: &Parameters, scale: f64) -> Self {
        let error = |place: usize| covariance[(place, place)].sqrt();
        let (model, last) = (parameters.model, covariance.nrows() - 1);
        // ω of EGARCH is moved by (1 − β) ln s², the others are stretched.
        let shift = 2.0 * scale.ln();
        let omega = match model {
            VolatilityModel::Egarch => {
                let moved = covariance[(1, 1)] + shift * shift * covariance[(3, 3)] - 2.0 * shift * covariance[(1, 3)];
                moved.max(0.0).sqrt()
            }
            VolatilityModel::Garch | VolatilityModel::Gjr => error(1) * scale * scale,
        };
        Self {
            mean: error(0) * scale,
            omega,
            alpha: error(2),
            gamma: (model != VolatilityModel::Garch).then(|| error(4)),
            beta: error(3),
            freedom: parameters.freedom.map(|_| error(last)),
        }
    }
}

/// Fits a model with a constant mean. The variance before the first period is the mean of the first 75 squared residuals, weighted
/// 0.94 less each period.
///
/// # Errors
/// For fewer than 100 returns, one that is not a number, returns that do not vary, or when no parameters are found.
pub fn fit_garch(returns: &[f64], model: VolatilityModel, innovations: Innovations) -> Result<GarchFit, RiskError> {
    check_values("returns", returns, "a GARCH fit", FEWEST)?;
    let n = returns.len();
    let mean = returns.iter().sum::<f64>() / n as f64;
    let variance = returns.iter().map(|r| (r - mean).powi(2)).sum::<f64>() / n as f64;
    if variance <= crate::moments::CONSTANT {
        return Err(RiskError::Undefined { figure: "GARCH volatility", why: "the returns do not vary" });
    }
    // At a variance of one all parameters are of a like size.
    let scale = variance.sqrt();
    let scaled: Vec<f64> = returns.iter().map(|r| r / scale).collect();
    let start = crate::volatility::start(scaled.iter().map(|r| r - mean / scale));
    let minus = |x: &[f64]| match Parameters::of(x, model, innovations) {
        Some(parameters) => -log_likelihood(&scaled, &parameters, start) / n as f64,
        None => f64::INFINITY,
    };
    let begins = Parameters::begins(mean / scale, model, innovations);
    let found = begins.iter().filter_map(|begin| minimize(begin, 0.1, minus)).min_by(|a, b| a.1.total_cmp(&b.1));
    let best = found.and_then(|(x, least)| Parameters::of(&x, model, innovations).filter(|_| least.is_finite()));
    let Some(best) = best else {
        return Err(RiskError::NoFit { model: "GARCH", why: "no parameters give a likelihood" });
    };
    let covariance = errors::robust_covariance(&scaled, &best, start);
    let parameters = best.rescaled(scale);
    let start = start * variance;
    let (count, log_likelihood) = (begins[0].len() as f64, log_likelihood(returns, &parameters, start));
    Ok(GarchFit {
        model,
        innovations,
        mean: parameters.mean,
        omega: parameters.omega,
        alpha: parameters.alpha,
        gamma: if model == VolatilityModel::Garch { None } else { Some(parameters.gamma) },
        beta: parameters.beta,
        freedom: parameters.freedom,
        standard_errors: covariance.map(|covariance| GarchErrors::of(&covariance, &best, scale)),
        persistence: parameters.persistence(),
        log_likelihood,
        aic: 2.0 * count - 2.0 * log_likelihood,
        bic: count * (n as f64).ln() - 2.0 * log_likelihood,
        n,
        variances: variances(returns, &parameters, start),
        parameters,
    })
}

impl GarchFit {
    /// Expected variance of each of the next `periods`, a period's. EGARCH has no closed form beyond the first; there `None`.
    #[must_use]
    pub fn forecast_variances(&self, periods: usize) -> Option<Vec<f64>> {
        let first = *self.variances.last()?;
        if self.model == VolatilityModel::Egarch && periods > 1 {
            return None;
        }
        let next = |before: &f64| Some(self.omega + self.persistence * before);
        Some(std::iter::successors(Some(first), next).take(periods).collect())
    }

    /// Variances of another stretch of returns under the same parameters, and of the period after it.
    #[must_use]
    pub fn filter(&self, returns: &[f64]) -> Vec<f64> {
        let start = crate::volatility::start(returns.iter().map(|r| r - self.mean));
        variances(returns, &self.parameters, start)
    }

    /// The variance of the period after one with this variance and return.
    pub(crate) fn step(&self, variance: f64, r: f64) -> f64 {
        self.parameters.step(variance, r - self.mean)
    }
}
