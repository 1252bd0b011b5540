//! How each weight answers to its own expected return, in closed form on the working set.
//!
//! On one working set the optimum is `w = w₀ + λKμ`, where `K` is the inverse of the covariance on the free weights, projected
//! on the active rows. A change of μ moves the weights directly, `λK dμ`, and through λ where the objective determines it
//! (a target, or the highest ratio). It holds as long as the same limits bind.

use nalgebra::DVector;

use crate::polytope::Polytope;
use crate::quadratic::Hessian;
use crate::solve::Efficient;
use crate::working_set::Factor;

/// What keeps the optimum in its place while the expected returns change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Anchor {
    /// The risk tolerance is given.
    RiskTolerance,
    /// The expected return is given.
    Return,
    /// The risk is given.
    Risk,
    /// The ratio of excess return to risk is the highest.
    Ratio { risk_free_rate: f64 },
}

/// `dwᵢ/dμᵢ` of every free weight, by position; empty when the working set cannot be factored.
pub(crate) fn of_weights(
    hessian: Hessian<'_>,
    mean: &DVector<f64>,
    polytope: &Polytope,
    efficient: &Efficient,
    anchor: Anchor,
) -> Vec<(usize, f64)> {
    let Efficient { point, set, lambda, .. } = efficient;
    let Ok(factor) = Factor::new(hessian, polytope, set) else { return Vec::new() };
    let answer_to = |change: &DVector<f64>| factor.sensitivity(hessian, polytope, set, &-change).x;
    let along = answer_to(mean);
    let slope = mean.dot(&along);
    let moves = slope > 1e-14 * mean.norm_squared() / hessian.variances(mean.len()).max();
    // Change of λ for each unit of the asset's expected return.
    let shift = |i: usize| {
        let (weight, response) = (point.x[i], along[i]);
        match anchor {
            Anchor::RiskTolerance => 0.0,
            _ if !moves => 0.0,
            Anchor::Return => -(weight + lambda * response) / slope,
            Anchor::Risk => -lambda * response / slope,
            Anchor::Ratio { risk_free_rate } => {
                let gain = mean.dot(&point.x) - risk_free_rate;
                (lambda * lambda * response - lambda * weight) / (gain - lambda * slope)
            }
        }
    };
    let mut unit = DVector::zeros(mean.len());
    (0..mean.len())
        .filter(|&i| set.bounds[i].is_none())
        .map(|i| {
            unit[i] = 1.0;
            let own = answer_to(&unit)[i];
            unit[i] = 0.0;
            (i, lambda * own + along[i] * shift(i))
        })
        .collect()
}
