//! Alpaca: US stocks, crypto assets and news. (Alpaca, "WebSocket Stream", "Real-time Stock Data", "Real-time Crypto Data",
//! "Real-time News", and the reference of its market data API.)

mod conditions;
mod messages;
mod news;
mod rest;
mod stream;

use feed::book::follow::BookRule;
use model::{
    bar::BarSize,
    market::{DataKind, Source},
};

use crate::{
    capabilities::{Budget, Capabilities, POLL_EVERY_SECONDS, Polling, TRADES},
    key::Key,
    request::Request,
    venue::Venue,
};

pub use news::{NewsPage, NewsQuery};
pub use rest::{LastTrade, LastTrades, LastTradesQuery};
pub(crate) use rest::{bars_answer, bars_request, last_answer, last_request};
pub use stream::Alpaca;

/// Where requests go.
const BASE: &str = "https://data.alpaca.markets";
/// Where sockets are opened.
const STREAM: &str = "wss://stream.data.alpaca.markets";
/// Symbols of one request for last trades.
const LAST_MAX: usize = 100;
/// How many trades and quotes the free plan streams.
const FREE_TOPICS: usize = 30;

/// Which of Alpaca's feeds. Each has its own socket, of which an account may open one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Feed {
    /// Stocks at IEX.
    Iex,
    /// Stocks at all exchanges.
    Sip,
    /// Crypto assets.
    Crypto,
    /// News.
    News,
    /// `FAKEPACA`, around the clock.
    Test,
}

impl Feed {
    pub(crate) fn source(self) -> Source {
        match self {
            Self::Iex => Venue::AlpacaIex,
            Self::Sip => Venue::AlpacaSip,
            Self::Crypto => Venue::AlpacaCrypto,
            Self::News => Venue::AlpacaNews,
            Self::Test => Venue::AlpacaTest,
        }
        .source()
    }

    /// What it streams.
    const fn kinds(self) -> &'static [DataKind] {
        match self {
            Self::Iex | Self::Sip | Self::Test => &[DataKind::Trade, DataKind::Quote, DataKind::Bar],
            Self::Crypto => &[DataKind::Trade, DataKind::Quote, DataKind::Bar, DataKind::Book],
            Self::News => &[DataKind::News],
        }
    }
}

/// What a feed has and allows.
pub(crate) fn capabilities(feed: Feed) -> Capabilities {
    use BarSize::{Day1, Hour1, Hour4, Minute1, Minute5, Minute15, Minute30};
    let history = match feed {
        Feed::Iex | Feed::Sip | Feed::Crypto => vec![Minute1, Minute5, Minute15, Minute30, Hour1, Hour4, Day1],
        Feed::News | Feed::Test => Vec::new(),
    };
    let has_last = !matches!(feed, Feed::News | Feed::Test);
    let polling =
        Polling { kinds: TRADES, every_seconds: POLL_EVERY_SECONDS, symbols_max: LAST_MAX, delay_seconds: None };
    Capabilities {
        streams: feed.kinds().to_vec(),
        polling: has_last.then_some(polling),
        history,
        needs_key: true,
        budgets: vec![Budget { requests: 200, per_seconds: 60 }],
        max_topics: (feed == Feed::Iex).then_some(FREE_TOPICS),
        // Ids of trades are those of each exchange, so two may have the same: they tell no repetition.
        // Books begin with the whole book and go on with changes that carry no number: Coinbase's rule without its numbers.
        books: (feed == Feed::Crypto).then_some(BookRule::Coinbase),
        ..Capabilities::none(&["data.alpaca.markets", "stream.data.alpaca.markets"])
    }
}

/// The request that opens a feed's socket. The key is said afterwards.
pub(crate) fn socket(feed: Feed) -> Request {
    let path = match feed {
        Feed::Iex => "/v2/iex",
        Feed::Sip => "/v2/sip",
        Feed::Crypto => "/v1beta3/crypto/us",
        Feed::News => "/v1beta1/news",
        Feed::Test => "/v2/test",
    };
    Request::get(STREAM, path)
}

/// A request for data.
fn get(path: &str, key: &Key) -> Request {
    Request::get(BASE, path).header("APCA-API-KEY-ID", "", &key.id).header("APCA-API-SECRET-KEY", "", &key.secret)
}
