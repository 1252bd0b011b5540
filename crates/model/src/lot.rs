//! Lots: units bought (or sold short) together, with their cost.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    id::{AccountId, InstrumentId, LotId, TransactionId},
    money::Money,
};

/// An open lot. Derived from transactions, never edited.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Lot {
    /// Its identity.
    pub id: LotId,
    /// The account that holds it.
    pub account_id: AccountId,
    /// What is held.
    pub instrument_id: InstrumentId,
    /// The transaction that opened it.
    pub opened_by: TransactionId,
    /// The day from which the holding period counts; transfers and splits keep it.
    pub opened_on: NaiveDate,
    /// Units still open; negative when short.
    #[schema(value_type = String)]
    pub quantity: Decimal,
    /// What the open units cost, fees included, in the trade's currency; for a short lot, what was received.
    pub cost: Money,
    /// The same in the base currency at the rate of the opening day; unknown where no rate is.
    #[schema(value_type = Option<String>)]
    pub cost_base: Option<Decimal>,
}

/// A lot, or a part of one, that a sale names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LotChoice {
    /// The lot.
    pub lot_id: LotId,
    /// How many of its units, above zero.
    #[schema(value_type = String)]
    pub quantity: Decimal,
}
