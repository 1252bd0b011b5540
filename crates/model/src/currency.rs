//! Currencies by code.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::error::ValueError;

/// A currency code: ISO 4217 (`USD`) or a crypto asset's ticker (`USDT`); 3 to 8 capital letters or digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "USD", pattern = "^[A-Z0-9]{3,8}$")]
pub struct Currency([u8; 8]); // padded with zeros

impl Currency {
    /// The US dollar.
    pub const USD: Self = Self::literal(*b"USD");
    /// The euro.
    pub const EUR: Self = Self::literal(*b"EUR");

    const fn literal(c: [u8; 3]) -> Self {
        Self([c[0], c[1], c[2], 0, 0, 0, 0, 0])
    }

    /// The code.
    pub fn code(&self) -> &str {
        let len = self.0.iter().position(|b| *b == 0).unwrap_or(8);
        std::str::from_utf8(&self.0[..len]).expect("invariant: a currency code is ASCII")
    }

    /// Decimal places in which amounts are usually written: 0 for the yen and its like, 8 for crypto assets, else 2.
    pub fn minor_digits(&self) -> u32 {
        match self.code() {
            "JPY" | "KRW" | "HUF" | "ISK" | "CLP" | "VND" => 0,
            "BTC" | "ETH" => 8,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = ValueError;

    fn from_str(s: &str) -> Result<Self, ValueError> {
        let ok = (3..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if !ok {
            return Err(ValueError::Currency(s.to_owned()));
        }
        let mut code = [0; 8];
        code[..s.len()].copy_from_slice(s.as_bytes());
        Ok(Self(code))
    }
}

impl TryFrom<String> for Currency {
    type Error = ValueError;
    fn try_from(s: String) -> Result<Self, ValueError> {
        s.parse()
    }
}

impl From<Currency> for String {
    fn from(c: Currency) -> Self {
        c.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_three_to_eight_capitals() {
        for good in ["USD", "EUR", "USDT", "1INCH"] {
            assert_eq!(good.parse::<Currency>().unwrap().code(), good);
        }
        for bad in ["", "US", "usd", "TOOLONGCODE", "U$D", "ÜSD"] {
            assert_eq!(bad.parse::<Currency>(), Err(ValueError::Currency(bad.to_owned())));
        }
    }
}
