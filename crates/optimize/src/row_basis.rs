//! An orthonormal basis of a few rows: which rows depend on others, and by what coefficients.

use nalgebra::{DMatrix, DVector};

/// A vector counts as dependent when less than this part of its length is left beside the basis.
const DEPENDENCE: f64 = 1e-9;

/// `A' = Q R` for the columns of a tall matrix `A'` (`n × k`), by Gram–Schmidt done twice.
#[derive(Debug, Clone)]
pub(crate) struct RowBasis {
    /// Orthonormal columns, `n × k`.
    q: DMatrix<f64>,
    /// Upper triangular, `k × k`.
    r: DMatrix<f64>,
}

impl RowBasis {
    /// # Errors
    /// The index of the first column that depends on the columns before it.
    pub(crate) fn new(columns: &DMatrix<f64>) -> Result<Self, usize> {
        let size = columns.ncols();
        let (mut q, mut r) = (columns.clone(), DMatrix::zeros(size, size));
        for k in 0..size {
            let length = q.column(k).norm();
            for _ in 0..2 {
                for j in 0..k {
                    let along = q.column(j).dot(&q.column(k));
                    r[(j, k)] += along;
                    let basis = q.column(j).into_owned();
                    q.column_mut(k).axpy(-along, &basis, 1.0);
                }
            }
            let left = q.column(k).norm();
            if left <= DEPENDENCE * length || left == 0.0 {
                return Err(k);
            }
            r[(k, k)] = left;
            q.column_mut(k).unscale_mut(left);
        }
        Ok(Self { q, r })
    }

    /// The vector is a combination of the rows, but for rounding.
    pub(crate) fn spans(&self, vector: &DVector<f64>) -> bool {
        let length = vector.norm();
        let left = (vector - &self.q * self.q.tr_mul(vector)).norm();
        left <= DEPENDENCE * length || left == 0.0
    }

    /// Coefficients `y` for which `A'y` is nearest to the vector.
    pub(crate) fn coefficients(&self, vector: &DVector<f64>) -> DVector<f64> {
        let mut y = self.q.tr_mul(vector);
        self.r.solve_upper_triangular_mut(&mut y);
        y
    }

    /// Moves `d` by the least change for which `A d = h`.
    pub(crate) fn restore(&self, d: &mut DVector<f64>, h: &DVector<f64>) {
        let mut wanted = h.clone();
        self.r.tr_solve_upper_triangular_mut(&mut wanted);
        let change = wanted - self.q.tr_mul(d);
        *d += &self.q * change;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependent_rows_are_found_and_combined() {
        let columns = DMatrix::from_column_slice(3, 2, &[1.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
        let basis = RowBasis::new(&columns).unwrap();
        let first = DVector::from_column_slice(&[1.0, 0.0, 0.0]);
        assert!(basis.spans(&first) && !basis.spans(&DVector::from_column_slice(&[0.0, 1.0, 0.0])));
        assert!((basis.coefficients(&first) - DVector::from_column_slice(&[1.0, -1.0])).amax() < 1e-15);
        let mut point = DVector::from_column_slice(&[0.3, 0.9, -0.4]);
        basis.restore(&mut point, &DVector::from_column_slice(&[1.0, 0.25]));
        assert!((columns.tr_mul(&point) - DVector::from_column_slice(&[1.0, 0.25])).amax() < 1e-15);
        let repeated = DMatrix::from_column_slice(2, 2, &[1.0, 1.0, 2.0, 2.0]);
        assert_eq!(RowBasis::new(&repeated).unwrap_err(), 1);
    }
}
