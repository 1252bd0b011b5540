//! One armed rule: its tree, what it remembers, and when time alone may change it.

use bars::interval::Interval;
use model::{id::AlertId, time::Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Change,
    leaf::{Leaf, LeafMemory, Moment},
    signal::Signal,
};
use crate::{Hold, Hysteresis, Input, Truth};

/// How the conditions of a rule are put together.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Leaf(usize),
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
}

impl Node {
    fn truth(&self, leaves: &impl Fn(usize) -> Truth) -> Truth {
        match self {
            Self::Leaf(idx) => leaves(*idx),
            Self::And(parts) => parts.iter().fold(Truth::True, |truth, part| truth.and(part.truth(leaves))),
            Self::Or(parts) => parts.iter().fold(Truth::False, |truth, part| truth.or(part.truth(leaves))),
            Self::Not(part) => !part.truth(leaves),
        }
    }
}

/// What a rule remembers: to be kept over a restart, so that the first value after it is compared with the last before.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    leaves: Vec<LeafMemory>,
    /// Whether the whole holds, its time included.
    on: bool,
    /// Since when the condition is true without a pause.
    since: Option<Timestamp>,
    /// For how many bars.
    bars: u32,
    /// The bar for which it was told last.
    told_bar: Option<i64>,
}

impl Memory {
    /// What each condition was, without what became of the whole: how a rule begins that was told nothing yet.
    pub(crate) fn beginning(self) -> Self {
        Self { leaves: self.leaves, ..Self::default() }
    }

    /// Whether the condition holds, as far as is known.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.on
    }
}

#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) alert: AlertId,
    pub(super) node: Node,
    pub(super) leaves: Vec<Leaf>,
    pub(super) has_momentary: bool,
    pub(super) hold: Option<Hold>,
    pub(super) per_bar: Option<Interval>,
    pub(super) hysteresis: Option<Hysteresis>,
    pub(super) memory: Memory,
    /// What each condition is at this moment; kept for its memory only.
    pub(super) now: Vec<Truth>,
    /// The wake-up that is waiting for it.
    pub(super) timer: Option<Timestamp>,
    /// The last step in which it was looked at.
    pub(super) step: u64,
    /// Set apart from earlier rules in the same place.
    pub(super) generation: u64,
}

impl Slot {
    /// A memory with a place for each condition.
    pub(super) fn remember(&mut self, memory: Memory) {
        self.memory = if memory.leaves.len() == self.leaves.len() { memory } else { Memory::default() };
        self.memory.leaves.resize(self.leaves.len(), LeafMemory::default());
    }

    /// Looks at a moment; what changed.
    pub(super) fn look(&mut self, moment: &Moment<'_>) -> Option<Change> {
        for ((leaf, memory), now) in self.leaves.iter().zip(&mut self.memory.leaves).zip(&mut self.now) {
            *now = leaf.look(memory, moment, self.hysteresis);
        }
        let (leaves, now) = (&self.memory.leaves, &self.now);
        let truth = self.node.truth(&|idx| now[idx]);
        let after = if self.has_momentary { self.node.truth(&|idx| leaves[idx].truth) } else { truth };
        let held = self.held(truth, moment);
        let bar = self.per_bar.map(|interval| bar_number(interval, moment.at));
        let change = match (self.memory.on, held) {
            (false, true) if after == Truth::True => {
                self.memory.on = true;
                Some(Change::Began)
            }
            (false, true) if bar.is_some() && bar == self.memory.told_bar => None,
            (false, true) => Some(Change::Happened),
            (true, _) if after == Truth::False => {
                self.memory.on = false;
                Some(Change::Ended)
            }
            (true, true) if bar.is_some() && bar != self.memory.told_bar => Some(Change::StillHolds),
            (true | false, _) => None,
        };
        if change.is_some_and(|change| change != Change::Ended) {
            self.memory.told_bar = bar;
        }
        change
    }

    /// Whether the condition has been true for long enough.
    fn held(&mut self, truth: Truth, moment: &Moment<'_>) -> bool {
        if truth != Truth::True {
            (self.memory.since, self.memory.bars) = (None, 0);
            return false;
        }
        match self.hold {
            None => true,
            Some(Hold::Seconds(_)) => {
                self.memory.since.get_or_insert(moment.at);
                self.held_at().is_some_and(|at| at <= moment.at)
            }
            Some(Hold::Bars(bars)) => {
                if matches!(moment.input, Input::Bar(_)) {
                    self.memory.bars = self.memory.bars.saturating_add(1);
                }
                self.memory.bars >= bars
            }
        }
    }

    /// When a condition that goes on to be true has been so for long enough.
    fn held_at(&self) -> Option<Timestamp> {
        match (self.hold, self.memory.since) {
            (Some(Hold::Seconds(seconds)), Some(since)) => {
                Some(Timestamp::from_micros(since.micros().saturating_add(i64::from(seconds) * 1_000_000)))
            }
            (Some(Hold::Seconds(_) | Hold::Bars(_)) | None, _) => None,
        }
    }

    /// When the passing of time alone may change it.
    pub(super) fn due(&self, signals: &[Signal]) -> Option<Timestamp> {
        let stale = self.leaves.iter().zip(&self.memory.leaves).filter_map(|(leaf, memory)| leaf.due(signals, memory));
        stale.chain(self.held_at().filter(|_| !self.memory.on)).min()
    }
}

/// The number of the bar of a moment, counted in UTC.
pub(crate) fn bar_number(interval: Interval, at: Timestamp) -> i64 {
    at.micros().div_euclid(interval.micros().unwrap_or(86_400_000_000))
}
