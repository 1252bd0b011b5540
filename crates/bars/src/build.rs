//! Bars out of ticks, as they come.
//!
//! The rules, which a test of random orders checks:
//! - A tick belongs to the bar of its exchange time. Open and close are its first and last by exchange time, then sequence;
//!   without a sequence those of one microsecond count as they came.
//! - A bar is closed when a tick of its end or later comes, or when the clock says so ([`BarBuilder::advance`]). A tick that
//!   belongs to a closed bar corrects it, and the bar comes again with the next revision, until it ended longer than the
//!   allowed lateness before the latest tick; then the tick is refused.
//! - An interval without a tick has no bar. Nothing is carried forward, and no volume of zero is invented.
//! - A volume is unknown as soon as the size of one trade is.

use std::collections::VecDeque;

use model::{
    bar::Bar,
    market::{Tick, TickData, TradeUse},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::{
    error::BarsError,
    hours::{Hours, Period, Span},
    interval::Interval,
    sum::Sum,
};

/// Which price of a tick makes a bar.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceOf {
    /// Prices of trades; quotes are passed over.
    Trade,
    /// Half-way between bid and ask; trades are passed over. Such bars have no volume.
    Mid,
    /// The best bid. Such bars have no volume.
    Bid,
    /// The best ask. Such bars have no volume.
    Ask,
}

/// What a bar takes from a tick.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Print {
    at: i64,
    sequence: Option<u64>,
    price: Option<f64>,
    /// `None` when not known.
    size: Option<Sum>,
}

impl Print {
    /// A print by hand: a price and the units that were traded, if known.
    #[must_use]
    pub fn new(at: Timestamp, sequence: Option<u64>, price: f64, size: Option<f64>) -> Self {
        Self { at: at.micros(), sequence, price: Some(price), size: size.map(Sum::of) }
    }

    /// What bars of such prices take from a tick; `None` when it has nothing for them. The tick must have passed the checks of
    /// its stream: a price that is not finite would stand in the bar.
    #[must_use]
    pub fn of(tick: &Tick, price_of: PriceOf) -> Option<Self> {
        let print = |price, size: Option<f64>| Self {
            at: tick.origin.time().micros(),
            sequence: tick.origin.sequence,
            price,
            size: size.map(Sum::of),
        };
        match (tick.data, price_of) {
            (TickData::Trade(trade), PriceOf::Trade) => match trade.counts {
                TradeUse::PriceAndVolume => Some(print(Some(trade.price), trade.size)),
                TradeUse::Volume => Some(print(None, trade.size)),
                TradeUse::Price => None,
            },
            (TickData::Quote(quote), PriceOf::Mid) => quote.mid().map(|price| print(Some(price), None)),
            (TickData::Quote(quote), PriceOf::Bid) => quote.bid.map(|price| print(Some(price), None)),
            (TickData::Quote(quote), PriceOf::Ask) => quote.ask.map(|price| print(Some(price), None)),
            (TickData::Trade(_), PriceOf::Mid | PriceOf::Bid | PriceOf::Ask) | (TickData::Quote(_), PriceOf::Trade) => {
                None
            }
        }
    }
}

/// How far a bar is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BarState {
    /// Its interval has not ended.
    Open,
    /// Its interval has ended.
    Closed,
}

/// A bar with what is known of its making.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BuiltBar {
    /// How much time it covers.
    pub interval: Interval,
    /// Its prices and volume.
    pub bar: Bar,
    /// How many ticks, or smaller bars, it is made of.
    pub parts: u32,
    /// How often it was corrected after it had been closed.
    pub revision: u32,
    /// Whether its interval has ended.
    pub state: BarState,
}

/// What became of a tick.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counted {
    /// It is in a bar.
    Yes,
    /// It lies outside of the trading hours.
    OutsideHours,
    /// Its bar ended longer ago than is allowed.
    TooLate,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    key: (i64, u64),
    price: f64,
}

/// A bar in the making.
#[derive(Clone, Copy, Debug)]
struct Making {
    period: Period,
    open: Option<Edge>,
    close: Option<Edge>,
    high: f64,
    low: f64,
    volume: Option<Sum>,
    parts: u32,
    revision: u32,
    state: BarState,
}

impl Making {
    fn new(period: Period) -> Self {
        let (high, low) = (f64::NEG_INFINITY, f64::INFINITY);
        let volume = Some(Sum::default());
        Self { period, open: None, close: None, high, low, volume, parts: 0, revision: 0, state: BarState::Open }
    }

    fn add(&mut self, print: &Print, arrival: u64) {
        self.parts = self.parts.saturating_add(1);
        match (&mut self.volume, print.size) {
            (Some(volume), Some(size)) => volume.add(size),
            (volume, _) => *volume = None,
        }
        let Some(price) = print.price else { return };
        let edge = Edge { key: (print.at, print.sequence.unwrap_or(arrival)), price };
        if self.open.is_none_or(|open| edge.key < open.key) {
            self.open = Some(edge);
        }
        if self.close.is_none_or(|close| edge.key >= close.key) {
            self.close = Some(edge);
        }
        self.high = self.high.max(price);
        self.low = self.low.min(price);
    }

    /// `None` as long as no print had a price.
    fn bar(&self, interval: Interval) -> Option<BuiltBar> {
        let (open, close) = (self.open?, self.close?);
        let bar = Bar {
            at: Timestamp::from_micros(self.period.label),
            open: Some(open.price),
            high: Some(self.high),
            low: Some(self.low),
            close: close.price,
            volume: self.volume.map(Sum::get),
        };
        Some(BuiltBar { interval, bar, parts: self.parts, revision: self.revision, state: self.state })
    }
}

/// Makes the bars of one interval out of the ticks of one instrument from one source.
#[derive(Clone, Debug)]
pub struct BarBuilder {
    interval: Interval,
    hours: Hours,
    lateness_micros: i64,
    /// The session, or the pause, of the last tick.
    span: Option<Span>,
    /// Bars in the making, by time; the last is the current one.
    making: VecDeque<Making>,
    /// When the first of them that is open ends, or earlier.
    due: i64,
    /// Time of the latest tick.
    latest: i64,
    arrivals: u64,
}

impl BarBuilder {
    /// An empty builder. `lateness_micros` is how long after a bar's end, by the latest tick, its ticks may still come.
    #[must_use]
    pub fn new(interval: Interval, hours: Hours, lateness_micros: i64) -> Self {
        let making = VecDeque::with_capacity(4);
        let lateness_micros = lateness_micros.max(0);
        Self { interval, hours, lateness_micros, span: None, making, due: i64::MAX, latest: i64::MIN, arrivals: 0 }
    }

    /// What its bars cover.
    #[must_use]
    pub const fn interval(&self) -> Interval {
        self.interval
    }

    /// The current bar; `None` before the first tick with a price.
    #[must_use]
    pub fn current(&self) -> Option<BuiltBar> {
        self.making.back()?.bar(self.interval)
    }

    /// Before this time there is nothing to close: [`BarBuilder::advance`] need not be called.
    #[must_use]
    pub const fn due(&self) -> Timestamp {
        Timestamp::from_micros(self.due)
    }

    /// Takes a tick. Bars that it closes or corrects go to `out`, by time.
    ///
    /// # Errors
    /// When its time is out of all range or the exchange's calendar does not reach it; then nothing has changed.
    pub fn push(&mut self, print: &Print, out: &mut impl FnMut(BuiltBar)) -> Result<Counted, BarsError> {
        let arrival = self.arrivals;
        if let Some(current) = self.making.back_mut()
            && current.period.contains(print.at)
            && current.state == BarState::Open
        {
            self.arrivals += 1;
            current.add(print, arrival);
            self.latest = self.latest.max(print.at);
            return Ok(Counted::Yes);
        }
        let span = match self.span {
            Some(span) if span.contains(print.at) => span,
            _ => self.hours.span(Timestamp::from_micros(print.at))?,
        };
        self.span = Some(span);
        self.arrivals += 1;
        let Some(period) = span.period(self.interval, print.at) else {
            self.reach(print.at, out);
            return Ok(Counted::OutsideHours);
        };
        if period.end <= self.latest.saturating_sub(self.lateness_micros) {
            return Ok(Counted::TooLate);
        }
        self.latest = self.latest.max(print.at);
        self.close_until(period.start, out);
        self.correct(period, print, arrival, out);
        self.reach(print.at, out);
        Ok(Counted::Yes)
    }

    /// Closes what ended at a time or before, by the clock. Later ticks of those bars correct them.
    pub fn advance(&mut self, now: Timestamp, out: &mut impl FnMut(BuiltBar)) {
        self.close_until(now.micros(), out);
    }

    /// Closes everything: there will be no more ticks.
    pub fn finish(&mut self, out: &mut impl FnMut(BuiltBar)) {
        self.close_until(i64::MAX, out);
        self.making.clear();
    }

    /// Adds a print to a bar that is not the current open one.
    fn correct(&mut self, period: Period, print: &Print, arrival: u64, out: &mut impl FnMut(BuiltBar)) {
        let place = self.making.partition_point(|making| making.period.start < period.start);
        if self.making.get(place).is_none_or(|making| making.period != period) {
            self.making.insert(place, Making::new(period));
            self.due = self.due.min(period.end);
        }
        let making = &mut self.making[place];
        let known = making.bar(self.interval).is_some();
        making.add(print, arrival);
        if making.state == BarState::Closed {
            making.revision += u32::from(known);
            making.bar(self.interval).into_iter().for_each(out);
        }
    }

    /// Time has come to a tick: closes what is over, and forgets what can no longer be corrected.
    fn reach(&mut self, at: i64, out: &mut impl FnMut(BuiltBar)) {
        self.latest = self.latest.max(at);
        self.close_until(self.latest, out);
        let forgotten = self.latest.saturating_sub(self.lateness_micros);
        while self.making.front().is_some_and(|making| making.period.end <= forgotten) {
            self.making.pop_front();
        }
    }

    fn close_until(&mut self, time: i64, out: &mut impl FnMut(BuiltBar)) {
        if time < self.due {
            return;
        }
        let ended = self.making.partition_point(|making| making.period.end <= time);
        for making in self.making.iter_mut().take(ended).filter(|making| making.state == BarState::Open) {
            making.state = BarState::Closed;
            making.bar(self.interval).into_iter().for_each(&mut *out);
        }
        self.due = self.making.get(ended).map_or(i64::MAX, |making| making.period.end);
    }
}

#[cfg(test)]
mod tests;
