//! Tiingo: daily prices of US stocks and funds, as they were paid and with splits and dividends worked in. (Tiingo,
//! "End-of-Day Prices".)

use model::{
    bar::{Bar, BarSize},
    market::{Adjustment, Source},
    time::Timestamp,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    capabilities::{Budget, Capabilities},
    error::VenueError,
    history::{BarsQuery, Dividend, History, Split},
    key::Key,
    read::{At, Num, bar, parse},
    request::{Reply, Request, need},
    text::encode,
    venue::Venue,
};

fn source() -> Source {
    Venue::Tiingo.source()
}

/// What it has and allows on the free plan.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities {
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
    // A used-up budget is told in words, with a status as if all were well.
    if reply.reason().contains("request allocation") {
        return Err(VenueError::Budget { venue: source(), retry_after_s: reply.headers.retry_after_s() });
    }
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
