//! The messages of Binance's streams.

use std::borrow::Cow;

use model::market::{Aggressor, BookLevel, BookSide};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::read::{Epoch, Id, Num, level};

/// A message of several streams on one socket; the answers to ours have neither part.
#[derive(Deserialize)]
pub(crate) struct Envelope<'a> {
    #[serde(default, borrow)]
    pub(crate) stream: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    pub(crate) data: Option<&'a RawValue>,
    #[serde(default, rename = "e", borrow)]
    pub(crate) event: Option<Cow<'a, str>>,
    /// Quotes have no `e`; this tells them.
    #[serde(default, rename = "u")]
    pub(crate) update: Option<Id>,
    #[serde(default)]
    pub(crate) id: Option<Id>,
    #[serde(default, borrow)]
    pub(crate) error: Option<Failure<'a>>,
    #[serde(default)]
    pub(crate) code: Option<i64>,
    #[serde(default, borrow)]
    pub(crate) msg: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
pub(crate) struct Failure<'a> {
    pub(crate) code: i64,
    #[serde(borrow)]
    pub(crate) msg: Cow<'a, str>,
}

#[derive(Deserialize)]
pub(crate) struct TradeMessage<'a> {
    #[serde(borrow)]
    pub(crate) s: Cow<'a, str>,
    pub(crate) t: Id,
    pub(crate) p: Num,
    pub(crate) q: Num,
    #[serde(rename = "T")]
    pub(crate) at: Epoch,
    /// Whether the buyer's order was there first.
    m: bool,
}

impl TradeMessage<'_> {
    pub(crate) fn aggressor(&self) -> Aggressor {
        if self.m { Aggressor::Seller } else { Aggressor::Buyer }
    }
}

#[derive(Deserialize)]
pub(crate) struct QuoteMessage<'a> {
    #[serde(borrow)]
    pub(crate) s: Cow<'a, str>,
    pub(crate) u: Id,
    pub(crate) b: Num,
    #[serde(rename = "B")]
    pub(crate) bids: Num,
    pub(crate) a: Num,
    #[serde(rename = "A")]
    pub(crate) asks: Num,
}

#[derive(Deserialize)]
pub(crate) struct BarMessage<'a> {
    #[serde(borrow)]
    pub(crate) s: Cow<'a, str>,
    #[serde(rename = "E")]
    pub(crate) at: Epoch,
    #[serde(borrow)]
    pub(crate) k: Kline<'a>,
}

#[derive(Deserialize)]
pub(crate) struct Kline<'a> {
    pub(crate) t: Epoch,
    #[serde(borrow)]
    pub(crate) i: Cow<'a, str>,
    pub(crate) o: Num,
    pub(crate) h: Num,
    pub(crate) l: Num,
    pub(crate) c: Num,
    pub(crate) v: Num,
    /// Whether it is over.
    pub(crate) x: bool,
}

#[derive(Deserialize)]
pub(crate) struct DepthMessage<'a> {
    #[serde(borrow)]
    pub(crate) s: Cow<'a, str>,
    #[serde(rename = "E")]
    pub(crate) at: Epoch,
    #[serde(rename = "U")]
    pub(crate) first: Id,
    #[serde(rename = "u")]
    pub(crate) last: Id,
    pub(crate) b: Vec<(Num, Num)>,
    pub(crate) a: Vec<(Num, Num)>,
}

/// The book of a request.
#[derive(Deserialize)]
pub(crate) struct Depth {
    #[serde(rename = "lastUpdateId")]
    pub(crate) last: Id,
    pub(crate) bids: Vec<(Num, Num)>,
    pub(crate) asks: Vec<(Num, Num)>,
}

/// Both sides as levels.
pub(crate) fn levels(bids: &[(Num, Num)], asks: &[(Num, Num)]) -> Result<Vec<BookLevel>, String> {
    let of = |side, levels: &[(Num, Num)]| {
        levels.iter().map(|(price, size)| level(side, *price, *size)).collect::<Result<Vec<_>, String>>()
    };
    Ok([of(BookSide::Bid, bids)?, of(BookSide::Ask, asks)?].concat())
}
