//! What it is worth to wait: the price of selling a lot today rather than later.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{TaxError, TaxRates};

/// The rule by which later tax is counted today.
///
/// A lot that is kept is taken to be sold on some day of the next `horizon_days`, each day as likely as the other. If that day
/// comes before the lot turns long-term (in `d` days) its gain will bear the short-term rate, otherwise the long-term one, so that
/// the rate to expect is `long + (short − long) · min(1, d / horizon_days)`. Of that later tax `later_tax_share` counts today: the
/// chance that it falls due at all, times the discount. Selling a unit of gain today therefore costs
///
/// `rate today − later_tax_share · rate to expect`.
///
/// A lot that is nearly long-term is the dearest to sell at a gain, and the one whose loss is the most worth taking.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Deferral {
    /// Part of the later tax that counts today, 0 to 1: 0 counts the tax of today in full, 1 takes every gain as good as taxed.
    pub later_tax_share: f64,
    /// Days in which a lot that is kept will be sold.
    pub horizon_days: u32,
}

impl Default for Deferral {
    /// Half of the tax within a year.
    fn default() -> Self {
        Self { later_tax_share: 0.5, horizon_days: 365 }
    }
}

impl Deferral {
    /// Checks both parameters.
    ///
    /// # Errors
    /// [`TaxError::Deferral`] naming the parameter.
    pub fn check(self) -> Result<Self, TaxError> {
        if !(0.0..=1.0).contains(&self.later_tax_share) {
            let problem = format!("{}; give a share between 0 and 1", self.later_tax_share);
            return Err(TaxError::Deferral { field: "deferral.later_tax_share", problem });
        }
        if self.horizon_days == 0 {
            let problem = "0; give at least one day, such as 365".to_owned();
            return Err(TaxError::Deferral { field: "deferral.horizon_days", problem });
        }
        Ok(self)
    }

    /// The rate that a lot which is kept must expect, `days` before it turns long-term (0 when it is already).
    #[must_use]
    pub fn expected_rate(self, days_to_long_term: u32, rates: TaxRates) -> f64 {
        let still_short = (f64::from(days_to_long_term) / f64::from(self.horizon_days)).min(1.0);
        rates.long_term + (rates.short_term - rates.long_term) * still_short
    }

    /// What selling today costs a unit of gain; for a loss, what it gains. Never negative.
    #[must_use]
    pub fn price_per_gain(self, days_to_long_term: u32, rates: TaxRates) -> f64 {
        let today = if days_to_long_term == 0 { rates.long_term } else { rates.short_term };
        today - self.later_tax_share * self.expected_rate(days_to_long_term, rates)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RATES: TaxRates = TaxRates { short_term: 0.4, long_term: 0.2 };

    #[test]
    fn the_nearer_the_long_term_the_dearer_the_sale() {
        let deferral = Deferral { later_tax_share: 0.5, horizon_days: 100 };
        let check =
            |days: u32, price: f64| assert!((deferral.price_per_gain(days, RATES) - price).abs() < 1e-15, "{days}");
        check(0, 0.1); // 0.2 − ½·0.2
        check(1, 0.299); // 0.4 − ½·0.202
        check(50, 0.25); // 0.4 − ½·0.3
        check(100, 0.2); // 0.4 − ½·0.4
        check(366, 0.2);
    }

    #[test]
    fn parameters_are_checked() {
        let check = |later_tax_share, horizon_days| Deferral { later_tax_share, horizon_days }.check();
        assert!(check(0.0, 1).is_ok());
        assert_eq!(check(1.5, 1).unwrap_err().field(), "deferral.later_tax_share");
        assert_eq!(check(f64::NAN, 1).unwrap_err().code(), "invalid_deferral");
        assert_eq!(check(0.5, 0).unwrap_err().field(), "deferral.horizon_days");
    }

    proptest! {
        #[test]
        fn selling_a_gain_never_pays(
            share in 0.0..=1.0, horizon in 1u32..1000, days in 0u32..1000, long in 0.0..=1.0f64, more in 0.0..=1.0f64,
        ) {
            let rates = TaxRates { short_term: long + (1.0 - long) * more, long_term: long };
            let price = Deferral { later_tax_share: share, horizon_days: horizon }.price_per_gain(days, rates);
            prop_assert!((-1e-15..=1.0).contains(&price));
        }
    }
}
