//! Time: UTC microseconds, and the clock as a parameter.

use std::{
    fmt, ptr,
    str::FromStr,
    sync::atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use crate::error::ValueError;

/// An instant: microseconds since 1970-01-01T00:00:00Z. JSON: RFC 3339 in UTC.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, format = DateTime, example = "2022-12-28T21:00:00Z")]
pub struct Timestamp(i64);

impl Timestamp {
    /// The instant that many microseconds after the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Midnight UTC at the start of a date.
    pub fn from_date(date: NaiveDate) -> Self {
        Self(date.and_time(NaiveTime::MIN).and_utc().timestamp_micros())
    }

    /// The UTC date it falls on.
    pub fn date(self) -> NaiveDate {
        self.to_chrono().date_naive()
    }

    /// As a chrono value; instants beyond chrono's years clamp to its ends.
    pub fn to_chrono(self) -> DateTime<Utc> {
        let ends = if self.0 < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
        DateTime::from_timestamp_micros(self.0).unwrap_or(ends)
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(t: DateTime<Utc>) -> Self {
        Self(t.timestamp_micros())
    }
}

impl FromStr for Timestamp {
    type Err = ValueError;

    fn from_str(s: &str) -> Result<Self, ValueError> {
        if let Ok(t) = DateTime::parse_from_rfc3339(s) {
            return Ok(t.with_timezone(&Utc).into());
        }
        s.parse::<NaiveDate>().map(Self::from_date).map_err(|_| ValueError::Time(s.to_owned()))
    }
}

impl TryFrom<String> for Timestamp {
    type Error = ValueError;
    fn try_from(s: String) -> Result<Self, ValueError> {
        s.parse()
    }
}

impl From<Timestamp> for String {
    fn from(t: Timestamp) -> Self {
        t.to_string()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_chrono().to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Tells the time. Everything that needs "now" takes one, so that tests, replays and the sample decide what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A moment at which time stands still.
    Fixed(Timestamp),
    /// A clock that is set by hand, forward or back.
    Dial(Dial),
}

impl Clock {
    /// Now.
    pub fn now(self) -> Timestamp {
        match self {
            // tidy-ok: the one place where the machine's clock is read
            Self::System => Utc::now().into(),
            Self::Fixed(t) => t,
            Self::Dial(dial) => dial.now(),
        }
    }
}

/// A clock that somebody sets: a test that lets days pass. Copies show the same time. It lives until the program ends.
#[derive(Clone, Copy)]
pub struct Dial(&'static AtomicI64);

impl Dial {
    /// A clock that shows a time.
    pub fn new(at: Timestamp) -> Self {
        Self(Box::leak(Box::new(AtomicI64::new(at.0))))
    }

    /// Sets it.
    pub fn set(self, at: Timestamp) {
        self.0.store(at.0, Ordering::Release);
    }

    /// What it shows.
    pub fn now(self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Acquire))
    }
}

impl PartialEq for Dial {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.0, other.0)
    }
}

impl Eq for Dial {}

impl fmt::Debug for Dial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dial").field(&self.now()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_is_utc_and_returns() {
        let t: Timestamp = "2022-12-28T16:00:00.000001-05:00".parse().unwrap();
        assert_eq!(t.to_string(), "2022-12-28T21:00:00.000001Z");
        assert_eq!(t.to_string().parse::<Timestamp>().unwrap(), t);
        assert_eq!("2022-12-28".parse::<Timestamp>().unwrap().to_string(), "2022-12-28T00:00:00Z");
        assert!("yesterday".parse::<Timestamp>().is_err());
    }

    #[test]
    fn a_dial_is_set_forward_and_back_for_all_its_copies() {
        let (noon, before) = (Timestamp::from_micros(43_200_000_000), Timestamp::from_micros(0));
        let dial = Dial::new(noon);
        let clock = Clock::Dial(dial);
        assert_eq!(clock.now(), noon);
        dial.set(before);
        assert_eq!(clock.now(), before);
        assert_ne!(clock, Clock::Dial(Dial::new(before)));
    }
}
