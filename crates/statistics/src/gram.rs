//! Products of a data matrix with its own transpose, by blocks, with half the work of a plain product.

use nalgebra::DMatrix;

/// Columns of the result that are computed together: wide enough for the blocked product, narrow enough that little of the
/// upper triangle is computed in vain.
const BLOCK: usize = 128;

/// `X'X` for `x` of `n_observations × n_assets`, exactly symmetric.
pub(crate) fn gram(x: &DMatrix<f64>) -> DMatrix<f64> {
    gram_of_rows(&x.transpose())
}

/// `Y Y'` for `y` of `n_assets × n_observations`, exactly symmetric.
///
/// Only blocks on and below the diagonal are multiplied, each by the library's blocked product (nalgebra's `tr_mul` would
/// compute dot products one by one, eight times slower at 500 columns).
pub(crate) fn gram_of_rows(y: &DMatrix<f64>) -> DMatrix<f64> {
    let (n, m) = y.shape();
    let mut product = DMatrix::zeros(n, n);
    if m == 0 {
        return product;
    }
    for start in (0..n).step_by(BLOCK) {
        let width = BLOCK.min(n - start);
        let right = y.rows(start, width).transpose();
        product.view_mut((start, start), (n - start, width)).gemm(1.0, &y.rows(start, n - start), &right, 0.0);
    }
    product.fill_upper_triangle_with_lower_triangle();
    product
}

/// The data with each asset's mean taken away, one asset a row (`n_assets × n_observations`), so that what belongs to one
/// date lies together.
pub(crate) fn centred_rows(returns: &DMatrix<f64>) -> DMatrix<f64> {
    let means = returns.row_mean().transpose();
    let mut rows = returns.transpose();
    for mut date in rows.column_iter_mut() {
        date -= &means;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_give_the_same_as_the_plain_product() {
        for (m, n) in [(7, 3), (40, 130), (300, 257), (1, 1), (0, 4)] {
            let x = DMatrix::from_fn(m, n, |i, j| ((i * 31 + j * 17) % 23) as f64 / 7.0 - 1.5);
            let product = gram(&x);
            assert_eq!(product, product.transpose());
            assert!((&product - x.transpose() * &x).amax() <= 1e-12 * m.max(1) as f64);
        }
    }

    #[test]
    fn rows_are_centred() {
        let rows = centred_rows(&DMatrix::from_row_slice(2, 2, &[1.0, 10.0, 3.0, 30.0]));
        assert_eq!(rows, DMatrix::from_row_slice(2, 2, &[-1.0, 1.0, -10.0, 10.0]));
    }
}
