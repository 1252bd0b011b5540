//! What an open lot saves by waiting until it is long-term, or by not waiting.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{DecimalRates, TaxRules};

/// What to do with a lot that will turn long-term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaitAdvice {
    /// The gain will bear the lower rate: sell on `first_long_term_day` or later.
    WaitUntilLongTerm,
    /// The loss saves more at the higher rate: sell before `first_long_term_day`.
    SellWhileShortTerm,
}

/// The figure behind "wait 14 days to go long-term: saves 312.40".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Waiting {
    /// What to do.
    pub advice: WaitAdvice,
    /// The first day on which a sale is long-term.
    pub first_long_term_day: NaiveDate,
    /// Days from today until then.
    pub days: u32,
    /// Tax of a sale today at the short-term rate; below zero when the loss saves tax.
    #[schema(value_type = String)]
    pub tax_short_term: Decimal,
    /// Tax of the same gain at the long-term rate.
    #[schema(value_type = String)]
    pub tax_long_term: Decimal,
    /// The difference, above zero, exact: what following the advice saves while the price stays as it is.
    #[schema(value_type = String)]
    pub saves: Decimal,
}

/// What waiting is worth for a lot with this unrealized gain (below zero: a loss); `None` when there is nothing to wait for:
/// it is long-term, the rules know no holding period, or both terms bear the same tax.
///
/// A loss is taken to be set off against gains of its own term.
#[must_use]
pub fn waiting(
    rules: &TaxRules,
    rates: DecimalRates,
    gain: Decimal,
    held_since: NaiveDate,
    today: NaiveDate,
) -> Option<Waiting> {
    let days = rules.days_to_long_term(held_since, today);
    let first_long_term_day = rules.first_long_term_day(held_since).filter(|_| days > 0)?;
    let (tax_short_term, tax_long_term) = (gain * rates.short_term, gain * rates.long_term);
    let saves = (tax_short_term - tax_long_term).abs();
    if saves.is_zero() {
        return None;
    }
    let advice =
        if tax_short_term > tax_long_term { WaitAdvice::WaitUntilLongTerm } else { WaitAdvice::SellWhileShortTerm };
    Some(Waiting { advice, first_long_term_day, days, tax_short_term, tax_long_term, saves })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Jurisdiction;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn fourteen_days_save_312_12() {
        // Bought 2025-12-12, long-term from 2026-12-13 (more than a year); 14 days after 2026-11-29.
        // A gain of 1,836.00 at 40.8 % bears 749.088, at 23.8 % 436.968: 312.12 less.
        let rules = Jurisdiction::UnitedStates.rules();
        let rates = Jurisdiction::UnitedStates.year(2026).unwrap().highest_rates.unwrap();
        let hint = waiting(&rules, rates, decimal("1836"), day("2025-12-12"), day("2026-11-29")).unwrap();
        assert_eq!((hint.days, hint.first_long_term_day), (14, day("2026-12-13")));
        assert_eq!(hint.advice, WaitAdvice::WaitUntilLongTerm);
        assert_eq!(
            (hint.tax_short_term, hint.tax_long_term, hint.saves),
            (decimal("749.088"), decimal("436.968"), decimal("312.12"))
        );
    }

    #[test]
    fn a_loss_is_taken_before_it_turns_long_term() {
        let rates = DecimalRates { short_term: decimal("0.37"), long_term: decimal("0.20") };
        let rules = Jurisdiction::UnitedStates.rules();
        let hint = waiting(&rules, rates, decimal("-1000"), day("2025-12-12"), day("2026-11-29")).unwrap();
        assert_eq!((hint.advice, hint.saves), (WaitAdvice::SellWhileShortTerm, decimal("170")));
    }

    #[test]
    fn where_nothing_changes_nothing_is_said() {
        let rates = DecimalRates { short_term: decimal("0.37"), long_term: decimal("0.20") };
        let hint = |rules: &TaxRules, gain: &str, since: &str| {
            waiting(rules, rates, decimal(gain), day(since), day("2026-11-29"))
        };
        let american = Jurisdiction::UnitedStates.rules();
        assert_eq!(hint(&american, "1000", "2025-11-28"), None);
        assert_eq!(hint(&american, "0", "2026-11-28"), None);
        assert_eq!(hint(&Jurisdiction::Germany.rules(), "1000", "2026-11-28"), None);
    }
}
