//! Months, falls, extremes and quantiles as rows of text.

use chrono::DateTime;
use serde::Serialize;
use statistics::tear_sheet::{Extreme, MonthReturn, TearSheet};

use crate::text;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Shades of a month, the strongest last.
const SHADES: f64 = 5.0;

/// The day of a time.
pub(super) fn day(micros: i64) -> String {
    DateTime::from_timestamp_micros(micros)
        .map_or_else(|| "\u{2014}".to_owned(), |at| at.format("%Y-%m-%d").to_string())
}

/// Returns by month.
#[derive(Serialize)]
pub(super) struct Months {
    names: [&'static str; 12],
    /// The benchmark's years stand beside.
    beside: bool,
    years: Vec<Year>,
}

#[derive(Serialize)]
struct Year {
    year: i32,
    months: Vec<Month>,
    own: Option<String>,
    benchmark: Option<String>,
}

#[derive(Serialize)]
struct Month {
    value: Option<String>,
    /// `g1` to `g5` for gains, `l1` to `l5` for losses; none for what is nothing or unknown.
    shade: Option<String>,
}

impl Months {
    pub(super) fn of(sheet: &TearSheet, beside: bool) -> Self {
        let all = sheet.months.iter().flat_map(|year| year.months.iter().flatten());
        // One month of the largest size would leave all others pale: the fifth part of it is the last step but four.
        let most = all.map(|value| value.abs()).fold(0.0, f64::max);
        let month = |value: &Option<f64>| Month {
            value: value.map(|value| text::number(value * 100.0, 1)),
            shade: value.and_then(|value| shade(value, most)),
        };
        let year = |(n, of): (usize, &statistics::YearOfReturns)| Year {
            year: of.year,
            months: of.months.iter().map(month).collect(),
            own: of.year_return.map(|value| text::number(value * 100.0, 1)),
            benchmark: sheet.years.get(n).and_then(|year| year.benchmark).map(|value| text::number(value * 100.0, 1)),
        };
        Self { names: MONTHS, beside, years: sheet.months.iter().enumerate().map(year).collect() }
    }
}

fn shade(value: f64, most: f64) -> Option<String> {
    let part = (value.abs() / most).sqrt();
    let step = (part * SHADES).ceil().clamp(1.0, SHADES);
    (value != 0.0 && part.is_finite()).then(|| format!("{}{step:.0}", if value > 0.0 { 'g' } else { 'l' }))
}

/// A fall with its days.
#[derive(Serialize)]
pub(super) struct FallRow {
    depth: String,
    from: String,
    lowest: String,
    /// None while it is still below.
    back: Option<String>,
    length: String,
    recovery: Option<String>,
}

/// The falls; the value at the start has the number 0, and stands before the end of the first period.
pub(super) fn falls(sheet: &TearSheet, ends: &[i64]) -> Vec<FallRow> {
    let at = |idx: usize| match idx {
        0 => "the start".to_owned(),
        idx => ends.get(idx - 1).map_or_else(|| "\u{2014}".to_owned(), |micros| day(*micros)),
    };
    let row = |fall: &statistics::DrawdownEpisode| FallRow {
        depth: text::percent(fall.depth, 2),
        from: at(fall.peak_idx),
        lowest: at(fall.trough_idx),
        back: fall.recovery_idx.map(at),
        length: text::number(fall.length as f64, 0),
        recovery: fall.recovery.map(|periods| text::number(periods as f64, 0)),
    };
    sheet.falls.iter().map(row).collect()
}

/// The best beside the worst.
#[derive(Serialize)]
pub(super) struct Extremes {
    rows: Vec<[Option<(String, String)>; 2]>,
}

impl Extremes {
    fn new(best: &[(String, String)], worst: &[(String, String)]) -> Self {
        let n = best.len().max(worst.len());
        Self { rows: (0..n).map(|n| [best.get(n).cloned(), worst.get(n).cloned()]).collect() }
    }

    pub(super) fn of_periods(sheet: &TearSheet, ends: &[i64]) -> Self {
        let row = |one: &Extreme| {
            let at = ends.get(one.idx).map_or_else(|| "\u{2014}".to_owned(), |micros| day(*micros));
            (at, text::percent(one.value, 2))
        };
        let of = |list: &[Extreme]| list.iter().map(row).collect::<Vec<_>>();
        Self::new(&of(&sheet.best_periods), &of(&sheet.worst_periods))
    }

    pub(super) fn of_months(sheet: &TearSheet) -> Self {
        let row = |one: &MonthReturn| {
            let name = MONTHS.get(one.month.saturating_sub(1) as usize).copied().unwrap_or_default();
            (format!("{name} {}", one.year), text::percent(one.value, 2))
        };
        let of = |list: &[MonthReturn]| list.iter().map(row).collect::<Vec<_>>();
        Self::new(&of(&sheet.best_months), &of(&sheet.worst_months))
    }
}

/// Quantiles of returns of one kind.
#[derive(Serialize)]
pub(super) struct SpreadRow {
    name: String,
    n: String,
    quantiles: Vec<Option<String>>,
}

pub(super) fn spreads(sheet: &TearSheet, period: &str) -> Vec<SpreadRow> {
    let names = [format!("A {period}"), "A month".to_owned(), "A year".to_owned()];
    let row = |(name, of): (String, &statistics::tear_sheet::Spread)| SpreadRow {
        name,
        n: text::number(of.n as f64, 0),
        quantiles: of.quantiles.iter().map(|value| value.map(|value| text::percent(value, 2))).collect(),
    };
    names.into_iter().zip(&sheet.spreads).map(row).collect()
}
