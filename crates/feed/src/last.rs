//! The last good values of a stream, and how old they are.
//!
//! A value is never taken away because it is old: it is shown with its age, and called stale. Age counts from receipt: a delayed
//! source is not stale for its delay. While a market is closed nothing is stale, and after its opening age counts from there.

use model::{
    market::{DataKind, Tick, TickData},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Whether a value can still be taken for the present one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// Young enough.
    Fresh,
    /// Older than its stream allows.
    Stale,
    /// The last of a market that is closed now.
    Closed,
}

/// Whether the instrument trades now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Market {
    /// Since then.
    Open(Timestamp),
    /// Not now.
    Closed,
}

/// How old the last value of each kind may be, in microseconds; `None` where silence means nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StaleAfter {
    /// Trades.
    pub trade_micros: Option<i64>,
    /// Quotes.
    pub quote_micros: Option<i64>,
}

impl Default for StaleAfter {
    fn default() -> Self {
        Self { trade_micros: None, quote_micros: Some(15_000_000) }
    }
}

/// A value with its age.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Aged<T> {
    /// The value.
    pub value: T,
    /// Microseconds since it was received; 0 when our clock went back.
    pub age_micros: i64,
    /// Whether it is still good.
    pub freshness: Freshness,
}

/// The last good trade and quote of an instrument from one source. What never came is `None`.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct LastValues {
    trade: Option<Tick>,
    quote: Option<Tick>,
}

impl LastValues {
    /// Takes a tick that was found good. One that is older than the last by exchange time does not replace it.
    pub fn put(&mut self, tick: &Tick) {
        let slot = match tick.data {
            TickData::Trade(_) => &mut self.trade,
            TickData::Quote(_) => &mut self.quote,
        };
        let key = |t: &Tick| (t.origin.time(), t.origin.sequence);
        if slot.as_ref().is_none_or(|last| key(last) <= key(tick)) {
            *slot = Some(*tick);
        }
    }

    /// Forgets the last one of a kind.
    pub const fn forget(&mut self, kind: DataKind) {
        match kind {
            DataKind::Trade => self.trade = None,
            DataKind::Quote => self.quote = None,
            DataKind::Bar | DataKind::Book | DataKind::News => {}
        }
    }

    /// Whether a tick says what the last one said, of the same time: then that one is as young as this.
    pub fn is_confirmed(&mut self, tick: &Tick) -> bool {
        let slot = match tick.data {
            TickData::Trade(_) => &mut self.trade,
            TickData::Quote(_) => &mut self.quote,
        };
        let Some(last) = slot.as_mut().filter(|last| last.origin.at == tick.origin.at && last.data == tick.data) else {
            return false;
        };
        last.origin.received_at = last.origin.received_at.max(tick.origin.received_at);
        true
    }

    /// The last one of a kind; `None` for kinds other than trades and quotes too.
    #[must_use]
    pub const fn get(&self, kind: DataKind) -> Option<&Tick> {
        match kind {
            DataKind::Trade => self.trade.as_ref(),
            DataKind::Quote => self.quote.as_ref(),
            DataKind::Bar | DataKind::Book | DataKind::News => None,
        }
    }

    /// The last one of a kind with its age.
    #[must_use]
    pub fn aged(&self, now: Timestamp, kind: DataKind, market: Market, after: &StaleAfter) -> Option<Aged<Tick>> {
        let value = *self.get(kind)?;
        let received = value.origin.received_at.micros();
        let age_micros = now.micros().saturating_sub(received).max(0);
        let limit = match kind {
            DataKind::Trade => after.trade_micros,
            DataKind::Quote => after.quote_micros,
            DataKind::Bar | DataKind::Book | DataKind::News => None,
        };
        let freshness = match (market, limit) {
            (Market::Closed, _) => Freshness::Closed,
            (Market::Open(since), Some(limit)) => {
                let silent = now.micros().saturating_sub(received.max(since.micros()));
                if silent > limit { Freshness::Stale } else { Freshness::Fresh }
            }
            (Market::Open(_), None) => Freshness::Fresh,
        };
        Some(Aged { value, age_micros, freshness })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        id::InstrumentId,
        market::{Adjustment, BidAsk, Origin},
    };

    fn quote(at: i64, received: i64) -> Tick {
        let origin = Origin {
            instrument: InstrumentId::from_uuid(uuid::Uuid::nil()),
            source: "test".parse().unwrap(),
            at: Some(Timestamp::from_micros(at)),
            received_at: Timestamp::from_micros(received),
            sequence: None,
            currency: None,
            adjustment: Adjustment::Raw,
        };
        let data = TickData::Quote(BidAsk { bid: Some(1.0), bid_size: None, ask: None, ask_size: None });
        Tick { origin, data }
    }

    #[test]
    fn a_value_ages_and_stays() {
        let mut last = LastValues::default();
        let after = StaleAfter { trade_micros: None, quote_micros: Some(10) };
        let aged = |last: &LastValues, now, market| {
            let aged = last.aged(Timestamp::from_micros(now), DataKind::Quote, market, &after)?;
            Some((aged.value.origin.time().micros(), aged.age_micros, aged.freshness))
        };
        let open = Market::Open(Timestamp::from_micros(0));
        assert_eq!(aged(&last, 5, open), None, "what never came is unknown");
        last.put(&quote(100, 103));
        assert_eq!(aged(&last, 113, open), Some((100, 10, Freshness::Fresh)));
        assert_eq!(aged(&last, 114, open), Some((100, 11, Freshness::Stale)));
        assert_eq!(aged(&last, 90, open), Some((100, 0, Freshness::Fresh)), "a clock that went back");
        assert_eq!(aged(&last, 999, Market::Closed), Some((100, 896, Freshness::Closed)));
        let reopened = Market::Open(Timestamp::from_micros(990));
        assert_eq!(aged(&last, 999, reopened), Some((100, 896, Freshness::Fresh)));
        last.put(&quote(99, 120));
        assert_eq!(aged(&last, 120, open).unwrap().0, 100, "an older one does not come back");
        assert_eq!(last.get(DataKind::Trade), None);
        assert_eq!(last.get(DataKind::Book), None);
    }
}
