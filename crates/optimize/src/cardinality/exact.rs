//! Few positions for the objectives with an exact relaxation: variance, utility, Sharpe ratio, targets.

use nalgebra::DVector;

use super::{Cardinality, CardinalityReport, Relaxed, count_held, solve};
use crate::limits::Limits;
use crate::polytope::{Limit, Polytope};
use crate::solve::Efficient;
use crate::words::percent;
use crate::working_set::{Hessian, WorkingSet};
use crate::{ConstraintKind, Objective, OptimizationRequest, OptimizationResult, OptimizeError, Universe, feasibility};

/// Solves the ordinary problem over a polytope, from a working set nearby.
pub(crate) type Ordinary<'a> = &'a mut dyn FnMut(&Polytope, Option<WorkingSet>) -> Result<Efficient, OptimizeError>;

/// The best portfolio with few positions, and the limits under which it is an ordinary optimum.
#[derive(Debug, Clone)]
pub(crate) struct FewPositions {
    pub(crate) efficient: Efficient,
    pub(crate) limits: Limits,
    /// Assets that are out by the limit of positions.
    pub(crate) out: Vec<bool>,
    pub(crate) report: CardinalityReport,
}

/// Finds it.
///
/// # Errors
/// Those of the ordinary problem; [`OptimizeError::Infeasible`] when no choice of assets keeps all limits.
pub(crate) fn optimum(
    rules: Cardinality,
    universe: &Universe,
    limits: &Limits,
    request: &OptimizationRequest,
    ordinary: Ordinary<'_>,
) -> Result<FewPositions, OptimizeError> {
    // Without the limits of positions first: what is wrong with the rest of the request is told as ever.
    ordinary(&limits.polytope, None)?;
    let mut relaxation = |polytope: &Polytope, near: Option<&WorkingSet>| {
        if !is_feasible(limits, polytope) {
            return Ok(None);
        }
        match ordinary(polytope, near.cloned()) {
            Ok(efficient) => {
                let score = score(universe, request, &efficient.point.x);
                let (weights, set) = (efficient.point.x.clone(), efficient.set);
                Ok(Some(Relaxed { weights, score, answer: set }))
            }
            // These choices cannot meet the target; others may.
            Err(
                OptimizeError::TargetReturnOutOfReach { .. }
                | OptimizeError::TargetVolatilityTooLow { .. }
                | OptimizeError::NoExcessReturn { .. },
            ) => Ok(None),
            Err(error) => Err(error),
        }
    };
    let found = solve(&limits.polytope, rules, &mut relaxation)?;
    let efficient = ordinary(&found.polytope, Some(found.best.answer.clone()))?;
    let sign = if minimizes(request.objective) { 1.0 } else { -1.0 };
    let gap = (found.best.score - found.bound).max(0.0);
    let report = CardinalityReport {
        holdings: count_held(&efficient.point.x),
        exact: gap == 0.0,
        bound: sign * found.bound,
        gap,
        nodes: found.nodes,
    };
    Ok(FewPositions {
        efficient,
        limits: Limits { polytope: found.polytope, ..limits.clone() },
        out: found.out,
        report,
    })
}

/// A portfolio keeps bounds, budget and groups: by sums where that is enough.
fn is_feasible(limits: &Limits, polytope: &Polytope) -> bool {
    let (least, most) = polytope.range(Limit::Row(0));
    if polytope.lower.sum() > most + 1e-9 || polytope.upper.sum() < least - 1e-9 {
        return false;
    }
    if polytope.n_rows() == 1 {
        return true;
    }
    let narrowed = Limits { polytope: polytope.clone(), ..limits.clone() };
    feasibility::nearest(&narrowed).is_ok()
}

fn minimizes(objective: Objective) -> bool {
    matches!(objective, Objective::MinimumVariance | Objective::EfficientReturn)
}

/// The objective, so that less is better.
fn score(universe: &Universe, request: &OptimizationRequest, x: &DVector<f64>) -> f64 {
    let variance = x.dot(&Hessian::Dense(universe.covariance()).times(x)).max(0.0);
    let expected = universe.expected_returns().map_or(0.0, |mean| mean.dot(x));
    match request.objective {
        Objective::EfficientRisk => -expected,
        Objective::MaximumQuadraticUtility => 0.5 * request.risk_aversion.unwrap_or(1.0) * variance - expected,
        Objective::MaximumSharpe => (request.risk_free_rate - expected) / variance.sqrt().max(f64::MIN_POSITIVE),
        _ => variance,
    }
}

/// Adds the report to the result, and what a reader should know; `out` says which assets the limit of positions keeps out.
pub(crate) fn add_report(result: &mut OptimizationResult, report: CardinalityReport, out: &[bool]) {
    // An asset that is out by the limit of positions is not fixed by a bound of its own.
    let out: Vec<&String> = result.weights.keys().zip(out).filter(|(_, out)| **out).map(|(name, _)| name).collect();
    result.binding.retain(|limit| limit.kind != ConstraintKind::AssetFixed || !out.contains(&&limit.name));
    if !report.exact {
        let part = report.gap / report.bound.abs().max(f64::MIN_POSITIVE);
        result.warnings.push(format!(
            "the choice of {} positions is not proved to be the best: the objective may be {} of its value away from the best possible",
            report.holdings,
            percent(part)
        ));
    }
    result.cardinality = Some(report);
}

/// Tells bound and gap of a stand-in's objective, whose value was `stood_in`, in the unit of the result's own.
pub(crate) fn translate(result: &mut OptimizationResult, stood_in: Option<f64>) {
    let (Some(report), Some(value), Some(stood_in)) = (&mut result.cardinality, result.objective_value, stood_in)
    else {
        return;
    };
    if result.objective == Objective::MinimumTrackingError {
        // The stand-in maximizes a constant less half the squared tracking error.
        report.gap = (2.0 * report.gap).min(value);
        report.bound = value - report.gap;
    } else {
        report.bound += value - stood_in;
    }
}
