//! Why there is no plan.

use model::currency::Currency;
use rust_decimal::Decimal;
use thiserror::Error;

/// A request that cannot be planned. The message names what is at fault and the way out.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RebalanceError {
    /// A group's members do not sum to the whole, or the top of the target to more than it.
    #[error("{group}: its weights sum to {sum}; {expected}")]
    TargetSum {
        /// The group, or `target` for the top.
        group: String,
        /// What they sum to.
        sum: Decimal,
        /// What they must sum to.
        expected: &'static str,
    },
    /// A weight or band that cannot be.
    #[error("{node}: {problem}")]
    TargetNode {
        /// The group or instrument.
        node: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A name that stands twice.
    #[error("{what} \"{name}\" is named twice; give each one name")]
    Repeated {
        /// What it is: instrument, group, account, lot.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A name that is used but nowhere given.
    #[error("{used_by} names the {what} \"{name}\", which is not in the request; add it or remove the name")]
    UnknownName {
        /// What it is.
        what: &'static str,
        /// The name.
        name: String,
        /// Where it is used.
        used_by: String,
    },
    /// An instrument that is held or wanted has no price.
    #[error(
        "{instrument} has no price: what it is worth is unknown, not zero; give its price or leave it out of the plan"
    )]
    PriceMissing {
        /// The instrument.
        instrument: String,
    },
    /// A currency has no rate to the base currency.
    #[error("there is no rate from {currency} to {base}; give one in rates")]
    RateMissing {
        /// The currency.
        currency: Currency,
        /// The base currency.
        base: Currency,
    },
    /// A number that cannot be used.
    #[error("{field}: {problem}")]
    Field {
        /// The field's path.
        field: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A lot with a negative quantity: more was sold than was held, or it is a short position.
    #[error(
        "lot {lot} of {instrument} holds {quantity} units: more was sold than was held, or it is short; correct the books, or leave the \
         instrument out"
    )]
    Oversold {
        /// The lot.
        lot: String,
        /// The instrument.
        instrument: String,
        /// Its units.
        quantity: Decimal,
    },
    /// Only sales are allowed and nothing may be sold.
    #[error("there is nothing to sell: {reason}")]
    NothingToSell {
        /// Why.
        reason: String,
    },
    /// Only purchases are allowed and there is no cash for any.
    #[error("there is no cash to invest: {reason}")]
    NothingToInvest {
        /// Why.
        reason: String,
    },
    /// The household is worth nothing.
    #[error("the accounts are worth {value} together; there must be something above zero to rebalance")]
    NothingHeld {
        /// The value.
        value: Decimal,
    },
    /// A withdrawal or a cash minimum that the sellable positions cannot pay.
    #[error(
        "{account} lacks {short} for its withdrawal or least cash, even when all that may be sold is sold; lower it or unlock a position"
    )]
    CashShort {
        /// The account, or `household`.
        account: String,
        /// How much is missing, in the base currency.
        short: Decimal,
    },
    /// Amounts too large for 28 significant digits.
    #[error("{what} is too large to be held exactly; check the amounts")]
    Overflow {
        /// What was being reckoned.
        what: String,
    },
}

impl RebalanceError {
    /// A field at fault.
    pub(crate) fn field(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Field { field: field.into(), problem: problem.into() }
    }

    /// Stable machine-readable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TargetSum { .. } => "target_sum",
            Self::TargetNode { .. } => "target_invalid",
            Self::Repeated { .. } => "name_repeated",
            Self::UnknownName { .. } => "name_unknown",
            Self::PriceMissing { .. } => "price_missing",
            Self::RateMissing { .. } => "rate_missing",
            Self::Field { .. } => "field_invalid",
            Self::Oversold { .. } => "position_oversold",
            Self::NothingToSell { .. } => "nothing_to_sell",
            Self::NothingToInvest { .. } => "nothing_to_invest",
            Self::NothingHeld { .. } => "nothing_held",
            Self::CashShort { .. } => "cash_short",
            Self::Overflow { .. } => "amount_overflow",
        }
    }
}

impl From<tax::TaxError> for RebalanceError {
    fn from(error: tax::TaxError) -> Self {
        Self::field(error.field(), error.problem())
    }
}
