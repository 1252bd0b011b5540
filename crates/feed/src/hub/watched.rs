//! One instrument with all its streams.

mod polled;

use bars::{
    build::{BarBuilder, BuiltBar, Counted, Print},
    hours::Span,
    interval::Interval,
};
use model::{
    id::InstrumentId,
    market::{BookUpdate, DataKind, Source, Tick, incident::IncidentKind},
    time::Timestamp,
};

use super::{BookOf, Effects, Setup};
use crate::{
    book::{
        OrderBook,
        follow::{BookFollower, BookRule, BookState, Followed},
    },
    check::{Limits, Passed, Refusal, StreamCheck},
    conflate::BarOf,
    disagreement::{Disagreeing, Disagreement, Phase},
    error::FeedError,
    incidents::{IncidentKey, Incidents},
    last::{Aged, Freshness, LastValues, Market},
    refused::Refused,
};
use polled::Polled;

/// Kinds of ticks, and the place of each in pairs.
const KINDS: [DataKind; 2] = [DataKind::Trade, DataKind::Quote];

const fn place(kind: DataKind) -> Option<usize> {
    match kind {
        DataKind::Trade => Some(0),
        DataKind::Quote => Some(1),
        DataKind::Bar | DataKind::Book | DataKind::News => None,
    }
}

/// What one source sends of the instrument.
#[derive(Clone, Debug)]
struct Stream {
    source: Source,
    /// Of trades and of quotes.
    checks: [StreamCheck; 2],
    /// Of each kind: what is asked for, as nothing of it streams. Few are.
    polls: [Option<Box<Polled>>; 2],
    last: LastValues,
    /// Since when something is awaited of each kind.
    awaited: [Option<Timestamp>; 2],
    silence: [Freshness; 2],
}

#[derive(Clone, Debug)]
pub(super) struct Watched {
    instrument: InstrumentId,
    setup: Setup,
    streams: Vec<Stream>,
    builders: Vec<BarBuilder>,
    bars_from: Option<Source>,
    /// Before this time no bar is to be closed.
    bars_due: Timestamp,
    disagreements: [Disagreement; 2],
    books: Vec<(Source, BookFollower)>,
    span: Option<Span>,
}

impl Watched {
    pub(super) fn new(instrument: InstrumentId, setup: Setup) -> Result<Self, FeedError> {
        for limits in [&setup.trades, &setup.quotes] {
            Limits::check(limits)?;
        }
        let build = |interval: &Interval| BarBuilder::new(*interval, setup.hours, setup.lateness_micros);
        let builders: Vec<BarBuilder> = setup.intervals.iter().map(build).collect();
        let disagreement = Disagreement::new(setup.tolerance)?;
        let disagreements = [disagreement.clone(), disagreement];
        let (streams, books, bars_from) = (Vec::new(), Vec::new(), setup.bars_from);
        let bars_due = bars_due(&builders);
        Ok(Self { instrument, setup, streams, builders, bars_from, bars_due, disagreements, books, span: None })
    }

    pub(super) const fn instrument(&self) -> InstrumentId {
        self.instrument
    }

    pub(super) fn expect(&mut self, now: Timestamp, source: Source, kind: DataKind) -> Result<(), FeedError> {
        let stream = self.stream(source)?;
        if let Some(place) = place(kind) {
            self.streams[stream].awaited[place].get_or_insert(now);
        }
        Ok(())
    }

    pub(super) fn follow(&mut self, source: Source, rule: BookRule) {
        self.books.retain(|(of, _)| *of != source);
        self.books.push((source, BookFollower::new(rule)));
    }

    pub(super) fn reconnected(&mut self, source: Source) {
        for stream in self.streams.iter_mut().filter(|stream| stream.source == source) {
            stream.checks.iter_mut().for_each(StreamCheck::restart_sequence);
        }
        self.books.iter_mut().filter(|(of, _)| *of == source).for_each(|(_, book)| book.lost());
    }

    pub(super) fn make_bars_from(&mut self, source: Source) {
        self.bars_from = Some(source);
    }

    /// The place of a source's stream, which is made when it is new.
    fn stream(&mut self, source: Source) -> Result<usize, FeedError> {
        if let Some(place) = self.streams.iter().position(|stream| stream.source == source) {
            return Ok(place);
        }
        let mut checks = [StreamCheck::new(self.setup.trades)?, StreamCheck::new(self.setup.quotes)?];
        if let Some(price) = self.setup.expected_price {
            checks.iter_mut().for_each(|check| check.expect_price(price));
        }
        let (polls, last) = ([None, None], LastValues::default());
        let (awaited, silence) = ([None; 2], [Freshness::Fresh; 2]);
        self.streams.push(Stream { source, checks, polls, last, awaited, silence });
        Ok(self.streams.len() - 1)
    }

    pub(super) fn tick(
        &mut self,
        now: Timestamp,
        tick: &Tick,
        refused: &mut Refused,
        incidents: &mut Incidents,
        effects: &mut Effects,
    ) {
        let kind = tick.kind();
        let Some(which) = place(kind) else { return };
        let Ok(place) = self.stream(tick.origin.source) else { return };
        let first = effects.ticks.len();
        let ticks = &mut effects.ticks;
        let stepped = self.streams[place].checks[which].step(tick, &mut |good| ticks.push(*good));
        if !self.judge(now, tick, &stepped, refused, incidents, effects) {
            return;
        }
        let stream = &mut self.streams[place];
        // What was asked for may have had no time but that of receipt; a stream's tick takes its place whenever it was made.
        if stream.polls[which].as_mut().is_some_and(|polled| polled.quiet_micros.take().is_some()) {
            stream.last.forget(kind);
        }
        self.heard(now, place, which, incidents, effects);
        let released = effects.ticks.len() - 1; // the last one is the tick itself
        for i in first..effects.ticks.len() {
            let good = effects.ticks[i];
            if i < released {
                refused.release(&good);
            }
            self.streams[place].last.put(&good);
            self.compare(now, which, &good, incidents, effects);
            self.count(now, &good, refused, incidents, effects);
        }
    }

    /// Something good came: its source is not silent.
    fn heard(&mut self, now: Timestamp, place: usize, which: usize, incidents: &mut Incidents, effects: &mut Effects) {
        let stream = &mut self.streams[place];
        if stream.silence[which] == Freshness::Stale {
            stream.silence[which] = Freshness::Fresh;
            let key = key(self.instrument, IncidentKind::Stale, stream.source, KINDS[which]);
            incidents.end(now, &key, &mut |change| effects.incidents.push(change));
        }
    }

    /// Tells what the check of a tick says, and whether the tick is good.
    fn judge(
        &self,
        now: Timestamp,
        tick: &Tick,
        stepped: &Result<Passed, Refusal>,
        refused: &mut Refused,
        incidents: &mut Incidents,
        effects: &mut Effects,
    ) -> bool {
        let instrument = self.instrument;
        let key = |of| key(instrument, of, tick.origin.source, tick.kind());
        let mut tell = |change| effects.incidents.push(change);
        match *stepped {
            Ok(Passed { missing: 0, completes, .. }) => {
                if completes {
                    incidents.end(now, &key(IncidentKind::Gap), &mut tell);
                }
            }
            Ok(Passed { missing, .. }) => {
                let gap = Refusal { kind: IncidentKind::Gap, observed: Some(missing as f64), expected: Some(0.0) };
                incidents.report(now, key(IncidentKind::Gap), missing, &gap, &mut tell);
            }
            Err(refusal) => {
                refused.push(now, *tick, refusal);
                // That a first price waits for a second is nothing wrong.
                if refusal.kind != IncidentKind::Unconfirmed {
                    incidents.report(now, key(refusal.kind), 1, &refusal, &mut tell);
                }
                return false;
            }
        }
        true
    }

    fn compare(&mut self, now: Timestamp, which: usize, tick: &Tick, incidents: &mut Incidents, effects: &mut Effects) {
        let Some(price) = tick.price() else { return };
        let (instrument, data) = (self.instrument, KINDS[which]);
        self.disagreements[which].step(now, tick.origin.source, price, &mut |found: Disagreeing| {
            let kind = IncidentKind::Disagreement;
            let key = IncidentKey { kind, instrument, source: found.one, other: Some(found.other), data };
            let mut tell = |change| effects.incidents.push(change);
            match found.phase {
                Phase::Began => {
                    let values = Refusal { kind, observed: Some(found.one_price), expected: Some(found.other_price) };
                    incidents.report(now, key, 1, &values, &mut tell);
                }
                Phase::Ended => incidents.end(now, &key, &mut tell),
            }
        });
    }

    /// Makes bars of a good tick, if it is of the source that they are made from.
    fn count(
        &mut self,
        now: Timestamp,
        tick: &Tick,
        refused: &mut Refused,
        incidents: &mut Incidents,
        effects: &mut Effects,
    ) {
        let source = tick.origin.source;
        let Some(print) = Print::of(tick, self.setup.price_of) else { return };
        if *self.bars_from.get_or_insert(source) != source {
            return;
        }
        let (instrument, bars) = (self.instrument, &mut effects.bars);
        let mut worst = None;
        for builder in &mut self.builders {
            match builder.push(&print, &mut |built| bars.push(BarOf { instrument, source, built })) {
                Ok(Counted::Yes | Counted::OutsideHours) => {}
                Ok(Counted::TooLate) => worst = Some(IncidentKind::OutOfOrder),
                Err(_) => worst = Some(IncidentKind::Range),
            }
        }
        self.bars_due = bars_due(&self.builders);
        if let Some(kind) = worst {
            let refusal = Refusal { kind, observed: Some(tick.origin.time().micros() as f64), expected: None };
            refused.push(now, *tick, refusal);
            let changes = &mut effects.incidents;
            let key = key(self.instrument, kind, source, tick.kind());
            incidents.report(now, key, 1, &refusal, &mut |change| changes.push(change));
        }
    }

    pub(super) fn book(
        &mut self,
        now: Timestamp,
        update: &BookUpdate,
        incidents: &mut Incidents,
        effects: &mut Effects,
    ) {
        let source = update.origin.source;
        let Some((_, follower)) = self.books.iter_mut().find(|(of, _)| *of == source) else { return };
        let of = BookOf { instrument: self.instrument, source };
        let before = follower.state();
        let followed = follower.step(update);
        let after = follower.state();
        let changes = &mut effects.incidents;
        let mut tell = |change| changes.push(change);
        match followed {
            Followed::Applied => effects.books.push(of),
            Followed::Old | Followed::Kept => {}
            Followed::Broken(kind) => {
                effects.resync.push(of);
                let key = key(self.instrument, kind, source, DataKind::Book);
                incidents.report(now, key, 1, &Refusal::of(kind), &mut tell);
            }
        }
        if before == BookState::Incomplete && after == BookState::Complete {
            for kind in [IncidentKind::BookGap, IncidentKind::Checksum, IncidentKind::Crossed, IncidentKind::Range] {
                incidents.end(now, &key(self.instrument, kind, source, DataKind::Book), &mut tell);
            }
        }
    }

    pub(super) fn clock(&mut self, now: Timestamp, incidents: &mut Incidents, effects: &mut Effects) {
        let settled = Timestamp::from_micros(now.micros().saturating_sub(self.setup.settle_micros));
        if let Some(source) = self.bars_from.filter(|_| settled >= self.bars_due) {
            let (instrument, bars) = (self.instrument, &mut effects.bars);
            for builder in &mut self.builders {
                builder.advance(settled, &mut |built| bars.push(BarOf { instrument, source, built }));
            }
            self.bars_due = bars_due(&self.builders);
        }
        let market = self.market(now);
        for stream in 0..self.streams.len() {
            for (which, kind) in KINDS.into_iter().enumerate() {
                if self.silent(now, stream, which, market) && self.streams[stream].silence[which] != Freshness::Stale {
                    self.streams[stream].silence[which] = Freshness::Stale;
                    let key = key(self.instrument, IncidentKind::Stale, self.streams[stream].source, kind);
                    let changes = &mut effects.incidents;
                    let stale = Refusal::of(IncidentKind::Stale);
                    incidents.report(now, key, 1, &stale, &mut |change| changes.push(change));
                }
            }
        }
    }

    fn silent(&self, now: Timestamp, stream: usize, which: usize, market: Market) -> bool {
        let stream = &self.streams[stream];
        let after = stream.stale_after(&self.setup.stale_after);
        if let Some(aged) = stream.last.aged(now, KINDS[which], market, &after) {
            return aged.freshness == Freshness::Stale;
        }
        let limit = [after.trade_micros, after.quote_micros][which];
        match (market, limit, stream.awaited[which]) {
            (Market::Open(opened), Some(limit), Some(since)) => {
                now.micros().saturating_sub(since.max(opened).micros()) > limit
            }
            _ => false,
        }
    }

    /// Whether it trades now. Where the calendar does not reach, it is taken for closed: nothing is called stale then.
    fn market(&mut self, now: Timestamp) -> Market {
        let span = match self.span {
            Some(span) if span.contains(now.micros()) => Some(span),
            _ => self.setup.hours.span(now).ok(),
        };
        self.span = span;
        open_since(span)
    }

    pub(super) fn last(&self, now: Timestamp, kind: DataKind) -> Option<Aged<Tick>> {
        let market = open_since(self.setup.hours.span(now).ok());
        let of = |stream: &Stream| stream.last.aged(now, kind, market, &stream.stale_after(&self.setup.stale_after));
        self.streams.iter().filter_map(of).min_by_key(|aged| aged.age_micros)
    }

    pub(super) fn last_from(&self, now: Timestamp, kind: DataKind, source: Source) -> Option<Aged<Tick>> {
        let market = open_since(self.setup.hours.span(now).ok());
        let stream = self.streams.iter().find(|stream| stream.source == source)?;
        stream.last.aged(now, kind, market, &stream.stale_after(&self.setup.stale_after))
    }

    pub(super) fn current_bar(&self, interval: Interval) -> Option<BuiltBar> {
        self.builders.iter().find(|builder| builder.interval() == interval)?.current()
    }

    pub(super) fn order_book(&self, source: Source) -> Option<&OrderBook> {
        self.books.iter().find(|(of, _)| *of == source)?.1.book()
    }
}

/// When the first open bar of all intervals ends.
fn bars_due(builders: &[BarBuilder]) -> Timestamp {
    builders.iter().map(BarBuilder::due).min().unwrap_or(Timestamp::from_micros(i64::MAX))
}

const fn key(instrument: InstrumentId, kind: IncidentKind, source: Source, data: DataKind) -> IncidentKey {
    IncidentKey { kind, instrument, source, other: None, data }
}

const fn open_since(span: Option<Span>) -> Market {
    match span {
        Some(Span::Open { opens, .. }) => Market::Open(Timestamp::from_micros(opens)),
        Some(Span::Closed { .. }) | None => Market::Closed,
    }
}
