//! What a slow consumer has not seen yet, in as little room as possible.
//!
//! Between two looks of a consumer there may be thousands of ticks. Of quotes it gets the last one of each instrument and
//! source; trades are put together to their last with first, high, low, count and volume; of a bar it gets the last revision,
//! but each bar for itself. Nothing that was last is ever lost, and what was merged is counted.

use std::hash::Hash;

use bars::build::BuiltBar;
use model::{
    id::InstrumentId,
    market::{Source, Tick, TickData, TradeUse},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::hash::FastMap;

/// Trades of one instrument and source since the last look.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MergedTrades {
    /// The last one.
    pub last: Tick,
    /// Price of the first one that counts for prices; `None` when none does.
    pub first_price: Option<f64>,
    /// Price of the last one that counts for prices.
    pub last_price: Option<f64>,
    /// Highest of those prices.
    pub high: Option<f64>,
    /// Lowest of them.
    pub low: Option<f64>,
    /// Units of all; unknown when one is.
    pub volume: Option<f64>,
    /// How many there were.
    pub count: u32,
}

impl MergedTrades {
    fn new(tick: &Tick) -> Self {
        let (mut first, volume) = (None, Some(0.0));
        let TickData::Trade(trade) = tick.data else {
            return Self { last: *tick, first_price: None, last_price: None, high: None, low: None, volume, count: 0 };
        };
        match trade.counts {
            TradeUse::PriceAndVolume => first = Some(trade.price),
            TradeUse::Volume => {}
            // The range of those before it is not known.
            TradeUse::Price => {
                let (last_price, high, low, volume) = (Some(trade.price), None, None, None);
                return Self { last: *tick, first_price: None, last_price, high, low, volume, count: 1 };
            }
        }
        let volume = trade.size;
        Self { last: *tick, first_price: first, last_price: first, high: first, low: first, volume, count: 1 }
    }

    fn merge(&mut self, tick: &Tick) {
        let one = Self::new(tick);
        self.last = *tick;
        self.first_price = self.first_price.or(one.first_price);
        self.last_price = one.last_price.or(self.last_price);
        self.high = self.high.into_iter().chain(one.high).reduce(f64::max);
        self.low = self.low.into_iter().chain(one.low).reduce(f64::min);
        self.volume = self.volume.zip(one.volume).map(|(a, b)| a + b);
        self.count = self.count.saturating_add(one.count);
    }
}

/// A bar with whose it is.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BarOf {
    /// Of what.
    pub instrument: InstrumentId,
    /// Out of whose ticks.
    pub source: Source,
    /// The bar.
    pub built: BuiltBar,
}

/// What a consumer gets at a look.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Conflated {
    /// The last quote, and how many it stands for.
    Quote {
        /// The quote.
        last: Tick,
        /// How many came since the last look, itself included.
        count: u32,
    },
    /// Trades put together.
    Trades(MergedTrades),
    /// A bar as it is now.
    Bar(BarOf),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Key {
    Quote(InstrumentId, Source),
    Trades(InstrumentId, Source),
    Bar(InstrumentId, Source, bars::interval::Interval, Timestamp),
}

/// What one consumer has not seen.
#[derive(Clone, Debug, Default)]
pub struct Conflate {
    places: FastMap<Key, usize>,
    waiting: Vec<Conflated>,
}

impl Conflate {
    /// Takes a tick.
    pub fn push(&mut self, tick: &Tick) {
        let (instrument, source) = (tick.origin.instrument, tick.origin.source);
        match tick.data {
            TickData::Quote(_) => {
                let key = Key::Quote(instrument, source);
                match self.entry(key, Conflated::Quote { last: *tick, count: 0 }) {
                    Conflated::Quote { last, count } => (*last, *count) = (*tick, count.saturating_add(1)),
                    Conflated::Trades(_) | Conflated::Bar(_) => {}
                }
            }
            TickData::Trade(_) => {
                let key = Key::Trades(instrument, source);
                let start = MergedTrades { count: 0, ..MergedTrades::new(tick) };
                match self.entry(key, Conflated::Trades(start)) {
                    Conflated::Trades(trades) if trades.count == 0 => *trades = MergedTrades::new(tick),
                    Conflated::Trades(trades) => trades.merge(tick),
                    Conflated::Quote { .. } | Conflated::Bar(_) => {}
                }
            }
        }
    }

    /// Takes a bar: open, closed or corrected.
    pub fn push_bar(&mut self, bar: BarOf) {
        let key = Key::Bar(bar.instrument, bar.source, bar.built.interval, bar.built.bar.at);
        *self.entry(key, Conflated::Bar(bar)) = Conflated::Bar(bar);
    }

    /// How many things wait.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether nothing waits.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Everything that waits, by when the first of each came. Afterwards nothing does.
    pub fn drain(&mut self, out: &mut impl FnMut(Conflated)) {
        self.places.clear();
        self.waiting.drain(..).for_each(out);
    }

    fn entry(&mut self, key: Key, start: Conflated) -> &mut Conflated {
        let place = *self.places.entry(key).or_insert(self.waiting.len());
        if place == self.waiting.len() {
            self.waiting.push(start);
        }
        &mut self.waiting[place]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bars::{build::BarState, interval::Interval};
    use model::{
        bar::Bar,
        market::{Adjustment, BidAsk, Origin, Trade},
    };

    fn tick(of: u128, data: TickData) -> Tick {
        let origin = Origin {
            instrument: InstrumentId::from_uuid(uuid::Uuid::from_u128(of)),
            source: "test".parse().unwrap(),
            at: None,
            received_at: Timestamp::from_micros(0),
            sequence: None,
            currency: None,
            adjustment: Adjustment::Raw,
        };
        Tick { origin, data }
    }

    fn quote(of: u128, bid: f64) -> Tick {
        tick(of, TickData::Quote(BidAsk { bid: Some(bid), bid_size: None, ask: None, ask_size: None }))
    }

    fn trade(of: u128, price: f64, size: Option<f64>, counts: TradeUse) -> Tick {
        tick(of, TickData::Trade(Trade { price, size, aggressor: None, counts }))
    }

    fn drained(conflate: &mut Conflate) -> Vec<Conflated> {
        let mut out = Vec::new();
        conflate.drain(&mut |c| out.push(c));
        out
    }

    #[test]
    fn of_quotes_the_last_one_of_each_instrument_stays() {
        let mut conflate = Conflate::default();
        for (of, bid) in [(2, 1.0), (1, 5.0), (2, 2.0), (2, 3.0)] {
            conflate.push(&quote(of, bid));
        }
        let expected =
            [Conflated::Quote { last: quote(2, 3.0), count: 3 }, Conflated::Quote { last: quote(1, 5.0), count: 1 }];
        assert_eq!(drained(&mut conflate), expected);
        assert!(conflate.is_empty());
        conflate.push(&quote(2, 4.0));
        assert_eq!(drained(&mut conflate), [Conflated::Quote { last: quote(2, 4.0), count: 1 }]);
    }

    #[test]
    fn trades_are_put_together_without_losing_any() {
        let mut conflate = Conflate::default();
        let all = [(10.0, 1.0), (12.0, 2.0), (9.0, 0.5)];
        for (price, size) in all {
            conflate.push(&trade(1, price, Some(size), TradeUse::PriceAndVolume));
        }
        conflate.push(&trade(1, 99.0, Some(4.0), TradeUse::Volume));
        let [Conflated::Trades(merged)] = drained(&mut conflate)[..] else { panic!("one") };
        assert_eq!((merged.first_price, merged.last_price), (Some(10.0), Some(9.0)));
        assert_eq!((merged.high, merged.low, merged.volume, merged.count), (Some(12.0), Some(9.0), Some(7.5), 4));
        assert_eq!(merged.last.price(), Some(99.0));
        conflate.push(&trade(1, 10.0, None, TradeUse::PriceAndVolume));
        conflate.push(&trade(1, 10.0, Some(1.0), TradeUse::PriceAndVolume));
        let [Conflated::Trades(merged)] = drained(&mut conflate)[..] else { panic!("one") };
        assert_eq!((merged.volume, merged.count), (None, 2));
    }

    #[test]
    fn each_bar_waits_with_its_last_revision() {
        let bar = |at: i64, close: f64, revision: u32| {
            let (interval, state) = (Interval::Second1, BarState::Closed);
            let bar = Bar::close_only(Timestamp::from_micros(at), close);
            let origin = quote(1, 1.0).origin;
            let built = BuiltBar { interval, bar, parts: 1, revision, state };
            BarOf { instrument: origin.instrument, source: origin.source, built }
        };
        let mut conflate = Conflate::default();
        [bar(0, 1.0, 0), bar(1, 2.0, 0), bar(0, 1.5, 1)].into_iter().for_each(|b| conflate.push_bar(b));
        assert_eq!(drained(&mut conflate), [Conflated::Bar(bar(0, 1.5, 1)), Conflated::Bar(bar(1, 2.0, 0))]);
    }
}
