//! On which days something comes, and at what time.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{error::CalendarError, exchange::Exchange};

/// The longest way from an opening or a close, in minutes: a day.
pub const MINUTES_MAX: i32 = 1440;
/// The longest count of sessions between two occurrences, about eight years.
pub const SESSIONS_MAX: u16 = 2000;

/// Something that comes again. Parsed: it has at least one occurrence, and its parts fit together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Parts")]
pub struct Recurrence {
    days: DayRule,
    sessions: Option<SessionRule>,
    at: TimeRule,
}

/// Which days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DayRule {
    /// Every day.
    Daily,
    /// Days of each week.
    Weekly {
        /// Names such as `Mon`; at least one.
        #[schema(value_type = Vec<String>)]
        on: Vec<Weekday>,
    },
    /// A day of each month; in a shorter month its last day.
    Monthly {
        /// From 1 to 31.
        day: u32,
    },
    /// A day of each year; 29 February is 28 February in common years.
    Yearly {
        /// From 1 to 12.
        month: u32,
        /// From 1 to the month's last day.
        day: u32,
    },
    /// The first session of each period, of the exchange in `sessions`.
    FirstSession {
        /// The period.
        of: Period,
    },
    /// The last session of each period, of the exchange in `sessions`.
    LastSession {
        /// The period.
        of: Period,
    },
    /// Every n-th session of the exchange in `sessions`.
    EverySessions {
        /// From 1 to 2000.
        n: u16,
        /// The first occurrence is the first session on or after this day.
        from: NaiveDate,
    },
}

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// A calendar year.
    Year,
}

/// Only days on which an exchange trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionRule {
    /// The exchange.
    pub exchange: Exchange,
    /// What becomes of a day without trading.
    #[serde(default)]
    pub otherwise: Otherwise,
}

/// What becomes of a day without trading. Days that come to the same session are one occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// The next session.
    #[default]
    Next,
    /// The session before.
    Previous,
    /// No occurrence.
    Skip,
}

/// At what time of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TimeRule {
    /// A time of day in a time zone.
    Local {
        /// Hours and minutes, such as `09:30`.
        #[serde(with = "super::time_of_day")]
        #[schema(value_type = String, example = "09:30")]
        time: NaiveTime,
        /// A name of the IANA database.
        #[serde(with = "crate::zone")]
        #[schema(value_type = String, example = "America/New_York")]
        zone: Tz,
    },
    /// Around the opening of the session.
    Open {
        /// Elapsed minutes after it, negative before it, at most a day.
        minutes: i32,
    },
    /// Around the close of the session, which is earlier on half days.
    Close {
        /// Elapsed minutes after it, negative before it, at most a day.
        minutes: i32,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    days: DayRule,
    #[serde(default)]
    sessions: Option<SessionRule>,
    at: TimeRule,
}

impl TryFrom<Parts> for Recurrence {
    type Error = CalendarError;

    fn try_from(parts: Parts) -> Result<Self, CalendarError> {
        Self::new(parts.days, parts.sessions, parts.at)
    }
}

impl Recurrence {
    /// Puts a recurrence together.
    ///
    /// # Errors
    /// [`CalendarError::Recurrence`] naming the part: a number out of range, no weekday, an exchange that is missing, or days
    /// that never come (Saturdays on which NYSE trades).
    pub fn new(days: DayRule, sessions: Option<SessionRule>, at: TimeRule) -> Result<Self, CalendarError> {
        let days = checked(days)?;
        let around = matches!(at, TimeRule::Open { .. } | TimeRule::Close { .. });
        if (days.are_sessions() || around) && sessions.is_none() {
            return wrong("sessions", "needed here; name the exchange whose sessions are meant, such as XNYS");
        }
        check_time(at)?;
        let made = Self { days, sessions, at };
        match made.next_after(DateTime::<Utc>::from_naive_utc_and_offset(super::occurrence::start(), Utc)) {
            Ok(_) => Ok(made),
            Err(_) => wrong("days", "none of them ever comes; allow the next or the previous session, or other days"),
        }
    }

    /// Which days.
    #[must_use]
    pub fn days(&self) -> &DayRule {
        &self.days
    }

    /// The exchange whose sessions are meant, and what becomes of other days.
    #[must_use]
    pub fn sessions(&self) -> Option<SessionRule> {
        self.sessions
    }

    /// At what time.
    #[must_use]
    pub fn at(&self) -> TimeRule {
        self.at
    }

    /// The zone of its nominal times: the one it names, or the exchange's.
    #[must_use]
    pub fn zone(&self) -> Tz {
        match (self.at, self.sessions) {
            (TimeRule::Local { zone, .. }, _) => zone,
            (TimeRule::Open { .. } | TimeRule::Close { .. }, Some(rule)) => rule.exchange.zone(),
            (TimeRule::Open { .. } | TimeRule::Close { .. }, None) => Tz::UTC,
        }
    }
}

impl DayRule {
    /// Whether its days are sessions by themselves.
    pub(super) fn are_sessions(&self) -> bool {
        match self {
            Self::FirstSession { .. } | Self::LastSession { .. } | Self::EverySessions { .. } => true,
            Self::Daily | Self::Weekly { .. } | Self::Monthly { .. } | Self::Yearly { .. } => false,
        }
    }
}

fn check_time(at: TimeRule) -> Result<(), CalendarError> {
    match at {
        TimeRule::Open { minutes } | TimeRule::Close { minutes }
            if !(-MINUTES_MAX..=MINUTES_MAX).contains(&minutes) =>
        {
            wrong("at.minutes", format!("{minutes}; give at most {MINUTES_MAX} before or after"))
        }
        TimeRule::Local { time, .. } if time.second() != 0 || time.nanosecond() != 0 => {
            wrong("at.time", format!("{time}; give whole minutes, such as 09:30"))
        }
        TimeRule::Open { .. } | TimeRule::Close { .. } | TimeRule::Local { .. } => Ok(()),
    }
}

fn checked(days: DayRule) -> Result<DayRule, CalendarError> {
    match days {
        DayRule::Weekly { on } if on.is_empty() => wrong("days.on", "empty; name at least one weekday"),
        DayRule::Weekly { on } => {
            let numbers: BTreeSet<u8> = on.iter().map(|day| day.num_days_from_monday() as u8).collect();
            Ok(DayRule::Weekly { on: numbers.into_iter().filter_map(|n| Weekday::try_from(n).ok()).collect() })
        }
        DayRule::Monthly { day } if !(1..=31).contains(&day) => {
            wrong("days.day", format!("{day}; give a day from 1 to 31"))
        }
        // 2000 was a leap year, so that 29 February is a day.
        DayRule::Yearly { month, day } if NaiveDate::from_ymd_opt(2000, month, day).is_none() => {
            wrong("days", format!("there is no day {day} of month {month}; give a date of the year"))
        }
        DayRule::EverySessions { n, .. } if !(1..=SESSIONS_MAX).contains(&n) => {
            wrong("days.n", format!("{n}; give a number from 1 to {SESSIONS_MAX}"))
        }
        DayRule::EverySessions { from, .. } if !super::occurrence::session_years().contains(&from.year()) => {
            let years = super::occurrence::session_years();
            wrong("days.from", format!("{from}; give a day from {} to {}", years.start(), years.end()))
        }
        DayRule::Daily
        | DayRule::Monthly { .. }
        | DayRule::Yearly { .. }
        | DayRule::FirstSession { .. }
        | DayRule::LastSession { .. }
        | DayRule::EverySessions { .. } => Ok(days),
    }
}

fn wrong<T>(field: &'static str, problem: impl Into<String>) -> Result<T, CalendarError> {
    Err(CalendarError::Recurrence { field, problem: problem.into() })
}
