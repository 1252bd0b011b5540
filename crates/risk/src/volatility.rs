//! Variances that follow the returns by a fixed rule.

use crate::RiskError;
use crate::error::check_values;

/// Weight by which the start forgets, and periods that it looks at.
const START: (f64, usize) = (0.94, 75);

/// The variance of each period as it was expected before it, and of the period after the last: `σ²ₜ₊₁ = λσ²ₜ + (1 − λ)r²ₜ`, mean zero
/// (J.P. Morgan, RiskMetrics 1996). The first is the mean of the first 75 squares, weighted 0.94 less each period. One entry more than
/// returns; a period's.
///
/// # Errors
/// For fewer than two returns, one that is not a number, returns that are all zero, or a decay that is not between 0 and 1.
pub fn ewma_variances(returns: &[f64], decay: f64) -> Result<Vec<f64>, RiskError> {
    check_values("returns", returns, "exponentially weighted volatility", 2)?;
    if !(decay > 0.0 && decay < 1.0) {
        let allowed = "above 0 and below 1 (0.94 for days)";
        return Err(RiskError::InvalidSetting { setting: "decay", value: decay, allowed });
    }
    if returns.iter().all(|r| *r == 0.0) {
        let why = "all returns are zero";
        return Err(RiskError::Undefined { figure: "exponentially weighted volatility", why });
    }
    let mut variances = vec![start(returns.iter().copied())];
    for (period, r) in returns.iter().enumerate() {
        variances.push(decay * variances[period] + (1.0 - decay) * r * r);
    }
    Ok(variances)
}

/// The variance before the first period, from the first residuals.
pub(crate) fn start(residuals: impl Iterator<Item = f64>) -> f64 {
    let (mut weight, mut weights, mut squares) = (1.0, 0.0, 0.0);
    for residual in residuals.take(START.1) {
        squares += weight * residual * residual;
        weights += weight;
        weight *= START.0;
    }
    squares / weights
}
