//! An open workspace: its store, its own "today", what is cached of it, and the tasks that begin and work on its jobs.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::NaiveDate;
use model::{id::AuditEventId, settings::Settings, time::Clock};
use serde::{Deserialize, Serialize};
use store::{Paging, Store, Write, audit};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{
    Ctx, Host, Workstation,
    alerts::Watching,
    backtests::kept::Shelf,
    ctx::{Action, authorize},
    error::{Error, Result},
    feeds::Feeds,
    folded::Cache,
    jobs::Queue,
    notifications::Desk,
    paper_runs::PaperRuns,
    rebalancings::Market,
    schedules::Runs,
    universe::Kept,
};

/// What a workspace says of itself; kept among its settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Meta {
    /// Its name.
    pub(crate) name: String,
    /// It is the labelled sample.
    pub(crate) sample: bool,
    /// The day that counts as today, where it stands still.
    pub(crate) today: Option<NaiveDate>,
    /// Risk-free return of each month, a fraction, where the workspace has a series of its own.
    #[serde(default)]
    pub(crate) risk_free_monthly: Vec<(NaiveDate, f64)>,
}

/// The key of [`Meta`].
pub(crate) const META: &str = "workspace";

/// Numbers that move when something is committed; a cache that has seen the present ones is fresh.
#[derive(Debug, Default)]
pub(crate) struct Generations {
    /// Of everything in the ledger but rates.
    pub(crate) ledger: AtomicU64,
    /// Of the exchange rates.
    pub(crate) fx: AtomicU64,
    /// Of the bars.
    pub(crate) bars: AtomicU64,
}

/// An open workspace.
pub(crate) struct Workspace {
    pub(crate) store: Store,
    pub(crate) dir: PathBuf,
    meta: RwLock<Arc<Meta>>,
    pub(crate) generations: Generations,
    pub(crate) cache: tokio::sync::Mutex<Cache>,
    /// Held while what a window shows first is computed ahead: what reads every price waits for it.
    pub(crate) first: tokio::sync::RwLock<()>,
    pub(crate) universes: Kept,
    pub(crate) shelf: Shelf,
    pub(crate) market: tokio::sync::Mutex<Option<Arc<Market>>>,
    pub(crate) queue: Queue,
    pub(crate) runs: Runs,
    pub(crate) watching: Watching,
    pub(crate) desk: Desk,
    pub(crate) feeds: Feeds,
    pub(crate) paper: PaperRuns,
    stop: CancellationToken,
    tasks: std::sync::Mutex<Vec<JoinHandle<()>>>,
}

impl Workspace {
    pub(crate) fn new(store: Store, dir: &Path, meta: Meta) -> Self {
        Self {
            store,
            dir: dir.to_owned(),
            meta: RwLock::new(Arc::new(meta)),
            generations: Generations::default(),
            cache: tokio::sync::Mutex::default(),
            first: tokio::sync::RwLock::default(),
            universes: Kept::default(),
            shelf: Shelf::default(),
            market: tokio::sync::Mutex::default(),
            queue: Queue::default(),
            runs: Runs::default(),
            watching: Watching::default(),
            desk: Desk::default(),
            feeds: Feeds::default(),
            paper: PaperRuns::default(),
            stop: CancellationToken::new(),
            tasks: std::sync::Mutex::default(),
        }
    }

    /// What it says of itself.
    pub(crate) fn meta(&self) -> Arc<Meta> {
        Arc::clone(&self.meta.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on it says this of itself.
    pub(crate) fn set_meta(&self, meta: Meta) {
        *self.meta.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(meta);
    }

    /// The day that counts as today.
    pub(crate) fn today(&self, clock: Clock) -> NaiveDate {
        self.meta().today.unwrap_or_else(|| clock.now().date())
    }

    /// Starts working on jobs, beginning what is due by schedule, telling alerts what comes, sending what follows, and listening to
    /// providers of market data.
    pub(crate) async fn start(self: &Arc<Self>, host: Host) {
        if let Err(problem) = crate::paper_runs::mend(self, &host).await {
            tracing::error!(%problem, "what became of runs on paper could not be noted");
        }
        if let Err(problem) = self.feeds.begin(self, &host).await {
            tracing::error!(%problem, "market data cannot be listened to");
        }
        let scheduler = tokio::spawn(crate::schedules::watch(Arc::clone(self), host.clone(), self.stop.clone()));
        let watch = tokio::spawn(crate::alerts::watch(Arc::clone(self), host.clone(), self.stop.clone()));
        let post = tokio::spawn(crate::notifications::deliver(Arc::clone(self), host.clone(), self.stop.clone()));
        let worker = tokio::spawn(crate::jobs::work(Arc::clone(self), host, self.stop.clone()));
        *self.tasks.lock().unwrap_or_else(PoisonError::into_inner) = vec![scheduler, watch, post, worker];
    }

    /// Stops the tasks, then closes the store. A running job goes back to the queue at the next start.
    pub(crate) async fn close(&self, host: &Host) {
        self.stop.cancel();
        self.paper.end_all().await;
        self.feeds.end(host).await;
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        for task in tasks {
            let _ = task.await; // one that panicked has said so in the log
        }
        self.store.close().await;
    }

    /// Begins a change.
    pub(crate) async fn begin(&self, ctx: &Ctx, host: &Host) -> Result<Write> {
        Ok(self.store.begin(&ctx.actor, ctx.correlation_id, host.clock.now()).await?)
    }

    /// Keeps a change and tells everybody.
    pub(crate) async fn commit(&self, w: Write, host: &Host) -> Result<()> {
        let done = w.commit().await?;
        self.moved(&done.nouns);
        if done.nouns.contains(&"settings") {
            crate::settings::note_renderer(self).await;
        }
        if done.nouns.contains(&"schedules") {
            self.runs.wake();
        }
        host.events.changed(&done.nouns, done.correlation_id);
        Ok(())
    }

    /// Keeps what live alerts did and tells everybody but the task that watches alerts, which is told what became of each.
    pub(crate) async fn commit_told(&self, w: Write, host: &Host) -> Result<()> {
        let done = w.commit().await?;
        if !done.nouns.is_empty() {
            self.desk.wake();
            host.events.changed(&done.nouns, done.correlation_id);
        }
        Ok(())
    }

    /// Notes that nouns changed, for the cache and for alerts.
    pub(crate) fn moved(&self, nouns: &[&str]) {
        for noun in nouns {
            if *noun == "portfolio_alerts" {
                self.watching.changed();
                self.desk.wake();
                continue;
            }
            let generation = match *noun {
                "fx_rates" => &self.generations.fx,
                "bars" => &self.generations.bars,
                "jobs"
                | "audit_events"
                | "imports"
                | "portfolio_optimizations"
                | "targets"
                | "backups"
                | "rebalancing_events"
                | "strategies"
                | "backtests"
                | "schedules"
                | "schedule_occurrences"
                | "portfolio_alert_events"
                | "portfolio_alert_deliveries" => continue,
                _ => &self.generations.ledger,
            };
            generation.fetch_add(1, Ordering::Release);
            self.watching.wake();
        }
    }

    /// The settings.
    pub(crate) async fn settings(&self) -> Result<Settings> {
        let found = store::settings::get(&self.store).await?;
        found.ok_or(Error::Broken { what: "the workspace without settings" })
    }
}

/// The newest event of a change in the making: its `x-change-id`.
pub(crate) async fn last_event(w: &mut Write) -> Result<AuditEventId> {
    let filter = audit::AuditFilter { correlation_id: Some(w.correlation_id()), ..audit::AuditFilter::default() };
    let page = audit::list(&mut *w, &filter, &Paging { limit: 1, cursor: None }).await?;
    page.items.first().map(|e| e.id).ok_or(Error::Broken { what: "a change without an event" })
}

impl Workstation {
    /// The open workspace, for an actor who may.
    pub(crate) async fn for_use(&self, ctx: &Ctx, action: Action, object: &'static str) -> Result<Arc<Workspace>> {
        authorize(&ctx.actor, action, object)?;
        self.open.read().await.clone().ok_or(Error::NoWorkspace)
    }
}
