//! The messages of Coinbase's socket: an envelope of one channel with events in it.

use std::{borrow::Cow, collections::BTreeMap};

use model::market::{Aggressor, BookLevel, BookSide};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use crate::read::{At, Id, Num, level};

#[derive(Deserialize)]
pub(crate) struct Envelope<'a> {
    #[serde(default, borrow)]
    pub(crate) channel: Option<Cow<'a, str>>,
    /// `error`, where there is no channel.
    #[serde(default, rename = "type", borrow)]
    pub(crate) kind: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    pub(crate) message: Option<Cow<'a, str>>,
    #[serde(default)]
    pub(crate) timestamp: Option<At>,
    #[serde(default)]
    pub(crate) sequence_num: Option<Id>,
    #[serde(default, borrow)]
    pub(crate) events: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
pub(crate) struct Subscriptions<'a> {
    #[serde(borrow)]
    pub(crate) subscriptions: BTreeMap<Cow<'a, str>, Vec<IgnoredAny>>,
}

#[derive(Deserialize)]
pub(crate) struct Trades<'a> {
    #[serde(borrow)]
    pub(crate) trades: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
pub(crate) struct TradeMessage<'a> {
    pub(crate) trade_id: Id,
    #[serde(borrow)]
    pub(crate) product_id: Cow<'a, str>,
    pub(crate) price: Num,
    pub(crate) size: Num,
    #[serde(borrow)]
    side: Cow<'a, str>,
    pub(crate) time: At,
}

impl TradeMessage<'_> {
    /// Coinbase tells the side of the order that was there first.
    pub(crate) fn aggressor(&self) -> Option<Aggressor> {
        match self.side.as_ref() {
            "BUY" => Some(Aggressor::Seller),
            "SELL" => Some(Aggressor::Buyer),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Tickers<'a> {
    #[serde(borrow)]
    pub(crate) tickers: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
pub(crate) struct Ticker<'a> {
    #[serde(borrow)]
    pub(crate) product_id: Cow<'a, str>,
    pub(crate) best_bid: Num,
    pub(crate) best_bid_quantity: Num,
    pub(crate) best_ask: Num,
    pub(crate) best_ask_quantity: Num,
}

#[derive(Deserialize)]
pub(crate) struct BookMessage<'a> {
    #[serde(rename = "type", borrow)]
    pub(crate) kind: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) product_id: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) updates: Vec<BookLine<'a>>,
}

#[derive(Deserialize)]
pub(crate) struct BookLine<'a> {
    #[serde(borrow)]
    side: Cow<'a, str>,
    price_level: Num,
    new_quantity: Num,
}

impl BookLine<'_> {
    pub(crate) fn level(&self) -> Result<BookLevel, String> {
        let side = match self.side.as_ref() {
            "bid" => BookSide::Bid,
            "offer" | "ask" => BookSide::Ask,
            other => return Err(format!("a level on the side \"{}\"", crate::text::sample(other))),
        };
        level(side, self.price_level, self.new_quantity)
    }
}
