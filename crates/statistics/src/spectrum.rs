//! Eigenvalues of a covariance matrix: is it positive semidefinite, and how well conditioned.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cholesky;

/// Up to this size all eigenvalues are computed; beyond it the two outermost ones are found by Lanczos' iteration.
const SMALL: usize = 128;
/// Most steps of Lanczos' iteration before all eigenvalues are computed after all.
const MAX_STEPS: usize = 240;
/// Relative error at which an outermost eigenvalue is good enough.
const ACCURACY: f64 = 1e-6;

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

/// Eigenvalue range of a symmetric matrix. Zero for an empty matrix.
///
/// Large positive definite matrices take one Cholesky factorization and some tens of products (Lanczos' iteration on the
/// matrix and on its inverse; relative error below 1e-6); all others the full `n³` work.
#[must_use]
pub fn eigenvalue_range(matrix: &DMatrix<f64>) -> Spectrum {
    if matrix.nrows() > SMALL
        && let Some(spectrum) = outermost(matrix)
    {
        return spectrum;
    }
    let values = matrix.symmetric_eigenvalues();
    let min = values.iter().copied().reduce(f64::min).unwrap_or(0.0);
    let max = values.iter().copied().reduce(f64::max).unwrap_or(0.0);
    Spectrum { min_eigenvalue: min, max_eigenvalue: max }
}

/// The range of a positive definite matrix; `None` when it is not one, or the iteration is slow.
fn outermost(matrix: &DMatrix<f64>) -> Option<Spectrum> {
    let cholesky = cholesky(matrix.clone())?;
    let n = matrix.nrows();
    let max_eigenvalue = largest_eigenvalue(n, |from, to| to.gemv(1.0, matrix, from, 0.0))?;
    let inverse_max = largest_eigenvalue(n, |from, to| {
        to.copy_from(from);
        cholesky.solve_mut(to);
    })?;
    // Beyond 1e12 the solves are noise: let the full computation say whether the matrix is singular.
    let min_eigenvalue = 1.0 / inverse_max;
    (min_eigenvalue > 1e-12 * max_eigenvalue).then_some(Spectrum { min_eigenvalue, max_eigenvalue })
}

/// The largest eigenvalue of a positive definite operator (Lanczos 1950, with full reorthogonalization).
fn largest_eigenvalue(n: usize, mut apply: impl FnMut(&DVector<f64>, &mut DVector<f64>)) -> Option<f64> {
    let mut basis: Vec<DVector<f64>> = vec![start_vector(n)];
    let (mut diagonal, mut beside): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    let mut next = DVector::zeros(n);
    for step in 1..=MAX_STEPS.min(n) {
        let current = &basis[step - 1];
        apply(current, &mut next);
        diagonal.push(current.dot(&next));
        // Twice is enough (Kahan, Parlett): the second pass takes away what rounding left in the first.
        for _ in 0..2 {
            for vector in &basis {
                let overlap = vector.dot(&next);
                next.axpy(-overlap, vector, 1.0);
            }
        }
        let rest = next.norm();
        if step % 8 == 0 || step == n || rest == 0.0 {
            let (value, last) = largest_of_tridiagonal(&diagonal, &beside);
            if rest * last.abs() <= ACCURACY * value {
                return (value > 0.0 && value.is_finite()).then_some(value);
            }
        }
        beside.push(rest);
        basis.push(&next / rest);
    }
    None
}

/// The largest eigenvalue of a symmetric tridiagonal matrix and the last entry of its unit eigenvector, which bounds the error.
fn largest_of_tridiagonal(diagonal: &[f64], beside: &[f64]) -> (f64, f64) {
    let k = diagonal.len();
    let mut matrix = DMatrix::zeros(k, k);
    for i in 0..k {
        matrix[(i, i)] = diagonal[i];
        if i + 1 < k {
            matrix[(i + 1, i)] = beside[i];
            matrix[(i, i + 1)] = beside[i];
        }
    }
    let eigen = matrix.symmetric_eigen();
    let top = eigen.eigenvalues.imax();
    (eigen.eigenvalues[top], eigen.eigenvectors[(k - 1, top)])
}

/// A fixed unit vector without structure: SplitMix64 (Steele, Lea and Flood 2014) from a fixed seed.
fn start_vector(n: usize) -> DVector<f64> {
    let mut state = 0x5EED_u64;
    DVector::from_fn(n, |_, _| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    })
    .normalize()
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

    #[test]
    fn the_iteration_finds_what_the_full_computation_finds() {
        let n = 200;
        let base = DMatrix::from_fn(n, n, |i, j| (((i * 37 + j * 101) % 97) as f64 / 97.0 - 0.5) / n as f64);
        let mut matrix = &base * base.transpose();
        for i in 0..n {
            matrix[(i, i)] += 1e-4 * (1.0 + i as f64);
        }
        let fast = eigenvalue_range(&matrix);
        let values = matrix.symmetric_eigenvalues();
        assert!((fast.min_eigenvalue / values.min() - 1.0).abs() < 1e-7);
        assert!((fast.max_eigenvalue / values.max() - 1.0).abs() < 1e-7);
        assert!(outermost(&matrix).is_some());
    }

    #[test]
    fn a_large_singular_matrix_is_seen_as_one() {
        let half = DMatrix::from_fn(150, 20, |i, j| ((i * 7 + j * 13) % 11) as f64 - 5.0);
        let spectrum = eigenvalue_range(&(&half * half.transpose()));
        assert!(spectrum.is_positive_semidefinite() && spectrum.is_singular());
    }
}
