//! From weights to trades by lot: costs, tax now, tax deferred, and the same without taxes.

use chrono::NaiveDate;
use indexmap::IndexMap;
use nalgebra::DVector;
use serde::{Deserialize, Serialize};
use tax::Term;
use utoipa::ToSchema;

use super::ask::Ask;
use super::book::{Book, Kept};
use super::curve::Curve;
use super::request::TaxLots;
use super::search::Plan;
use super::volatility;
use crate::limits::{BUDGET, Limits};
use crate::polytope::{Limit, Side};
use crate::report::{marginal_risk, risk_contributions};
use crate::{BindingConstraint, OptimizationRequest, OptimizationResult, OptimizeError, SolverInfo, Status, Universe};

/// Trades below this part of the capital are rounding.
const NO_TRADE: f64 = 1e-12;

/// Trades by lot and what they cost; money is in the currency of the prices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TaxReport {
    /// Value of all lots and the cash before the trades.
    pub capital: f64,
    /// Sales by lot, then purchases, in the order of the assets.
    pub trades: Vec<LotTrade>,
    /// Cash after trades and their costs.
    pub cash_after: f64,
    /// Trading costs.
    pub cost: f64,
    /// Tax on the gains that the sales realize, less what their losses save; below zero when losses prevail.
    pub tax_now: f64,
    /// What the objective counts for it: `tax_now` less the later tax that it replaces (see the deferral rule).
    pub tax_price: f64,
    /// Tax that selling all remaining lots today would bear, net of their losses.
    pub tax_deferred: f64,
    /// Realized short-term gains less losses.
    pub realized_short_term: f64,
    /// Realized long-term gains less losses.
    pub realized_long_term: f64,
    /// Tracking error a year to the benchmark, for that objective.
    pub tracking_error: Option<f64>,
    /// Short-term lots with a gain that are kept, with what waiting saves.
    pub waiting: Vec<WaitingLot>,
    /// Trades that rules or locks forbid.
    pub blocked: Vec<BlockedTrade>,
    /// The portfolio that would be best without taxes.
    pub untaxed: Untaxed,
    /// Relaxations solved to decide between selling losses and buying.
    pub nodes: usize,
    /// How far `objective_value` may be from the best possible; 0 when it is proved to be the best.
    pub gap: f64,
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TradeAction {
    /// Units of a lot are sold.
    Sell,
    /// Units are bought; they become a new lot.
    Buy,
}

/// One trade.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LotTrade {
    /// Sale or purchase.
    pub action: TradeAction,
    /// The asset.
    pub asset: String,
    /// The lot that is sold; null for a purchase.
    pub lot: Option<String>,
    /// Units.
    pub quantity: f64,
    /// Units times price.
    pub amount: f64,
    /// Trading cost.
    pub cost: f64,
    /// Gain that the sale realizes, below zero for a loss; null for a purchase.
    pub gain: Option<f64>,
    /// Term of the gain.
    pub term: Option<Term>,
    /// Tax on the gain, below zero for a loss; null for a purchase.
    pub tax: Option<f64>,
}

/// A short-term gain that is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WaitingLot {
    /// The asset.
    pub asset: String,
    /// The lot.
    pub lot: String,
    /// Days until it is long-term.
    pub days_to_long_term: u32,
    /// Tax if the rest of the lot were sold today.
    pub tax_today: f64,
    /// Tax on the same gain once it is long-term.
    pub tax_long_term: f64,
}

/// A trade that may not be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BlockedTrade {
    /// Sale or purchase.
    pub action: TradeAction,
    /// The asset.
    pub asset: String,
    /// The lot, for a sale.
    pub lot: Option<String>,
    /// Last day of the wash-sale window; null for a lot that is locked.
    pub until: Option<NaiveDate>,
}

/// The best portfolio if there were no taxes, within the same limits and at the same trading costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Untaxed {
    /// Its weights.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub weights: IndexMap<String, f64>,
    /// Value of its objective without taxes.
    pub objective_value: f64,
    /// Trading costs to get there.
    pub cost: f64,
    /// Tax that those trades would really bear.
    pub tax: f64,
    /// Tracking error a year, for that objective.
    pub tracking_error: Option<f64>,
}

/// What an answer is written from.
pub(super) struct Drafting<'a> {
    pub(super) universe: &'a Universe,
    pub(super) request: &'a OptimizationRequest,
    pub(super) lots: &'a TaxLots,
    pub(super) book: &'a Book,
    pub(super) ask: &'a Ask,
    pub(super) limits: &'a Limits,
}

/// Sold weight of each lot of the request, and bought weight of each asset.
struct Moves {
    sold: Vec<f64>,
    bought: Vec<f64>,
}

impl Drafting<'_> {
    /// Puts the result together.
    pub(super) fn result(
        &self,
        taxed: &(Vec<Curve>, Plan),
        untaxed: &(Vec<Curve>, Plan),
    ) -> Result<OptimizationResult, OptimizeError> {
        let Self { universe, request, ask, .. } = *self;
        let x = &taxed.1.solved.point.x;
        let moves = self.moves(&taxed.0, x);
        let report = self.report(&moves, &taxed.1, x, untaxed);
        let cash = report.cash_after / self.book.capital;
        let expected_return = universe.expected_returns().map(|mean| mean.dot(x) + request.risk_free_rate * cash);
        let risk = volatility(universe, x);
        let sharpe = match expected_return {
            None => Err("no expected returns were given"),
            Some(_) if risk <= 1e-7 * universe.covariance().diagonal().max().sqrt() => {
                Err("the portfolio has no volatility")
            }
            Some(expected) => Ok((expected - request.risk_free_rate) / risk),
        };
        Ok(OptimizationResult {
            objective: request.objective,
            status: Status::Optimal,
            weights: self.named(x),
            expected_return,
            volatility: risk,
            sharpe: sharpe.ok(),
            sharpe_reason: sharpe.err().map(str::to_owned),
            objective_value: Some(self.objective(x, report.cost, report.tax_price)),
            residuals: taxed.1.residuals,
            solver: SolverInfo {
                polish_steps: taxed.1.steps + untaxed.1.steps,
                polished: true,
                ..SolverInfo::default()
            },
            binding: self.binding(&taxed.1),
            binding_words: Vec::new(),
            budget_shadow_price: Some(taxed.1.cash_price(ask.risk_aversion) + 0.0),
            frontier: Vec::new(),
            tangency: None,
            estimation: universe.estimation().cloned(),
            corners: Vec::new(),
            risk_contributions: risk_contributions(universe, x),
            marginal_risk: marginal_risk(universe, x),
            sensitivity: IndexMap::new(),
            clusters: None,
            costs: None,
            turnover: None,
            tracking_error: report.tracking_error,
            scenario_risk: None,
            cardinality: None,
            allocation: None,
            warnings: self.warnings(&report),
            tax: Some(report),
        })
    }

    /// Utility, or half the risk aversion times the squared tracking error, with costs and taxes as parts of the capital.
    fn objective(&self, x: &DVector<f64>, cost: f64, tax_price: f64) -> f64 {
        let Self { universe, request, ask, book, .. } = *self;
        let paid = (cost + tax_price) / book.capital;
        match &ask.benchmark {
            Some(benchmark) => 0.5 * ask.risk_aversion * volatility(universe, &(x - benchmark)).powi(2) + paid,
            None => {
                let cash = 1.0 - x.sum() - cost / book.capital;
                let expected =
                    universe.expected_returns().map_or(0.0, |mean| mean.dot(x)) + request.risk_free_rate * cash;
                expected - 0.5 * ask.risk_aversion * volatility(universe, x).powi(2) - paid
            }
        }
    }

    /// What is sold of each lot, in the order of the holding, and what is bought.
    fn moves(&self, curves: &[Curve], x: &DVector<f64>) -> Moves {
        let mut moves = Moves { sold: vec![0.0; self.lots.lots.len()], bought: vec![0.0; x.len()] };
        for (i, (holding, curve)) in self.book.holdings.iter().zip(curves).enumerate() {
            let mut to_sell = (holding.held - x[i]).max(curve.harvested);
            if to_sell <= NO_TRADE {
                to_sell = 0.0;
            }
            let bought = x[i] - (holding.held - to_sell);
            moves.bought[i] = if bought > NO_TRADE { bought } else { 0.0 };
            for parcel in holding.sellable() {
                let mut sold = to_sell.clamp(0.0, parcel.weight);
                // What is left of a lot by rounding is sold with it.
                if parcel.weight - sold <= NO_TRADE {
                    sold = parcel.weight;
                }
                moves.sold[parcel.lot] = if sold > NO_TRADE { sold } else { 0.0 };
                to_sell -= sold;
            }
        }
        moves
    }

    fn report(&self, moves: &Moves, plan: &Plan, x: &DVector<f64>, untaxed: &(Vec<Curve>, Plan)) -> TaxReport {
        let Self { universe, ask, book, lots, .. } = *self;
        let capital = book.capital;
        let tracking =
            |x: &DVector<f64>| ask.benchmark.as_ref().map(|benchmark| volatility(universe, &(x - benchmark)));
        let mut report = TaxReport {
            capital,
            trades: self.trades(moves),
            cash_after: lots.cash,
            cost: 0.0,
            tax_now: 0.0,
            tax_price: 0.0,
            tax_deferred: 0.0,
            realized_short_term: 0.0,
            realized_long_term: 0.0,
            tracking_error: tracking(x),
            waiting: Vec::new(),
            blocked: self.blocked(),
            untaxed: self.untaxed(untaxed, &tracking),
            nodes: plan.nodes,
            gap: (plan.solved.value - plan.bound).max(0.0) * ask.risk_aversion,
        };
        for trade in &report.trades {
            report.cost += trade.cost;
            let sign = if trade.action == TradeAction::Sell { 1.0 } else { -1.0 };
            report.cash_after += sign * trade.amount - trade.cost;
            report.tax_now += trade.tax.unwrap_or(0.0);
            match trade.term {
                Some(Term::Short) => report.realized_short_term += trade.gain.unwrap_or(0.0),
                Some(Term::Long) => report.realized_long_term += trade.gain.unwrap_or(0.0),
                None => {}
            }
        }
        for (asset, holding) in universe.assets().iter().zip(&book.holdings) {
            for parcel in &holding.parcels {
                let sold = moves.sold[parcel.lot];
                let kept = (parcel.weight - sold).max(0.0) * capital;
                report.tax_price += parcel.price * sold * capital;
                report.tax_deferred += parcel.tax * kept;
                if parcel.term == Term::Short && parcel.gain > 0.0 && kept > 0.0 {
                    report.waiting.push(WaitingLot {
                        asset: asset.clone(),
                        lot: lots.lots[parcel.lot].id.clone(),
                        days_to_long_term: parcel.days_to_long_term,
                        tax_today: parcel.tax * kept,
                        tax_long_term: lots.rates.long_term * parcel.gain * kept,
                    });
                }
            }
        }
        report
    }

    fn trades(&self, moves: &Moves) -> Vec<LotTrade> {
        let Self { universe, ask, book, lots, .. } = *self;
        let mut trades = Vec::new();
        for (i, (asset, holding)) in universe.assets().iter().zip(&book.holdings).enumerate() {
            for parcel in holding.sellable().filter(|parcel| moves.sold[parcel.lot] > 0.0) {
                let amount = moves.sold[parcel.lot] * book.capital;
                trades.push(LotTrade {
                    action: TradeAction::Sell,
                    asset: asset.clone(),
                    lot: Some(lots.lots[parcel.lot].id.clone()),
                    quantity: amount / book.prices[i],
                    amount,
                    cost: ask.costs[i] * amount,
                    gain: Some(parcel.gain * amount),
                    term: Some(parcel.term),
                    tax: Some(parcel.tax * amount),
                });
            }
        }
        for (i, asset) in universe.assets().iter().enumerate().filter(|(i, _)| moves.bought[*i] > 0.0) {
            let amount = moves.bought[i] * book.capital;
            trades.push(LotTrade {
                action: TradeAction::Buy,
                asset: asset.clone(),
                lot: None,
                quantity: amount / book.prices[i],
                amount,
                cost: ask.costs[i] * amount,
                gain: None,
                term: None,
                tax: None,
            });
        }
        trades
    }

    fn untaxed(&self, plan: &(Vec<Curve>, Plan), tracking: &dyn Fn(&DVector<f64>) -> Option<f64>) -> Untaxed {
        let x = &plan.1.solved.point.x;
        let trades = self.trades(&self.moves(&plan.0, x));
        let cost = trades.iter().map(|trade| trade.cost).sum();
        Untaxed {
            weights: self.named(x),
            objective_value: self.objective(x, cost, 0.0),
            cost,
            tax: trades.iter().filter_map(|trade| trade.tax).sum(),
            tracking_error: tracking(x),
        }
    }

    fn blocked(&self) -> Vec<BlockedTrade> {
        let mut blocked = Vec::new();
        for (asset, holding) in self.universe.assets().iter().zip(&self.book.holdings) {
            for parcel in &holding.parcels {
                let until = match parcel.kept {
                    None => continue,
                    Some(Kept::Locked) => None,
                    Some(Kept::WashSale { until }) => Some(until),
                };
                let lot = Some(self.lots.lots[parcel.lot].id.clone());
                blocked.push(BlockedTrade { action: TradeAction::Sell, asset: asset.clone(), lot, until });
            }
            if holding.purchase_blocked.is_some() {
                let until = holding.purchase_blocked;
                blocked.push(BlockedTrade { action: TradeAction::Buy, asset: asset.clone(), lot: None, until });
            }
        }
        blocked
    }

    fn named(&self, x: &DVector<f64>) -> IndexMap<String, f64> {
        self.universe.assets().iter().cloned().zip(x.iter().map(|weight| weight + 0.0)).collect()
    }

    /// Groups that bind, and assets at the end of their range; prices are in units of the objective.
    fn binding(&self, plan: &Plan) -> Vec<BindingConstraint> {
        let polytope = &self.limits.polytope;
        let (point, set) = (&plan.solved.point, &plan.solved.set);
        let mut binding = Vec::new();
        let mut push = |limit: Limit, side: Side, multiplier: f64| {
            let eased = if side == Side::Lower { multiplier } else { -multiplier };
            let price = Some(eased * self.ask.risk_aversion + 0.0);
            binding.push(self.limits.binding(limit, side, &point.x, price));
        };
        for i in 0..point.x.len() {
            let multiplier = point.bound_multipliers[i];
            match set.bounds[i] {
                Some(side) if polytope.is_fixed(i) => {
                    debug_assert!(side == Side::Equal);
                    push(Limit::Bound(i), Side::Equal, multiplier);
                }
                Some(Side::Lower) if (point.x[i] - polytope.lower[i]).abs() <= NO_TRADE => {
                    push(Limit::Bound(i), Side::Lower, multiplier);
                }
                Some(Side::Upper) if (point.x[i] - polytope.upper[i]).abs() <= NO_TRADE => {
                    push(Limit::Bound(i), Side::Upper, multiplier);
                }
                _ => {}
            }
        }
        for &(row, side) in set.rows.iter().filter(|(row, _)| Limit::Row(*row) != BUDGET) {
            push(Limit::Row(row), side, point.multiplier(set, Limit::Row(row)));
        }
        binding
    }

    fn warnings(&self, report: &TaxReport) -> Vec<String> {
        let mut warnings = self.universe.warnings().to_vec();
        let net = report.realized_short_term + report.realized_long_term;
        if net < 0.0 {
            warnings.push(format!(
                "the sales realize a net loss of {:.2}: it is counted as saving tax at the rate of its term, which needs gains \
                 elsewhere this year to set it against",
                -net
            ));
        }
        if report.gap > 0.0 {
            warnings.push(format!(
                "which assets sell losses and which are bought is not proved to be the best choice: a better one could improve the \
                 objective by at most {:.2e}; raise tax_lots.max_nodes to search further",
                report.gap
            ));
        }
        warnings
    }
}
