//! A run in few figures, for lists.

use ::backtest::BacktestResult;
use model::currency::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use statistics::PerformanceReport;

use super::kept::KeptResult;

/// A run in few figures. Those that are undefined are null; the result says why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BacktestSummary {
    /// The currency of the account.
    pub currency: Currency,
    /// Cash at the start.
    #[schema(value_type = String)]
    pub cash: Decimal,
    /// Equity at the end.
    #[schema(value_type = Option<String>)]
    pub equity_end: Option<Decimal>,
    /// Gain over the whole period, a part.
    pub total_return: Option<f64>,
    /// Compounded return a year, a part.
    pub annual_return: Option<f64>,
    /// Deviation of returns a year, a part.
    pub volatility: Option<f64>,
    /// Sharpe ratio a year.
    pub sharpe_ratio: Option<f64>,
    /// The deepest fall, zero or below, a part.
    pub max_drawdown: Option<f64>,
    /// Moments that were run over.
    pub moments: usize,
    /// How much there is of what.
    pub counts: RunCounts,
    /// Things about the bars that one should look at.
    pub notices: usize,
}

/// How much there is of what in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RunCounts {
    /// Orders that passed the gate.
    pub orders: u64,
    /// Fills.
    pub fills: usize,
    /// Round trips that ended.
    pub round_trips: usize,
    /// Requests that were refused.
    pub refused: u64,
}

/// One figure of a report.
pub(crate) fn figure(report: Option<&PerformanceReport>, name: &str) -> Option<f64> {
    report?.figures.iter().find(|figure| figure.name == name)?.value
}

/// The same of a report that was kept.
fn kept_figure(report: Option<&Value>, name: &str) -> Option<f64> {
    report?["figures"].as_array()?.iter().find(|figure| figure["name"] == name)?["value"].as_f64()
}

impl BacktestSummary {
    /// Of a run that has just begun.
    pub(crate) const fn begun(currency: Currency, cash: Decimal) -> Self {
        Self {
            currency,
            cash,
            equity_end: None,
            total_return: None,
            annual_return: None,
            volatility: None,
            sharpe_ratio: None,
            max_drawdown: None,
            moments: 0,
            counts: RunCounts { orders: 0, fills: 0, round_trips: 0, refused: 0 },
            notices: 0,
        }
    }

    /// Of a result that was kept.
    pub(crate) fn of_kept(result: &KeptResult, currency: Currency) -> Self {
        let report = result.measured.report.as_ref();
        Self {
            equity_end: result.equity_end,
            total_return: kept_figure(report, "total_return"),
            annual_return: kept_figure(report, "annual_return"),
            volatility: kept_figure(report, "volatility"),
            sharpe_ratio: kept_figure(report, "sharpe_ratio"),
            max_drawdown: kept_figure(report, "max_drawdown"),
            moments: result.curve.at.len(),
            counts: RunCounts {
                orders: result.orders,
                fills: result.fills.len(),
                round_trips: result.round_trips.len(),
                refused: result.refused_count,
            },
            notices: result.notices.len(),
            ..Self::begun(currency, result.cash)
        }
    }

    /// Of a result.
    pub(crate) fn of(result: &BacktestResult, currency: Currency) -> Self {
        let report = result.measured.report.as_ref();
        Self {
            currency,
            cash: result.cash,
            equity_end: result.equity_end,
            total_return: figure(report, "total_return"),
            annual_return: figure(report, "annual_return"),
            volatility: figure(report, "volatility"),
            sharpe_ratio: figure(report, "sharpe_ratio"),
            max_drawdown: figure(report, "max_drawdown"),
            moments: result.curve.at.len(),
            counts: RunCounts {
                orders: result.orders,
                fills: result.fills.len(),
                round_trips: result.round_trips.len(),
                refused: result.refused_count,
            },
            notices: result.notices.len(),
        }
    }
}
