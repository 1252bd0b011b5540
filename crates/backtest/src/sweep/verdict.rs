//! Whether the best of a sweep is more than the luck of having tried so much.

use serde::Serialize;
use statistics::significance::{
    Overfitting, PurgedSplits, SharpeMoments, deflated_sharpe, expected_best_sharpe, probabilistic_sharpe,
    probability_of_overfitting,
};

use super::{SweepResult, Trial};
use crate::{
    BacktestError,
    validation::{Score, WalkForward, WalkForwardResult, WalkStretch, WindowKind, cross_validate, walk_forward},
};

/// What the number of trials leaves of the best one. Sharpe ratios are a period's.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SweepVerdict {
    /// Trials that were made, failed ones too: each was a try.
    pub n_trials: usize,
    /// Trials whose returns vary, so that they have a Sharpe ratio.
    pub n_measured: usize,
    /// The number of the trial with the highest Sharpe ratio; none when none has one.
    pub best: Option<usize>,
    /// Its Sharpe ratio.
    pub sharpe: Option<f64>,
    /// Probability that its true Sharpe ratio is above zero, if it had been the only trial.
    pub probabilistic_sharpe: Option<f64>,
    /// The Sharpe ratio that the best of so many trials without skill is expected to show.
    pub expected_best_sharpe: Option<f64>,
    /// Probability that its true Sharpe ratio is above that.
    pub deflated_sharpe: Option<f64>,
    /// How often the best of one half of the periods is in the worse half of the trials in the other.
    pub overfitting: Option<Overfitting>,
    /// What choosing on the past and going on would have given.
    pub walk_forward: Option<WalkForwardVerdict>,
    /// What choosing gives over every way to cut the history into training and test.
    pub cross_validation: Option<CrossValidationVerdict>,
    /// What of this is undefined, and why.
    pub undefined: Vec<String>,
}

/// Walk-forward over the trials of a sweep, chosen by the Sharpe ratio of a period.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct WalkForwardVerdict {
    /// The windows: half of the periods to learn on, which move along, and a tenth to test.
    pub settings: WalkForward,
    /// Each window. What was chosen is the number of a trial.
    pub stretches: Vec<WalkStretch>,
    /// Sharpe ratio a period of the tests one after another.
    pub sharpe: Option<f64>,
    /// Compounded return of the same; none after a loss of everything.
    pub total_return: Option<f64>,
    /// How much of what the trainings promised came.
    pub efficiency: Option<f64>,
}

/// Combinatorial purged cross-validation over the trials of a sweep, chosen by the Sharpe ratio of a period.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CrossValidationVerdict {
    /// How the history is cut.
    pub settings: PurgedSplits,
    /// Splits that were chosen on.
    pub n_splits: usize,
    /// Histories that the tests make up.
    pub n_paths: usize,
    /// The lowest Sharpe ratio a period among them.
    pub lowest_sharpe: Option<f64>,
    /// The one in the middle.
    pub median_sharpe: Option<f64>,
    /// The highest.
    pub highest_sharpe: Option<f64>,
    /// Part of the histories that lost.
    pub probability_of_loss: f64,
}

/// Groups of the history, and those of a test: fifteen splits, five histories.
const GROUPS: usize = 6;
const TEST_GROUPS: usize = 2;

impl WalkForwardVerdict {
    fn of(trials: &[usize], series: &[Vec<f64>]) -> Result<Self, BacktestError> {
        let n = series.first().map_or(0, Vec::len);
        // What a trial led to at the end of a training reaches into the next period.
        let settings = WalkForward { kind: WindowKind::Rolling, train: n / 2, test: n / 10, purged: 1 };
        let WalkForwardResult { mut stretches, returns, score, efficiency } =
            walk_forward(settings, Score::SharpeRatio, series)?;
        for stretch in &mut stretches {
            stretch.chosen = stretch.chosen.and_then(|place| trials.get(place).copied());
        }
        let whole = returns.iter().all(|r| *r > -1.0);
        let total_return = whole.then(|| returns.iter().map(|r| r.ln_1p()).sum::<f64>().exp_m1());
        Ok(Self { settings, stretches, sharpe: score, total_return, efficiency })
    }
}

impl CrossValidationVerdict {
    fn of(series: &[Vec<f64>]) -> Result<Self, BacktestError> {
        let settings = PurgedSplits { groups: GROUPS, test_groups: TEST_GROUPS, purged: 1, embargo: 0 };
        let found = cross_validate(settings, Score::SharpeRatio, series)?;
        let mut sharpes: Vec<f64> = found.paths.iter().filter_map(|path| path.score).collect();
        sharpes.sort_by(f64::total_cmp);
        Ok(Self {
            settings,
            n_splits: found.splits.len(),
            n_paths: found.paths.len(),
            lowest_sharpe: sharpes.first().copied(),
            median_sharpe: sharpes.get(sharpes.len() / 2).copied(),
            highest_sharpe: sharpes.last().copied(),
            probability_of_loss: found.probability_of_loss,
        })
    }
}

impl SweepResult {
    /// The verdict, with the periods cut into so many blocks (an even number, up to 20) for the probability of overfitting.
    #[must_use]
    pub fn verdict(&self, blocks: usize) -> SweepVerdict {
        let returns = |trial: &'_ Trial| trial.outcome.as_ref().map(|outcome| outcome.returns.clone());
        let with: Vec<(usize, Vec<f64>)> = self
            .trials
            .iter()
            .filter_map(|trial| Some((trial.index, returns(trial)?)).filter(|(_, returns)| !returns.is_empty()))
            .collect();
        let moments = with.iter().filter_map(|(n, returns)| Some((*n, SharpeMoments::of(returns).ok()?)));
        let moments: Vec<(usize, SharpeMoments)> = moments.collect();
        let mut verdict = SweepVerdict {
            n_trials: self.trials.len(),
            n_measured: moments.len(),
            best: None,
            sharpe: None,
            probabilistic_sharpe: None,
            expected_best_sharpe: None,
            deflated_sharpe: None,
            overfitting: None,
            walk_forward: None,
            cross_validation: None,
            undefined: Vec::new(),
        };
        let best = moments.iter().fold(None::<&(usize, SharpeMoments)>, |best, next| match best {
            Some(best) if best.1.sharpe >= next.1.sharpe => Some(best),
            _ => Some(next),
        });
        let Some((number, best)) = best else {
            verdict.undefined.push("no trial has returns that vary".to_owned());
            return verdict;
        };
        (verdict.best, verdict.sharpe) = (Some(*number), Some(best.sharpe));
        let mut keep = |value: Result<f64, statistics::StatisticsError>| match value {
            Ok(value) => Some(value),
            Err(error) => {
                verdict.undefined.push(error.to_string());
                None
            }
        };
        let sharpes: Vec<f64> = moments.iter().map(|(_, moments)| moments.sharpe).collect();
        verdict.probabilistic_sharpe = keep(probabilistic_sharpe(best, 0.0));
        verdict.deflated_sharpe = keep(deflated_sharpe(best, &sharpes));
        verdict.expected_best_sharpe = keep(variance(&sharpes).and_then(|v| expected_best_sharpe(sharpes.len(), v)));
        let varying = with.into_iter().filter(|(n, _)| moments.iter().any(|(other, _)| other == n));
        let (trials, series): (Vec<usize>, Vec<Vec<f64>>) = varying.unzip();
        match probability_of_overfitting(&series, blocks) {
            Ok(overfitting) => verdict.overfitting = Some(overfitting),
            Err(error) => verdict.undefined.push(error.to_string()),
        }
        match WalkForwardVerdict::of(&trials, &series) {
            Ok(walked) => verdict.walk_forward = Some(walked),
            Err(error) => verdict.undefined.push(format!("walk-forward: {error}")),
        }
        match CrossValidationVerdict::of(&series) {
            Ok(validated) => verdict.cross_validation = Some(validated),
            Err(error) => verdict.undefined.push(format!("cross-validation: {error}")),
        }
        verdict
    }
}

/// Of a sample (n − 1).
fn variance(values: &[f64]) -> Result<f64, statistics::StatisticsError> {
    if values.len() < 2 {
        return Ok(0.0);
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    Ok(values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0))
}
