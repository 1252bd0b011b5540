//! Requests to Binance: bars of the past, the order book, figures of a day.

use model::{
    bar::Bar,
    market::{Adjustment, BidAsk},
    time::Timestamp,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{BASE, source};
use crate::{
    error::VenueError,
    history::{BarsQuery, History, Skipped, micros},
    key::Key,
    last::{LastPrice, LastPrices, LastPricesQuery, traded},
    read::{Epoch, Id, Num, bar, price, side, why},
    request::{Query, Reply, Request},
    venue::Venue,
};

/// Most bars of one answer.
const ROWS: usize = 1000;

/// What Binance calls a symbol that it does not have, and too many requests.
const BAD_SYMBOL: i64 = -1121;
const ILLEGAL_CHARACTERS: i64 = -1100;
const TOO_MANY_REQUESTS: i64 = -1003;

/// Start of the period, open, high, low, close, volume, its end; then what is not needed.
type Row = (Epoch, Num, Num, Num, Num, Num, Epoch, Unused, Unused, Unused, Unused, Unused);
type Unused = serde::de::IgnoredAny;

/// What a refusal says beside its status.
fn refused(reply: &Reply<'_>, symbol: &str) -> Result<(), VenueError> {
    #[derive(Deserialize)]
    struct Said {
        code: i64,
    }
    if reply.status != 400 {
        return Ok(());
    }
    match serde_json::from_slice::<Said>(reply.body) {
        Ok(Said { code: BAD_SYMBOL | ILLEGAL_CHARACTERS }) => {
            Err(VenueError::UnknownSymbol { venue: source(), symbol: symbol.to_owned() })
        }
        Ok(Said { code: TOO_MANY_REQUESTS }) => {
            Err(VenueError::Budget { venue: source(), retry_after_s: reply.headers.retry_after_s() })
        }
        _ => Ok(()),
    }
}

pub(crate) fn bars_request(query: &BarsQuery) -> Result<Request, VenueError> {
    Venue::Binance.only(Adjustment::Raw, query)?;
    let from_ms = query.from.micros() / 1000;
    Ok(Request::get(BASE, "/api/v3/klines")
        .with("symbol", &query.symbol)
        .with("interval", query.size.as_str())
        .with("startTime", query.page.clone().unwrap_or_else(|| from_ms.to_string()))
        .with("endTime", (query.to.micros() / 1000).to_string())
        .with("limit", ROWS.to_string())
        .weighing(2))
}

pub(crate) fn bars_answer(query: &BarsQuery, reply: &Reply<'_>) -> Result<History, VenueError> {
    refused(reply, &query.symbol)?;
    let rows: Option<Vec<&RawValue>> =
        if reply.body.trim_ascii() == b"null" { None } else { Some(reply.json(source())?) };
    let rows = rows.unwrap_or_default();
    let mut history = History::raw();
    let is_full = rows.len() >= ROWS;
    for (number, row) in rows.into_iter().enumerate() {
        history.take(|| format!("row {}", number + 1), read(row.get()));
    }
    let last = history.bars.iter().map(|bar| bar.at.micros()).max();
    history.next = last.filter(|_| is_full).map(|at| (at.saturating_add(micros(query.size)) / 1000).to_string());
    Ok(history.finish(query.stretch()))
}

fn read(text: &str) -> Result<Bar, String> {
    let row: Row = serde_json::from_str(text).map_err(|e| why(&e))?;
    bar(row.0.0, [row.1, row.2, row.3, row.4], Some(row.5))
}

/// The order book of a symbol. The answer's body goes to [`crate::Conversation::snapshot`] as it is, after
/// [`Query::answer`] has looked whether it is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DepthQuery {
    /// Of what.
    pub symbol: String,
    /// How many levels of each side, at most 5000; more weigh more.
    pub levels: u16,
}

impl Query for DepthQuery {
    type Answer = Vec<u8>;

    fn request(&self, _: Option<&Key>) -> Result<Request, VenueError> {
        let (limit, weight) = match self.levels {
            0..=100 => (100, 5),
            101..=500 => (500, 25),
            501..=1000 => (1000, 50),
            _ => (5000, 250),
        };
        let request = Request::get(BASE, "/api/v3/depth").with("symbol", &self.symbol);
        Ok(request.with("limit", limit.to_string()).weighing(weight))
    }

    fn answer(&self, reply: &Reply<'_>) -> Result<Vec<u8>, VenueError> {
        refused(reply, &self.symbol)?;
        let _: super::messages::Depth = reply.json(source())?;
        Ok(reply.body.to_vec())
    }
}

/// The figures of the last 24 hours, of up to a hundred symbols.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DayQuery {
    /// Of what.
    pub symbols: Vec<String>,
}

/// What happened to a symbol in the last 24 hours. A figure that Binance gives as zero because there was no trade, or nobody
/// offers, is `None`.
#[derive(Clone, PartialEq, Debug)]
pub struct DayFigures {
    /// Of what.
    pub symbol: String,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// First price.
    pub open: Option<f64>,
    /// Highest price.
    pub high: Option<f64>,
    /// Lowest price.
    pub low: Option<f64>,
    /// Last price.
    pub last: Option<f64>,
    /// Units traded: zero when there was no trade.
    pub volume: f64,
    /// Best bid.
    pub bid: Option<f64>,
    /// Best ask.
    pub ask: Option<f64>,
}

/// What Binance told of the last 24 hours.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Days {
    /// By symbol.
    pub figures: Vec<DayFigures>,
    /// What was not understood.
    pub skipped: Vec<Skipped>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DayRow {
    symbol: String,
    open_time: Epoch,
    close_time: Epoch,
    open_price: Num,
    high_price: Num,
    low_price: Num,
    last_price: Num,
    volume: Num,
    bid_price: Num,
    bid_qty: Num,
    ask_price: Num,
    ask_qty: Num,
    count: Id,
}

impl Query for DayQuery {
    type Answer = Days;

    fn request(&self, _: Option<&Key>) -> Result<Request, VenueError> {
        let symbols = serde_json::Value::from(self.symbols.clone()).to_string();
        let weight = match self.symbols.len() {
            0..=20 => 2,
            21..=100 => 40,
            _ => 80,
        };
        Ok(Request::get(BASE, "/api/v3/ticker/24hr").with("symbols", symbols).weighing(weight))
    }

    fn answer(&self, reply: &Reply<'_>) -> Result<Days, VenueError> {
        refused(reply, &self.symbols.join(", "))?;
        let rows: Vec<&RawValue> = reply.json(source())?;
        let mut days = Days::default();
        for (number, row) in rows.into_iter().enumerate() {
            let read = serde_json::from_str(row.get()).map_err(|e| why(&e)).and_then(|row| figures(&row));
            match read {
                Ok(figures) => days.figures.push(figures),
                Err(reason) => days.skipped.push(Skipped { place: format!("row {}", number + 1), reason }),
            }
        }
        Ok(days)
    }
}

fn figures(row: &DayRow) -> Result<DayFigures, String> {
    let has_trades = row.count.0 > 0;
    let traded = |field, value: Num| has_trades.then(|| price(field, value)).transpose();
    if row.volume.0 < 0.0 {
        return Err(format!("volume is {}, below zero", row.volume.0));
    }
    Ok(DayFigures {
        symbol: row.symbol.clone(),
        from: row.open_time.0,
        to: row.close_time.0,
        open: traded("openPrice", row.open_price)?,
        high: traded("highPrice", row.high_price)?,
        low: traded("lowPrice", row.low_price)?,
        last: traded("lastPrice", row.last_price)?,
        volume: row.volume.0,
        bid: side("bidPrice", row.bid_price, row.bid_qty)?.0,
        ask: side("askPrice", row.ask_price, row.ask_qty)?.0,
    })
}

pub(crate) fn last_request(query: &LastPricesQuery) -> Result<Request, VenueError> {
    DayQuery { symbols: query.symbols.clone() }.request(None)
}

/// The figures of the day hold the last price. When it was made does not stand there: their end is that of the 24 hours.
pub(crate) fn last_answer(query: &LastPricesQuery, reply: &Reply<'_>) -> Result<LastPrices, VenueError> {
    let Days { figures, skipped } = DayQuery { symbols: query.symbols.clone() }.answer(reply)?;
    let price = |day: DayFigures| {
        let quote = BidAsk { bid: day.bid, bid_size: None, ask: day.ask, ask_size: None };
        LastPrice {
            trade: day.last.map(|price| (None, traded(price, None))),
            quote: (day.bid.is_some() || day.ask.is_some()).then_some((None, quote)),
            symbol: day.symbol,
            currency: None,
        }
    };
    let prices = figures.into_iter().filter(|day| query.symbols.contains(&day.symbol)).map(price);
    Ok(LastPrices { prices: prices.collect(), skipped })
}
