//! Sessions of an exchange, and why it is closed on other days.

use std::{fmt, ops::RangeInclusive};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    error::CalendarError,
    exchange::Exchange,
    rules::rulebook,
    year::{self, FIRST_YEAR, LAST_YEAR},
    zone,
};

/// One day of trading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Session {
    /// Where.
    pub exchange: Exchange,
    /// The day, in the exchange's time zone.
    pub date: NaiveDate,
    /// Start of continuous trading.
    pub opens_at: DateTime<Utc>,
    /// End of continuous trading, the first moment that does not belong to the session.
    pub closes_at: DateTime<Utc>,
    /// Why it opens later than usual, when it does.
    pub late_open: Option<&'static str>,
    /// Why it closes earlier than usual, when it does.
    pub early_close: Option<&'static str>,
}

/// Why there is no trading on a day. Its text is a sentence for a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Closing {
    /// Where.
    pub exchange: Exchange,
    /// The day, in the exchange's time zone.
    pub date: NaiveDate,
    /// What sort of day it is.
    pub kind: ClosingKind,
    /// The holiday, the event or the day of the week.
    pub reason: &'static str,
}

/// Sorts of days without trading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClosingKind {
    /// Saturday or Sunday.
    Weekend,
    /// A day off by rule.
    Holiday,
    /// A closing for one event.
    Once,
}

impl fmt::Display for Closing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "No trading at {} on {}: {}", self.exchange.name(), self.date, self.reason)
    }
}

/// Every function answers for 1990 to 2035 and fails with [`CalendarError::YearOutOfRange`] on other days.
impl Exchange {
    /// Whether there is trading on a day.
    ///
    /// # Errors
    /// [`CalendarError::YearOutOfRange`].
    pub fn is_session(self, day: NaiveDate) -> Result<bool, CalendarError> {
        Ok(year::year(self, day.year())?.is_session(day))
    }

    /// The session of a day; `None` when there is no trading.
    ///
    /// # Errors
    /// [`CalendarError::YearOutOfRange`].
    pub fn session(self, day: NaiveDate) -> Result<Option<Session>, CalendarError> {
        let year = year::year(self, day.year())?;
        Ok(year.is_session(day).then(|| self.hold(year, day)))
    }

    /// Why there is no trading on a day; `None` when there is.
    ///
    /// # Errors
    /// [`CalendarError::YearOutOfRange`].
    pub fn why_closed(self, day: NaiveDate) -> Result<Option<Closing>, CalendarError> {
        let year = year::year(self, day.year())?;
        if year.is_session(day) {
            return Ok(None);
        }
        let weekend = if day.weekday() == Weekday::Sun { "Sunday" } else { "Saturday" };
        let (kind, reason) = year.closing(day).unwrap_or((ClosingKind::Weekend, weekend));
        Ok(Some(Closing { exchange: self, date: day, kind, reason }))
    }

    /// The first session after a day.
    ///
    /// # Errors
    /// [`CalendarError::YearOutOfRange`], also when it would lie in 2036.
    pub fn next_session(self, day: NaiveDate) -> Result<Session, CalendarError> {
        self.session_offset(day, 1)
    }

    /// The last session before a day.
    ///
    /// # Errors
    /// [`CalendarError::YearOutOfRange`], also when it would lie in 1989.
    pub fn previous_session(self, day: NaiveDate) -> Result<Session, CalendarError> {
        self.session_offset(day, -1)
    }

    /// The session that lies `n` sessions after a day, or before it when `n` is negative. The day itself does not count;
    /// with 0 it is the day's session, or the next one when there is none.
    ///
    /// # Errors
    /// [`CalendarError::YearOutOfRange`], also when the session would lie outside.
    pub fn session_offset(self, day: NaiveDate, n: i32) -> Result<Session, CalendarError> {
        let through = i64::from(self.sessions_through(day)?);
        let here = i64::from(self.is_session(day)?);
        let number = match n {
            0 => through + 1 - here,
            1.. => through + i64::from(n),
            ..0 => through - here + 1 + i64::from(n),
        };
        self.numbered(number)
    }

    /// How many sessions there are from 1990-01-01 to a day, with it.
    ///
    /// # Errors
    /// [`CalendarError::YearOutOfRange`].
    pub fn sessions_through(self, day: NaiveDate) -> Result<u32, CalendarError> {
        let mut count = year::year(self, day.year())?.count_through(day);
        for earlier in FIRST_YEAR..day.year() {
            count += year::year(self, earlier)?.count();
        }
        Ok(count)
    }

    /// The sessions from the first to the last day of a range, in order. An empty range has none.
    ///
    /// # Errors
    /// [`CalendarError::YearOutOfRange`] when the first or the last day lies outside.
    pub fn sessions(self, range: RangeInclusive<NaiveDate>) -> Result<Sessions, CalendarError> {
        let (first, last) = range.into_inner();
        year::year(self, first.year())?;
        year::year(self, last.year())?;
        Ok(Sessions { exchange: self, next: first, last })
    }

    /// Whether there is continuous trading at a moment.
    ///
    /// # Errors
    /// [`CalendarError::YearOutOfRange`].
    pub fn is_open(self, at: DateTime<Utc>) -> Result<bool, CalendarError> {
        let day = at.with_timezone(&self.zone()).date_naive();
        Ok(self.session(day)?.is_some_and(|session| session.opens_at <= at && at < session.closes_at))
    }

    /// The session of that number since the start of 1990, from 1.
    pub(crate) fn numbered(self, number: i64) -> Result<Session, CalendarError> {
        let mut rest = u32::try_from(number - 1).map_err(|_| year::out_of_range(self, FIRST_YEAR - 1))?;
        for of in FIRST_YEAR..=LAST_YEAR {
            let year = year::year(self, of)?;
            match year.nth(rest).and_then(|ordinal| NaiveDate::from_yo_opt(of, ordinal + 1)) {
                Some(day) => return Ok(self.hold(year, day)),
                None => rest -= year.count(),
            }
        }
        Err(year::out_of_range(self, LAST_YEAR + 1))
    }

    /// The session of a day that is known to be one.
    fn hold(self, year: &year::Year, day: NaiveDate) -> Session {
        let rules = rulebook(self);
        let hours = year.hours(day);
        let (late, early) = (hours.and_then(|h| h.opens), hours.and_then(|h| h.closes));
        let closes = match early.or(rules.closes) {
            Some(time) => day.and_time(time),
            None => (day + Days::new(1)).and_time(chrono::NaiveTime::MIN),
        };
        Session {
            exchange: self,
            date: day,
            opens_at: zone::to_utc(self.zone(), day.and_time(late.unwrap_or(rules.opens))),
            closes_at: zone::to_utc(self.zone(), closes),
            late_open: late.and(hours).map(|h| h.reason),
            early_close: early.and(hours).map(|h| h.reason),
        }
    }
}

/// Sessions in order, from [`Exchange::sessions`].
#[derive(Clone, Debug)]
pub struct Sessions {
    exchange: Exchange,
    next: NaiveDate,
    last: NaiveDate,
}

impl Iterator for Sessions {
    type Item = Session;

    fn next(&mut self) -> Option<Session> {
        while self.next <= self.last {
            let day = self.next;
            let year = year::year(self.exchange, day.year()).ok()?;
            self.next = day + Days::new(1);
            if year.is_session(day) {
                return Some(self.exchange.hold(year, day));
            }
        }
        None
    }
}
