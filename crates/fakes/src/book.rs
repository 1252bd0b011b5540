//! Ten levels of each side around an offer, and what changes from one offer to the next.

use std::collections::BTreeMap;

use crate::day::Offer;

/// Levels of each side.
pub(crate) const DEPTH: i64 = 10;

/// A price in dollars with its units; no units end a level.
pub(crate) type Level = (f64, f64);

/// Both sides, by price in cents.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Book {
    bids: BTreeMap<i64, f64>,
    asks: BTreeMap<i64, f64>,
}

/// What the best level is, and what stands behind it, a cent apart.
pub(crate) fn book(offer: &Offer) -> Book {
    let cents = |price: f64| (price * 100.0).round() as i64;
    let side = |price: f64, size: f64, step: i64| -> BTreeMap<i64, f64> {
        (0..DEPTH).map(|n| (cents(price) + step * n, (size * 1e4).round() / 1e4 + n as f64)).collect()
    };
    Book { bids: side(offer.bid, offer.bid_size, -1), asks: side(offer.ask, offer.ask_size, 1) }
}

impl Book {
    /// The levels from the best on: bids, then asks.
    pub(crate) fn sides(&self) -> (Vec<Level>, Vec<Level>) {
        (self.bids.iter().rev().map(level).collect(), self.asks.iter().map(level).collect())
    }

    /// What must be said so that this becomes another: bids, then asks.
    pub(crate) fn changes(&self, next: &Self) -> (Vec<Level>, Vec<Level>) {
        (changes(&self.bids, &next.bids), changes(&self.asks, &next.asks))
    }
}

fn level((cents, size): (&i64, &f64)) -> Level {
    (*cents as f64 / 100.0, *size)
}

fn changes(before: &BTreeMap<i64, f64>, after: &BTreeMap<i64, f64>) -> Vec<Level> {
    let ended = before.keys().filter(|cents| !after.contains_key(cents)).map(|cents| level((cents, &0.0)));
    let new = after.iter().filter(|(cents, size)| before.get(cents) != Some(size)).map(level);
    ended.chain(new).collect()
}
