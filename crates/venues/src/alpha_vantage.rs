//! Alpha Vantage: daily prices and the last one. Its refusals come with status 200 and in words. (Alpha Vantage, "Time Series Stock APIs".)

use std::{borrow::Cow, collections::BTreeMap};

use chrono::NaiveDate;
use model::{
    bar::{Bar, BarSize},
    market::{Adjustment, Source},
    time::Timestamp,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    capabilities::{Budget, Capabilities, POLL_EVERY_SECONDS, Polling, TRADES},
    error::VenueError,
    history::{BarsQuery, Dividend, History, Split},
    key::Key,
    last::{LastPrice, LastPrices, LastPricesQuery},
    read::{Num, bar, parse, price},
    request::{Reply, Request, need, shape},
    text::sample,
    venue::Venue,
};

/// Days of which the short answer of a hundred sessions holds all.
const COMPACT_DAYS: i64 = 130;

fn source() -> Source {
    Venue::AlphaVantage.source()
}

/// What it has and allows on the free plan.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities {
        // On the free plan a price is that of the last session's end.
        polling: Some(Polling {
            kinds: TRADES,
            every_seconds: POLL_EVERY_SECONDS,
            symbols_max: 1,
            delay_seconds: Some(86_400),
        }),
        history: vec![BarSize::Day1],
        needs_key: true,
        budgets: vec![Budget { requests: 25, per_seconds: 86_400 }, Budget { requests: 1, per_seconds: 1 }],
        ..Capabilities::none(&["www.alphavantage.co"])
    }
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(rename = "Time Series (Daily)", default, borrow)]
    series: Option<BTreeMap<Cow<'a, str>, &'a RawValue>>,
    #[serde(rename = "Global Quote", default, borrow)]
    quote: Option<&'a RawValue>,
    #[serde(rename = "Note", default, borrow)]
    note: Option<Cow<'a, str>>,
    #[serde(rename = "Information", default, borrow)]
    information: Option<Cow<'a, str>>,
    #[serde(rename = "Error Message", default, borrow)]
    error: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "1. open")]
    open: Num,
    #[serde(rename = "2. high")]
    high: Num,
    #[serde(rename = "3. low")]
    low: Num,
    #[serde(rename = "4. close")]
    close: Num,
    #[serde(rename = "5. volume")]
    volume: Num,
}

/// Only the close comes adjusted too.
#[derive(Deserialize)]
struct AdjustedRow {
    #[serde(rename = "5. adjusted close")]
    close: Num,
    #[serde(rename = "7. dividend amount")]
    dividend: Num,
    #[serde(rename = "8. split coefficient")]
    split: Num,
}

pub(crate) fn bars_request(query: &BarsQuery, key: Option<&Key>) -> Result<Request, VenueError> {
    let key = need(key, source())?;
    let function = match query.adjustment {
        Adjustment::Raw => "TIME_SERIES_DAILY",
        Adjustment::Adjusted => "TIME_SERIES_DAILY_ADJUSTED",
    };
    let is_recent = (query.now.date() - query.from.date()).num_days() <= COMPACT_DAYS;
    Ok(Request::get("https://www.alphavantage.co", "/query")
        .with("function", function)
        .with("symbol", &query.symbol)
        .with("outputsize", if is_recent { "compact" } else { "full" })
        .with("datatype", "json")
        .with_secret("apikey", &key.secret))
}

pub(crate) fn bars_answer(query: &BarsQuery, reply: &Reply<'_>) -> Result<History, VenueError> {
    let answer: Answer<'_> = reply.json(source())?;
    let Some(series) = answer.series else {
        return Err(refusal(&answer, &query.symbol, "Time Series (Daily)", reply.status));
    };
    let is_adjusted = query.adjustment == Adjustment::Adjusted;
    let mut history = History::of(query.adjustment, is_adjusted, is_adjusted);
    for (date, row) in series {
        let taken = date
            .parse::<NaiveDate>()
            .map_err(|_| "its date is no date".to_owned())
            .and_then(|date| if is_adjusted { adjusted(&mut history, date, row.get()) } else { raw(date, row.get()) });
        history.take(|| date.into_owned(), taken);
    }
    Ok(history.finish(query.stretch()))
}

/// What an answer without prices says.
fn refusal(answer: &Answer<'_>, symbol: &str, wanted: &str, status: u16) -> VenueError {
    let venue = source();
    match (&answer.note, &answer.information, &answer.error) {
        (_, Some(said), _) if said.contains("premium") && !said.contains("requests per") => {
            VenueError::Denied { venue, status, reason: sample(said) }
        }
        (Some(_), _, _) | (_, Some(_), _) => VenueError::Budget { venue, retry_after_s: None },
        (_, _, Some(said)) if said.contains("apikey") => VenueError::Denied { venue, status, reason: sample(said) },
        (_, _, Some(_)) => VenueError::UnknownSymbol { venue, symbol: symbol.to_owned() },
        (None, None, None) => shape(venue, wanted, "it is missing"),
    }
}

fn raw(date: NaiveDate, text: &str) -> Result<Bar, String> {
    let row: Row = parse(text)?;
    bar(Timestamp::from_date(date), [row.open, row.high, row.low, row.close], Some(row.volume))
}

/// Of an adjusted day only the close is known: the other prices come as they were paid.
fn adjusted(history: &mut History, date: NaiveDate, text: &str) -> Result<Bar, String> {
    let row: AdjustedRow = parse(text)?;
    let close = price("adjusted close", row.close)?;
    if row.split.0 > 0.0 && row.split.0 != 1.0 {
        history.splits.push(Split { date, ratio: row.split.0 });
    }
    if row.dividend.0 > 0.0 {
        history.dividends.push(Dividend { date, amount: row.dividend.0 });
    }
    Ok(Bar::close_only(Timestamp::from_date(date), close))
}

/// It has the day only.
#[derive(Deserialize)]
struct QuoteRow<'a> {
    #[serde(rename = "05. price")]
    price: Num,
    #[serde(rename = "07. latest trading day", borrow)]
    day: Cow<'a, str>,
}

pub(crate) fn last_request(query: &LastPricesQuery, key: Option<&Key>) -> Result<Request, VenueError> {
    let key = need(key, source())?;
    let request = Request::get("https://www.alphavantage.co", "/query").with("function", "GLOBAL_QUOTE");
    Ok(request.with("symbol", query.one()).with("datatype", "json").with_secret("apikey", &key.secret))
}

pub(crate) fn last_answer(query: &LastPricesQuery, reply: &Reply<'_>) -> Result<LastPrices, VenueError> {
    let (symbol, answer) = (query.one(), reply.json::<Answer<'_>>(source())?);
    let Some(quote) = answer.quote else { return Err(refusal(&answer, symbol, "Global Quote", reply.status)) };
    let mut last = LastPrices::default();
    // An empty one stands for a symbol that it does not know.
    if quote.get().trim_start_matches('{').trim() == "}" {
        return Err(VenueError::UnknownSymbol { venue: source(), symbol: symbol.to_owned() });
    }
    let read = parse::<QuoteRow<'_>>(quote.get()).and_then(|row| {
        let day: NaiveDate = row.day.parse().map_err(|_| "its day is no date".to_owned())?;
        Ok(Some(LastPrice::traded(symbol, Some(Timestamp::from_date(day)), price("05. price", row.price)?, None)))
    });
    last.take(symbol, read);
    Ok(last)
}
