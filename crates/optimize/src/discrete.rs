//! Weights as whole lots: how many shares of each asset a sum of money buys.
//!
//! Two methods: the greedy rule of PyPortfolioOpt, share by share, and the integer program
//! `min Σ|w·V − x·p| + leftover` over whole numbers of lots `x`, by branch and bound with a limit of nodes and the gap told.

mod greedy;
mod integer;
mod market;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::named::PerAsset;
use crate::{OptimizationConstraints, OptimizeError};
use market::Book;

/// Nodes of the branch and bound when the request says nothing.
const DEFAULT_NODES: usize = 20_000;

/// How weights become whole lots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundLots {
    /// Price of a share, by asset.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub prices: IndexMap<String, f64>,
    /// Money to invest, in the currency of the prices.
    pub capital: f64,
    /// Greedy or integer program.
    #[serde(default)]
    pub method: AllocationMethod,
    /// Shares in a lot: one number for all or one for each asset; 1 when left out. May be a fraction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot_sizes: Option<PerAsset>,
    /// Trades of less money than this are not made.
    #[serde(default)]
    pub minimum_trade: f64,
    /// Part of the capital that is not spent (0.05 = 5 %).
    #[serde(default)]
    pub cash_buffer: f64,
    /// Shares held now, for `minimum_trade` and the trades of the answer; none when left out.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub current_shares: IndexMap<String, f64>,
    /// Most nodes of the branch and bound; 20 000 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_nodes: Option<usize>,
}

/// Which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AllocationMethod {
    /// Whole lots below each weight, then one lot at a time where the weight is missed most (PyPortfolioOpt's rule).
    #[default]
    Greedy,
    /// The least `Σ|w·V − x·p| + leftover`.
    Integer,
}

/// Whole lots for weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Allocation {
    /// The rule that was used.
    pub method: AllocationMethod,
    /// Shares by asset, for those that are held; below zero when short.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub shares: IndexMap<String, f64>,
    /// Shares to buy (above zero) or to sell, by asset, for those that change.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub trades: IndexMap<String, f64>,
    /// Money that is not spent.
    pub leftover: f64,
    /// `Σ|w·V − x·p| + leftover`, in money.
    pub objective: f64,
    /// Weights that the lots amount to, as parts of the capital.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub weights: IndexMap<String, f64>,
    /// Largest difference to a weight that was asked for.
    pub largest_deviation: f64,
    /// Nodes of the branch and bound that were looked at.
    pub nodes: usize,
    /// How far `objective` may be above the least possible, in money: 0 when it is proved to be the least. Null for the
    /// greedy rule, which proves nothing.
    pub gap: Option<f64>,
}

/// Lots of one side: long, or short as if it were long.
struct Bought {
    /// Whole lots by asset of the book.
    lots: Vec<f64>,
    nodes: usize,
    gap: Option<f64>,
}

/// Turns weights into whole lots.
///
/// Short weights form a book of their own, sold for their sum of the capital; the proceeds are spent on the long ones.
///
/// # Errors
/// [`OptimizeError::InvalidField`] naming the price, size or amount that cannot be used.
pub fn allocate(weights: &IndexMap<String, f64>, settings: &RoundLots) -> Result<Allocation, OptimizeError> {
    let books = Book::open(weights, settings)?;
    let mut allocation = Allocation {
        method: settings.method,
        shares: IndexMap::new(),
        trades: IndexMap::new(),
        leftover: 0.0,
        objective: 0.0,
        weights: IndexMap::new(),
        largest_deviation: 0.0,
        nodes: 0,
        gap: (settings.method == AllocationMethod::Integer).then_some(0.0),
    };
    for book in &books {
        let bought = match settings.method {
            AllocationMethod::Greedy => greedy::allocate(book),
            AllocationMethod::Integer => integer::allocate(book, settings.max_nodes.unwrap_or(DEFAULT_NODES)),
        };
        let mut leftover = book.capital;
        for (asset, &lots) in book.assets.iter().zip(&bought.lots) {
            leftover -= lots * asset.lot_price;
            allocation.objective += (asset.amount - lots * asset.lot_price).abs();
            if lots > 0.0 {
                allocation.shares.insert(asset.name.to_owned(), book.sign * lots * asset.lot_size);
            }
        }
        allocation.leftover += leftover;
        allocation.objective += leftover;
        allocation.nodes += bought.nodes;
        allocation.gap = allocation.gap.zip(bought.gap).map(|(total, gap)| total + gap);
    }
    complete(&mut allocation, weights, settings);
    Ok(allocation)
}

/// Whole lots for the weights of an answer: a cash buffer of its constraints is kept as well.
pub(crate) fn of_request(
    weights: &IndexMap<String, f64>,
    settings: &RoundLots,
    constraints: &OptimizationConstraints,
) -> Result<Allocation, OptimizeError> {
    match constraints.cash_buffer {
        Some(buffer) if settings.cash_buffer == 0.0 => {
            allocate(weights, &RoundLots { cash_buffer: buffer, ..settings.clone() })
        }
        _ => allocate(weights, settings),
    }
}

/// Weights and trades that follow from the shares.
fn complete(allocation: &mut Allocation, weights: &IndexMap<String, f64>, settings: &RoundLots) {
    for (asset, wanted) in weights {
        let shares = allocation.shares.get(asset).copied().unwrap_or(0.0);
        let weight = shares * settings.prices.get(asset).copied().unwrap_or(0.0) / settings.capital;
        allocation.weights.insert(asset.clone(), weight);
        allocation.largest_deviation = allocation.largest_deviation.max((weight - wanted).abs());
        let trade = shares - settings.current_shares.get(asset).copied().unwrap_or(0.0);
        if trade != 0.0 {
            allocation.trades.insert(asset.clone(), trade);
        }
    }
    // What is held but has no weight is sold.
    for (asset, &held) in settings.current_shares.iter().filter(|(asset, _)| !weights.contains_key(*asset)) {
        if held != 0.0 {
            allocation.trades.insert(asset.clone(), -held);
        }
    }
}
