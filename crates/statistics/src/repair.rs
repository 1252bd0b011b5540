//! What is done with a matrix that is no covariance: eigenvalues below zero, as pairwise estimates can have.

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Spectrum, StatisticsError, eigenvalue_range};

/// How an estimate with eigenvalues below zero becomes positive semidefinite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PsdRepair {
    /// Negative eigenvalues become zero: the nearest positive semidefinite matrix in the Frobenius norm (Higham 1988),
    /// PyPortfolioOpt's `fix_method="spectral"`. Variances grow a little.
    #[default]
    Spectral,
    /// The same on the correlations, which are then brought back to ones on the diagonal: variances stay (the clipping of
    /// Rebonato and Jäckel 1999, skfolio's `cov_nearest`).
    KeepVariances,
    /// Nothing is repaired: the estimate is refused.
    Refuse,
}

/// What a repair did.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RepairReport {
    /// The method.
    pub method: PsdRepair,
    /// The smallest eigenvalue before.
    pub min_eigenvalue: f64,
    /// How many eigenvalues were below zero.
    pub n_negative: usize,
    /// The largest change of an entry, as a part of the largest variance.
    pub largest_change: f64,
}

/// Repairs `matrix` in place when its smallest eigenvalue is below zero by more than rounding; `None` when nothing was wrong.
///
/// # Errors
/// [`StatisticsError::IndefiniteCovariance`] for [`PsdRepair::Refuse`].
pub fn repair(
    matrix: &mut DMatrix<f64>,
    spectrum: Spectrum,
    method: PsdRepair,
) -> Result<Option<RepairReport>, StatisticsError> {
    if spectrum.is_positive_semidefinite() {
        return Ok(None);
    }
    let repaired = match method {
        PsdRepair::Spectral => clipped(matrix.clone()),
        PsdRepair::KeepVariances => {
            let deviations: Vec<f64> = matrix.diagonal().iter().map(|variance| variance.max(0.0).sqrt()).collect();
            scaled(rescaled_to_unit(clipped(correlations(matrix, &deviations))), &deviations)
        }
        PsdRepair::Refuse => {
            return Err(StatisticsError::IndefiniteCovariance {
                min_eigenvalue: spectrum.min_eigenvalue,
                max_eigenvalue: spectrum.max_eigenvalue,
            });
        }
    };
    let values = matrix.symmetric_eigenvalues();
    let rounding = -1e-12 * spectrum.max_eigenvalue.abs();
    let report = RepairReport {
        method,
        min_eigenvalue: spectrum.min_eigenvalue,
        n_negative: values.iter().filter(|value| **value < rounding).count(),
        largest_change: (&repaired - &*matrix).amax() / matrix.diagonal().amax(),
    };
    *matrix = repaired;
    Ok(Some(report))
}

/// The eigenvalue range after a repair, recomputed only when there was one.
pub(crate) fn repaired_spectrum(matrix: &DMatrix<f64>, before: Spectrum, report: Option<&RepairReport>) -> Spectrum {
    if report.is_some() { eigenvalue_range(matrix) } else { before }
}

fn clipped(matrix: DMatrix<f64>) -> DMatrix<f64> {
    let eigen = matrix.symmetric_eigen();
    let mut roots = eigen.eigenvectors;
    for (mut column, value) in roots.column_iter_mut().zip(eigen.eigenvalues.iter()) {
        column *= value.max(0.0).sqrt();
    }
    crate::gram::gram_of_rows(&roots)
}

/// `ρ_ij = σ_ij/(σ_i σ_j)`; zero beside an asset without variance.
pub(crate) fn correlations(covariance: &DMatrix<f64>, deviations: &[f64]) -> DMatrix<f64> {
    DMatrix::from_fn(covariance.nrows(), covariance.ncols(), |i, j| {
        let scale = deviations[i] * deviations[j];
        if i == j {
            1.0
        } else if scale > 0.0 {
            covariance[(i, j)] / scale
        } else {
            0.0
        }
    })
}

/// `s_i s_j a_ij`, exactly symmetric when `a` is.
pub(crate) fn scaled(mut matrix: DMatrix<f64>, scales: &[f64]) -> DMatrix<f64> {
    for (j, mut column) in matrix.column_iter_mut().enumerate() {
        for (i, value) in column.iter_mut().enumerate() {
            *value *= scales[i] * scales[j];
        }
    }
    matrix
}

/// Divides rows and columns so that the diagonal is one; a zero on the diagonal stays.
pub(crate) fn rescaled_to_unit(matrix: DMatrix<f64>) -> DMatrix<f64> {
    let scales: Vec<f64> =
        matrix.diagonal().iter().map(|value| if *value > 0.0 { 1.0 / value.sqrt() } else { 0.0 }).collect();
    let mut unit = scaled(matrix, &scales);
    for (i, scale) in scales.iter().enumerate() {
        unit[(i, i)] = if *scale > 0.0 { 1.0 } else { 0.0 };
    }
    unit
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Correlations of 0.9, 0.9 and −0.9 cannot hold together: eigenvalues 1.9, 1.9 and −0.8.
    fn impossible() -> DMatrix<f64> {
        DMatrix::from_row_slice(3, 3, &[1.0, 0.9, -0.9, 0.9, 1.0, 0.9, -0.9, 0.9, 1.0])
    }

    fn repaired(method: PsdRepair) -> (DMatrix<f64>, RepairReport) {
        let mut matrix = impossible();
        let spectrum = eigenvalue_range(&matrix);
        let report = repair(&mut matrix, spectrum, method).unwrap().unwrap();
        assert!(eigenvalue_range(&matrix).is_positive_semidefinite());
        assert_eq!(matrix, matrix.transpose());
        (matrix, report)
    }

    #[test]
    fn clipping_adds_the_negative_eigenvalue_back_along_its_direction() {
        let (matrix, report) = repaired(PsdRepair::Spectral);
        // The eigenvector of −0.8 is (1, −1, 1)/√3, so every entry changes by ±0.8/3.
        assert!((matrix[(0, 0)] - (1.0 + 0.8 / 3.0)).abs() < 1e-12);
        assert!((matrix[(0, 1)] - (0.9 - 0.8 / 3.0)).abs() < 1e-12);
        assert!((report.largest_change - 0.8 / 3.0).abs() < 1e-12 && report.n_negative == 1);
        assert!((report.min_eigenvalue + 0.8).abs() < 1e-12);
    }

    #[test]
    fn variances_can_be_kept() {
        let (matrix, _) = repaired(PsdRepair::KeepVariances);
        assert!(matrix.diagonal().iter().all(|variance| (variance - 1.0).abs() < 1e-15));
        assert!((matrix[(0, 1)] - 0.5).abs() < 1e-12 && (matrix[(0, 2)] + 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_refusal_names_the_eigenvalue_and_a_covariance_is_left_alone() {
        let mut matrix = impossible();
        let spectrum = eigenvalue_range(&matrix);
        let error = repair(&mut matrix, spectrum, PsdRepair::Refuse).unwrap_err();
        assert_eq!(error.code(), "indefinite_covariance");
        let mut identity = DMatrix::identity(3, 3);
        let spectrum = eigenvalue_range(&identity);
        assert_eq!(repair(&mut identity, spectrum, PsdRepair::Refuse).unwrap(), None);
    }
}
