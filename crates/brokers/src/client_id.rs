//! Our identity of an order as brokers keep it.

use std::{fmt, str::FromStr};

use model::id::OrderId;
use uuid::Uuid;

use crate::error::BrokerError;

/// The text that an order has at a broker: the 32 small hexadecimal digits of its identity and, where a broker makes a new order
/// of each change, `-` and the number of the change. Any broker's alphabet holds it. The same order always has the same text, so
/// that sending it again cannot make a second one where a broker looks at it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ClientOrderId {
    order: OrderId,
    revision: u8,
}

impl ClientOrderId {
    /// Changes of one order, at most.
    pub const REVISIONS_MAX: u8 = 99;

    /// Of an order as it was placed.
    #[must_use]
    pub const fn first(order: OrderId) -> Self {
        Self { order, revision: 0 }
    }

    /// After so many changes.
    ///
    /// # Errors
    /// [`BrokerError::TooManyChanges`] above [`ClientOrderId::REVISIONS_MAX`].
    pub const fn revised(order: OrderId, revision: u8) -> Result<Self, BrokerError> {
        if revision > Self::REVISIONS_MAX { Err(BrokerError::TooManyChanges) } else { Ok(Self { order, revision }) }
    }

    /// The order.
    #[must_use]
    pub const fn order(self) -> OrderId {
        self.order
    }

    /// How many changes it had.
    #[must_use]
    pub const fn revision(self) -> u8 {
        self.revision
    }

    /// The same after one more change.
    ///
    /// # Errors
    /// [`BrokerError::TooManyChanges`].
    pub const fn next(self) -> Result<Self, BrokerError> {
        Self::revised(self.order, self.revision.saturating_add(1))
    }

    /// What a text of a broker stands for: `None` when it is not written exactly as we write it, and so not ours.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (digits, revision) = match text.split_once('-') {
            None => (text, 0),
            Some((digits, number)) => {
                let plain = number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0');
                (digits, number.parse().ok().filter(|n| plain && (1..=Self::REVISIONS_MAX).contains(n))?)
            }
        };
        let is_ours = digits.len() == 32 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let order = Uuid::try_parse(digits).ok().filter(|_| is_ours)?;
        Some(Self { order: OrderId::from_uuid(order), revision })
    }
}

impl fmt::Display for ClientOrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.order.uuid().simple())?;
        if self.revision > 0 { write!(f, "-{}", self.revision) } else { Ok(()) }
    }
}

impl FromStr for ClientOrderId {
    type Err = BrokerError;
    fn from_str(text: &str) -> Result<Self, BrokerError> {
        Self::read(text).ok_or(BrokerError::NotOurs)
    }
}
