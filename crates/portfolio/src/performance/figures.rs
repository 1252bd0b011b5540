//! What the daily returns of a span say of risk: volatility, ratios, drawdown, tails, and the span against its benchmark.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Serialize;
use statistics::{
    Against, annualized_volatility, calmar_ratio, conditional_value_at_risk, downside_deviation, excess_kurtosis,
    max_drawdown, omega_ratio, recovery_idx, sharpe_ratio, skewness, sortino_ratio, ulcer_index, value_at_risk,
};

use super::Performance;
use crate::unknown::{Ratio, Unknown};

/// Fewest daily returns on which a figure of a year rests: about a month.
const FEWEST: usize = 20;

/// Figures of daily returns. Ratios are fractions; what is "a year" counts `periods_per_year` days.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct DailyFigures {
    /// Daily returns that they rest on.
    pub n_returns: usize,
    /// The risk-free rate that was used, a year's.
    pub risk_free_rate: f64,
    /// Days of a year.
    pub periods_per_year: f64,
    /// Sample deviation a year.
    pub volatility: Ratio,
    /// Root of the mean squared shortfall below the risk-free rate, a year.
    pub downside_deviation: Ratio,
    /// Mean return above the risk-free rate over the volatility.
    pub sharpe: Ratio,
    /// The same over the downside deviation.
    pub sortino: Ratio,
    /// Compounded return a year over the largest drawdown.
    pub calmar: Ratio,
    /// Sum of the gains over the sum of the losses.
    pub omega: Ratio,
    /// Root of the mean squared fall from the peak so far.
    pub ulcer_index: Ratio,
    /// The largest fall with its days; null when there was none, or nothing is known.
    pub drawdown: Option<DrawdownDays>,
    /// The day of the highest return.
    pub best_day: Option<DayReturn>,
    /// The day of the lowest return.
    pub worst_day: Option<DayReturn>,
    /// Part of the days that gained.
    pub positive_days: Ratio,
    /// Loss of a day that one day in twenty exceeds, as it happened; positive for a loss.
    pub value_at_risk_95: Ratio,
    /// Mean loss of those days.
    pub conditional_value_at_risk_95: Ratio,
    /// Skewness of the daily returns.
    pub skewness: Ratio,
    /// Excess kurtosis of the daily returns.
    pub excess_kurtosis: Ratio,
    /// Covariance with the benchmark over its variance.
    pub beta: Ratio,
    /// Jensen's alpha, a year's.
    pub alpha: Ratio,
    /// Deviation of the difference from the benchmark, a year's.
    pub tracking_error: Ratio,
    /// Mean difference from the benchmark over that.
    pub information_ratio: Ratio,
    /// Squared correlation with the benchmark.
    pub r_squared: Ratio,
    /// Compounded return of the days on which the benchmark rose, over the benchmark's.
    pub up_capture: Ratio,
    /// The same of the days on which it fell.
    pub down_capture: Ratio,
}

/// A fall from a peak.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct DrawdownDays {
    /// How deep, as a positive fraction of the peak.
    pub depth: f64,
    /// The day of the peak.
    pub peak: NaiveDate,
    /// The day of the lowest value.
    pub trough: NaiveDate,
    /// The first day on which the peak was reached again; null while it was not.
    pub recovered: Option<NaiveDate>,
}

/// The return of one day.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct DayReturn {
    /// The day.
    pub date: NaiveDate,
    /// Its return.
    pub value: f64,
}

impl Performance {
    /// Figures of the daily returns of the time-weighted index, from weekday to weekday: what moved on a weekend is part of the
    /// next weekday's return, so that a year has the days that it is counted with. Days without a value are bridged.
    ///
    /// `risk_free_rate` is a year's; `periods` are the trading days of a year.
    pub fn daily_figures(&self, risk_free_rate: f64, periods: f64) -> DailyFigures {
        let points = self.weekdays();
        let (days, values): (Vec<NaiveDate>, Vec<f64>) = points.iter().map(|p| (p.date, p.value)).unzip();
        let returns = changes(&values);
        let missing = || {
            let first = self.unknowns.first().cloned();
            first.unwrap_or_else(|| Unknown::undefined("there are too few days with a value in this period"))
        };
        let known = |value: Option<f64>, why: &str| match value {
            Some(value) => Ratio::known(value),
            None if returns.is_empty() => Ratio::unknown(missing()),
            None => Ratio::unknown(Unknown::undefined(why)),
        };
        let few = format!("there are {} daily returns; a figure of a year needs {FEWEST}", returns.len());
        let of_year = |value: Option<f64>, why: &str| {
            if !returns.is_empty() && returns.len() < FEWEST {
                return Ratio::unknown(Unknown::undefined(few.as_str()));
            }
            known(value, why)
        };
        let drawdown = max_drawdown(&values);
        let fallen = drawdown.filter(|d| d.depth < 0.0);
        let day_of = |pick: fn(f64, f64) -> bool| {
            let mut best: Option<DayReturn> = None;
            for (date, value) in days.iter().skip(1).zip(&returns) {
                if best.is_none_or(|b| pick(*value, b.value)) {
                    best = Some(DayReturn { date: *date, value: *value });
                }
            }
            best
        };
        let still = "the value did not move";
        let never = "no day was below the risk-free rate";
        let unfallen = "the value never fell";
        let both: Vec<Point> = points.iter().copied().filter(|p| p.benchmark.is_some()).collect();
        let own = changes(&both.iter().map(|p| p.value).collect::<Vec<f64>>());
        let other = changes(&both.iter().filter_map(|p| p.benchmark).collect::<Vec<f64>>());
        let against = Against::new(&own, &other, periods).filter(|_| own.len() >= FEWEST);
        let beside = |of: &dyn Fn(&Against<'_>) -> Option<f64>| {
            let reason = if against.is_some() {
                "the benchmark, or the difference from it, did not move"
            } else {
                "there are too few days on which both the portfolio and a benchmark have a value"
            };
            known(against.as_ref().and_then(of), reason)
        };
        DailyFigures {
            n_returns: returns.len(),
            risk_free_rate,
            periods_per_year: periods,
            volatility: of_year(annualized_volatility(&returns, periods), still),
            downside_deviation: of_year(downside_deviation(&returns, risk_free_rate, periods), still),
            sharpe: of_year(sharpe_ratio(&returns, risk_free_rate, periods), still),
            sortino: of_year(sortino_ratio(&returns, risk_free_rate, periods), never),
            calmar: of_year(drawdown.and_then(|d| calmar_ratio(&returns, &d, periods)), unfallen),
            omega: known(omega_ratio(&returns), unfallen),
            ulcer_index: known(ulcer_index(&values), still),
            drawdown: fallen.map(|d| DrawdownDays {
                depth: -d.depth,
                peak: days[d.peak_idx],
                trough: days[d.trough_idx],
                recovered: recovery_idx(&values, &d).map(|i| days[i]),
            }),
            best_day: day_of(|value, best| value > best),
            worst_day: day_of(|value, worst| value < worst),
            positive_days: known(part_above_zero(&returns), still),
            value_at_risk_95: of_year(value_at_risk(&returns, 0.95), still),
            conditional_value_at_risk_95: of_year(conditional_value_at_risk(&returns, 0.95), still),
            skewness: of_year(skewness(&returns), still),
            excess_kurtosis: of_year(excess_kurtosis(&returns), still),
            beta: beside(&|a| a.beta()),
            alpha: beside(&|a| a.alpha(risk_free_rate)),
            tracking_error: beside(&|a| a.tracking_error()),
            information_ratio: beside(&|a| a.information_ratio()),
            r_squared: beside(&|a| a.r_squared()),
            up_capture: beside(&|a| a.up_capture()),
            down_capture: beside(&|a| a.down_capture()),
        }
    }

    /// The index and the benchmark where the measure starts and on each weekday with a value after it.
    fn weekdays(&self) -> Vec<Point> {
        let mut points = Vec::with_capacity(self.days.len() + 1);
        if let (false, Some(first)) = (self.starts_at_close, self.days.first()) {
            let date = first.checked_sub_days(Days::new(1)).unwrap_or(*first);
            let benchmark = self.benchmark.first().copied().flatten().map(|_| 1.0);
            points.push(Point { date, value: 1.0, benchmark });
        }
        for (i, date) in self.days.iter().enumerate() {
            let Some(value) = self.twr_index.get(i).copied().flatten() else { continue };
            // A weekend counts only as the day on which the measure starts.
            if !points.is_empty() && matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
                continue;
            }
            points.push(Point { date: *date, value, benchmark: self.benchmark.get(i).copied().flatten() });
        }
        points
    }
}

/// The index and the benchmark at the end of a day.
#[derive(Clone, Copy)]
struct Point {
    date: NaiveDate,
    value: f64,
    benchmark: Option<f64>,
}

fn changes(values: &[f64]) -> Vec<f64> {
    values.windows(2).map(|pair| pair[1] / pair[0] - 1.0).collect()
}

fn part_above_zero(returns: &[f64]) -> Option<f64> {
    let above = returns.iter().filter(|r| **r > 0.0).count();
    (!returns.is_empty()).then(|| above as f64 / returns.len() as f64)
}
