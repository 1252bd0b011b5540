//! The recursion of the variance, its likelihood, and parameters as free numbers.

use statistics::distributions::{ln_gamma, student_t_quantile};

use super::{Innovations, VolatilityModel};

/// Variances beyond which a recursion has run away.
const VARIANCE_MAX: f64 = 1e12;

#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Parameters {
    pub(super) model: VolatilityModel,
    pub(super) mean: f64,
    pub(super) omega: f64,
    pub(super) alpha: f64,
    pub(super) gamma: f64,
    pub(super) beta: f64,
    pub(super) freedom: Option<f64>,
}

impl Parameters {
    /// Out of free numbers: squares keep what may not be below zero, and reach zero without a wall. `None` where the variance would
    /// not come back.
    pub(super) fn of(x: &[f64], model: VolatilityModel, innovations: Innovations) -> Option<Self> {
        let student = innovations == Innovations::Student;
        let freedom = student.then(|| 2.0 + x[x.len() - 1].exp());
        let parameters = match model {
            VolatilityModel::Garch => {
                let (alpha, beta) = (x[2] * x[2], x[3] * x[3]);
                Self { model, mean: x[0], omega: x[1].exp(), alpha, gamma: 0.0, beta, freedom }
            }
            VolatilityModel::Gjr => {
                let (alpha, beta) = (x[2] * x[2], x[3] * x[3]);
                let gamma = x[4] * x[4] - alpha;
                Self { model, mean: x[0], omega: x[1].exp(), alpha, gamma, beta, freedom }
            }
            VolatilityModel::Egarch => {
                Self { model, mean: x[0], omega: x[1], alpha: x[2], gamma: x[4], beta: x[3], freedom }
            }
        };
        let comes_back = parameters.persistence().abs() < 1.0;
        let sound = freedom.is_none_or(|freedom| freedom < 1e6);
        (comes_back && sound).then_some(parameters)
    }

    /// Where to begin, for returns of variance one: shocks that fade slowly, and quickly.
    pub(super) fn begins(mean: f64, model: VolatilityModel, innovations: Innovations) -> Vec<Vec<f64>> {
        let begin = |(alpha, beta): (f64, f64)| {
            let mut x = match model {
                VolatilityModel::Garch => vec![mean, (1.0 - alpha - beta).ln(), alpha.sqrt(), beta.sqrt()],
                VolatilityModel::Gjr => {
                    let half: f64 = alpha / 2.0;
                    vec![mean, (1.0 - alpha - beta).ln(), half.sqrt(), beta.sqrt(), (1.5 * alpha).sqrt()]
                }
                VolatilityModel::Egarch => vec![mean, 0.0, 2.0 * alpha, alpha + beta, -alpha / 2.0],
            };
            if innovations == Innovations::Student {
                x.push(6.0_f64.ln());
            }
            x
        };
        [(0.05, 0.9), (0.1, 0.88), (0.2, 0.6)].into_iter().map(begin).collect()
    }

    pub(super) fn persistence(&self) -> f64 {
        match self.model {
            VolatilityModel::Egarch => self.beta,
            VolatilityModel::Garch | VolatilityModel::Gjr => self.alpha + self.gamma / 2.0 + self.beta,
        }
    }

    /// The same for returns `scale` times as large.
    pub(super) fn rescaled(self, scale: f64) -> Self {
        let omega = match self.model {
            VolatilityModel::Egarch => self.omega + (1.0 - self.beta) * 2.0 * scale.ln(),
            VolatilityModel::Garch | VolatilityModel::Gjr => self.omega * scale * scale,
        };
        Self { mean: self.mean * scale, omega, ..self }
    }

    pub(super) fn step(&self, variance: f64, residual: f64) -> f64 {
        let square = residual * residual;
        match self.model {
            VolatilityModel::Garch => self.omega + self.alpha * square + self.beta * variance,
            VolatilityModel::Gjr => {
                let alpha = if residual < 0.0 { self.alpha + self.gamma } else { self.alpha };
                self.omega + alpha * square + self.beta * variance
            }
            VolatilityModel::Egarch => {
                let z = residual / variance.sqrt();
                let mean_size = (2.0 / std::f64::consts::PI).sqrt();
                let log = self.omega + self.alpha * (z.abs() - mean_size) + self.gamma * z + self.beta * variance.ln();
                log.exp()
            }
        }
    }

    /// The variance of the first period, when `start` stands for all that was before.
    fn first(&self, start: f64) -> f64 {
        match self.model {
            VolatilityModel::Egarch => (self.omega + self.beta * start.ln()).exp(),
            VolatilityModel::Garch | VolatilityModel::Gjr => self.omega + self.persistence() * start,
        }
    }
}

/// The variance of each period, and of the one after the last.
pub(super) fn variances(returns: &[f64], parameters: &Parameters, start: f64) -> Vec<f64> {
    let mut variance = parameters.first(start);
    let mut found = Vec::with_capacity(returns.len() + 1);
    found.push(variance);
    for r in returns {
        variance = parameters.step(variance, r - parameters.mean);
        found.push(variance);
    }
    found
}

/// Minus infinity where the recursion runs away.
pub(super) fn log_likelihood(returns: &[f64], parameters: &Parameters, start: f64) -> f64 {
    let mut sum = 0.0;
    if walk(returns, parameters, start, |term| sum += term) { sum } else { f64::NEG_INFINITY }
}

/// Each period's own part of the likelihood. `None` where the recursion runs away.
pub(super) fn log_likelihoods(returns: &[f64], parameters: &Parameters, start: f64) -> Option<Vec<f64>> {
    let mut terms = Vec::with_capacity(returns.len());
    walk(returns, parameters, start, |term| terms.push(term)).then_some(terms)
}

fn walk(returns: &[f64], parameters: &Parameters, start: f64, mut each: impl FnMut(f64)) -> bool {
    let front = match parameters.freedom {
        None => -0.5 * std::f64::consts::TAU.ln(),
        Some(freedom) => {
            ln_gamma((freedom + 1.0) / 2.0)
                - ln_gamma(freedom / 2.0)
                - 0.5 * (std::f64::consts::PI * (freedom - 2.0)).ln()
        }
    };
    let mut variance = parameters.first(start);
    for r in returns {
        if !(variance > 0.0 && variance < VARIANCE_MAX) {
            return false;
        }
        let residual = r - parameters.mean;
        let square = residual * residual / variance;
        let shape = match parameters.freedom {
            None => square,
            Some(freedom) => (freedom + 1.0) * (square / (freedom - 2.0)).ln_1p(),
        };
        each(front - 0.5 * (variance.ln() + shape));
        variance = parameters.step(variance, residual);
    }
    true
}

/// The quantile of a standardized residual.
pub(crate) fn residual_quantile(share: f64, freedom: Option<f64>) -> Option<f64> {
    match freedom {
        None => statistics::distributions::normal_quantile(share),
        Some(freedom) => Some(student_t_quantile(share, freedom)? * ((freedom - 2.0) / freedom).sqrt()),
    }
}
