//! Bars as pandas makes them, books as a dictionary keeps them: `tests/golden/ticks/PROVENANCE.md`.

use std::{collections::BTreeMap, fs, path::PathBuf};

use bars::{build::BuiltBar, hours::Hours, interval::Interval, resample::resample};
use calendar::exchange::Exchange;
use feed::{
    book::{
        OrderBook,
        follow::{BookFollower, BookRule, Followed},
    },
    check::Limits,
    hub::{Effects, Hub, Input, Setup},
    sequence::Numbering,
};
use model::{
    market::{BookChange, BookLevel, BookNumbers, BookSide, BookUpdate, Tick, exact, incident::IncidentKind},
    time::Timestamp,
};
use serde::Deserialize;

use super::streams::{instrument, trade};

fn golden(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/ticks")).join(name)
}

fn read<T: for<'de> Deserialize<'de>>(name: &str) -> T {
    let bytes = fs::read(golden(name)).unwrap();
    let text = if name.ends_with(".zst") { zstd::decode_all(&bytes[..]).unwrap() } else { bytes };
    serde_json::from_slice(&text).unwrap()
}

/// Microseconds, id, price, size.
type Row = (i64, u64, String, String);
/// Microseconds, open, high, low, close, volume, trades.
type BarRow = (i64, f64, f64, f64, f64, f64, u32);

#[derive(Deserialize)]
struct Market {
    trades: Vec<Row>,
    bars: BTreeMap<String, Vec<BarRow>>,
}

fn ticks(trades: &[Row]) -> Vec<Tick> {
    let tick = |(at, id, price, size): &Row| {
        trade(*at, *id, exact::parse("price", price).unwrap(), exact::parse("size", size).unwrap())
    };
    trades.iter().map(tick).collect()
}

/// Each bar's last revision, by interval.
fn build(exchange: Exchange, ticks: &[Tick]) -> BTreeMap<Interval, BTreeMap<i64, BuiltBar>> {
    let mut hub = Hub::new(10, 1_000_000);
    let trades = Limits { numbering: Numbering::Counted, ..Limits::default() };
    let intervals = Interval::ALL.to_vec();
    hub.watch(instrument(1), Setup { trades, intervals, ..Setup::new(Hours::of(exchange)) }).unwrap();
    let mut effects = Effects::default();
    for tick in ticks {
        hub.step(tick.origin.received_at, Input::Tick(tick), &mut effects);
    }
    assert_eq!(hub.refused().total(), 0, "{:?}", hub.refused().iter().next());
    let end = ticks.last().unwrap().origin.time().micros() + 48 * 3_600_000_000;
    hub.step(Timestamp::from_micros(end), Input::Clock, &mut effects);
    let mut bars: BTreeMap<Interval, BTreeMap<i64, BuiltBar>> = BTreeMap::new();
    for of in effects.bars {
        bars.entry(of.built.interval).or_default().insert(of.built.bar.at.micros(), of.built);
    }
    bars
}

#[test]
fn bars_are_those_of_pandas() {
    let markets: BTreeMap<String, Market> = read("trades.json.zst");
    let mut count = 0;
    for (name, market) in &markets {
        let exchange: Exchange = name.parse().unwrap();
        let made = build(exchange, &ticks(&market.trades));
        for interval in Interval::ALL {
            let (ours, theirs) = (&made[&interval], &market.bars[interval.as_str()]);
            assert_eq!(ours.len(), theirs.len(), "{name} {interval}");
            for (built, (at, open, high, low, close, volume, parts)) in ours.values().zip(theirs) {
                let bar = built.bar;
                assert_eq!(bar.at.micros(), *at, "{name} {interval}");
                assert_eq!((bar.open, bar.high, bar.low, bar.close), (Some(*open), Some(*high), Some(*low), *close));
                assert!((bar.volume.unwrap() - volume).abs() <= 1e-12 * volume, "{:?} {volume}", bar.volume);
                assert_eq!(built.parts, *parts);
                count += 1;
            }
            // And put together out of smaller bars.
            for from in Interval::ALL.into_iter().filter(|from| from.divides(interval) && *from != interval) {
                let parts: Vec<_> = made[&from].values().map(|built| built.bar).collect();
                let whole = resample(&parts, from, interval, Hours::of(exchange)).unwrap();
                assert_eq!(whole.len(), ours.len());
                for (whole, built) in whole.iter().zip(ours.values()) {
                    let volumes = (whole.bar.volume.unwrap(), built.bar.volume.unwrap());
                    assert!((volumes.0 - volumes.1).abs() <= 1e-12 * volumes.1);
                    assert_eq!(
                        model::bar::Bar { volume: built.bar.volume, ..whole.bar },
                        built.bar,
                        "{from} to {interval}"
                    );
                }
            }
        }
    }
    assert!(count > 2500, "{count} bars were compared");
}

type Levels = Vec<(BookSide, String, String)>;
/// The best levels of each side: price and size.
type Sides = BTreeMap<BookSide, Vec<(f64, f64)>>;

#[derive(Deserialize)]
struct Snapshot {
    last: u64,
    levels: Vec<(BookSide, f64, f64)>,
}

#[derive(Deserialize)]
struct Books {
    snapshot: Snapshot,
    changes: Vec<(u64, u64, Levels)>,
    shown: Vec<(u64, Sides)>,
}

fn message(change: BookChange, first: Option<u64>, last: u64, levels: Vec<BookLevel>) -> BookUpdate {
    let numbers = BookNumbers { first, last: Some(last), ..BookNumbers::default() };
    BookUpdate { origin: trade(0, 0, 1.0, 1.0).origin, change, numbers, levels }
}

#[test]
fn a_book_is_the_one_of_the_dictionary() {
    let Books { snapshot, changes, shown } = read("book.json.zst");
    let level = |(side, price, size): (BookSide, f64, f64)| BookLevel { side, price, size };
    let snapshot_levels = snapshot.levels.into_iter().map(level).collect();
    let whole = message(BookChange::Snapshot, None, snapshot.last, snapshot_levels);
    let mut follower = BookFollower::new(BookRule::BinanceSpot);
    let mut shown = shown.into_iter().peekable();
    let mut compared = 0;
    for (n, (first, last, levels)) in changes.into_iter().enumerate() {
        let levels = levels.into_iter().map(|(side, price, size)| {
            level((side, exact::parse("price", &price).unwrap(), exact::parse("size", &size).unwrap()))
        });
        let followed = follower.step(&message(BookChange::Update, Some(first), last, levels.collect()));
        assert_eq!(followed, if n <= 60 { Followed::Kept } else { Followed::Applied });
        if n == 60 {
            // The snapshot, from within the fortieth change, comes when twenty more are there.
            assert_eq!(follower.step(&whole), Followed::Applied);
        }
        while let Some((_, sides)) = shown.next_if(|(at, _)| *at <= last) {
            if n < 60 {
                continue;
            }
            for (side, expected) in sides {
                let best = follower.book().unwrap().levels(side).take(15);
                assert_eq!(best.map(|l| (l.price, l.size)).collect::<Vec<_>>(), expected);
                compared += 1;
            }
        }
    }
    assert!(compared > 20, "{compared} sides were compared");
}

#[derive(Deserialize)]
struct Reference {
    bars: BTreeMap<Interval, (usize, String)>,
    books: Vec<(usize, usize, String)>,
}

/// Where the recorded Binance sets lie, which may not be copied here; see PROVENANCE.md.
const FOLDER: &str = "QUARTERDECK_TICK_SETS";

fn recorded(name: &str) -> Option<Vec<csv::StringRecord>> {
    let Some(folder) = std::env::var_os(FOLDER) else {
        println!("skipped: {FOLDER} does not say where {name} lies");
        return None;
    };
    let mut reader = csv::Reader::from_path(PathBuf::from(folder).join(name)).unwrap();
    Some(reader.records().map(Result::unwrap).collect())
}

#[test]
fn recorded_trades_make_the_bars_of_pandas() {
    let Some(rows) = recorded("btcusdt_trades_tick.csv") else { return };
    let reference: Reference = read("reference.json");
    let tick = |row: &csv::StringRecord| {
        let at: Timestamp = row[0].parse().unwrap();
        let value = |text| exact::parse("price or size", text).unwrap();
        trade(at.micros(), row[1].parse().unwrap(), value(&row[2]), value(&row[3]))
    };
    let made = build(Exchange::Crypto, &rows.iter().map(tick).collect::<Vec<_>>());
    for (interval, (count, digest)) in &reference.bars {
        let line = |(at, built): (&i64, &BuiltBar)| {
            let b = built.bar;
            let (open, high, low, volume) = (b.open.unwrap(), b.high.unwrap(), b.low.unwrap(), b.volume.unwrap());
            format!("{at},{open:.2},{high:.2},{low:.2},{:.2},{volume:.6},{}\n", b.close, built.parts)
        };
        let text: String = made[interval].iter().map(line).collect();
        assert_eq!(made[interval].len(), *count, "{interval}");
        assert_eq!(blake3::hash(text.as_bytes()).to_hex().as_str(), digest, "{interval}:\n{text}");
    }
}

#[test]
fn recorded_depth_joins_only_by_the_rule_of_its_venue() {
    let (Some(snapshot), Some(update)) = (recorded("btcusdt_depth_snap.csv"), recorded("btcusdt_depth_update.csv"))
    else {
        return;
    };
    let reference: Reference = read("reference.json");
    let level = |row: &csv::StringRecord| {
        let side = if &row[4] == "b" { BookSide::Bid } else { BookSide::Ask };
        let value = |text| exact::parse("price or size", text).unwrap();
        BookLevel { side, price: value(&row[6]), size: value(&row[7]) }
    };
    let message = |change, rows: &[csv::StringRecord]| {
        let number = |column: usize| rows[0][column].parse::<u64>().ok();
        let numbers = BookNumbers { first: number(2), last: number(3), previous: number(8), checksum: None };
        BookUpdate { numbers, ..message(change, None, 0, rows.iter().map(level).collect()) }
    };
    let (snapshot, update) = (message(BookChange::Snapshot, &snapshot), message(BookChange::Update, &update));
    let mut follower = BookFollower::new(BookRule::BinanceFutures);
    let check = |book: &OrderBook, (bids, asks, digest): &(usize, usize, String)| {
        let side = |side| book.levels(side).map(move |l| format!("{},{:.1},{:.3}\n", side, l.price, l.size));
        assert_eq!((book.levels(BookSide::Bid).len(), book.levels(BookSide::Ask).len()), (*bids, *asks));
        let text: String = side(BookSide::Bid).chain(side(BookSide::Ask)).collect();
        assert_eq!(blake3::hash(text.as_bytes()).to_hex().as_str(), digest, "{text}");
    };
    assert_eq!(follower.step(&snapshot), Followed::Applied);
    check(follower.book().unwrap(), &reference.books[0]);
    // Ten minutes lie between the two: they do not join, and the book is not shown any longer.
    assert_eq!(follower.step(&update), Followed::Broken(IncidentKind::BookGap));
    assert!(follower.book().is_none());
    // With a snapshot that the update straddles it applies.
    let mut younger = snapshot;
    younger.numbers.last = update.numbers.first;
    assert_eq!(follower.step(&younger), Followed::Applied);
    check(follower.book().unwrap(), &reference.books[1]);
}
