//! Frontiers with cones, costs or scenarios: the least risk at equally spaced returns after costs.

use nalgebra::DVector;

use super::goal::Goal;
use super::problem::Problem;
use super::report;
use super::{KeepGoing, solve_goal};
use crate::{OptimizationResult, OptimizeError};

/// Frontiers narrower than this are a point.
const POINT: f64 = 1e-10;

/// `points` portfolios from the least risk to the highest return. `goal` is the frontier's risk without a target.
pub(crate) fn solve(
    problem: &Problem<'_>,
    goal: &Goal,
    start: &DVector<f64>,
    keep_going: KeepGoing<'_>,
) -> Result<OptimizationResult, OptimizeError> {
    // A target that every portfolio meets: costs then count in the return only, as on the whole frontier.
    let lowest = solve_goal(problem, &goal.with_target(f64::NEG_INFINITY), start)?;
    keep_going()?;
    let highest = solve_goal(problem, &Goal::Return { volatility: None }, start)?;
    keep_going()?;
    let (from, to) = (net_return(problem, &lowest.w), net_return(problem, &highest.w));
    let mut points = vec![lowest.clone()];
    let count = problem.request.points.unwrap_or(crate::workspace::DEFAULT_POINTS);
    if to - from > POINT * (1.0 + to.abs()) {
        for k in 1..count {
            let part = k as f64 / (count - 1) as f64;
            // The very last portfolio leaves no room to its solver but for rounding.
            let target = if k + 1 == count { to - POINT * (1.0 + to.abs()) } else { from + (to - from) * part };
            // A mixture of the two ends earns the target, as returns are concave: a start within the limits.
            let mixed = &lowest.w * (1.0 - part) + &highest.w * part;
            points.push(solve_goal(problem, &goal.with_target(target), &mixed)?);
            keep_going()?;
        }
    }
    let tangency = match goal {
        Goal::Cvar { .. } => None,
        _ => match solve_goal(problem, &Goal::Sharpe, start) {
            Ok(found) => Some(found),
            Err(OptimizeError::NoExcessReturn { .. } | OptimizeError::UnboundedSharpe { .. }) => None,
            Err(error) => return Err(error),
        },
    };
    report::assemble(problem, tangency.as_ref().unwrap_or(&lowest), &points, tangency.as_ref())
}

fn net_return(problem: &Problem<'_>, w: &DVector<f64>) -> f64 {
    Goal::Return { volatility: None }.value(problem, w).expect("invariant: a return is always defined")
}
