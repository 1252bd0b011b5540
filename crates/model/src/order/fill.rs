//! Fills: units that changed hands for an order.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::Side;
use crate::{
    error::ValueError,
    id::{AccountId, InstrumentId, OrderId},
    market::Source,
    money::Money,
    names::named_enum,
    quantity::{Price, Quantity},
    time::Timestamp,
};

/// A venue's identity of one execution: 1 to 40 visible ASCII characters. It is unique with venue and account; where a venue
/// numbers by symbol, its adapter puts the symbol in front. It has a fixed size, because it is copied with every fill.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "0000e0d5.6580b5f8.01.01")]
pub struct ExecutionId([u8; 40]); // padded with zeros

impl ExecutionId {
    /// The text.
    pub fn as_str(&self) -> &str {
        let len = self.0.iter().position(|b| *b == 0).unwrap_or(self.0.len());
        std::str::from_utf8(&self.0[..len]).expect("invariant: an execution id is ASCII")
    }

    /// The identity that is a plain number.
    pub fn from_number(number: u64) -> Self {
        let (mut digits, mut start, mut rest) = ([0; 20], 20, number);
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        let mut text = [0; 40];
        text[..20 - start].copy_from_slice(&digits[start..]);
        Self(text)
    }

    /// The number that it is, when it is written as [`ExecutionId::from_number`] does.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        let mut number = 0_u64;
        for (place, byte) in self.0.iter().enumerate() {
            match byte {
                b'0'..=b'9' if place == 0 || number > 0 => {
                    number = number.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
                }
                0 if place > 0 => return Some(number),
                _ => return None,
            }
        }
        None
    }
}

impl FromStr for ExecutionId {
    type Err = ValueError;

    fn from_str(s: &str) -> Result<Self, ValueError> {
        if !(1..=40).contains(&s.len()) || !s.bytes().all(|b| b.is_ascii_graphic()) {
            let allowed = "1 to 40 visible ASCII characters";
            return Err(ValueError::OutOfRange { field: "execution_id", value: s.to_owned(), allowed });
        }
        let mut text = [0; 40];
        text[..s.len()].copy_from_slice(s.as_bytes());
        Ok(Self(text))
    }
}

impl TryFrom<String> for ExecutionId {
    type Error = ValueError;
    fn try_from(s: String) -> Result<Self, ValueError> {
        s.parse()
    }
}

impl From<ExecutionId> for String {
    fn from(id: ExecutionId) -> Self {
        id.as_str().to_owned()
    }
}

impl fmt::Display for ExecutionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for ExecutionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

named_enum! {
    /// Who was there first.
    Liquidity ("liquidity") {
        /// The order rested and somebody came to it.
        Maker = "maker",
        /// The order came to one that rested.
        Taker = "taker",
    }
}

/// What makes a fill one and the same, however often it is told.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct FillKey {
    /// Where.
    pub venue: Source,
    /// For whom.
    pub account_id: AccountId,
    /// The venue's identity for it.
    pub execution_id: ExecutionId,
}

/// Units that changed hands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Fill {
    /// Of which order.
    pub order_id: OrderId,
    /// Where.
    pub venue: Source,
    /// For which account.
    pub account_id: AccountId,
    /// The venue's identity for it.
    pub execution_id: ExecutionId,
    /// What.
    pub instrument_id: InstrumentId,
    /// Which way.
    pub side: Side,
    /// Units, above zero.
    pub quantity: Quantity,
    /// Price of a unit.
    pub price: Price,
    /// What the venue took for it; below zero for a rebate.
    pub fee: Money,
    /// Who was there first, if the venue tells.
    pub liquidity: Option<Liquidity>,
    /// When.
    pub at: Timestamp,
}

impl Fill {
    /// What makes it one and the same.
    pub const fn key(&self) -> FillKey {
        FillKey { venue: self.venue, account_id: self.account_id, execution_id: self.execution_id }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_execution_id_is_short_visible_text() {
        for good in ["1", "0000e0d5.6580b5f8.01.01", &"a".repeat(40)] {
            assert_eq!(good.parse::<ExecutionId>().unwrap().to_string(), good);
        }
        for bad in ["", "a b", "é", &"a".repeat(41)] {
            assert!(bad.parse::<ExecutionId>().is_err(), "{bad}");
        }
        for number in [0, 7, 10, 1_234_567_890, u64::MAX] {
            assert_eq!(ExecutionId::from_number(number), number.to_string().parse().unwrap());
            assert_eq!(ExecutionId::from_number(number).number(), Some(number));
        }
        for other in ["007", "00", "1a", "-1", "18446744073709551616"] {
            assert_eq!(other.parse::<ExecutionId>().unwrap().number(), None, "{other}");
        }
    }
}
