//! Requests to Finnhub: the last price with the figures of its day.

use model::time::Timestamp;
use serde::Deserialize;

use super::{BASE, source};
use crate::{
    error::VenueError,
    key::Key,
    last::{LastPrice, LastPrices, LastPricesQuery},
    read::{Num, price, seconds},
    request::{Query, Reply, Request, need, shape},
};

/// The last price of a symbol.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QuoteQuery {
    /// Of what.
    pub symbol: String,
}

/// The last price with the figures of its day.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct DayQuote {
    /// When.
    pub at: Timestamp,
    /// The last price.
    pub last: f64,
    /// First price of the day, if known.
    pub open: Option<f64>,
    /// Highest price of the day, if known.
    pub high: Option<f64>,
    /// Lowest price of the day, if known.
    pub low: Option<f64>,
    /// Close of the day before, if known.
    pub previous_close: Option<f64>,
}

#[derive(Deserialize)]
struct Answer {
    c: Option<Num>,
    o: Option<Num>,
    h: Option<Num>,
    l: Option<Num>,
    pc: Option<Num>,
    t: Option<i64>,
}

impl Query for QuoteQuery {
    /// `None` where Finnhub has no price, which it writes as zeros.
    type Answer = Option<DayQuote>;

    fn request(&self, key: Option<&Key>) -> Result<Request, VenueError> {
        let key = need(key, source())?;
        let request = Request::get(BASE, "/api/v1/quote").with("symbol", &self.symbol);
        Ok(request.header("X-Finnhub-Token", "", &key.secret))
    }

    fn answer(&self, reply: &Reply<'_>) -> Result<Option<DayQuote>, VenueError> {
        let answer: Answer = reply.json(source())?;
        let wrong = |problem: String| shape(source(), "the quote", problem);
        let known = |field: &str, value: Option<Num>| {
            let value = value.filter(|value| value.0 != 0.0);
            value.map(|value| price(field, value)).transpose().map_err(wrong)
        };
        let (Some(last), Some(at)) = (known("c", answer.c)?, answer.t.filter(|t| *t != 0)) else { return Ok(None) };
        let at = seconds(at).ok_or_else(|| wrong(format!("t is {at}, which is no time")))?;
        Ok(Some(DayQuote {
            at,
            last,
            open: known("o", answer.o)?,
            high: known("h", answer.h)?,
            low: known("l", answer.l)?,
            previous_close: known("pc", answer.pc)?,
        }))
    }
}

pub(crate) fn last_request(query: &LastPricesQuery, key: Option<&Key>) -> Result<Request, VenueError> {
    QuoteQuery { symbol: query.one().to_owned() }.request(key)
}

pub(crate) fn last_answer(query: &LastPricesQuery, reply: &Reply<'_>) -> Result<LastPrices, VenueError> {
    let symbol = query.one();
    let quote = QuoteQuery { symbol: symbol.to_owned() }.answer(reply)?;
    let price = quote.map(|quote| LastPrice::traded(symbol, Some(quote.at), quote.last, None));
    Ok(LastPrices { prices: price.into_iter().collect(), skipped: Vec::new() })
}
