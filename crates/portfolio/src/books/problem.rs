//! Transactions that cannot be right, with the reason.

use chrono::NaiveDate;
use model::{
    id::{LotId, TransactionId},
    transaction::{Transaction, TransactionKind as Kind},
};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::unknown::Unknown;

/// Why a transaction was not booked.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BookError {
    /// Its instrument is not in the workspace.
    #[error("its instrument is not in the workspace; add the instrument or choose another")]
    UnknownInstrument,
    /// Its account is not in the workspace.
    #[error("its account is not in the workspace; add the account or choose another")]
    UnknownAccount,
    /// More units leave than are held.
    #[error(
        "{wanted} {symbol} leave the account, but only {held} are held on that day; correct the quantity or enter the missing purchase"
    )]
    MoreThanHeld {
        /// The symbol.
        symbol: String,
        /// Units asked for.
        wanted: Decimal,
        /// Units there.
        held: Decimal,
    },
    /// More units are covered than were sold short.
    #[error(
        "{wanted} {symbol} are bought back, but only {short} are short on that day; correct the quantity, or enter a buy or the missing short sale"
    )]
    MoreThanShort {
        /// The symbol.
        symbol: String,
        /// Units asked for.
        wanted: Decimal,
        /// Units short.
        short: Decimal,
    },
    /// A lot that was named is not open there, or has fewer units.
    #[error(
        "{wanted} {symbol} are to come out of the lot {lot}, which has fewer on that day or is not open in this account; choose other lots, or none"
    )]
    LotNotThere {
        /// The symbol.
        symbol: String,
        /// The lot.
        lot: LotId,
        /// Units asked for.
        wanted: Decimal,
    },
    /// Lots were named in an account whose units are one pool.
    #[error(
        "the units of {symbol} in this account are one pool with one average cost, so no lots can be chosen; leave the lots empty, or change the account's lot method"
    )]
    LotsOfPool {
        /// The symbol.
        symbol: String,
    },
    /// An event of an instrument that is not held.
    #[error(
        "{symbol} is not held in this account on that day, so there is nothing to change; correct the date or account, or delete it"
    )]
    NothingHeld {
        /// The symbol.
        symbol: String,
    },
    /// An event with cash while units are both held and short.
    #[error("{symbol} is both held and short in this account; enter what happened to each side as trades")]
    LongAndShort {
        /// The symbol.
        symbol: String,
    },
    /// The price series has it already.
    #[error(
        "the prices of {symbol} are adjusted for splits and distributions, so this {kind} would count twice; delete it, or import unadjusted prices and mark {symbol} as such"
    )]
    AdjustedPrices {
        /// The symbol.
        symbol: String,
        /// What it is.
        kind: Kind,
    },
    /// The instrument is not an option with its terms.
    #[error("{symbol} is not an option with a right to buy or sell; complete the instrument or choose another")]
    NotAnOption {
        /// The symbol.
        symbol: String,
    },
    /// The option is on something else.
    #[error("{symbol} is not an option on {other}; choose its underlying")]
    WrongUnderlying {
        /// The option's symbol.
        symbol: String,
        /// The instrument that was given.
        other: String,
    },
    /// A rate is needed to book it.
    #[error("it needs an exchange rate: {}", .0.message)]
    RateMissing(Unknown),
    /// A field that its kind needs is not there.
    #[error("a {kind} needs {field}; fill it in")]
    FieldMissing {
        /// The kind.
        kind: Kind,
        /// The field.
        field: &'static str,
    },
    /// Beyond 28 digits.
    #[error("its amounts are too large to be held exactly; check quantity and price")]
    TooLarge,
}

impl BookError {
    /// The stable name that API clients match on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownInstrument => "instrument_unknown",
            Self::UnknownAccount => "account_unknown",
            Self::MoreThanHeld { .. } => "more_than_held",
            Self::MoreThanShort { .. } => "more_than_short",
            Self::LotNotThere { .. } => "lot_not_there",
            Self::LotsOfPool { .. } => "lots_of_pool",
            Self::NothingHeld { .. } => "nothing_held",
            Self::LongAndShort { .. } => "long_and_short",
            Self::AdjustedPrices { .. } => "prices_adjusted",
            Self::NotAnOption { .. } => "not_an_option",
            Self::WrongUnderlying { .. } => "wrong_underlying",
            Self::RateMissing(_) => "rate_missing",
            Self::FieldMissing { .. } => "field_missing",
            Self::TooLarge => "amount_overflow",
        }
    }
}

/// A transaction that the books left out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct BookProblem {
    /// Which one.
    pub transaction_id: TransactionId,
    /// Its date.
    pub trade_date: NaiveDate,
    /// Its kind.
    pub kind: Kind,
    /// The stable name of the reason.
    pub code: String,
    /// What happened, to what, and what to do.
    pub message: String,
}

impl BookProblem {
    pub(super) fn new(transaction: &Transaction, error: &BookError) -> Self {
        Self {
            transaction_id: transaction.id,
            trade_date: transaction.trade_date,
            kind: transaction.kind,
            code: error.code().to_owned(),
            message: format!("{} of {}: {error}", words(transaction.kind), transaction.trade_date),
        }
    }
}

/// The kind as a person writes it at the start of a sentence.
pub(crate) fn words(kind: Kind) -> String {
    let text = kind.as_str().replace('_', " ");
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
