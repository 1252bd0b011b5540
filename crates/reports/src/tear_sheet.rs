//! The tear sheet of a series of returns: its figures with how each is worked out, and charts within the page.
//!
//! Numbers come in as [`statistics`] gives them, amounts of money as text.

mod charts;
mod figures;
mod tables;

use serde::Serialize;
use statistics::{Unit, tear_sheet::TearSheet};
use tera::{Context, Tera};

use crate::{Line, ReportError};
use charts::Charts;
use figures::Group;
use tables::{Extremes, FallRow, Months, SpreadRow};

/// The page.
const PAGE: &str = include_str!("../templates/tear_sheet.html");
const NAME: &str = "tear_sheet.html"; // the name's ending turns escaping on

/// A figure, as a report has it.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureLine {
    /// Its name, such as `sharpe_ratio`.
    pub name: String,
    /// The number; none when it is undefined.
    pub value: Option<f64>,
    /// Why there is none.
    pub undefined: Option<String>,
    /// How it is read.
    pub unit: Unit,
    /// How it is worked out.
    pub convention: String,
}

/// The series at the ends of its periods; a value that is not known is none.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    /// The ends, in microseconds since 1970 (UTC), ascending.
    pub ends: &'a [i64],
    /// What it was worth before the first period.
    pub start: f64,
    /// What it is worth.
    pub equity: &'a [Option<f64>],
    /// What the benchmark is worth, as if the same had been put into it; empty without one.
    pub benchmark: &'a [Option<f64>],
    /// Worth of all positions, long and short added, as a part of equity; empty when that is not told.
    pub gross: &'a [Option<f64>],
    /// The same, short ones taken off.
    pub net: &'a [Option<f64>],
}

/// Lines under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct List {
    /// What they tell of.
    pub name: String,
    /// The lines.
    pub lines: Vec<Line>,
}

/// What a tear sheet is made of.
#[derive(Clone, Debug)]
pub struct TearSheetPage<'a> {
    /// What it is of.
    pub title: &'a str,
    /// It is of the labelled sample.
    pub sample: bool,
    /// How it was set up, line by line.
    pub facts: Vec<Line>,
    /// What a reader must know before the figures.
    pub warnings: Vec<String>,
    /// The currency of amounts.
    pub currency: String,
    /// Amounts beside the first figures: cash at the start, equity at the end.
    pub amounts: Vec<Line>,
    /// What the series is compared with.
    pub benchmark: Option<String>,
    /// What a period is called: "day" or "bar".
    pub period: &'a str,
    /// Every figure.
    pub figures: &'a [FigureLine],
    /// Why there are no figures.
    pub undefined: Option<String>,
    /// Years, months, falls, windows.
    pub sheet: &'a TearSheet,
    /// The way there.
    pub course: Course<'a>,
    /// Other lists, such as what it cost.
    pub lists: Vec<List>,
    /// When the page was made.
    pub made_at: String,
}

/// What the template lays out.
#[derive(Serialize)]
struct Laid<'a> {
    title: &'a str,
    sample: bool,
    period_of: Option<(String, String)>,
    facts: &'a [Line],
    warnings: &'a [String],
    currency: &'a str,
    headline: Vec<Line>,
    benchmark: Option<&'a str>,
    period: &'a str,
    undefined: Option<&'a str>,
    groups: Vec<Group>,
    charts: Charts,
    months: Months,
    falls: Vec<FallRow>,
    periods: Extremes,
    best_months: Extremes,
    spreads: Vec<SpreadRow>,
    lists: &'a [List],
    made_at: &'a str,
}

/// The page as HTML: no script, nothing from elsewhere, made for A4.
///
/// # Errors
/// Only when the template is at fault.
pub fn tear_sheet(page: &TearSheetPage<'_>) -> Result<String, ReportError> {
    let mut tera = Tera::default();
    tera.add_raw_template(NAME, PAGE)?;
    let ends = page.course.ends;
    let first_and_last = ends.first().zip(ends.last());
    let laid = Laid {
        title: page.title,
        sample: page.sample,
        period_of: first_and_last.map(|(first, last)| (tables::day(*first), tables::day(*last))),
        facts: &page.facts,
        warnings: &page.warnings,
        currency: &page.currency,
        headline: figures::headline(page),
        benchmark: page.benchmark.as_deref(),
        period: page.period,
        undefined: page.undefined.as_deref(),
        groups: figures::groups(page),
        charts: Charts::of(page),
        months: Months::of(page.sheet, page.benchmark.is_some()),
        falls: tables::falls(page.sheet, ends),
        periods: Extremes::of_periods(page.sheet, ends),
        best_months: Extremes::of_months(page.sheet),
        spreads: tables::spreads(page.sheet, page.period),
        lists: &page.lists,
        made_at: &page.made_at,
    };
    let mut context = Context::new();
    context.insert("page", &laid);
    Ok(tera.render(NAME, &context)?)
}

#[cfg(test)]
mod tests;
