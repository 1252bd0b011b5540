//! Sweeps: a strategy run over the past under many settings, each of which counts as a trial.
//!
//! A sweep is kept as a back-test whose settings have a member `sweep`, so that trials are counted in one place.

mod keep;
pub(crate) mod space;
pub(crate) mod trials;

use ::backtest::{Goal, HeatMap, OverOthers, ParameterSet, Sweep, SweepResult, SweepVerdict, Trial};
use ::bars::interval::Interval;
use ::strategies::StrategySpecification;
use chrono::NaiveDate;
use indexmap::IndexMap;
use model::{
    id::{BacktestId, InstrumentId, JobId, StrategyId},
    job::{Job, JobKind},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::backtests::Shape;

use crate::{
    Workstation,
    apart::worked_out,
    backtests::{BacktestQuestion, check_name},
    ctx::{Action, Ctx},
    error::{Error, Result},
    jobs::Work,
    ledger::Deleted,
    page::{Page, PageQuery, paging},
    workspace::{Workspace, last_event},
};
use keep::{KeptSweep, Saved};
pub(crate) use keep::{SweepWork, run};
pub(crate) use space::FIGURES;
pub(crate) use trials::Trials;

/// A back-test and the parameters of its strategy that are varied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SweepQuestion {
    /// What is run. Its name is that of the sweep.
    pub backtest: BacktestQuestion,
    /// What is varied. Parameters have the names of fields of the specification, those of a script the names that it declares.
    pub sweep: Sweep,
    /// The figure that is looked for; `sharpe_ratio` when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
    /// Whether more of it is better.
    #[serde(default)]
    pub goal: Goal,
}

/// The job's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SweepDone {
    /// The sweep that is kept.
    pub sweep_id: BacktestId,
}

/// A sweep in few figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SweepSummary {
    /// The figure that is looked for.
    pub figure: String,
    /// Whether more of it is better.
    pub goal: Goal,
    /// Trials that the sweep has.
    pub planned: usize,
    /// Those that were made.
    pub made: usize,
    /// Those of them that failed.
    pub failed: usize,
    /// Whether it was stopped before all were made; it can go on.
    pub stopped: bool,
    /// The best value of the figure; null when no trial has one.
    pub best: Option<f64>,
    /// The parameters that gave it.
    pub best_parameters: Option<ParameterSet>,
}

/// A sweep in a list.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SweepItem {
    /// Its identity.
    pub id: BacktestId,
    /// Its name.
    pub name: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// The job that made its last trials.
    pub job_id: Option<JobId>,
    /// Of which kept strategy; that strategy may be gone.
    pub strategy_id: Option<StrategyId>,
    /// The kind of the strategy, as the catalogue calls it.
    #[schema(value_type = String)]
    pub strategy_kind: &'static str,
    /// The first day of the data.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// What a bar covered.
    pub interval: Interval,
    /// What was traded.
    pub instrument_ids: Vec<InstrumentId>,
    /// How many trials of the strategy over these days were counted with those of this sweep.
    pub n_trials: u32,
    /// What came of it.
    pub summary: SweepSummary,
}

/// A trial without its returns.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SweepTrial {
    /// Its number in the sweep, from 0.
    pub index: usize,
    /// The parameters.
    pub parameters: ParameterSet,
    /// Figures by name; null where one is undefined. Empty when it failed.
    #[schema(value_type = std::collections::HashMap<String, Option<f64>>)]
    pub figures: IndexMap<String, Option<f64>>,
    /// Why it failed.
    pub error: Option<String>,
}

/// A sweep with its trials.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SweepView {
    /// As in a list.
    #[serde(flatten)]
    pub item: SweepItem,
    /// BLAKE3 of the data it saw.
    pub data_hash: String,
    /// The strategy as it was.
    pub specification: StrategySpecification,
    /// What was asked.
    pub question: SweepQuestion,
    /// The number of the best trial; null when no trial has the figure.
    pub best: Option<usize>,
    /// What the number of trials leaves of the best; null while the sweep is stopped.
    #[schema(value_type = Option<SweepVerdict>)]
    pub verdict: Option<Value>,
    /// The trials in the order of their numbers.
    pub trials: Vec<SweepTrial>,
}

/// A figure over two parameters.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HeatMapQuery {
    /// The figure; the one that was looked for when nothing is said.
    #[serde(default)]
    pub figure: Option<String>,
    /// The parameter of the columns.
    pub x: String,
    /// The parameter of the rows.
    pub y: String,
    /// What stands in a cell when other parameters vary as well: `median` (default), `best` or `worst`.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub over: Option<OverOthers>,
}

impl Workstation {
    /// Starts a sweep; the job's result has the `sweep_id`.
    ///
    /// # Errors
    /// When the back-test cannot be run, or the sweep makes no sense for its strategy.
    pub async fn start_sweep(&self, ctx: &Ctx, question: SweepQuestion) -> Result<Job> {
        let ws = self.for_use(ctx, Action::Write, "sweeps").await?;
        space::figure(question.figure.as_deref())?;
        if let Some(name) = &question.backtest.name {
            check_name(name)?;
        }
        question.backtest.refuse_ticks("a sweep")?;
        // What is varied need not make sense as it stands in the description, so no strategy is made of it here.
        let (named, specification, _) = self.named(&ws, &question.backtest).await?;
        let asked = question.sweep.clone();
        worked_out("the sweep", move || space::check(&asked, &specification)).await?;
        let title = format!("Sweep: {named}");
        let work = SweepWork { question, resume: None };
        self.enqueue(&ws, ctx, JobKind::Sweep, &title, Work::Sweep(Box::new(work))).await
    }

    /// Goes on with a sweep that was stopped.
    ///
    /// # Errors
    /// When there is none, or all of its trials are made.
    pub async fn resume_sweep(&self, ctx: &Ctx, id: BacktestId) -> Result<Job> {
        let ws = self.for_use(ctx, Action::Write, "sweeps").await?;
        let of = saved(&ws, id).await?;
        if !of.summary.stopped {
            return Err(Error::conflict(
                "sweep_complete",
                "all trials of this sweep are made; there is nothing to go on with",
            ));
        }
        let title = format!("Sweep: {}", of.name);
        let work = SweepWork { question: of.settings.question(), resume: Some(id) };
        self.enqueue(&ws, ctx, JobKind::Sweep, &title, Work::Sweep(Box::new(work))).await
    }

    /// Sweeps, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn sweeps(&self, ctx: &Ctx, query: &PageQuery) -> Result<Page<SweepItem>> {
        let ws = self.for_use(ctx, Action::Read, "sweeps").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        let page: Page<Saved> = store::backtests::list(&ws.store, Shape::Sweeps, &paging).await?.into();
        Ok(page.map(|saved| item(&saved)))
    }

    /// One of them with its trials.
    ///
    /// # Errors
    /// When there is none, or its result is missing.
    pub async fn sweep(&self, ctx: &Ctx, id: BacktestId) -> Result<SweepView> {
        let ws = self.for_use(ctx, Action::Read, "sweeps").await?;
        let of = saved(&ws, id).await?;
        let mut kept = kept(&ws, id).await?;
        let verdict = kept.verdict.take();
        let result = kept.result();
        let best = result.best(&of.summary.figure, of.summary.goal).map(|trial| trial.index);
        Ok(SweepView {
            item: item(&of),
            data_hash: of.data_hash.clone(),
            specification: of.settings.specification.clone(),
            question: of.settings.question(),
            best,
            verdict,
            trials: result.trials.into_iter().map(SweepTrial::from).collect(),
        })
    }

    /// A figure over two parameters.
    ///
    /// # Errors
    /// When there is no such sweep, or it does not vary a parameter of that name.
    pub async fn sweep_heat_map(&self, ctx: &Ctx, id: BacktestId, query: HeatMapQuery) -> Result<HeatMap> {
        let ws = self.for_use(ctx, Action::Read, "sweeps").await?;
        let of = saved(&ws, id).await?;
        let result = kept(&ws, id).await?.result();
        let figure = query.figure.unwrap_or(of.summary.figure);
        let known = |trial: &Trial| trial.outcome.as_ref().is_some_and(|outcome| outcome.figures.contains_key(&figure));
        if !result.trials.iter().any(known) {
            let names = result.trials.iter().find_map(|trial| trial.outcome.as_ref());
            let names = names.map(|of| of.figures.keys().cloned().collect::<Vec<_>>().join(", ")).unwrap_or_default();
            let message = format!("no trial has a figure \"{figure}\"; those of this sweep are: {names}");
            return Err(Error::field("figure", "figure_unknown", message));
        }
        let over = query.over.unwrap_or_default();
        Ok(result.heat_map(&figure, of.summary.goal, [&query.x, &query.y], over)?)
    }

    /// Deletes one. Its trials go on to count where a later back-test has counted them.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_sweep(&self, ctx: &Ctx, id: BacktestId) -> Result<Deleted> {
        let ws = self.for_use(ctx, Action::Write, "sweeps").await?;
        saved(&ws, id).await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let _: Saved = store::backtests::delete(&mut w, id).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Deleted { change_id })
    }
}

/// The Sharpe ratios a year of a sweep's trials, those that have one; none when its result is missing.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn sharpe_ratios(ws: &Workspace, id: BacktestId) -> Result<Vec<f64>> {
    match kept(ws, id).await {
        Ok(kept) => Ok(kept.result().trials.iter().filter_map(|trial| trial.figure("sharpe_ratio")).collect()),
        Err(Error::Conflict { code: "result_missing", .. }) => Ok(Vec::new()),
        Err(other) => Err(other),
    }
}

/// Blocks into which periods are cut for the probability of overfitting: as many as leave ten periods for each, 2 to 16.
pub(crate) fn blocks(result: &SweepResult) -> usize {
    let lengths = result.trials.iter().filter_map(|trial| Some(trial.outcome.as_ref()?.returns.len()));
    (lengths.max().unwrap_or(0) / 10).clamp(2, 16) / 2 * 2
}

/// A sweep of that identity; a run is none.
async fn saved(ws: &Workspace, id: BacktestId) -> Result<Saved> {
    let found: store::backtests::Backtest<Value, Value> = store::backtests::get(&ws.store, id).await?;
    if found.settings.get("sweep").is_none() {
        return Err(Error::not_found("sweep", id));
    }
    Ok(store::backtests::get(&ws.store, id).await?)
}

async fn kept(ws: &Workspace, id: BacktestId) -> Result<KeptSweep> {
    let Some(packed) = store::backtests::results::get(&ws.store, id).await? else {
        let detail = "the trials of this sweep are missing, as after a deletion that was undone or a restored archive; run it again";
        return Err(Error::conflict("result_missing", detail));
    };
    worked_out("reading the trials", move || packed.unpack()).await
}

fn item(saved: &Saved) -> SweepItem {
    SweepItem {
        id: saved.id,
        name: saved.name.clone(),
        created_at: saved.created_at,
        job_id: saved.job_id,
        strategy_id: saved.strategy_id,
        strategy_kind: saved.settings.specification.kind(),
        from: saved.from,
        to: saved.to,
        interval: saved.settings.backtest.interval.unwrap_or(Interval::Day1),
        instrument_ids: saved.instruments.clone(),
        n_trials: saved.n_trials,
        summary: saved.summary.clone(),
    }
}

impl From<Trial> for SweepTrial {
    fn from(trial: Trial) -> Self {
        let Trial { index, parameters, outcome, error } = trial;
        Self { index, parameters, figures: outcome.map(|outcome| outcome.figures).unwrap_or_default(), error }
    }
}
