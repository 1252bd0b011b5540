//! Binance spot. (Binance, "WebSocket Streams" and "Public Rest API for Binance", among them "How to manage a local order
//! book correctly".)

mod book;
mod messages;
mod rest;
mod stream;

use feed::{book::follow::BookRule, sequence::Numbering};
use model::{
    bar::BarSize,
    market::{DataKind, Source},
};

use crate::{
    capabilities::{Budget, Capabilities, POLL_EVERY_SECONDS, Polling, TRADES_AND_QUOTES},
    request::Request,
    venue::Venue,
};

pub use rest::{DayFigures, DayQuery, Days, DepthQuery};
pub(crate) use rest::{bars_answer, bars_request, last_answer, last_request};
pub use stream::Binance;

/// Where requests go.
const BASE: &str = "https://api.binance.com";
/// Where the socket is opened.
const STREAM: &str = "wss://stream.binance.com:9443";
/// Streams of one connection.
const STREAMS_MAX: usize = 1024;
/// Symbols of one request for last prices: more weigh twenty times as much.
const LAST_MAX: usize = 20;
/// What is streamed.
const KINDS: &[DataKind] = &[DataKind::Trade, DataKind::Quote, DataKind::Bar, DataKind::Book];

fn source() -> Source {
    Venue::Binance.source()
}

/// What it has and allows.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities {
        streams: KINDS.to_vec(),
        polling: Some(Polling {
            kinds: TRADES_AND_QUOTES,
            every_seconds: POLL_EVERY_SECONDS,
            symbols_max: LAST_MAX,
            delay_seconds: None,
        }),
        history: BarSize::ALL.to_vec(),
        budgets: vec![Budget { requests: 6000, per_seconds: 60 }],
        max_topics: Some(STREAMS_MAX),
        trades: Numbering::Counted,
        quotes: Numbering::Rising,
        books: Some(BookRule::BinanceSpot),
        ..Capabilities::none(&["api.binance.com", "stream.binance.com:9443"])
    }
}

/// The request that opens the socket: several streams on one, times in microseconds.
pub(crate) fn socket() -> Request {
    Request::get(STREAM, "/stream").with("timeUnit", "MICROSECOND")
}
