//! Value at risk and the mean loss beyond it, by method.

mod methods;

use serde::{Deserialize, Serialize};
use statistics::simulation::{Margins, StudentCopula};
use utoipa::ToSchema;

use crate::error::{check_confidence, check_values};
use crate::{GarchFit, Innovations, ParetoTail, RiskError, VolatilityModel, fit_garch, fit_pareto_tail};

/// How the loss is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "method", deny_unknown_fields)]
pub enum TailMethod {
    /// The quantile of the returns as they were, linearly interpolated; over several periods that of overlapping compounded returns.
    Historical,
    /// Normal returns of the sample's mean and deviation, which grow with the horizon and its root.
    Gaussian,
    /// Normal, bent by the sample's skewness and kurtosis (Cornish and Fisher 1937; the mean beyond it by Boudt, Peterson and Croux
    /// 2008). They shrink with the root of the horizon, and with the horizon.
    CornishFisher,
    /// Normal returns of mean zero with an exponentially weighted deviation (RiskMetrics 1996), which grows with the root of the horizon.
    Ewma {
        /// How much of a variance is left a period later, 0.94 for days.
        #[serde(default = "decay")]
        decay: f64,
    },
    /// A fitted GARCH and the quantile of its residuals' distribution; variances of the horizon add up.
    Garch {
        /// The model; EGARCH looks one period ahead only.
        #[serde(default)]
        model: VolatilityModel,
        /// Spread of its residuals.
        #[serde(default)]
        innovations: Innovations,
    },
    /// Residuals as they were over the deviation that a GARCH expected, times the one that it expects now (Barone-Adesi, Giannopoulos and
    /// Vosper 1999); over several periods by simulated paths.
    FilteredHistorical {
        /// The model.
        #[serde(default)]
        model: VolatilityModel,
        /// Paths and seed; looked at only for more than one period.
        #[serde(default)]
        paths: FilteredPaths,
    },
    /// A generalized Pareto distribution beyond a high loss (peaks over threshold; McNeil and Frey 2000), which grows with the root of the
    /// horizon.
    ExtremeValue {
        /// Part of the periods that counts as the tail.
        #[serde(default = "tail_share")]
        tail_share: f64,
    },
    /// Paths drawn from a fitted Student distribution.
    MonteCarlo {
        /// Paths and seed.
        #[serde(default)]
        paths: FilteredPaths,
    },
}

/// Simulated paths of a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FilteredPaths {
    /// How many.
    pub n_paths: usize,
    /// Of the random numbers.
    #[serde(default)]
    pub seed: u64,
}

impl Default for FilteredPaths {
    fn default() -> Self {
        Self { n_paths: 20_000, seed: 0 }
    }
}

impl TailMethod {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Historical => "historical",
            Self::Gaussian => "gaussian",
            Self::CornishFisher => "cornish_fisher",
            Self::Ewma { .. } => "ewma",
            Self::Garch { .. } => "garch",
            Self::FilteredHistorical { .. } => "filtered_historical",
            Self::ExtremeValue { .. } => "extreme_value",
            Self::MonteCarlo { .. } => "monte_carlo",
        }
    }

    /// All methods with their usual settings.
    #[must_use]
    pub fn all(paths: FilteredPaths) -> [Self; 8] {
        let model = VolatilityModel::default();
        [
            Self::Historical,
            Self::Gaussian,
            Self::CornishFisher,
            Self::Ewma { decay: decay() },
            Self::Garch { model, innovations: Innovations::default() },
            Self::FilteredHistorical { model, paths },
            Self::ExtremeValue { tail_share: tail_share() },
            Self::MonteCarlo { paths },
        ]
    }

    /// How it works, in words.
    #[must_use]
    pub fn convention(self) -> &'static str {
        match self {
            Self::Historical => {
                "the quantile of past returns, interpolated; several periods compounded and overlapping"
            }
            Self::Gaussian => {
                "normal returns of the sample's mean and deviation; they grow with the horizon and its root"
            }
            Self::CornishFisher => "normal, bent by the sample's skewness and kurtosis, which shrink with the horizon",
            Self::Ewma { .. } => {
                "normal, mean zero, variance of exponentially falling weights; grows with the root of the horizon"
            }
            Self::Garch { .. } => {
                "a fitted GARCH's variance and its residuals' distribution; variances of the horizon add up"
            }
            Self::FilteredHistorical { .. } => "past residuals of a GARCH times the deviation that it expects now",
            Self::ExtremeValue { .. } => {
                "a generalized Pareto distribution beyond a high loss; grows with the root of the horizon"
            }
            Self::MonteCarlo { .. } => "paths drawn from a fitted Student distribution",
        }
    }

    /// Fewest returns that it takes.
    #[must_use]
    pub fn fewest(self) -> usize {
        match self {
            Self::Historical | Self::Gaussian | Self::CornishFisher | Self::MonteCarlo { .. } | Self::Ewma { .. } => 20,
            Self::Garch { .. } | Self::FilteredHistorical { .. } | Self::ExtremeValue { .. } => 100,
        }
    }
}

/// What may be lost, as a part of the value; positive for a loss.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TailRisk {
    /// The loss that is exceeded with probability `1 − confidence` over the horizon.
    pub value_at_risk: f64,
    /// The mean loss where it is exceeded.
    pub conditional_value_at_risk: f64,
    /// Probability that the loss is not exceeded.
    pub confidence: f64,
    /// Periods.
    pub horizon: usize,
    /// Returns that it rests on.
    pub n: usize,
    /// What to bear in mind, such as a tail of very few losses.
    pub warnings: Vec<String>,
}

/// A question about one series, as the command line and the API ask it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TailRequest {
    /// Simple returns of equal periods, oldest first.
    pub returns: Vec<f64>,
    /// How the loss is estimated.
    pub method: TailMethod,
    /// Probability that the loss is not exceeded.
    #[serde(default = "confidence")]
    pub confidence: f64,
    /// Periods.
    #[serde(default = "one")]
    pub horizon: usize,
}

impl TailRequest {
    /// Reads a request.
    ///
    /// # Errors
    /// When it is not JSON of this form.
    pub fn from_json(text: &[u8]) -> Result<Self, RiskError> {
        serde_json::from_slice(text).map_err(|error| RiskError::Malformed { detail: error.to_string() })
    }

    /// The loss.
    ///
    /// # Errors
    /// As for [`tail_risk`].
    pub fn estimate(&self) -> Result<TailRisk, RiskError> {
        tail_risk(&self.returns, self.method, self.confidence, self.horizon)
    }
}

/// Value at risk and the mean loss beyond it over `horizon` periods after the last return.
///
/// # Errors
/// For fewer returns than [`TailMethod::fewest`], one that is not above −1, returns that do not vary, a confidence that is not between
/// one half and one, a horizon of no period, or when a model cannot be fitted.
pub fn tail_risk(returns: &[f64], method: TailMethod, confidence: f64, horizon: usize) -> Result<TailRisk, RiskError> {
    let calibration = Calibration::of(returns, method)?;
    calibrated(returns, method, &calibration, confidence, horizon)
}

/// What a method fits and may keep for a while.
pub(crate) enum Calibration {
    /// Nothing that is not worked out anew each time.
    None,
    Garch(Box<GarchFit>),
    Pareto(ParetoTail),
    Student(Box<StudentCopula>),
}

impl Calibration {
    pub(crate) fn of(returns: &[f64], method: TailMethod) -> Result<Self, RiskError> {
        check_values("returns", returns, "a value at risk", method.fewest())?;
        match method {
            TailMethod::Garch { model, innovations } => {
                Ok(Self::Garch(Box::new(fit_garch(returns, model, innovations)?)))
            }
            TailMethod::FilteredHistorical { model, .. } => {
                Ok(Self::Garch(Box::new(fit_garch(returns, model, Innovations::Normal)?)))
            }
            TailMethod::ExtremeValue { tail_share } => Ok(Self::Pareto(fit_pareto_tail(returns, tail_share)?)),
            TailMethod::MonteCarlo { .. } => {
                Ok(Self::Student(Box::new(StudentCopula::fitted(&[returns.to_vec()], Margins::Student)?)))
            }
            TailMethod::Historical | TailMethod::Gaussian | TailMethod::CornishFisher | TailMethod::Ewma { .. } => {
                Ok(Self::None)
            }
        }
    }
}

pub(crate) fn calibrated(
    returns: &[f64],
    method: TailMethod,
    calibration: &Calibration,
    confidence: f64,
    horizon: usize,
) -> Result<TailRisk, RiskError> {
    check_confidence(confidence)?;
    check_values("returns", returns, "a value at risk", method.fewest())?;
    if horizon == 0 || horizon > 1_000 {
        let (setting, value) = ("horizon", horizon as f64);
        return Err(RiskError::InvalidSetting { setting, value, allowed: "from 1 to 1,000 periods" });
    }
    if let Some(row) = returns.iter().position(|r| *r <= -1.0) {
        let (setting, value) = ("returns", returns[row]);
        return Err(RiskError::InvalidSetting { setting, value, allowed: "above -1, which is a loss of everything" });
    }
    let mut warnings = Vec::new();
    let tail = (1.0 - confidence) * returns.len() as f64;
    let (value_at_risk, conditional_value_at_risk) = match (method, calibration) {
        (TailMethod::Historical, _) => methods::historical(returns, confidence, horizon, &mut warnings)?,
        (TailMethod::Gaussian, _) => methods::gaussian(returns, confidence, horizon)?,
        (TailMethod::CornishFisher, _) => methods::cornish_fisher(returns, confidence, horizon, &mut warnings)?,
        (TailMethod::Ewma { decay }, _) => methods::ewma(returns, decay, confidence, horizon)?,
        (TailMethod::ExtremeValue { .. }, Calibration::Pareto(fit)) => {
            let root = (horizon as f64).sqrt();
            let mean = fit.conditional_value_at_risk(confidence)?;
            (fit.value_at_risk(confidence)? * root, mean * root)
        }
        (TailMethod::MonteCarlo { paths }, Calibration::Student(fit)) => {
            methods::monte_carlo(fit, confidence, horizon, paths)?
        }
        (TailMethod::FilteredHistorical { paths, .. }, Calibration::Garch(fit)) => {
            methods::filtered(returns, fit, confidence, horizon, paths)?
        }
        (TailMethod::Garch { .. }, Calibration::Garch(fit)) => methods::garch(returns, fit, confidence, horizon)?,
        _ => return Err(RiskError::NoFit { model: method.name(), why: "another model was fitted" }),
    };
    if matches!(method, TailMethod::Historical | TailMethod::FilteredHistorical { .. }) && tail < 5.0 {
        warnings.push(format!("only {tail:.1} of {} periods lie beyond this confidence", returns.len()));
    }
    if !(value_at_risk.is_finite() && conditional_value_at_risk.is_finite()) {
        return Err(RiskError::Undefined { figure: "value at risk", why: "the calculation has no finite result" });
    }
    let n = returns.len();
    Ok(TailRisk { value_at_risk, conditional_value_at_risk, confidence, horizon, n, warnings })
}

fn decay() -> f64 {
    0.94
}

fn tail_share() -> f64 {
    0.1
}

fn confidence() -> f64 {
    0.95
}

fn one() -> usize {
    1
}
