//! Short- and long-term: how long a lot has been held.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::TaxRules;

/// How long a lot was held, as the tax sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Not longer than the holding period.
    Short,
    /// Longer than the holding period, or gains are taxed alike whatever it is.
    Long,
}

impl TaxRules {
    /// The first day on which selling counts as long-term; `None` when the rules know no holding period.
    ///
    /// The period begins on the day after the purchase and ends with the day of the sale (US: Revenue Rulings 66-7 and 70-598):
    /// bought on 2024-02-28, long-term from 2025-03-01.
    #[must_use]
    pub fn first_long_term_day(&self, acquired: NaiveDate) -> Option<NaiveDate> {
        let begins = acquired.succ_opt()?;
        let ends = begins.checked_add_months(Months::new(self.long_term_after_months?))?;
        // A day that the later month does not have is the first of the month after it.
        if ends.day() == begins.day() { Some(ends) } else { ends.succ_opt() }
    }

    /// Days from `today` until the lot is long-term: 0 when it is already.
    #[must_use]
    pub fn days_to_long_term(&self, acquired: NaiveDate, today: NaiveDate) -> u32 {
        self.first_long_term_day(acquired)
            .map_or(0, |first| u32::try_from((first - today).num_days().max(0)).unwrap_or(u32::MAX))
    }

    /// Term of a lot that is sold `today`.
    #[must_use]
    pub fn term(&self, acquired: NaiveDate, today: NaiveDate) -> Term {
        if self.days_to_long_term(acquired, today) == 0 { Term::Long } else { Term::Short }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Jurisdiction;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_and_a_day() {
        let rules = Jurisdiction::UnitedStates.rules();
        let check = |acquired: &str, first: &str| {
            assert_eq!(rules.first_long_term_day(day(acquired)), Some(day(first)), "{acquired}");
            assert_eq!(rules.term(day(acquired), day(first)), Term::Long);
            assert_eq!(rules.term(day(acquired), day(first).pred_opt().unwrap()), Term::Short);
        };
        check("2025-11-22", "2026-11-23");
        check("2023-12-31", "2025-01-01");
        check("2023-02-27", "2024-02-28");
        // The last day of a month: the first of the thirteenth month after it (Rev. Rul. 66-7).
        check("2023-02-28", "2024-03-01");
        check("2024-02-29", "2025-03-01");
        // The period begins on a 29 February that the next year does not have.
        check("2024-02-28", "2025-03-01");
        check("2025-01-31", "2026-02-01");
    }

    #[test]
    fn days_are_counted_down_to_zero() {
        let rules = Jurisdiction::UnitedStates.rules();
        assert_eq!(rules.days_to_long_term(day("2025-12-01"), day("2026-11-22")), 10);
        assert_eq!(rules.days_to_long_term(day("2020-01-01"), day("2026-11-22")), 0);
    }

    #[test]
    fn without_a_holding_period_everything_is_long_term() {
        let rules = Jurisdiction::Germany.rules();
        assert_eq!(rules.first_long_term_day(day("2026-11-21")), None);
        assert_eq!(rules.term(day("2026-11-21"), day("2026-11-22")), Term::Long);
    }
}
