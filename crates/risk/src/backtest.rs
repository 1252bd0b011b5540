//! A value at risk as it would have been told each period, and what came.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::{check_confidence, check_values};
use crate::tail::{Calibration, calibrated};
use crate::{Coverage, RiskError, TailMethod, TailRisk, coverage};

/// What to test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TailBacktestRequest {
    /// Simple returns of equal periods, oldest first.
    pub returns: Vec<f64>,
    /// The method.
    pub method: TailMethod,
    /// Returns before each period from which its value at risk is told.
    pub window: usize,
    /// Probability that it is not exceeded.
    #[serde(default = "confidence")]
    pub confidence: f64,
    /// Periods for which a fitted model keeps its parameters. A GARCH works its variance out each period all the same; an extreme-value
    /// tail and a Student distribution stay as they are until they are fitted again.
    #[serde(default = "month")]
    pub refit_every: usize,
}

/// What was told and what came.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TailBacktest {
    /// The method's name.
    pub method: &'static str,
    /// The first period that was told of, as a place in the returns.
    pub first: usize,
    /// Value at risk of each period from there on, told before it.
    pub value_at_risk: Vec<f64>,
    /// Periods that lost more, as places in the returns.
    pub exceptions: Vec<usize>,
    /// How often, and whether in a row.
    pub coverage: Coverage,
    /// Mean loss of the exceptions over the mean loss that was told for them: above one, the tail is worse than the method knows. None
    /// without exceptions.
    pub severity: Option<f64>,
}

/// Tells a value at risk before each period after the first window and compares it with what came. Nothing of a period itself, or after
/// it, is looked at before.
///
/// # Errors
/// When there is no period after the window, the window is too short for the method, or as for [`crate::tail_risk`].
pub fn backtest(request: &TailBacktestRequest) -> Result<TailBacktest, RiskError> {
    backtest_watched(request, &mut |_| ControlFlow::Continue(()))
}

/// The same, telling before each period which part is done; what it is told back may end it.
///
/// # Errors
/// As for [`backtest`]; and [`RiskError::Cancelled`] when it was ended.
pub fn backtest_watched(
    request: &TailBacktestRequest,
    on_progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Result<TailBacktest, RiskError> {
    let mut found = backtests(request, &[request.confidence], on_progress)?;
    Ok(found.swap_remove(0))
}

/// One back-test a confidence. A model is fitted once for all of them.
pub(crate) fn backtests(
    request: &TailBacktestRequest,
    confidences: &[f64],
    on_progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Result<Vec<TailBacktest>, RiskError> {
    let TailBacktestRequest { returns, method, window, refit_every, .. } = request;
    let (method, window) = (*method, *window);
    confidences.iter().try_for_each(|confidence| check_confidence(*confidence))?;
    if window < method.fewest() {
        let (what, figure) = ("periods of the window", "a value at risk");
        return Err(RiskError::TooFew { what, figure, found: window, needed: method.fewest() });
    }
    check_values("returns", returns, "a back-test of a value at risk", window + 2)?;
    if *refit_every == 0 {
        return Err(RiskError::InvalidSetting { setting: "refit_every", value: 0.0, allowed: "1 or more" });
    }
    let mut calibration = Calibration::None;
    let mut records = vec![Record::default(); confidences.len()];
    for period in window..returns.len() {
        if on_progress((period - window) as f64 / (returns.len() - window) as f64).is_break() {
            return Err(RiskError::Cancelled);
        }
        let known = &returns[period - window..period];
        if (period - window) % refit_every == 0 {
            calibration = Calibration::of(known, method)?;
        }
        for (record, confidence) in records.iter_mut().zip(confidences) {
            record.add(period, returns[period], &calibrated(known, method, &calibration, *confidence, 1)?);
        }
    }
    records.into_iter().zip(confidences).map(|(record, confidence)| record.end(method, window, *confidence)).collect()
}

/// What is noted while it goes on.
#[derive(Debug, Clone, Default)]
struct Record {
    told: Vec<f64>,
    hits: Vec<bool>,
    exceptions: Vec<usize>,
    /// Losses of the exceptions, and the mean losses that were told for them.
    lost: f64,
    feared: f64,
}

impl Record {
    fn add(&mut self, period: usize, came: f64, risk: &TailRisk) {
        let hit = came < -risk.value_at_risk;
        if hit {
            self.exceptions.push(period);
            self.lost -= came;
            self.feared += risk.conditional_value_at_risk;
        }
        self.told.push(risk.value_at_risk);
        self.hits.push(hit);
    }

    fn end(self, method: TailMethod, first: usize, confidence: f64) -> Result<TailBacktest, RiskError> {
        Ok(TailBacktest {
            method: method.name(),
            first,
            severity: if self.feared > 0.0 { Some(self.lost / self.feared) } else { None },
            coverage: coverage(&self.hits, confidence)?,
            value_at_risk: self.told,
            exceptions: self.exceptions,
        })
    }
}

fn confidence() -> f64 {
    0.95
}

fn month() -> usize {
    21
}
