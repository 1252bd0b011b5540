//! Normal returns that go together.

use nalgebra::DMatrix;

use super::Stream;
use crate::StatisticsError;

/// Part of an asset's variance at and below which nothing of its own is left.
const SINGULAR: f64 = 1e-12;

/// Draws returns of assets with given means and a covariance.
#[derive(Debug, Clone)]
pub struct NormalReturns {
    means: Vec<f64>,
    /// Columns of the Cholesky factor from the diagonal down, one after the other: each is added with one factor, which the processor
    /// does several rows at a time.
    columns: Vec<f64>,
}

impl NormalReturns {
    /// Of means and a covariance (`n_assets × n_assets`), both a period's.
    ///
    /// # Errors
    /// When sizes differ, a number is not finite, or the covariance is not positive definite.
    pub fn new(means: &[f64], covariance: &DMatrix<f64>) -> Result<Self, StatisticsError> {
        let n = means.len();
        crate::check::values("means", means, 1, "there must be something to simulate")?;
        crate::check::lengths(("means", n), ("covariance", covariance.nrows()))?;
        crate::check::lengths(("means", n), ("covariance", covariance.ncols()))?;
        crate::check::values("covariance", covariance.as_slice(), 1, "")?;
        let singular = StatisticsError::SingularCovariance { model: "normal" };
        let lower = crate::cholesky(covariance.clone()).ok_or_else(|| singular.clone())?.l();
        // Rounding may leave a little of an asset that is a combination of the others.
        if (0..n).any(|i| lower[(i, i)].powi(2) <= SINGULAR * covariance[(i, i)]) {
            return Err(singular);
        }
        let columns = (0..n).flat_map(|j| (j..n).map(move |i| (i, j))).map(|place| lower[place]).collect();
        Ok(Self { means: means.to_vec(), columns })
    }

    /// Of the sample means and the sample covariance (n − 1) of returns, one list an asset.
    ///
    /// # Errors
    /// For series that differ in length or hold what is not a number, fewer than two periods more than assets, or assets of which one
    /// is a combination of the others.
    pub fn fitted(assets: &[Vec<f64>]) -> Result<Self, StatisticsError> {
        let (d, n) = (assets.len(), assets.first().map_or(0, Vec::len));
        for series in assets {
            crate::check::lengths(("the first asset", n), ("an asset", series.len()))?;
            crate::check::values("assets", series, d + 2, "a covariance of so many assets rests on them")?;
        }
        let means: Vec<f64> = assets.iter().map(|series| series.iter().sum::<f64>() / n as f64).collect();
        let centred = DMatrix::from_fn(n, d, |row, asset| assets[asset][row] - means[asset]);
        Self::new(&means, &(centred.transpose() * &centred / (n.saturating_sub(1)) as f64))
    }

    /// How many assets there are.
    #[must_use]
    pub fn n_assets(&self) -> usize {
        self.means.len()
    }

    /// Draws the returns of one period, one an asset. `returns` has as many places as there are assets.
    pub fn draw(&self, stream: &mut Stream, returns: &mut [f64]) {
        returns.copy_from_slice(&self.means);
        let mut column = self.columns.as_slice();
        let mut rest = returns;
        while !rest.is_empty() {
            let shock = stream.normal();
            let (own, after) = column.split_at(rest.len());
            for (value, weight) in rest.iter_mut().zip(own) {
                *value += weight * shock;
            }
            column = after;
            rest = &mut rest[1..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_their_means_and_covariance() {
        let covariance = DMatrix::from_row_slice(3, 3, &[4.0, 1.0, -0.5, 1.0, 2.0, 0.3, -0.5, 0.3, 1.0]);
        let normal = NormalReturns::new(&[1.0, 0.0, -1.0], &covariance).unwrap();
        let (mut stream, n) = (Stream::new(2, 0), 100_000);
        let mut series = vec![Vec::new(); 3];
        let mut drawn = [0.0; 3];
        for _ in 0..n {
            normal.draw(&mut stream, &mut drawn);
            for (list, value) in series.iter_mut().zip(drawn) {
                list.push(value);
            }
        }
        let again = NormalReturns::fitted(&series).unwrap();
        let expected = NormalReturns::new(&[1.0, 0.0, -1.0], &covariance).unwrap();
        let pairs = again.means.iter().zip(&expected.means).chain(again.columns.iter().zip(&expected.columns));
        assert!(pairs.clone().all(|(a, b)| (a - b).abs() < 0.02), "{:?}", pairs.collect::<Vec<_>>());
    }

    #[test]
    fn assets_that_copy_each_other_are_refused() {
        let series: Vec<f64> = (0..30).map(|t| f64::from(t * 7 % 11) / 100.0).collect();
        assert!(NormalReturns::fitted(&[series.clone(), series.clone()]).is_err());
        assert!(NormalReturns::fitted(&[series[..2].to_vec()]).is_err());
        assert!(NormalReturns::fitted(&[]).is_err());
        assert!(NormalReturns::new(&[0.0], &DMatrix::identity(2, 2)).is_err());
    }
}
