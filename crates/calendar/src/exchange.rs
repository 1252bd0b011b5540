//! The exchanges whose sessions are known.

use std::{fmt, str::FromStr};

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::CalendarError;

/// An exchange, by its market identifier code (ISO 10383) in JSON and text; `CRYPTO` is any market that never closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub enum Exchange {
    /// New York Stock Exchange.
    #[serde(rename = "XNYS")]
    Nyse,
    /// Nasdaq.
    #[serde(rename = "XNAS")]
    Nasdaq,
    /// London Stock Exchange.
    #[serde(rename = "XLON")]
    London,
    /// Xetra, the Frankfurt Stock Exchange's electronic market.
    #[serde(rename = "XETR")]
    Xetra,
    /// Euronext Paris.
    #[serde(rename = "XPAR")]
    Paris,
    /// Euronext Amsterdam.
    #[serde(rename = "XAMS")]
    Amsterdam,
    /// Euronext Brussels.
    #[serde(rename = "XBRU")]
    Brussels,
    /// Euronext Lisbon.
    #[serde(rename = "XLIS")]
    Lisbon,
    /// Toronto Stock Exchange.
    #[serde(rename = "XTSE")]
    Toronto,
    /// Crypto markets, open around the clock on every day. A session is a day of UTC.
    #[serde(rename = "CRYPTO")]
    Crypto,
}

impl Exchange {
    /// Every exchange, in the order of declaration.
    pub const ALL: [Self; 10] = [
        Self::Nyse,
        Self::Nasdaq,
        Self::London,
        Self::Xetra,
        Self::Paris,
        Self::Amsterdam,
        Self::Brussels,
        Self::Lisbon,
        Self::Toronto,
        Self::Crypto,
    ];

    /// The code in JSON and text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nyse => "XNYS",
            Self::Nasdaq => "XNAS",
            Self::London => "XLON",
            Self::Xetra => "XETR",
            Self::Paris => "XPAR",
            Self::Amsterdam => "XAMS",
            Self::Brussels => "XBRU",
            Self::Lisbon => "XLIS",
            Self::Toronto => "XTSE",
            Self::Crypto => "CRYPTO",
        }
    }

    /// The name as a sentence says it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nyse => "the New York Stock Exchange",
            Self::Nasdaq => "Nasdaq",
            Self::London => "the London Stock Exchange",
            Self::Xetra => "Xetra",
            Self::Paris => "Euronext Paris",
            Self::Amsterdam => "Euronext Amsterdam",
            Self::Brussels => "Euronext Brussels",
            Self::Lisbon => "Euronext Lisbon",
            Self::Toronto => "the Toronto Stock Exchange",
            Self::Crypto => "the crypto markets",
        }
    }

    /// The time zone of its hours.
    #[must_use]
    pub const fn zone(self) -> Tz {
        match self {
            Self::Nyse | Self::Nasdaq => Tz::America__New_York,
            Self::London => Tz::Europe__London,
            Self::Xetra => Tz::Europe__Berlin,
            Self::Paris => Tz::Europe__Paris,
            Self::Amsterdam => Tz::Europe__Amsterdam,
            Self::Brussels => Tz::Europe__Brussels,
            Self::Lisbon => Tz::Europe__Lisbon,
            Self::Toronto => Tz::America__Toronto,
            Self::Crypto => Tz::UTC,
        }
    }
}

impl FromStr for Exchange {
    type Err = CalendarError;

    fn from_str(s: &str) -> Result<Self, CalendarError> {
        Self::ALL.into_iter().find(|exchange| exchange.code() == s).ok_or_else(|| CalendarError::UnknownExchange {
            value: s.to_owned(),
            allowed: Self::ALL.map(Self::code).join(", "),
        })
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}
