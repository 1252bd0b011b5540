//! How a simulated market works, and what it tells.

use model::{
    id::OrderId,
    order::{OrderTerms, fill::Liquidity},
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    error::ExecutionError,
    fees::{FeeMonth, FeeSchedule},
    slippage::Slippage,
};

/// Which way the price goes within a bar.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PathRule {
    /// To the extreme that is nearer to the open first; to the high when both are as near.
    #[default]
    NearerFirst,
    /// Open, high, low, close.
    HighFirst,
    /// Open, low, high, close.
    LowFirst,
}

/// Whether a trade at the limit of a resting order fills it, when ticks are matched.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TouchRule {
    /// Only a trade beyond the limit: everybody else at that price was there before.
    #[default]
    Through,
    /// A trade at the limit too.
    At,
}

/// How orders trade.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct MatchRules {
    /// The path within a bar.
    pub path: PathRule,
    /// Touches by ticks.
    pub touch: TouchRule,
    /// The part of the market's volume that orders get, above 0 and up to 1; `None`: as much as they want.
    pub volume_share: Option<f64>,
    /// What orders pay that come to the market.
    pub slippage: Slippage,
}

impl MatchRules {
    /// Whether the numbers make sense.
    ///
    /// # Errors
    /// [`ExecutionError::Setting`].
    pub fn check(&self) -> Result<(), ExecutionError> {
        if let Some(share) = self.volume_share.filter(|share| !(*share > 0.0 && *share <= 1.0)) {
            let allowed = "a part above 0 and up to 1";
            return Err(ExecutionError::Setting { field: "volume_share", value: share.to_string(), allowed });
        }
        self.slippage.check()
    }
}

/// Why the market ended an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// Somebody asked.
    Asked,
    /// It was for at once, and there was no more.
    NotAtOnce,
    /// Another order of its group traded.
    Sibling,
    /// Its parent ended before it traded.
    ParentEnded,
    /// A split or a delisting.
    CorporateAction,
}

/// What the market tells.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Effect {
    /// It has the order.
    Accepted(OrderId),
    /// Units changed hands.
    Filled {
        /// Of which order.
        order_id: OrderId,
        /// How many.
        units: Decimal,
        /// At which price.
        price: Decimal,
        /// The market's price, from which slippage and the tick led to this one.
        market: f64,
        /// What it costs, in the instrument's currency.
        fee: Decimal,
        /// Who was there first.
        liquidity: Liquidity,
        /// When: the time of the bar or tick.
        at: Timestamp,
    },
    /// The order has another quantity or other terms.
    Changed {
        /// Which.
        order_id: OrderId,
        /// All its units, with those that traded.
        quantity: Decimal,
        /// When and at which price.
        terms: OrderTerms,
    },
    /// The rest is canceled.
    Canceled(OrderId, Ended),
    /// Its time is over.
    Expired(OrderId),
}

/// What several markets share: the fees, and what they tell.
#[derive(Debug, Default)]
pub struct Desk {
    /// The fees.
    pub fees: FeeSchedule,
    /// What was traded in the month.
    pub month: FeeMonth,
    /// What was told and not yet taken, in order.
    pub effects: Vec<Effect>,
}
