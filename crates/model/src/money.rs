//! Money: an exact decimal amount in one currency.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{currency::Currency, error::ValueError};

/// An amount of one currency, exact to 28 significant digits.
///
/// | operation | result |
/// | --- | --- |
/// | `a.checked_add(b)`, `a.checked_sub(b)` | `Err` when the currencies differ or the sum overflows |
/// | `a.checked_mul(decimal)` | scaled, `Err` on overflow |
/// | `a.negate()` | the same amount with the other sign |
/// | `Money::sum(currency, iter)` | zero of that currency for an empty iterator |
/// | JSON | `{"amount": "12.30", "currency": "USD"}`; the scale is kept |
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Money {
    /// The amount, in units (not minor units) of the currency.
    #[schema(value_type = String, example = "12.30")]
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

impl Money {
    /// An amount of a currency.
    pub const fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Nothing, in a currency.
    pub const fn zero(currency: Currency) -> Self {
        Self { amount: Decimal::ZERO, currency }
    }

    /// The sum of both.
    ///
    /// # Errors
    /// When the currencies differ, or the sum is too large to be exact.
    pub fn checked_add(self, other: Self) -> Result<Self, ValueError> {
        if self.currency != other.currency {
            return Err(ValueError::CurrencyMismatch(self.currency.to_string(), other.currency.to_string()));
        }
        let amount = self.amount.checked_add(other.amount).ok_or(ValueError::Overflow("an addition"))?;
        Ok(Self { amount, ..self })
    }

    /// The difference.
    ///
    /// # Errors
    /// As [`Money::checked_add`].
    pub fn checked_sub(self, other: Self) -> Result<Self, ValueError> {
        self.checked_add(other.negate())
    }

    /// The amount times a factor.
    ///
    /// # Errors
    /// When the product is too large to be exact.
    pub fn checked_mul(self, factor: Decimal) -> Result<Self, ValueError> {
        let amount = self.amount.checked_mul(factor).ok_or(ValueError::Overflow("a multiplication"))?;
        Ok(Self { amount, ..self })
    }

    /// The same amount with the other sign.
    pub fn negate(self) -> Self {
        Self { amount: -self.amount, ..self }
    }

    /// The sum of many amounts of one currency.
    ///
    /// # Errors
    /// As [`Money::checked_add`].
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Result<Self, ValueError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::checked_add)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn usd(cents: i64) -> Money {
        Money::new(Decimal::new(cents, 2), Currency::USD)
    }

    #[test]
    fn two_currencies_do_not_add() {
        let eur = Money::new(Decimal::ONE, Currency::EUR);
        assert_eq!(usd(100).checked_add(eur), Err(ValueError::CurrencyMismatch("USD".into(), "EUR".into())));
    }

    #[test]
    fn json_keeps_every_digit() {
        let m: Money = serde_json::from_str(r#"{"amount":"0.1000000000000000000000000001","currency":"USD"}"#).unwrap();
        assert_eq!(
            serde_json::to_string(&m).unwrap(),
            r#"{"amount":"0.1000000000000000000000000001","currency":"USD"}"#
        );
    }

    #[test]
    fn overflow_is_an_error_not_a_wrap() {
        let max = Money::new(Decimal::MAX, Currency::USD);
        assert_eq!(max.checked_add(usd(100)), Err(ValueError::Overflow("an addition")));
        assert_eq!(max.checked_mul(Decimal::TWO), Err(ValueError::Overflow("a multiplication")));
    }

    proptest! {
        #[test]
        fn adding_then_subtracting_returns(a in any::<i64>(), b in any::<i64>()) {
            prop_assert_eq!(usd(a).checked_add(usd(b)).unwrap().checked_sub(usd(b)).unwrap(), usd(a));
        }

        #[test]
        fn sums_do_not_depend_on_order(mut v in proptest::collection::vec(-1_000_000_000i64..1_000_000_000, 0..30)) {
            let forward = Money::sum(Currency::USD, v.iter().map(|c| usd(*c))).unwrap();
            v.reverse();
            prop_assert_eq!(Money::sum(Currency::USD, v.iter().map(|c| usd(*c))).unwrap(), forward);
        }
    }
}
