//! The hub of live data: one task, and the handle through which everybody speaks to it.
//!
//! The task owns the pure hub of `feed`. It takes what connections hear, lets the hub check it, and spreads what was found good: to each
//! consumer's slot at once, to sinks in batches. Time comes in whole seconds between the events, by a clock (live) or by the events
//! themselves (a replay), so a recording gives the same ticks, bars and incidents as the day itself. What a recording does not hold are breaks
//! of connections.
//!
//! Nobody can make the task wait but a sink that asked for it ([`crate::sink::WhenFull::Wait`]).

mod consumer;
mod demand;
mod echo;
mod sinks;
mod spread;
mod task;

use std::{
    collections::BTreeSet,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bars::{build::BuiltBar, interval::Interval};
use feed::{
    book::{depth::Depth, follow::BookRule},
    hub::{Hub, Setup},
    last::Aged,
    refused::RefusedTick,
    subscriptions::Consumer,
};
use model::{
    currency::Currency,
    id::InstrumentId,
    market::{
        DataKind, Source, Tick,
        incident::{DataIncident, IncidentKind},
    },
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot, watch};

use crate::{
    clock::Clock,
    connection::{Connection, ConnectionReport, ConnectionSetup, ConnectionState, Inlet},
    error::MarketError,
    sink::{Sink, SinkReport, SinkSettings},
};

pub use consumer::{DepthOf, Overlooked, Subscription, Update};

use consumer::Slot;
use sinks::SinkLane;

/// Sizes and rates of a hub.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HubSettings {
    /// How many refused ticks are kept.
    pub refused: usize,
    /// An incident without a state of its own is over when so long nothing of it was seen, in microseconds.
    pub quiet_micros: i64,
    /// How many batches from connections may wait.
    pub inlet: usize,
    /// How often the clock is looked at.
    pub clock_every: Duration,
    /// How often consumers get books that changed.
    pub depth_every: Duration,
    /// How many levels of each side they get.
    pub depth_levels: usize,
}

impl Default for HubSettings {
    fn default() -> Self {
        Self {
            refused: 1_000,
            quiet_micros: 10_000_000,
            inlet: 64,
            clock_every: Duration::from_secs(1),
            depth_every: Duration::from_millis(100),
            depth_levels: 25,
        }
    }
}

/// Whose time a hub keeps.
#[derive(Clone)]
pub enum Time {
    /// A clock's: live data.
    Live(Arc<dyn Clock>),
    /// That of the events: a replay.
    Recorded,
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Live(_) => "Live",
            Self::Recorded => "Recorded",
        })
    }
}

/// Where the data of an instrument come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// The source.
    pub source: Source,
    /// What it calls the instrument.
    pub symbol: String,
    /// The currency of its prices, if known.
    pub currency: Option<Currency>,
    /// What it is asked to stream when somebody wants it.
    pub kinds: Vec<DataKind>,
    /// What can be asked of it by request where nothing streams: trades, quotes. See [`MarketHub::polled`].
    pub polled: Vec<DataKind>,
    /// By which rule its book is followed.
    pub book: Option<BookRule>,
}

/// What was refused since the hub began.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RefusedReport {
    /// The last ones, from the oldest.
    pub last: Vec<RefusedTick>,
    /// How many there were, by reason; reasons without any are left out.
    pub counts: Vec<RefusedCount>,
    /// Events of instruments that nobody watches.
    pub unwatched: u64,
    /// Trades that a source told again after a new connection.
    pub repeated: u64,
    /// Bars of sources that contradict themselves.
    pub bars: u64,
}

/// How many ticks were refused for a reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RefusedCount {
    /// The reason.
    pub kind: IncidentKind,
    /// How many.
    pub count: u64,
}

type Reply<T> = oneshot::Sender<T>;
type Looking = Box<dyn FnOnce(&Hub, Timestamp) + Send>;

/// What the task is asked.
enum Order {
    Watch { instrument: InstrumentId, setup: Box<Setup>, routes: Vec<Route>, reply: Reply<Result<(), MarketError>> },
    Unwatch(InstrumentId),
    Want { slot: Arc<Slot>, instrument: InstrumentId, kinds: Vec<DataKind>, reply: Reply<Result<(), MarketError>> },
    GiveUp { consumer: Consumer, instrument: InstrumentId, kinds: Vec<DataKind> },
    Leave(Consumer),
    Attach(Connection),
    Detach(Source),
    Retry(Source),
    Connections(Reply<Vec<ConnectionReport>>),
    Sink(Box<SinkLane>, tokio::task::JoinHandle<()>),
    Sinks(Reply<Vec<SinkReport>>),
    Incidents(Reply<Vec<DataIncident>>),
    Refused(Reply<RefusedReport>),
    Look(Looking),
    Settle(Reply<()>),
    SettleSinks(Reply<Vec<oneshot::Receiver<()>>>),
    Stop(Reply<()>),
}

/// The way to a hub. Clones reach the same one; it ends when all are gone, subscriptions included, or when it is stopped.
#[derive(Clone)]
pub struct MarketHub {
    orders: mpsc::UnboundedSender<Order>,
    inlet: Inlet,
    time: Time,
    consumers: Arc<AtomicU64>,
    polled: watch::Receiver<Arc<BTreeSet<InstrumentId>>>,
}

impl fmt::Debug for MarketHub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MarketHub").field("time", &self.time).finish_non_exhaustive()
    }
}

impl MarketHub {
    /// Starts a hub. It must be called within a tokio runtime.
    #[must_use]
    pub fn start(settings: HubSettings, time: Time) -> Self {
        let (orders, ordered) = mpsc::unbounded_channel();
        let (inlet, heard) = Inlet::new(settings.inlet);
        let (told, polled) = watch::channel(Arc::default());
        tokio::spawn(task::Core::new(settings, time.clone(), ordered, heard, told).run());
        Self { orders, inlet, time, consumers: Arc::default(), polled }
    }

    /// Watches an instrument: how its data are checked, and where they come from. One that is watched already begins anew; who
    /// subscribed to it stays.
    ///
    /// # Errors
    /// [`MarketError::Feed`] when a limit makes no sense.
    pub async fn watch(&self, instrument: InstrumentId, setup: Setup, routes: Vec<Route>) -> Result<(), MarketError> {
        let setup = Box::new(setup);
        self.ask(|reply| Order::Watch { instrument, setup, routes, reply }).await?
    }

    /// Does not watch an instrument any more. Who subscribed to it gets it again when it is watched again.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub fn unwatch(&self, instrument: InstrumentId) -> Result<(), MarketError> {
        self.order(Order::Unwatch(instrument))
    }

    /// Opens a connection to a source, in place of an earlier one. It is told what is wanted of it. How it stands can be followed.
    ///
    /// # Errors
    /// [`MarketError::Certificates`] when TLS cannot be set up, [`MarketError::Replaying`] when the hub is one of a recording.
    pub fn connect(&self, setup: ConnectionSetup) -> Result<watch::Receiver<ConnectionState>, MarketError> {
        let Time::Live(clock) = &self.time else { return Err(MarketError::Replaying) };
        let connection = Connection::open(setup, self.inlet.clone(), Arc::clone(clock))?;
        let state = connection.state();
        self.order(Order::Attach(connection))?;
        Ok(state)
    }

    /// Ends the connection to a source.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub fn disconnect(&self, source: Source) -> Result<(), MarketError> {
        self.order(Order::Detach(source))
    }

    /// Lets the connection to a source try again now.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub fn retry(&self, source: Source) -> Result<(), MarketError> {
        self.order(Order::Retry(source))
    }

    /// How all connections stand, by source.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn connections(&self) -> Result<Vec<ConnectionReport>, MarketError> {
        self.ask(Order::Connections).await
    }

    /// Subscribes to kinds of data of an instrument. The first subscription starts the stream, the end of the last one ends it. Bars are
    /// made of trades where no source gives them.
    ///
    /// # Errors
    /// [`MarketError::NotWatched`], [`MarketError::NoRoute`] when no source gives one of the kinds, [`MarketError::Stopped`].
    pub async fn subscribe(&self, instrument: InstrumentId, kinds: &[DataKind]) -> Result<Subscription, MarketError> {
        self.subscribe_with(Slot::new(self.consumer()), instrument, kinds).await
    }

    /// The same for who has no use for prices that are asked for now and then: for its sake nobody is asked.
    ///
    /// # Errors
    /// As [`Self::subscribe`].
    pub async fn subscribe_streams(
        &self,
        instrument: InstrumentId,
        kinds: &[DataKind],
    ) -> Result<Subscription, MarketError> {
        self.subscribe_with(Slot::of_streams(self.consumer()), instrument, kinds).await
    }

    fn consumer(&self) -> Consumer {
        Consumer(self.consumers.fetch_add(1, Ordering::Relaxed))
    }

    async fn subscribe_with(
        &self,
        slot: Slot,
        instrument: InstrumentId,
        kinds: &[DataKind],
    ) -> Result<Subscription, MarketError> {
        let subscription = Subscription::new(Arc::new(slot), self.clone());
        subscription.more(instrument, kinds).await?;
        Ok(subscription)
    }

    /// The instruments of which somebody wants trades or quotes that can be asked for ([`Route::polled`]), as they change. Whether they
    /// have to be asked for, and of whom, is for the caller to say; what comes goes into [`Inlet::polled`].
    #[must_use]
    pub fn polled(&self) -> watch::Receiver<Arc<BTreeSet<InstrumentId>>> {
        self.polled.clone()
    }

    /// Gives everything that is found good to a sink.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub fn add_sink(&self, sink: impl Sink, settings: SinkSettings) -> Result<(), MarketError> {
        let (lane, task) = SinkLane::start(sink, settings);
        self.order(Order::Sink(Box::new(lane), task))
    }

    /// How all sinks stand.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn sinks(&self) -> Result<Vec<SinkReport>, MarketError> {
        self.ask(Order::Sinks).await
    }

    /// The last good tick of a kind with its age; unknown when none ever came.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn last(&self, instrument: InstrumentId, kind: DataKind) -> Result<Option<Aged<Tick>>, MarketError> {
        self.look(move |hub, now| hub.last(now, instrument, kind)).await
    }

    /// The last good tick of a kind from one source.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn last_from(
        &self,
        instrument: InstrumentId,
        kind: DataKind,
        source: Source,
    ) -> Result<Option<Aged<Tick>>, MarketError> {
        self.look(move |hub, now| hub.last_from(now, instrument, kind, source)).await
    }

    /// The bar in the making.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn current_bar(
        &self,
        instrument: InstrumentId,
        interval: Interval,
    ) -> Result<Option<BuiltBar>, MarketError> {
        self.look(move |hub, _| hub.current_bar(instrument, interval)).await
    }

    /// The best levels of a source's book; `None` while it is incomplete or not followed.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn depth(
        &self,
        instrument: InstrumentId,
        source: Source,
        levels: usize,
    ) -> Result<Option<Depth>, MarketError> {
        self.look(move |hub, _| Some(hub.book(instrument, source)?.depth(levels))).await
    }

    /// What is wrong at the moment, by its beginning.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn incidents(&self) -> Result<Vec<DataIncident>, MarketError> {
        self.ask(Order::Incidents).await
    }

    /// What was refused.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn refused(&self) -> Result<RefusedReport, MarketError> {
        self.ask(Order::Refused).await
    }

    /// Looks at the pure hub between two events. It should not take long: meanwhile nothing is taken.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Hub, Timestamp) -> T + Send + 'static,
    ) -> Result<T, MarketError> {
        self.ask(|reply| {
            Order::Look(Box::new(move |hub, now| {
                // Who asked may have gone.
                let _ = reply.send(look(hub, now));
            }))
        })
        .await
    }

    /// The way in for what is not a connection: a replay, a file, a test.
    #[must_use]
    pub fn inlet(&self) -> Inlet {
        self.inlet.clone()
    }

    /// Waits until everything that was given before has been taken and spread.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn settle(&self) -> Result<(), MarketError> {
        self.ask(Order::Settle).await
    }

    /// The same, and waits until every sink has taken it.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn settle_sinks(&self) -> Result<(), MarketError> {
        self.settle().await?;
        for taken in self.ask(Order::SettleSinks).await? {
            // One that has ended takes nothing.
            let _ = taken.await;
        }
        Ok(())
    }

    /// Takes what was given before, ends connections, and waits until the sinks have taken everything.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when it was stopped already.
    pub async fn stop(&self) -> Result<(), MarketError> {
        self.ask(Order::Stop).await
    }

    async fn want(&self, slot: &Arc<Slot>, instrument: InstrumentId, kinds: &[DataKind]) -> Result<(), MarketError> {
        let (slot, kinds) = (Arc::clone(slot), kinds.to_vec());
        self.ask(|reply| Order::Want { slot, instrument, kinds, reply }).await?
    }

    fn give_up(&self, consumer: Consumer, instrument: InstrumentId, kinds: &[DataKind]) -> Result<(), MarketError> {
        self.order(Order::GiveUp { consumer, instrument, kinds: kinds.to_vec() })
    }

    fn leave(&self, consumer: Consumer) {
        // A hub that has ended has no consumers.
        let _ = self.order(Order::Leave(consumer));
    }

    fn order(&self, order: Order) -> Result<(), MarketError> {
        self.orders.send(order).map_err(|_| MarketError::Stopped)
    }

    async fn ask<T>(&self, order: impl FnOnce(Reply<T>) -> Order) -> Result<T, MarketError> {
        let (reply, answer) = oneshot::channel();
        self.order(order(reply))?;
        answer.await.map_err(|_| MarketError::Stopped)
    }
}
