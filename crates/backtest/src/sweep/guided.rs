//! A search that looks where good trials were: one estimator for each parameter, which knows the places of the trials so far.
//!
//! Trials are proposed in rounds of a fixed size, each by what the rounds before gave, so that the number of threads changes nothing.

use std::{collections::HashSet, convert::Infallible, num::NonZeroUsize, ops::ControlFlow};

use rand::TryRng;
use statistics::simulation::Stream;
use tpe::{TpeOptimizer, parzen_estimator, range};

use super::{Goal, Outcome, ParameterSet, Sweep, SweepResult, Trial, make};
use crate::BacktestError;

/// Trials of a round.
const ROUND: usize = 8;
/// The first trials are by chance.
const FIRST: usize = 16;
/// How often a proposal that was tried already, or breaks a condition, is made anew.
const PROPOSALS: usize = 50;

/// The numbers of a stream for those who want a generator.
struct Chance(Stream);

impl TryRng for Chance {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.0.bits() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0.bits())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.0.bits().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// What is looked for.
pub(super) struct Plan<'p> {
    pub(super) request: &'p Sweep,
    pub(super) trials: usize,
    pub(super) seed: u64,
    pub(super) figure: &'p str,
    pub(super) goal: Goal,
}

/// Estimators and what was tried.
struct Search<'p> {
    plan: &'p Plan<'p>,
    estimators: Vec<TpeOptimizer>,
    tried: HashSet<Vec<u64>>,
    chance: Chance,
}

impl Plan<'_> {
    pub(super) fn run(
        &self,
        threads: NonZeroUsize,
        finished: &[Trial],
        run: &(impl Fn(&ParameterSet) -> Result<Outcome, BacktestError> + Sync),
        observe: &(dyn Fn(usize, usize) -> ControlFlow<()> + Sync),
    ) -> Result<SweepResult, BacktestError> {
        let planned = self.possible().map_or(self.trials, |possible| possible.min(self.trials));
        if planned == 0 {
            return Err(self.request.nothing_left());
        }
        let mut search = Search::new(self)?;
        let mut result = SweepResult { trials: Vec::new(), planned, stopped: false };
        while result.trials.len() < planned && !result.stopped {
            let first = result.trials.len();
            let round = ROUND.min(planned - first);
            let proposals = (0..round).map(|n| search.propose(first + n)).collect::<Result<Vec<_>, _>>()?;
            let sets: Vec<ParameterSet> = proposals.iter().map(|(set, _)| set.clone()).collect();
            let (trials, stopped) = make(&sets, first, planned, threads, finished, run, observe)?;
            for (trial, (_, places)) in trials.iter().zip(&proposals) {
                search.learn(places, trial.figure(self.figure));
            }
            result.stopped = stopped;
            result.trials.extend(trials);
        }
        Ok(result)
    }

    /// How many sets there are, where they can be counted.
    fn possible(&self) -> Option<usize> {
        let counts = self.request.parameters.iter().map(|parameter| parameter.values.count());
        let total = counts.collect::<Option<Vec<usize>>>()?.into_iter().try_fold(1_usize, usize::checked_mul)?;
        // Conditions leave fewer; they are counted only where that is quick.
        let quick = total <= 100_000;
        let sets = || self.request.sets().map_or(0, |sets| sets.len());
        Some(if quick && !self.request.ascending.is_empty() { sets() } else { total })
    }
}

impl<'p> Search<'p> {
    fn new(plan: &'p Plan<'p>) -> Result<Self, BacktestError> {
        let estimator = |parameter: &super::ParameterRange| {
            let places = parameter.values.count().map_or(1.0, |count| count as f64);
            let range = range(0.0, places).map_err(|error| BacktestError::Parameter {
                name: parameter.name.clone(),
                problem: error.to_string(),
            })?;
            Ok(TpeOptimizer::new(parzen_estimator(), range))
        };
        let estimators = plan.request.parameters.iter().map(estimator).collect::<Result<_, BacktestError>>()?;
        Ok(Self { plan, estimators, tried: HashSet::new(), chance: Chance(Stream::new(plan.seed, 0)) })
    }

    /// The next set, with its places; none of those that were tried where there are others.
    fn propose(&mut self, number: usize) -> Result<(ParameterSet, Vec<f64>), BacktestError> {
        self.chance = Chance(Stream::new(self.plan.seed, number as u64));
        let mut proposal = None;
        for n in 0..PROPOSALS {
            let guided = number >= FIRST && n < PROPOSALS / 2;
            let places = if guided { self.ask()? } else { self.draw() };
            let set = self.plan.request.set_at(places.iter().copied());
            if self.plan.request.keeps(&set) {
                if self.tried.insert(key(&set)) {
                    return Ok((set, places));
                }
                proposal = Some((set, places));
            }
        }
        // Few are left: the first of them, if they can be counted, else one more time what was tried.
        let counted = self.plan.request.parameters.iter().all(|parameter| parameter.values.count().is_some());
        let left = if counted { self.plan.request.sets()? } else { Vec::new() };
        if let Some(set) = left.into_iter().find(|set| !self.tried.contains(&key(set))) {
            self.tried.insert(key(&set));
            return Ok((set, Vec::new()));
        }
        proposal.ok_or_else(|| self.plan.request.nothing_left())
    }

    fn ask(&mut self) -> Result<Vec<f64>, BacktestError> {
        let chance = &mut self.chance;
        let place = |estimator: &mut TpeOptimizer| {
            estimator
                .ask(chance)
                .map_err(|error| BacktestError::Parameter { name: String::new(), problem: error.to_string() })
        };
        self.estimators.iter_mut().map(place).collect()
    }

    fn draw(&mut self) -> Vec<f64> {
        let parameters = &self.plan.request.parameters;
        let uniform = |parameter: &super::ParameterRange| {
            let places = parameter.values.count().map_or(1.0, |count| count as f64);
            self.chance.0.uniform() * places
        };
        parameters.iter().map(uniform).collect()
    }

    /// What a trial gave. One without the figure is as bad as can be.
    fn learn(&mut self, places: &[f64], figure: Option<f64>) {
        let worth = match (figure, self.plan.goal) {
            (None, _) => f64::INFINITY,
            (Some(value), Goal::Highest) => -value,
            (Some(value), Goal::Lowest) => value,
        };
        for (estimator, place) in self.estimators.iter_mut().zip(places) {
            estimator.tell(*place, worth).expect("invariant: a place within its range");
        }
    }
}

fn key(set: &ParameterSet) -> Vec<u64> {
    set.0.values().map(|value| value.to_bits()).collect()
}
