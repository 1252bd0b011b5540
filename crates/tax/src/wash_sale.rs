//! Wash sales: a loss does not count when the same asset is bought around the same days.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The window around a sale at a loss, both ends included (US: 30 and 30).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WashSaleWindow {
    /// A purchase this many days before the sale cancels the loss.
    pub days_before: u16,
    /// A purchase this many days after the sale cancels the loss.
    pub days_after: u16,
}

impl WashSaleWindow {
    /// The last day on which a purchase made on `purchased` still cancels a loss; from the next day losses count again.
    #[must_use]
    pub fn loss_blocked_until(self, purchased: NaiveDate) -> NaiveDate {
        purchased.checked_add_days(Days::new(self.days_before.into())).unwrap_or(NaiveDate::MAX)
    }

    /// The last day on which a purchase would cancel a loss realized on `sold`.
    #[must_use]
    pub fn purchase_blocked_until(self, sold: NaiveDate) -> NaiveDate {
        sold.checked_add_days(Days::new(self.days_after.into())).unwrap_or(NaiveDate::MAX)
    }

    /// A loss realized `today` would be cancelled by a purchase on `purchased`, a day not after it.
    #[must_use]
    pub fn blocks_loss(self, purchased: NaiveDate, today: NaiveDate) -> bool {
        purchased <= today && today <= self.loss_blocked_until(purchased)
    }

    /// A loss realized `today` would be cancelled by a purchase on `purchased`, made or still to come.
    #[must_use]
    pub fn cancels(self, purchased: NaiveDate, today: NaiveDate) -> bool {
        self.blocks_loss(purchased, today) || (today < purchased && purchased <= self.purchase_blocked_until(today))
    }

    /// A purchase `today` would cancel a loss realized on `sold`, a day not after it.
    #[must_use]
    pub fn blocks_purchase(self, sold: NaiveDate, today: NaiveDate) -> bool {
        sold <= today && today <= self.purchase_blocked_until(sold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_the_window_count() {
        let window = WashSaleWindow { days_before: 30, days_after: 30 };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let check = |other: &str, blocked: bool| {
            assert_eq!(window.blocks_loss(day(other), day("2026-11-22")), blocked, "{other}");
            assert_eq!(window.blocks_purchase(day(other), day("2026-11-22")), blocked, "{other}");
        };
        check("2026-11-22", true);
        check("2026-10-23", true);
        check("2026-10-22", false);
        check("2026-11-23", false);
        let to_come =
            ["2026-11-23", "2026-12-22", "2026-12-23"].map(|bought| window.cancels(day(bought), day("2026-11-22")));
        assert_eq!(to_come, [true, true, false]);
    }

    #[test]
    fn a_window_after_the_sale_only() {
        let window = WashSaleWindow { days_before: 0, days_after: 30 };
        let (today, yesterday) = ("2026-11-22".parse().unwrap(), "2026-11-21".parse().unwrap());
        assert!(!window.blocks_loss(yesterday, today) && window.blocks_loss(today, today));
        assert!(window.blocks_purchase(yesterday, today));
    }
}
