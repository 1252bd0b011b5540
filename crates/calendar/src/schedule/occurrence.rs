//! When a recurrence comes next.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::recurrence::{DayRule, Otherwise, Period, Recurrence, SessionRule, TimeRule};
use crate::{
    error::CalendarError,
    exchange::Exchange,
    session::Session,
    year::{FIRST_YEAR, LAST_YEAR},
    zone,
};

/// The last year of recurrences that need no exchange. Later the rules of time zones are anybody's guess.
const LAST_PLAIN_YEAR: i32 = 2099;
/// How many days before its instant an occurrence's day may lie: a day that clocks skip, the difference of zones.
const REACH_DAYS: u64 = 2;
/// The same with sessions: more days than an exchange known here was ever closed in a row.
const REACH_OF_SESSIONS_DAYS: u64 = 12;

/// One time of a recurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct Occurrence {
    /// Local date and time in the recurrence's zone, as the recurrence names it: the identity of the occurrence. It may be a
    /// time that clocks skip.
    #[schema(value_type = String, example = "2026-03-08T02:30:00")]
    pub nominal: NaiveDateTime,
    /// The instant.
    pub due_at: DateTime<Utc>,
}

impl Occurrence {
    /// The nominal time as text, `2026-03-08T02:30`: one key for each occurrence of a recurrence, whatever the clock does.
    #[must_use]
    pub fn key(&self) -> String {
        self.nominal.format("%Y-%m-%dT%H:%M").to_string()
    }
}

/// Years in which sessions are known.
pub(super) fn session_years() -> RangeInclusive<i32> {
    FIRST_YEAR..=LAST_YEAR
}

/// The start of all recurrences.
pub(super) fn start() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).map_or(NaiveDateTime::MIN, |day| day.and_time(NaiveTime::MIN))
}

impl Recurrence {
    /// The first occurrence after an instant.
    ///
    /// # Errors
    /// [`CalendarError::YearOutOfRange`] when it would lie after 2035, where sessions are not known, or after 2099 for a
    /// recurrence without an exchange.
    pub fn next_after(&self, at: DateTime<Utc>) -> Result<Occurrence, CalendarError> {
        let from = at.max(start().and_utc()).with_timezone(&self.zone()).date_naive();
        let reach = if self.sessions().is_some() { REACH_OF_SESSIONS_DAYS } else { REACH_DAYS };
        let mut day = (from - Days::new(reach)).max(start().date());
        loop {
            let nominal = self.first_from(day)?;
            if let Some(found) = self.on(nominal)?.filter(|occurrence| occurrence.due_at > at) {
                return Ok(found);
            }
            day = nominal + Days::new(1);
        }
    }

    /// The first day on or after a day that the day rule names, before the rule of sessions moves it.
    fn first_from(&self, day: NaiveDate) -> Result<NaiveDate, CalendarError> {
        if day.year() > LAST_PLAIN_YEAR {
            let (first, last) = (FIRST_YEAR, LAST_PLAIN_YEAR);
            return Err(CalendarError::YearOutOfRange { year: day.year(), what: "dates of recurrences", first, last });
        }
        match (self.days(), self.sessions()) {
            (DayRule::Weekly { on }, _) => {
                let ahead = on.iter().map(|weekday| weekday.days_since(day.weekday())).min();
                Ok(day + Days::new(ahead.unwrap_or(0).into()))
            }
            (DayRule::Monthly { day: wanted }, _) => {
                Ok(first_of_candidates(day, |ahead| clipped(day.year(), day.month(), *wanted, ahead)))
            }
            (DayRule::Yearly { month, day: wanted }, _) => {
                Ok(first_of_candidates(day, |ahead| clipped(day.year(), *month, *wanted, 12 * ahead)))
            }
            (DayRule::FirstSession { of }, Some(rule)) => {
                let first = first_session(rule.exchange, of.start(day))?;
                if first >= day { Ok(first) } else { first_session(rule.exchange, of.end(day) + Days::new(1)) }
            }
            (DayRule::LastSession { of }, Some(rule)) => {
                let last = last_session(rule.exchange, of.end(day))?;
                if last >= day { Ok(last) } else { last_session(rule.exchange, of.end(of.end(day) + Days::new(1))) }
            }
            (DayRule::EverySessions { n, from }, Some(rule)) => every(rule.exchange, (*n).into(), *from, day),
            (
                DayRule::Daily
                | DayRule::FirstSession { .. }
                | DayRule::LastSession { .. }
                | DayRule::EverySessions { .. },
                _,
            ) => Ok(day),
        }
    }

    /// The occurrence of a day that the day rule names; `None` where it is skipped.
    fn on(&self, nominal: NaiveDate) -> Result<Option<Occurrence>, CalendarError> {
        let session = match self.sessions() {
            None => None,
            Some(rule) => match placed(rule, nominal)? {
                Some(session) => Some(session),
                None => return Ok(None),
            },
        };
        let around = |at: DateTime<Utc>, minutes: i32| {
            let due_at = at + TimeDelta::minutes(minutes.into());
            Occurrence { nominal: due_at.with_timezone(&self.zone()).naive_local(), due_at }
        };
        Ok(match (self.at(), session) {
            (TimeRule::Open { minutes }, Some(session)) => Some(around(session.opens_at, minutes)),
            (TimeRule::Close { minutes }, Some(session)) => Some(around(session.closes_at, minutes)),
            (TimeRule::Local { time, zone }, session) => {
                let nominal = session.map_or(nominal, |session| session.date).and_time(time);
                Some(Occurrence { nominal, due_at: zone::to_utc(zone, nominal) })
            }
            (TimeRule::Open { .. } | TimeRule::Close { .. }, None) => None,
        })
    }
}

/// The session that a day comes to.
fn placed(rule: SessionRule, day: NaiveDate) -> Result<Option<Session>, CalendarError> {
    match (rule.exchange.session(day)?, rule.otherwise) {
        (Some(session), _) => Ok(Some(session)),
        (None, Otherwise::Next) => rule.exchange.next_session(day).map(Some),
        // Before the first session of 1990 there is none to go back to.
        (None, Otherwise::Previous) => Ok(rule.exchange.previous_session(day).ok()),
        (None, Otherwise::Skip) => Ok(None),
    }
}

/// The first of the dates 0, 1, … periods ahead that is not before a day.
fn first_of_candidates(day: NaiveDate, candidate: impl Fn(u32) -> NaiveDate) -> NaiveDate {
    (0..).map(candidate).find(|date| *date >= day).unwrap_or(NaiveDate::MAX)
}

/// A day of the month that lies some months after another, or that month's last day.
fn clipped(year: i32, month: u32, day: u32, months: u32) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MAX);
    let of_month = first.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
    of_month.with_day(day.min(u32::from(of_month.num_days_in_month()))).unwrap_or(of_month)
}

impl Period {
    /// Its first day.
    fn start(self, day: NaiveDate) -> NaiveDate {
        let month = match self {
            Self::Month => day.month(),
            Self::Quarter => day.month0() / 3 * 3 + 1,
            Self::Year => 1,
        };
        clipped(day.year(), month, 1, 0)
    }

    /// Its last day.
    fn end(self, day: NaiveDate) -> NaiveDate {
        let start = self.start(day);
        let months = match self {
            Self::Month => 0,
            Self::Quarter => 2,
            Self::Year => 11,
        };
        clipped(start.year(), start.month(), 31, months)
    }
}

fn first_session(exchange: Exchange, day: NaiveDate) -> Result<NaiveDate, CalendarError> {
    Ok(exchange.session_offset(day, 0)?.date)
}

fn last_session(exchange: Exchange, day: NaiveDate) -> Result<NaiveDate, CalendarError> {
    if exchange.is_session(day)? { Ok(day) } else { Ok(exchange.previous_session(day)?.date) }
}

/// The first session on or after a day whose number, from the first one on or after `from`, is a multiple of `n`.
fn every(exchange: Exchange, n: u32, from: NaiveDate, day: NaiveDate) -> Result<NaiveDate, CalendarError> {
    let number = |day: NaiveDate| -> Result<u32, CalendarError> {
        Ok(exchange.sessions_through(day)? + 1 - u32::from(exchange.is_session(day)?))
    };
    let (first, wanted) = (number(from)?, number(day.max(from))?);
    let number = first + (wanted - first).div_ceil(n) * n;
    Ok(exchange.numbered(number.into())?.date)
}
