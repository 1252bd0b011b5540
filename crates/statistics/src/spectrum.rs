//! Eigenvalues of a covariance matrix: is it positive semidefinite, and how well conditioned.

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The smallest and largest eigenvalue of a symmetric matrix.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Spectrum {
    /// Smallest eigenvalue; below zero the matrix is no covariance.
    pub min_eigenvalue: f64,
    /// Largest eigenvalue.
    pub max_eigenvalue: f64,
}

impl Spectrum {
    /// Rounding in `n × n` eigenvalues is far below this fraction of the largest one.
    const TOLERANCE: f64 = 1e-9;

    /// No eigenvalue below zero but for rounding.
    #[must_use]
    pub fn is_positive_semidefinite(&self) -> bool {
        self.min_eigenvalue >= -Self::TOLERANCE * self.max_eigenvalue.abs()
    }

    /// The smallest eigenvalue is zero but for rounding: some combination of assets has no risk at all.
    #[must_use]
    pub fn is_singular(&self) -> bool {
        self.min_eigenvalue <= Self::TOLERANCE * self.max_eigenvalue.abs()
    }
}

/// Eigenvalue range of a symmetric matrix (only its lower triangle is read), with n³ work. Zero for an empty matrix.
#[must_use]
pub fn eigenvalue_range(matrix: &DMatrix<f64>) -> Spectrum {
    let values = matrix.symmetric_eigenvalues();
    let min = values.iter().copied().reduce(f64::min).unwrap_or(0.0);
    let max = values.iter().copied().reduce(f64::max).unwrap_or(0.0);
    Spectrum { min_eigenvalue: min, max_eigenvalue: max }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singular_and_indefinite_matrices_are_told_apart() {
        let spectrum =
            |correlation: f64| eigenvalue_range(&DMatrix::from_row_slice(2, 2, &[1.0, correlation, correlation, 1.0]));
        assert!(spectrum(0.5).is_positive_semidefinite() && !spectrum(0.5).is_singular());
        assert!(spectrum(1.0).is_positive_semidefinite() && spectrum(1.0).is_singular());
        assert!(!spectrum(1.1).is_positive_semidefinite());
        assert!((spectrum(1.1).min_eigenvalue + 0.1).abs() < 1e-12);
    }
}
