//! What of the workspace is rebalanced, towards which target, and by which rules.

use std::collections::BTreeMap;

use ::rebalance::{DriftPrice, Mode, Scope, Shares, Smallest, SteerTo};
use model::{
    id::{AccountId, InstrumentId, TargetId},
    target::TargetModel,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tax::Deferral;

/// A rebalancing in terms of the workspace: lots, prices, rates and taxes come out of the books.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RebalancingTerms {
    /// What to steer towards.
    pub target: RebalancingTarget,
    /// The accounts that are rebalanced as one household; all real ones when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub account_ids: Vec<AccountId>,
    /// Which trades may be made.
    #[serde(default)]
    pub mode: Mode,
    /// What is rebalanced.
    #[serde(default)]
    pub scope: Scope,
    /// How far it is brought back.
    #[serde(default)]
    pub steer_to: SteerTo,
    /// What drift costs.
    #[serde(default)]
    pub drift_price: DriftPrice,
    /// Whole shares or fractions.
    #[serde(default = "whole")]
    pub shares: Shares,
    /// Trades smaller than this are not made, unless they close a position.
    #[serde(default)]
    pub minimum_trade: Smallest,
    /// Cash that all accounts together keep.
    #[serde(default)]
    pub cash_buffer: Smallest,
    /// Half the distance of bid and ask as a part of the price; the cost rate of the tax profile when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub half_spread: Option<Decimal>,
    /// Paid for each order, in the base currency.
    #[serde(default)]
    #[schema(value_type = String)]
    pub commission: Decimal,
    /// Money to be invested (above zero) or paid out (below) by account, in the base currency, beside the cash that is there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = BTreeMap<String, String>)]
    pub flows: BTreeMap<AccountId, Decimal>,
    /// Instruments that are neither bought nor sold; they count with what they are worth.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locked: Vec<InstrumentId>,
    /// Instruments that are no part of the plan nor of the value that it divides, such as those without a price.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<InstrumentId>,
    /// Whether taxes count.
    #[serde(default)]
    pub taxes: TaxCounting,
    /// What happens where a purchase cancels a loss.
    #[serde(default)]
    pub wash_sales: WashSales,
    /// How later tax is counted today; as the tax profile says when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferral: Option<Deferral>,
    /// Years over which the tax on income counts when an account is chosen for an instrument: this is what puts what pays much
    /// into the sheltered account. Where things lie does not matter when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_years: Option<f64>,
    /// How hard to look for the best plan.
    #[serde(default)]
    pub effort: Effort,
}

const fn whole() -> Shares {
    Shares::Whole
}

/// What to steer towards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum RebalancingTarget {
    /// A target of the workspace.
    Saved {
        /// Which.
        target_id: TargetId,
    },
    /// One that is given here. Its instruments are named by identity or by symbol.
    Given {
        /// Its weights and bands.
        model: TargetModel,
    },
}

/// Whether taxes count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxCounting {
    /// By the tax profile. Without one they are unknown and left out, and the plan says so.
    #[default]
    Profile,
    /// Nothing is taxed, as in an account that is sheltered as a whole.
    Ignored,
}

/// What happens where a purchase in any account cancels a loss.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WashSales {
    /// The lot is not sold, or the instrument not bought back.
    #[default]
    Block,
    /// It is traded, and the plan warns of each.
    Warn,
}

/// How hard to look for the best plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// Until the gap is closed or the search has used up its nodes.
    #[default]
    Full,
    /// One look with fractions of shares: for every move of a weight that is being dragged.
    Quick,
}
