//! How a source writes times.

use chrono::{
    DateTime, NaiveDate, NaiveDateTime,
    format::{Item, StrftimeItems},
};
use model::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{error::VenueError, text::sample};

/// How a time is written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimeFormat {
    /// Seconds since 1970.
    UnixSeconds,
    /// Milliseconds since 1970.
    UnixMillis,
    /// Microseconds since 1970.
    UnixMicros,
    /// `2024-03-12T10:27:48Z`.
    Rfc3339,
    /// `2024-03-12`.
    Date,
    /// By strftime's letters, such as `%d.%m.%Y`; in UTC unless it says an offset.
    Pattern(String),
}

impl TimeFormat {
    /// Whether it can be read and written.
    ///
    /// # Errors
    /// [`VenueError::Setting`] for a pattern that is none.
    pub(crate) fn check(&self, setting: &str) -> Result<(), VenueError> {
        let Self::Pattern(pattern) = self else { return Ok(()) };
        let is_wrong = |item: Item<'_>| matches!(item, Item::Error);
        if pattern.is_empty() || pattern.len() > 64 || StrftimeItems::new(pattern).any(is_wrong) {
            let problem = format!("\"{}\" is no pattern; write it like %Y-%m-%d %H:%M", sample(pattern));
            return Err(VenueError::setting(setting, problem));
        }
        Ok(())
    }

    /// The time that a JSON value writes, as a number or in quotes.
    pub(crate) fn read(&self, json: &str) -> Result<Timestamp, String> {
        let wrong = || format!("\"{}\" is no time of the form that is set", sample(json));
        let quoted: Option<String> = serde_json::from_str(json).ok();
        let text = quoted.as_deref().unwrap_or(json).trim();
        let unix = |to_micros: i64| text.parse::<i64>().ok()?.checked_mul(to_micros);
        let micros = match self {
            Self::UnixSeconds => unix(1_000_000),
            Self::UnixMillis => unix(1000),
            Self::UnixMicros => unix(1),
            Self::Rfc3339 => DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp_micros()),
            Self::Date => text.parse::<NaiveDate>().ok().map(|date| Timestamp::from_date(date).micros()),
            Self::Pattern(pattern) => by_pattern(text, pattern),
        };
        micros.filter(|micros| *micros > 0).map(Timestamp::from_micros).ok_or_else(wrong)
    }

    /// A time as it is written into an address.
    pub(crate) fn write(&self, at: Timestamp) -> String {
        match self {
            Self::UnixSeconds => (at.micros() / 1_000_000).to_string(),
            Self::UnixMillis => (at.micros() / 1000).to_string(),
            Self::UnixMicros => at.micros().to_string(),
            Self::Rfc3339 => at.to_string(),
            Self::Date => at.date().to_string(),
            Self::Pattern(pattern) => at.to_chrono().format(pattern).to_string(),
        }
    }
}

fn by_pattern(text: &str, pattern: &str) -> Option<i64> {
    if let Ok(time) = DateTime::parse_from_str(text, pattern) {
        return Some(time.timestamp_micros());
    }
    if let Ok(time) = NaiveDateTime::parse_from_str(text, pattern) {
        return Some(time.and_utc().timestamp_micros());
    }
    NaiveDate::parse_from_str(text, pattern).ok().map(|date| Timestamp::from_date(date).micros())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_set() {
        let pattern = |text: &str| TimeFormat::Pattern(text.to_owned());
        for (format, json, time) in [
            (TimeFormat::UnixSeconds, "1710239268", "2024-03-12T10:27:48Z"),
            (TimeFormat::UnixMillis, "\"1710239268858\"", "2024-03-12T10:27:48.858Z"),
            (TimeFormat::UnixMicros, "1710239268858228", "2024-03-12T10:27:48.858228Z"),
            (TimeFormat::Rfc3339, "\"2024-03-12T11:27:48+01:00\"", "2024-03-12T10:27:48Z"),
            (TimeFormat::Date, "\"2024-03-12\"", "2024-03-12T00:00:00Z"),
            (pattern("%d.%m.%Y"), "\"12.03.2024\"", "2024-03-12T00:00:00Z"),
            (pattern("%m/%d/%Y %H:%M"), "\"03/12/2024 10:27\"", "2024-03-12T10:27:00Z"),
            (pattern("%Y%m%d %H%M%S %z"), "\"20240312 112748 +0100\"", "2024-03-12T10:27:48Z"),
        ] {
            assert_eq!(format.read(json).map(|at| at.to_string()), Ok(time.to_owned()), "{format:?}");
        }
        for json in ["null", "{}", "\"\"", "12.5", "\"2024-03-12\"", "9223372036854775807", "-5"] {
            assert!(TimeFormat::UnixSeconds.read(json).is_err(), "{json}");
        }
        assert!(pattern("%Q").check("fields.time_format").is_err());
        assert_eq!(pattern("%d.%m.%Y").write("2024-03-12".parse().unwrap()), "12.03.2024");
    }
}
