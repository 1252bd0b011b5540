//! `quarterdeck optimize`: a request solved at once, without a workspace.

use std::{
    fs::File,
    io::Read,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use ::optimize::{OptimizationRequest, OptimizationResult};

use super::{
    arguments::{Format, OptimizeOptions},
    output::{self, Align, Table, UNKNOWN, percent},
};
use crate::exit::Failure;

/// The largest request that is read: 2000 assets with their covariance fit several times.
const REQUEST_MAX_BYTES: u64 = 256 * 1024 * 1024;

/// Solves the request and prints the result.
///
/// # Errors
/// When the request cannot be read or has no solution.
pub(crate) fn run(options: &OptimizeOptions) -> Result<(), Failure> {
    let json = read(&options.request)?;
    let request = OptimizationRequest::from_json(&json)?;
    let result = ::optimize::optimize(&request, &mut |_| ControlFlow::Continue(()))?;
    match options.format {
        Format::Json => output::json(&result),
        Format::Table => print(&result),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = if path == Path::new("-") { PathBuf::from("stdin") } else { path.to_path_buf() };
    let failed = |problem: std::io::Error| {
        Failure::file(&shown, format!("it cannot be read: {problem}; check the name, or give - for stdin"))
    };
    let mut json = Vec::new();
    let mut source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(failed)?)
    };
    source.by_ref().take(REQUEST_MAX_BYTES + 1).read_to_end(&mut json).map_err(failed)?;
    if json.len() as u64 > REQUEST_MAX_BYTES {
        return Err(Failure::file(&shown, "it is larger than 256 MB; leave out assets or dates"));
    }
    Ok(json)
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
