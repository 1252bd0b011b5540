//! Coinbase Advanced. (Coinbase, "Advanced Trade WebSocket": overview, channels, rate limits; "Get Public Product Candles".)

mod messages;
mod rest;
mod stream;

use feed::{book::follow::BookRule, sequence::Numbering};
use model::{
    bar::BarSize,
    market::{DataKind, Source},
};

use crate::{
    capabilities::{Budget, Capabilities, POLL_EVERY_SECONDS, Polling, TRADES},
    request::Request,
    venue::Venue,
};

pub(crate) use rest::{bars_answer, bars_request, last_answer, last_request};
pub use stream::Coinbase;

/// Where requests go.
const BASE: &str = "https://api.coinbase.com";
/// Where the socket is opened.
const STREAM: &str = "wss://advanced-trade-ws.coinbase.com";
/// What is streamed.
const KINDS: &[DataKind] = &[DataKind::Trade, DataKind::Quote, DataKind::Book];

fn source() -> Source {
    Venue::Coinbase.source()
}

/// What it has and allows, without a key.
pub(crate) fn capabilities() -> Capabilities {
    use BarSize::{Day1, Hour1, Minute1, Minute5, Minute15, Minute30};
    Capabilities {
        streams: KINDS.to_vec(),
        polling: Some(Polling {
            kinds: TRADES,
            every_seconds: POLL_EVERY_SECONDS,
            symbols_max: 1,
            delay_seconds: None,
        }),
        history: vec![Minute1, Minute5, Minute15, Minute30, Hour1, Day1],
        budgets: vec![Budget { requests: 10, per_seconds: 1 }],
        trades: Numbering::Rising,
        books: Some(BookRule::Coinbase),
        ..Capabilities::none(&["api.coinbase.com", "advanced-trade-ws.coinbase.com"])
    }
}

/// The request that opens the socket.
pub(crate) fn socket() -> Request {
    Request::get(STREAM, "/")
}
