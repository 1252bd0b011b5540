//! Every fall of a series of values from a peak: how deep, how long, and when it was made good.

use serde::Serialize;
use utoipa::ToSchema;

use super::{finite, mean};

/// One fall from a peak until the peak is reached again. Indices are places in the series of values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct DrawdownEpisode {
    /// Fall as a fraction of the peak, below zero.
    pub depth: f64,
    /// The last value at the peak.
    pub peak_idx: usize,
    /// The lowest value.
    pub trough_idx: usize,
    /// The first value that is again as high as the peak; none while it is still below.
    pub recovery_idx: Option<usize>,
    /// Periods from the peak to the recovery, or to the end of the series.
    pub length: usize,
    /// Periods from the trough to the recovery; none while it is still below.
    pub recovery: Option<usize>,
}

impl DrawdownEpisode {
    /// One more value below the peak.
    fn go_on(&mut self, depth: f64, idx: usize) {
        if depth < self.depth {
            (self.depth, self.trough_idx) = (depth, idx);
        }
    }
}

/// All falls of a series of values, the deepest first. `None` when it is empty or a value is not a number above zero; an empty
/// list when it never falls.
#[must_use]
pub fn drawdowns(values: &[f64]) -> Option<Vec<DrawdownEpisode>> {
    let falls = underwater(values)?;
    let mut episodes: Vec<DrawdownEpisode> = Vec::new();
    let mut open: Option<DrawdownEpisode> = None;
    for (idx, depth) in falls.iter().copied().enumerate() {
        match &mut open {
            None if depth < 0.0 => {
                // The first value is its own peak, so a fall has a value before it.
                let peak_idx = idx - 1;
                let length = values.len() - 1 - peak_idx;
                open = Some(DrawdownEpisode {
                    depth,
                    peak_idx,
                    trough_idx: idx,
                    recovery_idx: None,
                    length,
                    recovery: None,
                });
            }
            Some(episode) if depth < 0.0 => episode.go_on(depth, idx),
            Some(episode) => {
                episode.recovery_idx = Some(idx);
                episode.length = idx - episode.peak_idx;
                episode.recovery = Some(idx - episode.trough_idx);
                episodes.extend(open.take());
            }
            None => {}
        }
    }
    episodes.extend(open);
    episodes.sort_by(|a, b| a.depth.total_cmp(&b.depth).then(a.peak_idx.cmp(&b.peak_idx)));
    Some(episodes)
}

/// For each value, how far it lies below the highest so far, as a fraction: zero or negative. `None` as in [`drawdowns`].
#[must_use]
pub fn underwater(values: &[f64]) -> Option<Vec<f64>> {
    if values.is_empty() || values.iter().any(|value| !(*value > 0.0 && value.is_finite())) {
        return None;
    }
    let mut peak = values[0];
    let fall = |value: &f64| {
        peak = peak.max(*value);
        value / peak - 1.0
    };
    Some(values.iter().map(fall).collect())
}

/// Mean depth of all falls, zero or negative. `None` when there was none.
#[must_use]
pub fn average_drawdown(episodes: &[DrawdownEpisode]) -> Option<f64> {
    let depths: Vec<f64> = episodes.iter().map(|episode| episode.depth).collect();
    if depths.is_empty() { None } else { finite(mean(&depths)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_are_told_with_their_lengths() {
        let values = [100.0, 100.0, 90.0, 95.0, 100.0, 110.0, 88.0, 99.0];
        let episodes = drawdowns(&values).unwrap();
        assert_eq!(episodes.len(), 2);
        let deepest = &episodes[0];
        assert_eq!((deepest.peak_idx, deepest.trough_idx, deepest.recovery_idx), (5, 6, None));
        assert_eq!((deepest.length, deepest.recovery), (2, None));
        let first = &episodes[1];
        assert_eq!((first.peak_idx, first.trough_idx, first.recovery_idx), (1, 2, Some(4)));
        assert_eq!((first.length, first.recovery), (3, Some(2)));
        assert!((average_drawdown(&episodes).unwrap() + 0.15).abs() < 1e-12);
    }

    #[test]
    fn what_never_falls_has_no_episode() {
        assert_eq!(drawdowns(&[1.0, 1.0, 2.0]), Some(Vec::new()));
        assert_eq!((drawdowns(&[]), drawdowns(&[1.0, 0.0]), drawdowns(&[1.0, f64::NAN])), (None, None, None));
        assert_eq!(average_drawdown(&[]), None);
    }
}
