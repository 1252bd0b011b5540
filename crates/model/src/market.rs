//! Market data as it streams in: one form for what every source sends.
//!
//! Prices and sizes are `f64`, as in [`Bar`]: market data is analytics. The books never take a price from here without making
//! it a decimal. [`exact::parse`] is the way from a source's text to such a number: it refuses text that a binary number would
//! not give back digit for digit, so a printed price is the one that was sent, or there is none.

pub mod exact;
pub mod incident;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    bar::{Bar, BarSize, Quote},
    currency::Currency,
    error::ValueError,
    id::InstrumentId,
    names::named_enum,
    time::Timestamp,
};

/// Who sent an event, such as `kraken` or `alpaca_iex`: 1 to 16 small letters, digits, `_`, `-` or `.`. It is copied with
/// every tick, so it has a fixed size.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "kraken", pattern = "^[a-z0-9_.-]{1,16}$")]
pub struct Source([u8; 16]); // padded with zeros

impl Source {
    /// The name.
    pub fn name(&self) -> &str {
        let len = self.0.iter().position(|b| *b == 0).unwrap_or(16);
        std::str::from_utf8(&self.0[..len]).expect("invariant: a source's name is ASCII")
    }
}

impl FromStr for Source {
    type Err = ValueError;

    fn from_str(s: &str) -> Result<Self, ValueError> {
        let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-.".contains(&b);
        if !(1..=16).contains(&s.len()) || !s.bytes().all(known) {
            return Err(ValueError::OutOfRange {
                field: "source",
                value: s.to_owned(),
                allowed: "1 to 16 small letters, digits, _, - or .",
            });
        }
        let mut name = [0; 16];
        name[..s.len()].copy_from_slice(s.as_bytes());
        Ok(Self(name))
    }
}

impl TryFrom<String> for Source {
    type Error = ValueError;
    fn try_from(s: String) -> Result<Self, ValueError> {
        s.parse()
    }
}

impl From<Source> for String {
    fn from(s: Source) -> Self {
        s.name().to_owned()
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

named_enum! {
    /// What a stream carries.
    DataKind ("kind of market data") {
        /// Trades.
        Trade = "trade",
        /// Best bids and asks.
        Quote = "quote",
        /// Bars.
        Bar = "bar",
        /// The order book.
        Book = "book",
        /// News.
        News = "news",
    }
}

named_enum! {
    /// Whether splits and dividends are worked into prices.
    Adjustment ("adjustment") {
        /// Prices as they were paid.
        Raw = "raw",
        /// Prices as if splits and dividends had always been known.
        Adjusted = "adjusted",
    }
}

named_enum! {
    /// Who came to whom in a trade.
    Aggressor ("aggressor") {
        /// The buyer took a resting ask.
        Buyer = "buyer",
        /// The seller took a resting bid.
        Seller = "seller",
    }
}

named_enum! {
    /// What a trade counts for, by the conditions that its exchange gave it.
    TradeUse ("use of a trade") {
        /// Prices and volume: an ordinary trade.
        PriceAndVolume = "price_and_volume",
        /// Volume only: an odd lot, a price that was agreed on earlier.
        Volume = "volume",
        /// The price only: the last trade when a source was asked for it. Those before it are not known, so no bar is made of it.
        Price = "price",
    }
}

named_enum! {
    /// A side of the order book.
    BookSide ("side of the book") {
        /// Orders to buy.
        Bid = "bid",
        /// Orders to sell.
        Ask = "ask",
    }
}

/// Where an event comes from, of what it is, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Origin {
    /// What it is of.
    pub instrument: InstrumentId,
    /// Who sent it.
    pub source: Source,
    /// The exchange's time, if the source tells one.
    pub at: Option<Timestamp>,
    /// When we received it.
    pub received_at: Timestamp,
    /// The source's number for it: a sequence or the trade's id.
    pub sequence: Option<u64>,
    /// The currency of its prices, if the source tells it.
    pub currency: Option<Currency>,
    /// Whether its prices are adjusted.
    pub adjustment: Adjustment,
}

impl Origin {
    /// The exchange's time, or the one of receipt where the source tells none.
    pub fn time(&self) -> Timestamp {
        self.at.unwrap_or(self.received_at)
    }
}

/// One trade.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Trade {
    /// Price of a unit.
    pub price: f64,
    /// Units, if the source tells them.
    pub size: Option<f64>,
    /// Who took whose order, if known.
    pub aggressor: Option<Aggressor>,
    /// What it counts for.
    pub counts: TradeUse,
}

/// Best bid and ask. A side that nobody offers, or that the source leaves out, is `None`, never zero.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BidAsk {
    /// Best bid.
    pub bid: Option<f64>,
    /// Units at the bid.
    pub bid_size: Option<f64>,
    /// Best ask.
    pub ask: Option<f64>,
    /// Units at the ask.
    pub ask_size: Option<f64>,
}

impl BidAsk {
    /// Half-way between bid and ask; unknown without both.
    pub fn mid(&self) -> Option<f64> {
        Some(f64::midpoint(self.bid?, self.ask?))
    }

    /// Ask less bid; below zero when crossed, unknown without both.
    pub fn spread(&self) -> Option<f64> {
        Some(self.ask? - self.bid?)
    }
}

/// What a tick says.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TickData {
    /// A trade.
    Trade(Trade),
    /// A quote.
    Quote(BidAsk),
}

/// A trade or a quote with its origin: the small events that come by the thousand. It is copied, never allocated.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Tick {
    /// Where from, of what, when.
    pub origin: Origin,
    /// What it says.
    pub data: TickData,
}

impl Tick {
    /// Which kind of stream it belongs to.
    pub const fn kind(&self) -> DataKind {
        match self.data {
            TickData::Trade(_) => DataKind::Trade,
            TickData::Quote(_) => DataKind::Quote,
        }
    }

    /// Its price: the trade's, or half-way between bid and ask; unknown when a side is missing.
    pub fn price(&self) -> Option<f64> {
        match self.data {
            TickData::Trade(trade) => Some(trade.price),
            TickData::Quote(quote) => quote.mid(),
        }
    }

    /// As the quote that the API carries; `None` for a trade.
    pub fn quote(&self) -> Option<Quote> {
        match self.data {
            TickData::Trade(_) => None,
            TickData::Quote(BidAsk { bid, bid_size, ask, ask_size }) => {
                let (at, received_at) = (self.origin.time(), self.origin.received_at);
                Some(Quote { at, received_at, bid, bid_size, ask, ask_size })
            }
        }
    }
}

/// A price of the book with the units that are offered at it; 0 units remove it.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BookLevel {
    /// Which side.
    pub side: BookSide,
    /// Price of a unit.
    pub price: f64,
    /// Units offered now (not the change of them).
    pub size: f64,
}

named_enum! {
    /// Whether levels replace the book or change it.
    BookChange ("change of the book") {
        /// The levels are the whole book.
        Snapshot = "snapshot",
        /// The levels are those that changed.
        Update = "update",
    }
}

/// How a source numbers its book messages. Fields that it does not send are `None`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BookNumbers {
    /// First update that the message contains (Binance `U`).
    pub first: Option<u64>,
    /// Last update that it contains (Binance `u`, `lastUpdateId`; Coinbase `sequence_num`).
    pub last: Option<u64>,
    /// Last update of the message before (Binance futures `pu`).
    pub previous: Option<u64>,
    /// CRC-32 of the best ten levels after the message (Kraken).
    pub checksum: Option<u32>,
}

/// A message about the order book.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BookUpdate {
    /// Where from, of what, when.
    pub origin: Origin,
    /// Whole book or changes.
    pub change: BookChange,
    /// The message's place in the stream.
    pub numbers: BookNumbers,
    /// The levels.
    pub levels: Vec<BookLevel>,
}

/// A piece of news.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewsItem {
    /// Who sent it.
    pub source: Source,
    /// The source's identity for it.
    pub id: String,
    /// When it was published, if told.
    pub at: Option<Timestamp>,
    /// When we received it.
    pub received_at: Timestamp,
    /// What it is about.
    pub instruments: Vec<InstrumentId>,
    /// The headline, as plain text.
    pub headline: String,
    /// Where the article is.
    pub url: Option<String>,
}

/// A bar that a source made itself.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SourceBar {
    /// Where from, of what, when.
    pub origin: Origin,
    /// How much time it covers.
    pub size: BarSize,
    /// The bar.
    pub bar: Bar,
}

/// Anything that a stream carries.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum MarketEvent {
    /// A trade or quote.
    Tick(Tick),
    /// A bar.
    Bar(SourceBar),
    /// A message about the order book.
    Book(BookUpdate),
    /// News.
    News(NewsItem),
}

impl MarketEvent {
    /// When it was received: the order of recording and replay.
    pub const fn received_at(&self) -> Timestamp {
        match self {
            Self::Tick(tick) => tick.origin.received_at,
            Self::Bar(bar) => bar.origin.received_at,
            Self::Book(book) => book.origin.received_at,
            Self::News(news) => news.received_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_has_a_short_plain_name() {
        assert_eq!("alpaca_iex".parse::<Source>().unwrap().to_string(), "alpaca_iex");
        assert_eq!("a".repeat(16).parse::<Source>().unwrap().name().len(), 16);
        for wrong in ["", "Kraken", "a b", "seventeen-letters"] {
            assert!(wrong.parse::<Source>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_missing_side_leaves_mid_and_spread_unknown() {
        let quote = BidAsk { bid: Some(10.0), bid_size: None, ask: Some(11.0), ask_size: None };
        assert_eq!((quote.mid(), quote.spread()), (Some(10.5), Some(1.0)));
        let half = BidAsk { ask: None, ..quote };
        assert_eq!((half.mid(), half.spread()), (None, None));
    }

    #[test]
    fn events_return_from_their_json() {
        let origin = Origin {
            instrument: InstrumentId::from_uuid(uuid::Uuid::from_u128(7)),
            source: "kraken".parse().unwrap(),
            at: None,
            received_at: Timestamp::from_micros(5),
            sequence: Some(u64::MAX),
            currency: Some(Currency::USD),
            adjustment: Adjustment::Raw,
        };
        let quote = BidAsk { bid: Some(0.1), bid_size: None, ask: None, ask_size: Some(3.0) };
        let event = MarketEvent::Tick(Tick { origin, data: TickData::Quote(quote) });
        let text = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<MarketEvent>(&text).unwrap(), event, "{text}");
        let without = text.replace(r#""received_at":"1970-01-01T00:00:00.000005Z","#, "");
        assert!(serde_json::from_str::<MarketEvent>(&without).is_err(), "a field that is missing is not invented");
    }
}
