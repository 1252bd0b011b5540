//! Whether the best of many strategies beats a benchmark, or only won a lottery of many tickets: White's reality check (2000) and
//! Hansen's test for superior predictive ability (2005).

use std::num::NonZeroUsize;

use serde::Serialize;
use utoipa::ToSchema;

use crate::StatisticsError;
use crate::simulation::{Resampling, Stream, each_path};

/// What to test.
#[derive(Debug, Clone, PartialEq)]
pub struct DataSnoopingRequest<'a> {
    /// For each strategy its returns less the benchmark's, all over the same periods. Every strategy that was tried belongs here.
    pub excess_returns: &'a [Vec<f64>],
    /// Mean periods of a block of the stationary bootstrap.
    pub mean_block_length: f64,
    /// Resampled series.
    pub n_resamples: usize,
    /// Of the random numbers.
    pub seed: u64,
}

/// Probabilities that the best strategy's advantage is chance: that no strategy beats the benchmark.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DataSnooping {
    /// The strategy with the highest mean advantage.
    pub best: usize,
    /// Its mean advantage, a period's.
    pub best_mean: f64,
    /// White's reality check: every strategy counts as if it were as good as the benchmark. With many poor ones it asks too much.
    pub reality_check: f64,
    /// Hansen's consistent probability for means as they are: strategies that are too poor to matter are not raised to the benchmark.
    pub consistent: f64,
    /// Hansen's lower probability: no poor strategy is.
    pub lower: f64,
    /// Hansen's consistent probability for means over their long-run deviations, as he recommends. None when one does not vary.
    pub studentized: Option<f64>,
    /// Resampled series.
    pub n_resamples: usize,
}

/// Counts of resampled maxima above the one that was seen.
#[derive(Clone, Copy, Default)]
struct Above {
    upper: bool,
    consistent: bool,
    lower: bool,
    studentized: bool,
}

impl DataSnoopingRequest<'_> {
    /// Tests.
    ///
    /// # Errors
    /// Without strategies, for series that differ in length or hold what is not a number, or blocks that do not fit.
    pub fn test(&self, threads: NonZeroUsize) -> Result<DataSnooping, StatisticsError> {
        let n = self.excess_returns.first().map_or(0, Vec::len);
        for series in self.excess_returns {
            crate::check::values("returns", series, 10, "resampled means of fewer are too rough")?;
            crate::check::lengths(("the first strategy", n), ("a strategy", series.len()))?;
        }
        let resampling = Resampling::StationaryBlocks { mean_length: self.mean_block_length };
        resampling.check(n)?;
        if self.n_resamples < 20 {
            let (value, allowed) = (self.n_resamples as f64, "20 or more");
            return Err(StatisticsError::InvalidSetting { setting: "n_resamples", value, allowed });
        }
        let means: Vec<f64> = self.excess_returns.iter().map(|series| series.iter().sum::<f64>() / n as f64).collect();
        let long_run = self.excess_returns.iter().zip(&means);
        let variances: Vec<f64> = long_run.map(|(series, mean)| self.long_run_variance(series, *mean)).collect();
        let size = n as f64;
        // A strategy whose mean lies farther below than the law of the iterated logarithm allows cannot be as good as the benchmark.
        let poor = |variance: f64| -(variance / size * 2.0 * size.ln().ln()).sqrt();
        let consistent: Vec<f64> =
            means.iter().zip(&variances).map(|(m, v)| if *m >= poor(*v) { *m } else { 0.0 }).collect();
        let best = (0..means.len()).max_by(|a, b| means[*a].total_cmp(&means[*b])).unwrap_or(0);
        let vary = variances.iter().all(|variance| *variance > crate::check::CONSTANT);
        let ratio = |value: f64, k: usize| value / variances[k].sqrt();
        let seen = (0..means.len()).map(|k| ratio(means[k], k)).fold(f64::NEG_INFINITY, f64::max).max(0.0);
        let above = each_path(
            self.n_resamples,
            threads,
            || vec![0; n],
            |path, places| {
                resampling.draw(&mut Stream::new(self.seed, path as u64), n, places);
                let mut most = [f64::NEG_INFINITY; 4];
                for (k, series) in self.excess_returns.iter().enumerate() {
                    let mean = places.iter().map(|place| series[*place]).sum::<f64>() / size;
                    let raised = [mean - means[k], mean - consistent[k], mean - means[k].max(0.0)];
                    for (most, value) in most.iter_mut().zip([raised[0], raised[1], raised[2], ratio(raised[1], k)]) {
                        *most = most.max(value);
                    }
                }
                let seen_mean = means[best];
                Above {
                    upper: most[0] > seen_mean,
                    consistent: most[1] > seen_mean,
                    lower: most[2] > seen_mean,
                    studentized: most[3].max(0.0) > seen,
                }
            },
        );
        let share = |which: fn(&Above) -> bool| above.iter().filter(|a| which(a)).count() as f64 / above.len() as f64;
        Ok(DataSnooping {
            best,
            best_mean: means[best],
            reality_check: share(|a| a.upper),
            consistent: share(|a| a.consistent),
            lower: share(|a| a.lower),
            studentized: vary.then(|| share(|a| a.studentized)),
            n_resamples: self.n_resamples,
        })
    }

    /// n times the variance of the mean under the stationary bootstrap (Politis and Romano 1994, equation 6).
    fn long_run_variance(&self, series: &[f64], mean: f64) -> f64 {
        let n = series.len();
        let (size, stay) = (n as f64, 1.0 - self.mean_block_length.recip());
        let centred: Vec<f64> = series.iter().map(|value| value - mean).collect();
        let mut variance = centred.iter().map(|value| value * value).sum::<f64>() / size;
        for lag in 1..n {
            let (near, far) = (lag as f64 / size, stay.powi((n - lag) as i32));
            let kernel = (1.0 - near) * stay.powi(lag as i32) + near * far;
            if kernel < 1e-17 {
                continue;
            }
            let product: f64 = centred[lag..].iter().zip(&centred).map(|(a, b)| a * b).sum();
            variance += 2.0 * kernel * product / size;
        }
        variance.max(0.0)
    }
}
