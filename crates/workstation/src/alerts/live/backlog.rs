//! Ticks that came while alerts on them were not taken in yet.

use std::collections::{HashMap, VecDeque};

use model::{id::InstrumentId, market::Tick, time::Timestamp};

/// So many ticks of one instrument are kept, the last ones.
const OF_ONE: usize = 4_096;
/// So many of all.
const OF_ALL: usize = 100_000;

/// The last ticks by instrument.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    ticks: HashMap<InstrumentId, VecDeque<Tick>>,
    len: usize,
}

/// When a tick was: by the exchange's clock, but not before it is known.
pub(super) fn time_of(tick: &Tick) -> Timestamp {
    tick.origin.time().min(tick.origin.received_at)
}

impl Backlog {
    pub(super) fn push(&mut self, tick: &Tick) {
        let ticks = self.ticks.entry(tick.origin.instrument).or_default();
        if ticks.len() >= OF_ONE || self.len >= OF_ALL {
            self.len -= usize::from(ticks.pop_front().is_some());
        }
        if self.len < OF_ALL {
            ticks.push_back(*tick);
            self.len += 1;
        }
    }

    pub(super) fn forget(&mut self, instrument: InstrumentId) {
        self.len -= self.ticks.remove(&instrument).map_or(0, |ticks| ticks.len());
    }

    /// Ticks of an instrument after a time, in the order in which they came.
    pub(super) fn after(&self, instrument: InstrumentId, time: Timestamp) -> impl Iterator<Item = &Tick> {
        self.ticks.get(&instrument).into_iter().flatten().filter(move |tick| time_of(tick) > time)
    }
}
