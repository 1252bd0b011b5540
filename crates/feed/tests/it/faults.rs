//! Faults of a connection, one by one and all together: no panic, no wrong price, no tick twice, and an incident that says so.

use std::collections::BTreeSet;

use bars::{hours::Hours, interval::Interval};
use calendar::exchange::Exchange;
use feed::{
    book::follow::BookRule,
    check::Limits,
    hub::{Effects, Hub, Input, Setup},
    incidents::IncidentChange,
    last::{Freshness, StaleAfter},
    sequence::Numbering,
};
use model::{
    currency::Currency,
    market::{
        Adjustment, BidAsk, BookChange, BookLevel, BookNumbers, BookSide, BookUpdate, DataKind, Tick, TickData,
        incident::IncidentKind,
    },
    time::Timestamp,
};

use super::streams::{Chance, START, instrument, trade};

fn setup() -> Setup {
    let limits = Limits { numbering: Numbering::Counted, currency: Some(Currency::USD), ..Limits::default() };
    Setup {
        trades: limits,
        quotes: Limits { numbering: Numbering::Unnumbered, ..limits },
        stale_after: StaleAfter { trade_micros: Some(10_000_000), quote_micros: Some(10_000_000) },
        expected_price: Some(101.0),
        intervals: vec![Interval::Second1, Interval::Minute1],
        ..Setup::new(Hours::of(Exchange::Crypto))
    }
}

fn hub() -> Hub {
    let mut hub = Hub::new(10_000, 5_000_000);
    hub.watch(instrument(1), setup()).unwrap();
    hub
}

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

/// Ten trades a second, around 100.
fn clean(count: i64) -> Vec<Tick> {
    (0..count).map(|n| trade(START + n * 100_000, n as u64, 100.0 + (n % 13) as f64 * 0.1, 1.0)).collect()
}

/// Feeds a stream, with the clock every second, and some silence at the end.
fn run(ticks: &[Tick], silence: i64) -> (Hub, Effects) {
    run_in(hub(), ticks, silence)
}

fn run_in(mut hub: Hub, ticks: &[Tick], silence: i64) -> (Hub, Effects) {
    let (mut effects, mut clock) = (Effects::default(), START);
    for tick in ticks {
        while clock < tick.origin.received_at.micros() {
            hub.step(at(clock), Input::Clock, &mut effects);
            clock += 1_000_000;
        }
        hub.step(tick.origin.received_at, Input::Tick(tick), &mut effects);
    }
    for _ in 0..silence {
        clock += 1_000_000;
        hub.step(at(clock), Input::Clock, &mut effects);
    }
    (hub, effects)
}

fn began(effects: &Effects) -> BTreeSet<IncidentKind> {
    let kind = |change: &IncidentChange| match change {
        IncidentChange::Began(incident) => Some(incident.kind),
        IncidentChange::Ended(_) => None,
    };
    effects.incidents.iter().filter_map(kind).collect()
}

fn wrong_price(tick: &mut Tick, price: f64) {
    if let TickData::Trade(trade) = &mut tick.data {
        trade.price = price;
    }
}

/// One fault at a tick in the middle of a stream; what it is called; how many of the ticks are still good.
#[test]
fn each_fault_is_seen_and_called_by_its_name() {
    type Fault = fn(&mut Vec<Tick>);
    let faults: [(&str, Fault, Option<IncidentKind>, usize); 13] = [
        ("nothing", |_| (), None, 600),
        ("drop", |t| drop(t.drain(300..303)), Some(IncidentKind::Gap), 597),
        ("duplicate", |t| t.insert(305, t[300]), Some(IncidentKind::Duplicate), 600),
        ("reorder", |t| t.swap(300, 304), Some(IncidentKind::Gap), 600),
        ("wrong sequence", |t| t[300].origin.sequence = Some(1 << 60), Some(IncidentKind::SequenceJump), 599),
        ("skew ahead", |t| t[300].origin.at = Some(at(START + 3_600_000_000)), Some(IncidentKind::ClockSkew), 599),
        ("skew behind", |t| t[300].origin.at = Some(at(START - 3_600_000_000)), Some(IncidentKind::ClockSkew), 599),
        ("garbage", |t| wrong_price(&mut t[300], f64::NAN), Some(IncidentKind::Range), 599),
        ("a missing price read as zero", |t| wrong_price(&mut t[300], 0.0), Some(IncidentKind::Range), 599),
        ("a digit too many", |t| wrong_price(&mut t[300], 1000.0), Some(IncidentKind::Spike), 599),
        ("another currency", |t| t[300].origin.currency = Some(Currency::EUR), Some(IncidentKind::Currency), 599),
        ("adjusted", |t| t[300].origin.adjustment = Adjustment::Adjusted, Some(IncidentKind::Adjustment), 599),
        ("a repetition from long ago", |t| t.insert(550, t[3]), Some(IncidentKind::Duplicate), 600),
    ];
    let untouched = clean(600);
    for (name, fault, kind, good) in faults {
        let mut ticks = untouched.clone();
        fault(&mut ticks);
        let (hub, effects) = run(&ticks, 8);
        let kinds = began(&effects);
        match kind {
            Some(kind) => assert!(kinds.contains(&kind), "{name}: {kinds:?}"),
            None => assert_eq!(kinds, BTreeSet::new(), "{name}"),
        }
        assert_eq!(effects.ticks.len(), good, "{name}");
        assert!(effects.ticks.iter().all(|tick| untouched.contains(tick)), "{name}: only what was sent");
        assert_eq!(hub.incidents().len(), 0, "{name}: all over after a while: {:?}", hub.incidents().iter().next());
    }
}

#[test]
fn silence_is_stale_from_the_first_and_ends_with_a_tick() {
    let (mut hub, mut effects) = (hub(), Effects::default());
    let source = "test".parse().unwrap();
    hub.expect(at(START), instrument(1), source, DataKind::Trade).unwrap();
    hub.step(at(START + 10_000_000), Input::Clock, &mut effects);
    assert_eq!(began(&effects), BTreeSet::new());
    hub.step(at(START + 10_000_001), Input::Clock, &mut effects);
    hub.step(at(START + 20_000_000), Input::Clock, &mut effects);
    assert_eq!(began(&effects), BTreeSet::from([IncidentKind::Stale]));
    assert_eq!(hub.last(at(START), instrument(1), DataKind::Trade), None, "unknown, not zero");
    let tick = trade(START + 20_000_000, 1, 100.0, 1.0);
    hub.step(tick.origin.received_at, Input::Tick(&tick), &mut effects);
    assert!(matches!(effects.incidents[..], [_, IncidentChange::Ended(_)]));
    hub.step(at(START + 60_000_000), Input::Clock, &mut effects);
    let last = hub.last(at(START + 60_000_000), instrument(1), DataKind::Trade).unwrap();
    assert_eq!((last.value, last.freshness, last.age_micros), (tick, Freshness::Stale, 39_990_000));
    assert_eq!(hub.incidents().len(), 1);
}

#[test]
fn two_sources_that_disagree_are_one_incident_and_bars_are_of_one_of_them() {
    let (mut hub, mut effects) = (hub(), Effects::default());
    for (n, tick) in clean(300).iter().enumerate() {
        hub.step(tick.origin.received_at, Input::Tick(tick), &mut effects);
        let mut other = *tick;
        other.origin.source = "other".parse().unwrap();
        wrong_price(&mut other, if n < 200 { 105.0 } else { tick.price().unwrap() });
        hub.step(tick.origin.received_at, Input::Tick(&other), &mut effects);
    }
    let [IncidentChange::Began(began), IncidentChange::Ended(ended)] = effects.incidents[..] else {
        panic!("{:?}", effects.incidents)
    };
    assert_eq!((began.kind, began.source.name()), (IncidentKind::Disagreement, "other"));
    assert_eq!(began.other.unwrap().name(), "test");
    assert_eq!(began.since.micros() - START, 5_000_000 + 10_000);
    assert_eq!(ended.until.unwrap().micros() - START, 20_000_000 + 10_000);
    assert_eq!(effects.bars[0].built.parts, 10, "ten trades a second, not twenty");
    assert!(effects.bars.iter().all(|bar| bar.source.name() == "test"));
}

#[test]
fn a_crossed_quote_leaves_the_good_one_with_its_age() {
    let (mut hub, mut effects) = (hub(), Effects::default());
    let quote = |at_micros: i64, bid: f64, ask: f64| {
        let data = TickData::Quote(BidAsk { bid: Some(bid), bid_size: None, ask: Some(ask), ask_size: None });
        Tick { data, ..trade(at_micros, 1, 1.0, 1.0) }
    };
    for tick in [quote(START, 99.9, 100.1), quote(START + 1_000_000, 100.2, 100.1)] {
        hub.step(tick.origin.received_at, Input::Tick(&tick), &mut effects);
    }
    assert_eq!(began(&effects), BTreeSet::from([IncidentKind::Crossed]));
    let last = hub.last(at(START + 2_010_000), instrument(1), DataKind::Quote).unwrap();
    assert_eq!((last.value.price(), last.age_micros), (Some(100.0), 2_000_000));
    assert_eq!(hub.refused().iter().next().unwrap().refusal.observed, Some(100.2));
    let source = last.value.origin.source;
    assert_eq!(hub.last_from(at(START), instrument(1), DataKind::Quote, source).unwrap().value, last.value);
    assert_eq!(hub.current_bar(instrument(1), Interval::Second1), None, "quotes make no bars of trades");
}

#[test]
fn a_book_with_a_hole_asks_for_a_snapshot_and_says_when_it_is_whole() {
    let (mut hub, mut effects) = (hub(), Effects::default());
    let origin = trade(START, 1, 1.0, 1.0).origin;
    hub.follow(instrument(1), origin.source, BookRule::BinanceSpot);
    let levels = vec![BookLevel { side: BookSide::Bid, price: 99.0, size: 1.0 }];
    let message = |change, first: u64, last: u64| {
        let numbers = BookNumbers { first: Some(first), last: Some(last), previous: None, checksum: None };
        BookUpdate { origin, change, numbers, levels: levels.clone() }
    };
    let (snapshot, update) = (BookChange::Snapshot, BookChange::Update);
    for message in [message(snapshot, 1, 10), message(update, 11, 12), message(update, 14, 15)] {
        hub.step(origin.received_at, Input::Book(&message), &mut effects);
    }
    assert_eq!((effects.books.len(), effects.resync.len()), (2, 1));
    assert!(hub.book(instrument(1), origin.source).is_none());
    hub.step(origin.received_at, Input::Book(&message(snapshot, 1, 14)), &mut effects);
    assert!(hub.book(instrument(1), origin.source).is_some());
    assert_eq!(began(&effects), BTreeSet::from([IncidentKind::BookGap]));
    assert_eq!(hub.incidents().len(), 0);
    hub.reconnected(origin.source);
    assert!(hub.book(instrument(1), origin.source).is_none());
}

#[test]
fn what_nobody_watches_is_counted_only() {
    let (mut hub, mut effects) = (hub(), Effects::default());
    let tick = trade(START, 1, 100.0, 1.0);
    hub.unwatch(instrument(1));
    hub.step(at(START), Input::Tick(&tick), &mut effects);
    assert_eq!((hub.unwatched(), effects), (1, Effects::default()));
}

/// Many faults at once, from a hundred seeds.
#[test]
fn under_all_faults_nothing_is_wrong_and_nothing_counts_twice() {
    for seed in 1..=100 {
        let mut chance = Chance(seed);
        let untouched = clean(1500);
        let mut ticks = Vec::new();
        for tick in &untouched {
            let mut tick = *tick;
            match chance.below(20) {
                0 => continue,
                1 => ticks.push(tick),
                2 => wrong_price(&mut tick, chance.pick(&[f64::NAN, 0.0, -1.0, 1e9, 10.0, f64::INFINITY])),
                3 => tick.origin.sequence = Some(chance.next()),
                4 => tick.origin.at = Some(at(chance.next() as i64)),
                5 => tick.origin.currency = Some(Currency::EUR),
                _ => {}
            }
            ticks.push(tick);
        }
        for _ in 0..100 {
            let i = chance.below(ticks.len() as u64 - 20) as usize;
            ticks.swap(i, i + chance.below(20) as usize);
        }
        // The same wrong price four times in a row is beyond all chance; and no price is known beforehand.
        let trades = Limits { confirmations: 3, ..setup().trades };
        let mut hub = Hub::new(10_000, 5_000_000);
        hub.watch(instrument(1), Setup { trades, expected_price: None, ..setup() }).unwrap();
        let (hub, effects) = run_in(hub, &ticks, 1);
        let mut seen = BTreeSet::new();
        for tick in &effects.ticks {
            // A wrong number cannot be told when it is the first of all; the tick is true nevertheless.
            let same = |sent: &Tick| sent.origin.at == tick.origin.at && sent.data == tick.data;
            assert!(untouched.iter().any(same), "seed {seed}: {tick:?} was never sent so");
            assert!(seen.insert(tick.origin.at), "seed {seed}: {tick:?} came twice");
        }
        assert!(effects.ticks.len() > 1000, "seed {seed}: {} of 1500", effects.ticks.len());
        let refused = hub.refused().total() as usize;
        // Too late for a bar only: handed on as a tick, and kept among the refused.
        let late = hub.refused().iter().filter(|r| r.refusal.kind == IncidentKind::OutOfOrder);
        let late = late.filter(|r| r.refusal.observed.is_some()).count();
        assert_eq!(effects.ticks.len() + refused - late, ticks.len(), "seed {seed}: every tick is accounted for");
        // What is in the bars of a minute is what was handed on.
        let parts: u32 = last_revisions(&effects).iter().sum();
        let current =
            hub.current_bar(instrument(1), Interval::Minute1).filter(|b| b.state == bars::build::BarState::Open);
        assert_eq!((parts + current.map_or(0, |b| b.parts)) as usize, effects.ticks.len() - late, "seed {seed}");
    }
}

fn last_revisions(effects: &Effects) -> Vec<u32> {
    let minutes = effects.bars.iter().filter(|bar| bar.built.interval == Interval::Minute1);
    let last: std::collections::BTreeMap<_, _> = minutes.map(|bar| (bar.built.bar.at, bar.built.parts)).collect();
    last.into_values().collect()
}
