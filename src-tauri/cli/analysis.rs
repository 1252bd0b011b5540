//! `quarterdeck metrics`, `attribution` and `significance`: of what a request brings along, without a workspace.

use std::num::NonZeroUsize;

use statistics::{
    PerformanceFigure, PerformanceReport, PerformanceRequest, Unit,
    attribution::{AttributionReport, AttributionRequest, Effects},
    significance::{SignificanceReport, SignificanceRequest},
};

use super::{
    arguments::{Format, RequestOptions},
    output::{self, Align, Table, UNKNOWN, minus, percent},
    request_file,
};
use crate::exit::Failure;

/// Works out every figure of a series and prints them.
///
/// # Errors
/// When the request cannot be read or worked out.
pub(crate) fn metrics(options: &RequestOptions) -> Result<(), Failure> {
    let report = PerformanceRequest::from_json(&request_file::read(&options.request)?)?.report()?;
    match options.format {
        Format::Json => output::json(&report),
        Format::Table => print_metrics(&report),
    }
}

/// Attributes a difference from a benchmark and prints it.
///
/// # Errors
/// As [`metrics`].
pub(crate) fn attribution(options: &RequestOptions) -> Result<(), Failure> {
    let report = AttributionRequest::from_json(&request_file::read(&options.request)?)?.attribute()?;
    match options.format {
        Format::Json => output::json(&report),
        Format::Table => print_attribution(&report),
    }
}

/// Tests a series and prints what came of it.
///
/// # Errors
/// As [`metrics`].
pub(crate) fn significance(options: &RequestOptions) -> Result<(), Failure> {
    let report = SignificanceRequest::from_json(&request_file::read(&options.request)?)?.test(threads())?;
    match options.format {
        Format::Json => output::json(&report),
        Format::Table => print_significance(&report),
    }
}

/// As many threads as the machine runs at once.
pub(super) fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

fn print_metrics(report: &PerformanceReport) -> Result<(), Failure> {
    figures(&report.figures)?;
    if report.n_missing > 0 {
        output::line(&format!(
            "\nNote: {} of {} returns are missing",
            report.n_missing,
            report.n_returns + report.n_missing
        ))?;
    }
    Ok(())
}

/// A table of figures; one without a value says why in the place of its convention.
fn figures(figures: &[PerformanceFigure]) -> Result<(), Failure> {
    let mut table = Table::new(&[("Figure", Align::Left), ("Value", Align::Right), ("How", Align::Left)]);
    for figure in figures {
        let how = figure.undefined.as_deref().unwrap_or(figure.convention);
        table.row([words(figure.name), value(figure.value, figure.unit), how.to_owned()]);
    }
    table.print()
}

/// People after whom figures are called.
const PEOPLE: [&str; 4] = ["sharpe", "sortino", "calmar", "kelly"];

/// `deflated_sharpe` as `Deflated Sharpe`: without underscores, the first letter and those of people large.
fn words(name: &str) -> String {
    let large = |(place, word): (usize, &str)| {
        let mut letters = word.chars();
        let first = letters.next().filter(|_| place == 0 || PEOPLE.contains(&word));
        first.map_or_else(|| word.to_owned(), |first| first.to_uppercase().chain(letters).collect())
    };
    name.split('_').enumerate().map(large).collect::<Vec<String>>().join(" ")
}

fn value(value: Option<f64>, unit: Unit) -> String {
    match (value, unit) {
        (None, _) => UNKNOWN.to_owned(),
        (Some(_), Unit::Fraction) => percent(value),
        (Some(number), Unit::Number) => minus(&format!("{number:.4}")),
        (Some(number), Unit::Periods) => minus(&format!("{number:.0}")),
    }
}

fn print_attribution(report: &AttributionReport) -> Result<(), Failure> {
    let columns = ["Allocation", "Selection", "Interaction", "Total"].map(|column| (column, Align::Right));
    let mut table = Table::new(&[&[("Sector", Align::Left)], columns.as_slice()].concat());
    let mut row = |name: &str, effects: &Effects| {
        let parts = [effects.allocation, effects.selection, effects.interaction, effects.total()];
        table.row([name.to_owned()].into_iter().chain(parts.map(|part| percent(Some(part)))));
    };
    for sector in &report.sectors {
        row(&sector.sector, &sector.effects);
    }
    row("Total", &report.total);
    table.print()?;
    output::line(&format!(
        "\nPortfolio {}, benchmark {}, difference {}",
        percent(Some(report.portfolio_return)),
        percent(Some(report.benchmark_return)),
        percent(Some(report.portfolio_return - report.benchmark_return))
    ))
}

fn print_significance(report: &SignificanceReport) -> Result<(), Failure> {
    figures(&report.figures)?;
    output::line("")?;
    let mut table = Table::new(&[
        ("Drawn anew", Align::Left),
        ("Value", Align::Right),
        ("From", Align::Right),
        ("To", Align::Right),
        ("Probability by chance", Align::Right),
    ]);
    for interval in &report.intervals {
        let unit = if interval.name == "mean_return" { Unit::Fraction } else { Unit::Number };
        let shown = |number: Option<f64>| value(number, unit);
        let found = interval.interval.as_ref();
        table.row([
            words(interval.name),
            shown(found.map(|found| found.estimate)),
            shown(found.map(|found| found.lower)),
            shown(found.map(|found| found.upper)),
            percent(found.map(|found| found.p_not_above_zero)),
        ]);
    }
    table.print()?;
    if let Some(snooping) = &report.data_snooping {
        output::line(&format!(
            "\nThe best of all is number {}; by chance alone as good with a probability of {} (reality check), {} (superior predictive ability)",
            snooping.best + 1,
            percent(Some(snooping.reality_check)),
            percent(Some(snooping.consistent))
        ))?;
    }
    if let Some(overfitting) = &report.overfitting {
        let probability = percent(Some(overfitting.probability));
        output::line(&format!("Probability that the choice is overfitted: {probability}"))?;
    }
    Ok(())
}
