//! Drawing periods anew, alone or in blocks that keep what follows each other together.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Stream;
use crate::StatisticsError;

/// How periods are drawn anew out of those that were.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "scheme", deny_unknown_fields)]
pub enum Resampling {
    /// Each by itself (Efron 1979): forgets what follows what.
    Independent,
    /// Blocks of one length, the last period followed by the first (Politis and Romano 1992).
    CircularBlocks {
        /// Periods of a block.
        length: usize,
    },
    /// Blocks of geometric lengths, likewise in a circle, so that the new series is stationary (Politis and Romano 1994).
    StationaryBlocks {
        /// Mean periods of a block, 1 or more.
        mean_length: f64,
    },
}

impl Resampling {
    /// # Errors
    /// When a block has no period or more than there are, or nothing is there to draw from.
    pub fn check(self, n: usize) -> Result<(), StatisticsError> {
        if n < 2 {
            return Err(StatisticsError::TooFewValues {
                what: "returns",
                found: n,
                needed: 2,
                why: "one period drawn again and again tells nothing",
            });
        }
        let (value, right) = match self {
            Self::Independent => return Ok(()),
            Self::CircularBlocks { length } => (length as f64, (1..=n).contains(&length)),
            Self::StationaryBlocks { mean_length } => (mean_length, mean_length >= 1.0 && mean_length <= n as f64),
        };
        if right {
            return Ok(());
        }
        Err(StatisticsError::InvalidSetting {
            setting: "block_length",
            value,
            allowed: "at least 1 and at most the number of periods",
        })
    }

    /// Fills `drawn` with numbers of periods below `n`. The scheme must have passed [`Resampling::check`] for `n`.
    pub fn draw(self, stream: &mut Stream, n: usize, drawn: &mut [usize]) {
        match self {
            Self::Independent => drawn.fill_with(|| stream.below(n)),
            Self::CircularBlocks { length } => {
                for block in drawn.chunks_mut(length.max(1)) {
                    let start = stream.below(n);
                    for (step, place) in block.iter_mut().enumerate() {
                        *place = (start + step) % n;
                    }
                }
            }
            Self::StationaryBlocks { mean_length } => {
                let chance = mean_length.recip();
                let mut last = stream.below(n);
                for (step, place) in drawn.iter_mut().enumerate() {
                    if step > 0 {
                        last = if stream.uniform() < chance { stream.below(n) } else { (last + 1) % n };
                    }
                    *place = last;
                }
            }
        }
    }
}

/// Block lengths that suit a series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct BlockLengths {
    /// Mean length for [`Resampling::StationaryBlocks`], before rounding up to a whole period; may be below 1.
    pub stationary: f64,
    /// Length for [`Resampling::CircularBlocks`], before rounding up.
    pub circular: f64,
}

/// The block lengths that make the bootstrap's variance of the mean most accurate (Politis and White 2004, corrected by Patton,
/// Politis and White 2009).
///
/// # Errors
/// For fewer than 10 values, values that are not numbers, or a series that never changes.
pub fn optimal_block_lengths(values: &[f64]) -> Result<BlockLengths, StatisticsError> {
    let n = values.len();
    let why = "autocorrelations of several lags must be seen";
    crate::check::values("returns", values, 10, why)?;
    let mean = values.iter().sum::<f64>() / n as f64;
    let centred: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let (size, run) = (n as f64, 5.max((n as f64).log10() as usize));
    let lags_max = (size.sqrt().ceil() as usize + run).min(n - 2);
    let limit = 2.0 * (size.log10() / size).sqrt();
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let mut covariances = Vec::with_capacity(lags_max + 1);
    let mut correlations = Vec::with_capacity(lags_max + 1);
    let mut quiet_from = None;
    for lag in 0..=lags_max {
        let cross = product(&centred[lag..], &centred[..n - lag]);
        // Both ends are one value shorter than the lag, as in Patton's program.
        let (after, before) = (&centred[lag + 1..], &centred[..n - lag - 1]);
        covariances.push(cross / size);
        correlations.push(cross.abs() / (product(after, after) * product(before, before)).sqrt());
        if quiet_from.is_none() && lag >= run && correlations[lag - run..lag].iter().all(|c| *c < limit) {
            quiet_from = Some(lag - run);
        }
    }
    if covariances[0] <= crate::check::CONSTANT {
        return Err(StatisticsError::Undefined { figure: "block length", why: "the series never changes" });
    }
    let window = quiet_from.map_or(lags_max, |lag| 2 * lag.max(1)).min(lags_max);
    let (mut slope, mut long_run) = (0.0, covariances[0]);
    for (lag, covariance) in covariances.iter().enumerate().take(window + 1).skip(1) {
        let part = lag as f64 / window as f64;
        let weight = if part <= 0.5 { 1.0 } else { 2.0 * (1.0 - part) };
        slope += 2.0 * weight * lag as f64 * covariance;
        long_run += 2.0 * weight * covariance;
    }
    let longest = (3.0 * size.sqrt()).min(size / 3.0).ceil();
    let length = |constant: f64| (2.0 * slope * slope / (constant * long_run * long_run) * size).cbrt().min(longest);
    Ok(BlockLengths { stationary: length(2.0), circular: length(4.0 / 3.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_go_on_in_a_circle() {
        let mut drawn = [0; 12];
        Resampling::CircularBlocks { length: 4 }.draw(&mut Stream::new(1, 0), 5, &mut drawn);
        assert!(drawn.chunks(4).all(|block| block.windows(2).all(|pair| pair[1] == (pair[0] + 1) % 5)), "{drawn:?}");
    }

    #[test]
    fn stationary_blocks_have_their_mean_length() {
        let mut drawn = vec![0; 100_000];
        Resampling::StationaryBlocks { mean_length: 10.0 }.draw(&mut Stream::new(3, 0), 1_000, &mut drawn);
        let jumps = drawn.windows(2).filter(|pair| pair[1] != (pair[0] + 1) % 1_000).count();
        assert!((9_600..10_400).contains(&jumps), "{jumps}");
    }

    #[test]
    fn blocks_that_do_not_fit_are_refused() {
        assert!(Resampling::Independent.check(1).is_err());
        assert!(Resampling::CircularBlocks { length: 6 }.check(5).is_err());
        assert!(Resampling::StationaryBlocks { mean_length: 0.5 }.check(5).is_err());
        assert!(Resampling::StationaryBlocks { mean_length: f64::NAN }.check(5).is_err());
        assert!(optimal_block_lengths(&[0.01; 50]).is_err());
    }
}
