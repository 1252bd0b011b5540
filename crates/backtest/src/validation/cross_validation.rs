//! Combinatorial purged cross-validation (López de Prado 2018, chapter 12): every choice of test groups, and the histories that the tests make up.

use serde::Serialize;
use statistics::significance::PurgedSplits;

use super::{Score, best, check};
use crate::BacktestError;

/// What choosing on the training of one split gave in its test.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SplitChoice {
    /// The groups that were tested.
    pub test_groups: Vec<usize>,
    /// The candidate that was best in training; none when none had a score.
    pub chosen: Option<usize>,
    /// Its score there.
    pub train_score: Option<f64>,
    /// Its score in the test.
    pub test_score: Option<f64>,
}

/// One history put together from tests. It covers every period once, and none of its returns was chosen by.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TestPath {
    /// Returns of all periods.
    pub returns: Vec<f64>,
    /// Their score.
    pub score: Option<f64>,
    /// Compounded return of the whole; none after a loss of everything.
    pub total_return: Option<f64>,
}

/// What cross-validation says of choosing among the candidates.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CrossValidation {
    /// Each split.
    pub splits: Vec<SplitChoice>,
    /// The histories: their spread is what one could have got.
    pub paths: Vec<TestPath>,
    /// Part of the paths that lost.
    pub probability_of_loss: f64,
}

/// Chooses the best candidate on the training of every split and puts the tests together. Where no candidate has a score nothing is held.
///
/// # Errors
/// Without candidates, for series of different lengths or that hold what is no number, and as [`PurgedSplits::splits`].
pub fn cross_validate(
    splits: PurgedSplits,
    score: Score,
    returns: &[Vec<f64>],
) -> Result<CrossValidation, BacktestError> {
    let n = check(returns)?;
    let found = splits.splits(n)?;
    let at = |candidate: usize, places: &[usize]| places.iter().map(|p| returns[candidate][*p]).collect::<Vec<f64>>();
    let choose = |split: &statistics::significance::PurgedSplit| {
        let scores: Vec<Option<f64>> = (0..returns.len()).map(|c| score.of(&at(c, &split.train))).collect();
        let chosen = best(&scores);
        SplitChoice {
            test_groups: split.test_groups.clone(),
            chosen,
            train_score: chosen.and_then(|chosen| scores[chosen]),
            test_score: chosen.and_then(|chosen| score.of(&at(chosen, &split.test))),
        }
    };
    let choices: Vec<SplitChoice> = found.iter().map(choose).collect();
    // The last group takes the periods that do not divide.
    let length = n / splits.groups;
    let group_end = |group: usize| if group + 1 == splits.groups { n } else { (group + 1) * length };
    let path = |of_groups: Vec<usize>| {
        let part = |(group, split): (usize, &usize)| -> Vec<f64> {
            let periods = group * length..group_end(group);
            match choices[*split].chosen {
                Some(chosen) => returns[chosen][periods].to_vec(),
                None => vec![0.0; periods.len()],
            }
        };
        let returns: Vec<f64> = of_groups.iter().enumerate().flat_map(part).collect();
        let whole = returns.iter().all(|r| *r > -1.0);
        let total_return = whole.then(|| returns.iter().map(|r| r.ln_1p()).sum::<f64>().exp_m1());
        TestPath { score: score.of(&returns), total_return, returns }
    };
    let paths: Vec<TestPath> = splits.paths()?.into_iter().map(path).collect();
    let lost = paths.iter().filter(|path| path.total_return.is_none_or(|total| total < 0.0)).count();
    let probability_of_loss = lost as f64 / paths.len() as f64;
    Ok(CrossValidation { splits: choices, paths, probability_of_loss })
}
