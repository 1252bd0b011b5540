//! Many parameters of one strategy: every combination, some by chance, or some that what was found so far suggests.

mod guided;
mod heat_map;
mod space;
mod verdict;

use std::{num::NonZeroUsize, ops::ControlFlow};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

pub use heat_map::{HeatMap, OverOthers};
pub use space::{Goal, ParameterRange, ParameterSet, ParameterValues, Search, Sweep};
pub use verdict::{CrossValidationVerdict, SweepVerdict, WalkForwardVerdict};

use crate::{BacktestError, parallel};

/// What a trial gave.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Figures by name; none where one is undefined.
    #[schema(value_type = std::collections::HashMap<String, Option<f64>>)]
    pub figures: IndexMap<String, Option<f64>>,
    /// Returns of the periods, for the verdict on the whole sweep; may be left empty.
    #[serde(default)]
    pub returns: Vec<f64>,
}

/// One set of parameters that was tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// Its number in the sweep, from 0.
    pub index: usize,
    /// The parameters.
    pub parameters: ParameterSet,
    /// What it gave; none when it failed.
    pub outcome: Option<Outcome>,
    /// Why it failed.
    #[serde(default)]
    pub error: Option<String>,
}

/// The trials that were made. The same sweep gives the same ones on any number of threads.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SweepResult {
    /// In the order of their numbers.
    pub trials: Vec<Trial>,
    /// How many the sweep has.
    pub planned: usize,
    /// Whether it was stopped before all were made. Given back in as `finished`, the trials are not made again.
    pub stopped: bool,
}

/// Makes the trials of a sweep. `finished` are trials of an earlier attempt that was stopped. `observe` is told from any thread how many are done, of how
/// many. A trial that fails is kept with its reason, and the others go on.
///
/// # Errors
/// For a space without sense, and for finished trials of another sweep.
pub fn sweep(
    request: &Sweep,
    threads: NonZeroUsize,
    finished: &[Trial],
    run: impl Fn(&ParameterSet) -> Result<Outcome, BacktestError> + Sync,
    observe: &(dyn Fn(usize, usize) -> ControlFlow<()> + Sync),
) -> Result<SweepResult, BacktestError> {
    request.check()?;
    if let Search::Guided { trials, seed, ref figure, goal } = request.search {
        let plan = guided::Plan { request, trials, seed, figure, goal };
        return plan.run(threads, finished, &run, observe);
    }
    let sets = request.sets()?;
    let planned = sets.len();
    let (trials, stopped) = make(&sets, 0, planned, threads, finished, &run, observe)?;
    Ok(SweepResult { trials, planned, stopped })
}

/// Makes the trials of some sets, which are numbered from `first`, and puts the finished ones in their places.
fn make(
    sets: &[ParameterSet],
    first: usize,
    planned: usize,
    threads: NonZeroUsize,
    finished: &[Trial],
    run: &(impl Fn(&ParameterSet) -> Result<Outcome, BacktestError> + Sync),
    observe: &(dyn Fn(usize, usize) -> ControlFlow<()> + Sync),
) -> Result<(Vec<Trial>, bool), BacktestError> {
    let mut known: Vec<Option<Trial>> = vec![None; sets.len()];
    for trial in finished.iter().filter(|trial| (first..first + sets.len()).contains(&trial.index)) {
        if trial.parameters != sets[trial.index - first] {
            return Err(BacktestError::ForeignTrial { index: trial.index });
        }
        known[trial.index - first] = Some(trial.clone());
    }
    if let Some(foreign) = finished.iter().find(|trial| trial.index >= planned) {
        return Err(BacktestError::ForeignTrial { index: foreign.index });
    }
    let open: Vec<usize> = (0..sets.len()).filter(|place| known[*place].is_none()).collect();
    let before = first + sets.len() - open.len();
    let work = |n: usize, _: &mut ()| {
        let place = open[n];
        let (outcome, error) = match run(&sets[place]) {
            Ok(outcome) => (Some(outcome), None),
            Err(error) => (None, Some(error.to_string())),
        };
        Trial { index: first + place, parameters: sets[place].clone(), outcome, error }
    };
    let made = parallel::each(open.len(), threads, || (), work, &|done| observe(before + done, planned));
    let stopped = made.iter().any(Option::is_none);
    for trial in made.into_iter().flatten() {
        let place = trial.index - first;
        known[place] = Some(trial);
    }
    Ok((known.into_iter().flatten().collect(), stopped))
}

impl SweepResult {
    /// The trial with the best value of a figure; of equal ones the first. `None` when no trial has it.
    #[must_use]
    pub fn best(&self, figure: &str, goal: Goal) -> Option<&Trial> {
        let mut best: Option<(&Trial, f64)> = None;
        for trial in &self.trials {
            let Some(value) = trial.figure(figure) else { continue };
            let better = |than: f64| match goal {
                Goal::Highest => value > than,
                Goal::Lowest => value < than,
            };
            if best.is_none_or(|(_, than)| better(than)) {
                best = Some((trial, value));
            }
        }
        best.map(|(trial, _)| trial)
    }
}

impl Trial {
    /// One of its figures, when it has a value.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<f64> {
        let value = self.outcome.as_ref()?.figures.get(name).copied().flatten();
        value.filter(|value| value.is_finite())
    }
}
