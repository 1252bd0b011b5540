//! Books by hand, venue by venue.

use super::*;
use model::{
    id::InstrumentId,
    market::{Adjustment, BookLevel, BookNumbers, BookSide, Origin},
    time::Timestamp,
};

fn message(change: BookChange, numbers: BookNumbers, bids: &[(f64, f64)], asks: &[(f64, f64)]) -> BookUpdate {
    let origin = Origin {
        instrument: InstrumentId::from_uuid(uuid::Uuid::nil()),
        source: "test".parse().unwrap(),
        at: None,
        received_at: Timestamp::from_micros(0),
        sequence: None,
        currency: None,
        adjustment: Adjustment::Raw,
    };
    let side = |side, levels: &[(f64, f64)]| {
        levels.iter().map(move |(price, size)| BookLevel { side, price: *price, size: *size }).collect::<Vec<_>>()
    };
    let levels = [side(BookSide::Bid, bids), side(BookSide::Ask, asks)].concat();
    BookUpdate { origin, change, numbers, levels }
}

fn snapshot(last: u64) -> BookUpdate {
    let numbers = BookNumbers { last: Some(last), ..BookNumbers::default() };
    message(BookChange::Snapshot, numbers, &[(99.0, 1.0), (98.0, 1.0)], &[(101.0, 1.0)])
}

/// A change that bids as many units at 90 as its last update says (of its last three digits), so that the book shows what it holds.
fn change(first: u64, last: u64, previous: u64) -> BookUpdate {
    let numbers = BookNumbers { first: Some(first), last: Some(last), previous: Some(previous), checksum: None };
    message(BookChange::Update, numbers, &[(90.0, (last % 1000) as f64)], &[])
}

fn at_90(follower: &BookFollower) -> Option<f64> {
    follower.book()?.levels(BookSide::Bid).find(|level| level.price == 90.0).map(|level| level.size)
}

const GAP: Followed = Followed::Broken(IncidentKind::BookGap);

#[test]
fn binance_spot_joins_the_changes_that_straddle_the_snapshot() {
    let mut follower = BookFollower::new(BookRule::BinanceSpot);
    assert_eq!(follower.step(&change(95, 97, 0)), Followed::Kept);
    assert_eq!(follower.step(&change(98, 101, 0)), Followed::Kept);
    assert_eq!(follower.step(&change(102, 103, 0)), Followed::Kept);
    assert!(follower.book().is_none());
    assert_eq!(follower.step(&snapshot(100)), Followed::Applied);
    assert_eq!((at_90(&follower), follower.last()), (Some(103.0), Some(103)));
    assert_eq!(follower.step(&change(102, 103, 0)), Followed::Old);
    assert_eq!(follower.step(&change(104, 104, 0)), Followed::Applied);
    assert_eq!(follower.step(&snapshot(50)), Followed::Old, "a snapshot that was long under way");
    assert_eq!(follower.step(&change(106, 107, 0)), GAP);
    assert!(follower.book().is_none(), "a book with a hole is not shown");
    assert_eq!(follower.step(&change(108, 109, 0)), Followed::Kept);
    assert_eq!(follower.step(&snapshot(104)), GAP, "older than what was kept");
    assert_eq!(follower.step(&snapshot(106)), Followed::Applied);
    assert_eq!(at_90(&follower), Some(109.0));
}

#[test]
fn binance_futures_chains_by_the_previous_update() {
    let mut follower = BookFollower::new(BookRule::BinanceFutures);
    for kept in [change(90, 99, 89), change(100, 110, 99), change(111, 130, 110)] {
        assert_eq!(follower.step(&kept), Followed::Kept);
    }
    assert_eq!(follower.step(&snapshot(105)), Followed::Applied);
    assert_eq!(at_90(&follower), Some(130.0));
    assert_eq!(follower.step(&change(140, 150, 130)), Followed::Applied, "updates need not follow one another");
    assert_eq!(follower.step(&change(140, 150, 130)), Followed::Old);
    assert_eq!(follower.step(&change(161, 170, 160)), GAP);
    assert_eq!(follower.step(&snapshot(165)), Followed::Applied, "the one that broke it joins the new snapshot");
    assert_eq!(at_90(&follower), Some(170.0));
}

/// The levels are our own; the checksums are those of Python's `zlib.crc32` over the digits: `tests/golden/ticks/generate.py`.
#[test]
fn kraken_is_cut_to_its_depth_and_checked() {
    let decimals = Decimals { price: 5, size: 8 };
    let mut follower = BookFollower::new(BookRule::Kraken { depth: 10, decimals });
    let asks: Vec<(f64, f64)> = (1..=10).map(|n| (0.05 + f64::from(n) * 5e-5, 5e-6)).map(round).collect();
    let bids: Vec<(f64, f64)> = (0..10).map(|n| (0.05 - f64::from(n) * 5e-5, 5e-6)).map(round).collect();
    let numbers = |checksum| BookNumbers { checksum: Some(checksum), ..BookNumbers::default() };
    let (whole, more) = (KRAKEN_SNAPSHOT, KRAKEN_UPDATE);
    assert_eq!(follower.step(&message(BookChange::Snapshot, numbers(whole), &bids, &asks)), Followed::Applied);
    // A new best bid pushes the tenth out.
    let better = [(0.05001, 12.5)];
    assert_eq!(follower.step(&message(BookChange::Update, numbers(more), &better, &[])), Followed::Applied);
    assert_eq!(follower.book().unwrap().levels(BookSide::Bid).len(), 10);
    let wrong = message(BookChange::Update, numbers(more), &[(0.05001, 12.6)], &[]);
    assert_eq!(follower.step(&wrong), Followed::Broken(IncidentKind::Checksum));
    assert!(follower.book().is_none());
    assert_eq!(follower.step(&message(BookChange::Update, numbers(more), &better, &[])), Followed::Kept);
    assert_eq!(follower.step(&message(BookChange::Snapshot, numbers(whole), &bids, &asks)), Followed::Applied);
}

fn round((price, size): (f64, f64)) -> (f64, f64) {
    ((price * 1e5).round() / 1e5, size)
}

#[test]
fn coinbase_begins_with_its_snapshot_and_drops_what_is_older() {
    let mut follower = BookFollower::new(BookRule::Coinbase);
    assert_eq!(follower.step(&change(1, 1, 0)), Followed::Kept);
    assert_eq!(follower.step(&snapshot(5)), Followed::Applied);
    assert_eq!(at_90(&follower), None, "what came before the snapshot is not of it");
    assert_eq!(follower.step(&change(5, 5, 0)), Followed::Old);
    assert_eq!(follower.step(&change(9, 9, 0)), Followed::Applied);
    follower.lost();
    assert_eq!(follower.state(), BookState::Incomplete);
}

#[test]
fn a_message_with_an_impossible_level_breaks_the_book() {
    for (price, size) in
        [(f64::NAN, 1.0), (0.0, 1.0), (-5.0, 1.0), (90.0, -1.0), (f64::INFINITY, 1.0), (90.0, f64::NAN)]
    {
        let mut follower = BookFollower::new(BookRule::BinanceSpot);
        follower.step(&snapshot(100));
        let mut bad = change(101, 101, 100);
        bad.levels[0].price = price;
        bad.levels[0].size = size;
        assert_eq!(follower.step(&bad), Followed::Broken(IncidentKind::Range), "{price} {size}");
        assert!(follower.book().is_none());
    }
}

#[test]
fn what_waits_for_a_snapshot_has_an_end() {
    let mut follower = BookFollower::new(BookRule::BinanceSpot);
    for n in 1..=3000 {
        assert_eq!(follower.step(&change(n, n, n - 1)), Followed::Kept);
    }
    assert_eq!(follower.step(&snapshot(1999)), GAP, "the changes up to 2000 are forgotten");
    assert_eq!(follower.step(&snapshot(2000)), Followed::Applied);
    assert_eq!(follower.last(), Some(3000));
    let mut large = change(1, 1, 0);
    large.levels = vec![large.levels[0]; 50_001];
    assert_eq!(follower.step(&large), Followed::Broken(IncidentKind::Range));
}

#[test]
fn a_crossed_book_is_a_wrong_one() {
    let mut follower = BookFollower::new(BookRule::BinanceSpot);
    follower.step(&snapshot(100));
    let mut crossing = change(101, 101, 100);
    crossing.levels[0].price = 150.0;
    assert_eq!(follower.step(&crossing), Followed::Broken(IncidentKind::Crossed));
}

#[test]
fn numbers_at_their_ends_and_missing_ones_do_not_panic() {
    for rule in [BookRule::BinanceSpot, BookRule::BinanceFutures] {
        let mut follower = BookFollower::new(rule);
        follower.step(&snapshot(u64::MAX));
        assert_eq!(
            follower.step(&change(u64::MAX, u64::MAX, u64::MAX)),
            match rule {
                BookRule::BinanceSpot => Followed::Old,
                _ => Followed::Applied,
            }
        );
        let mut unnumbered = change(1, 1, 1);
        unnumbered.numbers = BookNumbers::default();
        assert_eq!(follower.step(&unnumbered), GAP);
    }
}

const KRAKEN_SNAPSHOT: u32 = 2_726_735_196;
const KRAKEN_UPDATE: u32 = 2_914_036_547;
