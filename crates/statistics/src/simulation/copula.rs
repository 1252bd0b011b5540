//! Returns that fall together: Student's copula with fitted margins (Demarta and McNeil 2005).

use nalgebra::{DMatrix, SymmetricEigen};
use serde::Serialize;
use utoipa::ToSchema;

use super::Stream;
use super::margins::{Margin, Margins, highest};
use crate::StatisticsError;
use crate::distributions::{ln_gamma, student_t_log_density, student_t_quantile, student_t_two_sided};

/// Degrees of freedom between which the fit looks; above the upper one the copula is as good as normal.
const FREEDOMS: (f64, f64) = (2.0, 200.0);
/// Eigenvalues of a correlation are raised to this, so that assets that copy each other can be simulated.
const LEAST_EIGENVALUE: f64 = 1e-9;
/// Nodes at which a margin is tabulated.
const NODES: usize = 16_384;

/// What was fitted to the assets' returns.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CopulaFit {
    /// Degrees of freedom of the copula: the fewer, the more often extremes come together. 200 is as good as none coming together.
    pub freedom: f64,
    /// Correlation `n_assets × n_assets` of the copula: `sin(π τ/2)` of Kendall's τ.
    pub correlation: Vec<Vec<f64>>,
    /// The correlation was no correlation and was brought to the nearest by its eigenvalues.
    pub repaired: bool,
    /// Logarithm of the copula's likelihood for the ranks ÷ (n + 1).
    pub log_likelihood: f64,
    /// The margin of each asset.
    pub margins: Vec<Margin>,
}

/// A fitted copula that draws returns.
#[derive(Debug, Clone)]
pub struct StudentCopula {
    fit: CopulaFit,
    lower: DMatrix<f64>,
    tables: Vec<Vec<f64>>,
}

impl StudentCopula {
    /// Fits correlation, degrees of freedom and margins to returns, one list an asset, over the same periods.
    ///
    /// # Errors
    /// Without assets, for series that differ in length, fewer than 10 periods, a value that is not a number, or an asset that does
    /// not vary.
    pub fn fitted(assets: &[Vec<f64>], margins: Margins) -> Result<Self, StatisticsError> {
        let n = assets.first().map_or(0, Vec::len);
        crate::check::values("assets", &vec![0.0; assets.len()], 1, "there must be something to simulate")?;
        let mut fitted = Vec::with_capacity(assets.len());
        for series in assets {
            crate::check::lengths(("the first asset", n), ("an asset", series.len()))?;
            fitted.push(Margin::fitted(series, margins)?);
        }
        let mut correlation = DMatrix::identity(assets.len(), assets.len());
        for i in 0..assets.len() {
            for j in 0..i {
                let Some(tau) = kendall_tau(&assets[i], &assets[j]) else {
                    return Err(StatisticsError::ConstantSeries { asset: format!("asset {} or {}", j + 1, i + 1) });
                };
                let value = (std::f64::consts::FRAC_PI_2 * tau).sin();
                (correlation[(i, j)], correlation[(j, i)]) = (value, value);
            }
        }
        let repaired = raise_eigenvalues(&mut correlation);
        let singular = StatisticsError::SingularCovariance { model: "student_copula" };
        let cholesky = crate::cholesky(correlation.clone()).ok_or(singular)?;
        let ranks: Vec<Vec<usize>> = assets.iter().map(|series| ranks(series)).collect();
        let lower = cholesky.l();
        let likelihood = |log_freedom: f64| log_likelihood(&ranks, &lower, log_freedom.exp());
        let log_freedom = highest(FREEDOMS.0.ln(), FREEDOMS.1.ln(), likelihood);
        let freedom = log_freedom.exp();
        let tables = fitted.iter().map(|margin| table(margin, freedom)).collect();
        let rows = correlation.row_iter().map(|row| row.iter().copied().collect());
        let fit = CopulaFit {
            freedom,
            correlation: rows.collect(),
            repaired,
            log_likelihood: likelihood(log_freedom),
            margins: fitted,
        };
        Ok(Self { fit, lower, tables })
    }

    /// What was fitted.
    #[must_use]
    pub fn fit(&self) -> &CopulaFit {
        &self.fit
    }

    /// Draws the returns of one period, one an asset.
    pub fn draw(&self, stream: &mut Stream, returns: &mut [f64]) {
        let n = self.tables.len();
        for value in returns.iter_mut() {
            *value = stream.normal();
        }
        let stretch = (self.fit.freedom / stream.chi_squared(self.fit.freedom)).sqrt();
        for asset in (0..n.min(returns.len())).rev() {
            // From the last on, so that the draws before are still there.
            let mixed: f64 = (0..=asset).map(|other| self.lower[(asset, other)] * returns[other]).sum();
            returns[asset] = look_up(&self.tables[asset], mixed * stretch);
        }
    }
}

/// The return of a margin at each node of Student's t, nodes evenly spaced in `x/(1 + |x|)`.
fn table(margin: &Margin, freedom: f64) -> Vec<f64> {
    let at = |node: usize| {
        // The ends are infinitely far out: the nodes beside them stand for them.
        let s = 2.0 * node.clamp(1, NODES - 1) as f64 / NODES as f64 - 1.0;
        let x = s / (1.0 - s.abs());
        margin.beyond(student_t_two_sided(x, freedom).unwrap_or(1.0) / 2.0, x > 0.0)
    };
    (0..=NODES).map(at).collect()
}

fn look_up(table: &[f64], x: f64) -> f64 {
    let place = (x / (1.0 + x.abs()) + 1.0) * (NODES as f64 / 2.0);
    let node = (place as usize).min(NODES - 1);
    table[node] + (table[node + 1] - table[node]) * (place - node as f64)
}

/// Raises the eigenvalues of a correlation that are too small, and gives it its unit diagonal back. True when it was no correlation.
fn raise_eigenvalues(correlation: &mut DMatrix<f64>) -> bool {
    let eigen = SymmetricEigen::new(correlation.clone());
    let least = eigen.eigenvalues.min();
    if least >= LEAST_EIGENVALUE {
        return false;
    }
    let raised = eigen.eigenvalues.map(|value| value.max(LEAST_EIGENVALUE));
    let whole = &eigen.eigenvectors * DMatrix::from_diagonal(&raised) * eigen.eigenvectors.transpose();
    let n = whole.nrows();
    *correlation =
        DMatrix::from_fn(
            n,
            n,
            |i, j| {
                if i == j { 1.0 } else { whole[(i, j)] / (whole[(i, i)] * whole[(j, j)]).sqrt() }
            },
        );
    least < -1e-6
}

/// Ranks from 1; equal values keep their order.
fn ranks(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0; values.len()];
    for (rank, place) in order.into_iter().enumerate() {
        ranks[place] = rank + 1;
    }
    ranks
}

/// Logarithm of the copula's density summed over the periods, for ranks ÷ (n + 1).
fn log_likelihood(ranks: &[Vec<usize>], lower: &DMatrix<f64>, freedom: f64) -> f64 {
    let (d, n) = (ranks.len(), ranks[0].len());
    // All assets have the same ranks, so that there is one quantile a rank.
    let quantile = |rank: usize| student_t_quantile(rank as f64 / (n + 1) as f64, freedom).unwrap_or(0.0);
    let quantiles: Vec<f64> = (1..=n).map(quantile).collect();
    let densities: Vec<f64> = quantiles.iter().map(|x| student_t_log_density(*x, freedom)).collect();
    let dims = d as f64;
    let log_det: f64 = lower.diagonal().iter().map(|value| value.ln()).sum();
    let front = ln_gamma((freedom + dims) / 2.0)
        - ln_gamma(freedom / 2.0)
        - 0.5 * dims * (freedom * std::f64::consts::PI).ln()
        - log_det;
    let mut solved = vec![0.0; d];
    let mut sum = 0.0;
    #[expect(clippy::needless_range_loop, reason = "a period is a row through all lists of ranks")]
    for period in 0..n {
        let (mut square, mut alone) = (0.0, 0.0);
        for i in 0..d {
            let rank = ranks[i][period] - 1;
            let before: f64 = (0..i).map(|j| lower[(i, j)] * solved[j]).sum();
            solved[i] = (quantiles[rank] - before) / lower[(i, i)];
            square += solved[i] * solved[i];
            alone += densities[rank];
        }
        sum += front - 0.5 * (freedom + dims) * (square / freedom).ln_1p() - alone;
    }
    sum
}

/// Kendall's τ-b (1945) in `n log n` (Knight 1966). `None` when the lists differ in length, have fewer than two values, or one of them
/// never changes.
#[must_use]
pub fn kendall_tau(a: &[f64], b: &[f64]) -> Option<f64> {
    if a.len() != b.len() || a.len() < 2 {
        return None;
    }
    let mut pairs: Vec<(f64, f64)> = a.iter().copied().zip(b.iter().copied()).collect();
    pairs.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.total_cmp(&y.1)));
    let tied = |same: &dyn Fn(usize) -> bool| {
        let (mut run, mut ties) = (0u64, 0u64);
        for place in 1..pairs.len() {
            run = if same(place) { run + 1 } else { 0 };
            ties += run;
        }
        ties
    };
    let first = tied(&|i| pairs[i].0 == pairs[i - 1].0);
    let both = tied(&|i| pairs[i] == pairs[i - 1]);
    let mut second: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
    let mut spare = second.clone();
    let swaps = sort_counting(&mut second, &mut spare);
    let mut run = 0u64;
    let mut other = 0u64;
    for pair in second.windows(2) {
        run = if pair[0] == pair[1] { run + 1 } else { 0 };
        other += run;
    }
    let all = (a.len() as u64) * (a.len() as u64 - 1) / 2;
    let concordance = all as f64 - first as f64 - other as f64 + both as f64 - 2.0 * swaps as f64;
    let size = ((all - first) as f64 * (all - other) as f64).sqrt();
    if size > 0.0 { Some(concordance / size) } else { None }
}

/// Sorts by merging and counts how many pairs stood in the wrong order.
fn sort_counting(list: &mut [f64], spare: &mut [f64]) -> u64 {
    let n = list.len();
    if n < 2 {
        return 0;
    }
    let middle = n / 2;
    let mut swaps = {
        let (left, right) = list.split_at_mut(middle);
        let (one, two) = spare.split_at_mut(middle);
        sort_counting(left, one) + sort_counting(right, two)
    };
    let (mut left, mut right) = (0, middle);
    for place in spare.iter_mut() {
        if left < middle && (right == n || list[left] <= list[right]) {
            *place = list[left];
            left += 1;
        } else {
            *place = list[right];
            swaps += (middle - left) as u64;
            right += 1;
        }
    }
    list.copy_from_slice(spare);
    swaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_as_good_as_the_margin() {
        let margin = Margin::Student { location: 0.001, scale: 0.01, freedom: 3.0, log_likelihood: 0.0 };
        let table = table(&margin, 5.0);
        for x in [-40.0, -3.3, -0.7, -1e-4, 0.2, 1.9, 12.0] {
            let direct = margin.beyond(student_t_two_sided(x, 5.0).unwrap() / 2.0, x > 0.0);
            let off = (look_up(&table, x) - direct).abs();
            assert!(off <= 1e-5 * direct.abs().max(0.01), "{x}: {direct}, off {off}");
        }
    }

    #[test]
    fn copies_are_simulated_together() {
        let series: Vec<f64> = (0..60).map(|t| f64::from(t * 7 % 60) / 1000.0 - 0.03).collect();
        let copula = StudentCopula::fitted(&[series.clone(), series.clone()], Margins::Empirical).unwrap();
        let (mut stream, mut drawn) = (Stream::new(1, 0), [0.0; 2]);
        for _ in 0..100 {
            copula.draw(&mut stream, &mut drawn);
            assert!((drawn[0] - drawn[1]).abs() < 1e-4, "{drawn:?}");
        }
        assert!(StudentCopula::fitted(&[series, vec![0.0; 60]], Margins::Empirical).is_err());
    }

    #[test]
    fn orders_that_agree_and_disagree() {
        assert_eq!(kendall_tau(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]), Some(1.0));
        assert_eq!(kendall_tau(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]), Some(-1.0));
        assert_eq!(kendall_tau(&[1.0, 1.0], &[1.0, 2.0]), None);
    }
}
