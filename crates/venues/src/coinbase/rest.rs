//! Requests to Coinbase: bars of the past and the last trade. They need no key.

use model::{
    bar::{Bar, BarSize},
    market::Adjustment,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{BASE, source};
use crate::{
    error::VenueError,
    history::{BarsQuery, History, micros},
    last::{LastPrice, LastPrices, LastPricesQuery},
    read::{At, Id, Num, bar, price, seconds, size, why},
    request::{Reply, Request},
    text::encode,
    venue::Venue,
};

/// Most bars of one answer, which are those of a stretch so long.
const ROWS: i64 = 350;

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow, default)]
    candles: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
struct Row {
    start: Id,
    open: Num,
    high: Num,
    low: Num,
    close: Num,
    volume: Num,
}

/// The first and the last second of the stretch that one request is for, and the first second of the next.
fn stretch(query: &BarsQuery) -> Result<(i64, i64, Option<i64>), VenueError> {
    let width = micros(query.size) / 1_000_000;
    let last = query.to.micros() / 1_000_000;
    let first = match &query.page {
        Some(page) => page.parse().map_err(|_| VenueError::setting("page", "give the page of the answer before"))?,
        None => query.from.micros() / 1_000_000 / width * width,
    };
    let end = width.saturating_mul(ROWS - 1).saturating_add(first);
    let next = end.saturating_add(width);
    Ok((first, end.min(last), (next <= last).then_some(next)))
}

pub(crate) fn bars_request(query: &BarsQuery) -> Result<Request, VenueError> {
    Venue::Coinbase.only(Adjustment::Raw, query)?;
    let granularity = match query.size {
        BarSize::Second1 | BarSize::Minute1 => "ONE_MINUTE",
        BarSize::Minute5 => "FIVE_MINUTE",
        BarSize::Minute15 => "FIFTEEN_MINUTE",
        BarSize::Minute30 => "THIRTY_MINUTE",
        BarSize::Hour1 | BarSize::Hour4 => "ONE_HOUR",
        BarSize::Day1 => "ONE_DAY",
    };
    let (first, last, _) = stretch(query)?;
    let path = format!("/api/v3/brokerage/market/products/{}/candles", encode(&query.symbol));
    Ok(Request::get(BASE, path)
        .with("start", first.to_string())
        .with("end", last.to_string())
        .with("granularity", granularity)
        .with("limit", ROWS.to_string()))
}

pub(crate) fn bars_answer(query: &BarsQuery, reply: &Reply<'_>) -> Result<History, VenueError> {
    if reply.status == 404 {
        return Err(VenueError::UnknownSymbol { venue: source(), symbol: query.symbol.clone() });
    }
    let answer: Answer<'_> = reply.json(source())?;
    let mut history = History::raw();
    for (number, row) in answer.candles.unwrap_or_default().into_iter().enumerate() {
        history.take(|| format!("row {}", number + 1), read(row.get()));
    }
    // A stretch without any trade is empty, and the next one need not be.
    history.next = stretch(query)?.2.map(|next| next.to_string());
    Ok(history.finish(query.stretch()))
}

fn read(text: &str) -> Result<Bar, String> {
    let row: Row = serde_json::from_str(text).map_err(|e| why(&e))?;
    let start = i64::try_from(row.start.0).ok().and_then(seconds);
    let at = start.ok_or_else(|| format!("start is {}, which is no time", row.start.0))?;
    bar(at, [row.open, row.high, row.low, row.close], Some(row.volume))
}

#[derive(Deserialize)]
struct Ticker {
    trades: Vec<TradeRow>,
}

#[derive(Deserialize)]
struct TradeRow {
    price: Num,
    size: Num,
    time: At,
}

pub(crate) fn last_request(query: &LastPricesQuery) -> Result<Request, VenueError> {
    let path = format!("/api/v3/brokerage/market/products/{}/ticker", encode(query.one()));
    Ok(Request::get(BASE, path).with("limit", "1"))
}

pub(crate) fn last_answer(query: &LastPricesQuery, reply: &Reply<'_>) -> Result<LastPrices, VenueError> {
    let symbol = query.one();
    if reply.status == 404 {
        return Err(VenueError::UnknownSymbol { venue: source(), symbol: symbol.to_owned() });
    }
    let Ticker { trades } = reply.json(source())?;
    let newest = trades.into_iter().max_by_key(|row| row.time.0);
    let read = |row: TradeRow| {
        let (price, size) = (price("price", row.price)?, size("size", row.size)?);
        Ok(LastPrice::traded(symbol, Some(row.time.0), price, size))
    };
    let mut last = LastPrices::default();
    last.take(symbol, newest.map(read).transpose());
    Ok(last)
}
