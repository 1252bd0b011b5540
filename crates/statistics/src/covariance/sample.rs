//! The sample covariance and the semicovariance.

use nalgebra::{DMatrix, DVector};

use super::CovarianceEstimate;
use crate::gram::{centred_rows, gram, gram_of_rows};
use crate::{StatisticsError, check};

/// Sample covariance a period, divisor n − 1.
pub(crate) fn sample_covariance(returns: &DMatrix<f64>) -> DMatrix<f64> {
    gram_of_rows(&centred_rows(returns)) / (returns.nrows() - 1) as f64
}

/// Sample variances a period, divisor n − 1, of series that may have gaps (NaN); NaN for fewer than two values.
pub(crate) fn variances(returns: &DMatrix<f64>) -> DVector<f64> {
    DVector::from_iterator(
        returns.ncols(),
        returns.column_iter().map(|column| {
            let values = || column.iter().filter(|value| !value.is_nan());
            let count = values().count() as f64;
            let mean = values().sum::<f64>() / count;
            values().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0)
        }),
    )
}

/// Mean products of `min(r − benchmark, 0)` over all periods.
pub(crate) fn semicovariance(
    returns: &DMatrix<f64>,
    benchmark_return: f64,
) -> Result<CovarianceEstimate, StatisticsError> {
    check::finite("benchmark_return", benchmark_return)?;
    let shortfalls = returns.map(|value| (value - benchmark_return).min(0.0));
    Ok(CovarianceEstimate::plain(gram(&shortfalls) / returns.nrows() as f64))
}
