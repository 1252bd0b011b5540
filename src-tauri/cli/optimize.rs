//! `quarterdeck optimize`: a request solved at once, without a workspace.

use std::ops::ControlFlow;

use ::optimize::{OptimizationRequest, OptimizationResult};

use super::{
    arguments::{Format, RequestOptions},
    output::{self, Align, Table, UNKNOWN, percent},
    request_file,
};
use crate::exit::Failure;

/// Solves the request and prints the result.
///
/// # Errors
/// When the request cannot be read or has no solution.
pub(crate) fn run(options: &RequestOptions) -> Result<(), Failure> {
    let json = request_file::read(&options.request)?;
    let request = OptimizationRequest::from_json(&json)?;
    let result = ::optimize::optimize(&request, &mut |_| ControlFlow::Continue(()))?;
    match options.format {
        Format::Json => output::json(&result),
        Format::Table => print(&result),
    }
}

fn print(result: &OptimizationResult) -> Result<(), Failure> {
    let mut figures = Table::new(&[("Figure", Align::Left), ("Value", Align::Right)]);
    figures.row(["Expected return".to_owned(), percent(result.expected_return)]);
    figures.row(["Volatility".to_owned(), percent(Some(result.volatility))]);
    let sharpe = result.sharpe.map_or_else(|| UNKNOWN.to_owned(), |value| output::minus(&format!("{value:.4}")));
    figures.row(["Sharpe ratio".to_owned(), sharpe]);
    figures.row(["Largest residual".to_owned(), format!("{:.1e}", result.residuals.max())]);
    figures.print()?;
    output::line("")?;
    if result.frontier.is_empty() {
        weights(result)?;
    } else {
        frontier(result)?;
    }
    for warning in &result.warnings {
        output::line(&format!("\nNote: {warning}"))?;
    }
    Ok(())
}

fn weights(result: &OptimizationResult) -> Result<(), Failure> {
    let mut table = Table::new(&[("Asset", Align::Left), ("Weight", Align::Right)]);
    for (asset, weight) in &result.weights {
        table.row([asset.clone(), percent(Some(*weight))]);
    }
    table.print()
}

fn frontier(result: &OptimizationResult) -> Result<(), Failure> {
    let columns = [
        ("Point", Align::Right),
        ("Return", Align::Right),
        ("Volatility", Align::Right),
        ("Sharpe", Align::Right),
        ("Largest weights", Align::Left),
    ];
    let mut table = Table::new(&columns);
    for (n, point) in (1..).zip(&result.frontier) {
        let mut largest: Vec<_> = point.weights.iter().filter(|(_, weight)| weight.abs() >= 0.000_05).collect();
        largest.sort_by(|(_, a), (_, b)| b.abs().total_cmp(&a.abs()));
        let largest: Vec<String> =
            largest.into_iter().take(4).map(|(asset, weight)| format!("{asset} {}", percent(Some(*weight)))).collect();
        table.row([
            n.to_string(),
            percent(Some(point.expected_return)),
            percent(Some(point.volatility)),
            point.sharpe.map_or_else(|| UNKNOWN.to_owned(), |value| output::minus(&format!("{value:.4}"))),
            largest.join(", "),
        ]);
    }
    table.print()
}
