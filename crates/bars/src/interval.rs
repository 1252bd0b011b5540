//! How much time a bar covers, from a second to a day.

use std::{fmt, str::FromStr};

use model::{bar::BarSize, error::ValueError};
use serde::{Deserialize, Serialize};

/// The intervals into which ticks are gathered. The store keeps those that have a [`BarSize`]; the others are made when asked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub enum Interval {
    /// One second.
    #[serde(rename = "1s")]
    Second1,
    /// Five seconds.
    #[serde(rename = "5s")]
    Second5,
    /// Fifteen seconds.
    #[serde(rename = "15s")]
    Second15,
    /// Thirty seconds.
    #[serde(rename = "30s")]
    Second30,
    /// One minute.
    #[serde(rename = "1m")]
    Minute1,
    /// Two minutes.
    #[serde(rename = "2m")]
    Minute2,
    /// Five minutes.
    #[serde(rename = "5m")]
    Minute5,
    /// Fifteen minutes.
    #[serde(rename = "15m")]
    Minute15,
    /// Thirty minutes.
    #[serde(rename = "30m")]
    Minute30,
    /// One hour.
    #[serde(rename = "1h")]
    Hour1,
    /// Two hours.
    #[serde(rename = "2h")]
    Hour2,
    /// Four hours.
    #[serde(rename = "4h")]
    Hour4,
    /// A session, or a day of the time zone.
    #[serde(rename = "1d")]
    Day1,
}

impl Interval {
    /// Every interval, from the shortest.
    pub const ALL: [Self; 13] = [
        Self::Second1,
        Self::Second5,
        Self::Second15,
        Self::Second30,
        Self::Minute1,
        Self::Minute2,
        Self::Minute5,
        Self::Minute15,
        Self::Minute30,
        Self::Hour1,
        Self::Hour2,
        Self::Hour4,
        Self::Day1,
    ];

    /// The name in JSON and text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Second1 => "1s",
            Self::Second5 => "5s",
            Self::Second15 => "15s",
            Self::Second30 => "30s",
            Self::Minute1 => "1m",
            Self::Minute2 => "2m",
            Self::Minute5 => "5m",
            Self::Minute15 => "15m",
            Self::Minute30 => "30m",
            Self::Hour1 => "1h",
            Self::Hour2 => "2h",
            Self::Hour4 => "4h",
            Self::Day1 => "1d",
        }
    }

    /// Its length in microseconds; `None` for a day, which is as long as its session.
    #[must_use]
    pub const fn micros(self) -> Option<i64> {
        let seconds = match self {
            Self::Second1 => 1,
            Self::Second5 => 5,
            Self::Second15 => 15,
            Self::Second30 => 30,
            Self::Minute1 => 60,
            Self::Minute2 => 120,
            Self::Minute5 => 300,
            Self::Minute15 => 900,
            Self::Minute30 => 1800,
            Self::Hour1 => 3600,
            Self::Hour2 => 7200,
            Self::Hour4 => 14400,
            Self::Day1 => return None,
        };
        Some(seconds * 1_000_000)
    }

    /// Whether bars of this interval can be put together to bars of another, or are of it already.
    #[must_use]
    pub const fn divides(self, other: Self) -> bool {
        match (self.micros(), other.micros()) {
            (Some(part), Some(whole)) => whole % part == 0,
            (Some(_), None) | (None, None) => true,
            (None, Some(_)) => false,
        }
    }

    /// The size under which the store keeps it, if it does.
    #[must_use]
    pub const fn bar_size(self) -> Option<BarSize> {
        match self {
            Self::Second1 => Some(BarSize::Second1),
            Self::Minute1 => Some(BarSize::Minute1),
            Self::Minute5 => Some(BarSize::Minute5),
            Self::Minute15 => Some(BarSize::Minute15),
            Self::Minute30 => Some(BarSize::Minute30),
            Self::Hour1 => Some(BarSize::Hour1),
            Self::Hour4 => Some(BarSize::Hour4),
            Self::Day1 => Some(BarSize::Day1),
            Self::Second5 | Self::Second15 | Self::Second30 | Self::Minute2 | Self::Hour2 => None,
        }
    }
}

impl From<BarSize> for Interval {
    fn from(size: BarSize) -> Self {
        match size {
            BarSize::Second1 => Self::Second1,
            BarSize::Minute1 => Self::Minute1,
            BarSize::Minute5 => Self::Minute5,
            BarSize::Minute15 => Self::Minute15,
            BarSize::Minute30 => Self::Minute30,
            BarSize::Hour1 => Self::Hour1,
            BarSize::Hour4 => Self::Hour4,
            BarSize::Day1 => Self::Day1,
        }
    }
}

impl FromStr for Interval {
    type Err = ValueError;

    fn from_str(s: &str) -> Result<Self, ValueError> {
        Self::ALL.into_iter().find(|i| i.as_str() == s).ok_or_else(|| ValueError::Unknown {
            what: "interval",
            value: s.to_owned(),
            allowed: Self::ALL.map(Self::as_str).join(", "),
        })
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_stored_sizes_return() {
        for interval in Interval::ALL {
            assert_eq!(interval.as_str().parse(), Ok(interval));
            if let Some(size) = interval.bar_size() {
                assert_eq!(Interval::from(size), interval);
                assert_eq!(size.as_str(), interval.as_str());
            }
        }
        assert!("3m".parse::<Interval>().is_err());
    }

    #[test]
    fn what_divides_what() {
        assert!(Interval::Second15.divides(Interval::Minute2));
        assert!(Interval::Hour4.divides(Interval::Day1));
        assert!(!Interval::Day1.divides(Interval::Hour1));
        assert!(!Interval::Minute2.divides(Interval::Minute5));
    }
}
