//! Performance figures of one series: annualized return and volatility, Sharpe ratio, maximum drawdown; and by module what only
//! falls count for, every fall, gains against losses, the tails, trades, months, moving windows, and the series against a
//! benchmark. [`PerformanceRequest`] asks for all of them at once, each with its convention.
//!
//! Returns are simple ones of equal periods. Rates are a year's and become a period's by division.

mod calendar;
mod downside;
mod drawdowns;
mod gains;
mod relative;
mod report;
mod rolling;
mod tails;
pub mod tear_sheet;
mod trades;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use calendar::{YearOfReturns, monthly_returns};
pub use downside::{calmar_ratio, downside_deviation, omega_ratio, sortino_ratio, ulcer_index};
pub use drawdowns::{DrawdownEpisode, average_drawdown, drawdowns, underwater};
pub use gains::{
    average_gain, average_loss, expectancy, hit_rate, kelly_fraction, longest_runs, payoff_ratio, profit_factor,
    stability,
};
pub use relative::Against;
pub use report::{PerformanceFigure, PerformanceReport, PerformanceRequest, RollingFigures, Unit};
pub use rolling::{rolling, rolling_beta, rolling_correlation, rolling_return, rolling_sharpe, rolling_volatility};
pub use tails::{conditional_value_at_risk, excess_kurtosis, quantile, skewness, tail_ratio, value_at_risk};
pub use trades::{ClosedTrade, TradeFigures, annual_turnover, time_in_market};

/// Compounded return a year: `Π(1+r)^(periods/n) − 1`. `None` without returns, or after a loss of everything.
#[must_use]
pub fn annualized_return(returns: &[f64], periods_per_year: f64) -> Option<f64> {
    if returns.is_empty() || returns.iter().any(|r| *r <= -1.0) {
        return None;
    }
    let log_growth: f64 = returns.iter().map(|r| r.ln_1p()).sum();
    finite((log_growth * periods_per_year / returns.len() as f64).exp_m1())
}

/// Sample standard deviation (divisor n − 1) × √periods. `None` for fewer than two returns.
#[must_use]
pub fn annualized_volatility(returns: &[f64], periods_per_year: f64) -> Option<f64> {
    finite(sample_deviation(returns)? * periods_per_year.sqrt())
}

/// Mean excess return over the sample deviation, annualized: `(mean − rf/periods)/sd × √periods`
/// (Sharpe 1994). `risk_free_rate` is a year's. `None` for fewer than two returns or without any variation.
#[must_use]
pub fn sharpe_ratio(returns: &[f64], risk_free_rate: f64, periods_per_year: f64) -> Option<f64> {
    let deviation = sample_deviation(returns)?;
    let mean = mean(returns);
    // Equal returns leave a deviation of rounding size: a ratio over it would be noise.
    if deviation <= f64::EPSILON * mean.abs().max(f64::MIN_POSITIVE) * 16.0 {
        return None;
    }
    finite((mean - risk_free_rate / periods_per_year) / deviation * periods_per_year.sqrt())
}

/// The deepest fall of a value series from an earlier peak.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Drawdown {
    /// Fall as a fraction of the peak, zero or negative (−0.2 = 20 % below the peak).
    pub depth: f64,
    /// Index of the peak before the fall.
    pub peak_idx: usize,
    /// Index of the lowest value.
    pub trough_idx: usize,
}

/// Maximum drawdown of a series of values (prices, index or portfolio values, not returns).
/// `None` when it is empty or a value is not a number above zero. Depth zero when it never falls.
#[must_use]
pub fn max_drawdown(values: &[f64]) -> Option<Drawdown> {
    if values.is_empty() || values.iter().any(|value| !(*value > 0.0 && value.is_finite())) {
        return None;
    }
    let mut worst = Drawdown { depth: 0.0, peak_idx: 0, trough_idx: 0 };
    let mut peak_idx = 0;
    for (idx, value) in values.iter().enumerate() {
        if *value > values[peak_idx] {
            peak_idx = idx;
        }
        let depth = value / values[peak_idx] - 1.0;
        if depth < worst.depth {
            worst = Drawdown { depth, peak_idx, trough_idx: idx };
        }
    }
    Some(worst)
}

/// The first value after a drawdown that is again as high as the peak before it; `None` when there is none yet, or no fall.
#[must_use]
pub fn recovery_idx(values: &[f64], drawdown: &Drawdown) -> Option<usize> {
    let peak = values.get(drawdown.peak_idx)?;
    if drawdown.depth >= 0.0 {
        return None;
    }
    let after = values.iter().enumerate().skip(drawdown.trough_idx + 1);
    after.filter(|(_, value)| *value >= peak).map(|(idx, _)| idx).next()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn sample_deviation(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Some((squares / (values.len() - 1) as f64).sqrt())
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
