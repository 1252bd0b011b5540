//! The sample covariance of series with gaps, each pair of assets over the periods that both have.

use nalgebra::DMatrix;

use crate::StatisticsError;
use crate::gram::gram;

/// Common periods that a pair needs.
const COMMON_NEEDED: usize = 3;

/// Pairwise sample covariance a period, divisor `n_common − 1`, deviations from the means over the common periods (as pandas'
/// `DataFrame.cov`). It need not be positive semidefinite: entries are estimated from different periods.
///
/// # Errors
/// Names the pair that has fewer than three common periods.
pub(crate) fn pairwise_covariance(assets: &[String], returns: &DMatrix<f64>) -> Result<DMatrix<f64>, StatisticsError> {
    let present = returns.map(|value| if value.is_nan() { 0.0 } else { 1.0 });
    let mut filled = returns.clone();
    for mut column in filled.column_iter_mut() {
        // Taking away the asset's own mean first keeps the differences below from cancelling.
        let values = || column.iter().filter(|value| !value.is_nan());
        let mean = values().sum::<f64>() / values().count().max(1) as f64;
        column.apply(|value| *value = if value.is_nan() { 0.0 } else { *value - mean });
    }
    let common = gram(&present);
    let n = assets.len();
    for j in 0..n {
        for i in j..n {
            let n_common = common[(i, j)] as usize;
            if n_common < COMMON_NEEDED && i == j {
                let (asset, observations) = (assets[i].clone(), n_common);
                return Err(StatisticsError::ShortSeries { asset, observations, needed: COMMON_NEEDED });
            }
            if n_common < COMMON_NEEDED {
                return Err(StatisticsError::NoOverlap {
                    first: assets[j].clone(),
                    second: assets[i].clone(),
                    common: n_common,
                    needed: COMMON_NEEDED,
                });
            }
        }
    }
    // sums[(i, j)]: the sum of asset i's deviations over the periods that j has too.
    let sums = filled.transpose() * &present;
    let mut covariance = gram(&filled);
    for j in 0..n {
        for i in j..n {
            let count = common[(i, j)];
            let value = (covariance[(i, j)] - sums[(i, j)] * sums[(j, i)] / count) / (count - 1.0);
            covariance[(i, j)] = value;
            covariance[(j, i)] = value;
        }
    }
    Ok(covariance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::covariance::sample_covariance;

    fn names(n: usize) -> Vec<String> {
        (0..n).map(|i| format!("A{i}")).collect()
    }

    #[test]
    fn without_gaps_it_is_the_sample_covariance() {
        let returns = DMatrix::from_fn(9, 3, |i, j| ((i * 5 + j * 7) % 11) as f64 / 100.0);
        let pairwise = pairwise_covariance(&names(3), &returns).unwrap();
        assert!((pairwise - sample_covariance(&returns)).amax() < 1e-16);
    }

    #[test]
    fn a_pair_uses_its_common_periods_only() {
        let nan = f64::NAN;
        let first = [0.01, 0.02, -0.01, 0.03, 0.00];
        let second = [nan, 0.01, 0.02, 0.05, -0.02];
        let returns = DMatrix::from_fn(5, 2, |i, j| if j == 0 { first[i] } else { second[i] });
        let pairwise = pairwise_covariance(&names(2), &returns).unwrap();
        let common = sample_covariance(&returns.rows(1, 4).into_owned());
        assert!((pairwise[(0, 1)] - common[(0, 1)]).abs() < 1e-18);
        assert!((pairwise[(1, 1)] - common[(1, 1)]).abs() < 1e-18);
        let own = sample_covariance(&returns.columns(0, 1).into_owned());
        assert!((pairwise[(0, 0)] - own[(0, 0)]).abs() < 1e-18);
    }

    #[test]
    fn series_that_never_meet_are_named() {
        let nan = f64::NAN;
        let returns = DMatrix::from_row_slice(4, 2, &[0.1, nan, 0.2, nan, nan, 0.1, 0.3, 0.2]);
        let error = pairwise_covariance(&names(2), &returns).unwrap_err();
        assert_eq!(error.code(), "no_overlap");
        assert!(error.to_string().contains("A0 and A1"), "{error}");
    }
}
