//! How sure a Sharpe ratio is (Bailey and López de Prado 2012, 2014).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::StatisticsError;
use crate::distributions::{normal_probability, normal_quantile};

/// Euler's and Mascheroni's constant.
const EULER: f64 = 0.577_215_664_901_532_9;

/// A Sharpe ratio with the moments on which its error depends.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SharpeMoments {
    /// Mean excess return over its sample deviation (n − 1), a period's.
    pub sharpe: f64,
    /// Skewness of the population.
    pub skewness: f64,
    /// Kurtosis of the population, 3 for a normal distribution.
    pub kurtosis: f64,
    /// Periods.
    pub n: usize,
}

impl SharpeMoments {
    /// Of excess returns over the risk-free rate.
    ///
    /// # Errors
    /// For fewer than three returns, one that is not a number, or returns that do not vary.
    pub fn of(excess_returns: &[f64]) -> Result<Self, StatisticsError> {
        crate::check::values("returns", excess_returns, 3, "an error needs more than two")?;
        let n = excess_returns.len() as f64;
        let mean = excess_returns.iter().sum::<f64>() / n;
        let moment = |power: i32| excess_returns.iter().map(|r| (r - mean).powi(power)).sum::<f64>() / n;
        let variance = moment(2);
        if variance <= crate::check::CONSTANT {
            return Err(StatisticsError::Undefined { figure: "Sharpe ratio", why: "the returns do not vary" });
        }
        Ok(Self {
            sharpe: mean / (variance * n / (n - 1.0)).sqrt(),
            skewness: moment(3) / variance.powf(1.5),
            kurtosis: moment(4) / (variance * variance),
            n: excess_returns.len(),
        })
    }

    /// `1 − γ₃ SR + (γ₄ − 1)/4 SR²`, n times the variance of the estimate.
    fn spread(&self) -> Result<f64, StatisticsError> {
        let spread = 1.0 - self.skewness * self.sharpe + (self.kurtosis - 1.0) / 4.0 * self.sharpe * self.sharpe;
        if spread > 0.0 && spread.is_finite() {
            return Ok(spread);
        }
        let why = "the variance of the estimate is not above zero for these moments";
        Err(StatisticsError::Undefined { figure: "probabilistic Sharpe ratio", why })
    }
}

/// Probability that the true Sharpe ratio exceeds `benchmark`, a period's: `Φ((SR − SR*)√(n−1)/√(1 − γ₃SR + (γ₄−1)/4 SR²))`.
///
/// # Errors
/// For fewer than two periods, or moments that no distribution has.
pub fn probabilistic_sharpe(moments: &SharpeMoments, benchmark: f64) -> Result<f64, StatisticsError> {
    if moments.n < 2 {
        let why = "an error needs more than one";
        return Err(StatisticsError::TooFewValues { what: "returns", found: moments.n, needed: 2, why });
    }
    let root = ((moments.n - 1) as f64 / moments.spread()?).sqrt();
    Ok(normal_probability((moments.sharpe - benchmark) * root))
}

/// The Sharpe ratio that the best of `trials` strategies without any skill is expected to show, when those of the trials have this
/// variance: `√V((1−γ)Φ⁻¹(1 − 1/N) + γΦ⁻¹(1 − 1/(Ne)))`. Zero for one trial.
///
/// # Errors
/// Without a trial, or for a variance below zero.
pub fn expected_best_sharpe(trials: usize, variance: f64) -> Result<f64, StatisticsError> {
    if !(variance >= 0.0 && variance.is_finite()) {
        let allowed = "zero or more";
        return Err(StatisticsError::InvalidSetting { setting: "variance", value: variance, allowed });
    }
    match trials {
        0 => Err(StatisticsError::InvalidSetting { setting: "trials", value: 0.0, allowed: "1 or more" }),
        1 => Ok(0.0),
        _ => {
            let n = trials as f64;
            let quantile = |beyond: f64| normal_quantile(1.0 - beyond).unwrap_or(0.0);
            let best = (1.0 - EULER) * quantile(n.recip()) + EULER * quantile((n * std::f64::consts::E).recip());
            Ok(variance.sqrt() * best)
        }
    }
}

/// The probabilistic Sharpe ratio against what the best of all trials would show by chance. `trial_sharpes` are those of every trial
/// that was made, a period's, the chosen one among them; their variance (n − 1) is the spread of luck.
///
/// # Errors
/// For fewer than two trials, values that are not numbers, or as for [`probabilistic_sharpe`].
pub fn deflated_sharpe(moments: &SharpeMoments, trial_sharpes: &[f64]) -> Result<f64, StatisticsError> {
    probabilistic_sharpe(moments, best_by_luck(trial_sharpes)?)
}

/// What the best of all trials would show by chance, from the spread of their Sharpe ratios.
pub(super) fn best_by_luck(trial_sharpes: &[f64]) -> Result<f64, StatisticsError> {
    crate::check::values("trials", trial_sharpes, 2, "the spread of the trials says how far luck goes")?;
    let n = trial_sharpes.len() as f64;
    let mean = trial_sharpes.iter().sum::<f64>() / n;
    let variance = trial_sharpes.iter().map(|sharpe| (sharpe - mean).powi(2)).sum::<f64>() / (n - 1.0);
    expected_best_sharpe(trial_sharpes.len(), variance)
}

/// Periods after which a Sharpe ratio as seen would exceed `benchmark` with this confidence: `1 + (1 − γ₃SR + (γ₄−1)/4 SR²)(z/(SR −
/// SR*))²`. Not a whole number.
///
/// # Errors
/// When the ratio does not exceed the benchmark (no length is enough), or the confidence is not between 1/2 and 1.
pub fn minimum_track_record(moments: &SharpeMoments, benchmark: f64, confidence: f64) -> Result<f64, StatisticsError> {
    let Some(z) = normal_quantile(confidence).filter(|z| *z >= 0.0) else {
        let allowed = "from 0.5 to below 1";
        return Err(StatisticsError::InvalidSetting { setting: "confidence", value: confidence, allowed });
    };
    let over = moments.sharpe - benchmark;
    if over.is_nan() || over <= 0.0 {
        let why = "the Sharpe ratio does not exceed its benchmark, so no length would be enough";
        return Err(StatisticsError::Undefined { figure: "minimum track record", why });
    }
    Ok(1.0 + moments.spread()? * (z / over).powi(2))
}
