//! An account before it trades: its cash, what it may borrow, and interest.

use model::currency::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::error::ExecutionError;

/// What an account may do with borrowed money.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "mode", rename_all = "snake_case", deny_unknown_fields)]
pub enum AccountMode {
    /// Nothing: it buys with its cash.
    Cash,
    /// It may open positions while its equity is `initial` of their worth, and keep them while it is `maintenance` of it; else a margin
    /// call closes what is too much.
    Margin {
        /// 0.5 for half; 1 for no borrowed money, but short sales.
        #[schema(value_type = String)]
        initial: Decimal,
        /// 0.25 for a quarter; not above `initial`. 0 for an account that is never called, as some programs' are.
        #[schema(value_type = String)]
        maintenance: Decimal,
    },
}

/// Annual rates of interest, as parts: 0.05 for 5 %.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct InterestRates {
    /// Paid on cash below zero.
    #[schema(value_type = String)]
    pub debit: Decimal,
    /// Received on cash above zero.
    #[schema(value_type = String)]
    pub credit: Decimal,
    /// Paid on the worth of short positions.
    #[schema(value_type = String)]
    pub borrow: Decimal,
}

/// An account before it trades.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AccountSettings {
    /// The currency in which it is reckoned.
    pub base: Currency,
    /// Cash of the base currency at the start.
    pub cash: Decimal,
    /// What it may borrow.
    pub mode: AccountMode,
    /// Interest.
    pub interest: InterestRates,
    /// Days of a year for interest: 360 or 365, by the currency's custom.
    pub year_days: u16,
}

impl AccountSettings {
    /// A cash account without interest.
    #[must_use]
    pub fn cash(base: Currency, cash: Decimal) -> Self {
        Self { base, cash, mode: AccountMode::Cash, interest: InterestRates::default(), year_days: 360 }
    }

    /// The same account with a mode.
    #[must_use]
    pub const fn with_mode(self, mode: AccountMode) -> Self {
        Self { mode, ..self }
    }

    pub(super) fn check(&self) -> Result<(), ExecutionError> {
        let wrong = |field, value: String, allowed| Err(ExecutionError::Setting { field, value, allowed });
        if self.cash < Decimal::ZERO {
            return wrong("cash", self.cash.to_string(), "zero or more");
        }
        if let AccountMode::Margin { initial, maintenance } = self.mode
            && !(initial > Decimal::ZERO
                && maintenance >= Decimal::ZERO
                && maintenance <= initial
                && initial <= Decimal::ONE)
        {
            let value = format!("{initial} and {maintenance}");
            return wrong("margin", value, "parts up to 1, initial above 0, maintenance not above it");
        }
        if !matches!(self.year_days, 360 | 365) {
            return wrong("year_days", self.year_days.to_string(), "360 or 365");
        }
        Ok(())
    }
}
