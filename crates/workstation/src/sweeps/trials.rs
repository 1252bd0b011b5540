//! Trials of a sweep: the same run with other parameters, on some threads.

use std::{num::NonZeroUsize, ops::ControlFlow};

use ::backtest::{Backtest, BacktestError, Benchmark, Outcome, ParameterSet, Sweep, SweepResult, Trial, sweep};
use ::bars::{interval::Interval, series::BarSeries};
use ::strategies::{
    StrategySpecification,
    script::{Journal, Watchdog},
};
use indexmap::IndexMap;
use model::id::InstrumentId;
use rust_decimal::prelude::ToPrimitive;

use super::space::{FIGURES, OWN_FIGURES, applied};
use crate::backtests::{figure, run::made, targets::Targets};

/// What all trials share.
pub(crate) struct Trials<'a> {
    pub(crate) backtest: &'a Backtest,
    pub(crate) series: &'a [&'a BarSeries],
    pub(crate) benchmark: Option<Benchmark<'a>>,
    pub(crate) instruments: &'a [InstrumentId],
    pub(crate) interval: Interval,
    pub(crate) specification: &'a StrategySpecification,
    pub(crate) targets: Option<&'a Targets>,
    /// The figure that is looked for.
    pub(crate) figure: &'a str,
    /// Whether trials keep their returns, for the verdict.
    pub(crate) with_returns: bool,
    pub(crate) watchdog: Watchdog,
    /// Whether a run goes on, asked on its way.
    pub(crate) flow: &'a (dyn Fn() -> ControlFlow<()> + Sync),
}

impl Trials<'_> {
    /// Makes the trials that are not among the finished ones. `observe` is told how many are done, of how many, and may stop it.
    ///
    /// # Errors
    /// For a space without sense, and finished trials of another sweep.
    pub(crate) fn make(
        &self,
        request: &Sweep,
        threads: NonZeroUsize,
        finished: &[Trial],
        observe: &(dyn Fn(usize, usize) -> ControlFlow<()> + Sync),
    ) -> Result<SweepResult, BacktestError> {
        let mut result = sweep(request, threads, finished, |set| self.one(set), observe)?;
        // A run that was stopped on the way is no trial.
        let stopped = BacktestError::Cancelled.to_string();
        let before = result.trials.len();
        result.trials.retain(|trial| trial.error.as_deref() != Some(stopped.as_str()));
        result.stopped |= result.trials.len() < before;
        Ok(result)
    }

    /// The run with the strategy's own parameters.
    ///
    /// # Errors
    /// When it cannot be run.
    pub(crate) fn own(&self) -> Result<Outcome, BacktestError> {
        self.one(&ParameterSet::default())
    }

    fn one(&self, set: &ParameterSet) -> Result<Outcome, BacktestError> {
        let specification = applied(self.specification, set)?;
        let of = (self.instruments, Some(self.interval));
        let mut strategy = made(&specification, of, self.targets, &Journal::default(), &self.watchdog)?;
        let ran = self.backtest.run(self.series, strategy.as_mut(), self.benchmark, &mut |_| (self.flow)());
        // A script that was ended because the sweep is to stop says that it took too long.
        let result = match ran {
            Err(_) if (self.flow)().is_break() => Err(BacktestError::Cancelled),
            ran => ran,
        }?;
        let report = result.measured.report.as_ref();
        let mut figures: IndexMap<String, Option<f64>> =
            FIGURES.iter().map(|name| ((*name).to_owned(), figure(report, name))).collect();
        let own = [
            result.equity_end.and_then(|equity| equity.to_f64()),
            Some(result.fills.len() as f64),
            Some(result.round_trips.len() as f64),
        ];
        figures.extend(OWN_FIGURES.iter().map(|name| (*name).to_owned()).zip(own));
        figures.entry(self.figure.to_owned()).or_insert_with(|| figure(report, self.figure));
        let returns = if self.with_returns {
            result.measured.returns.iter().copied().collect::<Option<Vec<f64>>>().unwrap_or_default()
        } else {
            Vec::new()
        };
        Ok(Outcome { figures, returns })
    }
}
