//! Normal returns that go together.

use fearless_simd::{Level, dispatch};
use nalgebra::DMatrix;

use super::lanes::{Lanes, normals};
use crate::StatisticsError;

/// Part of an asset's variance at and below which nothing of its own is left.
const SINGULAR: f64 = 1e-12;
/// Periods of a block: many enough for a loop over them to fill the processor's registers, few enough for a block to stay near it.
const PERIODS: usize = 64;
/// Columns of the factor that are added in one go.
const COLUMNS: usize = 4;

/// Returns of assets with given means and a covariance.
#[derive(Debug, Clone)]
pub struct NormalReturns {
    means: Vec<f64>,
    /// The Cholesky factor row by row, each in groups of columns up to its diagonal, with zeros beyond that.
    factor: Vec<[f64; COLUMNS]>,
}

/// Draws returns, period by period, in blocks of [`NormalReturns::PERIODS`].
#[derive(Debug, Clone)]
pub struct NormalDraws<'a> {
    returns: &'a NormalReturns,
    lanes: Lanes,
    bits: Vec<u64>,
    /// One entry an asset, and zeros up to a whole group.
    shocks: Vec<[f64; PERIODS]>,
    level: Level,
}

impl NormalReturns {
    /// Periods that are drawn together.
    pub const PERIODS: usize = PERIODS;

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
        let entry = |i: usize, j: usize| if j <= i { lower[(i, j)] } else { 0.0 };
        let row = |i: usize| {
            (0..=i).step_by(COLUMNS).map(move |first| std::array::from_fn(|column| entry(i, first + column)))
        };
        Ok(Self { means: means.to_vec(), factor: (0..n).flat_map(row).collect() })
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

    /// Draws of the stream `number` of a seed, from its beginning.
    #[must_use]
    pub fn draws(&self, seed: u64, number: u64) -> NormalDraws<'_> {
        let n = self.means.len();
        let (bits, shocks) = (vec![0; n * PERIODS], vec![[0.0; PERIODS]; n.next_multiple_of(COLUMNS)]);
        NormalDraws { returns: self, lanes: Lanes::new(seed, number), bits, shocks, level: Level::new() }
    }
}

impl NormalDraws<'_> {
    /// Goes on with another stream, from its beginning.
    pub fn restart(&mut self, seed: u64, number: u64) {
        self.lanes = Lanes::new(seed, number);
    }

    /// Draws the returns of the next periods, one entry an asset. `returns` has as many as there are assets.
    pub fn next_periods(&mut self, returns: &mut [[f64; NormalReturns::PERIODS]]) {
        dispatch!(self.level, _simd => self.block(returns));
    }

    #[inline(always)]
    fn block(&mut self, returns: &mut [[f64; PERIODS]]) {
        self.lanes.fill(&mut self.bits);
        normals(&self.bits, &mut self.shocks.as_flattened_mut()[..self.bits.len()]);
        let mut factor = self.returns.factor.as_slice();
        for (asset, (mean, sums)) in self.returns.means.iter().zip(returns).enumerate() {
            let row;
            (row, factor) = factor.split_at(asset / COLUMNS + 1);
            sums.fill(*mean);
            for (weights, shocks) in row.iter().zip(self.shocks.as_chunks::<COLUMNS>().0) {
                add(sums, weights, shocks);
            }
        }
    }
}

/// Adds shocks by their weights, the first of them first.
#[inline(always)]
fn add(sums: &mut [f64; PERIODS], weights: &[f64; COLUMNS], shocks: &[[f64; PERIODS]; COLUMNS]) {
    let [first, second, third, fourth] = shocks;
    let places = first.iter().zip(second).zip(third).zip(fourth);
    for (sum, (((a, b), c), d)) in sums.iter_mut().zip(places) {
        let half = weights[1].mul_add(*b, weights[0].mul_add(*a, *sum));
        *sum = weights[3].mul_add(*d, weights[2].mul_add(*c, half));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_their_means_and_covariance() {
        let covariance = DMatrix::from_row_slice(3, 3, &[4.0, 1.0, -0.5, 1.0, 2.0, 0.3, -0.5, 0.3, 1.0]);
        let normal = NormalReturns::new(&[1.0, 0.0, -1.0], &covariance).unwrap();
        let (mut draws, mut drawn) = (normal.draws(2, 0), [[0.0; PERIODS]; 3]);
        let mut series = vec![Vec::new(); 3];
        for _ in 0..2_000 {
            draws.next_periods(&mut drawn);
            for (list, values) in series.iter_mut().zip(drawn) {
                list.extend(values);
            }
        }
        let again = NormalReturns::fitted(&series).unwrap();
        let pairs = again.means.iter().zip(&normal.means).map(|(a, b)| (*a, *b));
        let factors = again.factor.as_flattened().iter().zip(normal.factor.as_flattened()).map(|(a, b)| (*a, *b));
        assert!(pairs.chain(factors).all(|(a, b)| (a - b).abs() < 0.02), "{again:?}");
    }

    #[test]
    fn plain_code_gives_the_same_bits() {
        for n in [1, 3, 4, 9] {
            let covariance = DMatrix::from_fn(n, n, |i, j| if i == j { 1.0 + i as f64 } else { 0.3 });
            let normal = NormalReturns::new(&vec![0.1; n], &covariance).unwrap();
            let (mut wide, mut plain) = (normal.draws(5, 7), normal.draws(0, 0));
            plain.restart(5, 7);
            let (mut one, mut other) = (vec![[0.0; PERIODS]; n], vec![[0.0; PERIODS]; n]);
            for _ in 0..5 {
                wide.next_periods(&mut one);
                plain.block(&mut other);
                assert_eq!(one, other);
            }
        }
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
