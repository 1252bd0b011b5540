//! A Cholesky factorization in blocks: nearly all of its work is matrix multiplication, which the processor does best.

use nalgebra::{Cholesky, DMatrix, Dyn};

/// Columns factored at a time.
const BLOCK: usize = 64;

/// Factors a symmetric matrix (`n × n`), of which only the lower triangle is read; `None` unless it is positive definite.
///
/// Left-looking: a block of columns takes all earlier columns off in one multiplication, is factored, and its rows below
/// are multiplied by the inverse of its triangle. The plain algorithm of `nalgebra` takes over for small matrices.
#[must_use]
pub fn cholesky(mut matrix: DMatrix<f64>) -> Option<Cholesky<f64, Dyn>> {
    let n = matrix.nrows();
    if n <= 2 * BLOCK {
        return Cholesky::new(matrix);
    }
    for start in (0..n).step_by(BLOCK) {
        let width = BLOCK.min(n - start);
        if start > 0 {
            let (done, mut block) = matrix.columns_range_pair_mut(0..start, start..start + width);
            let turned = done.rows(start, width).transpose();
            block.rows_mut(start, n - start).gemm(-1.0, &done.rows(start, n - start), &turned, 1.0);
        }
        let triangle = Cholesky::new(matrix.view((start, start), (width, width)).into_owned())?;
        let below = n - start - width;
        if below > 0 {
            let mut inverse = DMatrix::identity(width, width);
            triangle.l_dirty().solve_lower_triangular_mut(&mut inverse);
            let panel = matrix.view((start + width, start), (below, width)) * inverse.transpose();
            matrix.view_mut((start + width, start), (below, width)).copy_from(&panel);
        }
        matrix.view_mut((start, start), (width, width)).copy_from(triangle.l_dirty());
    }
    Some(Cholesky::pack_dirty(matrix))
}

#[cfg(test)]
mod tests {
    use nalgebra::DVector;

    use super::*;

    fn matrix(n: usize) -> DMatrix<f64> {
        let factor = DMatrix::from_fn(n, 7, |i, j| (((i * 7 + j * 13) % 17) as f64 - 8.0) / 8.0);
        &factor * factor.transpose() + DMatrix::from_diagonal(&DVector::from_fn(n, |i, _| 0.1 + (i % 5) as f64))
    }

    #[test]
    fn blocks_give_the_factor_of_the_plain_algorithm() {
        for n in [1, 64, 128, 129, 192, 300] {
            let matrix = matrix(n);
            let (blocks, plain) = (cholesky(matrix.clone()).unwrap(), Cholesky::new(matrix.clone()).unwrap());
            assert!((blocks.l() - plain.l()).amax() < 1e-12, "{n}");
            let b = DVector::from_fn(n, |i, _| (i as f64).sin());
            assert!((&matrix * blocks.solve(&b) - b).amax() < 1e-10, "{n}");
        }
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_is_refused_wherever_it_fails() {
        for bad in [0, 100, 250, 299] {
            let mut matrix = matrix(300);
            matrix[(bad, bad)] = -1.0;
            assert!(cholesky(matrix).is_none(), "{bad}");
        }
    }
}
