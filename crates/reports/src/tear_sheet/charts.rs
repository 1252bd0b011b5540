//! The charts of the page.

use serde::Serialize;

use super::TearSheetPage;
use crate::svg::{self, Curve, Histogram, Lines, Pairs, Scale, Size, Unit};

/// The whole width of the page.
const WIDE: Size = Size { width: 720.0, height: 200.0 };
/// The same, flat.
const FLAT: Size = Size { width: 720.0, height: 120.0 };
/// Half of it.
const HALF: Size = Size { width: 350.0, height: 170.0 };

/// Pictures; one without anything to show is none.
#[derive(Serialize)]
pub(super) struct Charts {
    equity: Option<String>,
    equity_log: Option<String>,
    falls: Option<String>,
    years: Option<String>,
    returns: Option<String>,
    beyond: Option<String>,
    volatility: Option<String>,
    sharpe_ratio: Option<String>,
    beta: Option<String>,
    exposure: Option<String>,
    /// Periods of the short and of the long window, as far as there are.
    windows: Vec<usize>,
}

impl Charts {
    pub(super) fn of(page: &TearSheetPage<'_>) -> Self {
        let (sheet, course) = (page.sheet, &page.course);
        let times = course.ends;
        let all: Vec<usize> = (0..times.len()).collect();
        let lines = |label, size, curves: &[Curve<'_>], unit, scale, filled| {
            Lines { label, size, times, curves, unit, scale, filled }.svg()
        };
        let over = |class, values| Curve { class, at: &all, values };
        let equity = [over("other", course.benchmark), over("own", course.equity)];
        let (own, other) = (falls(course.start, course.equity), falls(0.0, course.benchmark));
        let exposure = [over("own", course.gross), over("other", course.net)];
        let rolling = |label, of: fn(&statistics::tear_sheet::RollingLine) -> &[Option<f64>], unit| {
            let classes = ["short", "long"];
            // The longest stands last in the list; with one alone it is the short one.
            let curves: Vec<Curve<'_>> = sheet
                .rolling
                .iter()
                .zip(classes)
                .map(|(line, class)| Curve { class, at: &line.at, values: of(line) })
                .collect();
            lines(label, HALF, &curves, unit, Scale::Linear, false)
        };
        let years: Vec<(String, Option<f64>, Option<f64>)> =
            sheet.years.iter().map(|year| (year.year.to_string(), year.own, year.benchmark)).collect();
        let histogram = &sheet.histogram;
        Self {
            equity: lines("Equity", WIDE, &equity, Unit::Plain, Scale::Linear, false),
            equity_log: lines("Equity, equal ratios equally far", HALF, &equity, Unit::Plain, Scale::Log, false),
            falls: lines(
                "Fall from the highest equity so far",
                FLAT,
                &[over("own", &own), over("other", &other)],
                Unit::Percent,
                Scale::Linear,
                true,
            ),
            years: Pairs { label: "Return of each year", size: HALF, rows: &years }.svg(),
            returns: Histogram {
                label: "How often returns lie where",
                size: HALF,
                edges: &histogram.edges,
                counts: &histogram.counts,
            }
            .svg(),
            beyond: svg::beyond(&histogram.edges),
            volatility: rolling("Volatility a year over a moving window", |line| &line.volatility, Unit::Percent),
            sharpe_ratio: rolling("Sharpe ratio over a moving window", |line| &line.sharpe_ratio, Unit::Plain),
            beta: rolling("Beta over a moving window", |line| &line.beta, Unit::Plain),
            exposure: lines("Exposure as a part of equity", HALF, &exposure, Unit::Percent, Scale::Linear, true),
            windows: sheet.rolling.iter().map(|line| line.periods).collect(),
        }
    }
}

/// Falls from the highest so far, which is at least the start.
fn falls(start: f64, values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut peak = start;
    let fall = |value: &Option<f64>| {
        let value = (*value)?;
        peak = peak.max(value);
        (peak > 0.0).then(|| value / peak - 1.0)
    };
    values.iter().map(fall).collect()
}
