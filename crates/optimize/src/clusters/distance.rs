//! From a covariance to correlations and to the distances that clustering works on.

use nalgebra::DMatrix;

use crate::OptimizeError;

/// Correlations of a covariance, `n × n`, within −1 and 1, with ones on the diagonal.
///
/// # Errors
/// Names the asset without variance: a constant series has no correlation.
pub(crate) fn correlation(assets: &[String], covariance: &DMatrix<f64>) -> Result<DMatrix<f64>, OptimizeError> {
    let deviations = deviations(assets, covariance)?;
    let n = assets.len();
    let mut correlation = DMatrix::identity(n, n);
    for j in 0..n {
        for i in 0..j {
            let value = (covariance[(i, j)] / (deviations[i] * deviations[j])).clamp(-1.0, 1.0);
            correlation[(i, j)] = value;
            correlation[(j, i)] = value;
        }
    }
    Ok(correlation)
}

/// Standard deviations, all above zero.
///
/// # Errors
/// Names the asset without variance.
pub(crate) fn deviations(assets: &[String], covariance: &DMatrix<f64>) -> Result<Vec<f64>, OptimizeError> {
    let one = |(i, asset): (usize, &String)| {
        let variance = covariance[(i, i)];
        if variance > 0.0 {
            return Ok(variance.sqrt());
        }
        let problem = format!(
            "{asset} has no variance (a constant series), so that its correlation and its share of risk are undefined; leave it \
             out, or choose minimum_variance or equal_weight"
        );
        Err(OptimizeError::field("covariance", problem))
    };
    assets.iter().enumerate().map(one).collect()
}

/// Distances `√((1 − ρ)/2)` (López de Prado 2016), `n × n`, symmetric: 0 for ρ = 1, 1 for ρ = −1.
pub(crate) fn distances(correlation: &DMatrix<f64>) -> DMatrix<f64> {
    let mut distances = correlation.map(|rho| ((1.0 - rho) / 2.0).clamp(0.0, 1.0).sqrt());
    distances.fill_diagonal(0.0);
    distances
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_run_from_equal_to_opposite() {
        let assets = ["A", "B", "C"].map(String::from);
        let covariance = DMatrix::from_row_slice(3, 3, &[4.0, 6.0, -2.0, 6.0, 9.0, -3.0, -2.0, -3.0, 1.0]);
        let distances = distances(&correlation(&assets, &covariance).unwrap());
        assert_eq!(distances.as_slice(), [0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0]);
    }

    #[test]
    fn a_constant_series_is_named() {
        let assets = ["A", "Cash"].map(String::from);
        let error = correlation(&assets, &DMatrix::from_diagonal_element(2, 1, 1.0).resize(2, 2, 0.0)).unwrap_err();
        assert!(error.to_string().starts_with("covariance: Cash has no variance (a constant series)"), "{error}");
    }
}
