//! Finnhub: trades of many exchanges, and quotes. (Finnhub, "Trades" of its WebSocket, and "Quote".)

mod rest;
mod stream;

use model::market::{DataKind, Source};

use crate::{
    capabilities::{Budget, Capabilities, POLL_EVERY_SECONDS, Polling, TRADES},
    key::Key,
    request::Request,
    venue::Venue,
};

pub use rest::{DayQuote, QuoteQuery};
pub(crate) use rest::{last_answer, last_request};
pub use stream::Finnhub;

/// Where requests go.
const BASE: &str = "https://finnhub.io";
/// Where the socket is opened.
const STREAM: &str = "wss://ws.finnhub.io";
/// What is streamed.
const KINDS: &[DataKind] = &[DataKind::Trade];
/// Symbols of the free plan.
const FREE_TOPICS: usize = 50;

fn source() -> Source {
    Venue::Finnhub.source()
}

/// What it has and allows.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities {
        streams: KINDS.to_vec(),
        polling: Some(Polling {
            kinds: TRADES,
            every_seconds: POLL_EVERY_SECONDS,
            symbols_max: 1,
            delay_seconds: None,
        }),
        needs_key: true,
        budgets: vec![Budget { requests: 60, per_seconds: 60 }, Budget { requests: 30, per_seconds: 1 }],
        max_topics: Some(FREE_TOPICS),
        ..Capabilities::none(&["finnhub.io", "ws.finnhub.io"])
    }
}

/// The request that opens the socket. The key stands in the address.
pub(crate) fn socket(key: &Key) -> Request {
    Request::get(STREAM, "/").with_secret("token", &key.secret)
}
