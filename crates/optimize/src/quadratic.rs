//! The quadratic term of an objective: a dense covariance, one in factor form, or the distance to a point.

use nalgebra::{Cholesky, DMatrix, DVector};
use statistics::FactorModel;

/// `G G' + diag(d)`: a factor model with the factors' covariance worked into the loadings.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FactorForm {
    /// `G'`, `k × n`: the loadings of one asset are contiguous.
    pub(crate) loadings: DMatrix<f64>,
    /// `d`, `n`.
    pub(crate) specific: DVector<f64>,
}

impl FactorForm {
    /// `G = B √F`. `F` is symmetric and positive semidefinite but for rounding.
    pub(crate) fn new(model: &FactorModel) -> Self {
        let root = match Cholesky::new(model.factor_covariance.clone()) {
            Some(cholesky) => cholesky.l(),
            None => {
                let eigen = model.factor_covariance.clone().symmetric_eigen();
                let roots = eigen.eigenvalues.map(|value| value.max(0.0).sqrt());
                eigen.eigenvectors * DMatrix::from_diagonal(&roots)
            }
        };
        Self { loadings: root.transpose() * model.exposures.transpose(), specific: model.specific_variances.clone() }
    }

    pub(crate) fn n_factors(&self) -> usize {
        self.loadings.nrows()
    }

    /// Loadings of one asset, `k`.
    pub(crate) fn loading(&self, asset: usize) -> &[f64] {
        let k = self.n_factors();
        &self.loadings.as_slice()[asset * k..(asset + 1) * k]
    }

    /// `G'x`, `k`.
    pub(crate) fn exposure(&self, x: &DVector<f64>) -> DVector<f64> {
        let mut exposure = DVector::zeros(self.n_factors());
        for (column, &weight) in self.loadings.column_iter().zip(x.iter()) {
            if weight != 0.0 {
                exposure.axpy(weight, &column, 1.0);
            }
        }
        exposure
    }
}

/// A covariance in the form in which it was given.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Covariance {
    Dense(DMatrix<f64>),
    Factor(FactorForm),
}

impl Covariance {
    pub(crate) fn hessian(&self) -> Hessian<'_> {
        match self {
            Self::Dense(matrix) => Hessian::Dense(matrix),
            Self::Factor(form) => Hessian::Factor(form),
        }
    }

    /// The same with `ridge` added to every variance.
    pub(crate) fn with_ridge(&self, ridge: f64) -> Self {
        let mut copy = self.clone();
        match &mut copy {
            Self::Dense(matrix) => (0..matrix.nrows()).for_each(|i| matrix[(i, i)] += ridge),
            Self::Factor(form) => form.specific.add_scalar_mut(ridge),
        }
        copy
    }
}

/// The quadratic term of an objective.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Hessian<'a> {
    /// A positive definite matrix, `n × n`.
    Dense(&'a DMatrix<f64>),
    /// A factor form with specific variances above zero.
    Factor(&'a FactorForm),
    /// The identity: distance to a point.
    Identity,
}

impl Hessian<'_> {
    /// `P x`, skipping zero entries of `x` (most weights of a long-only optimum are zero).
    pub(crate) fn times(self, x: &DVector<f64>) -> DVector<f64> {
        match self {
            Self::Identity => x.clone(),
            Self::Dense(matrix) => {
                let mut product = DVector::zeros(x.len());
                let used: Vec<usize> = (0..x.len()).filter(|&i| x[i] != 0.0).collect();
                add_columns(matrix, &used, |k| x[used[k]], product.as_mut_slice());
                product
            }
            Self::Factor(form) => {
                let mut product = form.loadings.tr_mul(&form.exposure(x));
                product.zip_zip_apply(&form.specific, x, |sum, own, weight| *sum += own * weight);
                product
            }
        }
    }

    /// `|P| |x|`, or a little more: the size of the terms of `P x` before they cancel.
    pub(crate) fn absolute_times(self, x: &DVector<f64>) -> DVector<f64> {
        let mut sizes = DVector::zeros(x.len());
        match self {
            Self::Identity => sizes.copy_from(&x.abs()),
            Self::Dense(matrix) => {
                for (column, factor) in matrix.column_iter().zip(x.iter()).filter(|(_, factor)| **factor != 0.0) {
                    for (size, value) in sizes.iter_mut().zip(column.iter()) {
                        *size += (factor * value).abs();
                    }
                }
            }
            Self::Factor(form) => {
                let mut exposure: DVector<f64> = DVector::zeros(form.n_factors());
                for (column, &weight) in form.loadings.column_iter().zip(x.iter()).filter(|(_, weight)| **weight != 0.0)
                {
                    exposure.zip_apply(&column, |sum, loading: f64| *sum += (loading * weight).abs());
                }
                for (i, column) in form.loadings.column_iter().enumerate() {
                    let common: f64 = column.iter().zip(exposure.iter()).map(|(g, f)| g.abs() * f).sum();
                    sizes[i] = common + (form.specific[i] * x[i]).abs();
                }
            }
        }
        sizes
    }

    /// `x'P x`, zero or more.
    pub(crate) fn quadratic_form(self, x: &DVector<f64>) -> f64 {
        match self {
            Self::Factor(form) => {
                let own: f64 = form.specific.iter().zip(x.iter()).map(|(d, x)| d * x * x).sum();
                form.exposure(x).norm_squared() + own
            }
            _ => x.dot(&self.times(x)).max(0.0),
        }
    }

    /// The same for weights without zeros, by position.
    pub(crate) fn quadratic_form_of(self, weights: &[(usize, f64)]) -> f64 {
        match self {
            Self::Identity => weights.iter().map(|(_, weight)| weight * weight).sum(),
            Self::Dense(matrix) => {
                let with = |column: usize| weights.iter().map(|&(i, weight)| weight * matrix[(i, column)]).sum::<f64>();
                weights.iter().map(|&(i, weight)| weight * with(i)).sum::<f64>().max(0.0)
            }
            Self::Factor(form) => {
                let mut exposure = DVector::zeros(form.n_factors());
                let mut own = 0.0;
                for &(i, weight) in weights {
                    exposure.axpy(weight, &form.loadings.column(i), 1.0);
                    own += form.specific[i] * weight * weight;
                }
                exposure.norm_squared() + own
            }
        }
    }

    /// One variance.
    pub(crate) fn variance(self, asset: usize) -> f64 {
        match self {
            Self::Dense(matrix) => matrix[(asset, asset)],
            Self::Factor(form) => form.loading(asset).iter().map(|g| g * g).sum::<f64>() + form.specific[asset],
            Self::Identity => 1.0,
        }
    }

    /// All variances of `n` assets.
    pub(crate) fn variances(self, n: usize) -> DVector<f64> {
        DVector::from_fn(n, |i, _| self.variance(i))
    }
}

/// `product += Σ factor(k) · column[columns[k]]`, four columns at a time so that the sum is read and written less often.
pub(crate) fn add_columns(
    matrix: &DMatrix<f64>,
    columns: &[usize],
    factor: impl Fn(usize) -> f64,
    product: &mut [f64],
) {
    let n = matrix.nrows();
    let data = matrix.as_slice();
    let column = |k: usize| &data[columns[k] * n..][..n];
    let product = &mut product[..n];
    let whole = columns.len() / 4 * 4;
    for k in (0..whole).step_by(4) {
        let (a, b, c, d) = (column(k), column(k + 1), column(k + 2), column(k + 3));
        let (fa, fb, fc, fd) = (factor(k), factor(k + 1), factor(k + 2), factor(k + 3));
        for i in 0..n {
            product[i] += (a[i] * fa + b[i] * fb) + (c[i] * fc + d[i] * fd);
        }
    }
    for k in whole..columns.len() {
        let (a, fa) = (column(k), factor(k));
        for i in 0..n {
            product[i] += a[i] * fa;
        }
    }
}
