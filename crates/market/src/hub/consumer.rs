//! One who looks at streams at its own rate.
//!
//! The hub puts what a consumer has not seen into its slot, which is as large as what is subscribed to: of quotes the last, trades put
//! together, of a book the last depth. Bars, news and incidents are each for themselves, up to a limit; what is over it is counted. So a
//! consumer that never looks costs the hub no more than one that does.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use feed::{
    book::depth::Depth,
    conflate::{BarOf, Conflate, Conflated},
    incidents::IncidentChange,
    subscriptions::Consumer,
};
use model::{
    bar::BarSize,
    id::InstrumentId,
    market::{DataKind, Source, SourceBar, Tick},
};
use serde::{Deserialize, Serialize};
use tokio::{sync::Notify, time::Instant};
use venues::NewsItem;

use super::MarketHub;
use crate::error::MarketError;

/// Longer than anybody waits.
const NEVER: Duration = Duration::from_secs(100 * 365 * 86_400);
/// So many bars, news and incidents of each sort wait at most.
const ROOM: usize = 4096;

/// A book's depth with whose it is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DepthOf {
    /// Of what.
    pub instrument: InstrumentId,
    /// From whom.
    pub source: Source,
    /// The best levels; `None` while the book is incomplete.
    pub depth: Option<Depth>,
}

/// What a consumer did not get, as it had not looked for too long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Overlooked {
    /// Bars: read them from the store.
    pub bars: u64,
    /// News.
    pub news: u64,
    /// Beginnings and ends of incidents: ask for those that last.
    pub incidents: u64,
}

/// What changed since a consumer's last look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Update {
    /// Quotes, trades and bars, by when the first of each came.
    pub values: Vec<Conflated>,
    /// Bars that sources made: the last of each size.
    pub source_bars: Vec<SourceBar>,
    /// Books.
    pub depths: Vec<DepthOf>,
    /// News, from the oldest.
    pub news: Vec<NewsItem>,
    /// Incidents of what is subscribed to, from the oldest.
    pub incidents: Vec<IncidentChange>,
    /// What is missing.
    pub overlooked: Overlooked,
}

/// What waits for a consumer.
#[derive(Debug, Default)]
struct Waiting {
    values: Conflate,
    /// Bars among them, at most.
    bars: usize,
    source_bars: BTreeMap<(InstrumentId, Source, BarSize), SourceBar>,
    depths: BTreeMap<(InstrumentId, Source), Option<Depth>>,
    news: VecDeque<NewsItem>,
    incidents: VecDeque<IncidentChange>,
    overlooked: Overlooked,
    /// Whether the consumer was told that something waits.
    is_told: bool,
}

/// Between hub and consumer.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) consumer: Consumer,
    /// For its sake nothing is asked for that does not stream.
    pub(super) streams_only: bool,
    waiting: Mutex<Waiting>,
    has_news: Notify,
    has_ended: AtomicBool,
}

impl Slot {
    pub(super) fn new(consumer: Consumer) -> Self {
        let (waiting, has_news, has_ended) = (Mutex::default(), Notify::new(), AtomicBool::new(false));
        Self { consumer, streams_only: false, waiting, has_news, has_ended }
    }

    pub(super) fn of_streams(consumer: Consumer) -> Self {
        Self { streams_only: true, ..Self::new(consumer) }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, put: impl FnOnce(&mut Waiting)) {
        let mut waiting = self.waiting();
        put(&mut waiting);
        if !std::mem::replace(&mut waiting.is_told, true) {
            self.has_news.notify_one();
        }
    }

    pub(super) fn tick(&self, tick: &Tick) {
        self.put(|waiting| waiting.values.push(tick));
    }

    pub(super) fn bar(&self, bar: BarOf) {
        self.put(|waiting| {
            if waiting.bars < ROOM {
                waiting.bars += 1;
                waiting.values.push_bar(bar);
            } else {
                waiting.overlooked.bars += 1;
            }
        });
    }

    pub(super) fn source_bar(&self, bar: SourceBar) {
        let key = (bar.origin.instrument, bar.origin.source, bar.size);
        self.put(|waiting| {
            waiting.source_bars.insert(key, bar);
        });
    }

    pub(super) fn depth(&self, instrument: InstrumentId, source: Source, depth: Option<Depth>) {
        self.put(|waiting| {
            waiting.depths.insert((instrument, source), depth);
        });
    }

    pub(super) fn news(&self, news: &NewsItem) {
        self.put(|waiting| {
            if waiting.news.len() >= ROOM {
                waiting.news.pop_front();
                waiting.overlooked.news += 1;
            }
            waiting.news.push_back(news.clone());
        });
    }

    pub(super) fn incident(&self, change: IncidentChange) {
        self.put(|waiting| {
            if waiting.incidents.len() >= ROOM {
                waiting.incidents.pop_front();
                waiting.overlooked.incidents += 1;
            }
            waiting.incidents.push_back(change);
        });
    }

    /// The hub ends; what waits can still be taken.
    pub(super) fn end(&self) {
        self.has_ended.store(true, Ordering::Release);
        self.has_news.notify_one();
    }

    /// What waits, if anything does. The lock is held for a move only: the hub never waits for what a consumer does with it.
    fn take(&self) -> Option<Update> {
        let taken = {
            let mut waiting = self.waiting();
            if !waiting.is_told {
                return None;
            }
            std::mem::take(&mut *waiting)
        };
        let Waiting { mut values, source_bars, depths, news, incidents, overlooked, .. } = taken;
        let mut drained = Vec::with_capacity(values.len());
        values.drain(&mut |value| drained.push(value));
        let depths = depths.into_iter().map(|((instrument, source), depth)| DepthOf { instrument, source, depth });
        Some(Update {
            values: drained,
            source_bars: source_bars.into_values().collect(),
            depths: depths.collect(),
            news: news.into(),
            incidents: incidents.into(),
            overlooked,
        })
    }
}

/// A consumer's subscription. Dropping it gives everything up.
#[derive(Debug)]
pub struct Subscription {
    slot: Arc<Slot>,
    hub: MarketHub,
    every: Duration,
    last: Option<Instant>,
}

impl Subscription {
    pub(super) fn new(slot: Arc<Slot>, hub: MarketHub) -> Self {
        Self { slot, hub, every: Duration::ZERO, last: None }
    }

    /// At most one update in so much time; without it they come as fast as they are taken.
    #[must_use]
    pub fn every(mut self, every: Duration) -> Self {
        self.every = every;
        self
    }

    /// Subscribes to more. What is subscribed to twice is given up by [`Self::less`] twice.
    ///
    /// # Errors
    /// As [`MarketHub::subscribe`]; then nothing was added.
    pub async fn more(&self, instrument: InstrumentId, kinds: &[DataKind]) -> Result<(), MarketError> {
        self.hub.want(&self.slot, instrument, kinds).await
    }

    /// Gives up a part.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub fn less(&self, instrument: InstrumentId, kinds: &[DataKind]) -> Result<(), MarketError> {
        self.hub.give_up(self.slot.consumer, instrument, kinds)
    }

    /// What changed since the last look, as soon as something has and the consumer's time has come. `None` when the hub has ended and
    /// everything was seen. Nothing is lost when it is not waited for to the end.
    pub async fn next(&mut self) -> Option<Update> {
        // A time that never comes is waited for as long as there is a hub.
        match self.last.map(|last| last.checked_add(self.every)) {
            Some(Some(turn)) => tokio::time::sleep_until(turn).await,
            Some(None) => tokio::time::sleep(NEVER).await,
            None => {}
        }
        loop {
            // Asked in this order: what is put before the end is seen before it.
            let has_ended = self.slot.has_ended.load(Ordering::Acquire);
            if let Some(update) = self.slot.take() {
                self.last = Some(Instant::now());
                return Some(update);
            }
            if has_ended {
                return None;
            }
            self.slot.has_news.notified().await;
        }
    }

    /// What changed, if anything has, whatever the rate.
    #[must_use]
    pub fn look(&mut self) -> Option<Update> {
        self.slot.take()
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.hub.leave(self.slot.consumer);
    }
}
