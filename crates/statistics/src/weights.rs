//! Weights of past periods that decay into the past.

use nalgebra::DVector;

use crate::StatisticsError;

/// The factor by which a period weighs less than the next newer one: `1 − 2/(span+1)`.
pub(crate) fn decay_of_span(span: f64) -> Result<f64, StatisticsError> {
    if span > 1.0 && span.is_finite() {
        return Ok(1.0 - 2.0 / (span + 1.0));
    }
    Err(StatisticsError::InvalidSetting { setting: "span", value: span, allowed: "above 1 period" })
}

/// The same for weights that halve every `half_life` periods: `2^(−1/half_life)`.
pub(crate) fn decay_of_half_life(half_life: f64) -> Result<f64, StatisticsError> {
    if half_life > 0.0 && half_life.is_finite() {
        return Ok((-1.0 / half_life).exp2());
    }
    Err(StatisticsError::InvalidSetting { setting: "half_life", value: half_life, allowed: "above 0 periods" })
}

/// Weights that decay by `decay` a period, oldest first, with sum one (pandas `ewm(adjust=True)`).
pub(crate) fn decaying_weights(n_obs: usize, decay: f64) -> DVector<f64> {
    let mut weights = DVector::zeros(n_obs);
    let mut weight = 1.0;
    for entry in weights.iter_mut().rev() {
        *entry = weight;
        weight *= decay;
    }
    let total = weights.sum();
    weights / total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_life_halves_the_weight() {
        let weights = decaying_weights(5, decay_of_half_life(2.0).unwrap());
        assert!((weights.sum() - 1.0).abs() < 1e-15);
        assert!((weights[2] / weights[4] - 0.5).abs() < 1e-15);
        assert!((decay_of_span(3.0).unwrap() - 0.5).abs() < 1e-15);
    }
}
