//! Why bars cannot be built.

use calendar::error::CalendarError;
use model::time::Timestamp;

use crate::interval::Interval;

/// A question about intervals, hours or bars that has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BarsError {
    /// The exchange's sessions are not known for that time.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A time at which nothing was traded that a program could see.
    #[error("{0} is outside the years 1970 to 2099; check the source's clock and the unit of its times")]
    TimeOutOfRange(Timestamp),
    /// Bars that do not divide the wanted interval.
    #[error("bars of {from} cannot be put together to bars of {to}; use a size that divides it")]
    NotDivisible {
        /// What the bars cover.
        from: Interval,
        /// What was wanted.
        to: Interval,
    },
    /// A bar outside of the hours of its exchange.
    #[error("the bar of {0} lies outside of the trading hours; check the exchange and the time zone of the bars")]
    OutsideHours(Timestamp),
}

impl BarsError {
    /// Stable machine-readable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Calendar(error) => error.code(),
            Self::TimeOutOfRange(_) => "time_out_of_range",
            Self::NotDivisible { .. } => "intervals_not_divisible",
            Self::OutsideHours(_) => "bar_outside_hours",
        }
    }
}
