//! Invented ticks between closes that are known: something to practise on where there is no source.
//!
//! A day runs as a Brownian bridge in the logarithm of the price, from the close before to its own close, so that nothing contradicts
//! the stored bars. Trades, quotes and a book of twenty levels go with it. The same seed gives the same day.

use std::collections::BTreeMap;

use model::{
    currency::Currency,
    id::InstrumentId,
    market::{
        Adjustment, Aggressor, BidAsk, BookChange, BookLevel, BookNumbers, BookSide, BookUpdate, MarketEvent, Origin,
        Source, Tick, TickData, Trade, TradeUse,
    },
    time::Timestamp,
};

/// The name under which invented events come.
pub const SOURCE: &str = "practice";
/// Levels of each side of the book.
const LEVELS: i64 = 20;
/// After so many moments the whole book is sent again: who joins late, or goes to another time, soon has one.
const WHOLE_EVERY: i64 = 20;
/// How far a price wanders in a day beside the way from close to close: a standard deviation of its logarithm.
const WANDERING: f64 = 0.008;
/// From the exchange to us, in microseconds.
const DELAY: i64 = 3_000;

/// A day to be invented.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PracticeDay {
    /// Opening.
    pub opens: Timestamp,
    /// Close.
    pub closes: Timestamp,
    /// The close before, above zero.
    pub before: f64,
    /// Its own close, above zero.
    pub close: f64,
}

/// Whose days, and how lively.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Practice {
    /// Of what.
    pub instrument: InstrumentId,
    /// The currency of its prices.
    pub currency: Option<Currency>,
    /// Time between two trades in the mean, in microseconds; at least a millisecond.
    pub every_micros: i64,
    /// Another seed, another day.
    pub seed: u64,
}

/// A stream of numbers from a seed (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to 1.
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Nearly a standard normal: twelve parts less six.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.part()).sum::<f64>() - 6.0
    }

    /// From 1 to `most`.
    fn units(&mut self, most: u64) -> f64 {
        (1 + self.next() % most) as f64
    }
}

/// Invents days, which come in their order.
#[must_use]
pub fn practice(of: &Practice, days: &[PracticeDay]) -> Vec<MarketEvent> {
    let seed = of.instrument.uuid().as_u128();
    let mut making = Making {
        of,
        source: SOURCE.parse().expect("invariant: the name of practice is a source's name"),
        chance: Chance(of.seed ^ (seed as u64) ^ ((seed >> 64) as u64)),
        events: Vec::new(),
        trades: 0,
        bids: BTreeMap::new(),
        asks: BTreeMap::new(),
    };
    days.iter().for_each(|day| making.day(day));
    making.events
}

struct Making<'a> {
    of: &'a Practice,
    source: Source,
    chance: Chance,
    events: Vec<MarketEvent>,
    trades: u64,
    /// Sizes by price in steps.
    bids: BTreeMap<i64, f64>,
    asks: BTreeMap<i64, f64>,
}

/// The price step of an instrument by its price.
fn step_of(price: f64) -> f64 {
    if price >= 1.0 { 0.01 } else { 0.0001 }
}

/// A price of so many steps, without the noise of multiplication.
fn price_of(steps: i64, step: f64) -> f64 {
    let per_unit = (1.0 / step).round();
    steps as f64 / per_unit
}

impl Making<'_> {
    fn day(&mut self, day: &PracticeDay) {
        let length = day.closes.micros() - day.opens.micros();
        let every = self.of.every_micros.max(1_000);
        let n = (length / every).max(1);
        let step = step_of(day.close.min(day.before));
        let (mut log, goal) = (day.before.ln(), day.close.ln());
        let shake = WANDERING / (n as f64).sqrt();
        for i in 0..n {
            let left = (n - i) as f64;
            log += (goal - log) / left + shake * self.chance.normal() * ((left - 1.0) / left).sqrt();
            // The last trade is the day's close.
            let is_last = i + 1 == n;
            let mid = if is_last { day.close } else { log.exp() };
            let early = (self.chance.part() * 0.9 * every as f64) as i64;
            let at = day.opens.micros() + i * every + early;
            self.moment(Timestamp::from_micros(at), mid, step, i % WHOLE_EVERY == 0, is_last);
        }
    }

    /// A book, the quote of its best levels, and a trade at one of them.
    fn moment(&mut self, at: Timestamp, mid: f64, step: f64, is_whole: bool, is_last: bool) {
        let center = (mid / step).round() as i64;
        let wide = 1 + i64::from(self.chance.next().is_multiple_of(4));
        let best_bid = (center - wide).max(1);
        let best_ask = (center + wide).max(best_bid + 1);
        let mut changed = Vec::new();
        self.side(BookSide::Bid, (best_bid - LEVELS + 1).max(1)..=best_bid, step, &mut changed);
        self.side(BookSide::Ask, best_ask..=best_ask + LEVELS - 1, step, &mut changed);
        let change = if is_whole { BookChange::Snapshot } else { BookChange::Update };
        if is_whole {
            changed.clear();
            let sides = [(BookSide::Bid, &self.bids), (BookSide::Ask, &self.asks)];
            for (side, levels) in sides {
                let level =
                    |(steps, size): (&i64, &f64)| BookLevel { side, price: price_of(*steps, step), size: *size };
                changed.extend(levels.iter().map(level));
            }
        }
        let numbers = BookNumbers::default();
        self.events.push(MarketEvent::Book(BookUpdate {
            origin: self.origin(at, None),
            change,
            numbers,
            levels: changed,
        }));
        let quote = BidAsk {
            bid: Some(price_of(best_bid, step)),
            bid_size: self.bids.get(&best_bid).copied(),
            ask: Some(price_of(best_ask, step)),
            ask_size: self.asks.get(&best_ask).copied(),
        };
        self.events.push(MarketEvent::Tick(Tick { origin: self.origin(at, None), data: TickData::Quote(quote) }));
        let buys = self.chance.next().is_multiple_of(2);
        let steps = if is_last {
            center.max(1)
        } else if buys {
            best_ask
        } else {
            best_bid
        };
        self.trades += 1;
        let trade = Trade {
            price: price_of(steps, step),
            size: Some(self.chance.units(5) * 100.0),
            aggressor: (!is_last).then_some(if buys { Aggressor::Buyer } else { Aggressor::Seller }),
            counts: TradeUse::PriceAndVolume,
        };
        let origin = self.origin(at, Some(self.trades));
        self.events.push(MarketEvent::Tick(Tick { origin, data: TickData::Trade(trade) }));
    }

    /// Moves a side of the book to where it is now, changes two of its sizes, and notes what changed.
    fn side(&mut self, side: BookSide, wanted: std::ops::RangeInclusive<i64>, step: f64, changed: &mut Vec<BookLevel>) {
        let Self { bids, asks, chance, .. } = self;
        let levels = if side == BookSide::Bid { bids } else { asks };
        let mut note = |steps: i64, size| changed.push(BookLevel { side, price: price_of(steps, step), size });
        levels.retain(|steps, _| {
            let stays = wanted.contains(steps);
            if !stays {
                note(*steps, 0.0);
            }
            stays
        });
        let width = wanted.end() - wanted.start() + 1;
        let touched = [chance.next(), chance.next()].map(|n| wanted.start() + (n % width.unsigned_abs()) as i64);
        for steps in wanted {
            if touched.contains(&steps) || !levels.contains_key(&steps) {
                let size = chance.units(40) * 100.0;
                levels.insert(steps, size);
                note(steps, size);
            }
        }
    }

    fn origin(&self, at: Timestamp, sequence: Option<u64>) -> Origin {
        Origin {
            instrument: self.of.instrument,
            source: self.source,
            at: Some(at),
            received_at: Timestamp::from_micros(at.micros() + DELAY),
            sequence,
            currency: self.of.currency,
            adjustment: Adjustment::Raw,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        book::follow::BookRule,
        hub::{Effects, Hub, Input, Setup},
    };
    use bars::hours::Hours;

    fn at(micros: i64) -> Timestamp {
        // 2022-12-28T14:30:00Z, the opening in New York
        Timestamp::from_micros(1_672_237_800_000_000 + micros)
    }

    fn day() -> PracticeDay {
        PracticeDay { opens: at(0), closes: at(6 * 3_600_000_000 + 1_800_000_000), before: 130.03, close: 126.04 }
    }

    fn of() -> Practice {
        let instrument = InstrumentId::from_uuid(uuid::Uuid::from_u128(7));
        Practice { instrument, currency: Some(Currency::USD), every_micros: 3_000_000, seed: 1 }
    }

    #[test]
    fn a_day_ends_at_its_close_and_comes_again() {
        let events = practice(&of(), &[day()]);
        assert_eq!(events, practice(&of(), &[day()]));
        assert_ne!(events, practice(&Practice { seed: 2, ..of() }, &[day()]));
        let trades: Vec<&Tick> = events
            .iter()
            .filter_map(|event| match event {
                MarketEvent::Tick(tick) if matches!(tick.data, TickData::Trade(_)) => Some(tick),
                _ => None,
            })
            .collect();
        assert_eq!(trades.len(), 7_800);
        assert_eq!(trades.last().unwrap().price(), Some(126.04));
        assert!(trades.iter().all(|tick| (day().opens..day().closes).contains(&tick.origin.time())));
        let times: Vec<_> = events.iter().map(MarketEvent::received_at).collect();
        assert!(times.is_sorted());
    }

    #[test]
    fn the_checks_of_live_data_find_nothing_wrong() {
        let mut hub = Hub::new(100, 10_000_000);
        let id = of().instrument;
        let setup =
            Setup { expected_price: Some(day().before), ..Setup::new(Hours::of(calendar::exchange::Exchange::Nyse)) };
        hub.watch(id, setup).unwrap();
        hub.follow(id, SOURCE.parse().unwrap(), BookRule::Coinbase);
        let mut effects = Effects::default();
        for event in practice(&of(), &[day()]) {
            let now = event.received_at();
            match &event {
                MarketEvent::Tick(tick) => hub.step(now, Input::Tick(tick), &mut effects),
                MarketEvent::Book(book) => hub.step(now, Input::Book(book), &mut effects),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(hub.refused().total(), 0, "{:?}", hub.refused().iter().next());
        assert_eq!(effects.incidents, []);
        assert_eq!(effects.resync, []);
        let depth = hub.book(id, SOURCE.parse().unwrap()).unwrap().depth(25);
        assert_eq!((depth.bids.len(), depth.asks.len()), (20, 20));
        assert!(depth.spread.unwrap() > 0.0);
    }

    #[test]
    fn the_smallest_prices_stay_above_zero() {
        let day = PracticeDay { before: 0.0002, close: 0.0001, ..day() };
        for event in practice(&of(), &[day]) {
            if let MarketEvent::Book(book) = event {
                assert!(book.levels.iter().all(|level| level.price > 0.0));
            }
        }
    }
}
