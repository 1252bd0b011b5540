//! `quarterdeck walk-forward`, `stability` and `resample`: optimizations compared, without a workspace.

use std::ops::ControlFlow;

use ::optimize::{
    OnProgress, OptimizeError, Path, ResamplingRequest, ResamplingResult, StabilityRequest, StabilityResult,
    WalkForwardRequest, WalkForwardResult,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    arguments::{Format, RequestOptions},
    output::{self, Align, Table, UNKNOWN, minus, percent},
    request_file,
};
use crate::exit::Failure;

/// Compares an optimization with equal weights over the past.
///
/// # Errors
/// When the request cannot be read or compared.
pub(crate) fn walk_forward(options: &RequestOptions) -> Result<(), Failure> {
    answer::<WalkForwardRequest, _>(options, ::optimize::walk_forward, print_paths)
}

/// Optimizes under small changes of the inputs.
///
/// # Errors
/// As [`walk_forward`].
pub(crate) fn stability(options: &RequestOptions) -> Result<(), Failure> {
    answer::<StabilityRequest, _>(options, ::optimize::stability, print_stability)
}

/// Optimizes over histories that might have been.
///
/// # Errors
/// As [`walk_forward`].
pub(crate) fn resample(options: &RequestOptions) -> Result<(), Failure> {
    answer::<ResamplingRequest, _>(options, ::optimize::resample, print_resampling)
}

/// Reads a request, answers it and prints the answer.
fn answer<Q: DeserializeOwned, A: Serialize>(
    options: &RequestOptions,
    work: fn(&Q, OnProgress<'_>) -> Result<A, OptimizeError>,
    print: fn(&A) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let json = request_file::read(&options.request)?;
    if json.iter().all(u8::is_ascii_whitespace) {
        let detail = "it is empty; give a JSON object with an optimization".to_owned();
        return Err(OptimizeError::Malformed { detail }.into());
    }
    let request: Q =
        serde_json::from_slice(&json).map_err(|problem| OptimizeError::Malformed { detail: problem.to_string() })?;
    let result = work(&request, &mut |_| ControlFlow::Continue(()))?;
    match options.format {
        Format::Json => output::json(&result),
        Format::Table => print(&result),
    }
}

fn print_paths(result: &WalkForwardResult) -> Result<(), Failure> {
    let columns = [("Figure", Align::Left), ("Optimized", Align::Right), ("Equal weights", Align::Right)];
    let mut table = Table::new(&columns);
    let paths = [&result.strategy, &result.equal_weight];
    let mut row = |name: &str, of: &dyn Fn(&Path) -> String| {
        table.row(std::iter::once(name.to_owned()).chain(paths.iter().map(|path| of(path))));
    };
    row("Return a year", &|path| percent(path.net.annual_return));
    row("Volatility", &|path| percent(path.net.volatility));
    row("Sharpe ratio", &|path| number(path.net.sharpe));
    row("Deepest drawdown", &|path| percent(path.net.max_drawdown));
    row("Turnover a year", &|path| percent(Some(path.turnover_per_year)));
    row("Costs", &|path| percent(Some(path.costs)));
    row("Value of 1", &|path| number(path.values.last().copied()));
    table.print()?;
    if let (Some(first), Some(last)) = (result.dates.first(), result.dates.last()) {
        output::line(&format!("\n{} rebalancings from {first} to {last}", result.rebalancings.len()))?;
    }
    notes(&result.warnings)
}

fn print_stability(result: &StabilityResult) -> Result<(), Failure> {
    let columns = [
        ("Asset", Align::Left),
        ("Weight", Align::Right),
        ("Mean", Align::Right),
        ("Deviation", Align::Right),
        ("5 %", Align::Right),
        ("95 %", Align::Right),
    ];
    let mut table = Table::new(&columns);
    for (asset, of) in &result.assets {
        let cells =
            [of.weight, of.mean, of.deviation, of.quantile_05, of.quantile_95].map(|value| percent(Some(value)));
        table.row(std::iter::once(asset.clone()).chain(cells));
    }
    table.print()?;
    let (mean, most) = (percent(Some(result.mean_turnover)), percent(Some(result.turnover_95)));
    output::line(&format!(
        "\nWeights change by {mean} in the mean of {} samples; 95 % change by at most {most}",
        result.solved
    ))?;
    notes(&result.warnings)
}

fn print_resampling(result: &ResamplingResult) -> Result<(), Failure> {
    let columns = [("Asset", Align::Left), ("Mean", Align::Right), ("Lower", Align::Right), ("Upper", Align::Right)];
    let mut table = Table::new(&columns);
    for (asset, range) in &result.weights {
        let cells = [range.mean, range.lower, range.upper].map(|value| percent(Some(value)));
        table.row(std::iter::once(asset.clone()).chain(cells));
    }
    table.print()?;
    if !result.band.is_empty() {
        output::line("")?;
        let columns = [
            ("Point", Align::Right),
            ("Return", Align::Right),
            ("Lower", Align::Right),
            ("Upper", Align::Right),
            ("Volatility", Align::Right),
            ("Lower", Align::Right),
            ("Upper", Align::Right),
        ];
        let mut band = Table::new(&columns);
        for (n, point) in (1..).zip(&result.band) {
            let [low, high] = point.expected_return_range;
            let [calm, rough] = point.volatility_range;
            let cells = [point.expected_return, low, high, point.volatility, calm, rough];
            band.row(std::iter::once(format!("{n}")).chain(cells.map(|value| percent(Some(value)))));
        }
        band.print()?;
    }
    let [volatility, expected] = result.region.centre.map(|value| percent(Some(value)));
    output::line(&format!(
        "\nOf {} samples the mean has a return of {expected} and a volatility of {volatility}",
        result.solved
    ))
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), |value| minus(&format!("{value:.4}")))
}

fn notes(warnings: &[String]) -> Result<(), Failure> {
    warnings.iter().try_for_each(|warning| output::line(&format!("\nNote: {warning}")))
}
