//! One connection to a source that is kept alive: opened, watched, ended, opened again.
//!
//! A task of its own holds the socket. It reads as fast as the hub takes, so a source that sends too much is slowed by TCP and nothing
//! piles up here. It pings, and ends what does not answer, is silent, or is older than its source allows; then it waits, longer each time,
//! and asks for everything anew. What a person must change (a wrong key, a missing subscription) stops it until it is told to try again.
//!
//! There is never more than one socket at a time: many sources allow one.

mod dial;
mod judge;
mod outbox;
mod report;
mod talk;
mod task;
mod told;

use std::{
    collections::BTreeSet,
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use model::{
    id::InstrumentId,
    market::{MarketEvent, Source, Tick},
    time::Timestamp,
};
use tokio::sync::{Notify, mpsc, watch};
use venues::{Conversation, NewsItem, Topic};

use crate::{address::Endpoint, budget::SharedBudget, clock::Clock, error::MarketError};

pub use report::{ConnectionReport, ConnectionState, LastGarbage, LastRefusal};

use report::Counts;

/// Limits of a connection.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ConnectionSettings {
    /// How long name, TCP, TLS and the WebSocket's opening may take together.
    pub connect: Duration,
    /// How long the source may take to let us in.
    pub login: Duration,
    /// How often it is pinged.
    pub ping_every: Duration,
    /// How soon it must answer.
    pub pong_within: Duration,
    /// How long a message may take to be sent.
    pub send: Duration,
    /// The largest frame, in bytes.
    pub frame_bytes: usize,
    /// The largest message, in bytes.
    pub message_bytes: usize,
    /// The first wait before a new try; it doubles.
    pub first_wait: Duration,
    /// The longest.
    pub longest_wait: Duration,
    /// After this time a connection counts as stable, and waits begin anew.
    pub stable: Duration,
    /// The shortest wait when the source has too many connections of ours.
    pub crowded_wait: Duration,
    /// How long it stays open when nothing is wanted any more.
    pub linger: Duration,
    /// The shortest time between two requests for the same book.
    pub resync_every: Duration,
    /// So many unreadable messages without a readable one between them end it.
    pub garbage_max: u32,
}

impl Default for ConnectionSettings {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            login: Duration::from_secs(15),
            ping_every: Duration::from_secs(10),
            pong_within: Duration::from_secs(5),
            send: Duration::from_secs(10),
            frame_bytes: 4 * 1024 * 1024,
            message_bytes: 16 * 1024 * 1024,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(64),
            stable: Duration::from_secs(60),
            crowded_wait: Duration::from_secs(30),
            linger: Duration::from_secs(30),
            resync_every: Duration::from_secs(5),
            garbage_max: 100,
        }
    }
}

/// An answer that is still to come.
pub type Coming<T> = Pin<Box<dyn Future<Output = Result<T, MarketError>> + Send>>;

/// Requests the snapshot of an order book, by instrument and the source's symbol.
pub type AskSnapshot = Arc<dyn Fn(InstrumentId, &str) -> Coming<Vec<u8>> + Send + Sync>;

/// What a connection is made of.
pub struct ConnectionSetup {
    /// Where to.
    pub endpoint: Endpoint,
    /// The source's language.
    pub conversation: Box<dyn Conversation>,
    /// Limits.
    pub settings: ConnectionSettings,
    /// How a book's snapshot is requested, where the source does not send it.
    pub snapshots: Option<AskSnapshot>,
    /// How often the source may be connected to.
    pub dials: Option<SharedBudget>,
    /// How much may be said to it.
    pub says: Option<SharedBudget>,
}

impl ConnectionSetup {
    /// With the usual limits and without budgets.
    #[must_use]
    pub fn new(endpoint: Endpoint, conversation: Box<dyn Conversation>) -> Self {
        let settings = ConnectionSettings::default();
        Self { endpoint, conversation, settings, snapshots: None, dials: None, says: None }
    }
}

impl fmt::Debug for ConnectionSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionSetup").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// What reaches a hub from outside.
#[derive(Debug)]
pub(crate) enum Heard {
    /// Events, in the order in which they came.
    Events(Vec<MarketEvent>),
    /// Trades and quotes that were asked for, and in how many microseconds they are again.
    Polled(Vec<Tick>, i64),
    /// News; the same stand among the events.
    News(Vec<NewsItem>),
    /// The connection of a source ended, or a new one began: what comes later does not join on to what came before.
    Break(Source),
    /// Recorded time has come to here.
    Until(Timestamp),
    /// A recording goes on from another place: what was known is forgotten.
    Rewound,
}

/// The way into a hub. It holds a few batches; whoever gives more waits.
#[derive(Clone, Debug)]
pub struct Inlet(mpsc::Sender<Heard>);

impl Inlet {
    pub(crate) fn new(room: usize) -> (Self, mpsc::Receiver<Heard>) {
        let (sender, receiver) = mpsc::channel(room.max(1));
        (Self(sender), receiver)
    }

    /// Gives events in the order in which they were received.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn events(&self, events: Vec<MarketEvent>) -> Result<(), MarketError> {
        self.give(Heard::Events(events)).await
    }

    /// Gives trades and quotes that were asked for, as nothing streams, and that are asked for again in so many microseconds. They are
    /// checked like those of a stream; consumers get them, sinks do not: they are some of many that are not known.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn polled(&self, ticks: Vec<Tick>, every_micros: i64) -> Result<(), MarketError> {
        self.give(Heard::Polled(ticks, every_micros)).await
    }

    /// Gives news that were asked for afterwards, as the connection was away when they were published.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn news(&self, news: Vec<NewsItem>) -> Result<(), MarketError> {
        self.give(Heard::News(news)).await
    }

    /// Tells that the connection of a source ended, or that a new one began.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn broke(&self, source: Source) -> Result<(), MarketError> {
        self.give(Heard::Break(source)).await
    }

    /// Waits until the hub has stopped.
    pub(crate) async fn closed(&self) {
        self.0.closed().await;
    }

    pub(crate) async fn give(&self, heard: Heard) -> Result<(), MarketError> {
        self.0.send(heard).await.map_err(|_| MarketError::Stopped)
    }
}

/// What the task is told from outside. It is as large as what is watched, however slow the task is.
#[derive(Debug, Default)]
struct Orders {
    resync: BTreeSet<InstrumentId>,
    reconnect: Option<&'static str>,
    retry: bool,
    close: bool,
}

/// What handle and task share.
#[derive(Debug)]
struct Shared {
    source: Source,
    orders: Mutex<Orders>,
    ordered: Notify,
    counts: Mutex<Counts>,
}

impl Shared {
    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn order(&self, give: impl FnOnce(&mut Orders)) {
        give(&mut self.orders());
        self.ordered.notify_one();
    }
}

/// A connection. Dropping it ends it.
#[derive(Debug)]
pub struct Connection {
    shared: Arc<Shared>,
    wanted: watch::Sender<Arc<[Topic]>>,
    state: watch::Receiver<ConnectionState>,
}

impl Connection {
    /// Starts the task; it connects as soon as something is wanted. It must be called within a tokio runtime.
    ///
    /// # Errors
    /// [`MarketError::Certificates`] when TLS cannot be set up.
    pub fn open(setup: ConnectionSetup, inlet: Inlet, clock: Arc<dyn Clock>) -> Result<Self, MarketError> {
        let (wanted, wants) = watch::channel(Arc::from([]));
        let (tell_state, state) = watch::channel(ConnectionState::Idle);
        let shared = Arc::new(Shared {
            source: setup.conversation.source(),
            orders: Mutex::default(),
            ordered: Notify::new(),
            counts: Mutex::default(),
        });
        let task = task::Task::new(setup, inlet, clock, Arc::clone(&shared), wants, tell_state)?;
        tokio::spawn(task.run());
        Ok(Self { shared, wanted, state })
    }

    /// Whose.
    #[must_use]
    pub fn source(&self) -> Source {
        self.shared.source
    }

    /// Everything that is wanted from now on.
    pub fn want(&self, topics: Vec<Topic>) {
        self.wanted.send_if_modified(|wanted| {
            let changes = wanted[..] != topics[..];
            if changes {
                *wanted = Arc::from(topics);
            }
            changes
        });
    }

    /// The book of an instrument is to begin anew.
    pub fn resync(&self, instrument: InstrumentId) {
        self.shared.order(|orders| {
            orders.resync.insert(instrument);
        });
    }

    /// Ends the socket and opens a new one at once.
    pub fn reconnect(&self, reason: &'static str) {
        self.shared.order(|orders| orders.reconnect = Some(reason));
    }

    /// Tries again now: after a person has changed what was wrong, or instead of waiting.
    pub fn retry(&self) {
        self.shared.order(|orders| orders.retry = true);
    }

    /// How it stands; whoever holds the receiver sees each change.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<ConnectionState> {
        self.state.clone()
    }

    /// How it stands and what it has seen.
    #[must_use]
    pub fn report(&self) -> ConnectionReport {
        let state = self.state.borrow().clone();
        self.shared.counts().report(self.shared.source, state)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.shared.order(|orders| orders.close = true);
    }
}
