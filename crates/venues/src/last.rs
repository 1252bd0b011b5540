//! Last prices by request: what is asked and what is told, whichever the venue.

use model::{
    currency::Currency,
    market::{BidAsk, Trade, TradeUse},
    time::Timestamp,
};

use crate::{
    error::VenueError,
    history::Skipped,
    key::Key,
    request::{Query, Reply, Request},
    text::sample,
    venue::Venue,
};

/// The last prices of some symbols.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastPricesQuery {
    /// Whose.
    pub venue: Venue,
    /// How the venue writes the instruments, as many as [`crate::Polling::symbols_max`] says.
    pub symbols: Vec<String>,
    /// What time it is.
    pub now: Timestamp,
}

/// The last price of a symbol.
#[derive(Clone, PartialEq, Debug)]
pub struct LastPrice {
    /// Of what, as it was asked for.
    pub symbol: String,
    /// The last trade, and when it was made; without the time where the venue does not tell it, and with the day's beginning where
    /// it tells the day only.
    pub trade: Option<(Option<Timestamp>, Trade)>,
    /// The last quote, and when it was made.
    pub quote: Option<(Option<Timestamp>, BidAsk)>,
    /// The currency of the prices, if the venue tells it.
    pub currency: Option<Currency>,
}

impl LastPrice {
    /// That a symbol was traded at a price.
    pub(crate) fn traded(symbol: &str, at: Option<Timestamp>, price: f64, size: Option<f64>) -> Self {
        Self { symbol: symbol.to_owned(), trade: Some((at, traded(price, size))), quote: None, currency: None }
    }
}

/// A trade that stands for itself: those before it are not known.
pub(crate) const fn traded(price: f64, size: Option<f64>) -> Trade {
    Trade { price, size, aggressor: None, counts: TradeUse::Price }
}

/// What a venue told of last prices. A symbol that is in neither list is one that it has no price of.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LastPrices {
    /// By symbol.
    pub prices: Vec<LastPrice>,
    /// What was not understood, by symbol.
    pub skipped: Vec<Skipped>,
}

impl LastPrices {
    /// Takes the price of a symbol, or remembers why not. `None`: there is none.
    pub(crate) fn take(&mut self, symbol: &str, read: Result<Option<LastPrice>, String>) {
        match read {
            Ok(price) => self.prices.extend(price),
            Err(reason) => self.skipped.push(Skipped { place: symbol.to_owned(), reason: sample(&reason) }),
        }
    }
}

impl Query for LastPricesQuery {
    type Answer = LastPrices;

    fn request(&self, key: Option<&Key>) -> Result<Request, VenueError> {
        self.venue.last_request(self, key)
    }

    fn answer(&self, reply: &Reply<'_>) -> Result<LastPrices, VenueError> {
        self.venue.last_answer(self, reply)
    }
}

impl LastPricesQuery {
    /// The symbol, where a request is for one.
    pub(crate) fn one(&self) -> &str {
        self.symbols.first().map_or("", String::as_str)
    }
}
