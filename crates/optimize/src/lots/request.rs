//! Lots, prices, rates and rules, as the request gives them.

use chrono::NaiveDate;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use tax::{Deferral, Jurisdiction, TaxRates, TaxRules};
use utoipa::ToSchema;

/// What is held, lot by lot, and how it is taxed: makes sold amounts of each lot part of the problem.
///
/// With these, `current_weights` follow from the lots and must be left out. Weights are parts of the capital: the value of all lots
/// at `prices`, and the cash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxLots {
    /// The day of the trades: holding periods and wash-sale windows are counted to it.
    pub date: NaiveDate,
    /// Price of a unit today, for every asset.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub prices: IndexMap<String, f64>,
    /// Cash before the trades.
    #[serde(default)]
    pub cash: f64,
    /// What is held.
    pub lots: Vec<TaxLot>,
    /// Whose rules.
    #[serde(default)]
    pub jurisdiction: Jurisdiction,
    /// Rules in place of the jurisdiction's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub rules: Option<TaxRules>,
    /// The user's rates.
    pub rates: TaxRates,
    /// How later tax is counted today.
    #[serde(default)]
    pub deferral: Deferral,
    /// Purchases before `date`, for the wash-sale window; those of lots that are still held need not be repeated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recent_purchases: Vec<AssetDay>,
    /// Sales at a loss before `date`: the asset is not bought again within the window.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recent_loss_sales: Vec<AssetDay>,
    /// Most nodes of the search over "sell losses or buy" of each asset; between 10 (300 assets or more)
    /// and 100 (30 or fewer) when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_nodes: Option<usize>,
}

/// Units bought together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxLot {
    /// Name of the lot, no name twice.
    pub id: String,
    /// One of the request's assets.
    pub asset: String,
    /// Units, above zero.
    pub quantity: f64,
    /// What one unit cost, fees included.
    pub unit_cost: f64,
    /// The day it was bought.
    pub acquired: NaiveDate,
    /// It is not sold.
    #[serde(default)]
    pub locked: bool,
}

/// Something that happened to an asset on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetDay {
    /// One of the request's assets.
    pub asset: String,
    /// The day, not after the date of the trades.
    pub date: NaiveDate,
}
