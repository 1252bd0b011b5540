//! Use cases, one module per noun: load, compute, save, emit.
//!
//! A [`Workstation`] has one workspace open and swaps it on request. Every use case takes a [`ctx::Ctx`] first and asks
//! `authorize`. Reads go through one cache of folded books; writes are one store transaction each, which carries its audit
//! events, and are told to everybody who [subscribes](Workstation::subscribe). Long work is a job: a row that survives
//! the process. Not here: mathematics (the engines), SQL (`store`), HTTP (`api`).

pub mod ctx;
pub mod error;
pub mod event;
pub mod ledger;
pub mod page;
pub mod sample;

pub mod accounts;
pub mod alerts;
mod analysis;
mod apart;
pub mod backtests;
pub mod backups;
pub mod bars;
pub mod changes;
pub mod charts;
pub mod data_health;
pub mod diagnostics;
pub mod drawings;
pub mod explain;
pub mod exports;
pub mod feeds;
pub mod fx_rates;
pub mod histories;
pub mod imports;
pub mod indicators;
pub mod instruments;
pub mod jobs;
pub mod moments;
pub mod news;
pub mod notifications;
pub mod optimizations;
pub mod paper_runs;
pub mod performance;
pub mod portfolio;
mod prices;
pub mod providers;
pub mod quotes;
pub mod rebalancings;
pub mod replays;
pub mod returns;
pub mod risk;
pub mod schedules;
pub mod sealed_file;
pub mod settings;
pub mod strategies;
pub mod summary;
pub mod sweeps;
pub mod targets;
pub mod taxes;
pub mod transactions;
pub mod uploads;
pub mod watchlists;
pub mod workspaces;

mod folded;
mod kept_secrets;
mod registry;
mod sample_fill;
mod universe;
mod workspace;

use std::{path::PathBuf, sync::Arc, time::Duration};

use model::{
    currency::Currency,
    time::{Clock, Timestamp},
};
use tokio::sync::{Mutex, RwLock};

pub use ctx::Ctx;
use error::Result;
pub use error::{Error, Reaction};
use event::{EventBus, Events};
use kept_secrets::KeptSecrets;
use registry::Registry;
use secrets::Keeper;
use workspace::Workspace;
use workspaces::WorkspaceKind;

/// What a workstation starts with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The workspace's directory.
    pub path: PathBuf,
    /// What is made when nothing is there.
    pub when_missing: WorkspaceKind,
    /// The base currency of an empty one.
    pub base_currency: Currency,
    /// Tells the time of changes. (The sample's "today" is its own.)
    pub clock: Clock,
    /// Who opens it, for the message that another process gets.
    pub program: String,
}

impl Start {
    /// The sample when nothing is there, by the machine's clock.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            when_missing: WorkspaceKind::Sample,
            base_currency: Currency::USD,
            clock: Clock::System,
            program: "quarterdeck".to_owned(),
        }
    }
}

/// All use cases over the open workspace.
pub struct Workstation {
    host: Host,
    program: String,
    registry: Registry,
    open: RwLock<Option<Arc<Workspace>>>,
    /// Held while workspaces are swapped, so that two swaps do not cross.
    swap: Mutex<()>,
}

/// What background work needs of the workstation.
#[derive(Clone, Debug)]
pub(crate) struct Host {
    pub(crate) events: EventBus,
    pub(crate) clock: Clock,
    /// Which feed of market data is in use.
    pub(crate) feeds: feeds::FeedBoard,
    /// Who listens to what is pushed.
    pub(crate) listeners: quotes::Listeners,
    /// Who keeps secrets.
    pub(crate) keeper: Arc<Keeper>,
}

impl Host {
    /// The secrets of ways in which a person is told of something.
    pub(crate) fn notification_secrets(&self) -> KeptSecrets {
        KeptSecrets::of_notifications(&self.keeper)
    }

    /// The keys by which providers of market data know us.
    pub(crate) fn provider_keys(&self) -> KeptSecrets {
        KeptSecrets::of_providers(&self.keeper)
    }

    /// How long it is until a time, nothing when that is over; at most `longest`, and that where no time is known.
    pub(crate) fn until(&self, time: Option<Timestamp>, longest: Duration) -> Duration {
        let left = time.map_or(i64::MAX, |time| time.micros().saturating_sub(self.clock.now().micros()));
        Duration::from_micros(u64::try_from(left).unwrap_or(0)).min(longest)
    }
}

impl Workstation {
    /// Opens a workspace; where there is none, makes the sample.
    ///
    /// # Errors
    /// [`Error::AlreadyOwned`] when another process has it, else what the store says.
    pub async fn open(path: &std::path::Path) -> Result<Arc<Self>> {
        Self::open_with(Start::new(path)).await
    }

    /// Opens a workspace, or makes one as asked. Secrets are kept in the keychain only.
    ///
    /// # Errors
    /// As [`Workstation::open`].
    pub async fn open_with(start: Start) -> Result<Arc<Self>> {
        Self::open_keeping(start, Arc::default()).await
    }

    /// The same, with secrets where `keeper` keeps them.
    ///
    /// # Errors
    /// As [`Workstation::open`].
    pub async fn open_keeping(start: Start, keeper: Arc<Keeper>) -> Result<Arc<Self>> {
        let path = std::path::absolute(&start.path).map_err(|e| Error::io("found", &start.path, e))?;
        let parent = path.parent().unwrap_or(&path).to_owned();
        let station = Arc::new(Self {
            host: Host {
                events: EventBus::default(),
                clock: start.clock,
                feeds: feeds::FeedBoard::default(),
                listeners: quotes::Listeners::default(),
                keeper,
            },
            program: start.program,
            registry: Registry::new(parent),
            open: RwLock::new(None),
            swap: Mutex::new(()),
        });
        let ctx = Ctx::local();
        let missing = workspaces::Making {
            name: workspaces::name_of(&path, start.when_missing),
            kind: start.when_missing,
            base_currency: start.base_currency,
        };
        let workspace = station.load(&ctx, &path, Some(missing)).await?;
        station.install(workspace).await;
        Ok(station)
    }

    /// Subscribes to events from now on.
    pub fn subscribe(&self) -> Events {
        self.host.events.subscribe()
    }

    /// Ends background work, writes everything out and gives the lock back.
    pub async fn close(&self) {
        let _swap = self.swap.lock().await;
        let open = self.open.write().await.take();
        if let Some(workspace) = open {
            workspace.close(&self.host).await;
        }
    }
}
