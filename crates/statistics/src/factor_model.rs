//! The covariance of many assets through a few factors: `Σ = B F B' + diag(d)`.

use nalgebra::{DMatrix, DVector};

/// Exposures of `n` assets to `k` factors, with the factors' covariance and each asset's own variance.
///
/// The sizes are not checked here: who reads one from outside names what does not fit.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorModel {
    /// `B`, `n × k`: the change of an asset's return for each unit of a factor's.
    pub exposures: DMatrix<f64>,
    /// `F`, `k × k`, a year's, symmetric and positive semidefinite.
    pub factor_covariance: DMatrix<f64>,
    /// `d`, `n`: variance a year that no factor explains, zero or more.
    pub specific_variances: DVector<f64>,
}

impl FactorModel {
    /// Number of assets.
    #[must_use]
    pub fn n_assets(&self) -> usize {
        self.exposures.nrows()
    }

    /// Number of factors.
    #[must_use]
    pub fn n_factors(&self) -> usize {
        self.exposures.ncols()
    }

    /// The covariance written out, `n × n`, exactly symmetric.
    #[must_use]
    pub fn covariance(&self) -> DMatrix<f64> {
        let n = self.n_assets();
        let mut covariance = &self.exposures * &self.factor_covariance * self.exposures.transpose();
        for j in 0..n {
            for i in 0..j {
                let mean = 0.5 * (covariance[(i, j)] + covariance[(j, i)]);
                covariance[(i, j)] = mean;
                covariance[(j, i)] = mean;
            }
            covariance[(j, j)] += self.specific_variances[j];
        }
        covariance
    }
}
