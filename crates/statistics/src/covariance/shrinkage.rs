//! The sample covariance pulled towards a simple target, which trades a little bias for much less noise.

use nalgebra::{DMatrix, DVector};

use super::{CovarianceEstimate, Returns};
use crate::gram::{centred_rows, gram_of_rows};
use crate::{StatisticsError, check};

/// Towards the average variance times the identity, by a given intensity.
pub(crate) fn fixed(sample: DMatrix<f64>, intensity: f64) -> Result<CovarianceEstimate, StatisticsError> {
    check::within("intensity", intensity, 0.0..=1.0, "between 0 and 1")?;
    Ok(towards_identity(sample, intensity))
}

/// Ledoit and Wolf (2004), "A well-conditioned estimator": the optimal intensity towards the identity, divisor n.
pub(crate) fn ledoit_wolf_constant_variance(returns: &DMatrix<f64>) -> CovarianceEstimate {
    let rows = centred_rows(returns);
    let (n_assets, n_obs) = (rows.nrows() as f64, rows.ncols() as f64);
    let sample = gram_of_rows(&rows) / n_obs;
    let mean_variance = sample.trace() / n_assets;
    let squared_norm = sample.norm_squared();
    // Σ over dates of (Σ over assets of x²)² is the sum of all entries of (X∘X)'(X∘X) without forming that matrix.
    let fourth: f64 = rows.column_iter().map(|date| date.norm_squared().powi(2)).sum();
    let noise = (fourth / n_obs - squared_norm) / (n_assets * n_obs);
    let spread = (squared_norm - n_assets * mean_variance * mean_variance) / n_assets;
    // One asset, or equal and uncorrelated ones: the target is the estimate already.
    let intensity = if spread > 0.0 { (noise.min(spread) / spread).max(0.0) } else { 0.0 };
    towards_identity(sample, intensity)
}

/// Chen, Wiesel, Eldar and Hero (2010), equation 23 without the terms in 2/p, divisor n.
pub(crate) fn oracle_approximating(returns: &DMatrix<f64>) -> CovarianceEstimate {
    let (n_obs, n_assets) = (returns.nrows() as f64, returns.ncols() as f64);
    let sample = gram_of_rows(&centred_rows(returns)) / n_obs;
    let mean_square = sample.norm_squared() / (n_assets * n_assets);
    let squared_mean = (sample.trace() / n_assets).powi(2);
    let spread = (n_obs + 1.0) * (mean_square - squared_mean / n_assets);
    let intensity = if returns.ncols() == 1 {
        0.0
    } else if spread > 0.0 {
        ((mean_square + squared_mean) / spread).min(1.0)
    } else {
        1.0
    };
    towards_identity(sample, intensity)
}

fn towards_identity(mut sample: DMatrix<f64>, intensity: f64) -> CovarianceEstimate {
    let mean_variance = sample.trace() / sample.nrows() as f64;
    sample *= 1.0 - intensity;
    for asset in 0..sample.nrows() {
        sample[(asset, asset)] += intensity * mean_variance;
    }
    CovarianceEstimate::shrunk(sample, intensity)
}

/// Ledoit and Wolf (2003): towards the single-index model with the assets' mean as the market, divisor n.
///
/// The paper's sums over pairs of assets are rearranged into sums over dates, so that beside the sample covariance only
/// `n_observations × n_assets` work is left.
pub(crate) fn ledoit_wolf_single_factor(returns: &DMatrix<f64>) -> CovarianceEstimate {
    let rows = centred_rows(returns);
    let (n_assets, n_obs) = (rows.nrows(), rows.ncols() as f64);
    let sample = gram_of_rows(&rows) / n_obs;
    let market: DVector<f64> = rows.row_mean().transpose();
    let market_variance = market.norm_squared() / n_obs;
    let covariances = &rows * &market / n_obs;
    let mut target = &covariances * covariances.transpose() / market_variance;
    target.set_diagonal(&sample.diagonal());
    let distance = (&sample - &target).norm_squared();
    // One or two assets, or a market that does not move: the target is the sample itself, or undefined.
    if !(distance > 1e-30 * sample.norm_squared() && market_variance > 0.0) {
        return CovarianceEstimate::shrunk(sample, 0.0);
    }

    let variances = sample.diagonal();
    // Sums over dates; `squares` is Σ_i x², `loaded` is Σ_i β x with β the covariances with the market.
    let (mut all, mut own, mut cross, mut own_cross, mut market_all, mut own_market) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for (date, m) in rows.column_iter().zip(market.iter()) {
        let squares = date.norm_squared();
        let loaded = date.dot(&covariances);
        all += squares * squares;
        cross += squares * loaded * m;
        market_all += (loaded * m).powi(2);
        for (x, beta) in date.iter().zip(covariances.iter()) {
            own += x.powi(4);
            own_cross += beta * x.powi(3) * m;
            own_market += (beta * x * m).powi(2);
        }
    }
    let noise = all / n_obs - sample.norm_squared();
    let own_noise = own / n_obs - variances.norm_squared();
    let weighted: f64 = (0..n_assets).map(|i| variances[i] * covariances[i].powi(2)).sum();
    let quadratic = covariances.dot(&(&sample * &covariances));
    let first = ((cross - own_cross) / n_obs - (quadratic - weighted)) / market_variance;
    let third =
        ((market_all - own_market) / n_obs - market_variance * (quadratic - weighted)) / market_variance.powi(2);
    let shared = own_noise + 2.0 * first - third;
    let intensity = ((noise - shared) / distance / n_obs).clamp(0.0, 1.0);
    CovarianceEstimate::shrunk(target * intensity + sample * (1.0 - intensity), intensity)
}

/// Ledoit and Wolf (2004), "Honey, I shrunk the sample covariance matrix": towards equal correlations, divisor n − 1.
///
/// # Errors
/// When a series does not vary: it has no correlation.
pub(crate) fn ledoit_wolf_constant_correlation(returns: Returns<'_>) -> Result<CovarianceEstimate, StatisticsError> {
    let rows = centred_rows(returns.assets_returns);
    let (n_assets, n_obs) = (rows.nrows(), rows.ncols() as f64);
    let sample = gram_of_rows(&rows) / (n_obs - 1.0);
    check::varying(returns.assets, &sample)?;
    if n_assets == 1 {
        return Ok(CovarianceEstimate::shrunk(sample, 0.0));
    }
    let variances = sample.diagonal();
    let deviations = variances.map(f64::sqrt);
    let inverse = deviations.map(|deviation| 1.0 / deviation);
    let n = n_assets as f64;
    let mean_correlation = (inverse.dot(&(&sample * &inverse)) - n) / (n * (n - 1.0));
    let mut target = &deviations * deviations.transpose() * mean_correlation;
    target.set_diagonal(&variances);
    let distance = (&sample - &target).norm_squared();
    if distance <= 1e-30 * sample.norm_squared() {
        return Ok(CovarianceEstimate::shrunk(sample, 0.0));
    }

    // π: the asymptotic variance of the sample's entries, all and on the diagonal; from the paper's appendix B, with the
    // products of deviations summed by date. `excess` is what the divisor n − 1 leaves of S∘S.
    let excess = 1.0 - 2.0 * (n_obs - 1.0) / n_obs;
    let (mut all, mut own, mut cross) = (0.0, 0.0, 0.0);
    for date in rows.column_iter() {
        let (mut cubes, mut scaled) = (0.0, 0.0);
        for ((x, deviation), inverse) in date.iter().zip(deviations.iter()).zip(inverse.iter()) {
            own += x.powi(4);
            cubes += x.powi(3) * inverse;
            scaled += x * deviation;
        }
        all += date.norm_squared().powi(2);
        cross += cubes * scaled;
    }
    let noise = all / n_obs + excess * sample.norm_squared();
    let own_noise = own / n_obs + excess * variances.norm_squared();
    // ρ: Σ over i ≠ j of (σ_j/σ_i)·θ_ij, where θ_ij = mean(x_i³ x_j) + excess·s_ii s_ij and (σ_j/σ_i)·s_ii = σ_i σ_j.
    let pairs = deviations.dot(&(&sample * &deviations)) - variances.norm_squared();
    let shared = own_noise + mean_correlation * ((cross - own) / n_obs + excess * pairs);
    let intensity = ((noise - shared) / distance / n_obs).clamp(0.0, 1.0);
    Ok(CovarianceEstimate::shrunk(target * intensity + sample * (1.0 - intensity), intensity))
}
