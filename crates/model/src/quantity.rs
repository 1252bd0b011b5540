//! Prices and quantities: decimals that say what they are.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::error::ValueError;

/// A price per unit of an instrument, in the instrument's currency; zero or more.
/// (Spreads and some futures can trade below zero; they get a kind of their own when they can be traded.)
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "Decimal", into = "Decimal")]
#[schema(value_type = String, example = "187.50")]
pub struct Price(Decimal);

impl Price {
    /// A price.
    ///
    /// # Errors
    /// When it is below zero.
    pub fn new(value: Decimal) -> Result<Self, ValueError> {
        if value.is_sign_negative() && !value.is_zero() {
            return Err(ValueError::NegativePrice(value.to_string()));
        }
        Ok(Self(value))
    }

    /// The number.
    pub const fn get(self) -> Decimal {
        self.0
    }
}

/// A number of units of an instrument; negative for a short position. Fractions allowed.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(transparent)]
#[schema(value_type = String, example = "12.5")]
pub struct Quantity(Decimal);

impl Quantity {
    /// No units.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// A quantity of any sign.
    pub const fn new(value: Decimal) -> Self {
        Self(value)
    }

    /// A quantity above zero, as transactions carry it.
    ///
    /// # Errors
    /// When it is zero or less.
    pub fn positive(value: Decimal) -> Result<Self, ValueError> {
        if value <= Decimal::ZERO {
            return Err(ValueError::NotPositive { field: "quantity", value: value.to_string() });
        }
        Ok(Self(value))
    }

    /// The number.
    pub const fn get(self) -> Decimal {
        self.0
    }
}

/// A decimal as a person or a file writes it in plain form: digits, one point, a sign.
///
/// # Errors
/// When it is anything else, or has more than 28 significant digits.
pub fn parse_decimal(s: &str) -> Result<Decimal, ValueError> {
    Decimal::from_str_exact(s.trim()).map_err(|_| ValueError::Number(s.to_owned()))
}

impl TryFrom<Decimal> for Price {
    type Error = ValueError;
    fn try_from(d: Decimal) -> Result<Self, ValueError> {
        Self::new(d)
    }
}

impl From<Price> for Decimal {
    fn from(p: Price) -> Self {
        p.0
    }
}

impl From<Quantity> for Decimal {
    fn from(q: Quantity) -> Self {
        q.0
    }
}

impl FromStr for Price {
    type Err = ValueError;
    fn from_str(s: &str) -> Result<Self, ValueError> {
        Self::new(parse_decimal(s)?)
    }
}

impl FromStr for Quantity {
    type Err = ValueError;
    fn from_str(s: &str) -> Result<Self, ValueError> {
        Ok(Self(parse_decimal(s)?))
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negative_price_is_refused_at_every_door() {
        assert!("-0.01".parse::<Price>().is_err());
        assert!(serde_json::from_str::<Price>("\"-1\"").is_err());
        assert_eq!("0".parse::<Price>().unwrap().get(), Decimal::ZERO);
    }

    #[test]
    fn numbers_are_plain() {
        for bad in ["", "n/a", "1,5", "1e3", "NaN", "inf", "0x10"] {
            assert_eq!(parse_decimal(bad), Err(ValueError::Number(bad.to_owned())), "{bad}");
        }
        assert_eq!(parse_decimal(" -12.50 ").unwrap().to_string(), "-12.50");
    }

    #[test]
    fn a_transaction_quantity_is_above_zero() {
        assert!(Quantity::positive(Decimal::ZERO).is_err());
        assert!(Quantity::positive(Decimal::NEGATIVE_ONE).is_err());
        assert!(Quantity::positive(Decimal::ONE).is_ok());
    }
}
