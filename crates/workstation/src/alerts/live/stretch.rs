//! The bars of one series since its stream is complete.

use std::collections::VecDeque;

use ::alerts::{BarSeries, ClosedBar};
use model::{bar::Bar, time::Timestamp};

/// So many closed bars are kept, for rules that join before the bars are stored.
const RECENT: usize = 512;

/// Bars that were told, and the one that waits.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    /// When the last one began that was told.
    last: Option<Timestamp>,
    /// One that was streaming for a part only. The stored one is better; it waits for that until the next bar.
    partial: Option<ClosedBar>,
    recent: VecDeque<ClosedBar>,
}

impl Stretch {
    /// Takes a bar that is over; what is to be told now, in order.
    pub(super) fn whole(&mut self, bar: ClosedBar) -> Vec<ClosedBar> {
        if self.last.is_some_and(|last| bar.bar.at <= last) {
            return Vec::new();
        }
        let earlier = self.partial.take().filter(|partial| partial.bar.at < bar.bar.at);
        // Of a part nobody knows how it opened and how much was traded.
        let earlier =
            earlier.map(|partial| ClosedBar { bar: Bar { open: None, volume: None, ..partial.bar }, ..partial });
        self.last = Some(bar.bar.at);
        let told: Vec<ClosedBar> = earlier.into_iter().chain([bar]).collect();
        for bar in &told {
            if self.recent.len() >= RECENT {
                self.recent.pop_front();
            }
            self.recent.push_back(*bar);
        }
        told
    }

    /// Takes a bar that was streaming for a part.
    pub(super) fn part(&mut self, bar: ClosedBar) {
        if self.last.is_none_or(|last| bar.bar.at > last) {
            self.partial = Some(bar);
        }
    }

    /// Everything through a stored bar was told.
    pub(super) fn told_through(&mut self, at: Timestamp) {
        self.last = self.last.max(Some(at));
        self.partial = self.partial.filter(|partial| partial.bar.at > at);
    }

    pub(super) const fn last(&self) -> Option<Timestamp> {
        self.last
    }

    /// Bars that begin after stored ones.
    pub(super) fn after(&self, stored: Option<Timestamp>) -> impl Iterator<Item = &ClosedBar> {
        self.recent.iter().filter(move |bar| stored.is_none_or(|stored| bar.bar.at > stored))
    }
}

/// A series in memory.
pub(super) struct Owned {
    instrument: model::id::InstrumentId,
    interval: ::bars::interval::Interval,
    bars: Vec<Bar>,
    sessions: Vec<i64>,
}

impl Owned {
    /// Stored bars, and those that closed since.
    pub(super) fn new(stored: &BarSeries<'_>, since: &[ClosedBar]) -> Self {
        let mut bars = stored.bars.to_vec();
        let mut sessions: Vec<i64> = match stored.sessions {
            Some(sessions) => sessions.to_vec(),
            None => bars.iter().map(|bar| super::super::series::session_of(bar.at)).collect(),
        };
        bars.extend(since.iter().map(|bar| bar.bar));
        sessions.extend(since.iter().map(|bar| super::super::series::session_of(bar.bar.at)));
        Self { instrument: stored.instrument, interval: stored.interval, bars, sessions }
    }

    pub(super) fn series(&self) -> BarSeries<'_> {
        let Self { instrument, interval, bars, sessions } = self;
        BarSeries { instrument: *instrument, interval: *interval, bars, sessions: Some(sessions) }
    }
}
