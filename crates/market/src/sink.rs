//! Who is given everything that was found good: the recording, the alerts.

use std::future::Future;

use feed::{conflate::BarOf, incidents::IncidentChange};
use model::market::{MarketEvent, SourceBar, Tick};
use serde::{Deserialize, Serialize};
use venues::NewsItem;

use crate::clock::Resumed;

/// What happened since the last batch, each kind in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// Ticks that were found good.
    pub ticks: Vec<Tick>,
    /// Bars that were closed or corrected.
    pub bars: Vec<BarOf>,
    /// Bars that sources made themselves.
    pub source_bars: Vec<SourceBar>,
    /// News.
    pub news: Vec<NewsItem>,
    /// Incidents that began or ended.
    pub incidents: Vec<IncidentChange>,
    /// That the machine slept.
    pub resumed: Vec<Resumed>,
    /// Everything as it was received, good or not: what a replay needs. Empty unless a sink wants it.
    pub received: Vec<MarketEvent>,
}

impl Batch {
    /// How many things it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        let Self { ticks, bars, source_bars, news, incidents, resumed, received } = self;
        [ticks.len(), bars.len(), source_bars.len(), news.len(), incidents.len(), resumed.len(), received.len()]
            .iter()
            .sum()
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What a sink was not given, because it had not taken what came before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Missed {
    /// Batches.
    pub batches: u64,
    /// Ticks in them.
    pub ticks: u64,
    /// Bars in them.
    pub bars: u64,
}

impl Missed {
    pub(crate) fn add(&mut self, batch: &Batch) {
        self.batches += 1;
        self.ticks += batch.ticks.len() as u64;
        self.bars += (batch.bars.len() + batch.source_bars.len()) as u64;
    }
}

/// What happens when a sink has not taken what came before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhenFull {
    /// The hub waits, and with it the sources: nothing is missed.
    Wait,
    /// The hub goes on. The sink is told what it missed.
    Miss,
}

/// How a sink is given batches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SinkSettings {
    /// So many batches wait for it at most.
    pub room: usize,
    /// What happens when they do.
    pub when_full: WhenFull,
    /// Whether it wants everything as it was received ([`Batch::received`]).
    pub wants_received: bool,
}

impl Default for SinkSettings {
    fn default() -> Self {
        Self { room: 256, when_full: WhenFull::Miss, wants_received: false }
    }
}

/// Takes batches, one after the other, in a task of its own.
pub trait Sink: Send + 'static {
    /// Its name, for reports.
    fn name(&self) -> &'static str;

    /// Takes a batch. `missed` is what it was not given since the last one. What it cannot take is told in words and counted; the next
    /// batch comes all the same.
    fn take(&mut self, batch: &Batch, missed: Missed) -> impl Future<Output = Result<(), String>> + Send;

    /// Whether it wants nothing more, asked after each batch: then it is ended and taken off the hub.
    fn is_done(&self) -> bool {
        false
    }

    /// The hub ends, or the sink is done: keeps what waits. It comes after the last batch.
    fn end(&mut self) -> impl Future<Output = Result<(), String>> + Send {
        std::future::ready(Ok(()))
    }
}

/// How a sink stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SinkReport {
    /// Its name.
    pub name: String,
    /// Batches that it took.
    pub taken: u64,
    /// Batches that it was given and could not take.
    pub failed: u64,
    /// Why it could not take the last of them.
    pub last_failure: Option<String>,
    /// What it was not given at all.
    pub missed: Missed,
    /// Whether it has ended and takes nothing any more.
    pub has_ended: bool,
}
