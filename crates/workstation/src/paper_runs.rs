//! Runs on paper: a strategy over what streams, or over a replay, in an account of its own. No order leaves the program.
//!
//! A run is kept where back-tests are and has a result like theirs, so that both can be laid beside each other. While it goes on it has a
//! thread of its own ([`course`]), which alone knows its orders, and a task that tends it ([`tend`]).

mod course;
mod tend;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use ::backtest::{EndPosition, RefusedRequest};
use ::bars::build::PriceOf;
use ::strategies::script::LogLine;
use chrono::NaiveDate;
use execution::state::OrderState;
use market::sink::WhenFull;
use model::{
    currency::Currency,
    id::{BacktestId, InstrumentId},
    order::{Order, OrderTerms, event::OrderStatus, fill::Fill},
    quantity::Quantity,
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use store::backtests::Shape;
use tokio::{sync::mpsc, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use self::{
    course::{Course, Message},
    tend::{On, Tended},
};
use crate::{
    Host, Workstation,
    backtests::{
        BacktestQuestion, BacktestView, Saved, TicksQuestion, check_name,
        data::{self, Ground, RunData},
        questions::Kept,
        run::name_of,
        summary::BacktestSummary,
        targets,
    },
    ctx::{Action, Ctx},
    error::{Error, Result},
    feeds::Feed,
    replays::{ReplayOf, heard},
    workspace::Workspace,
};

/// Runs at once.
const RUNNING_MAX: usize = 16;
/// So long a run is waited for that works on something.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a run hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperFeed {
    /// What providers stream now.
    Live,
    /// The replay that there is, from where it stands.
    Replay,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperStanding {
    /// It goes on.
    Running,
    /// Somebody ended it.
    Stopped,
    /// The replay came to its end.
    Finished,
    /// It could not go on.
    Failed,
    /// The program ended while it went on; what came last may be missing.
    Interrupted,
}

/// How a run on paper stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PaperState {
    /// What it hears.
    pub feed: PaperFeed,
    /// Where it stands.
    pub standing: PaperStanding,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Why it ended, where nobody asked for it.
    pub why: Option<String>,
    /// Ticks that it was not given because it was busy, or away from the stream.
    pub missed_ticks: u64,
}

/// A run on paper to begin.
#[derive(Clone, Debug, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperQuestion {
    /// What it hears.
    pub feed: PaperFeed,
    /// Which price of a tick makes the bars that the strategy hears of; trades when nothing is said.
    #[serde(default = "of_trades")]
    pub price: PriceOf,
    /// Strategy, instruments, the interval of the bars, account and market, as of a back-test. Without days, ticks and benchmark: it hears
    /// what comes.
    pub run: BacktestQuestion,
}

const fn of_trades() -> PriceOf {
    PriceOf::Trade
}

/// An order that works.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OpenOrder {
    /// As it was made.
    pub order: Order,
    /// Where it stands.
    pub status: OrderStatus,
    /// When and at which price, after changes.
    pub terms: OrderTerms,
    /// Units that traded.
    pub filled: Quantity,
    /// Units that did not trade yet.
    pub remaining: Quantity,
}

impl From<&OrderState> for OpenOrder {
    fn from(state: &OrderState) -> Self {
        Self {
            order: *state.order(),
            status: state.status(),
            terms: state.terms(),
            filled: state.filled(),
            remaining: state.remaining(),
        }
    }
}

/// A run on paper that goes on, as it stands at this moment.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PaperRunView {
    /// Its identity: that of the back-test under which it is kept.
    pub id: BacktestId,
    /// Its name.
    pub name: String,
    /// What it hears.
    pub feed: PaperFeed,
    /// When it began.
    pub began_at: Timestamp,
    /// What it trades.
    pub instrument_ids: Vec<InstrumentId>,
    /// The time of the last tick; null before the first.
    pub last_at: Option<Timestamp>,
    /// Ticks that it was given.
    pub ticks: u64,
    /// Ticks that it was not given because it was busy, or away from the stream.
    pub missed_ticks: u64,
    /// The currency of the account.
    pub currency: Currency,
    /// Cash at the start.
    #[schema(value_type = String)]
    pub cash_at_start: Decimal,
    /// Cash in that currency now.
    #[schema(value_type = String)]
    pub cash: Decimal,
    /// What the account is worth; null while a price or a rate is not known.
    #[schema(value_type = Option<String>)]
    pub equity: Option<Decimal>,
    /// What is held.
    pub positions: Vec<EndPosition>,
    /// Orders that work, the oldest first.
    pub open_orders: Vec<OpenOrder>,
    /// Orders that passed the gate.
    pub orders: u64,
    /// Fills.
    pub fills: usize,
    /// The last fills, the newest first.
    pub last_fills: Vec<Fill>,
    /// Requests that were refused.
    pub refused_count: u64,
    /// Some of them, the last ones first.
    pub refused: Vec<RefusedRequest>,
    /// What a script wrote last.
    pub journal: Vec<LogLine>,
}

/// Runs that go on.
#[derive(Default)]
pub(crate) struct PaperRuns(Mutex<BTreeMap<BacktestId, Running>>);

/// A run that goes on.
struct Running {
    to: mpsc::Sender<Message>,
    stop: CancellationToken,
    task: Option<JoinHandle<()>>,
}

impl PaperRuns {
    fn all(&self) -> MutexGuard<'_, BTreeMap<BacktestId, Running>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether one goes on.
    pub(crate) fn has(&self, id: BacktestId) -> bool {
        self.all().contains_key(&id)
    }

    /// It has ended.
    fn forget(&self, id: BacktestId) {
        self.all().remove(&id);
    }

    /// Ends one and waits until it is kept; nothing where none goes on.
    async fn end(&self, id: BacktestId) {
        let task = self.all().get_mut(&id).and_then(|running| {
            running.stop.cancel();
            running.task.take()
        });
        if let Some(task) = task {
            // One that panicked has said so in the log.
            let _ = task.await;
        }
    }

    /// Ends all of them, and waits until they are kept.
    pub(crate) async fn end_all(&self) {
        let ids: Vec<BacktestId> = self.all().keys().copied().collect();
        for id in ids {
            self.end(id).await;
        }
    }
}

/// Notes of runs that were going on when the program ended that they do not any more.
///
/// # Errors
/// When the store cannot be read or written.
pub(crate) async fn mend(ws: &Workspace, host: &Host) -> Result<()> {
    let paging = store::Paging { limit: 1000, cursor: None };
    let found = store::backtests::list::<Kept, BacktestSummary>(&ws.store, Shape::RunningOnPaper, &paging).await?;
    for saved in found.items {
        let why = "the program ended while it went on; what came after the last keeping is missing";
        tend::keep_end(ws, host, &Ctx::local(), saved, PaperStanding::Interrupted, Some(why.to_owned())).await?;
    }
    Ok(())
}

impl Workstation {
    /// Begins a run on paper.
    ///
    /// # Errors
    /// When nothing streams or no replay is there, an instrument is not streamed, or the strategy or a setting makes no sense.
    pub async fn start_paper_run(&self, ctx: &Ctx, question: PaperQuestion) -> Result<PaperRunView> {
        let ws = self.for_use(ctx, Action::Write, "paper_runs").await?;
        check(&question)?;
        if ws.paper.all().len() >= RUNNING_MAX {
            let detail = format!("{RUNNING_MAX} runs go on already; stop one first");
            return Err(Error::conflict("too_many_paper_runs", detail));
        }
        let PaperQuestion { feed: kind, price, mut run } = question;
        let Source { feed, of, span, replay } = source(&ws, &self.host, kind).await?;
        let ticks = TicksQuestion { of, size: None, price };
        run.ticks = Some(ticks);
        run.interval = Some(run.interval());
        let ground = Ground::read(&ws, &self.host, &run).await?;
        let specification = data::strategy(&ws, &run).await?;
        let subscription = tend::subscribe(&feed, &run.instrument_ids).await?;
        let symbols = ground.symbols();
        let heard = heard(&feed, &run.instrument_ids, &symbols)?;
        let backtest = ground.tick_backtest(&ws, &run, span).await?;
        let data = RunData::on_paper(backtest, ticks.bars(run.interval()), &run, symbols, span);
        let targets = targets::read(&ws, &specification, &data).await?;
        let name = run.name.clone().unwrap_or_else(|| name_of(&specification, &data.symbols));
        (run.from, run.to) = (Some(span.0), Some(span.1));
        let state =
            PaperState { feed: kind, standing: PaperStanding::Running, ended_at: None, why: None, missed_ticks: 0 };
        let cash = run.settings.cash;
        let currency = data.backtest.settings().currency;
        let mut saved = Saved {
            id: BacktestId::new(),
            name,
            created_at: self.host.clock.now(),
            job_id: None,
            strategy_id: run.strategy_id,
            from: span.0,
            to: span.1,
            data_hash: data.data_hash.clone(),
            n_trials: 1,
            instruments: run.instrument_ids.clone(),
            settings: Kept { specification: specification.clone(), question: run, paper: Some(state) },
            summary: BacktestSummary::begun(currency, cash),
        };
        let course = Course::begin(kind, data, specification, targets, saved.id).await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        saved.created_at = w.at();
        store::backtests::insert(&mut w, &saved).await?;
        ws.commit(w, &self.host).await?;
        let when_full = if replay.is_some() { WhenFull::Wait } else { WhenFull::Miss };
        let on = On::hub(&feed.hub, heard, subscription, when_full, &course.to);
        let (stop, id, to) = (CancellationToken::new(), saved.id, course.to.clone());
        let tended = Tended { ws: Arc::clone(&ws), host: self.host.clone(), ctx: ctx.clone(), saved, course, ground };
        // It is listed before it can end.
        ws.paper.all().insert(id, Running { to, stop: stop.clone(), task: None });
        let task = tokio::spawn(tended.run(on, replay, stop));
        if let Some(running) = ws.paper.all().get_mut(&id) {
            running.task = Some(task);
        }
        self.paper_run(ctx, id).await
    }

    /// The runs that go on, the oldest first.
    ///
    /// # Errors
    /// When no workspace is open.
    pub async fn paper_runs(&self, ctx: &Ctx) -> Result<Vec<PaperRunView>> {
        let ws = self.for_use(ctx, Action::Read, "paper_runs").await?;
        let ids: Vec<BacktestId> = ws.paper.all().keys().copied().collect();
        let mut views = Vec::new();
        for id in ids {
            match look(&ws, id).await {
                Ok(view) => views.push(view),
                // It ended between.
                Err(Error::NotFound { .. } | Error::Conflict { code: "paper_run_ends", .. }) => {}
                Err(problem) => return Err(problem),
            }
        }
        views.sort_by_key(|view| (view.began_at, view.id));
        Ok(views)
    }

    /// One of them, as it stands at this moment.
    ///
    /// # Errors
    /// When none of that identity goes on; one that has ended is a back-test of the same identity.
    pub async fn paper_run(&self, ctx: &Ctx, id: BacktestId) -> Result<PaperRunView> {
        let ws = self.for_use(ctx, Action::Read, "paper_runs").await?;
        look(&ws, id).await
    }

    /// Ends one and keeps it. What it holds stays as it is.
    ///
    /// # Errors
    /// When none of that identity goes on.
    pub async fn stop_paper_run(&self, ctx: &Ctx, id: BacktestId) -> Result<BacktestView> {
        let ws = self.for_use(ctx, Action::Write, "paper_runs").await?;
        if !ws.paper.has(id) {
            return Err(Error::not_found("run on paper", id));
        }
        ws.paper.end(id).await;
        self.backtest(ctx, id).await
    }
}

/// What a run begins with.
struct Source {
    feed: Feed,
    of: ReplayOf,
    span: (NaiveDate, NaiveDate),
    replay: Option<tokio::sync::watch::Receiver<market::replay::ReplayState>>,
}

async fn source(ws: &Workspace, host: &Host, kind: PaperFeed) -> Result<Source> {
    match kind {
        PaperFeed::Live => {
            let feed = ws.feeds.live_feed().await.ok_or_else(|| {
                let detail = "no provider streams prices; switch one on in the settings of providers, or take a replay";
                Error::conflict("live_missing", detail)
            })?;
            let today = host.clock.now().date();
            Ok(Source { feed, of: ReplayOf::Recording, span: (today, today), replay: None })
        }
        PaperFeed::Replay => {
            let found = ws.feeds.with_replay(async |replay| {
                let (view, feed, state) = (replay.view(), replay.feed.clone(), replay.state());
                Source { feed, of: view.of, span: (view.from.date(), view.to.date()), replay: Some(state) }
            });
            let found =
                found.await.ok_or_else(|| Error::conflict("replay_missing", "there is no replay; begin one first"))?;
            if found.replay.as_ref().is_some_and(|state| state.borrow().remaining == 0) {
                return Err(Error::conflict(
                    "replay_over",
                    "the replay is at its end; begin it anew, or go back in it",
                ));
            }
            Ok(found)
        }
    }
}

/// What can be told to be wrong before anything is read.
fn check(question: &PaperQuestion) -> Result<()> {
    let run = &question.run;
    let given = [
        ("run.from", run.from.is_some()),
        ("run.to", run.to.is_some()),
        ("run.ticks", run.ticks.is_some()),
        ("run.benchmark", run.benchmark.is_some()),
    ];
    if let Some((field, _)) = given.iter().find(|(_, is_given)| *is_given) {
        return Err(Error::field(field, "not_on_paper", "a run on paper hears what comes; leave this out"));
    }
    run.name.as_deref().map_or(Ok(()), check_name)
}

async fn look(ws: &Workspace, id: BacktestId) -> Result<PaperRunView> {
    let to = ws.paper.all().get(&id).map(|running| running.to.clone());
    let to = to.ok_or_else(|| Error::not_found("run on paper", id))?;
    let asked = course::ask(&to, Message::Look);
    let seen = tokio::time::timeout(PATIENCE, asked).await.map_err(|_| {
        Error::conflict("paper_run_busy", "the run works on something that takes long; ask again in a moment")
    })?;
    let seen = seen.ok_or_else(|| {
        Error::conflict("paper_run_ends", "the run is being kept; look for it among the back-tests in a moment")
    })?;
    let saved: Saved = store::backtests::get(&ws.store, id).await?;
    let Some(state) = saved.settings.paper else { return Err(Error::not_found("run on paper", id)) };
    Ok(PaperRunView {
        id,
        name: saved.name,
        feed: state.feed,
        began_at: saved.created_at,
        instrument_ids: saved.instruments,
        last_at: seen.last_at,
        ticks: seen.ticks,
        missed_ticks: seen.missed_ticks,
        currency: saved.summary.currency,
        cash_at_start: saved.summary.cash,
        cash: seen.cash,
        equity: seen.equity,
        positions: seen.positions,
        open_orders: seen.open_orders,
        orders: seen.orders,
        fills: seen.fills,
        last_fills: seen.last_fills,
        refused_count: seen.refused_count,
        refused: seen.refused,
        journal: seen.journal,
    })
}
