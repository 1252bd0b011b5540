//! What a curve of equity amounts to.

use std::ops::Range;

use chrono::NaiveDate;
use execution::number::float;
use model::time::Timestamp;
use serde::{Deserialize, Serialize};
use statistics::{ClosedTrade, PerformanceReport, PerformanceRequest, TRADING_DAYS_PER_YEAR};

use crate::{BacktestError, RoundTrip};

/// The periods whose returns are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Days (UTC): the last bar of each counts.
    #[default]
    Day,
    /// Every bar.
    Bar,
}

/// How a result is measured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MeasureSettings {
    /// The periods.
    pub every: Every,
    /// Periods a year: 252 for days on which an exchange trades, 365 for days of a market that never closes.
    pub periods_per_year: f64,
    /// A year's.
    pub risk_free_rate: f64,
    /// Of the value at risk.
    pub confidence: f64,
    /// Periods of the moving window; none leaves it out.
    pub rolling_periods: Option<usize>,
}

impl Default for MeasureSettings {
    fn default() -> Self {
        Self {
            every: Every::Day,
            periods_per_year: TRADING_DAYS_PER_YEAR,
            risk_free_rate: 0.0,
            confidence: 0.95,
            rolling_periods: None,
        }
    }
}

impl MeasureSettings {
    pub(crate) fn check(&self) -> Result<(), BacktestError> {
        let wrong =
            |field, value: f64, allowed| Err(BacktestError::Setting { field, value: value.to_string(), allowed });
        if !(self.periods_per_year > 0.0 && self.periods_per_year.is_finite()) {
            return wrong("periods_per_year", self.periods_per_year, "more than zero (252 for trading days)");
        }
        if !self.risk_free_rate.is_finite() {
            return wrong("risk_free_rate", self.risk_free_rate, "a number");
        }
        if !(self.confidence > 0.0 && self.confidence < 1.0) {
            return wrong("confidence", self.confidence, "more than 0 and less than 1");
        }
        Ok(())
    }
}

/// The figures, or why there are none.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Measured {
    /// Simple returns of the periods, the first from the cash at the start; none where equity is not known.
    pub returns: Vec<Option<f64>>,
    /// The end of each period.
    pub at: Vec<Timestamp>,
    /// Every figure with its convention; each may be undefined by itself.
    pub report: Option<PerformanceReport>,
    /// Why there is no report at all.
    pub undefined: Option<String>,
}

/// What is measured.
pub(crate) struct Curve<'a> {
    pub(crate) at: &'a [Timestamp],
    pub(crate) start: f64,
    pub(crate) equity: &'a [Option<f64>],
    pub(crate) gross: &'a [Option<f64>],
    pub(crate) traded: &'a [Option<f64>],
    /// Values of the benchmark at the same moments.
    pub(crate) benchmark: Option<&'a [Option<f64>]>,
}

/// Moments of each period.
pub(crate) fn periods(at: &[Timestamp], every: Every) -> Vec<Range<usize>> {
    match every {
        Every::Bar => (0..at.len()).map(|n| n..n + 1).collect(),
        Every::Day => {
            let mut found: Vec<Range<usize>> = Vec::new();
            let day = |n: usize| at[n].micros().div_euclid(86_400_000_000);
            for n in 0..at.len() {
                match found.last_mut() {
                    Some(last) if day(last.start) == day(n) => last.end = n + 1,
                    _ => found.push(n..n + 1),
                }
            }
            found
        }
    }
}

impl Curve<'_> {
    /// Figures of the curve and of its round trips, whose amounts are in the base currency at `rate_of` their ends.
    pub(crate) fn measure(
        &self,
        settings: &MeasureSettings,
        trips: &[RoundTrip],
        rate_of: impl Fn(&RoundTrip) -> Option<f64>,
    ) -> Measured {
        let periods = periods(self.at, settings.every);
        let returns = returns_between(Some(self.start), self.equity, &periods);
        let at: Vec<Timestamp> = periods.iter().map(|period| self.at[period.end - 1]).collect();
        let without =
            |why: String| Measured { returns: returns.clone(), at: at.clone(), report: None, undefined: Some(why) };
        if let Some(n) = returns.iter().position(|r| r.is_some_and(|r| r.is_nan() || r <= -1.0)) {
            return without(format!("everything was lost at {}; what comes after has no return", at[n]));
        }
        let over = |values: &[Option<f64>]| -> Option<Vec<f64>> {
            let part = |period: &Range<usize>| {
                let equity = self.equity[period.end - 1].filter(|equity| *equity > 0.0)?;
                Some(values[period.end - 1]? / equity)
            };
            periods.iter().map(part).collect()
        };
        let traded: Option<Vec<f64>> = periods
            .iter()
            .map(|period| {
                let equity = self.equity[period.end - 1].filter(|equity| *equity > 0.0)?;
                let sum: Option<f64> = self.traded[period.clone()].iter().copied().sum();
                Some(sum? / equity)
            })
            .collect();
        let dates: Vec<NaiveDate> = at.iter().map(|at| at.date()).collect();
        let request = PerformanceRequest {
            returns: returns.clone(),
            dates: dates.windows(2).all(|pair| pair[0] < pair[1]).then_some(dates),
            benchmark: self.benchmark.map(|values| returns_between(None, values, &periods)),
            risk_free_rate: settings.risk_free_rate,
            periods_per_year: settings.periods_per_year,
            confidence: settings.confidence,
            rolling_periods: settings.rolling_periods,
            trades: trips.iter().filter_map(|trip| closed_trade(trip, rate_of(trip)?)).collect(),
            exposures: over(self.gross),
            traded,
        };
        match request.report() {
            Ok(report) => Measured { returns, at, report: Some(report), undefined: None },
            Err(error) => without(error.to_string()),
        }
    }
}

/// Returns from the end of each period to the end of the next, the first from `start`; none where one of both is not known or not above zero.
/// A benchmark has no start, and so no first return.
pub(crate) fn returns_between(
    start: Option<f64>,
    values: &[Option<f64>],
    periods: &[Range<usize>],
) -> Vec<Option<f64>> {
    let mut before = start;
    let mut found = Vec::with_capacity(periods.len());
    for period in periods {
        let value = values[period.end - 1];
        let known = before.filter(|before| *before > 0.0).zip(value);
        found.push(known.map(|(before, value)| value / before - 1.0));
        before = value;
    }
    found
}

fn closed_trade(trip: &RoundTrip, rate: f64) -> Option<ClosedTrade> {
    let capital = float(trip.capital) * rate;
    (capital > 0.0).then(|| ClosedTrade {
        profit: float(trip.pnl) * rate,
        capital,
        costs: float(trip.fees) * rate,
        periods_held: trip.bars_held,
        adverse_excursion: trip.adverse_excursion.map(|amount| amount * rate),
        favourable_excursion: trip.favourable_excursion.map(|amount| amount * rate),
    })
}
