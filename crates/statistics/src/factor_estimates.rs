//! Factor models estimated from returns: by principal components, and by regression on given factors.

use nalgebra::{Cholesky, DMatrix, DVector};

use crate::covariance::{CovarianceEstimate, Returns, descending, noise_range};
use crate::gram::{centred_rows, gram, gram_of_rows};
use crate::{FactorModel, StatisticsError, check};

/// The first principal components of the sample covariance as factors: exposures are the eigenvectors, the factor covariance
/// is diagonal with the eigenvalues.
pub(crate) fn statistical_factors(
    returns: &DMatrix<f64>,
    n_factors: Option<usize>,
) -> Result<CovarianceEstimate, StatisticsError> {
    let (n_obs, n_assets) = returns.shape();
    let most = n_assets.min(n_obs - 1);
    if let Some(wanted) = n_factors
        && (wanted == 0 || wanted > most)
    {
        let allowed = "at least 1, and at most the number of assets and of observations less one";
        return Err(StatisticsError::InvalidSetting { setting: "n_factors", value: wanted as f64, allowed });
    }
    let rows = centred_rows(returns) / ((n_obs - 1) as f64).sqrt();
    let variances = DVector::from_iterator(n_assets, rows.row_iter().map(|row| row.norm_squared()));
    let n_factors = n_factors.unwrap_or_else(|| above_noise(&rows, &variances, n_obs).clamp(1, most));
    let (values, vectors) = components(&rows, n_factors);
    let exposures = with_fixed_signs(vectors);
    // What the factors leave of each variance; rounding may put it a little below zero.
    let specific_variances = DVector::from_fn(n_assets, |asset, _| {
        let common: f64 =
            exposures.row(asset).iter().zip(values.iter()).map(|(loading, value)| loading * loading * value).sum();
        (variances[asset] - common).max(0.0)
    });
    let model = FactorModel { exposures, factor_covariance: DMatrix::from_diagonal(&values), specific_variances };
    Ok(CovarianceEstimate { factor_model: Some(model.clone()), ..CovarianceEstimate::plain(model.covariance()) })
}

/// The first eigenvalues and eigenvectors of `Y Y'` for `rows` of `n_assets × n_observations`, out of whichever of `Y Y'` and
/// `Y'Y` is smaller.
fn components(rows: &DMatrix<f64>, count: usize) -> (DVector<f64>, DMatrix<f64>) {
    if rows.nrows() <= rows.ncols() {
        let (values, vectors) = descending(gram_of_rows(rows));
        return (values.rows(0, count).map(|value| value.max(0.0)), vectors.columns(0, count).into_owned());
    }
    let (values, dual) = descending(gram(rows));
    let values = values.rows(0, count).map(|value| value.max(0.0));
    let mut vectors = rows * dual.columns(0, count);
    for mut column in vectors.column_iter_mut() {
        let length = column.norm();
        if length > 0.0 {
            column /= length;
        }
    }
    (values, vectors)
}

/// How many eigenvalues of the correlation lie above the range of noise with variance one.
fn above_noise(rows: &DMatrix<f64>, variances: &DVector<f64>, n_obs: usize) -> usize {
    let mut standardized = rows.clone();
    for (mut row, variance) in standardized.row_iter_mut().zip(variances.iter()) {
        row *= if *variance > check::CONSTANT { 1.0 / variance.sqrt() } else { 0.0 };
    }
    let product = if rows.nrows() <= rows.ncols() { gram_of_rows(&standardized) } else { gram(&standardized) };
    let edge = noise_range(1.0, rows.nrows() as f64 / n_obs as f64).1;
    product.symmetric_eigenvalues().iter().filter(|value| **value > edge).count()
}

/// An eigenvector's sign is arbitrary: the entry of largest size is made positive, so that the same data give the same factors.
fn with_fixed_signs(mut vectors: DMatrix<f64>) -> DMatrix<f64> {
    for mut column in vectors.column_iter_mut() {
        if column[column.icamax()] < 0.0 {
            column.neg_mut();
        }
    }
    vectors
}

/// Exposures by least squares with an intercept.
///
/// # Errors
/// Without factor returns, with too few observations, or when the factors depend on each other.
pub(crate) fn given_factors(returns: Returns<'_>) -> Result<CovarianceEstimate, StatisticsError> {
    let model = "given_factors";
    let Some(factors) = returns.factor_returns.filter(|factors| factors.ncols() > 0) else {
        return Err(StatisticsError::MissingInput { model, input: "factors", what: "the returns of the factors" });
    };
    let n_obs = factors.nrows();
    check::observations(
        model,
        n_obs,
        factors.ncols() + 2,
        "a regression needs more observations than factors and an intercept",
    )?;
    let assets = centred_rows(returns.assets_returns);
    let factors = centred_rows(factors);
    let degrees = (n_obs - 1) as f64;
    let factor_covariance = gram_of_rows(&factors) / degrees;
    let solver = well_conditioned(&factor_covariance).ok_or(StatisticsError::DependentFactors)?;
    let cross = &factors * assets.transpose() / degrees;
    let exposures = solver.solve(&cross).transpose();
    let residuals = &assets - &exposures * &factors;
    let specific_variances =
        DVector::from_iterator(assets.nrows(), residuals.row_iter().map(|row| row.norm_squared() / degrees));
    let model = FactorModel { exposures, factor_covariance, specific_variances };
    Ok(CovarianceEstimate { factor_model: Some(model.clone()), ..CovarianceEstimate::plain(model.covariance()) })
}

/// The factorization, when no factor is all but a combination of the others.
fn well_conditioned(covariance: &DMatrix<f64>) -> Option<Cholesky<f64, nalgebra::Dyn>> {
    let cholesky = Cholesky::new(covariance.clone())?;
    let independent = cholesky
        .l_dirty()
        .diagonal()
        .iter()
        .zip(covariance.diagonal().iter())
        .all(|(pivot, variance)| pivot * pivot > 1e-10 * variance && *variance > check::CONSTANT);
    independent.then_some(cholesky)
}
