//! What can be wrong with a question to the calendar.

use thiserror::Error;

/// A day, an exchange or a recurrence that the calendar cannot answer for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// The rules do not reach that year.
    #[error("{what} are known from {first} to {last}, not in {year}; ask for a day in those years")]
    YearOutOfRange {
        /// The year that was asked for or reached.
        year: i32,
        /// Whose days: the sessions of an exchange, or dates of recurrences.
        what: &'static str,
        /// The first year that is known.
        first: i32,
        /// The last year that is known.
        last: i32,
    },
    /// No exchange has that code.
    #[error("{value:?} is no exchange; use one of {allowed}")]
    UnknownExchange {
        /// What was given.
        value: String,
        /// The codes that there are.
        allowed: String,
    },
    /// The time zone database has no such zone.
    #[error("{value:?} is no time zone; use a name of the IANA database such as America/New_York")]
    UnknownZone {
        /// What was given.
        value: String,
    },
    /// A part of a recurrence or a schedule makes no sense.
    #[error("{field}: {problem}")]
    Recurrence {
        /// Which part.
        field: &'static str,
        /// What is wrong and what to do.
        problem: String,
    },
}

impl CalendarError {
    /// Stable machine-readable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::YearOutOfRange { .. } => "calendar_year_out_of_range",
            Self::UnknownExchange { .. } => "unknown_exchange",
            Self::UnknownZone { .. } => "unknown_time_zone",
            Self::Recurrence { .. } => "invalid_recurrence",
        }
    }
}
