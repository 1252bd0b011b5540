//! Random matrix theory: which correlation eigenvalues are more than noise, and a covariance without the noise or without the
//! market.

use nalgebra::{DMatrix, DVector};

use super::{CovarianceEstimate, Returns, sample_covariance};
use crate::repair::{correlations, rescaled_to_unit, scaled};
use crate::{StatisticsError, check};

/// Width of the Gaussian kernel that smooths the eigenvalues into a density (López de Prado 2020, snippet 2.2).
const BANDWIDTH: f64 = 0.01;
/// Points at which the two densities are compared.
const POINTS: usize = 1_000;
/// Noise variances that are tried before the best is refined.
const SCAN: usize = 200;

/// The sample covariance with its noise eigenvalues levelled.
pub(crate) fn denoised(returns: Returns<'_>) -> Result<CovarianceEstimate, StatisticsError> {
    let (correlation, deviations, n_signal) = denoised_correlation(returns)?;
    let matrix = scaled(correlation, &deviations);
    Ok(CovarianceEstimate { n_signal_eigenvalues: Some(n_signal), ..CovarianceEstimate::plain(matrix) })
}

/// The sample covariance without its `n_markets` largest correlation eigenvalues.
pub(crate) fn detoned(
    returns: Returns<'_>,
    n_markets: usize,
    denoise: bool,
) -> Result<CovarianceEstimate, StatisticsError> {
    let n_assets = returns.assets.len();
    if n_markets == 0 || n_markets >= n_assets {
        let allowed = "at least 1 and less than the number of assets";
        return Err(StatisticsError::InvalidSetting { setting: "n_markets", value: n_markets as f64, allowed });
    }
    let (correlation, deviations, n_signal) = if denoise {
        let (correlation, deviations, n_signal) = denoised_correlation(returns)?;
        (correlation, deviations, Some(n_signal))
    } else {
        let (correlation, deviations) = sample_correlation(returns)?;
        (correlation, deviations, None)
    };
    let (values, vectors) = descending(correlation);
    let rest = values.map_with_location(|place, _, value| if place < n_markets { 0.0 } else { value.max(0.0) });
    let matrix = rebuilt(&vectors, &rest);
    // What is left of an asset that the market explains whole is rounding, and has no correlation with anything.
    if let Some((asset, _)) = returns.assets.iter().zip(matrix.diagonal().iter()).find(|(_, rest)| **rest < 1e-12) {
        return Err(StatisticsError::NothingLeft { asset: asset.clone() });
    }
    let matrix = scaled(rescaled_to_unit(matrix), &deviations);
    Ok(CovarianceEstimate { n_signal_eigenvalues: n_signal, ..CovarianceEstimate::plain(matrix) })
}

fn sample_correlation(returns: Returns<'_>) -> Result<(DMatrix<f64>, Vec<f64>), StatisticsError> {
    let covariance = sample_covariance(returns.assets_returns);
    check::varying(returns.assets, &covariance)?;
    let deviations: Vec<f64> = covariance.diagonal().iter().map(|variance| variance.sqrt()).collect();
    Ok((correlations(&covariance, &deviations), deviations))
}

/// Correlation after denoising, standard deviations a period, and how many eigenvalues were kept.
fn denoised_correlation(returns: Returns<'_>) -> Result<(DMatrix<f64>, Vec<f64>, usize), StatisticsError> {
    let (n_obs, n_assets) = returns.assets_returns.shape();
    check::observations("denoised", n_obs, n_assets + 1, "noise is told from signal by more observations than assets")?;
    let (correlation, deviations) = sample_correlation(returns)?;
    let (mut values, vectors) = descending(correlation);
    let ratio = n_assets as f64 / n_obs as f64;
    let edge = noise_range(noise_variance(&values, ratio), ratio).1;
    let n_signal = values.iter().filter(|value| **value >= edge).count();
    if n_signal < n_assets {
        let mean = values.rows_range(n_signal..).mean();
        values.rows_range_mut(n_signal..).fill(mean);
    }
    Ok((rescaled_to_unit(rebuilt(&vectors, &values)), deviations, n_signal))
}

/// The range of the eigenvalues of pure noise of this variance, `ratio` = assets over observations.
pub(crate) fn noise_range(variance: f64, ratio: f64) -> (f64, f64) {
    let root = ratio.sqrt();
    (variance * (1.0 - root).powi(2), variance * (1.0 + root).powi(2))
}

/// The variance of the noise: the Marčenko–Pastur density with it fits the density of the eigenvalues best (least squares over
/// the range of the noise).
fn noise_variance(values: &DVector<f64>, ratio: f64) -> f64 {
    let misfit = |variance: f64| misfit(values.as_slice(), variance, ratio);
    let grid = |step: usize| step as f64 / SCAN as f64;
    let best = (1..SCAN)
        .map(|step| (step, misfit(grid(step))))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(SCAN / 2, |(step, _)| step);
    golden_section(misfit, grid(best - 1).max(1e-5), grid(best + 1).min(1.0 - 1e-5))
}

/// Sum of squared differences between the density of noise and the smoothed density of the eigenvalues (descending).
fn misfit(values: &[f64], variance: f64, ratio: f64) -> f64 {
    let (low, high) = noise_range(variance, ratio);
    let height = 1.0 / (BANDWIDTH * (2.0 * std::f64::consts::PI).sqrt() * values.len() as f64);
    (0..POINTS)
        .map(|point| {
            let x = low + (high - low) * point as f64 / (POINTS - 1) as f64;
            let noise = ((high - x) * (x - low)).max(0.0).sqrt() / (2.0 * std::f64::consts::PI * variance * x * ratio);
            // A kernel more than ten widths away adds nothing.
            let from = values.partition_point(|value| *value > x + 10.0 * BANDWIDTH);
            let to = values.partition_point(|value| *value >= x - 10.0 * BANDWIDTH);
            let seen: f64 = values[from..to].iter().map(|value| (-0.5 * ((x - value) / BANDWIDTH).powi(2)).exp()).sum();
            (height * seen - noise).powi(2)
        })
        .sum()
}

/// The least value of a function with one valley between `low` and `high` (Kiefer 1953).
fn golden_section(function: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let part = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut left, mut right) = (high - part * (high - low), low + part * (high - low));
    let (mut at_left, mut at_right) = (function(left), function(right));
    while high - low > 1e-7 {
        if at_left < at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - part * (high - low);
            at_left = function(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + part * (high - low);
            at_right = function(right);
        }
    }
    0.5 * (low + high)
}

/// Eigenvalues, largest first, with their eigenvectors as columns.
pub(crate) fn descending(matrix: DMatrix<f64>) -> (DVector<f64>, DMatrix<f64>) {
    let eigen = matrix.symmetric_eigen();
    let mut order: Vec<usize> = (0..eigen.eigenvalues.len()).collect();
    order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    (eigen.eigenvalues.select_rows(&order), eigen.eigenvectors.select_columns(&order))
}

/// `V diag(values) V'` for values at or above zero, exactly symmetric.
fn rebuilt(vectors: &DMatrix<f64>, values: &DVector<f64>) -> DMatrix<f64> {
    let mut roots = vectors.clone();
    for (mut column, value) in roots.column_iter_mut().zip(values.iter()) {
        column *= value.max(0.0).sqrt();
    }
    crate::gram::gram_of_rows(&roots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_density_of_noise_has_area_one() {
        for (variance, ratio) in [(1.0_f64, 0.5_f64), (0.3, 0.1), (0.8, 0.9)] {
            let (low, high) = noise_range(variance, ratio);
            let steps = 200_000;
            let width = (high - low) / f64::from(steps);
            let area: f64 = (0..steps)
                .map(|step| low + (f64::from(step) + 0.5) * width)
                .map(|x| ((high - x) * (x - low)).sqrt() / (2.0 * std::f64::consts::PI * variance * x * ratio) * width)
                .sum();
            assert!((area - 1.0).abs() < 1e-4, "{area}");
        }
    }

    #[test]
    fn the_valley_is_found() {
        assert!((golden_section(|x| (x - 0.3).powi(2), 0.0, 1.0) - 0.3).abs() < 1e-6);
    }
}
