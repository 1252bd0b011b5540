//! The venues that there are.

use model::{
    bar::BarSize,
    market::{Adjustment, Source},
};
use serde::{Deserialize, Serialize};

use crate::{
    alpaca::{self, Alpaca, Feed},
    alpha_vantage,
    binance::{self, Binance},
    capabilities::Capabilities,
    coinbase::{self, Coinbase},
    ecb,
    error::VenueError,
    finnhub::{self, Finnhub},
    fred,
    history::{BarsQuery, History},
    key::Key,
    kraken::{self, Kraken},
    last::{LastPrices, LastPricesQuery},
    request::{Reply, Request, need},
    talk::Conversation,
    tiingo, yahoo,
};

/// A venue whose language is known here.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Venue {
    /// US stocks as traded at IEX.
    AlpacaIex,
    /// US stocks of all exchanges.
    AlpacaSip,
    /// Crypto assets at Alpaca.
    AlpacaCrypto,
    /// News about US stocks and crypto assets.
    AlpacaNews,
    /// Invented trades of `FAKEPACA`, around the clock.
    AlpacaTest,
    /// Binance spot.
    Binance,
    /// Coinbase Advanced.
    Coinbase,
    /// Kraken spot.
    Kraken,
    /// Trades and quotes of many exchanges.
    Finnhub,
    /// Daily prices of US stocks and funds.
    Tiingo,
    /// Daily prices of stocks of many exchanges.
    AlphaVantage,
    /// Prices of everything, unofficially.
    Yahoo,
    /// The European Central Bank's exchange rates.
    Ecb,
    /// Economic series of the Federal Reserve Bank of St. Louis.
    Fred,
}

impl Venue {
    /// Every venue.
    pub const ALL: [Self; 14] = [
        Self::AlpacaIex,
        Self::AlpacaSip,
        Self::AlpacaCrypto,
        Self::AlpacaNews,
        Self::AlpacaTest,
        Self::Binance,
        Self::Coinbase,
        Self::Kraken,
        Self::Finnhub,
        Self::Tiingo,
        Self::AlphaVantage,
        Self::Yahoo,
        Self::Ecb,
        Self::Fred,
    ];

    /// The name in JSON and text, which is also that of its [`Source`].
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AlpacaIex => "alpaca_iex",
            Self::AlpacaSip => "alpaca_sip",
            Self::AlpacaCrypto => "alpaca_crypto",
            Self::AlpacaNews => "alpaca_news",
            Self::AlpacaTest => "alpaca_test",
            Self::Binance => "binance",
            Self::Coinbase => "coinbase",
            Self::Kraken => "kraken",
            Self::Finnhub => "finnhub",
            Self::Tiingo => "tiingo",
            Self::AlphaVantage => "alpha_vantage",
            Self::Yahoo => "yahoo",
            Self::Ecb => "ecb",
            Self::Fred => "fred",
        }
    }

    /// Under which name its events come.
    #[must_use]
    pub fn source(self) -> Source {
        self.as_str().parse().expect("invariant: a venue's name is a source's name")
    }

    /// What it has and allows.
    #[must_use]
    pub fn capabilities(self) -> Capabilities {
        match self {
            Self::AlpacaIex => alpaca::capabilities(Feed::Iex),
            Self::AlpacaSip => alpaca::capabilities(Feed::Sip),
            Self::AlpacaCrypto => alpaca::capabilities(Feed::Crypto),
            Self::AlpacaNews => alpaca::capabilities(Feed::News),
            Self::AlpacaTest => alpaca::capabilities(Feed::Test),
            Self::Binance => binance::capabilities(),
            Self::Coinbase => coinbase::capabilities(),
            Self::Kraken => kraken::capabilities(),
            Self::Finnhub => finnhub::capabilities(),
            Self::Tiingo => tiingo::capabilities(),
            Self::AlphaVantage => alpha_vantage::capabilities(),
            Self::Yahoo => yahoo::capabilities(),
            Self::Ecb => ecb::capabilities(),
            Self::Fred => fred::capabilities(),
        }
    }

    /// The request that opens its WebSocket; `None` where it streams nothing.
    ///
    /// # Errors
    /// [`VenueError::KeyMissing`] when it needs a key.
    pub fn socket(self, key: Option<&Key>) -> Result<Option<Request>, VenueError> {
        Ok(Some(match self {
            Self::AlpacaIex => alpaca::socket(Feed::Iex),
            Self::AlpacaSip => alpaca::socket(Feed::Sip),
            Self::AlpacaCrypto => alpaca::socket(Feed::Crypto),
            Self::AlpacaNews => alpaca::socket(Feed::News),
            Self::AlpacaTest => alpaca::socket(Feed::Test),
            Self::Binance => binance::socket(),
            Self::Coinbase => coinbase::socket(),
            Self::Kraken => kraken::socket(),
            Self::Finnhub => finnhub::socket(need(key, self.source())?),
            Self::Tiingo | Self::AlphaVantage | Self::Yahoo | Self::Ecb | Self::Fred => return Ok(None),
        }))
    }

    /// What speaks on its WebSocket; `None` where it streams nothing.
    ///
    /// # Errors
    /// [`VenueError::KeyMissing`] when it needs a key.
    pub fn conversation(self, key: Option<Key>) -> Result<Option<Box<dyn Conversation>>, VenueError> {
        let alpaca = |feed| -> Result<Box<dyn Conversation>, VenueError> {
            let key = key.ok_or(VenueError::KeyMissing { venue: self.source() })?;
            Ok(Box::new(Alpaca::new(feed, key)))
        };
        Ok(Some(match self {
            Self::AlpacaIex => alpaca(Feed::Iex)?,
            Self::AlpacaSip => alpaca(Feed::Sip)?,
            Self::AlpacaCrypto => alpaca(Feed::Crypto)?,
            Self::AlpacaNews => alpaca(Feed::News)?,
            Self::AlpacaTest => alpaca(Feed::Test)?,
            Self::Binance => Box::new(Binance::new()),
            Self::Coinbase => Box::new(Coinbase::new()),
            Self::Kraken => Box::new(Kraken::new()),
            Self::Finnhub => Box::new(Finnhub::new()),
            Self::Tiingo | Self::AlphaVantage | Self::Yahoo | Self::Ecb | Self::Fred => return Ok(None),
        }))
    }

    pub(crate) fn bars_request(self, query: &BarsQuery, key: Option<&Key>) -> Result<Request, VenueError> {
        if !self.capabilities().history.contains(&query.size) {
            return Err(self.without(query.size));
        }
        match self {
            Self::AlpacaIex => alpaca::bars_request(Feed::Iex, query, key),
            Self::AlpacaSip => alpaca::bars_request(Feed::Sip, query, key),
            Self::AlpacaCrypto => alpaca::bars_request(Feed::Crypto, query, key),
            Self::Binance => binance::bars_request(query),
            Self::Coinbase => coinbase::bars_request(query),
            Self::Kraken => kraken::bars_request(query),
            Self::Tiingo => tiingo::bars_request(query, key),
            Self::AlphaVantage => alpha_vantage::bars_request(query, key),
            Self::Yahoo => yahoo::bars_request(query),
            Self::AlpacaNews | Self::AlpacaTest | Self::Finnhub | Self::Ecb | Self::Fred => {
                Err(self.without(query.size))
            }
        }
    }

    pub(crate) fn bars_answer(self, query: &BarsQuery, reply: &Reply<'_>) -> Result<History, VenueError> {
        match self {
            Self::AlpacaIex => alpaca::bars_answer(Feed::Iex, query, reply),
            Self::AlpacaSip => alpaca::bars_answer(Feed::Sip, query, reply),
            Self::AlpacaCrypto => alpaca::bars_answer(Feed::Crypto, query, reply),
            Self::Binance => binance::bars_answer(query, reply),
            Self::Coinbase => coinbase::bars_answer(query, reply),
            Self::Kraken => kraken::bars_answer(query, reply),
            Self::Tiingo => tiingo::bars_answer(query, reply),
            Self::AlphaVantage => alpha_vantage::bars_answer(query, reply),
            Self::Yahoo => yahoo::bars_answer(query, reply),
            Self::AlpacaNews | Self::AlpacaTest | Self::Finnhub | Self::Ecb | Self::Fred => {
                Err(self.without(query.size))
            }
        }
    }

    pub(crate) fn last_request(self, query: &LastPricesQuery, key: Option<&Key>) -> Result<Request, VenueError> {
        match self {
            Self::AlpacaIex => alpaca::last_request(Feed::Iex, query, key),
            Self::AlpacaSip => alpaca::last_request(Feed::Sip, query, key),
            Self::AlpacaCrypto => alpaca::last_request(Feed::Crypto, query, key),
            Self::Binance => binance::last_request(query),
            Self::Coinbase => coinbase::last_request(query),
            Self::Finnhub => finnhub::last_request(query, key),
            Self::Tiingo => tiingo::last_request(query, key),
            Self::AlphaVantage => alpha_vantage::last_request(query, key),
            Self::Yahoo => yahoo::last_request(query),
            Self::Ecb => ecb::last_request(query),
            Self::AlpacaNews | Self::AlpacaTest | Self::Kraken | Self::Fred => Err(self.without_last()),
        }
    }

    pub(crate) fn last_answer(self, query: &LastPricesQuery, reply: &Reply<'_>) -> Result<LastPrices, VenueError> {
        match self {
            Self::AlpacaIex => alpaca::last_answer(Feed::Iex, query, reply),
            Self::AlpacaSip => alpaca::last_answer(Feed::Sip, query, reply),
            Self::AlpacaCrypto => alpaca::last_answer(Feed::Crypto, query, reply),
            Self::Binance => binance::last_answer(query, reply),
            Self::Coinbase => coinbase::last_answer(query, reply),
            Self::Finnhub => finnhub::last_answer(query, reply),
            Self::Tiingo => tiingo::last_answer(query, reply),
            Self::AlphaVantage => alpha_vantage::last_answer(query, reply),
            Self::Yahoo => yahoo::last_answer(query, reply),
            Self::Ecb => ecb::last_answer(query, reply),
            Self::AlpacaNews | Self::AlpacaTest | Self::Kraken | Self::Fred => Err(self.without_last()),
        }
    }

    fn without_last(self) -> VenueError {
        let (what, instead) = ("last prices by request".to_owned(), "its stream, or another source".to_owned());
        VenueError::Unsupported { venue: self.source(), what, instead }
    }

    fn without(self, size: BarSize) -> VenueError {
        let sizes: Vec<&str> = self.capabilities().history.iter().map(|size| size.as_str()).collect();
        let instead = if sizes.is_empty() { "another source".to_owned() } else { sizes.join(", ") };
        VenueError::Unsupported { venue: self.source(), what: format!("bars of {size}"), instead }
    }

    /// Fails where prices as they were paid, or adjusted ones, are wanted and the venue has only the others.
    pub(crate) fn only(self, has: Adjustment, query: &BarsQuery) -> Result<(), VenueError> {
        if query.adjustment == has {
            return Ok(());
        }
        let (what, instead) = (format!("{} prices", query.adjustment), format!("{has} prices, or another source"));
        Err(VenueError::Unsupported { venue: self.source(), what, instead })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_venue_has_one_name() {
        for venue in Venue::ALL {
            assert_eq!(venue.source().name(), venue.as_str());
            assert_eq!(serde_json::to_string(&venue).unwrap(), format!("\"{}\"", venue.as_str()));
        }
    }
}
