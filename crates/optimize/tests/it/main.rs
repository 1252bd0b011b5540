//! The optimizer against the golden optima, its own conditions, and requests that cannot be solved.
#![allow(clippy::unwrap_used)] // the helpers of tests are not #[test] functions themselves

mod bad_input;
mod cardinality;
mod clusters;
mod comparison;
mod conic_golden;
mod conic_properties;
mod constraints;
mod discrete;
mod explained;
mod factor_form;
mod from_prices;
mod golden;
mod growth;
mod lots;
mod many_assets;
mod properties;
mod random_problems;
mod resampled;
mod risk_budgets;
mod rules;
mod shadow_prices;
mod workspace;

use std::ops::ControlFlow;

use optimize::{OptimizationRequest, OptimizationResult, OptimizeError, Progress, optimize};

/// Solves without watching.
fn solve(request: &OptimizationRequest) -> Result<OptimizationResult, OptimizeError> {
    optimize(request, &mut proceed)
}

/// Reads and solves.
fn solve_json(json: &str) -> Result<OptimizationResult, OptimizeError> {
    solve(&OptimizationRequest::from_json(json.as_bytes())?)
}

fn proceed(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}
