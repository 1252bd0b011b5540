//! Tiingo: daily prices of US stocks and funds, as they were paid and with splits and dividends worked in, and last prices as
//! made at IEX. (Tiingo, "End-of-Day Prices" and "IEX".)

use std::borrow::Cow;

use model::{
    bar::{Bar, BarSize},
    currency::Currency,
    market::{Adjustment, Source},
    time::Timestamp,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    capabilities::{Budget, Capabilities, POLL_EVERY_SECONDS, Polling, TRADES_AND_QUOTES},
    error::VenueError,
    history::{BarsQuery, Dividend, History, Split},
    key::Key,
    last::{LastPrice, LastPrices, LastPricesQuery, traded},
    read::{At, Num, bar, parse, price, quote, size},
    request::{Reply, Request, need},
    text::encode,
    venue::Venue,
};

/// Symbols of one request for last prices.
const LAST_MAX: usize = 100;

fn source() -> Source {
    Venue::Tiingo.source()
}

/// What it has and allows on the free plan.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities {
        polling: Some(Polling {
            kinds: TRADES_AND_QUOTES,
            every_seconds: POLL_EVERY_SECONDS,
            symbols_max: LAST_MAX,
            delay_seconds: None,
        }),
        history: vec![BarSize::Day1],
        needs_key: true,
        budgets: vec![Budget { requests: 50, per_seconds: 3600 }],
        ..Capabilities::none(&["api.tiingo.com"])
    }
}

/// A day. The prices come twice, as paid and adjusted.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    date: At,
    open: Num,
    high: Num,
    low: Num,
    close: Num,
    volume: Num,
    adj_open: Num,
    adj_high: Num,
    adj_low: Num,
    adj_close: Num,
    adj_volume: Num,
    div_cash: Num,
    split_factor: Num,
}

pub(crate) fn bars_request(query: &BarsQuery, key: Option<&Key>) -> Result<Request, VenueError> {
    let key = need(key, source())?;
    let request = Request::get("https://api.tiingo.com", format!("/tiingo/daily/{}/prices", encode(&query.symbol)))
        .with("startDate", query.from.date().to_string())
        .with("endDate", query.to.date().to_string());
    Ok(request.header("Authorization", "Token ", &key.secret))
}

pub(crate) fn bars_answer(query: &BarsQuery, reply: &Reply<'_>) -> Result<History, VenueError> {
    if reply.status == 404 {
        return Err(VenueError::UnknownSymbol { venue: source(), symbol: query.symbol.clone() });
    }
    budget(reply)?;
    let rows: Vec<&RawValue> = reply.json(source())?;
    let is_adjusted = query.adjustment == Adjustment::Adjusted;
    let mut history = History::of(query.adjustment, is_adjusted, is_adjusted);
    for (number, row) in rows.into_iter().enumerate() {
        let place = || format!("row {}", number + 1);
        match parse::<Row>(row.get()) {
            Ok(row) => {
                history.take(place, read(&row, query.adjustment));
                events(&mut history, &row);
            }
            Err(reason) => history.skip(&place(), &reason),
        }
    }
    Ok(history.finish(query.stretch()))
}

fn read(row: &Row, adjustment: Adjustment) -> Result<Bar, String> {
    let at = Timestamp::from_date(row.date.0.date());
    match adjustment {
        Adjustment::Raw => bar(at, [row.open, row.high, row.low, row.close], Some(row.volume)),
        Adjustment::Adjusted => bar(at, [row.adj_open, row.adj_high, row.adj_low, row.adj_close], Some(row.adj_volume)),
    }
}

fn events(history: &mut History, row: &Row) {
    let date = row.date.0.date();
    let (ratio, amount) = (row.split_factor.0, row.div_cash.0);
    if ratio > 0.0 && ratio != 1.0 {
        history.splits.push(Split { date, ratio });
    } else if ratio <= 0.0 {
        history.skip(&date.to_string(), "the split factor is not more than zero");
    }
    if amount > 0.0 {
        history.dividends.push(Dividend { date, amount });
    } else if amount < 0.0 {
        history.skip(&date.to_string(), "the dividend is below zero");
    }
}

/// A used-up budget is told in words, with a status as if all were well.
fn budget(reply: &Reply<'_>) -> Result<(), VenueError> {
    if reply.reason().contains("request allocation") {
        return Err(VenueError::Budget { venue: source(), retry_after_s: reply.headers.retry_after_s() });
    }
    Ok(())
}

/// The top of the book at IEX. Who has no agreement with IEX is not told its last sale, but Tiingo's own last price.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TopRow<'a> {
    #[serde(borrow)]
    ticker: Cow<'a, str>,
    timestamp: Option<At>,
    last_sale_timestamp: Option<At>,
    quote_timestamp: Option<At>,
    last: Option<Num>,
    last_size: Option<Num>,
    tngo_last: Option<Num>,
    bid_price: Option<Num>,
    bid_size: Option<Num>,
    ask_price: Option<Num>,
    ask_size: Option<Num>,
}

pub(crate) fn last_request(query: &LastPricesQuery, key: Option<&Key>) -> Result<Request, VenueError> {
    let key = need(key, source())?;
    let request = Request::get("https://api.tiingo.com", "/iex/").with("tickers", query.symbols.join(","));
    Ok(request.header("Authorization", "Token ", &key.secret))
}

pub(crate) fn last_answer(query: &LastPricesQuery, reply: &Reply<'_>) -> Result<LastPrices, VenueError> {
    budget(reply)?;
    let rows: Vec<&RawValue> = reply.json(source())?;
    let mut told = LastPrices::default();
    for (number, row) in rows.into_iter().enumerate() {
        match parse::<TopRow<'_>>(row.get()) {
            Ok(row) => {
                let asked = query.symbols.iter().find(|symbol| symbol.eq_ignore_ascii_case(&row.ticker));
                if let Some(symbol) = asked {
                    told.take(symbol, last(symbol, &row));
                }
            }
            Err(reason) => told.take(&format!("row {}", number + 1), Err(reason)),
        }
    }
    Ok(told)
}

fn last(symbol: &str, row: &TopRow<'_>) -> Result<Option<LastPrice>, String> {
    let trade = match (row.last, row.last_sale_timestamp, row.tngo_last) {
        (Some(last), Some(at), _) => {
            let units = row.last_size.map_or(Ok(None), |units| size("lastSize", units))?;
            Some((Some(at.0), traded(price("last", last)?, units)))
        }
        (_, _, Some(last)) => Some((row.timestamp.map(|at| at.0), traded(price("tngoLast", last)?, None))),
        (_, _, None) => None,
    };
    let side = |value: Option<Num>| value.unwrap_or(Num(0.0));
    let quote = match (row.bid_price, row.ask_price) {
        (None, None) => None,
        (bid, ask) => {
            let offered = quote(side(bid), side(row.bid_size), side(ask), side(row.ask_size)).ok();
            offered.map(|offered| (row.quote_timestamp.map(|at| at.0), offered))
        }
    };
    if trade.is_none() && quote.is_none() {
        return Ok(None);
    }
    Ok(Some(LastPrice { symbol: symbol.to_owned(), trade, quote, currency: Some(Currency::USD) }))
}
