//! Back-tests: strategies run over the bars of the workspace, kept with everything needed to repeat them.

mod actions;
mod analysis;
pub(crate) mod attributions;
pub(crate) mod data;
mod gap;
pub(crate) mod kept;
mod noise;
mod outcome;
pub mod own;
pub(crate) mod questions;
pub(crate) mod run;
pub(crate) mod summary;
pub(crate) mod targets;
mod taxes;
mod tear_sheet;

use ::bars::interval::Interval;
use ::strategies::StrategySpecification;
use chrono::NaiveDate;
use model::{
    id::{BacktestId, InstrumentId, JobId, StrategyId},
    job::{Job, JobKind},
    time::Timestamp,
};
use serde::Serialize;
use store::backtests::Shape;

use crate::{
    Workstation,
    apart::worked_out,
    ctx::{Action, Ctx},
    error::{Error, Result},
    jobs::Work,
    ledger::Deleted,
    page::{Page, PageQuery, paging},
    paper_runs::PaperState,
    workspace::{Workspace, last_event},
};
pub use analysis::{BacktestLookAhead, BacktestSignificance};
pub use attributions::{BacktestAttribution, FactorSplit, GainRow, GainSplit};
pub use gap::GapQuery;
pub use noise::{NoiseBand, NoiseQuery, ParameterNoise, VariedParameter};
pub use outcome::{BacktestOutcome, FillsWindow, RoundTripsWindow, RunFill};
pub use questions::{
    BacktestDone, BacktestQuestion, BenchmarkQuestion, CurveQuery, RenameBacktest, RowsQuery, SimulationMethod,
    SimulationQuery, SimulationSettings, TicksQuestion,
};
pub(crate) use summary::figure;
pub use summary::{BacktestSummary, RunCounts};
pub use taxes::BacktestTaxQuery;

/// A back-test in a list.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BacktestItem {
    /// Its identity.
    pub id: BacktestId,
    /// Its name.
    pub name: String,
    /// When it ran.
    pub created_at: Timestamp,
    /// Of which kept strategy it is a trial; that strategy may be gone.
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
    /// What it traded.
    pub instrument_ids: Vec<InstrumentId>,
    /// How many trials of its strategy over these days were counted with it.
    pub n_trials: u32,
    /// How it stands, of a run on paper; null of one over the past.
    pub paper: Option<PaperState>,
    /// What came of it.
    pub summary: BacktestSummary,
}

/// A back-test with everything needed to repeat it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BacktestView {
    /// As in a list.
    #[serde(flatten)]
    pub item: BacktestItem,
    /// The job that ran it.
    pub job_id: Option<JobId>,
    /// BLAKE3 of the data it saw.
    pub data_hash: String,
    /// The strategy as it was.
    pub specification: StrategySpecification,
    /// What was asked.
    pub question: BacktestQuestion,
    /// Whether its whole result is there. After a deletion that was undone, or in a restored archive, it is not; running it again makes
    /// it.
    pub has_result: bool,
}

/// A back-test as the store keeps it.
pub(crate) type Saved = store::backtests::Backtest<questions::Kept, BacktestSummary>;

impl Workstation {
    /// Starts a back-test; the job's result has the `backtest_id`.
    ///
    /// # Errors
    /// When the question cannot be run: an instrument without bars, a setting without sense, a description that makes no strategy.
    pub async fn start_backtest(&self, ctx: &Ctx, question: BacktestQuestion) -> Result<Job> {
        let ws = self.for_use(ctx, Action::Write, "backtests").await?;
        let title = format!("Back-test: {}", self.runnable(&ws, &question).await?);
        self.enqueue(&ws, ctx, JobKind::Backtest, &title, Work::Backtest(Box::new(question))).await
    }

    /// Whether a question can be run, so that a wrong one is told at once and not by a failed job. Gives its name.
    pub(crate) async fn runnable(&self, ws: &Workspace, question: &BacktestQuestion) -> Result<String> {
        if let Some(name) = &question.name {
            check_name(name)?;
        }
        let (named, specification, data) = self.named(ws, question).await?;
        let targets = targets::read(ws, &specification, &data).await?;
        let work = move || {
            let watchdog = ::strategies::script::Watchdog::start();
            let of = (&data.ids[..], Some(data.interval));
            data.with_benchmark(|benchmark| benchmark.map(|of| of.values(&[])).transpose())?;
            run::made(&specification, of, targets.as_ref(), &::strategies::script::Journal::default(), &watchdog)
                .map(drop)
        };
        worked_out("the strategy", work).await?;
        Ok(named)
    }

    /// The name of a question that there are data for, with them and its strategy.
    pub(crate) async fn named(
        &self,
        ws: &Workspace,
        question: &BacktestQuestion,
    ) -> Result<(String, StrategySpecification, data::RunData)> {
        let specification = data::strategy(ws, question).await?;
        let data = data::read(ws, &self.host, question).await?;
        let named = question.name.clone().unwrap_or_else(|| run::name_of(&specification, &data.symbols));
        Ok((named, specification, data))
    }

    /// Back-tests, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn backtests(&self, ctx: &Ctx, query: &PageQuery) -> Result<Page<BacktestItem>> {
        let ws = self.for_use(ctx, Action::Read, "backtests").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        let page: Page<Saved> = store::backtests::list(&ws.store, Shape::Runs, &paging).await?.into();
        Ok(page.map(|saved| item(&saved)))
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none.
    pub async fn backtest(&self, ctx: &Ctx, id: BacktestId) -> Result<BacktestView> {
        let ws = self.for_use(ctx, Action::Read, "backtests").await?;
        view(&ws, saved(&ws, id).await?).await
    }

    /// Renames one.
    ///
    /// # Errors
    /// When there is none, or the name is empty or too long.
    pub async fn rename_backtest(&self, ctx: &Ctx, id: BacktestId, name: &str) -> Result<BacktestView> {
        let ws = self.for_use(ctx, Action::Write, "backtests").await?;
        saved(&ws, id).await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::backtests::rename(&mut w, id, name).await?;
        ws.commit(w, &self.host).await?;
        view(&ws, saved(&ws, id).await?).await
    }

    /// Deletes one with its result. It goes on to count as a trial where a later back-test has counted it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_backtest(&self, ctx: &Ctx, id: BacktestId) -> Result<Deleted> {
        let ws = self.for_use(ctx, Action::Write, "backtests").await?;
        saved(&ws, id).await?;
        if ws.paper.has(id) {
            return Err(Error::conflict("paper_run_goes_on", "this run on paper goes on; stop it first"));
        }
        let mut w = ws.begin(ctx, &self.host).await?;
        let _: Saved = store::backtests::delete(&mut w, id).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Deleted { change_id })
    }
}

/// The name of a back-test or a sweep.
pub(crate) fn check_name(name: &str) -> Result<()> {
    if name.trim().is_empty() || name.chars().count() > 200 {
        return Err(Error::field("name", "text_length", "name must have 1 to 200 characters"));
    }
    Ok(())
}

/// A run of that identity; a sweep is none.
async fn saved(ws: &Workspace, id: BacktestId) -> Result<Saved> {
    let found: store::backtests::Backtest<serde_json::Value, serde_json::Value> =
        store::backtests::get(&ws.store, id).await?;
    if found.settings.get("sweep").is_some() {
        return Err(Error::not_found("back-test", id));
    }
    Ok(store::backtests::get(&ws.store, id).await?)
}

fn item(saved: &Saved) -> BacktestItem {
    BacktestItem {
        id: saved.id,
        name: saved.name.clone(),
        created_at: saved.created_at,
        strategy_id: saved.strategy_id,
        strategy_kind: saved.settings.specification.kind(),
        from: saved.from,
        to: saved.to,
        interval: saved.settings.question.interval(),
        instrument_ids: saved.instruments.clone(),
        n_trials: saved.n_trials,
        paper: saved.settings.paper.clone(),
        summary: saved.summary.clone(),
    }
}

async fn view(ws: &Workspace, saved: Saved) -> Result<BacktestView> {
    let has_result = store::backtests::results::missing(&ws.store, &[saved.id]).await?.is_empty();
    Ok(BacktestView {
        item: item(&saved),
        job_id: saved.job_id,
        data_hash: saved.data_hash,
        specification: saved.settings.specification,
        question: saved.settings.question,
        has_result,
    })
}
