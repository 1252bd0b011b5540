//! Portfolios with tax lots: which lots to sell and what to buy, when selling realizes gains and losses.
//!
//! Mean-variance utility or the tracking error to a benchmark, less trading costs and the price of the taxes. The sold amount of
//! each lot and the purchases of each asset are the variables; because the cheapest lots of an asset go first, they collapse into
//! one polyline for each asset ([`curve`]), over which the program is solved exactly ([`pivot`]). Losses that could be taken and
//! bought back at once are what a wash-sale window forbids: that choice is searched ([`search`]), and the gap is told.
//!
//! Conventions, as in `docs/guide/taxes.md`: weights are parts of the value before the trades; trading costs are paid from the
//! cash; taxes fall due later and are paid from elsewhere; a loss saves tax at the rate of its term.

mod ask;
mod book;
mod curve;
mod harvest;
mod pivot;
mod plan;
mod request;
mod search;

use std::ops::ControlFlow;

use nalgebra::DVector;

pub use plan::{BlockedTrade, LotTrade, TaxReport, TradeAction, Untaxed, WaitingLot};
pub use request::{AssetDay, TaxLot, TaxLots};

use crate::limits::Limits;
use crate::working_set::Hessian;
use crate::{OptimizationRequest, OptimizationResult, OptimizeError, Universe};
use ask::Ask;
use book::Book;
use curve::{Curve, Taxes};
use harvest::Harvest;
use search::{Lift, Plan, Task, inverse_variances};

/// Nodes when the request says nothing: as many as a screen can wait for, by the number of assets.
fn default_nodes(n_assets: usize) -> usize {
    (8_000 / n_assets.max(1)).clamp(10, 100)
}

/// How often the amount of losses that are bought back is halved in, when cash is short.
const HALVINGS: usize = 40;
/// Largest residual of an accepted answer: of the limits in weight, of the other conditions relative to the gradient.
const ACCEPTED: (f64, f64) = (1e-9, 1e-8);
/// The second when the covariance is singular and was regularized.
const ACCEPTED_SINGULAR: f64 = 1e-7;

/// Solves a request that has `tax_lots`.
///
/// # Errors
/// As [`crate::optimize`]; fields of the lots are named as `tax_lots.…`.
pub(crate) fn solve(
    universe: &Universe,
    request: &OptimizationRequest,
    lots: &TaxLots,
    keep_going: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<OptimizationResult, OptimizeError> {
    let assets = universe.assets();
    let book = Book::open(lots, assets)?;
    let ask = Ask::check(universe, request, &book)?;
    let limits = ask.limits(request, assets, &book)?;
    let held = book.weights();
    let max_nodes = lots.max_nodes.unwrap_or(default_nodes(assets.len()));
    let mut run = |taxes: Taxes, harvested: &[f64]| -> Result<(Vec<Curve>, Plan), OptimizeError> {
        if keep_going().is_break() {
            return Err(OptimizeError::Cancelled);
        }
        let curves = curves(&book, &ask, &limits, taxes, harvested);
        let has_peaks = curves.iter().any(Curve::has_peak);
        let inverse = if has_peaks { inverse_variances(universe.solver_matrix()) } else { Vec::new() };
        let lift = Lift::new(universe.solver_matrix(), &inverse, &curves);
        let task = Task {
            hessian: solving(universe),
            q: &ask.q,
            risk_aversion: ask.risk_aversion,
            cash_rate: ask.cash_rate,
            cash: 1.0 - ask.cash_buffer,
            limits: &limits,
            curves: &curves,
            held: &held,
            inverse: &inverse,
            lift: lift.as_ref(),
        };
        let plan = task.search(max_nodes)?;
        let relative = if universe.is_singular() { ACCEPTED_SINGULAR } else { ACCEPTED.1 };
        let crate::Residuals { primal, stationarity, dual, complementarity } = plan.residuals;
        if primal > ACCEPTED.0 || stationarity.max(dual).max(complementarity) > relative {
            return Err(OptimizeError::NotConverged { residual: plan.residuals.max() });
        }
        Ok((curves, plan))
    };
    let may_rebuy = book.rules.wash_sale_window.is_none();
    let harvest =
        if may_rebuy { Harvest::new(&book.holdings, ask.costs.as_slice(), ask.cash_rate) } else { Harvest::default() };
    let none = vec![0.0; assets.len()];
    let taxed = harvested(&harvest, &ask, &mut |amount| {
        run(Taxes::Counted, &if may_rebuy { harvest.of_assets(amount) } else { none.clone() })
    })?;
    let untaxed = run(Taxes::Ignored, &none)?;
    plan::Drafting { universe, request, lots, book: &book, ask: &ask, limits: &limits }.result(&taxed, &untaxed)
}

/// The plan with as many losses taken and bought back as the price of cash lets pay. That price rises with the amount, while what
/// the last of it is worth falls: they meet at the optimum.
fn harvested(
    harvest: &Harvest,
    ask: &Ask,
    solve: &mut dyn FnMut(f64) -> Result<(Vec<Curve>, Plan), OptimizeError>,
) -> Result<(Vec<Curve>, Plan), OptimizeError> {
    let is_too_much = |solved: &Result<(Vec<Curve>, Plan), OptimizeError>, amount: f64| match solved {
        Ok((_, plan)) => plan.cash_price(ask.risk_aversion) > harvest.worth_at(amount),
        // The cash does not even suffice for the round trips.
        Err(OptimizeError::Infeasible { .. }) => true,
        Err(_) => false,
    };
    let all = harvest.total();
    let mut best = solve(all);
    if all == 0.0 || !is_too_much(&best, all) {
        return best;
    }
    let (mut low, mut high) = (0.0, all);
    best = solve(low);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        let tried = solve(middle);
        if is_too_much(&tried, middle) {
            high = middle;
        } else {
            (low, best) = (middle, tried);
        }
    }
    best
}

/// The polylines of all assets within their limits. Limits were checked against what can be sold and bought.
fn curves(book: &Book, ask: &Ask, limits: &Limits, taxes: Taxes, harvested: &[f64]) -> Vec<Curve> {
    let curve = |(i, holding): (usize, &book::Holding)| {
        let (lower, upper) = (limits.polytope.lower[i], limits.polytope.upper[i]);
        Curve::new(holding, ask.costs[i], lower, upper, harvested[i], taxes)
    };
    book.holdings.iter().enumerate().map(curve).collect()
}

/// The positive definite quadratic term to solve with.
fn solving(universe: &Universe) -> Hessian<'_> {
    Hessian::Dense(universe.solver_matrix())
}

/// Volatility of the weights.
fn volatility(universe: &Universe, x: &DVector<f64>) -> f64 {
    x.dot(&Hessian::Dense(universe.covariance()).times(x)).max(0.0).sqrt()
}
