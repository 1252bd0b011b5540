//! How holdings move together: over all periods, lately, and in bad times.

use chrono::NaiveDate;
use nalgebra::{DMatrix, DVector};
use serde::Serialize;
use statistics::distributions::{chi_squared_tail, normal_quantile, normal_two_sided};
use utoipa::ToSchema;

use super::parts::moments;
use super::{Book, RiskRequest};
use crate::{Answer, LikelihoodRatio, RiskError};

/// Eigenvalue below which correlations are of holdings that copy each other.
const SINGULAR: f64 = 1e-10;
/// Probability below which a change counts as a break.
const BREAK: f64 = 0.001;

/// The mean correlation of all pairs over a moving window.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct RollingCorrelation {
    /// The last day of the window.
    pub date: NaiveDate,
    /// The mean; none while a holding does not vary.
    pub mean: Option<f64>,
}

/// A window whose mean correlation differs from the window before it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct CorrelationBreak {
    /// The first day of the window.
    pub date: NaiveDate,
    /// The mean in the window before.
    pub before: f64,
    /// The mean in the window.
    pub after: f64,
    /// Difference of Fisher's transforms over its error.
    pub z: f64,
}

/// A pair that lately moves otherwise than before.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PairBreak {
    /// One holding.
    pub first: String,
    /// The other.
    pub second: String,
    /// Their correlation before the last window.
    pub before: f64,
    /// Their correlation in it.
    pub after: f64,
    /// Probability of such a difference by chance, times the number of pairs (Bonferroni).
    pub p: f64,
}

/// Correlations and what became of them. Matrices have one row a holding.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CorrelationReport {
    /// Holdings in the order of rows.
    pub names: Vec<String>,
    /// The sample's.
    pub sample: Vec<Vec<f64>>,
    /// By the estimator that was asked for.
    pub shrunk: Answer<Vec<Vec<f64>>>,
    /// How strongly it shrinks, 0 to 1; none for one that does not.
    pub shrinkage: Option<f64>,
    /// The sample's moved towards one.
    pub stressed: Vec<Vec<f64>>,
    /// Normal value at risk of one period at the highest confidence, mean zero, with each of these: sample, shrunk, stressed.
    pub value_at_risk: [Option<f64>; 3],
    /// Over moving windows.
    pub rolling: Vec<RollingCorrelation>,
    /// Where the mean of a window differs from that before it, the oldest first.
    pub breaks: Vec<CorrelationBreak>,
    /// Whether the last window has the correlations of all before it; none while there is too little for a test.
    pub last_window: Option<LikelihoodRatio>,
    /// Pairs that differ in the last window, the least likely first.
    pub pairs: Vec<PairBreak>,
}

type Covariance = Result<(DMatrix<f64>, Option<f64>), RiskError>;

pub(super) fn report(request: &RiskRequest, book: &Book, sample: &Covariance) -> Result<CorrelationReport, RiskError> {
    let (covariance, _) = sample.as_ref().map_err(Clone::clone)?;
    let correlation = correlations(covariance)?;
    let n = book.names.len();
    let stress = request.correlation_stress;
    let stressed = correlation.map(|rho| rho + stress * (1.0 - rho));
    let other = request.covariance(book, request.covariance_model);
    let shrunk = other.as_ref().map_err(Clone::clone).and_then(|(matrix, _)| correlations(matrix));
    let scale = DVector::from_fn(n, |i, _| book.weights[i] * covariance[(i, i)].sqrt());
    let level = request.confidences.iter().copied().fold(0.5, f64::max);
    let loss = |matrix: &DMatrix<f64>| {
        let variance = scale.dot(&(matrix * &scale)).max(0.0);
        normal_quantile(level).filter(|z| *z > 0.0).map(|z| z * variance.sqrt())
    };
    let shrunk_loss = other.as_ref().ok().and_then(|(matrix, _)| {
        let w = DVector::from_column_slice(&book.weights);
        normal_quantile(level).filter(|z| *z > 0.0).map(|z| z * w.dot(&(matrix * &w)).max(0.0).sqrt())
    });
    let (window, returns) = (request.rolling_periods, &book.aligned.returns);
    let means = rolling_means(returns, window);
    let rolling = means.iter().enumerate().map(|(place, mean)| {
        let date = book.aligned.dates[place + window - 1];
        RollingCorrelation { date, mean: *mean }
    });
    Ok(CorrelationReport {
        names: book.names.clone(),
        sample: rows(&correlation),
        shrunk: Answer::of(shrunk.as_ref().map(rows)),
        shrinkage: other.as_ref().ok().and_then(|(_, shrinkage)| *shrinkage),
        value_at_risk: [loss(&correlation), shrunk_loss, loss(&stressed)],
        stressed: rows(&stressed),
        rolling: rolling.collect(),
        breaks: breaks(&means, window, &book.aligned.dates),
        last_window: last_window(returns, window),
        pairs: pairs(&book.names, returns, window),
    })
}

pub(super) fn correlations(covariance: &DMatrix<f64>) -> Result<DMatrix<f64>, RiskError> {
    let deviations: Vec<f64> = covariance.diagonal().iter().map(|variance| variance.sqrt()).collect();
    if covariance.diagonal().iter().any(|variance| variance.is_nan() || *variance <= crate::moments::CONSTANT) {
        return Err(RiskError::Undefined { figure: "correlation", why: "a holding does not vary" });
    }
    let n = deviations.len();
    let one = |i: usize, j: usize| {
        if i == j { 1.0 } else { (covariance[(i, j)] / (deviations[i] * deviations[j])).clamp(-1.0, 1.0) }
    };
    Ok(DMatrix::from_fn(n, n, one))
}

fn rows(matrix: &DMatrix<f64>) -> Vec<Vec<f64>> {
    matrix.row_iter().map(|row| row.iter().copied().collect()).collect()
}

/// The mean correlation of all pairs in each window: the variance of a sum of variables of variance one is the sum of all correlations.
fn rolling_means(returns: &[Vec<f64>], window: usize) -> Vec<Option<f64>> {
    let (n, length) = (returns.len(), returns.first().map_or(0, Vec::len));
    if n < 2 || length < window {
        return Vec::new();
    }
    let one = |first: usize| {
        let mut sums = vec![0.0; window];
        for series in returns {
            let part = &series[first..first + window];
            let mean = part.iter().sum::<f64>() / window as f64;
            let squares: f64 = part.iter().map(|r| (r - mean).powi(2)).sum();
            if squares / window as f64 <= crate::moments::CONSTANT {
                return None;
            }
            let scale = squares.sqrt();
            sums.iter_mut().zip(part).for_each(|(sum, r)| *sum += (r - mean) / scale);
        }
        let all: f64 = sums.iter().map(|sum| sum * sum).sum();
        Some((all - n as f64) / (n * (n - 1)) as f64)
    };
    (0..=length - window).map(one).collect()
}

/// Fisher's test (1921) on the mean correlations of neighbouring windows, as if each were the correlation of one pair: the mean of many
/// is surer than that, so that what is found is there. Of breaks that overlap, the clearest is told.
fn breaks(means: &[Option<f64>], window: usize, dates: &[NaiveDate]) -> Vec<CorrelationBreak> {
    let error = (2.0 / (window.max(4) - 3) as f64).sqrt();
    let limit = normal_quantile(1.0 - BREAK / 2.0).unwrap_or(f64::INFINITY);
    let mut found: Vec<(usize, CorrelationBreak)> = Vec::new();
    for place in window..means.len() {
        let (Some(before), Some(after)) = (means[place - window], means[place]) else { continue };
        let z = (fisher(after) - fisher(before)) / error;
        if z.abs() < limit {
            continue;
        }
        let one = (place, CorrelationBreak { date: dates[place], before, after, z });
        match found.last_mut() {
            Some(last) if place < last.0 + window => {
                if z.abs() > last.1.z.abs() {
                    *last = one;
                }
            }
            _ => found.push(one),
        }
    }
    found.into_iter().map(|(_, one)| one).collect()
}

fn fisher(rho: f64) -> f64 {
    rho.clamp(-1.0 + 1e-12, 1.0 - 1e-12).atanh()
}

/// Correlations before the last window and in it, with the numbers of periods; none while one of them cannot be worked out.
fn split(returns: &[Vec<f64>], window: usize) -> Option<(DMatrix<f64>, DMatrix<f64>, f64, f64)> {
    let length = returns.first().map_or(0, Vec::len);
    if returns.len() < 2 || length < 2 * window {
        return None;
    }
    let part = |from: usize, to: usize| {
        let columns: Vec<Vec<f64>> = returns.iter().map(|series| series[from..to].to_vec()).collect();
        correlations(&moments(&columns).1).ok()
    };
    let middle = length - window;
    Some((part(0, middle)?, part(middle, length)?, middle as f64, window as f64))
}

/// Jennrich's test (1970) that two samples have the same correlations; `n(n − 1)/2` degrees of freedom.
fn last_window(returns: &[Vec<f64>], window: usize) -> Option<LikelihoodRatio> {
    let (before, after, n_before, n_after) = split(returns, window)?;
    let n = before.nrows();
    let pooled = (&before * n_before + &after * n_after) / (n_before + n_after);
    if pooled.symmetric_eigenvalues().min() < SINGULAR {
        return None;
    }
    let inverse = pooled.clone().try_inverse()?;
    let z = &inverse * (&after - &before) * (n_before * n_after / (n_before + n_after)).sqrt();
    let weights = DMatrix::from_fn(n, n, |i, j| f64::from(u8::from(i == j)) + pooled[(i, j)] * inverse[(i, j)]);
    let diagonal = z.diagonal();
    let solved = weights.try_inverse()? * &diagonal;
    let statistic = 0.5 * (&z * &z).trace() - diagonal.dot(&solved);
    let p = chi_squared_tail(statistic.max(0.0), (n * (n - 1) / 2) as f64)?;
    statistic.is_finite().then_some(LikelihoodRatio { statistic: statistic.max(0.0), p })
}

fn pairs(names: &[String], returns: &[Vec<f64>], window: usize) -> Vec<PairBreak> {
    let Some((before, after, n_before, n_after)) = split(returns, window) else { return Vec::new() };
    let error = (1.0 / (n_before - 3.0) + 1.0 / (n_after - 3.0)).sqrt();
    let n = names.len();
    let n_pairs = (n * (n - 1) / 2) as f64;
    let all = (0..n).flat_map(|j| (0..j).map(move |i| (i, j)));
    let one = |(i, j): (usize, usize)| {
        let (before, after) = (before[(i, j)], after[(i, j)]);
        let p = (normal_two_sided((fisher(after) - fisher(before)) / error) * n_pairs).min(1.0);
        PairBreak { first: names[i].clone(), second: names[j].clone(), before, after, p }
    };
    let mut found: Vec<PairBreak> = all.map(one).filter(|pair| pair.p < 0.05).collect();
    found.sort_by(|a, b| a.p.total_cmp(&b.p));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(seed: u64, n: usize) -> Vec<f64> {
        let mut stream = statistics::simulation::Stream::new(seed, 0);
        (0..n).map(|_| stream.normal()).collect()
    }

    #[test]
    fn a_mean_over_windows_is_that_of_the_pairs() {
        let returns = [series(1, 30), series(2, 30), series(3, 30)];
        let means = rolling_means(&returns, 10);
        assert_eq!(means.len(), 21);
        let part: Vec<Vec<f64>> = returns.iter().map(|series| series[7..17].to_vec()).collect();
        let matrix = correlations(&moments(&part).1).unwrap();
        let mean = (matrix[(0, 1)] + matrix[(0, 2)] + matrix[(1, 2)]) / 3.0;
        assert!((means[7].unwrap() - mean).abs() < 1e-12);
    }

    #[test]
    fn a_break_is_found_where_it_is() {
        let (common, mut a, mut b) = (series(4, 400), series(5, 400), series(6, 400));
        for t in 200..400 {
            a[t] = common[t] + 0.2 * a[t];
            b[t] = common[t] + 0.2 * b[t];
        }
        let dates: Vec<NaiveDate> =
            (0..400).map(|t| NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(t)).collect();
        let returns = [a, b];
        let found = breaks(&rolling_means(&returns, 60), 60, &dates);
        assert_eq!(found.len(), 1);
        let day = (found[0].date - dates[0]).num_days();
        // Windows of sixty days tell the day of a break to half a window.
        assert!((170..=230).contains(&day) && found[0].after > 0.9 && found[0].z > 3.3, "{found:?}");
        let names = ["A", "B"].map(String::from);
        let pairs = pairs(&names, &returns, 60);
        assert!(pairs.len() == 1 && pairs[0].p < 1e-6, "{pairs:?}");
        assert!(last_window(&returns, 60).unwrap().p < 1e-6);
        let calm = [series(8, 400), series(9, 400)];
        assert!(breaks(&rolling_means(&calm, 60), 60, &dates).is_empty());
        assert!(last_window(&calm, 60).unwrap().p > 0.01);
    }
}
