//! Bars of the past: what is asked and what is told, whichever the venue.

use chrono::NaiveDate;
use model::{
    bar::{Bar, BarSize},
    currency::Currency,
    market::Adjustment,
    time::Timestamp,
};

use crate::{
    error::VenueError,
    key::Key,
    request::{Query, Reply, Request},
    text::sample,
    venue::Venue,
};

/// How many rows that were not understood are kept with their reasons; more are only counted.
const SKIPPED: usize = 100;

/// A stretch of bars.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BarsQuery {
    /// Whose.
    pub venue: Venue,
    /// How the venue writes the instrument.
    pub symbol: String,
    /// How much time a bar covers.
    pub size: BarSize,
    /// From here on.
    pub from: Timestamp,
    /// Up to here, included.
    pub to: Timestamp,
    /// Prices as they were paid, or with splits and dividends worked in, where the venue has both.
    pub adjustment: Adjustment,
    /// Where to go on: [`History::next`] of the answer before.
    pub page: Option<String>,
    /// What time it is: bars that are not over by then stand apart.
    pub now: Timestamp,
}

/// A change of the number of shares.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Split {
    /// The first day with the new number.
    pub date: NaiveDate,
    /// New shares for one old one.
    pub ratio: f64,
}

/// Money paid for a share.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Dividend {
    /// The first day without it.
    pub date: NaiveDate,
    /// For one share, in the currency of the prices.
    pub amount: f64,
}

/// A row of an answer that was not taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skipped {
    /// Which row: its number from 1, or its time.
    pub place: String,
    /// What is wrong with it.
    pub reason: String,
}

/// What a venue told of the past. No bars and nothing skipped: the venue has none for this stretch.
#[derive(Clone, PartialEq, Debug)]
pub struct History {
    /// Bars that are over, in ascending time, one for each time.
    pub bars: Vec<Bar>,
    /// The bar whose time is not over.
    pub forming: Option<Bar>,
    /// Whether the prices are adjusted in any way.
    pub adjustment: Adjustment,
    /// Whether splits are worked into the prices.
    pub has_splits_worked_in: bool,
    /// Whether dividends are worked into the prices.
    pub has_dividends_worked_in: bool,
    /// The currency of the prices, if the venue tells it.
    pub currency: Option<Currency>,
    /// The page after this one, if there is one.
    pub next: Option<String>,
    /// Splits in this stretch, where the venue tells them.
    pub splits: Vec<Split>,
    /// Dividends in this stretch, where the venue tells them.
    pub dividends: Vec<Dividend>,
    /// Rows that were not taken, the first hundred of them.
    pub skipped: Vec<Skipped>,
    /// How many rows were not taken.
    pub skipped_count: usize,
}

impl History {
    /// Without anything, of prices as they were paid.
    pub(crate) fn raw() -> Self {
        Self::of(Adjustment::Raw, false, false)
    }

    pub(crate) fn of(adjustment: Adjustment, splits: bool, dividends: bool) -> Self {
        Self {
            bars: Vec::new(),
            forming: None,
            adjustment,
            has_splits_worked_in: splits,
            has_dividends_worked_in: dividends,
            currency: None,
            next: None,
            splits: Vec::new(),
            dividends: Vec::new(),
            skipped: Vec::new(),
            skipped_count: 0,
        }
    }

    /// Takes a row, or remembers why not.
    pub(crate) fn take(&mut self, place: impl FnOnce() -> String, row: Result<Bar, String>) {
        match row {
            Ok(bar) => self.bars.push(bar),
            Err(reason) => self.skip(&place(), &reason),
        }
    }

    pub(crate) fn skip(&mut self, place: &str, reason: &str) {
        self.skipped_count += 1;
        if self.skipped.len() < SKIPPED {
            self.skipped.push(Skipped { place: sample(place), reason: sample(reason) });
        }
    }

    /// Puts the bars in order, keeps those of the stretch, and sets the one apart that is not over. Of two bars of one time the
    /// later row stays; the other is told.
    pub(crate) fn finish(mut self, stretch: Stretch) -> Self {
        let Stretch { size, from, to, now } = stretch;
        self.bars.sort_by_key(|bar| bar.at);
        let mut bars: Vec<Bar> = Vec::with_capacity(self.bars.len());
        for bar in std::mem::take(&mut self.bars) {
            if bar.at < start(from, size) || bar.at > to {
                continue;
            }
            match bars.last_mut() {
                Some(last) if last.at == bar.at => {
                    if *last != bar {
                        self.skip(&last.at.to_string(), "a second bar of this time came with other values");
                    }
                    *last = bar;
                }
                _ => bars.push(bar),
            }
        }
        let is_open = |bar: &Bar| end(bar.at, size) > now;
        let first_open = bars.partition_point(|bar| !is_open(bar));
        self.forming = bars.get(first_open).copied();
        for later in bars.iter().skip(first_open + 1) {
            self.skip(&later.at.to_string(), "its time lies ahead");
        }
        bars.truncate(first_open);
        self.bars = bars;
        self
    }
}

/// What was asked for, as far as it decides which bars are kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub(crate) size: BarSize,
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    pub(crate) now: Timestamp,
}

impl BarsQuery {
    pub(crate) fn stretch(&self) -> Stretch {
        let Self { size, from, to, now, .. } = *self;
        Stretch { size, from, to, now }
    }
}

/// The length of a bar in microseconds; a day's is 24 hours.
pub(crate) const fn micros(size: BarSize) -> i64 {
    let seconds = match size {
        BarSize::Second1 => 1,
        BarSize::Minute1 => 60,
        BarSize::Minute5 => 300,
        BarSize::Minute15 => 900,
        BarSize::Minute30 => 1800,
        BarSize::Hour1 => 3600,
        BarSize::Hour4 => 14_400,
        BarSize::Day1 => 86_400,
    };
    seconds * 1_000_000
}

/// When a bar is over. A day's bar is of a session that may begin the evening before, but is never over before its date is.
fn end(at: Timestamp, size: BarSize) -> Timestamp {
    Timestamp::from_micros(at.micros().saturating_add(micros(size)))
}

/// The earliest time that a bar of the query may have: that of the day, where days are asked for.
fn start(from: Timestamp, size: BarSize) -> Timestamp {
    match size {
        BarSize::Day1 => Timestamp::from_date(from.date()),
        _ => from,
    }
}

impl Query for BarsQuery {
    type Answer = History;

    fn request(&self, key: Option<&Key>) -> Result<Request, VenueError> {
        self.venue.bars_request(self, key)
    }

    fn answer(&self, reply: &Reply<'_>) -> Result<History, VenueError> {
        self.venue.bars_answer(self, reply)
    }
}
