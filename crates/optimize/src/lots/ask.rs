//! What the request wants of the lots: the objective's linear terms, costs, and the range of each asset.

use nalgebra::DVector;

use super::book::{Book, Kept};
use crate::limits::Limits;
use crate::named::{Floor, named_vector, positions};
use crate::words::percent;
use crate::{Objective, OptimizationConstraints, OptimizationRequest, OptimizeError, Universe, feasibility};

/// The objective and its prices.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ask {
    /// Benchmark weights, for the tracking error.
    pub(super) benchmark: Option<DVector<f64>>,
    /// Linear terms divided by the risk aversion: `−μ/γ`, or `−Σb`.
    pub(super) q: DVector<f64>,
    pub(super) risk_aversion: f64,
    /// Return on cash: the risk-free rate for the utility, nothing for the tracking error.
    pub(super) cash_rate: f64,
    /// Part of the capital that stays cash after costs.
    pub(super) cash_buffer: f64,
    /// Cost of trading a unit of value, by asset.
    pub(super) costs: DVector<f64>,
    /// Assets that are not traded.
    pub(super) still: Vec<bool>,
}

impl Ask {
    /// Checks what the objective needs.
    pub(super) fn check(
        universe: &Universe,
        request: &OptimizationRequest,
        book: &Book,
    ) -> Result<Self, OptimizeError> {
        let assets = universe.assets();
        let risk_aversion = request.risk_aversion.unwrap_or(1.0);
        if !(risk_aversion > 0.0 && risk_aversion.is_finite()) {
            return Err(OptimizeError::field("risk_aversion", format!("{risk_aversion}; it must be above zero")));
        }
        if !request.risk_free_rate.is_finite() || request.risk_free_rate < 0.0 {
            let problem = format!("{}; with tax_lots it must be zero or above", request.risk_free_rate);
            return Err(OptimizeError::field("risk_free_rate", problem));
        }
        if request.current_weights.is_some() {
            let problem = "given beside tax_lots, which say what is held; leave out one of the two";
            return Err(OptimizeError::field("current_weights", problem));
        }
        let (benchmark, q, cash_rate) = match request.objective {
            Objective::MaximumQuadraticUtility => {
                let Some(mean) = universe.expected_returns() else {
                    let problem = "missing; give one for each asset, or choose minimum_tracking_error";
                    return Err(OptimizeError::field("expected_returns", problem));
                };
                (None, mean / -risk_aversion, request.risk_free_rate)
            }
            Objective::MinimumTrackingError => {
                let Some(benchmark) = &request.benchmark_weights else {
                    let problem = "missing; give the weights to track";
                    return Err(OptimizeError::field("benchmark_weights", problem));
                };
                let benchmark = named_vector(benchmark, &positions(assets), "benchmark_weights")?;
                let q = -super::solving(universe).times(&benchmark);
                (Some(benchmark), q, 0.0)
            }
            _ => {
                let problem =
                    "tax_lots go with maximum_quadratic_utility and minimum_tracking_error; choose one of them";
                return Err(OptimizeError::field("objective", problem));
            }
        };
        let costs = costs(request, assets)?;
        let cash_buffer = request.constraints.cash_buffer.unwrap_or(0.0);
        if !(0.0..1.0).contains(&cash_buffer) {
            let problem = format!("{cash_buffer}; it must be at least 0 and below 1 (0.05 for {})", percent(0.05));
            return Err(OptimizeError::field("constraints.cash_buffer", problem));
        }
        let mut still = vec![false; assets.len()];
        let position = positions(assets);
        for asset in &request.constraints.do_not_trade {
            let Some(&i) = position.get(asset.as_str()) else {
                let problem = format!("{asset} is not one of the assets; remove it or add it to assets");
                return Err(OptimizeError::field("constraints.do_not_trade", problem));
            };
            still[i] = true;
        }
        debug_assert_eq!(book.holdings.len(), assets.len());
        Ok(Self { benchmark, q, risk_aversion, cash_rate, cash_buffer, costs, still })
    }

    /// The request's limits, each asset's range cut to what may be sold and bought.
    pub(super) fn limits(
        &self,
        request: &OptimizationRequest,
        assets: &[String],
        book: &Book,
    ) -> Result<Limits, OptimizeError> {
        let mut limits = resolve(request, assets)?;
        for (i, holding) in book.holdings.iter().enumerate() {
            let (lower, upper) = (limits.polytope.lower[i], limits.polytope.upper[i]);
            let held = holding.held;
            if self.still[i] {
                (limits.polytope.lower[i], limits.polytope.upper[i]) = (held, held);
                continue;
            }
            let least = (held - holding.sellable_weight()).max(0.0);
            let most = if holding.purchase_blocked.is_some() { held } else { f64::INFINITY };
            let fail = |problem: String| Err(OptimizeError::field(format!("bounds.{}", assets[i]), problem));
            // Lots that may not be sold keep what they are worth, to the last digit.
            if least > upper + 1e-12 {
                let why =
                    holding.parcels.iter().find_map(|parcel| parcel.kept).map_or(String::new(), |kept| match kept {
                        Kept::Locked => "locked".to_owned(),
                        Kept::WashSale { until } => format!("held by the wash-sale window until {until}"),
                    });
                return fail(format!(
                    "upper {} is below the {} of lots that are {why}; raise it",
                    percent(upper),
                    percent(least)
                ));
            }
            if lower > most + 1e-12 {
                let until = holding.purchase_blocked.map_or(String::new(), |day| day.to_string());
                return fail(format!(
                    "lower {} is above the {} that are held, and {} may not be bought until {until} (a loss was taken within the \
                     wash-sale window); lower it",
                    percent(lower),
                    percent(held),
                    assets[i]
                ));
            }
            limits.polytope.lower[i] = lower.max(least).min(upper.max(least));
            limits.polytope.upper[i] = upper.min(most).max(limits.polytope.lower[i]);
        }
        // Without costs first: what cannot hold together even then is told with plain arithmetic. In words the budget is all that
        // may be invested; less may be.
        (limits.polytope.row_lower[0], limits.polytope.row_upper[0]) = (1.0 - self.cash_buffer, 1.0 - self.cash_buffer);
        let mut at_most = limits.clone();
        at_most.polytope.row_lower[0] = f64::NEG_INFINITY;
        if feasibility::nearest(&at_most).is_err() {
            feasibility::nearest(&limits)?;
        }
        Ok(limits)
    }
}

/// Linear costs only: the others do not go with lots.
fn costs(request: &OptimizationRequest, assets: &[String]) -> Result<DVector<f64>, OptimizeError> {
    let Some(costs) = &request.costs else { return Ok(DVector::zeros(assets.len())) };
    if costs.impact.is_some() || costs.borrow.is_some() {
        return Err(OptimizeError::field("costs", "tax_lots go with linear costs only; leave out impact and borrow"));
    }
    let rates = match &costs.linear {
        None => DVector::zeros(assets.len()),
        Some(rates) => rates.resolve(assets, "costs.linear", Floor::Zero)?,
    };
    match rates.iter().position(|rate| *rate >= 1.0) {
        Some(i) => Err(OptimizeError::field(
            format!("costs.linear.{}", assets[i]),
            format!("{}; a cost is a part of the value traded, below 1", rates[i]),
        )),
        None => Ok(rates),
    }
}

/// Bounds, groups, factor exposures and exclusions; lots are held long, so that nothing goes below zero.
fn resolve(request: &OptimizationRequest, assets: &[String]) -> Result<Limits, OptimizeError> {
    let given = &request.constraints;
    let positions = given.max_holdings.is_some() || given.minimum_position.is_some() || given.round_lots.is_some();
    if given.needs_cones() || given.net_exposure.is_some() || positions {
        let problem = "tax_lots go with bounds, groups, factor_exposures, exclusions, cash_buffer and do_not_trade; leave out the \
                       other limits";
        return Err(OptimizeError::field("constraints", problem));
    }
    let mut plain = request.clone();
    plain.constraints = OptimizationConstraints {
        factor_exposures: given.factor_exposures.clone(),
        exclusions: given.exclusions.clone(),
        ..OptimizationConstraints::default()
    };
    let limits = Limits::resolve(&plain, assets)?;
    if let Some(i) = limits.polytope.lower.iter().position(|lower| *lower < 0.0) {
        let problem =
            format!("lower {} allows a short position; lots are held long", percent(limits.polytope.lower[i]));
        return Err(OptimizeError::field(format!("bounds.{}", assets[i]), problem));
    }
    Ok(limits)
}
