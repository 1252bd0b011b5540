//! What follows from an input of the hub.

use model::{
    id::InstrumentId,
    market::{Source, Tick},
};

use crate::{conflate::BarOf, incidents::IncidentChange};

/// The book of an instrument from one source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BookOf {
    /// Of what.
    pub instrument: InstrumentId,
    /// Whose.
    pub source: Source,
}

/// What follows from inputs, in order. The caller empties it and gives it again, so that nothing is allocated for a tick.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effects {
    /// Ticks that were found good.
    pub ticks: Vec<Tick>,
    /// Bars that were closed or corrected.
    pub bars: Vec<BarOf>,
    /// Incidents that began or ended.
    pub incidents: Vec<IncidentChange>,
    /// Books that changed.
    pub books: Vec<BookOf>,
    /// Books that need a snapshot.
    pub resync: Vec<BookOf>,
}

impl Effects {
    /// Empties it, and keeps its room.
    pub fn clear(&mut self) {
        self.ticks.clear();
        self.bars.clear();
        self.incidents.clear();
        self.books.clear();
        self.resync.clear();
    }
}
