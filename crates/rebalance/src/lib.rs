//! From targets, lots, prices, taxes and costs to trades by account and lot.
//!
//! [`rebalance`] takes a [`RebalanceRequest`] and returns a [`RebalancePlan`] or a [`RebalanceError`] in words. One number is made
//! small: priced tax + trading cost + drift + the tax drag of what lies in which account, all in money of the base currency. The
//! sold units of each lot and the bought units of each account are chosen together.
//!
//! How it plans: what a trade of one position costs is a function of the traded units, with a corner at each lot, a jump where a
//! commission falls due and a peak where losses wait ([`curve`]). Its convex hull makes a quadratic program whose optimum no
//! plan can beat; Clarabel solves it ([`relaxation`]). Branch and bound cuts the ranges of the positions until hull and function meet or the
//! nodes are used up, and each node is rounded to tradable units and improved ([`search`], [`descent`]). A greedy plan as portfolio
//! trackers make it ([`greedy`]) is there from the start, so that the answer is never worse; the gap to the bound is told.
//!
//! The search reckons in `f64`; the plan that comes of it is reckoned again in decimals ([`draft`]), exact in prices × units.
//!
//! [`harvest`] finds the losses that are worth taking: by lot, with what the tax saves now and what it costs later, the purchases
//! in any account of the household that stand against it, and instruments that could take the place of what is sold.
//!
//! Not here: short positions, orders and their execution, storage. Everything is pure: the day is a parameter, the
//! same request gives the same plan.

mod curve;
mod descent;
mod draft;
mod error;
mod greedy;
pub mod harvest;
mod household;
mod plan;
mod reasons;
mod relaxation;
mod request;
mod search;
mod state;
pub mod targets;
mod trim;

pub use error::RebalanceError;
pub use plan::{
    AccountAfter, Blocked, BlockedCode, ClosedLot, CurrencyCash, PlanFigures, PlannedTrade, RebalancePlan,
    SearchReport, Side, TradeReason,
};
pub use request::{
    AssetDrag, Covariance, DriftPrice, HeldLot, HouseholdAccount, LossSale, Mode, Purchase, RebalanceRequest, Scope,
    Shares, Smallest, SteerTo, TradedInstrument,
};

/// Plans the trades.
///
/// # Errors
/// [`RebalanceError`] naming the group, instrument, account or lot that is at fault, and what to do.
pub fn rebalance(request: &RebalanceRequest) -> Result<RebalancePlan, RebalanceError> {
    let household = household::Household::open(request)?;
    let found = search::search(&household)?;
    draft::draft(&household, &found)
}
