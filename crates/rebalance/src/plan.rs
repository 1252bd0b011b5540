//! The answer: trades by account and lot, with what they cost and why. Decimals are strings in JSON; amounts are in the base currency
//! unless a currency stands beside them.

use chrono::NaiveDate;
use model::currency::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tax::Term;
use utoipa::ToSchema;

use crate::targets::DriftRow;

/// A plan of trades.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RebalancePlan {
    /// Value of all lots and cash, with what flows in or out.
    #[schema(value_type = String)]
    pub value: Decimal,
    /// The trades: sales first, in the order of accounts and instruments.
    pub trades: Vec<PlannedTrade>,
    /// What the trades amount to.
    pub figures: PlanFigures,
    /// The same for no trade at all; null where that would break a limit, such as a withdrawal.
    pub untouched: Option<PlanFigures>,
    /// The same for the greedy plan; null where that rule finds none.
    pub greedy: Option<PlanFigures>,
    /// How sure it is that there is no better plan.
    pub search: SearchReport,
    /// Cash of the accounts.
    pub accounts: Vec<AccountAfter>,
    /// Weights against targets and bands before the trades.
    pub drift_before: Vec<DriftRow>,
    /// The same after them.
    pub drift_after: Vec<DriftRow>,
    /// Lots that are kept and instruments that are not bought, with the reason.
    pub blocked: Vec<Blocked>,
    /// What else the user should know.
    pub notes: Vec<String>,
}

/// Purchase or sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TradeSide)]
pub enum Side {
    /// A sale.
    Sell,
    /// A purchase.
    Buy,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlannedTrade {
    /// Purchase or sale.
    pub side: Side,
    /// In which account.
    pub account: String,
    /// Of what.
    pub instrument: String,
    /// How many units, above zero.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// Price of a unit, in its currency.
    #[schema(value_type = String)]
    pub price: Decimal,
    /// The price's currency.
    pub currency: Currency,
    /// Units × price, in the base currency.
    #[schema(value_type = String)]
    pub amount: Decimal,
    /// Half spread.
    #[schema(value_type = String)]
    pub spread: Decimal,
    /// Commission.
    #[schema(value_type = String)]
    pub commission: Decimal,
    /// The lots of a sale.
    pub lots: Vec<ClosedLot>,
    /// Gain realized; null for a purchase and where gains are not taxed.
    #[schema(value_type = Option<String>)]
    pub gain: Option<Decimal>,
    /// Tax of the gain; below zero for a loss that saves tax.
    #[schema(value_type = Option<String>)]
    pub tax: Option<Decimal>,
    /// Nothing of the position is left.
    pub closes_position: bool,
    /// Why.
    pub reasons: Vec<TradeReason>,
}

/// What a sale takes of a lot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClosedLot {
    /// The lot.
    pub lot: String,
    /// Units sold.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// What they cost; of a pool, at its average.
    #[schema(value_type = Option<String>)]
    pub cost: Option<Decimal>,
    /// Amount less cost; null where gains are not taxed.
    #[schema(value_type = Option<String>)]
    pub gain: Option<Decimal>,
    /// Short- or long-term.
    pub term: Option<Term>,
    /// Gain × rate of the term.
    #[schema(value_type = Option<String>)]
    pub tax: Option<Decimal>,
}

/// Why a trade is made: a code for programs, words for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TradeReason {
    /// `over_target`, `under_target`, `not_in_target`, `raises_cash`, `invests_cash`, `takes_loss`, `moves_location`,
    /// `closes_position`.
    pub code: String,
    /// In a sentence.
    pub words: String,
}

/// Why something is not traded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockedCode {
    /// The request locks it.
    Locked,
    /// A purchase in the window would cancel its loss.
    WashSale,
    /// It was sold at a loss, or is in this plan, and is not bought back.
    RecentLossSale,
    /// What it cost is unknown, hence its tax.
    CostUnknown,
    /// Lots go in a fixed order and an older one is kept.
    BehindKeptLot,
}

/// A lot that is kept, or an instrument that is not bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Blocked {
    /// What is not done.
    pub side: Side,
    /// In which account; null for all.
    pub account: Option<String>,
    /// The instrument.
    pub instrument: String,
    /// The lot of a sale.
    pub lot: Option<String>,
    /// Why.
    pub code: BlockedCode,
    /// The last day on which it holds, where there is one.
    pub until: Option<NaiveDate>,
    /// In a sentence.
    pub reason: String,
}

/// What a plan amounts to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanFigures {
    /// What the plan makes small: `tax_price + cost + drift_price + location_price`.
    #[schema(value_type = String)]
    pub objective: Decimal,
    /// Tax on what is realized, at the rates of its terms; below zero when losses save more.
    #[schema(value_type = String)]
    pub tax_now: Decimal,
    /// Tax of today less the part that would fall due later anyway: see `docs/guide/rebalancing.md`.
    #[schema(value_type = String)]
    pub tax_price: Decimal,
    /// Tax that selling the rest today would bring: deferred.
    #[schema(value_type = String)]
    pub tax_later: Decimal,
    /// Half spreads and commissions.
    #[schema(value_type = String)]
    pub cost: Decimal,
    /// Price of the distance from the aims.
    #[schema(value_type = String)]
    pub drift_price: Decimal,
    /// Tax drag of what is held afterwards where it is held, over `location_years`.
    #[schema(value_type = String)]
    pub location_price: Decimal,
    /// Realized on lots held no longer than the holding period.
    #[schema(value_type = String)]
    pub realized_short_term: Decimal,
    /// Realized on lots held longer.
    #[schema(value_type = String)]
    pub realized_long_term: Decimal,
    /// Purchases and sales together.
    #[schema(value_type = String)]
    pub traded: Decimal,
    /// `½ Σ|weight − target|` over the instruments: the part of the portfolio that lies elsewhere than it should.
    #[schema(value_type = String)]
    pub off_target: Decimal,
    /// Yearly tracking error to the target, `√((w − t)'Σ(w − t))`; null without a covariance.
    pub tracking_error: Option<f64>,
    /// Cash afterwards.
    #[schema(value_type = String)]
    pub cash: Decimal,
}

/// How sure it is that there is no better plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SearchReport {
    /// What the objective of no plan can be below; null when it is unknown.
    pub bound: Option<f64>,
    /// How far the plan may be above the best, in money; null when unknown.
    pub gap: Option<f64>,
    /// Quadratic programs solved.
    pub nodes: usize,
}

/// Cash of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AccountAfter {
    /// The account.
    pub account: String,
    /// Its cash in the base currency before the trades, with what flows in or out.
    #[schema(value_type = String)]
    pub cash_before: Decimal,
    /// After them.
    #[schema(value_type = String)]
    pub cash_after: Decimal,
    /// By currency.
    pub currencies: Vec<CurrencyCash>,
}

/// Cash of one currency in an account, in that currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CurrencyCash {
    /// The currency.
    pub currency: Currency,
    /// Before the trades, with what flows in or out.
    #[schema(value_type = String)]
    pub before: Decimal,
    /// What the trades bring.
    #[schema(value_type = String)]
    pub traded: Decimal,
    /// What must be exchanged into this currency (above zero) or out of it, so that none is owed.
    #[schema(value_type = String)]
    pub exchanged: Decimal,
    /// After both.
    #[schema(value_type = String)]
    pub after: Decimal,
}
