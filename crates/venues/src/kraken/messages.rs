//! The messages of Kraken's socket: data of one channel, or answers to a method.

use std::borrow::Cow;

use model::market::{Aggressor, BookLevel, BookSide};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::read::{At, Id, Num, level};

#[derive(Deserialize)]
pub(crate) struct Envelope<'a> {
    #[serde(default, borrow)]
    pub(crate) channel: Option<Cow<'a, str>>,
    #[serde(default, rename = "type", borrow)]
    pub(crate) kind: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    pub(crate) data: Option<Vec<&'a RawValue>>,
    #[serde(default, borrow)]
    pub(crate) method: Option<Cow<'a, str>>,
    #[serde(default)]
    pub(crate) success: Option<bool>,
    #[serde(default, borrow)]
    pub(crate) error: Option<Cow<'a, str>>,
    /// Of a refusal; a success has it in its result.
    #[serde(default, borrow)]
    pub(crate) symbol: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    pub(crate) result: Option<Outcome<'a>>,
    #[serde(default)]
    pub(crate) req_id: Option<Id>,
}

#[derive(Deserialize)]
pub(crate) struct Outcome<'a> {
    #[serde(default, borrow)]
    pub(crate) symbol: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
pub(crate) struct TradeMessage<'a> {
    #[serde(borrow)]
    pub(crate) symbol: Cow<'a, str>,
    #[serde(borrow)]
    side: Cow<'a, str>,
    pub(crate) price: Num,
    pub(crate) qty: Num,
    pub(crate) trade_id: Id,
    pub(crate) timestamp: At,
}

impl TradeMessage<'_> {
    /// Kraken tells the side of the order that took.
    pub(crate) fn aggressor(&self) -> Option<Aggressor> {
        match self.side.as_ref() {
            "buy" => Some(Aggressor::Buyer),
            "sell" => Some(Aggressor::Seller),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Ticker<'a> {
    #[serde(borrow)]
    pub(crate) symbol: Cow<'a, str>,
    pub(crate) bid: Num,
    pub(crate) bid_qty: Num,
    pub(crate) ask: Num,
    pub(crate) ask_qty: Num,
    #[serde(default)]
    pub(crate) timestamp: Option<At>,
}

#[derive(Deserialize)]
pub(crate) struct BarMessage<'a> {
    #[serde(borrow)]
    pub(crate) symbol: Cow<'a, str>,
    /// In minutes.
    pub(crate) interval: u32,
    pub(crate) interval_begin: At,
    pub(crate) open: Num,
    pub(crate) high: Num,
    pub(crate) low: Num,
    pub(crate) close: Num,
    pub(crate) volume: Num,
}

#[derive(Deserialize)]
struct Entry {
    price: Num,
    qty: Num,
}

#[derive(Deserialize)]
pub(crate) struct BookMessage<'a> {
    #[serde(borrow)]
    pub(crate) symbol: Cow<'a, str>,
    bids: Vec<Entry>,
    asks: Vec<Entry>,
    pub(crate) checksum: u32,
    /// Not in every snapshot.
    #[serde(default)]
    pub(crate) timestamp: Option<At>,
}

impl BookMessage<'_> {
    pub(crate) fn levels(&self) -> Result<Vec<BookLevel>, String> {
        let of = |side, entries: &[Entry]| {
            entries.iter().map(|e| level(side, e.price, e.qty)).collect::<Result<Vec<_>, String>>()
        };
        Ok([of(BookSide::Bid, &self.bids)?, of(BookSide::Ask, &self.asks)?].concat())
    }
}
