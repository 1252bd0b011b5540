//! Errors of the parameters that bear a wrong distribution of the residuals (Bollerslev and Wooldridge 1992).

use nalgebra::DMatrix;

use super::VolatilityModel;
use super::recursion::{Parameters, log_likelihood, log_likelihoods};

/// `H⁻¹ S H⁻¹ / n` with the second differences `H` of the mean likelihood and the covariance `S` of its first ones, for the parameters in
/// the order of [`list`]. `None` where the likelihood is not curved downwards on all sides.
pub(super) fn robust_covariance(returns: &[f64], at: &Parameters, start: f64) -> Option<DMatrix<f64>> {
    let x = list(at);
    let (k, n) = (x.len(), returns.len() as f64);
    let moved = |steps: &[(usize, f64)]| {
        let mut y = x.clone();
        for (place, step) in steps {
            y[*place] += step;
        }
        of_list(&y, at)
    };
    let wide: Vec<f64> = x.iter().map(|value| f64::EPSILON.powf(0.25) * value.abs().max(0.1)).collect();
    let mut curvature = DMatrix::zeros(k, k);
    for i in 0..k {
        for j in 0..=i {
            let value = |a: f64, b: f64| log_likelihood(returns, &moved(&[(i, a * wide[i]), (j, b * wide[j])]), start);
            let second = (value(1.0, 1.0) - value(1.0, -1.0) - value(-1.0, 1.0) + value(-1.0, -1.0))
                / (4.0 * wide[i] * wide[j] * n);
            (curvature[(i, j)], curvature[(j, i)]) = (second, second);
        }
    }
    let mut slopes = DMatrix::zeros(returns.len(), k);
    for (i, value) in x.iter().enumerate() {
        let step = f64::EPSILON.cbrt() * value.abs().max(0.1);
        let above = log_likelihoods(returns, &moved(&[(i, step)]), start)?;
        let below = log_likelihoods(returns, &moved(&[(i, -step)]), start)?;
        for (row, (above, below)) in above.iter().zip(&below).enumerate() {
            slopes[(row, i)] = (above - below) / (2.0 * step);
        }
    }
    let means = slopes.row_mean();
    for mut row in slopes.row_iter_mut() {
        row -= &means;
    }
    let spread = slopes.transpose() * &slopes / (n - 1.0);
    let inverse = curvature.try_inverse()?;
    let covariance = &inverse * spread * &inverse / n;
    covariance.diagonal().iter().all(|variance| variance.is_finite() && *variance >= 0.0).then_some(covariance)
}

/// Mean, ω, α, β, and γ and the degrees of freedom where the model has them.
pub(super) fn list(parameters: &Parameters) -> Vec<f64> {
    let mut x = vec![parameters.mean, parameters.omega, parameters.alpha, parameters.beta];
    if parameters.model != VolatilityModel::Garch {
        x.push(parameters.gamma);
    }
    x.extend(parameters.freedom);
    x
}

fn of_list(x: &[f64], like: &Parameters) -> Parameters {
    let gamma = if like.model == VolatilityModel::Garch { 0.0 } else { x[4] };
    let freedom = like.freedom.map(|_| x[x.len() - 1]);
    Parameters { mean: x[0], omega: x[1], alpha: x[2], beta: x[3], gamma, freedom, ..*like }
}
