//! What bars say of trades and sessions, for conditions that ask for them.

use bars::hours::Span;
use execution::listing::Sessions;
use model::{
    bar::Bar,
    id::InstrumentId,
    market::{Adjustment, Origin, Source, Tick, TickData, Trade, TradeUse},
    time::Timestamp,
};

/// Makes of each bar what the engine of conditions is told beside it.
#[derive(Debug)]
pub(super) struct Trades {
    /// Instruments whose price is asked for.
    instruments: Vec<InstrumentId>,
    source: Source,
    /// The run has ticks, so that closes need not stand for them.
    ticks: bool,
    /// The session of each instrument's last bar.
    spans: Vec<Option<Span>>,
}

impl Trades {
    pub(super) fn new(instruments: Vec<InstrumentId>, source: Source, count: usize) -> Self {
        Self { instruments, source, ticks: false, spans: vec![None; count] }
    }

    /// Ticks have come.
    pub(super) const fn has_ticks(&mut self) {
        self.ticks = true;
    }

    /// The close of a bar as a trade, where it is asked for.
    pub(super) fn of_bar(&self, instrument: InstrumentId, bar: &Bar) -> Option<Tick> {
        if self.ticks || bar.close <= 0.0 || !self.instruments.contains(&instrument) {
            return None;
        }
        let origin = Origin {
            instrument,
            source: self.source,
            at: Some(bar.at),
            received_at: bar.at,
            sequence: None,
            currency: None,
            adjustment: Adjustment::Raw,
        };
        let trade = Trade { price: bar.close, size: None, aggressor: None, counts: TradeUse::PriceAndVolume };
        Some(Tick { origin, data: TickData::Trade(trade) })
    }

    /// A number that changes with the session; `None` outside of sessions, or where they are not known.
    pub(super) fn session(&mut self, place: usize, sessions: &Sessions, at: Timestamp) -> Option<i64> {
        let Sessions::Within { hours, .. } = sessions else { return Some(at.micros()) };
        let last = self.spans.get_mut(place)?;
        let span = match last {
            Some(span) if span.contains(at.micros()) => *span,
            _ => *last.insert(hours.span(at).ok()?),
        };
        match span {
            Span::Open { opens, .. } => Some(opens),
            Span::Closed { .. } => None,
        }
    }
}
