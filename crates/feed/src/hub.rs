//! Streams of many instruments from many sources, as one.
//!
//! `step(now, input, effects)` is all there is: a tick, a message of a book, or the clock alone. The clock should come about once
//! a second: it closes bars, and notices silence. A replay feeds the same inputs with the recorded times.

mod effects;
mod setup;
mod watched;

pub use effects::{BookOf, Effects};
pub use setup::Setup;

use model::{
    id::InstrumentId,
    market::{BookUpdate, DataKind, Source, Tick},
    time::Timestamp,
};

use crate::{
    book::{OrderBook, follow::BookRule},
    error::FeedError,
    hash::FastMap,
    incidents::Incidents,
    last::Aged,
    refused::Refused,
};
use watched::Watched;

/// What happens to a hub.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// A trade or quote came.
    Tick(&'a Tick),
    /// A trade or quote came that was asked for, as nothing streams: the last of others that are not known.
    Polled {
        /// It.
        tick: &'a Tick,
        /// In how many microseconds it is asked for again.
        every_micros: i64,
    },
    /// A message of an order book came.
    Book(&'a BookUpdate),
    /// Time has passed.
    Clock,
}

/// Instruments with their streams.
#[derive(Clone, Debug)]
pub struct Hub {
    watched: Vec<Watched>,
    places: FastMap<InstrumentId, usize>,
    incidents: Incidents,
    refused: Refused,
    unwatched: u64,
}

impl Hub {
    /// Without instruments. It keeps the last `refused` ticks that were refused; an incident is over when `quiet_micros` long
    /// nothing of it was seen.
    #[must_use]
    pub fn new(refused: usize, quiet_micros: i64) -> Self {
        Self {
            watched: Vec::new(),
            places: FastMap::default(),
            incidents: Incidents::new(quiet_micros),
            refused: Refused::new(refused),
            unwatched: 0,
        }
    }

    /// Watches an instrument from now on. One that is watched already begins anew.
    ///
    /// # Errors
    /// When a limit makes no sense.
    pub fn watch(&mut self, instrument: InstrumentId, setup: Setup) -> Result<(), FeedError> {
        let watched = Watched::new(instrument, setup)?;
        match self.places.get(&instrument) {
            Some(place) => self.watched[*place] = watched,
            None => {
                self.places.insert(instrument, self.watched.len());
                self.watched.push(watched);
            }
        }
        Ok(())
    }

    /// Does not watch an instrument any more.
    pub fn unwatch(&mut self, instrument: InstrumentId) {
        let Some(place) = self.places.remove(&instrument) else { return };
        self.watched.swap_remove(place);
        if let Some(moved) = self.watched.get(place) {
            self.places.insert(moved.instrument(), place);
        }
    }

    /// A source was asked for a kind of ticks: silence from the first is noticed too.
    ///
    /// # Errors
    /// When a limit makes no sense; not for limits that were watched with.
    pub fn expect(
        &mut self,
        now: Timestamp,
        instrument: InstrumentId,
        source: Source,
        kind: DataKind,
    ) -> Result<(), FeedError> {
        self.find_mut(instrument).map_or(Ok(()), |watched| watched.expect(now, source, kind))
    }

    /// Follows the book of a source.
    pub fn follow(&mut self, instrument: InstrumentId, source: Source, rule: BookRule) {
        if let Some(watched) = self.find_mut(instrument) {
            watched.follow(source, rule);
        }
    }

    /// A source has a new connection: it numbers from anew, and its books need a snapshot.
    pub fn reconnected(&mut self, source: Source) {
        self.watched.iter_mut().for_each(|watched| watched.reconnected(source));
    }

    /// From whose ticks an instrument's bars are made from now on.
    pub fn make_bars_from(&mut self, instrument: InstrumentId, source: Source) {
        if let Some(watched) = self.find_mut(instrument) {
            watched.make_bars_from(source);
        }
    }

    /// Takes an input; what follows from it is added to `effects`.
    pub fn step(&mut self, now: Timestamp, input: Input<'_>, effects: &mut Effects) {
        match input {
            Input::Tick(tick) => match self.places.get(&tick.origin.instrument) {
                Some(place) => self.watched[*place].tick(now, tick, &mut self.refused, &mut self.incidents, effects),
                None => self.unwatched = self.unwatched.saturating_add(1),
            },
            Input::Polled { tick, every_micros } => match self.places.get(&tick.origin.instrument) {
                Some(place) => {
                    let (refused, incidents) = (&mut self.refused, &mut self.incidents);
                    self.watched[*place].polled(now, tick, every_micros, refused, incidents, effects);
                }
                None => self.unwatched = self.unwatched.saturating_add(1),
            },
            Input::Book(update) => match self.places.get(&update.origin.instrument) {
                Some(place) => self.watched[*place].book(now, update, &mut self.incidents, effects),
                None => self.unwatched = self.unwatched.saturating_add(1),
            },
            Input::Clock => {
                for watched in &mut self.watched {
                    watched.clock(now, &mut self.incidents, effects);
                }
                let changes = &mut effects.incidents;
                self.incidents.step(now, &mut |change| changes.push(change));
            }
        }
    }

    /// The last good tick of a kind, with its age: from the source whose tick is youngest. Unknown when none ever came.
    #[must_use]
    pub fn last(&self, now: Timestamp, instrument: InstrumentId, kind: DataKind) -> Option<Aged<Tick>> {
        self.find(instrument)?.last(now, kind)
    }

    /// The last good tick of a kind from one source.
    #[must_use]
    pub fn last_from(
        &self,
        now: Timestamp,
        instrument: InstrumentId,
        kind: DataKind,
        source: Source,
    ) -> Option<Aged<Tick>> {
        self.find(instrument)?.last_from(now, kind, source)
    }

    /// The bar in the making.
    #[must_use]
    pub fn current_bar(
        &self,
        instrument: InstrumentId,
        interval: bars::interval::Interval,
    ) -> Option<bars::build::BuiltBar> {
        self.find(instrument)?.current_bar(interval)
    }

    /// A source's book; `None` while it is incomplete or not followed.
    #[must_use]
    pub fn book(&self, instrument: InstrumentId, source: Source) -> Option<&OrderBook> {
        self.find(instrument)?.order_book(source)
    }

    /// What is wrong at the moment.
    #[must_use]
    pub const fn incidents(&self) -> &Incidents {
        &self.incidents
    }

    /// What was refused.
    #[must_use]
    pub const fn refused(&self) -> &Refused {
        &self.refused
    }

    /// How many events came of instruments that nobody watches.
    #[must_use]
    pub const fn unwatched(&self) -> u64 {
        self.unwatched
    }

    fn find(&self, instrument: InstrumentId) -> Option<&Watched> {
        self.watched.get(*self.places.get(&instrument)?)
    }

    fn find_mut(&mut self, instrument: InstrumentId) -> Option<&mut Watched> {
        self.watched.get_mut(*self.places.get(&instrument)?)
    }
}
