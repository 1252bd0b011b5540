//! How often weights are looked at.

use chrono::Datelike;
use model::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{StrategyProblem, number::Whole};

const DAY_MICROS: i64 = 86_400_000_000;
const COUNT: Whole = Whole::bars("rebalance.count", "Moments from one time to the next", [1, 1_000_000], 1);

/// How often weights are looked at: at the first moment of each period (UTC), and at the first moment of the run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(tag = "every", rename_all = "snake_case", deny_unknown_fields)]
pub enum Cadence {
    /// So many moments, 1 for each. A moment is all bars of one time.
    Bars {
        /// How many.
        count: u32,
    },
    /// Days.
    Day,
    /// Weeks, from Monday.
    Week,
    /// Calendar months.
    #[default]
    Month,
    /// Calendar quarters.
    Quarter,
    /// Calendar years.
    Year,
}

impl Cadence {
    pub(crate) fn check(self) -> Result<(), StrategyProblem> {
        match self {
            Self::Bars { count } => COUNT.check(count),
            Self::Day | Self::Week | Self::Month | Self::Quarter | Self::Year => Ok(()),
        }
    }

    /// The number of the period that a day lies in.
    fn period(self, at: Timestamp) -> i64 {
        let day = at.micros().div_euclid(DAY_MICROS);
        let month = |months: i64| (i64::from(at.date().year()) * 12 + i64::from(at.date().month0())).div_euclid(months);
        match self {
            Self::Bars { .. } | Self::Day => day,
            // The first of January 1970 was a Thursday.
            Self::Week => (day + 3).div_euclid(7),
            Self::Month => month(1),
            Self::Quarter => month(3),
            Self::Year => month(12),
        }
    }
}

/// Counts moments and periods as they go by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CadenceClock {
    cadence: Cadence,
    day: Option<i64>,
    period: i64,
    moments: u32,
}

impl CadenceClock {
    pub(crate) const fn new(cadence: Cadence) -> Self {
        Self { cadence, day: None, period: 0, moments: 0 }
    }

    /// Whether a moment is the first of its period.
    #[inline]
    pub(crate) fn is_due(&mut self, now: Timestamp) -> bool {
        if let Cadence::Bars { count } = self.cadence {
            let due = self.moments == 0;
            self.moments = (self.moments + 1) % count.max(1);
            return due;
        }
        let day = now.micros().div_euclid(DAY_MICROS);
        if self.day == Some(day) {
            return false;
        }
        let first = self.day.replace(day).is_none();
        let before = std::mem::replace(&mut self.period, self.cadence.period(now));
        first || before != self.period
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(cadence: Cadence, days: &[&str]) -> Vec<bool> {
        let mut clock = CadenceClock::new(cadence);
        days.iter().map(|day| clock.is_due(day.parse().unwrap())).collect()
    }

    #[test]
    fn the_first_moment_of_each_period_is_due() {
        let days = ["2023-12-29", "2023-12-31", "2024-01-01", "2024-01-02", "2024-01-08", "2024-04-01"];
        for (cadence, expected) in [
            (Cadence::Day, [true; 6]),
            (Cadence::Week, [true, false, true, false, true, true]),
            (Cadence::Month, [true, false, true, false, false, true]),
            (Cadence::Quarter, [true, false, true, false, false, true]),
            (Cadence::Year, [true, false, true, false, false, false]),
            (Cadence::Bars { count: 4 }, [true, false, false, false, true, false]),
        ] {
            assert_eq!(due(cadence, &days), expected, "{cadence:?}");
        }
        let hours = ["2024-01-01T09:00:00Z", "2024-01-01T10:00:00Z", "2024-01-02T09:00:00Z"];
        assert_eq!(due(Cadence::Day, &hours), [true, false, true]);
    }
}
