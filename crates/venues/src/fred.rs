//! FRED: economic series of the Federal Reserve Bank of St. Louis, with what was known when. (FRED, "fred/series/observations".)

use chrono::NaiveDate;
use model::market::{Source, exact};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    capabilities::{Budget, Capabilities},
    error::VenueError,
    history::Skipped,
    key::Key,
    read::parse,
    request::{Query, Reply, Request, need},
    text::sample,
    venue::Venue,
};

/// Most rows of one answer.
const ROWS: u64 = 100_000;

fn source() -> Source {
    Venue::Fred.source()
}

/// What it allows.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities {
        needs_key: true,
        budgets: vec![Budget { requests: 120, per_seconds: 60 }],
        ..Capabilities::none(&["api.stlouisfed.org"])
    }
}

/// A series, or a stretch of one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ObservationsQuery {
    /// Its name at FRED, such as `DGS10`.
    pub series: String,
    /// From this day on.
    pub from: NaiveDate,
    /// Up to this day, included.
    pub to: NaiveDate,
    /// As it was known on this day; `None` for what is known now. A back-test must not know more than its day did.
    pub known_on: Option<NaiveDate>,
    /// Where to go on: [`Observations::next`] of the answer before.
    pub page: Option<u64>,
}

/// The value of a day.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Observation {
    /// The day, or the first day of the month, quarter or year.
    pub date: NaiveDate,
    /// The value, in the series' units; `None` where there is none for this day.
    pub value: Option<f64>,
    /// From which day on this was the known value.
    pub known_from: NaiveDate,
    /// Up to which day it was.
    pub known_until: NaiveDate,
}

/// What FRED told of a series.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Observations {
    /// By day.
    pub observations: Vec<Observation>,
    /// The page after this one, if there is one.
    pub next: Option<u64>,
    /// What was not understood.
    pub skipped: Vec<Skipped>,
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    observations: Option<Vec<&'a RawValue>>,
    #[serde(default)]
    count: u64,
    #[serde(default)]
    offset: u64,
}

#[derive(Deserialize)]
struct Row {
    realtime_start: NaiveDate,
    realtime_end: NaiveDate,
    date: NaiveDate,
    value: String,
}

impl Query for ObservationsQuery {
    type Answer = Observations;

    fn request(&self, key: Option<&Key>) -> Result<Request, VenueError> {
        let key = need(key, source())?;
        let known_on = self.known_on.map(|day| day.to_string());
        Ok(Request::get("https://api.stlouisfed.org", "/fred/series/observations")
            .with("series_id", &self.series)
            .with("file_type", "json")
            .with("observation_start", self.from.to_string())
            .with("observation_end", self.to.to_string())
            .with_some("realtime_start", known_on.as_deref())
            .with_some("realtime_end", known_on.as_deref())
            .with("limit", ROWS.to_string())
            .with("offset", self.page.unwrap_or(0).to_string())
            .with_secret("api_key", &key.secret))
    }

    fn answer(&self, reply: &Reply<'_>) -> Result<Observations, VenueError> {
        if reply.status == 400 {
            let (venue, status, reason) = (source(), reply.status, reply.reason());
            return Err(if reason.contains("api_key") {
                VenueError::Denied { venue, status, reason }
            } else if reason.contains("does not exist") {
                VenueError::UnknownSymbol { venue, symbol: self.series.clone() }
            } else {
                VenueError::Refused { venue, status, reason }
            });
        }
        let answer: Answer<'_> = reply.json(source())?;
        let rows = answer.observations.unwrap_or_default();
        let read_to = answer.offset.saturating_add(rows.len() as u64);
        let next = (!rows.is_empty() && read_to < answer.count).then_some(read_to);
        let mut told = Observations { next, ..Observations::default() };
        for (number, row) in rows.into_iter().enumerate() {
            match parse::<Row>(row.get()).and_then(|row| read(&row)) {
                Ok(observation) => told.observations.push(observation),
                Err(reason) => {
                    told.skipped.push(Skipped { place: format!("row {}", number + 1), reason: sample(&reason) });
                }
            }
        }
        Ok(told)
    }
}

fn read(row: &Row) -> Result<Observation, String> {
    let value = match row.value.trim() {
        "." => None,
        text => Some(exact::parse("value", text).map_err(|e| e.to_string())?),
    };
    let Row { date, realtime_start: known_from, realtime_end: known_until, .. } = *row;
    Ok(Observation { date, value, known_from, known_until })
}
