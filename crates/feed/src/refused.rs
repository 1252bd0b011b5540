//! Ticks that were refused, with their reasons: the last few of them, and counts of all.

use std::collections::VecDeque;

use model::{
    market::{Tick, incident::IncidentKind},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::check::Refusal;

/// One of them.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RefusedTick {
    /// What came.
    pub tick: Tick,
    /// Why it was not handed on.
    pub refusal: Refusal,
    /// When it was refused.
    pub at: Timestamp,
}

/// The last refused ticks.
#[derive(Clone, Debug)]
pub struct Refused {
    room: usize,
    last: VecDeque<RefusedTick>,
    counts: Vec<u64>,
}

impl Refused {
    /// Room for so many; older ones make way.
    #[must_use]
    pub fn new(room: usize) -> Self {
        Self { room, last: VecDeque::with_capacity(room), counts: vec![0; IncidentKind::ALL.len()] }
    }

    /// Keeps one.
    pub fn push(&mut self, now: Timestamp, tick: Tick, refusal: Refusal) {
        if let Some(count) = self.counts.get_mut(refusal.kind as usize) {
            *count += 1;
        }
        if self.last.len() >= self.room {
            self.last.pop_front();
        }
        if self.room > 0 {
            self.last.push_back(RefusedTick { tick, refusal, at: now });
        }
    }

    /// One that was held back only, and has been handed on now.
    pub fn release(&mut self, tick: &Tick) {
        let held = |kept: &RefusedTick| {
            let held = [IncidentKind::Spike, IncidentKind::SequenceJump, IncidentKind::Unconfirmed];
            held.contains(&kept.refusal.kind) && kept.tick == *tick
        };
        if let Some(place) = self.last.iter().rposition(held)
            && let Some(kept) = self.last.remove(place)
            && let Some(count) = self.counts.get_mut(kept.refusal.kind as usize)
        {
            *count -= 1;
        }
    }

    /// Those that are kept, from the oldest.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &RefusedTick> {
        self.last.iter()
    }

    /// How many there were for a reason, kept or not.
    #[must_use]
    pub fn count(&self, kind: IncidentKind) -> u64 {
        self.counts.get(kind as usize).copied().unwrap_or(0)
    }

    /// How many there were.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
}
