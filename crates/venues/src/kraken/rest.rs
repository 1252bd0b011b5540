//! Requests to Kraken: bars of the past, and the decimals of pairs.

use std::{borrow::Cow, collections::BTreeMap};

use feed::book::checksum::Decimals;
use model::{
    bar::{Bar, BarSize},
    market::{Adjustment, Source},
};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use super::{BASE, source};
use crate::{
    error::VenueError,
    history::{BarsQuery, History, Skipped},
    key::Key,
    read::{Num, bar, seconds, why},
    request::{Query, Reply, Request, parse, shape},
    text::sample,
    venue::Venue,
};

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    error: Vec<Cow<'a, str>>,
    #[serde(borrow, default)]
    result: Option<&'a RawValue>,
}

/// The start in seconds, open, high, low, close, mean price, volume, number of trades.
type Row = (i64, Num, Num, Num, Num, IgnoredAny, Num, IgnoredAny);

/// The result of an answer whose list of errors is empty.
fn result<'a>(reply: &Reply<'a>, symbol: &str) -> Result<Option<&'a RawValue>, VenueError> {
    let venue: Source = source();
    let answer: Answer<'_> = reply.json(venue)?;
    let Some(error) = answer.error.first() else { return Ok(answer.result) };
    let status = reply.status;
    Err(match error.as_ref() {
        e if e.contains("Rate limit") || e.contains("Too many requests") => {
            VenueError::Budget { venue, retry_after_s: reply.headers.retry_after_s() }
        }
        e if e.starts_with("EService") => VenueError::Busy { venue, status, retry_after_s: None },
        e if e.contains("Unknown asset pair") => VenueError::UnknownSymbol { venue, symbol: symbol.to_owned() },
        e => VenueError::Refused { venue, status, reason: sample(e) },
    })
}

pub(crate) fn bars_request(query: &BarsQuery) -> Result<Request, VenueError> {
    Venue::Kraken.only(Adjustment::Raw, query)?;
    let interval = match query.size {
        BarSize::Second1 | BarSize::Minute1 => "1",
        BarSize::Minute5 => "5",
        BarSize::Minute15 => "15",
        BarSize::Minute30 => "30",
        BarSize::Hour1 => "60",
        BarSize::Hour4 => "240",
        BarSize::Day1 => "1440",
    };
    // Bars after this second are asked for. Kraken has no more than the last 720, however far back one asks.
    let since = (query.from.micros() / 1_000_000).saturating_sub(1).max(0);
    Ok(Request::get(BASE, "/0/public/OHLC")
        .with("pair", &query.symbol)
        .with("interval", interval)
        .with("since", since.to_string()))
}

pub(crate) fn bars_answer(query: &BarsQuery, reply: &Reply<'_>) -> Result<History, VenueError> {
    let mut history = History::raw();
    let Some(result) = result(reply, &query.symbol)? else { return Ok(history) };
    // Beside `last`, the one entry is the pair, which Kraken may call by another name than we.
    let result: BTreeMap<Cow<'_, str>, &RawValue> = parse(source(), result.get())?;
    let mut pairs = result.iter().filter(|(name, _)| name.as_ref() != "last");
    let (Some((_, rows)), None) = (pairs.next(), pairs.next()) else {
        return Err(shape(source(), "result", "it holds none or more than one pair"));
    };
    let rows: Option<Vec<&RawValue>> = parse(source(), rows.get())?;
    for (number, row) in rows.unwrap_or_default().into_iter().enumerate() {
        history.take(|| format!("row {}", number + 1), read(row.get()));
    }
    Ok(history.finish(query.stretch()))
}

fn read(text: &str) -> Result<Bar, String> {
    let (start, open, high, low, close, _, volume, _): Row = serde_json::from_str(text).map_err(|e| why(&e))?;
    let at = seconds(start).ok_or_else(|| format!("{start} is no time"))?;
    bar(at, [open, high, low, close], Some(volume))
}

/// The pairs that Kraken trades, with their decimals.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PairsQuery {
    /// Which, such as `BTC/USD`.
    pub symbols: Vec<String>,
}

/// A pair.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pair {
    /// As the socket calls it.
    pub symbol: String,
    /// How many decimals its prices and sizes have.
    pub decimals: Decimals,
}

/// What Kraken told of pairs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pairs {
    /// The pairs.
    pub pairs: Vec<Pair>,
    /// What was not understood.
    pub skipped: Vec<Skipped>,
}

#[derive(Deserialize)]
struct PairRow {
    wsname: String,
    pair_decimals: u8,
    lot_decimals: u8,
}

impl Query for PairsQuery {
    type Answer = Pairs;

    fn request(&self, _: Option<&Key>) -> Result<Request, VenueError> {
        Ok(Request::get(BASE, "/0/public/AssetPairs").with("pair", self.symbols.join(",")))
    }

    fn answer(&self, reply: &Reply<'_>) -> Result<Pairs, VenueError> {
        let mut pairs = Pairs::default();
        let Some(result) = result(reply, &self.symbols.join(", "))? else { return Ok(pairs) };
        let result: BTreeMap<Cow<'_, str>, &RawValue> = parse(source(), result.get())?;
        for (name, row) in result {
            match serde_json::from_str::<PairRow>(row.get()) {
                Ok(PairRow { wsname, pair_decimals: price, lot_decimals: size }) => {
                    pairs.pairs.push(Pair { symbol: modern(&wsname), decimals: Decimals { price, size } });
                }
                Err(e) => pairs.skipped.push(Skipped { place: name.into_owned(), reason: why(&e) }),
            }
        }
        Ok(pairs)
    }
}

/// The pair's name on the second version of the socket, which calls Bitcoin and Dogecoin as everybody does.
fn modern(name: &str) -> String {
    let modern = |asset: &str| match asset {
        "XBT" => "BTC".to_owned(),
        "XDG" => "DOGE".to_owned(),
        other => other.to_owned(),
    };
    name.split('/').map(modern).collect::<Vec<_>>().join("/")
}
