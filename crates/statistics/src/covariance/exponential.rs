//! Covariances in which newer returns weigh more.

use nalgebra::{DMatrix, DVector};

use super::CovarianceEstimate;
use crate::StatisticsError;
use crate::gram::{centred_rows, gram_of_rows};
use crate::weights::{decay_of_half_life, decay_of_span, decaying_weights};

/// Deviations from the plain mean, weights decaying by the span (PyPortfolioOpt's `exp_cov`).
pub(crate) fn centred(returns: &DMatrix<f64>, span: f64) -> Result<CovarianceEstimate, StatisticsError> {
    let weights = decaying_weights(returns.nrows(), decay_of_span(span)?);
    Ok(weighted(centred_rows(returns), &weights))
}

/// The returns themselves, weights decaying by the half life.
pub(crate) fn uncentred(returns: &DMatrix<f64>, half_life: f64) -> Result<CovarianceEstimate, StatisticsError> {
    let weights = decaying_weights(returns.nrows(), decay_of_half_life(half_life)?);
    Ok(weighted(returns.transpose(), &weights))
}

/// `Σ_t w_t x_t x_t'` for `rows` of `n_assets × n_observations`.
fn weighted(mut rows: DMatrix<f64>, weights: &DVector<f64>) -> CovarianceEstimate {
    for (mut date, weight) in rows.column_iter_mut().zip(weights.iter()) {
        date *= weight.sqrt();
    }
    CovarianceEstimate::plain(gram_of_rows(&rows))
}
