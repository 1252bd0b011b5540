//! Whether the best of a sweep is more than the luck of having tried so much.

use serde::Serialize;
use statistics::significance::{
    Overfitting, SharpeMoments, deflated_sharpe, expected_best_sharpe, probabilistic_sharpe, probability_of_overfitting,
};

use super::{SweepResult, Trial};

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
    /// What of this is undefined, and why.
    pub undefined: Vec<String>,
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
        let series: Vec<Vec<f64>> = varying.map(|(_, returns)| returns).collect();
        match probability_of_overfitting(&series, blocks) {
            Ok(overfitting) => verdict.overfitting = Some(overfitting),
            Err(error) => verdict.undefined.push(error.to_string()),
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
