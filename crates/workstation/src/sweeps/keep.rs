//! The job of a sweep: makes trials, and keeps them even when it is stopped.

use ::backtest::{Goal, Sweep, SweepResult, Trial};
use ::strategies::{StrategySpecification, script::Watchdog};
use model::id::BacktestId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::backtests::results::{self, PackedResult};

use super::{SweepDone, SweepQuestion, SweepSummary, blocks, space, trials::Trials};
use crate::{
    apart::{threads, worked_out},
    backtests::{
        BacktestQuestion,
        data::{self, RunData},
        run::name_of,
        targets::{self, Targets},
    },
    error::{Error, Result},
    jobs::{Control, Task},
};

/// What the job of a sweep is given.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SweepWork {
    pub(crate) question: SweepQuestion,
    /// The sweep that it goes on with.
    #[serde(default)]
    pub(crate) resume: Option<BacktestId>,
}

/// What a sweep was asked, as it is kept: with the strategy as it was when it began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct KeptQuestion {
    pub(crate) specification: StrategySpecification,
    pub(super) backtest: BacktestQuestion,
    /// By this member a sweep is told from a run.
    sweep: Sweep,
    figure: String,
    goal: Goal,
}

/// A sweep as the store keeps it.
pub(super) type Saved = store::backtests::Backtest<KeptQuestion, SweepSummary>;

/// What is packed of a sweep.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KeptSweep {
    planned: usize,
    stopped: bool,
    /// With their returns while it is stopped: the verdict at its end needs them.
    trials: Vec<Trial>,
    /// None while it is stopped.
    pub(super) verdict: Option<Value>,
}

impl KeptQuestion {
    pub(super) fn question(&self) -> SweepQuestion {
        let Self { backtest, sweep, figure, goal, .. } = self.clone();
        SweepQuestion { backtest, sweep, figure: Some(figure), goal }
    }
}

impl KeptSweep {
    pub(super) fn result(self) -> SweepResult {
        SweepResult { trials: self.trials, planned: self.planned, stopped: self.stopped }
    }

    fn of(mut result: SweepResult) -> Result<Self> {
        let verdict = if result.stopped {
            None
        } else {
            let verdict = serde_json::to_value(result.verdict(blocks(&result)));
            result.trials.iter_mut().filter_map(|trial| trial.outcome.as_mut()).for_each(|of| of.returns.clear());
            Some(verdict.map_err(|_| Error::Broken { what: "the verdict on the sweep" })?)
        };
        let SweepResult { trials, planned, stopped } = result;
        Ok(Self { planned, stopped, trials, verdict })
    }
}

/// The job.
pub(crate) async fn run(task: &Task, work: SweepWork) -> Result<SweepDone> {
    let Task { ws, host, ctx, control, job } = task;
    control.report(0.0, "Reading bars");
    // A job that is taken up again after the program ended goes on with what it kept then.
    let before: Option<Saved> = match work.resume {
        Some(id) => Some(super::saved(ws, id).await?),
        None => store::backtests::of_job(&ws.store, *job).await?,
    };
    let data = data::read(ws, host, &work.question.backtest).await?;
    let (kept, finished) = match &before {
        None => (asked(ws, work.question).await?, Vec::new()),
        Some(before) => {
            if before.data_hash != data.data_hash {
                let detail =
                    "the bars are others than when the sweep began, so its trials do not compare; begin it anew";
                return Err(Error::conflict("data_changed", detail));
            }
            (before.settings.clone(), super::kept(ws, before.id).await?.result().trials)
        }
    };
    let targets = targets::read(ws, &kept.specification, &data).await?;
    control.check()?;
    let (watched, made_before) = (control.clone(), finished.len());
    let work = move || {
        let result = made(&data, targets.as_ref(), &kept, &finished, &watched)?;
        let summary = summary(&kept, &result);
        let packed = PackedResult::pack(&KeptSweep::of(result)?)?;
        Ok::<_, Error>((data, kept, summary, packed))
    };
    let (data, kept, summary, packed) = worked_out("the sweep", work).await?;
    let stopped = summary.stopped;
    if stopped && summary.made == made_before {
        return Err(Error::Cancelled);
    }
    let mut w = ws.begin(ctx, host).await?;
    let new = u32::try_from(summary.made - made_before.min(summary.made)).unwrap_or(u32::MAX);
    let counted = match kept.backtest.strategy_id {
        Some(id) => store::backtests::n_trials(&mut w, id, data.from, data.to).await?,
        None => before.as_ref().map_or(0, |before| before.n_trials),
    };
    let n_trials = counted.saturating_add(new).max(1);
    let is_new = before.is_none();
    let saved = match before {
        Some(before) => Saved { job_id: Some(*job), n_trials, summary, ..before },
        None => Saved {
            id: BacktestId::new(),
            name: kept.backtest.name.clone().unwrap_or_else(|| name_of(&kept.specification, &data.symbols)),
            created_at: w.at(),
            job_id: Some(*job),
            strategy_id: kept.backtest.strategy_id,
            from: data.from,
            to: data.to,
            data_hash: data.data_hash,
            n_trials,
            instruments: data.ids,
            settings: kept,
            summary,
        },
    };
    if is_new {
        store::backtests::insert(&mut w, &saved).await?;
    } else {
        store::backtests::replace(&mut w, &saved).await?;
    }
    results::put(&mut w, saved.id, packed).await?;
    ws.commit(w, host).await?;
    if stopped { Err(Error::Cancelled) } else { Ok(SweepDone { sweep_id: saved.id }) }
}

/// What a new sweep is asked, with the strategy as it is now.
async fn asked(ws: &crate::workspace::Workspace, question: SweepQuestion) -> Result<KeptQuestion> {
    let specification = data::strategy(ws, &question.backtest).await?;
    let figure = space::figure(question.figure.as_deref())?;
    let SweepQuestion { backtest, sweep, goal, .. } = question;
    Ok(KeptQuestion { specification, backtest, sweep, figure, goal })
}

fn made(
    data: &RunData,
    targets: Option<&Targets>,
    kept: &KeptQuestion,
    finished: &[Trial],
    watched: &Control,
) -> Result<SweepResult> {
    let planned = space::check(&kept.sweep, &kept.specification)?;
    let series = data.series();
    let flow = || watched.flow();
    let backtest = data.backtest.clone().stopped_by(watched.flag());
    let targets = targets.cloned().map(|of| of.stopped_by(watched.flag()));
    let observe = |done: usize, of: usize| {
        watched.report(0.02 + 0.95 * done as f64 / of.max(1) as f64, format!("{done} of {of} trials"));
        watched.flow()
    };
    data.with_benchmark(|benchmark| {
        let trials = Trials {
            backtest: &backtest,
            series: &series,
            benchmark,
            instruments: &data.ids,
            interval: data.interval,
            specification: &kept.specification,
            targets: targets.as_ref(),
            figure: &kept.figure,
            with_returns: space::keeps_returns(planned, &series),
            watchdog: Watchdog::stopped_by(watched.flag()),
            flow: &flow,
        };
        Ok(trials.make(&kept.sweep, threads(), finished, &observe)?)
    })
}

fn summary(kept: &KeptQuestion, result: &SweepResult) -> SweepSummary {
    let best = result.best(&kept.figure, kept.goal);
    SweepSummary {
        figure: kept.figure.clone(),
        goal: kept.goal,
        planned: result.planned,
        made: result.trials.len(),
        failed: result.trials.iter().filter(|trial| trial.error.is_some()).count(),
        stopped: result.stopped,
        best: best.and_then(|trial| trial.figure(&kept.figure)),
        best_parameters: best.map(|trial| trial.parameters.clone()),
    }
}
