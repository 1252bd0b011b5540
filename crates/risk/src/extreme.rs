//! Losses beyond a high threshold by a generalized Pareto distribution (Pickands 1975; McNeil and Frey 2000).

use serde::Serialize;
use utoipa::ToSchema;

use crate::RiskError;
use crate::error::{check_confidence, check_values};
use crate::minimize::minimize;

/// Fewest losses that a tail rests on.
const FEWEST: usize = 20;

/// The fitted tail of the losses.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct ParetoTail {
    /// The loss beyond which the tail begins.
    pub threshold: f64,
    /// Shape ξ: above zero the tail falls like a power, and moments from 1/ξ on do not exist.
    pub shape: f64,
    /// Scale β.
    pub scale: f64,
    /// Losses beyond the threshold.
    pub n_exceedances: usize,
    /// Returns altogether.
    pub n: usize,
    /// Logarithm of the likelihood.
    pub log_likelihood: f64,
}

/// Fits the tail of the losses beyond the quantile `1 − tail_share` by maximum likelihood.
///
/// # Errors
/// For fewer than 100 returns, one that is not a number, a share outside 0 to 0.25, fewer than 20 losses in the tail, or losses that
/// are all the same.
pub fn fit_pareto_tail(returns: &[f64], tail_share: f64) -> Result<ParetoTail, RiskError> {
    check_values("returns", returns, "an extreme-value tail", 100)?;
    if !(tail_share > 0.0 && tail_share <= 0.25) {
        let allowed = "above 0 and at most 0.25 (0.1 for the worst tenth)";
        return Err(RiskError::InvalidSetting { setting: "tail_share", value: tail_share, allowed });
    }
    let losses: Vec<f64> = returns.iter().map(|r| -r).collect();
    let undefined = RiskError::Undefined { figure: "extreme-value tail", why: "there are no losses" };
    let threshold = statistics::quantile(&losses, 1.0 - tail_share).ok_or(undefined)?;
    let excesses: Vec<f64> = losses.iter().map(|loss| loss - threshold).filter(|excess| *excess > 0.0).collect();
    if excesses.len() < FEWEST {
        let (what, figure) = ("losses beyond the threshold", "an extreme-value tail");
        return Err(RiskError::TooFew { what, figure, found: excesses.len(), needed: FEWEST });
    }
    let n = excesses.len() as f64;
    let mean = excesses.iter().sum::<f64>() / n;
    let variance = excesses.iter().map(|excess| (excess - mean).powi(2)).sum::<f64>() / n;
    if variance <= crate::moments::CONSTANT {
        let why = "the losses beyond the threshold are all the same";
        return Err(RiskError::Undefined { figure: "extreme-value tail", why });
    }
    // In units of the mean excess; moments give the start.
    let scaled: Vec<f64> = excesses.iter().map(|excess| excess / mean).collect();
    let ratio = mean * mean / variance;
    let start = [(0.5 * (1.0 - ratio)).clamp(-0.4, 0.45), (0.5 * (ratio + 1.0)).max(0.1).ln()];
    let minus = |x: &[f64]| -log_likelihood(&scaled, x[0], x[1].exp()) / n;
    let tries = [start, [0.1, 0.0]];
    let found = tries.iter().filter_map(|start| minimize(start, 0.2, minus)).min_by(|a, b| a.1.total_cmp(&b.1));
    let Some((x, least)) = found.filter(|(_, least)| least.is_finite()) else {
        return Err(RiskError::NoFit { model: "the Pareto tail", why: "no parameters give a likelihood" });
    };
    Ok(ParetoTail {
        threshold,
        shape: x[0],
        scale: x[1].exp() * mean,
        n_exceedances: excesses.len(),
        n: returns.len(),
        log_likelihood: -least * n - n * mean.ln(),
    })
}

/// Minus infinity where an excess lies beyond the end of the distribution, or the shape is at or below −1, where there is no maximum.
fn log_likelihood(excesses: &[f64], shape: f64, scale: f64) -> f64 {
    if shape <= -1.0 {
        return f64::NEG_INFINITY;
    }
    let term = |excess: &f64| {
        let z = excess / scale;
        if shape.abs() < 1e-9 {
            return z;
        }
        let grown = shape * z;
        if grown <= -1.0 { f64::INFINITY } else { (1.0 + shape.recip()) * grown.ln_1p() }
    };
    -(excesses.len() as f64) * scale.ln() - excesses.iter().map(term).sum::<f64>()
}

impl ParetoTail {
    /// The loss that is exceeded with probability `1 − confidence`: `u + β/ξ [((n/Nᵤ)(1 − q))^(−ξ) − 1]`.
    ///
    /// # Errors
    /// When the confidence does not reach into the tail.
    pub fn value_at_risk(&self, confidence: f64) -> Result<f64, RiskError> {
        check_confidence(confidence)?;
        let part = (1.0 - confidence) * self.n as f64 / self.n_exceedances as f64;
        if part > 1.0 {
            let allowed = "high enough to lie in the fitted tail; take a larger tail_share, or another method";
            return Err(RiskError::InvalidSetting { setting: "confidence", value: confidence, allowed });
        }
        let grown = if self.shape.abs() < 1e-9 { -part.ln() } else { (part.powf(-self.shape) - 1.0) / self.shape };
        Ok(self.threshold + self.scale * grown)
    }

    /// The mean loss beyond it: `(VaR + β − ξu)/(1 − ξ)`.
    ///
    /// # Errors
    /// As for [`ParetoTail::value_at_risk`]; and when the shape is 1 or more, where there is no mean.
    pub fn conditional_value_at_risk(&self, confidence: f64) -> Result<f64, RiskError> {
        if self.shape >= 1.0 {
            let why = "the tail is so heavy that it has no mean (shape 1 or more)";
            return Err(RiskError::Undefined { figure: "conditional value at risk", why });
        }
        let loss = self.value_at_risk(confidence)?;
        Ok((loss + self.scale - self.shape * self.threshold) / (1.0 - self.shape))
    }
}
