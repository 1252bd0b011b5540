//! Each method on the past of the portfolio: which days lost more than it had told.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use statistics::simulation::each_path;
use utoipa::ToSchema;

use super::{Book, RiskRequest};
use crate::backtest::backtests as test;
use crate::{Coverage, RiskError, TailBacktest, TailBacktestRequest, TailMethod};

/// How methods are tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BacktestSettings {
    /// Periods before each from which its value at risk is told.
    #[serde(default = "two_years")]
    pub window: usize,
    /// Periods for which a fitted model keeps its parameters.
    #[serde(default = "month")]
    pub refit_every: usize,
}

impl Default for BacktestSettings {
    fn default() -> Self {
        Self { window: two_years(), refit_every: month() }
    }
}

/// A period that lost more than was told.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
#[schema(as = TailException)]
pub struct Exception {
    /// Its last day.
    pub date: NaiveDate,
    /// What was lost.
    pub loss: f64,
    /// What was told before.
    pub value_at_risk: f64,
}

/// A method on the past, or why it could not be tested.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MethodBacktest {
    /// The method's name.
    pub method: &'static str,
    /// Probability with which its loss should not be exceeded.
    pub confidence: f64,
    /// Tests of Kupiec and Christoffersen; none when it could not be tested.
    pub coverage: Option<Coverage>,
    /// Mean loss of the exceptions over the mean loss that was told for them; none without exceptions.
    pub severity: Option<f64>,
    /// The last day of the first period that was told of.
    pub first_date: Option<NaiveDate>,
    /// What was told for each period from there on.
    pub value_at_risk: Vec<f64>,
    /// Periods that lost more.
    pub exceptions: Vec<Exception>,
    /// Why it could not be tested.
    pub undefined: Option<String>,
}

/// Tests all methods, as many at a time as there are threads.
pub(super) fn backtests(
    request: &RiskRequest,
    book: &Book,
    methods: &[TailMethod],
    threads: NonZeroUsize,
    on_progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Result<Vec<MethodBacktest>, RiskError> {
    let Some(settings) = request.backtest else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (done, together) in methods.chunks(threads.get()).enumerate() {
        if on_progress((done * threads.get()) as f64 / methods.len() as f64).is_break() {
            return Err(RiskError::Cancelled);
        }
        let one = |place: usize, (): &mut ()| {
            let asked = TailBacktestRequest {
                returns: book.returns.clone(),
                method: together[place],
                window: settings.window,
                confidence: 0.95,
                refit_every: settings.refit_every,
            };
            let tested = test(&asked, &request.confidences, &mut |_| ControlFlow::Continue(()));
            dated(book, together[place], &request.confidences, tested)
        };
        found.extend(each_path(together.len(), threads, || (), one).into_iter().flatten());
    }
    Ok(found)
}

fn dated(
    book: &Book,
    method: TailMethod,
    confidences: &[f64],
    tested: Result<Vec<TailBacktest>, RiskError>,
) -> Vec<MethodBacktest> {
    let blank = |confidence: f64| MethodBacktest {
        method: method.name(),
        confidence,
        coverage: None,
        severity: None,
        first_date: None,
        value_at_risk: Vec::new(),
        exceptions: Vec::new(),
        undefined: None,
    };
    match tested {
        Err(error) => {
            let why = Some(error.to_string());
            confidences.iter().map(|level| MethodBacktest { undefined: why.clone(), ..blank(*level) }).collect()
        }
        Ok(tests) => {
            let one = |(test, level): (TailBacktest, &f64)| {
                let exception = |period: &usize| Exception {
                    date: book.aligned.dates[*period],
                    loss: -book.returns[*period],
                    value_at_risk: test.value_at_risk[*period - test.first],
                };
                MethodBacktest {
                    severity: test.severity,
                    first_date: book.aligned.dates.get(test.first).copied(),
                    exceptions: test.exceptions.iter().map(exception).collect(),
                    coverage: Some(test.coverage),
                    value_at_risk: test.value_at_risk,
                    ..blank(*level)
                }
            };
            tests.into_iter().zip(confidences).map(one).collect()
        }
    }
}

/// The tests as a table of text, a line a method and confidence: exceptions, how many were expected, probabilities of Kupiec's test, of
/// Christoffersen's independence and of both together, and how much worse the exceptions were than told.
#[must_use]
pub fn coverage_table(tests: &[MethodBacktest]) -> String {
    let mut table = format!(
        "{:<20} {:>6} {:>7} {:>10} {:>8} {:>8} {:>12} {:>8} {:>8}\n",
        "method", "level", "periods", "exceptions", "expected", "kupiec", "independence", "both", "severity"
    );
    for test in tests {
        let head = format!("{:<20} {:>6}", test.method, test.confidence);
        let line = match (&test.coverage, &test.undefined) {
            (Some(coverage), _) => {
                let p = |ratio: Option<f64>| ratio.map_or("—".to_owned(), |p| format!("{p:.4}"));
                format!(
                    "{head} {:>7} {:>10} {:>8.1} {:>8} {:>12} {:>8} {:>8}",
                    coverage.n,
                    coverage.n_exceptions,
                    coverage.expected,
                    p(Some(coverage.kupiec.p)),
                    p(coverage.independence.map(|ratio| ratio.p)),
                    p(coverage.conditional_coverage.map(|ratio| ratio.p)),
                    test.severity.map_or("—".to_owned(), |severity| format!("{severity:.3}")),
                )
            }
            (None, why) => format!("{head} {}", why.as_deref().unwrap_or("not tested")),
        };
        table.push_str(&line);
        table.push('\n');
    }
    table
}

fn two_years() -> usize {
    500
}

fn month() -> usize {
    21
}
