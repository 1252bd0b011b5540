//! Positions: all lots of one instrument in one account.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    id::{AccountId, InstrumentId},
    money::Money,
};

/// What is held of one instrument in one account. Its value and profit are `portfolio`'s work, as they need prices and rates.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Position {
    /// The account.
    pub account_id: AccountId,
    /// The instrument.
    pub instrument_id: InstrumentId,
    /// Units; negative when short.
    #[schema(value_type = String)]
    pub quantity: Decimal,
    /// Cost of the open lots in the instrument's currency.
    pub cost: Money,
    /// How many lots are open.
    pub n_lots: usize,
}
