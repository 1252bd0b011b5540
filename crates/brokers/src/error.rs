//! Why nothing is sent to a broker, or why its list is not known.

use crate::{Broker, answer::Doubt};

/// What went wrong, by what a person or a caller does about it. Texts of a broker in it are short and without what looks like a
/// key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokerError {
    /// The broker does not do it.
    #[error("{broker} has no {what}; use {instead}")]
    Unsupported {
        /// The broker.
        broker: Broker,
        /// What was wanted.
        what: String,
        /// What it has instead.
        instead: String,
    },
    /// A number is finer than the broker takes.
    #[error("{broker} takes a {field} with at most {decimals_max} decimals, and it is {value}; round it")]
    Decimals {
        /// The broker.
        broker: Broker,
        /// Of what.
        field: &'static str,
        /// The number.
        value: String,
        /// How many decimals it may have.
        decimals_max: u32,
    },
    /// A symbol that no broker has.
    #[error("\"{symbol}\" is not written like a symbol; enter the broker's symbol of the instrument")]
    Symbol {
        /// What stands there.
        symbol: String,
    },
    /// The broker can only be asked by its own number of the order.
    #[error("{broker} must be told its own number of the order, which is not known yet; look the order up first")]
    NeedsVenueId {
        /// The broker.
        broker: Broker,
    },
    /// The order is for another account than the desk.
    #[error("the order or the permission is for another account than the one that is connected; choose that account")]
    OtherAccount,
    /// An order was changed too often.
    #[error("the order was changed 99 times, and its number of changes is full; cancel it and place another one")]
    TooManyChanges,
    /// A client id that this program did not write.
    #[error("the client id of the order was not made by this program; the order is somebody else's")]
    NotOurs,
    /// Trading money was not confirmed.
    #[error("trading real money stays off; to switch it on, type: {words}")]
    NotConfirmed {
        /// What must be typed.
        words: String,
    },
    /// The key cannot be used.
    #[error("the key of {broker} cannot be used: {problem}; copy it again")]
    Key {
        /// The broker.
        broker: Broker,
        /// Why.
        problem: &'static str,
    },
    /// The broker refused to list or look up. What was asked for is not known.
    #[error("{broker} refused the request{}: {reason}; what was asked for is not known", code_of(.code))]
    Refused {
        /// The broker.
        broker: Broker,
        /// Its code, if it has one.
        code: Option<String>,
        /// What it said.
        reason: String,
    },
    /// Nothing that can be read came. What was asked for is not known.
    #[error("{broker} gave no answer that can be read: {}; what was asked for is not known", doubt.reason)]
    NoAnswer {
        /// The broker.
        broker: Broker,
        /// What came instead.
        doubt: Doubt,
    },
    /// A fill cannot be booked as it is told.
    #[error("execution {execution} of {broker} cannot be booked: {problem}; book it by hand")]
    NotBookable {
        /// The broker.
        broker: Broker,
        /// Which.
        execution: String,
        /// Why.
        problem: String,
    },
}

fn code_of(code: &Option<String>) -> String {
    code.as_ref().map(|code| format!(" (code {code})")).unwrap_or_default()
}

impl BrokerError {
    /// Stable machine-readable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unsupported { .. } => "broker_unsupported",
            Self::Decimals { .. } => "broker_decimals",
            Self::Symbol { .. } => "broker_symbol_invalid",
            Self::NeedsVenueId { .. } => "broker_order_number_unknown",
            Self::OtherAccount => "broker_other_account",
            Self::TooManyChanges => "broker_order_changed_too_often",
            Self::NotOurs => "broker_client_id_foreign",
            Self::NotConfirmed { .. } => "broker_live_not_confirmed",
            Self::Key { .. } => "broker_key_invalid",
            Self::Refused { .. } => "broker_refused",
            Self::NoAnswer { .. } => "broker_no_answer",
            Self::NotBookable { .. } => "broker_fill_not_bookable",
        }
    }

    pub(crate) fn unsupported(broker: Broker, what: impl Into<String>, instead: impl Into<String>) -> Self {
        Self::Unsupported { broker, what: what.into(), instead: instead.into() }
    }
}
