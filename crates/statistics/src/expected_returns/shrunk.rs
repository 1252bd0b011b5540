//! Sample means pulled towards a common value: single means are so noisy that a little of their mean improves all of them.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::covariance::sample_covariance;
use crate::{StatisticsError, check};

/// How far the means are shrunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeanShrinkage {
    /// James and Stein (1961) in the form for correlated means: intensity `(tr Σ − 2 λ_max)/(n_observations·|mean − target|²)`
    /// (Meucci 2005, "Risk and asset allocation", section 4.4.1).
    #[default]
    JamesStein,
    /// Jorion (1986), "Bayes–Stein estimation for portfolio analysis".
    BayesStein,
    /// Bodnar, Okhrin and Parolya (2019), "Optimal shrinkage estimator for high-dimensional mean vector".
    BodnarOkhrin,
}

/// Towards what the means are shrunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeanTarget {
    /// The mean of all means.
    #[default]
    GrandMean,
    /// The mean return of the minimum-variance portfolio, `1'Σ⁻¹m / 1'Σ⁻¹1`.
    VolatilityWeighted,
}

/// The settings of a shrunk mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    pub(super) method: MeanShrinkage,
    pub(super) target: MeanTarget,
    pub(super) positive_part: bool,
}

/// Shrunk means a period.
pub(super) fn shrunk(returns: &DMatrix<f64>, settings: Settings) -> Result<DVector<f64>, StatisticsError> {
    let Settings { method, target, positive_part } = settings;
    let (n_obs, n_assets) = returns.shape();
    check::observations("shrunk", n_obs, 2, "a covariance needs at least two returns")?;
    let covariance = sample_covariance(returns);
    let mean = returns.row_mean().transpose();
    let needs_inverse = method != MeanShrinkage::JamesStein || target == MeanTarget::VolatilityWeighted;
    let inverse = if needs_inverse { Some(invertible(&covariance)?) } else { None };
    let solve = |vector: &DVector<f64>| match &inverse {
        Some(cholesky) => cholesky.solve(vector),
        None => vector.clone(),
    };
    let level = match target {
        MeanTarget::GrandMean => mean.mean(),
        MeanTarget::VolatilityWeighted => {
            let minimum_variance = solve(&DVector::repeat(n_assets, 1.0));
            minimum_variance.dot(&mean) / minimum_variance.sum()
        }
    };
    let goal = DVector::repeat(n_assets, level);
    let apart = &mean - &goal;
    let (n, t) = (n_assets as f64, n_obs as f64);
    // Equal means are their own target under every method.
    if n_assets < 2 || apart.norm_squared() <= f64::EPSILON * f64::EPSILON * mean.norm_squared() {
        return Ok(mean);
    }
    let (keep, pull) = match method {
        MeanShrinkage::JamesStein => {
            let values = covariance.symmetric_eigenvalues();
            let intensity = (values.sum() - 2.0 * values.max()) / apart.norm_squared() / t;
            let intensity = if positive_part { intensity.clamp(0.0, 1.0) } else { intensity };
            (1.0 - intensity, intensity)
        }
        MeanShrinkage::BayesStein => {
            let intensity = (n + 2.0) / (t * apart.dot(&solve(&apart)) + n + 2.0);
            (1.0 - intensity, intensity)
        }
        MeanShrinkage::BodnarOkhrin => {
            check::observations("shrunk", n_obs, n_assets + 1, "this method needs more observations than assets")?;
            let (u, v, w) = (mean.dot(&solve(&mean)), mean.dot(&solve(&goal)), goal.dot(&solve(&goal)));
            let keep = ((u - n / (t - n)) * w - v * v) / (u * w - v * v);
            (keep, (1.0 - keep) * v / w)
        }
    };
    Ok(mean * keep + goal * pull)
}

/// The factorization of a covariance that is not singular, not even nearly.
fn invertible(covariance: &DMatrix<f64>) -> Result<Cholesky<f64, Dyn>, StatisticsError> {
    let largest = covariance.diagonal().max();
    Cholesky::new(covariance.clone())
        .filter(|cholesky| cholesky.l_dirty().diagonal().iter().all(|pivot| pivot * pivot > 1e-12 * largest))
        .ok_or(StatisticsError::SingularCovariance { model: "shrunk" })
}
