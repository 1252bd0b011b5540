//! The figures in groups, with their names for people.

use serde::Serialize;
use statistics::Unit;

use super::{FigureLine, TearSheetPage};
use crate::{Line, text};

/// Figures that stand first.
const FIRST: [&str; 6] =
    ["total_return", "annual_return", "volatility", "sharpe_ratio", "max_drawdown", "calmar_ratio"];

/// Figures by group, with their names.
const GROUPS: &[(&str, &[(&str, &str)])] = &[
    (
        "Growth",
        &[
            ("total_return", "Total return"),
            ("annual_return", "Return a year"),
            ("arithmetic_annual_return", "Mean return a year"),
            ("stability", "Stability"),
        ],
    ),
    (
        "Risk",
        &[
            ("volatility", "Volatility a year"),
            ("downside_deviation", "Downside deviation a year"),
            ("sharpe_ratio", "Sharpe ratio"),
            ("sortino_ratio", "Sortino ratio"),
            ("omega_ratio", "Omega ratio"),
            ("value_at_risk", "Value at risk"),
            ("conditional_value_at_risk", "Mean loss beyond it"),
            ("skewness", "Skewness"),
            ("excess_kurtosis", "Excess kurtosis"),
            ("tail_ratio", "Tail ratio"),
        ],
    ),
    (
        "Falls",
        &[
            ("max_drawdown", "Deepest drawdown"),
            ("average_drawdown", "Mean drawdown"),
            ("drawdown_length", "Length of the deepest"),
            ("longest_drawdown", "Longest drawdown"),
            ("drawdown_recovery", "Recovery of the deepest"),
            ("calmar_ratio", "Calmar ratio"),
            ("ulcer_index", "Ulcer index"),
            ("martin_ratio", "Martin ratio"),
            ("recovery_factor", "Recovery factor"),
        ],
    ),
    (
        "Gains and losses",
        &[
            ("best_period", "Best period"),
            ("worst_period", "Worst period"),
            ("hit_rate", "Hit rate"),
            ("average_gain", "Mean gain"),
            ("average_loss", "Mean loss"),
            ("payoff_ratio", "Payoff ratio"),
            ("expectancy", "Expectancy"),
            ("profit_factor", "Profit factor"),
            ("kelly_fraction", "Kelly fraction"),
            ("gains_in_a_row", "Gains in a row"),
            ("losses_in_a_row", "Losses in a row"),
        ],
    ),
    (
        "Against the benchmark",
        &[
            ("beta", "Beta"),
            ("alpha", "Alpha a year"),
            ("correlation", "Correlation"),
            ("r_squared", "R squared"),
            ("treynor_ratio", "Treynor ratio"),
            ("tracking_error", "Tracking error a year"),
            ("information_ratio", "Information ratio"),
            ("up_capture", "Up capture"),
            ("down_capture", "Down capture"),
            ("batting_average", "Batting average"),
        ],
    ),
    (
        "Exposure and turnover",
        &[
            ("time_in_market", "Time in the market"),
            ("average_exposure", "Mean exposure"),
            ("turnover", "Turnover a year"),
        ],
    ),
];

/// The group that is left out without a benchmark, and that a benchmark has not of itself.
const AGAINST: &str = "Against the benchmark";
/// The same of what is held and traded.
const HELD: &str = "Exposure and turnover";

/// Figures that belong together.
#[derive(Serialize)]
pub(super) struct Group {
    name: &'static str,
    /// The benchmark has these figures too.
    beside: bool,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    label: String,
    value: Option<String>,
    why: Option<String>,
    benchmark: Option<String>,
    convention: String,
}

fn shown(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Fraction => text::percent(value, 2),
        Unit::Number => text::number(value, 3),
        Unit::Periods => text::number(value, 0),
    }
}

/// What is told first.
pub(super) fn headline(page: &TearSheetPage<'_>) -> Vec<Line> {
    let figure = |name: &&str| {
        let of = page.figures.iter().find(|figure| figure.name == **name)?;
        let label = label(name).unwrap_or(name).to_owned();
        Some(Line { label, value: of.value.map(|value| shown(value, of.unit)) })
    };
    page.amounts.iter().cloned().chain(FIRST.iter().filter_map(figure)).collect()
}

/// All of them; those that no group knows come last.
pub(super) fn groups(page: &TearSheetPage<'_>) -> Vec<Group> {
    let known = GROUPS.iter().filter(|(name, _)| *name != AGAINST || page.benchmark.is_some()).map(|(name, names)| {
        let beside = page.benchmark.is_some() && page.sheet.benchmark.is_some() && *name != AGAINST && *name != HELD;
        let rows = names.iter().filter_map(|(figure, label)| {
            let of = page.figures.iter().find(|one| one.name == *figure)?;
            Some(row(page, of, (*label).to_owned(), beside))
        });
        Group { name, beside, rows: rows.collect() }
    });
    let others = page.figures.iter().filter(|figure| label(&figure.name).is_none());
    let rows = others.map(|of| row(page, of, of.name.replace('_', " "), false)).collect();
    let others = Group { name: "Other figures", beside: false, rows };
    known.chain([others]).filter(|group| !group.rows.is_empty()).collect()
}

fn row(page: &TearSheetPage<'_>, of: &FigureLine, label: String, beside: bool) -> Row {
    let benchmark = page.sheet.benchmark.as_ref().filter(|_| beside);
    let other = benchmark.and_then(|report| report.figures.iter().find(|one| one.name == of.name)?.value);
    Row {
        label,
        value: of.value.map(|value| shown(value, of.unit)),
        why: of.undefined.clone(),
        benchmark: other.map(|value| shown(value, of.unit)),
        convention: of.convention.clone(),
    }
}

fn label(name: &str) -> Option<&'static str> {
    GROUPS.iter().flat_map(|(_, names)| names.iter()).find(|(known, _)| *known == name).map(|(_, label)| *label)
}
