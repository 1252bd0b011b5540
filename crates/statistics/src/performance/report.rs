//! All figures of a series at once, each with its convention in words, as the command line and the API give them.

mod conventions;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ClosedTrade, DrawdownEpisode, TradeFigures, YearOfReturns, drawdowns, monthly_returns, rolling_beta,
    rolling_return, rolling_sharpe, rolling_volatility,
};
use crate::{StatisticsError, TRADING_DAYS_PER_YEAR, check};

/// How a figure is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FigureUnit)]
pub enum Unit {
    /// A part of the value: 0.12 is 12 %.
    Fraction,
    /// A plain number.
    Number,
    /// A count of periods.
    Periods,
}

/// One figure, or why it has none.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PerformanceFigure {
    /// Its name, such as `sharpe_ratio`.
    pub name: &'static str,
    /// The number; none when it is undefined.
    pub value: Option<f64>,
    /// Why there is none.
    pub undefined: Option<String>,
    /// How it is read.
    pub unit: Unit,
    /// How it is worked out.
    pub convention: &'static str,
}

/// A series and what to measure it with. `null` is a return that is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PerformanceRequest {
    /// Simple returns of equal periods, oldest first.
    pub returns: Vec<Option<f64>>,
    /// The last day of each period, for the table of months.
    #[serde(default)]
    pub dates: Option<Vec<NaiveDate>>,
    /// Returns of a benchmark over the same periods.
    #[serde(default)]
    pub benchmark: Option<Vec<Option<f64>>>,
    /// A year's.
    #[serde(default)]
    pub risk_free_rate: f64,
    /// 252 for days.
    #[serde(default = "trading_days")]
    pub periods_per_year: f64,
    /// Of the value at risk.
    #[serde(default = "nineteen_twentieths")]
    pub confidence: f64,
    /// Periods of the moving window; none leaves it out.
    #[serde(default)]
    pub rolling_periods: Option<usize>,
    /// Closed trades.
    #[serde(default)]
    pub trades: Vec<ClosedTrade>,
    /// Gross exposure over value in each period.
    #[serde(default)]
    pub exposures: Option<Vec<f64>>,
    /// Purchases and sales over value in each period.
    #[serde(default)]
    pub traded: Option<Vec<f64>>,
}

/// Figures over a moving window, one entry a period, none where the window is not full or the figure has no value.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RollingFigures {
    /// Periods of the window.
    pub periods: usize,
    /// Compounded return a year.
    pub annual_return: Vec<Option<f64>>,
    /// Volatility a year.
    pub volatility: Vec<Option<f64>>,
    /// Sharpe ratio a year.
    pub sharpe_ratio: Vec<Option<f64>>,
    /// Beta; empty without a benchmark.
    pub beta: Vec<Option<f64>>,
}

/// What a series amounts to.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PerformanceReport {
    /// Returns that are there.
    pub n_returns: usize,
    /// Returns that are missing. Figures that compound are undefined then; the others rest on what is there.
    pub n_missing: usize,
    /// The figures.
    pub figures: Vec<PerformanceFigure>,
    /// Every fall from a peak, the deepest first; indices count the value at the start as 0. Empty while a return is missing.
    pub drawdowns: Vec<DrawdownEpisode>,
    /// Returns by month; empty without dates.
    pub months: Vec<YearOfReturns>,
    /// Figures over a moving window; none unless asked for, or while a return is missing.
    pub rolling: Option<RollingFigures>,
    /// Figures of the trades; none without trades.
    pub trades: Option<TradeFigures>,
}

impl PerformanceRequest {
    /// A request for a series of daily returns without anything beside it.
    #[must_use]
    pub fn of(returns: &[f64]) -> Self {
        Self {
            returns: returns.iter().copied().map(Some).collect(),
            dates: None,
            benchmark: None,
            risk_free_rate: 0.0,
            periods_per_year: TRADING_DAYS_PER_YEAR,
            confidence: 0.95,
            rolling_periods: None,
            trades: Vec::new(),
            exposures: None,
            traded: None,
        }
    }

    /// Reads a request.
    ///
    /// # Errors
    /// When it is not JSON of this form.
    pub fn from_json(text: &[u8]) -> Result<Self, StatisticsError> {
        serde_json::from_slice(text).map_err(|error| StatisticsError::Malformed { detail: error.to_string() })
    }

    /// Works out every figure.
    ///
    /// # Errors
    /// When a return is not above −1, series differ in length, dates do not ascend, or a setting is out of range.
    pub fn report(&self) -> Result<PerformanceReport, StatisticsError> {
        self.check()?;
        let known: Vec<f64> = self.returns.iter().flatten().copied().collect();
        let n_missing = self.returns.len() - known.len();
        let whole = n_missing == 0;
        let values = if whole { growth(&known) } else { Vec::new() };
        let episodes = drawdowns(&values).unwrap_or_default();
        let (own, other) = self.pairs();
        let figures = conventions::figures(self, &known, &values, &episodes, (&own, &other));
        Ok(PerformanceReport {
            n_returns: known.len(),
            n_missing,
            figures,
            drawdowns: episodes,
            months: self.dates.as_deref().map(|dates| monthly_returns(dates, &self.returns)).unwrap_or_default(),
            rolling: self.rolling_periods.filter(|_| whole).map(|periods| self.rolling(periods, &known)),
            trades: if self.trades.is_empty() { None } else { Some(TradeFigures::of(&self.trades)?) },
        })
    }

    fn rolling(&self, periods: usize, known: &[f64]) -> RollingFigures {
        let year = self.periods_per_year;
        let benchmark: Option<Vec<f64>> = self.benchmark.as_ref().and_then(|list| list.iter().copied().collect());
        RollingFigures {
            periods,
            annual_return: rolling_return(known, periods, year),
            volatility: rolling_volatility(known, periods, year),
            sharpe_ratio: rolling_sharpe(known, periods, self.risk_free_rate, year),
            beta: benchmark.map(|benchmark| rolling_beta(known, &benchmark, periods)).unwrap_or_default(),
        }
    }

    /// The periods in which both the series and its benchmark have a return.
    fn pairs(&self) -> (Vec<f64>, Vec<f64>) {
        let benchmark = self.benchmark.as_deref().unwrap_or_default();
        self.returns.iter().zip(benchmark).filter_map(|(own, other)| own.zip(*other)).unzip()
    }

    fn check(&self) -> Result<(), StatisticsError> {
        check::periods(self.periods_per_year)?;
        check::finite("risk_free_rate", self.risk_free_rate)?;
        if !(self.confidence > 0.0 && self.confidence < 1.0) {
            return Err(StatisticsError::InvalidSetting {
                setting: "confidence",
                value: self.confidence,
                allowed: "above 0 and below 1 (0.95 for one period in twenty)",
            });
        }
        check_returns("returns", &self.returns)?;
        let n = self.returns.len();
        if let Some(benchmark) = &self.benchmark {
            check_returns("benchmark", benchmark)?;
            check::lengths(("returns", n), ("benchmark", benchmark.len()))?;
        }
        if let Some(dates) = &self.dates {
            check::lengths(("returns", n), ("dates", dates.len()))?;
            if let Some(pair) = dates.windows(2).find(|pair| pair[0] >= pair[1]) {
                let problem = if pair[0] == pair[1] { "stands twice" } else { "comes after a later date" };
                return Err(StatisticsError::DatesOutOfOrder { date: pair[1], problem });
            }
        }
        for (name, list) in [("exposures", &self.exposures), ("traded", &self.traded)] {
            if let Some(list) = list {
                check::values(name, list, 0, "")?;
                check::lengths(("returns", n), (name, list.len()))?;
            }
        }
        match self.rolling_periods {
            Some(periods) if periods < 2 => Err(StatisticsError::InvalidSetting {
                setting: "rolling_periods",
                value: periods as f64,
                allowed: "2 or more",
            }),
            _ => Ok(()),
        }
    }
}

/// The value of one unit of money at the start and after each period.
fn growth(returns: &[f64]) -> Vec<f64> {
    let grown = returns.iter().scan(1.0, |value, r| {
        *value *= 1.0 + r;
        Some(*value)
    });
    std::iter::once(1.0).chain(grown).collect()
}

fn check_returns(asset: &str, returns: &[Option<f64>]) -> Result<(), StatisticsError> {
    let wrong = |value: &Option<f64>| value.is_some_and(|r| !(r > -1.0 && r.is_finite()));
    match returns.iter().position(wrong) {
        Some(row) => Err(StatisticsError::InvalidReturn {
            asset: asset.to_owned(),
            row: row + 1,
            value: returns[row].unwrap_or(f64::NAN),
        }),
        None => Ok(()),
    }
}

fn trading_days() -> f64 {
    TRADING_DAYS_PER_YEAR
}

fn nineteen_twentieths() -> f64 {
    0.95
}
