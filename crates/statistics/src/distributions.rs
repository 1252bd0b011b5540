//! Probabilities and quantiles of the normal, Student's t and chi-squared distributions.
//!
//! Tails are worked out as tails, never as one less the rest, so that a p-value of 1e-150 keeps its digits.

mod incomplete;
mod normal;

use incomplete::{incomplete_beta, ln_gamma_step, upper_incomplete_gamma};

pub(crate) use normal::quantile_inside;
pub use normal::{normal_density, normal_probability, normal_quantile};

/// ln Γ(x) for x above zero.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Probability that a normal variable lies as far from zero as `x`, or farther, on either side.
#[must_use]
pub fn normal_two_sided(x: f64) -> f64 {
    libm::erfc(x.abs() / std::f64::consts::SQRT_2)
}

/// Probability that Student's t with `freedom` degrees of freedom is at most `x`. `None` unless `freedom` is above zero.
#[must_use]
pub fn student_t_probability(x: f64, freedom: f64) -> Option<f64> {
    let tail = student_t_two_sided(x, freedom)? / 2.0;
    Some(if x < 0.0 { tail } else { 1.0 - tail })
}

/// Probability that Student's t lies as far from zero as `x`, or farther, on either side: `I(ν/(ν+x²); ν/2, 1/2)`. `None` unless
/// `freedom` is above zero and `x` is a number.
#[must_use]
pub fn student_t_two_sided(x: f64, freedom: f64) -> Option<f64> {
    if !(freedom > 0.0 && freedom.is_finite()) || x.is_nan() {
        return None;
    }
    let square = x * x;
    let parts =
        if square.is_finite() { (freedom / (freedom + square), square / (freedom + square)) } else { (0.0, 1.0) };
    Some(incomplete_beta(parts, freedom / 2.0, 0.5))
}

/// Logarithm of the density of Student's t with `freedom` degrees of freedom.
#[must_use]
pub fn student_t_log_density(x: f64, freedom: f64) -> f64 {
    let half = freedom / 2.0;
    ln_gamma_step(half) - 0.5 * (freedom * std::f64::consts::PI).ln() - (half + 0.5) * (x * x / freedom).ln_1p()
}

/// The value below which Student's t lies with probability `share`. `None` unless `share` lies between 0 and 1 and `freedom` is
/// above zero.
#[must_use]
pub fn student_t_quantile(share: f64, freedom: f64) -> Option<f64> {
    if !(share > 0.0 && share < 1.0 && freedom > 0.0 && freedom.is_finite()) {
        return None;
    }
    if share == 0.5 {
        return Some(0.0);
    }
    let tail = share.min(1.0 - share);
    // The tail falls with x: double the bound until it encloses the answer, then close in by halves and Newton's steps.
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let over = |x: f64| student_t_two_sided(x, freedom).map(|both| both / 2.0 - tail);
    while over(high)? > 0.0 {
        (low, high) = (high, high * 2.0);
        if !high.is_finite() {
            return None;
        }
    }
    let mut x = 0.5 * (low + high);
    for _ in 0..200 {
        let excess = over(x)?;
        if excess > 0.0 {
            low = x;
        } else {
            high = x;
        }
        let newton = x + excess / student_t_log_density(x, freedom).exp();
        // At the answer Newton's step stays on the end of the range.
        let next = if newton >= low && newton <= high { newton } else { 0.5 * (low + high) };
        let done = (next - x).abs() <= 2.0 * f64::EPSILON * next.abs();
        x = next;
        if done {
            break;
        }
    }
    Some(if share < 0.5 { -x } else { x })
}

/// Probability that a chi-squared variable with `freedom` degrees of freedom exceeds `x`. `None` unless `freedom` is above zero
/// and `x` is a number.
#[must_use]
pub fn chi_squared_tail(x: f64, freedom: f64) -> Option<f64> {
    if !(freedom > 0.0 && freedom.is_finite()) || x.is_nan() {
        return None;
    }
    Some(if x <= 0.0 { 1.0 } else { upper_incomplete_gamma(freedom / 2.0, x / 2.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_the_inverse_of_probabilities() {
        for freedom in [0.7, 1.0, 2.0, 4.5, 30.0, 1e4] {
            for share in [1e-12, 0.001, 0.05, 0.3, 0.5, 0.8, 0.975] {
                let x = student_t_quantile(share, freedom).unwrap();
                let back = student_t_probability(x, freedom).unwrap();
                assert!((back - share).abs() <= 1e-11 * share.max(1e-3), "{freedom} {share}: {x} {back}");
            }
        }
        // Cauchy's distribution is Student's with one degree of freedom.
        assert!((student_t_quantile(0.75, 1.0).unwrap() - 1.0).abs() < 1e-14);
    }

    #[test]
    fn what_has_no_probability_says_so() {
        assert_eq!((student_t_quantile(0.0, 3.0), student_t_quantile(0.5, 0.0)), (None, None));
        assert_eq!((student_t_probability(f64::NAN, 3.0), chi_squared_tail(1.0, -1.0)), (None, None));
        assert_eq!(chi_squared_tail(-1.0, 1.0), Some(1.0));
    }
}
