//! How the returns of one asset are spread: as they were, or by a fitted Student distribution.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::StatisticsError;
use crate::distributions::{student_t_log_density, student_t_quantile};

/// Which spread is taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Margins {
    /// The returns themselves, interpolated between neighbours: nothing beyond the best and the worst can come.
    Empirical,
    /// A Student distribution with location, scale and degrees of freedom, which has tails beyond what was seen.
    #[default]
    Student,
}

/// The spread of one asset's returns.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "margin")]
pub enum Margin {
    /// The returns themselves, ascending.
    Empirical {
        /// The returns.
        #[serde(skip)]
        #[schema(ignore)]
        sorted: Vec<f64>,
    },
    /// Location + scale × Student's t.
    Student {
        /// The middle, a period's.
        location: f64,
        /// The scale, a period's; the deviation is `scale √(ν/(ν − 2))`.
        scale: f64,
        /// Degrees of freedom ν.
        freedom: f64,
        /// Logarithm of the likelihood.
        log_likelihood: f64,
    },
}

/// Degrees of freedom between which the fit looks; above the upper one the distribution is as good as normal.
const FREEDOMS: (f64, f64) = (1.0, 200.0);

impl Margin {
    /// Fits a spread.
    ///
    /// # Errors
    /// For fewer than 10 returns, one that is not a number, or returns that do not vary.
    pub(crate) fn fitted(returns: &[f64], margins: Margins) -> Result<Self, StatisticsError> {
        match margins {
            Margins::Student => fit_student(returns),
            Margins::Empirical => {
                crate::check::values("returns", returns, 10, "quantiles of fewer say nothing")?;
                let mut sorted = returns.to_vec();
                sorted.sort_by(f64::total_cmp);
                Ok(Self::Empirical { sorted })
            }
        }
    }

    /// The return beyond which the part `tail` (at most one half) lies, on the upper or the lower side.
    pub(crate) fn beyond(&self, tail: f64, upper: bool) -> f64 {
        match self {
            Self::Empirical { sorted } => {
                let last = sorted.len() - 1;
                let place = tail * last as f64;
                let (near, part) = (place.floor() as usize, place.fract());
                let at = |steps: usize| sorted[if upper { last - steps.min(last) } else { steps.min(last) }];
                at(near) + (at(near + 1) - at(near)) * part
            }
            Self::Student { location, scale, freedom, .. } => {
                // A probability that underflows lies as far out as numbers reach.
                let low = student_t_quantile(tail.max(f64::MIN_POSITIVE), *freedom).unwrap_or(0.0);
                location + scale * if upper { -low } else { low }
            }
        }
    }
}

/// The Student distribution that makes the returns most likely: location and scale by weights that fall with the distance (EM, Lange,
/// Little and Taylor 1989) for each number of degrees of freedom, and the best of those by halving the range.
///
/// # Errors
/// For fewer than 10 returns, one that is not a number, or returns that do not vary.
pub fn fit_student(returns: &[f64]) -> Result<Margin, StatisticsError> {
    crate::check::values("returns", returns, 10, "three parameters are fitted to them")?;
    let mean = returns.iter().sum::<f64>() / returns.len() as f64;
    let variance = returns.iter().map(|r| (r - mean).powi(2)).sum::<f64>() / returns.len() as f64;
    if variance <= crate::check::CONSTANT {
        return Err(StatisticsError::Undefined { figure: "Student distribution", why: "the returns do not vary" });
    }
    let at = |log_freedom: f64| {
        let freedom = log_freedom.exp();
        let (location, scale) = location_and_scale(returns, freedom, (mean, variance.sqrt()));
        let density = |r: &f64| student_t_log_density((r - location) / scale, freedom) - scale.ln();
        (returns.iter().map(density).sum::<f64>(), location, scale)
    };
    let log_freedom = highest(FREEDOMS.0.ln(), FREEDOMS.1.ln(), |log_freedom| at(log_freedom).0);
    let (log_likelihood, location, scale) = at(log_freedom);
    if !(log_likelihood.is_finite() && scale > 0.0) {
        let why = "too many returns are the same";
        return Err(StatisticsError::Undefined { figure: "Student distribution", why });
    }
    Ok(Margin::Student { location, scale, freedom: log_freedom.exp(), log_likelihood })
}

fn location_and_scale(returns: &[f64], freedom: f64, (mut location, mut scale): (f64, f64)) -> (f64, f64) {
    for _ in 0..1_000 {
        let (mut weights, mut weighted, mut squares) = (0.0, 0.0, 0.0);
        for r in returns {
            let z = (r - location) / scale;
            let weight = (freedom + 1.0) / (freedom + z * z);
            weights += weight;
            weighted += weight * r;
        }
        let next = weighted / weights;
        for r in returns {
            let z = (r - location) / scale;
            squares += (freedom + 1.0) / (freedom + z * z) * (r - next).powi(2);
        }
        // Divided by the weights instead of n, which comes to the same end sooner (Kent, Tyler and Vardi 1994).
        let next_scale = (squares / weights).sqrt();
        let moved = (next - location).abs() + (next_scale - scale).abs();
        (location, scale) = (next, next_scale);
        if moved <= 1e-13 * scale || scale <= 0.0 {
            break;
        }
    }
    (location, scale)
}

/// Where a function with one peak is highest: a coarse look, then the golden section (Kiefer 1953).
pub(super) fn highest(low: f64, high: f64, value: impl Fn(f64) -> f64) -> f64 {
    const LOOKS: usize = 16;
    let step = (high - low) / LOOKS as f64;
    let looks = (0..=LOOKS).map(|look| low + step * look as f64).map(|x| (x, value(x)));
    let best = looks.fold((low, f64::NEG_INFINITY), |best, look| if look.1 > best.1 { look } else { best }).0;
    let (mut a, mut b) = ((best - step).max(low), (best + step).min(high));
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut c, mut d) = (b - golden * (b - a), a + golden * (b - a));
    let (mut at_c, mut at_d) = (value(c), value(d));
    while b - a > 1e-7 {
        if at_c > at_d {
            (b, d, at_d) = (d, c, at_c);
            c = b - golden * (b - a);
            at_c = value(c);
        } else {
            (a, c, at_c) = (c, d, at_d);
            d = a + golden * (b - a);
            at_d = value(d);
        }
    }
    0.5 * (a + b)
}
