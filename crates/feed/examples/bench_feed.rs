//! Times the way of a tick on one core: 500 instruments, trades and quotes, checked, remembered, compared and made to bars.
//!
//! `cargo run --release -p feed --example bench_feed [TICKS]`
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::{error::Error, hint::black_box, time::Instant};

use bars::{hours::Hours, interval::Interval};
use calendar::exchange::Exchange;
use feed::{
    book::follow::{BookFollower, BookRule},
    check::{Limits, StreamCheck},
    conflate::Conflate,
    hub::{Effects, Hub, Input, Setup},
    sequence::Numbering,
};
use model::{
    id::InstrumentId,
    market::{
        Adjustment, BidAsk, BookChange, BookLevel, BookNumbers, BookSide, BookUpdate, Origin, Source, Tick, TickData,
        Trade, TradeUse,
    },
    time::Timestamp,
};

const INSTRUMENTS: usize = 500;
/// 2024-01-02T15:00:00Z, within a session of New York.
const START: i64 = 1_704_207_600_000_000;

/// Ticks of all instruments in turn of chance, every third a trade, 200,000 in a second of the recording.
fn ticks(count: usize, sources: &[Source]) -> Vec<Tick> {
    let ids: Vec<InstrumentId> = (0..INSTRUMENTS).map(|_| InstrumentId::new()).collect();
    let mut cents = [10_000_i64; INSTRUMENTS];
    let mut numbers = [[0_u64; 2]; INSTRUMENTS];
    let mut chance = 88_172_645_463_325_252_u64;
    let mut next = || {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        chance
    };
    let tick = |n| {
        let which = (next() >> 20) as usize % INSTRUMENTS;
        cents[which] = (cents[which] + (next() >> 30) as i64 % 7 - 3).clamp(9_000, 11_000);
        let price = cents[which] as f64 / 100.0;
        let size = Some(((next() >> 40) % 1000 + 1) as f64);
        let kind = usize::from(next() >> 33 & 3 != 0);
        let data = if kind == 0 {
            TickData::Trade(Trade { price, size, aggressor: None, counts: TradeUse::PriceAndVolume })
        } else {
            TickData::Quote(BidAsk { bid: Some(price - 0.01), bid_size: size, ask: Some(price + 0.01), ask_size: size })
        };
        numbers[which][kind] += 1;
        let at = START + n as i64 * 5;
        let origin = Origin {
            instrument: ids[which],
            source: sources[(next() >> 20) as usize % sources.len()],
            at: Some(Timestamp::from_micros(at)),
            received_at: Timestamp::from_micros(at + 20_000),
            sequence: Some(numbers[which][kind]),
            currency: None,
            adjustment: Adjustment::Raw,
        };
        Tick { origin, data }
    };
    (0..count).map(tick).collect()
}

/// The median of several runs, printed in ticks a second.
fn measure(what: &str, count: usize, mut run: impl FnMut()) {
    run();
    let mut seconds: Vec<f64> = (0..5)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let rate = count as f64 / seconds[2];
    println!("{what}: {:.2} million a second ({:.0} ns each)", rate / 1e6, 1e9 / rate);
}

fn hub_run(ticks: &[Tick], intervals: &[Interval], numbering: Numbering) -> Result<usize, Box<dyn Error>> {
    let mut hub = Hub::new(1000, 10_000_000);
    let limits = Limits { numbering, ..Limits::default() };
    let setup = Setup {
        trades: limits,
        quotes: limits,
        expected_price: Some(100.0),
        intervals: intervals.to_vec(),
        ..Setup::new(Hours::of(Exchange::Nyse))
    };
    let mut ids: Vec<InstrumentId> = ticks.iter().map(|tick| tick.origin.instrument).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        hub.watch(id, setup.clone())?;
    }
    let mut effects = Effects::default();
    let (mut passed, mut clock) = (0, START);
    for tick in ticks {
        let now = tick.origin.received_at;
        if now.micros() >= clock {
            hub.step(now, Input::Clock, &mut effects);
            clock += 1_000_000;
        }
        hub.step(now, Input::Tick(tick), &mut effects);
        passed += effects.ticks.len();
        black_box(&effects);
        effects.clear();
    }
    assert_eq!(hub.refused().total(), 0, "{:?}", hub.refused().iter().next());
    Ok(passed)
}

fn books(count: usize) -> Vec<BookUpdate> {
    let mut chance = 5_u64;
    let mut next = move |n: u64| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) % n
    };
    let source = "bench".parse().expect("invariant: a plain name");
    let at = Timestamp::from_micros(START);
    let (instrument, adjustment) = (InstrumentId::new(), Adjustment::Raw);
    let origin =
        Origin { instrument, source, at: Some(at), received_at: at, sequence: None, currency: None, adjustment };
    let mut level = move || {
        // Most changes are near the best price, as they are on a market.
        let distance = (next(1000) * next(1000) / 1000) as f64 * 0.01;
        let (side, price) =
            if next(2) == 0 { (BookSide::Bid, 100.0 - distance) } else { (BookSide::Ask, 100.01 + distance) };
        BookLevel { side, price, size: next(5) as f64 }
    };
    let update = |n: usize| {
        let numbers = BookNumbers { first: Some(n as u64), last: Some(n as u64), ..BookNumbers::default() };
        let change = if n == 0 { BookChange::Snapshot } else { BookChange::Update };
        BookUpdate { origin, change, numbers, levels: (0..10).map(|_| level()).collect() }
    };
    (0..count).map(update).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let count = std::env::args().nth(1).map_or(Ok(2_000_000), |text| text.parse())?;
    let (one, two) = (["one".parse::<Source>()?], ["one".parse::<Source>()?, "two".parse()?]);
    let single = ticks(count, &one);
    println!("{count} ticks of {INSTRUMENTS} instruments, {} bytes each", size_of::<Tick>());
    let minute = [Interval::Minute1];
    measure("check alone, one stream", count, || {
        let mut check = StreamCheck::new(Limits { spike: 1.0, ..Limits::default() }).expect("invariant: good limits");
        for tick in &single {
            let passed = check.step(tick, &mut |tick| {
                black_box(tick);
            });
            black_box(passed.is_ok());
        }
    });
    let hub = |what: &str, ticks: &[Tick], intervals: &[Interval], numbering| {
        measure(what, count, || {
            let passed = hub_run(ticks, intervals, numbering).expect("invariant: good limits");
            assert_eq!(passed, count);
        });
    };
    hub("hub: check, last value, bars of 1m", &single, &minute, Numbering::Counted);
    hub("hub: the same, rising numbers", &single, &minute, Numbering::Rising);
    hub("hub: the same, bars of all 13 intervals", &single, &Interval::ALL, Numbering::Counted);
    let double = ticks(count, &two);
    hub("hub: two sources, compared, bars of 1m", &double, &minute, Numbering::Rising);
    measure("conflation for one consumer, drained every 1000 ticks", count, || {
        let mut conflate = Conflate::default();
        for (n, tick) in single.iter().enumerate() {
            conflate.push(tick);
            if n % 1000 == 0 {
                conflate.drain(&mut |conflated| {
                    black_box(conflated);
                });
            }
        }
    });
    let updates = books(count / 20);
    measure("book changes of ten levels each", updates.len(), || {
        let mut follower = BookFollower::new(BookRule::BinanceSpot);
        for update in &updates {
            black_box(follower.step(update));
        }
    });
    Ok(())
}
