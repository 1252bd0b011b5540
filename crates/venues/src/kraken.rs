//! Kraken spot. (Kraken, "Spot WebSocket API v2": trade, ticker, book, ohlc, ping, and "Book checksum"; "Get OHLC Data",
//! "Get Tradable Asset Pairs".)

mod messages;
mod rest;
mod stream;

use feed::{
    book::{checksum::Decimals, follow::BookRule},
    sequence::Numbering,
};
use model::{
    bar::BarSize,
    market::{DataKind, Source},
};

use crate::{
    capabilities::{Budget, Capabilities},
    request::Request,
    venue::Venue,
};

pub use rest::{Pair, Pairs, PairsQuery};
pub(crate) use rest::{bars_answer, bars_request};
pub use stream::Kraken;

/// Where requests go.
const BASE: &str = "https://api.kraken.com";
/// Where the socket is opened.
const STREAM: &str = "wss://ws.kraken.com";
/// Levels of each side of a book that are subscribed to: those that the checksum covers.
pub const BOOK_DEPTH: usize = 10;
/// What is streamed.
const KINDS: &[DataKind] = &[DataKind::Trade, DataKind::Quote, DataKind::Bar, DataKind::Book];
/// As many decimals as prices and sizes usually have; those of a pair are told by [`PairsQuery`].
const USUAL: Decimals = Decimals { price: 5, size: 8 };

fn source() -> Source {
    Venue::Kraken.source()
}

/// By which rule a pair's book is followed.
#[must_use]
pub const fn book_rule(decimals: Decimals) -> BookRule {
    BookRule::Kraken { depth: BOOK_DEPTH, decimals }
}

/// What it has and allows.
pub(crate) fn capabilities() -> Capabilities {
    use BarSize::{Day1, Hour1, Hour4, Minute1, Minute5, Minute15, Minute30};
    Capabilities {
        streams: KINDS.to_vec(),
        history: vec![Minute1, Minute5, Minute15, Minute30, Hour1, Hour4, Day1],
        budgets: vec![Budget { requests: 1, per_seconds: 1 }],
        trades: Numbering::Counted,
        books: Some(book_rule(USUAL)),
        ..Capabilities::none(&["api.kraken.com", "ws.kraken.com"])
    }
}

/// The request that opens the socket.
pub(crate) fn socket() -> Request {
    Request::get(STREAM, "/v2")
}
