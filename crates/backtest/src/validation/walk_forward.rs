//! Walk-forward: choosing on the past that was known, testing on what came next, and going on.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use statistics::StatisticsError;

use super::{Score, best, check};
use crate::BacktestError;

/// Where training begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WindowKind {
    /// The training has always the same length and moves along.
    #[default]
    Rolling,
    /// The training begins at the first period and grows.
    Anchored,
}

/// Which windows to make. Lengths are periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WalkForward {
    /// Where training begins.
    #[serde(default)]
    pub kind: WindowKind,
    /// Training; of anchored windows the first.
    pub train: usize,
    /// Each test, after which the next one begins.
    pub test: usize,
    /// Left out between training and test, because what they led to reaches into it.
    #[serde(default)]
    pub purged: usize,
}

/// A training and the test that follows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WalkWindow {
    /// Periods to learn on.
    pub train: Range<usize>,
    /// Periods that are tested.
    pub test: Range<usize>,
}

/// What became of one window.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct WalkStretch {
    /// First period of the training.
    pub train_from: usize,
    /// The period after its last.
    pub train_to: usize,
    /// First period of the test.
    pub test_from: usize,
    /// The period after its last.
    pub test_to: usize,
    /// The candidate that was best in training; none when none had a score, and then nothing is held in the test.
    pub chosen: Option<usize>,
    /// Its score there.
    pub train_score: Option<f64>,
    /// Its score in the test.
    pub test_score: Option<f64>,
}

/// What choosing and going on would have given.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct WalkForwardResult {
    /// Each window.
    pub stretches: Vec<WalkStretch>,
    /// Returns of the tests one after another: the only ones that nothing was chosen by.
    pub returns: Vec<f64>,
    /// Their score.
    pub score: Option<f64>,
    /// Mean score of the tests over mean score of the trainings, of the windows that have both: how much of what was promised came. None unless the
    /// promise was above zero.
    pub efficiency: Option<f64>,
}

impl WalkForward {
    /// The windows over some periods. Periods at the end that fill no test are left out.
    ///
    /// # Errors
    /// When a length is zero, or the periods do not reach for one window.
    pub fn windows(self, n: usize) -> Result<Vec<WalkWindow>, StatisticsError> {
        let Self { kind, train, test, purged } = self;
        for (setting, value) in [("train", train), ("test", test)] {
            if value == 0 {
                return Err(StatisticsError::InvalidSetting { setting, value: 0.0, allowed: "at least one period" });
            }
        }
        let first = train.saturating_add(purged);
        if first.saturating_add(test) > n {
            let why = "training, what is left out and one test must fit";
            return Err(StatisticsError::TooFewValues {
                what: "periods",
                found: n,
                needed: first.saturating_add(test),
                why,
            });
        }
        let window = |from: usize| {
            let end = from - purged;
            let begin = match kind {
                WindowKind::Rolling => end - train,
                WindowKind::Anchored => 0,
            };
            WalkWindow { train: begin..end, test: from..from + test }
        };
        Ok((first..=n - test).step_by(test).map(window).collect())
    }
}

/// Walks over candidates whose returns are known.
///
/// # Errors
/// Without candidates, for series of different lengths or that hold what is no number, and as [`WalkForward::windows`].
pub fn walk_forward(
    settings: WalkForward,
    score: Score,
    returns: &[Vec<f64>],
) -> Result<WalkForwardResult, BacktestError> {
    let n = check(returns)?;
    walk_forward_with(settings, score, n, returns.len(), |candidate, periods| Ok(returns[candidate][periods].to_vec()))
}

/// Walks over candidates that are run anew on each stretch: `run` is given the number of a candidate and the periods, and gives their returns.
///
/// # Errors
/// As [`walk_forward`], and whatever `run` fails with.
pub fn walk_forward_with(
    settings: WalkForward,
    score: Score,
    periods: usize,
    candidates: usize,
    mut run: impl FnMut(usize, Range<usize>) -> Result<Vec<f64>, BacktestError>,
) -> Result<WalkForwardResult, BacktestError> {
    let mut result = WalkForwardResult { stretches: Vec::new(), returns: Vec::new(), score: None, efficiency: None };
    for WalkWindow { train, test } in settings.windows(periods)? {
        let scores: Vec<Option<f64>> =
            (0..candidates).map(|n| Ok(score.of(&run(n, train.clone())?))).collect::<Result<_, BacktestError>>()?;
        let chosen = best(&scores);
        let returns = match chosen {
            Some(chosen) => run(chosen, test.clone())?,
            None => vec![0.0; test.len()],
        };
        result.stretches.push(WalkStretch {
            train_from: train.start,
            train_to: train.end,
            test_from: test.start,
            test_to: test.end,
            chosen,
            train_score: chosen.and_then(|chosen| scores[chosen]),
            test_score: chosen.and_then(|_| score.of(&returns)),
        });
        result.returns.extend(returns);
    }
    result.score = score.of(&result.returns);
    let both = result.stretches.iter().filter_map(|stretch| stretch.train_score.zip(stretch.test_score));
    let (promised, came) = both.fold((0.0, 0.0), |sums, (train, test)| (sums.0 + train, sums.1 + test));
    result.efficiency = (promised > 0.0).then(|| came / promised);
    Ok(result)
}
