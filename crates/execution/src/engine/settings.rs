//! How a run is set up.

use model::{id::AccountId, market::Source};
use serde::{Deserialize, Serialize};

use crate::{account::AccountSettings, fees::FeeSchedule, gate::GateLimits, matching::MatchRules};

/// When what a strategy asks for at the close of a bar reaches the market.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Arrival {
    /// At the open of the instrument's next bar whose open is known.
    #[default]
    NextOpen,
    /// At the close of its next bar.
    NextClose,
    /// At the close of the same bar: a look ahead of one bar, as if the close were known a moment before it is.
    SameClose,
}

/// What becomes of positions at the end of the data.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// They stay, and count with their last price.
    #[default]
    Keep,
    /// They are closed at the last close.
    CloseAtClose,
    /// They are closed at the open of the last bar, although its close is known by then; so that results compare with programs that
    /// do so.
    CloseAtOpen,
}

/// How a run is set up.
#[derive(Clone, PartialEq, Debug)]
pub struct EngineSettings {
    /// When orders arrive.
    pub arrival: Arrival,
    /// The end.
    pub finish: Finish,
    /// How orders trade.
    pub rules: MatchRules,
    /// What trades cost.
    pub fees: FeeSchedule,
    /// The gate.
    pub limits: GateLimits,
    /// The account.
    pub account: AccountSettings,
    /// Whose orders they are.
    pub account_id: AccountId,
    /// The name of the simulated venue.
    pub venue: Source,
    /// How long an order is on its way, with ticks.
    pub latency_micros: i64,
    /// Makes the ids of orders.
    pub seed: u64,
}

impl EngineSettings {
    /// Next open, no slippage, no fees, and the gate that a new account has.
    #[must_use]
    pub fn new(account: AccountSettings, account_id: AccountId, venue: Source) -> Self {
        Self {
            arrival: Arrival::default(),
            finish: Finish::default(),
            rules: MatchRules::default(),
            fees: FeeSchedule::default(),
            limits: GateLimits::default(),
            account,
            account_id,
            venue,
            latency_micros: 0,
            seed: 0,
        }
    }
}
