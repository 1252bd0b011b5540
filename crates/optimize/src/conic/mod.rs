//! Objectives, constraints and costs that a quadratic program over a polytope cannot say: cones by Clarabel, tails and
//! deviations by pivots.
//!
//! A request becomes a [`Problem`] and a [`Goal`]; the goal, the constraints and the costs each add their blocks to a
//! [`model`]. Whatever finds the answer, its optimality conditions are computed afresh from the model before it is believed.

mod check;
mod constraints;
mod contradiction;
mod frontier;
mod goal;
mod growth;
mod hinges;
mod interior;
mod model;
mod piecewise;
mod polish;
mod problem;
mod report;
mod words;

use nalgebra::DVector;

pub(crate) use goal::{Goal, confidence, correlation, goal_of};
pub(crate) use problem::Problem;

use crate::polytope::Polytope;
use crate::surrogate::no_diversification;
use crate::{Objective, OptimizationResult, OptimizeError, Residuals, SolverInfo};
use check::{Solution, residuals, violation};
use interior::{Failure, PRIMAL};
use model::{Model, Tag};
use report::Found;

/// An excess return of this part of the largest asset's is lost in the interior point's accuracy.
const NO_EXCESS: f64 = 1e-8;
/// Weight of the investment beside a ratio, as a part of the optimum.
const MOST_INVESTED: f64 = 1e-7;
/// Weights this near to a bound are at it.
const AT_BOUND: f64 = 1e-8;

/// Called between solves; an error stops the work.
pub(crate) type KeepGoing<'a> = &'a mut dyn FnMut() -> Result<(), OptimizeError>;

/// Solves the request. `start` is any portfolio within the polytope.
pub(crate) fn solve(
    problem: &Problem<'_>,
    start: &DVector<f64>,
    keep_going: KeepGoing<'_>,
) -> Result<OptimizationResult, OptimizeError> {
    let goal = goal_of(problem)?;
    match problem.request.objective {
        Objective::EfficientFrontier | Objective::CvarFrontier => frontier::solve(problem, &goal, start, keep_going),
        _ => {
            let found = solve_goal(problem, &goal, start)?;
            keep_going()?;
            report::assemble(problem, &found, &[], None)
        }
    }
}

/// One portfolio.
pub(crate) fn solve_goal(problem: &Problem<'_>, goal: &Goal, start: &DVector<f64>) -> Result<Found, OptimizeError> {
    if piecewise::applies(problem, goal)
        && let Some(vertex) = piecewise::solve(problem, goal, start)
    {
        let info = SolverInfo { simplex_pivots: vertex.pivots, polished: true, ..SolverInfo::default() };
        let w = tidy(&problem.limits.polytope, vertex.w);
        return Ok(Found { goal: goal.clone(), w, gains: vertex.gains, kappa: 1.0, residuals: vertex.residuals, info });
    }
    if growth::applies(problem, goal)
        && let Some(found) = growth::solve(problem, start)
    {
        return Ok(found);
    }
    let mut model = goal.model(problem);
    invest_most(problem, &mut model);
    match interior::solve(&model) {
        Ok(solution) => {
            let found = accept(problem, goal, &model, solution)?;
            // Where nothing earns more than the risk-free rate the homogenized problem has solutions of rounding size.
            match goal {
                Goal::Sharpe | Goal::Diversification if problem.is_riskless(&found.w) => {
                    Err(unbounded(problem, goal, &found.w))
                }
                Goal::Sharpe if excess(problem, &found.w) <= no_excess(problem) => {
                    no_ratio(problem, goal, start).map_or(Ok(found), Err)
                }
                _ => Ok(found),
            }
        }
        Err(failure) => Err(explain(problem, goal, &model, failure, start)),
    }
}

/// Where cash is free a ratio does not say how much to invest: the most, which is the least κ. Beside the optimum of the ratio
/// alone its weight is far below what the answer promises.
fn invest_most(problem: &Problem<'_>, model: &mut Model) {
    let Some(unit) = model.unit.filter(|_| !problem.limits.polytope.is_equality(0)) else { return };
    let Ok(Solution { x, .. }) = interior::solve(model) else { return };
    let risk: f64 = x.iter().zip(model.quadratic_times(&x)).map(|(x, curved)| 0.5 * x * curved).sum();
    model.linear[unit] += MOST_INVESTED * risk / x[unit].max(f64::MIN_POSITIVE);
}

fn accept(problem: &Problem<'_>, goal: &Goal, model: &Model, solution: Solution) -> Result<Found, OptimizeError> {
    let (solution, polished) = match polish::polish(model, &solution) {
        Some(exact) => (exact, true),
        None => (solution, false),
    };
    let mut found = residuals(model, &solution);
    let kappa = model.unit.map_or(1.0, |unit| solution.x[unit]);
    if kappa <= 0.0 || !kappa.is_finite() {
        return Err(OptimizeError::NotConverged { residual: found.max() });
    }
    let mut w = DVector::from_iterator(problem.n(), solution.x[..problem.n()].iter().map(|y| y / kappa));
    w = tidy(&problem.limits.polytope, w);
    let gains = pressing(model, &solution);
    // Tidying moves weights by rounding only; what it leaves is what is reported.
    found.primal = found.primal.max(problem.limits.polytope.max_violation(w.as_slice()));
    if found.primal > PRIMAL {
        return Err(OptimizeError::NotConverged { residual: found.primal });
    }
    let info = SolverInfo { interior_iterations: solution.iterations, polished, ..SolverInfo::default() };
    Ok(Found { goal: goal.clone(), w, gains, kappa, residuals: found, info })
}

/// Limits whose multiplier outweighs their slack, with the multiplier of the row that holds the limit.
fn pressing(model: &Model, solution: &Solution) -> Vec<(Tag, f64)> {
    let scale = model.linear.iter().chain(model.quadratic.iter().map(|(_, _, value)| value));
    let scale = scale.fold(0.0f64, |largest, value| largest.max(value.abs())).max(f64::MIN_POSITIVE);
    let blocks = model.blocks.iter().zip(&solution.z);
    blocks
        .filter_map(|(block, z)| {
            let tag = block.tag?;
            let slack = slack(model, block, &solution.x);
            (block.cone == model::Cone::Zero || z[0] / scale > slack.max(1e-9)).then_some((tag, z[0]))
        })
        .collect()
}

/// Distance of a block to the boundary of its cone.
fn slack(model: &Model, block: &model::Block, x: &[f64]) -> f64 {
    let values: Vec<f64> = model.values(block, x).collect();
    match block.cone {
        model::Cone::SecondOrder => values[0] - values[1..].iter().map(|value| value * value).sum::<f64>().sqrt(),
        _ => values[0] + violation(model, block, x),
    }
}

/// Puts weights within rounding of a bound on it, and what that leaves of a fixed budget on the others.
fn tidy(polytope: &Polytope, mut w: DVector<f64>) -> DVector<f64> {
    let mut free = Vec::new();
    for i in 0..w.len() {
        let (lower, upper) = (polytope.lower[i], polytope.upper[i]);
        if w[i] <= lower + AT_BOUND {
            w[i] = lower;
        } else if w[i] >= upper - AT_BOUND {
            w[i] = upper;
        } else {
            free.push(i);
        }
    }
    if polytope.is_equality(0) && !free.is_empty() {
        let rest = (polytope.row_lower[0] - w.sum()) / free.len() as f64;
        for i in free {
            w[i] = (w[i] + rest).clamp(polytope.lower[i], polytope.upper[i]);
        }
    }
    w
}

/// Why a model has no solution, in words.
fn explain(problem: &Problem<'_>, goal: &Goal, model: &Model, failure: Failure, start: &DVector<f64>) -> OptimizeError {
    if goal.is_ratio()
        && let Some(error) = no_ratio(problem, goal, start)
    {
        return error;
    }
    let (status, residuals, iterations) = match failure {
        Failure::Infeasible(_) if goal.is_ratio() => {
            ("it proved a ratio impossible that is not", Residuals::default(), 0)
        }
        Failure::Infeasible(certificate) => {
            return contradiction::explain(problem, model, &certificate, goal.target());
        }
        Failure::Unbounded => ("the objective has no end", Residuals::default(), 0),
        Failure::NotConverged { status, residuals, iterations } => (status, residuals, iterations),
    };
    // A contradiction can stop the solver before it is proven: without an objective it is.
    if !goal.is_ratio()
        && let Err(Failure::Infeasible(certificate)) = interior::solve(&model.feasibility(|_| true))
    {
        return contradiction::explain(problem, model, &certificate, goal.target());
    }
    OptimizeError::SolverStopped {
        status,
        iterations,
        primal: residuals.primal,
        dual: residuals.stationarity.max(residuals.dual),
        gap: residuals.complementarity,
    }
}

/// Why no portfolio has a ratio to maximize: none earns more than the risk-free rate after costs, or there is none at all.
/// `None` when there is one.
fn no_ratio(problem: &Problem<'_>, goal: &Goal, start: &DVector<f64>) -> Option<OptimizeError> {
    if *goal == Goal::Diversification {
        return solve_goal(problem, &Goal::Variance { target: None }, start).err();
    }
    match solve_goal(problem, &Goal::Return { volatility: None }, start) {
        Ok(best) if excess(problem, &best.w) <= no_excess(problem) => Some(OptimizeError::NoExcessReturn {
            risk_free_rate: problem.request.risk_free_rate,
            highest: best.goal.value(problem, &best.w).unwrap_or(f64::NAN),
        }),
        Ok(_) => None,
        Err(error) => Some(error),
    }
}

fn unbounded(problem: &Problem<'_>, goal: &Goal, w: &DVector<f64>) -> OptimizeError {
    match problem.universe.expected_returns() {
        Some(mean) if *goal == Goal::Sharpe => {
            OptimizeError::UnboundedSharpe { riskless_return: mean.dot(w), lowest: mean.min(), highest: mean.max() }
        }
        _ => no_diversification(),
    }
}

/// Return above the risk-free rate, after costs.
fn excess(problem: &Problem<'_>, w: &DVector<f64>) -> f64 {
    Goal::Return { volatility: None }.value(problem, w).unwrap_or(f64::NAN) - problem.request.risk_free_rate
}

/// The excess return that the accuracy of the interior point cannot tell from none.
fn no_excess(problem: &Problem<'_>) -> f64 {
    let rate = problem.request.risk_free_rate;
    let of_assets = problem.universe.expected_returns().map_or(0.0, |mean| mean.add_scalar(-rate).amax());
    NO_EXCESS * of_assets + 1e-12 * (1.0 + rate.abs())
}
