//! Walk-forward: optimize on a window of the past, hold for a while, move on; against equal weights all the way.

use std::ops::ControlFlow;

use chrono::NaiveDate;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use statistics::simple_returns;
use utoipa::ToSchema;

use super::past::{Past, without_past};
use super::simulation::{Path, Simulation};
use crate::{OnProgress, OptimizationRequest, OptimizeError, Progress, Stage, optimize};

/// What to compare with equal weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WalkForwardRequest {
    /// The optimization, with `dates` and `prices` over the whole time. When it gives `current_weights`, they are those before
    /// the first purchase, and the weights held take their place at every later one: limits of turnover and costs count from
    /// there.
    pub optimization: OptimizationRequest,
    /// Returns in the first window, hence the least that an estimate sees; 252 is a year of trading days.
    #[serde(default = "default_window")]
    pub window_size: usize,
    /// Which part of the past an estimate sees.
    #[serde(default)]
    pub window: Window,
    /// Periods between rebalancings; 21 is a month of trading days.
    #[serde(default = "default_rebalance_every")]
    pub rebalance_every: usize,
    /// Part of the value traded that a trade costs (0.001 = 10 basis points).
    #[serde(default)]
    pub cost: f64,
}

/// Which part of the past an estimate sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// The last `window_size` returns.
    #[default]
    Rolling,
    /// Everything since the first date.
    Expanding,
}

/// The two paths over the same dates, and what happened on the way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WalkForwardResult {
    /// Dates of the values, the first one that of the first purchase.
    pub dates: Vec<NaiveDate>,
    /// The optimized portfolio.
    pub strategy: Path,
    /// Equal weights, rebalanced on the same dates at the same cost.
    pub equal_weight: Path,
    /// What was traded when.
    pub rebalancings: Vec<Rebalancing>,
    /// What a reader should know, such as dates without an optimum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// One rebalancing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Rebalancing {
    /// The last date that the estimate saw; trades are at its prices.
    pub date: NaiveDate,
    /// Weights bought.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub weights: IndexMap<String, f64>,
    /// Sum of absolute changes of weight; 1 for the first purchase.
    pub turnover: f64,
    /// Why there was no optimum: the weights held stayed, at first equal ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

fn default_window() -> usize {
    252
}

fn default_rebalance_every() -> usize {
    21
}

impl WalkForwardRequest {
    /// Reads a request; an unknown or missing field is named in the error.
    ///
    /// # Errors
    /// [`OptimizeError::Malformed`] with line and column.
    pub fn from_json(json: &[u8]) -> Result<Self, OptimizeError> {
        serde_json::from_slice(json).map_err(|error| OptimizeError::Malformed { detail: error.to_string() })
    }
}

/// Runs the comparison. The portfolio bought on a date knows prices up to that date only. Where a window has no optimum (nothing
/// earns more than the risk-free rate, a target is out of reach), the portfolio is left as it is, and the reason is told.
///
/// # Errors
/// Prices or settings that cannot be used; every error of [`optimize`] that does not depend on the window's figures; cancelled.
pub fn walk_forward(
    request: &WalkForwardRequest,
    on_progress: OnProgress<'_>,
) -> Result<WalkForwardResult, OptimizeError> {
    let past = Past::new(&request.optimization)?;
    let n_returns = past.dates().len() - 1;
    check(request, n_returns)?;
    let bare = without_past(&request.optimization);
    let returns = simple_returns(&past.series().columns(0, past.assets().len()).into_owned());
    let assets = past.assets();
    let even = vec![1.0 / assets.len() as f64; assets.len()];
    let (mut strategy, mut equal) = (Simulation::new(request.cost), Simulation::new(request.cost));
    let mut rebalancings = Vec::new();
    let bought: Vec<usize> = (request.window_size..n_returns).step_by(request.rebalance_every).collect();
    for (k, &row) in bought.iter().enumerate() {
        let share = |inside: f64| (k as f64 + inside) / bought.len() as f64;
        let mut report = |inside: f64| on_progress(Progress { stage: Stage::Solving, fraction: share(inside) });
        if report(0.0).is_break() {
            return Err(OptimizeError::Cancelled);
        }
        let window = windowed(request, &bare, &past, row, strategy.weights());
        let (target, problem) = match optimize(&window, &mut |progress| report(progress.fraction)) {
            Ok(result) => (result.weights.values().copied().collect(), None),
            Err(error) if depends_on_the_window(&error) => {
                let held = strategy.weights();
                (if held.is_empty() { even.clone() } else { held.to_vec() }, Some(error.to_string()))
            }
            Err(error) => return Err(error),
        };
        let turnover = strategy.rebalance(&target);
        equal.rebalance(&even);
        let weights = assets.iter().cloned().zip(target).collect();
        rebalancings.push(Rebalancing { date: past.dates()[row], weights, turnover, problem });
        for period in row..(row + request.rebalance_every).min(n_returns) {
            strategy.advance(returns.row(period).iter().copied());
            equal.advance(returns.row(period).iter().copied());
        }
    }
    if let ControlFlow::Break(()) = on_progress(Progress { stage: Stage::Checking, fraction: 1.0 }) {
        return Err(OptimizeError::Cancelled);
    }
    let dates = past.dates()[request.window_size..].to_vec();
    let (rate, periods) = (request.optimization.risk_free_rate, request.optimization.periods_per_year);
    let warnings = warnings(&past, &rebalancings);
    Ok(WalkForwardResult {
        strategy: strategy.finish(&dates, rate, periods),
        equal_weight: equal.finish(&dates, rate, periods),
        dates,
        rebalancings,
        warnings,
    })
}

fn check(request: &WalkForwardRequest, n_returns: usize) -> Result<(), OptimizeError> {
    if request.window_size < 2 {
        let problem = format!("{}; an estimate needs at least 2 returns", request.window_size);
        return Err(OptimizeError::field("window_size", problem));
    }
    if request.window_size >= n_returns {
        let problem = format!(
            "{} returns, but the prices have {n_returns} only: nothing is left to compare on; choose a shorter window or more dates",
            request.window_size
        );
        return Err(OptimizeError::field("window_size", problem));
    }
    if request.rebalance_every == 0 {
        return Err(OptimizeError::field("rebalance_every", "0; give at least 1 period"));
    }
    if !(0.0..1.0).contains(&request.cost) {
        let problem = format!("{}; a cost is a part of the value traded, 0 or above and below 1", request.cost);
        return Err(OptimizeError::field("cost", problem));
    }
    Ok(())
}

/// The optimization as it could have been asked for after return `row`.
fn windowed(
    request: &WalkForwardRequest,
    bare: &OptimizationRequest,
    past: &Past,
    row: usize,
    held: &[f64],
) -> OptimizationRequest {
    let first = match request.window {
        Window::Rolling => row - request.window_size,
        Window::Expanding => 0,
    };
    let series = past.series().rows(first, row - first + 1).into_owned();
    let mut window = past.request(bare, &past.dates()[first..=row], &series);
    if window.current_weights.is_some() && !held.is_empty() {
        window.current_weights = Some(past.assets().iter().cloned().zip(held.iter().copied()).collect());
    }
    window
}

/// Errors that another window may not have.
pub(crate) fn depends_on_the_window(error: &OptimizeError) -> bool {
    matches!(
        error,
        OptimizeError::NoExcessReturn { .. }
            | OptimizeError::TargetReturnOutOfReach { .. }
            | OptimizeError::TargetVolatilityTooLow { .. }
            | OptimizeError::UnboundedSharpe { .. }
            | OptimizeError::LimitNotKept { .. }
            | OptimizeError::NotConverged { .. }
            | OptimizeError::SolverStopped { .. }
    )
}

fn warnings(past: &Past, rebalancings: &[Rebalancing]) -> Vec<String> {
    let mut warnings = Vec::new();
    if !past.dropped_dates().is_empty() {
        let (dropped, all) = (past.dropped_dates().len(), past.dropped_dates().len() + past.dates().len());
        warnings.push(format!("{dropped} of {all} dates were left out because an asset has no price there"));
    }
    let without: Vec<&Rebalancing> = rebalancings.iter().filter(|one| one.problem.is_some()).collect();
    if let Some(Rebalancing { date, problem: Some(problem), .. }) = without.first() {
        warnings.push(format!(
            "on {} of {} rebalancings there was no optimum, and the portfolio stayed as it was; the first, {date}: {problem}",
            without.len(),
            rebalancings.len()
        ));
    }
    warnings
}
