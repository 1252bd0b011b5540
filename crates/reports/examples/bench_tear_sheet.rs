//! Times a tear sheet: every figure of twenty years of days against a benchmark, and the page.
//!
//! `bench_tear_sheet make` prints one input: `repeat`, the days, and returns of a series and of its benchmark. `bench_tear_sheet` reads it from standard
//! input and prints one JSON object a line, as `crates/xtask/bench/README.md` says.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::{error::Error, hint::black_box, time::Instant};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use reports::{Course, FigureLine, TearSheetPage};
use serde::{Deserialize, Serialize};
use statistics::{PerformanceReport, PerformanceRequest, tear_sheet::TearSheet};

type Outcome<T> = Result<T, Box<dyn Error>>;

const DAYS: usize = 5_040;
const REPEAT: usize = 20;

#[derive(Serialize, Deserialize)]
struct Input {
    repeat: usize,
    days: Vec<NaiveDate>,
    returns: Vec<f64>,
    benchmark: Vec<f64>,
}

fn make() -> Input {
    let mut chance = 88_172_645_463_325_252_u64;
    let mut even = move || {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        (chance >> 11) as f64 / (1_u64 << 53) as f64
    };
    // Twelve even numbers add up to nearly a normal one; in millionths, so that their text is exact.
    let mut draw = || ((0..12).map(|_| even()).sum::<f64>() - 6.0) * 0.01;
    let exact = |value: f64| (value * 1e6).round() / 1e6;
    let first = NaiveDate::from_ymd_opt(2004, 1, 1).expect("invariant: a day");
    let days = (0..).map(|n| first + Days::new(n)).filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
    let benchmark: Vec<f64> = (0..DAYS).map(|_| exact(draw() + 0.0003)).collect();
    let own = |other: &f64| match exact(0.6 * other + 0.7 * draw() + 0.0002) {
        // No day without a change: programs differ in what such a day is.
        0.0 => 1e-6,
        value => value,
    };
    Input { repeat: REPEAT, days: days.take(DAYS).collect(), returns: benchmark.iter().map(own).collect(), benchmark }
}

/// All figures, and the page.
fn page(input: &Input) -> Outcome<(PerformanceReport, TearSheet, String)> {
    let mut request = PerformanceRequest::of(&input.returns);
    request.dates = Some(input.days.clone());
    request.benchmark = Some(input.benchmark.iter().copied().map(Some).collect());
    let report = request.report()?;
    let sheet = TearSheet::of(&request, &input.days);
    let line = |of: &statistics::PerformanceFigure| FigureLine {
        name: of.name.to_owned(),
        value: of.value,
        undefined: of.undefined.clone(),
        unit: of.unit,
        convention: of.convention.to_owned(),
    };
    let figures: Vec<FigureLine> = report.figures.iter().map(line).collect();
    let grown = |returns: &[f64]| -> Vec<Option<f64>> {
        let value = returns.iter().scan(100_000.0, |value, r| {
            *value *= 1.0 + r;
            Some(Some(*value))
        });
        value.collect()
    };
    let ends: Vec<i64> =
        input.days.iter().map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros()).collect();
    let (equity, benchmark) = (grown(&input.returns), grown(&input.benchmark));
    let html = reports::tear_sheet(&TearSheetPage {
        title: "Twenty years",
        sample: false,
        facts: Vec::new(),
        warnings: Vec::new(),
        currency: "USD".to_owned(),
        amounts: Vec::new(),
        benchmark: Some("Benchmark".to_owned()),
        period: "day",
        figures: &figures,
        undefined: None,
        sheet: &sheet,
        course: Course { ends: &ends, start: 100_000.0, equity: &equity, benchmark: &benchmark, gross: &[], net: &[] },
        lists: Vec::new(),
        made_at: String::new(),
    })?;
    Ok((report, sheet, html))
}

/// What both programs define alike, in the order of the peer.
fn alike(report: &PerformanceReport, sheet: &TearSheet) -> Outcome<Vec<f64>> {
    let figure = |name: &str| {
        let found = report.figures.iter().find(|figure| figure.name == name).and_then(|figure| figure.value);
        found.ok_or_else(|| format!("{name} has no value"))
    };
    let names = [
        "total_return",
        "volatility",
        "sharpe_ratio",
        "sortino_ratio",
        "omega_ratio",
        "max_drawdown",
        "skewness",
        "excess_kurtosis",
        "tail_ratio",
        "best_period",
        "worst_period",
        "hit_rate",
        "average_gain",
        "average_loss",
        "payoff_ratio",
        "profit_factor",
        "kelly_fraction",
        "gains_in_a_row",
        "losses_in_a_row",
        "beta",
        "alpha",
        "r_squared",
    ];
    let mut all = names.into_iter().map(figure).collect::<Result<Vec<f64>, _>>()?;
    all.extend(sheet.falls.iter().map(|fall| fall.depth));
    all.extend(sheet.years.iter().filter_map(|year| year.own));
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
    all.push(mean(sheet.months.iter().flat_map(|year| year.months.iter().flatten().copied()).collect()));
    for line in &sheet.rolling {
        for column in [&line.volatility, &line.sharpe_ratio, &line.beta] {
            let known: Vec<f64> = column.iter().flatten().copied().collect();
            all.extend([mean(known.clone()), known.last().copied().unwrap_or_default()]);
        }
    }
    Ok(all)
}

fn main() -> Outcome<()> {
    if std::env::args().nth(1).as_deref() == Some("make") {
        println!("{}", serde_json::to_string(&make())?);
        return Ok(());
    }
    let input: Input = serde_json::from_reader(std::io::stdin())?;
    let (report, sheet, html) = page(&input)?;
    let once = |_| {
        let start = Instant::now();
        black_box(page(black_box(&input))?);
        Ok(start.elapsed().as_secs_f64())
    };
    let seconds = (0..input.repeat).map(once).collect::<Outcome<Vec<f64>>>()?;
    let detail = format!("{} kB", html.len() / 1000);
    let result = alike(&report, &sheet)?;
    let line = serde_json::json!({"case": "tear_sheet", "program": "Quarterdeck", "seconds": seconds, "result": result, "detail": detail});
    println!("{line}");
    Ok(())
}
