//! Yahoo: prices of nearly everything, without a key and without a promise. Requests are told from a browser's by little, and
//! an address that asks often is sent away with 429.
//!
//! The prices that it calls plain have splits worked in, whatever is wished; the adjusted close has dividends worked in too, and
//! stands alone. So every answer counts as adjusted, and says by what.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::NaiveDate;
use chrono_tz::Tz;
use model::{
    bar::{Bar, BarSize},
    currency::Currency,
    market::{Adjustment, Source},
    time::Timestamp,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    capabilities::{Budget, Capabilities, POLL_EVERY_SECONDS, Polling, TRADES},
    error::VenueError,
    history::{BarsQuery, Dividend, History, Split},
    last::{LastPrice, LastPrices, LastPricesQuery, traded},
    read::{Num, bar, parse, price, seconds},
    request::{Reply, Request, shape},
    text::{encode, sample},
    venue::Venue,
};

fn source() -> Source {
    Venue::Yahoo.source()
}

/// What it has; how much it allows is nowhere said.
pub(crate) fn capabilities() -> Capabilities {
    use BarSize::{Day1, Hour1, Minute1, Minute5, Minute15, Minute30};
    Capabilities {
        polling: Some(Polling {
            kinds: TRADES,
            every_seconds: POLL_EVERY_SECONDS,
            symbols_max: 1,
            delay_seconds: None,
        }),
        history: vec![Minute1, Minute5, Minute15, Minute30, Hour1, Day1],
        budgets: vec![Budget { requests: 1, per_seconds: 1 }, Budget { requests: 200, per_seconds: 3600 }],
        adjusted: Adjustment::Adjusted,
        ..Capabilities::none(&["query1.finance.yahoo.com"])
    }
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    chart: Chart<'a>,
}

#[derive(Deserialize)]
struct Chart<'a> {
    #[serde(default, borrow)]
    result: Option<Vec<Part<'a>>>,
}

#[derive(Deserialize)]
struct Failure<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
    #[serde(default, borrow)]
    description: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow)]
    meta: Meta<'a>,
    #[serde(default)]
    timestamp: Option<Vec<i64>>,
    #[serde(default, borrow)]
    events: Option<Events<'a>>,
    #[serde(borrow)]
    indicators: Indicators<'a>,
}

#[derive(Deserialize)]
struct Meta<'a> {
    #[serde(default, borrow)]
    currency: Option<Cow<'a, str>>,
    #[serde(rename = "exchangeTimezoneName", borrow)]
    zone: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Events<'a> {
    #[serde(default, borrow)]
    dividends: Option<BTreeMap<Cow<'a, str>, &'a RawValue>>,
    #[serde(default, borrow)]
    splits: Option<BTreeMap<Cow<'a, str>, &'a RawValue>>,
}

#[derive(Deserialize)]
struct DividendRow {
    amount: Num,
    date: i64,
}

#[derive(Deserialize)]
struct SplitRow {
    date: i64,
    numerator: Num,
    denominator: Num,
}

#[derive(Deserialize)]
struct Indicators<'a> {
    #[serde(borrow)]
    quote: Vec<Columns<'a>>,
    #[serde(default, borrow)]
    adjclose: Option<Vec<AdjustedColumn<'a>>>,
}

/// Cells are read one by one: one that is not understood costs its row only.
type Cells<'a> = Option<Vec<&'a RawValue>>;

#[derive(Deserialize, Default)]
struct Columns<'a> {
    #[serde(default, borrow)]
    open: Cells<'a>,
    #[serde(default, borrow)]
    high: Cells<'a>,
    #[serde(default, borrow)]
    low: Cells<'a>,
    #[serde(default, borrow)]
    close: Cells<'a>,
    #[serde(default, borrow)]
    volume: Cells<'a>,
}

#[derive(Deserialize, Default)]
struct AdjustedColumn<'a> {
    #[serde(default, borrow)]
    adjclose: Cells<'a>,
}

pub(crate) fn bars_request(query: &BarsQuery) -> Result<Request, VenueError> {
    let interval = match query.size {
        BarSize::Second1 | BarSize::Minute1 => "1m",
        BarSize::Minute5 => "5m",
        BarSize::Minute15 => "15m",
        BarSize::Minute30 => "30m",
        BarSize::Hour1 | BarSize::Hour4 => "1h",
        BarSize::Day1 => "1d",
    };
    // Days are dated by their opening, up to a day off the midnight of UTC.
    let slack = if query.size == BarSize::Day1 { 86_400 } else { 0 };
    let (from, to) = (query.from.micros() / 1_000_000, query.to.micros() / 1_000_000);
    Ok(Request::get("https://query1.finance.yahoo.com", format!("/v8/finance/chart/{}", encode(&query.symbol)))
        .with("period1", from.saturating_sub(slack).to_string())
        .with("period2", to.saturating_add(slack).saturating_add(1).to_string())
        .with("interval", interval)
        .with("events", "div,splits")
        .with("includeAdjustedClose", "true"))
}

pub(crate) fn bars_answer(query: &BarsQuery, reply: &Reply<'_>) -> Result<History, VenueError> {
    let venue = source();
    refused(reply, &query.symbol)?;
    let answer: Answer<'_> = reply.json(venue)?;
    let has_dividends = query.adjustment == Adjustment::Adjusted;
    let mut history = History::of(Adjustment::Adjusted, true, has_dividends);
    let Some(part) = answer.chart.result.unwrap_or_default().into_iter().next() else { return Ok(history) };
    let zone: Tz = part.meta.zone.parse().map_err(|_| shape(venue, "meta.exchangeTimezoneName", "no time zone"))?;
    history.currency = part.meta.currency.as_deref().and_then(currency);
    if let Some(found) = &part.events {
        events(&mut history, found, zone);
    }
    let times = part.timestamp.unwrap_or_default();
    let plain = part.indicators.quote.into_iter().next().unwrap_or_default();
    let adjusted = part.indicators.adjclose.unwrap_or_default().into_iter().next().unwrap_or_default();
    let columns = [&plain.open, &plain.high, &plain.low, &plain.close, &plain.volume, &adjusted.adjclose];
    if columns.iter().copied().flatten().any(|column| column.len() != times.len()) {
        return Err(shape(venue, "indicators", "a column is not as long as the times"));
    }
    for (number, time) in times.into_iter().enumerate() {
        let cells = columns.map(|column| column.as_ref().and_then(|cells| cells.get(number)).copied());
        let row = start(time, query.size, zone).and_then(|at| read(at, cells, has_dividends));
        history.take(|| time.to_string(), row);
    }
    Ok(history.finish(query.stretch()))
}

/// When a bar begins: a day at the midnight of UTC of its date where it trades.
fn start(time: i64, size: BarSize, zone: Tz) -> Result<Timestamp, String> {
    let at = seconds(time).ok_or("its time is no time")?;
    Ok(if size == BarSize::Day1 { Timestamp::from_date(local_date(at, zone)) } else { at })
}

fn local_date(at: Timestamp, zone: Tz) -> NaiveDate {
    at.to_chrono().with_timezone(&zone).date_naive()
}

/// A row of open, high, low, close, volume and adjusted close.
fn read(at: Timestamp, cells: [Option<&RawValue>; 6], is_adjusted: bool) -> Result<Bar, String> {
    let number = |cell: Option<&RawValue>| -> Result<Option<Num>, String> {
        cell.map_or(Ok(None), |cell| parse::<Option<Num>>(cell.get()))
    };
    let [open, high, low, close, volume, adjusted] = cells;
    if is_adjusted {
        let close = number(adjusted)?.ok_or("there is no adjusted close")?;
        return Ok(Bar::close_only(at, price("adjclose", close)?));
    }
    let part = |name: &str, cell| number(cell)?.ok_or_else(|| format!("there is no {name}"));
    bar(at, [part("open", open)?, part("high", high)?, part("low", low)?, part("close", close)?], number(volume)?)
}

fn events(history: &mut History, events: &Events<'_>, zone: Tz) {
    let date = |time: i64| seconds(time).map(|at| local_date(at, zone)).ok_or_else(|| "its date is no date".to_owned());
    for (place, row) in events.dividends.iter().flatten() {
        let read = parse::<DividendRow>(row.get())
            .and_then(|row| Ok(Dividend { date: date(row.date)?, amount: price("amount", row.amount)? }));
        match read {
            Ok(dividend) => history.dividends.push(dividend),
            Err(reason) => history.skip(&format!("dividend {place}"), &reason),
        }
    }
    for (place, row) in events.splits.iter().flatten() {
        let read = parse::<SplitRow>(row.get()).and_then(|row| {
            let (new, old) = (price("numerator", row.numerator)?, price("denominator", row.denominator)?);
            Ok(Split { date: date(row.date)?, ratio: new / old })
        });
        match read {
            Ok(split) => history.splits.push(split),
            Err(reason) => history.skip(&format!("split {place}"), &reason),
        }
    }
}

/// The currency, where pence and cents are currencies of their own: a price in them must not pass for one in pounds.
fn currency(code: &str) -> Option<Currency> {
    match code {
        "GBp" => "GBX".parse().ok(),
        "ZAc" => "ZAC".parse().ok(),
        code => code.parse().ok(),
    }
}

/// What is wrong stands in the answer of a refusal too.
fn refused(reply: &Reply<'_>, symbol: &str) -> Result<(), VenueError> {
    #[derive(Deserialize)]
    struct Refusal<'a> {
        #[serde(borrow)]
        chart: RefusedChart<'a>,
    }
    #[derive(Deserialize)]
    struct RefusedChart<'a> {
        #[serde(borrow)]
        error: Failure<'a>,
    }
    let Ok(Refusal { chart: RefusedChart { error } }) = serde_json::from_slice(reply.body) else { return Ok(()) };
    let (venue, reason) = (source(), sample(error.description.as_deref().unwrap_or(&error.code)));
    Err(match error.code.as_ref() {
        "Not Found" => VenueError::UnknownSymbol { venue, symbol: symbol.to_owned() },
        "Unauthorized" => VenueError::Denied { venue, status: reply.status, reason },
        "Too Many Requests" => VenueError::Budget { venue, retry_after_s: reply.headers.retry_after_s() },
        _ => VenueError::Refused { venue, status: reply.status, reason },
    })
}

#[derive(Deserialize)]
struct LastAnswer<'a> {
    #[serde(borrow)]
    chart: LastChart<'a>,
}

#[derive(Deserialize)]
struct LastChart<'a> {
    #[serde(default, borrow)]
    result: Option<Vec<LastPart<'a>>>,
}

#[derive(Deserialize)]
struct LastPart<'a> {
    #[serde(borrow)]
    meta: LastMeta<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LastMeta<'a> {
    #[serde(default, borrow)]
    currency: Option<Cow<'a, str>>,
    #[serde(default)]
    regular_market_price: Option<Num>,
    #[serde(default)]
    regular_market_time: Option<i64>,
}

/// The last price stands at the head of a day's chart.
pub(crate) fn last_request(query: &LastPricesQuery) -> Result<Request, VenueError> {
    let path = format!("/v8/finance/chart/{}", encode(query.one()));
    Ok(Request::get("https://query1.finance.yahoo.com", path).with("range", "1d").with("interval", "1d"))
}

pub(crate) fn last_answer(query: &LastPricesQuery, reply: &Reply<'_>) -> Result<LastPrices, VenueError> {
    let symbol = query.one();
    refused(reply, symbol)?;
    let answer: LastAnswer<'_> = reply.json(source())?;
    let mut last = LastPrices::default();
    let Some(LastPart { meta }) = answer.chart.result.unwrap_or_default().into_iter().next() else { return Ok(last) };
    let (Some(value), Some(time)) = (meta.regular_market_price, meta.regular_market_time) else { return Ok(last) };
    let read = price("regularMarketPrice", value).and_then(|price| {
        let at = seconds(time).ok_or("regularMarketTime is no time")?;
        let trade = Some((Some(at), traded(price, None)));
        let currency = meta.currency.as_deref().and_then(currency);
        Ok(Some(LastPrice { symbol: symbol.to_owned(), trade, quote: None, currency }))
    });
    last.take(symbol, read);
    Ok(last)
}
