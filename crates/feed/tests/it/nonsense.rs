//! A million events that make no sense, made of parts that nearly do: nothing panics, and no nonsense comes out.

use bars::{build::PriceOf, hours::Hours, interval::Interval, resample::Resampler};
use calendar::exchange::Exchange;
use feed::{
    book::{checksum::Decimals, follow::BookRule},
    check::Limits,
    conflate::Conflate,
    hub::{Effects, Hub, Input, Setup},
    replay::{Replay, Speed},
    sequence::Numbering,
};
use model::{
    bar::Bar,
    market::{
        Adjustment, Aggressor, BidAsk, BookChange, BookLevel, BookNumbers, BookSide, BookUpdate, DataKind, MarketEvent,
        Origin, Tick, TickData, Trade, TradeUse,
    },
    time::Timestamp,
};

use super::streams::{Chance, START, instrument};

const EVENTS: u64 = 1_000_000;

fn number(chance: &mut Chance) -> f64 {
    match chance.below(12) {
        0 => {
            chance.pick(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 0.0, -0.0])
        }
        1 => f64::from_bits(chance.next()),
        2 => -(chance.below(1000) as f64),
        3 => chance.below(u64::MAX >> 12) as f64,
        _ => 100.0 + chance.below(1000) as f64 / 100.0,
    }
}

fn whole(chance: &mut Chance, near: u64) -> u64 {
    match chance.below(12) {
        0 => chance.pick(&[0, 1, u64::MAX, u64::MAX - 1, 1 << 63]),
        1 => chance.next(),
        2 => near.saturating_sub(chance.below(5000)),
        _ => near.wrapping_add(chance.below(4)),
    }
}

fn time(chance: &mut Chance, near: i64) -> Timestamp {
    Timestamp::from_micros(match chance.below(16) {
        0 => chance.pick(&[i64::MIN, i64::MAX, 0, -1, 4_102_444_799_999_999, 2_082_758_400_000_000]),
        1 => chance.next() as i64,
        2 => near.saturating_sub(chance.below(100_000_000) as i64),
        3 => near + chance.below(86_400_000_000) as i64,
        _ => near + chance.below(100_000) as i64,
    })
}

fn maybe<T>(chance: &mut Chance, value: T) -> Option<T> {
    (chance.below(5) > 0).then_some(value)
}

fn origin(chance: &mut Chance, n: u64, now: i64) -> Origin {
    let at = time(chance, now);
    let sequence = whole(chance, n / 20);
    Origin {
        instrument: instrument(u128::from(chance.below(5))),
        source: chance.pick(&["one", "two", "three"]).parse().unwrap(),
        at: maybe(chance, at),
        received_at: if chance.below(50) == 0 { time(chance, now) } else { Timestamp::from_micros(now) },
        sequence: maybe(chance, sequence),
        currency: None,
        adjustment: if chance.below(50) == 0 { Adjustment::Adjusted } else { Adjustment::Raw },
    }
}

fn tick(chance: &mut Chance, n: u64, now: i64) -> Tick {
    let origin = origin(chance, n, now);
    let numbers = [(); 4].map(|()| number(chance));
    let data = if chance.below(2) == 0 {
        let counts = chance.pick(TradeUse::ALL);
        let aggressor = Some(chance.pick(Aggressor::ALL));
        TickData::Trade(Trade { price: numbers[0], size: maybe(chance, numbers[1]), aggressor, counts })
    } else {
        let [bid, ask, bid_size, ask_size] = numbers.map(|v| maybe(chance, v));
        TickData::Quote(BidAsk { bid, bid_size, ask, ask_size })
    };
    Tick { origin, data }
}

fn message(chance: &mut Chance, n: u64, now: i64) -> BookUpdate {
    let numbers = BookNumbers {
        first: Some(whole(chance, n / 20)).filter(|_| !n.is_multiple_of(7)),
        last: Some(whole(chance, n / 20 + 1)).filter(|_| !n.is_multiple_of(11)),
        previous: Some(whole(chance, n / 20)),
        checksum: Some(chance.next() as u32).filter(|_| n.is_multiple_of(3)),
    };
    let change = if chance.below(10) == 0 { BookChange::Snapshot } else { BookChange::Update };
    let level = |chance: &mut Chance| {
        let side = chance.pick(BookSide::ALL);
        // Most levels make sense, so that books live for a while.
        let price = if chance.below(200) == 0 { number(chance) } else { 100.0 + chance.below(50) as f64 };
        let price = if side == BookSide::Bid { price - 51.0 } else { price };
        BookLevel { side, price, size: chance.below(3) as f64 }
    };
    let count = chance.below(6);
    let levels = (0..count).map(|_| level(chance)).collect();
    BookUpdate { origin: origin(chance, n, now), change, numbers, levels }
}

fn hub() -> Hub {
    let mut hub = Hub::new(100, 1_000_000);
    let zone = chrono_tz_of("America/New_York");
    let hours = [
        Hours::of(Exchange::Crypto),
        Hours::Exchange { exchange: Exchange::Nyse, auction_micros: i64::MAX },
        zone,
        Hours::Exchange { exchange: Exchange::London, auction_micros: -5 },
    ];
    let numberings = [Numbering::Counted, Numbering::Rising, Numbering::Unnumbered, Numbering::Counted];
    let prices = [PriceOf::Trade, PriceOf::Mid, PriceOf::Bid, PriceOf::Trade];
    for (n, ((hours, numbering), price_of)) in hours.into_iter().zip(numberings).zip(prices).enumerate() {
        let far = n % 2 == 1;
        let limits = Limits {
            numbering,
            // Half of them let any time through to the bars.
            ahead_micros: if far { i64::MAX } else { 5_000_000 },
            behind_micros: if far { i64::MAX } else { 300_000_000 },
            ..Limits::default()
        };
        let intervals = Interval::ALL.to_vec();
        let lateness_micros = [0, 5_000_000, i64::MAX, -1][n];
        let base = Setup::new(hours);
        let setup = Setup { trades: limits, quotes: limits, intervals, price_of, lateness_micros, ..base };
        let id = instrument(n as u128);
        hub.watch(id, setup).unwrap();
        let kraken = BookRule::Kraken { depth: 10, decimals: Decimals { price: 2, size: 255 } };
        for (source, rule) in [("one", BookRule::BinanceSpot), ("two", BookRule::BinanceFutures), ("three", kraken)] {
            let source = source.parse().unwrap();
            hub.follow(id, source, if n == 3 { BookRule::Coinbase } else { rule });
            hub.expect(Timestamp::from_micros(START), id, source, DataKind::Quote).unwrap();
        }
    }
    hub
}

fn chrono_tz_of(name: &str) -> Hours {
    Hours::AroundTheClock { zone: name.parse().unwrap(), begins: "17:00:00".parse().unwrap() }
}

#[test]
fn a_million_senseless_events() {
    let mut chance = Chance(20_261_130);
    let (mut hub, mut effects, mut conflate) = (hub(), Effects::default(), Conflate::default());
    let mut now = START;
    let (mut good, mut bars, mut books) = (0_usize, 0_usize, 0_usize);
    for n in 0..EVENTS {
        now += chance.below(20_000) as i64;
        let clock = if chance.below(500) == 0 { time(&mut chance, now) } else { Timestamp::from_micros(now) };
        match chance.below(10) {
            0 => hub.step(clock, Input::Clock, &mut effects),
            1 | 2 => hub.step(clock, Input::Book(&message(&mut chance, n, now)), &mut effects),
            _ => hub.step(clock, Input::Tick(&tick(&mut chance, n, now)), &mut effects),
        }
        if chance.below(10_000) == 0 {
            hub.reconnected("one".parse().unwrap());
        }
        for tick in &effects.ticks {
            assert!(tick.price().is_none_or(|price| price.is_finite() && price > 0.0), "{tick:?}");
            conflate.push(tick);
        }
        for bar in &effects.bars {
            bar.built.bar.check().unwrap();
            conflate.push_bar(*bar);
        }
        for of in &effects.books {
            let Some(book) = hub.book(of.instrument, of.source) else { continue };
            let depth = book.depth(5);
            assert!(depth.spread.is_none_or(|spread| spread >= 0.0) && depth.imbalance.is_none_or(f64::is_finite));
            books += 1;
        }
        (good, bars) = (good + effects.ticks.len(), bars + effects.bars.len());
        effects.clear();
        if chance.below(1000) == 0 {
            conflate.drain(&mut |_| ());
        }
    }
    let refused = hub.refused().total();
    assert!(good > 50_000 && bars > 10_000 && books > 100 && refused > 50_000, "{good} {bars} {books} {refused}");
}

#[test]
fn senseless_bars_and_replays() {
    let mut chance = Chance(7);
    let hours = [Hours::of(Exchange::Nyse), chrono_tz_of("Pacific/Apia")];
    for n in 0..20_000 {
        let mut resampler = Resampler::new(Interval::Second1, Interval::Minute5, hours[n % 2]).unwrap();
        for _ in 0..5 {
            let at = time(&mut chance, START + 15 * 3_600_000_000).micros() / 1_000_000 * 1_000_000;
            let part = Bar::close_only(Timestamp::from_micros(at), number(&mut chance));
            let _ = resampler.push(&part, &mut |_| ());
        }
        resampler.advance(time(&mut chance, START), &mut |_| ());
    }
    for _ in 0..200 {
        let events = |chance: &mut Chance| (0..50).map(|n| MarketEvent::Tick(tick(chance, n, START))).collect();
        let mut replay = Replay::new(vec![events(&mut chance), events(&mut chance)]);
        for _ in 0..50 {
            let wall = time(&mut chance, 0).micros();
            match chance.below(6) {
                0 => replay.play(wall, Speed::times(1e6).unwrap()),
                1 => replay.play(wall, Speed::UNBOUNDED),
                2 => replay.pause(wall),
                3 => replay.seek(wall, time(&mut chance, START)),
                4 => drop(replay.step().cloned()),
                _ => drop(replay.due(wall).cloned()),
            }
            let _ = (replay.wait_micros(wall), replay.position());
        }
    }
}
