//! What the run is compared with: an index, shares and bonds, equal parts, or weights of one's own.

use bars::series::BarSeries;
use chrono::Datelike;
use model::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::BacktestError;

/// When a benchmark goes back to its weights: at the first close of each period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BenchmarkRebalancing)]
pub enum Rebalancing {
    /// Never after the start.
    Never,
    /// At every close.
    EachBar,
    /// Each calendar month.
    #[default]
    Monthly,
    /// Each quarter.
    Quarterly,
    /// Each year.
    Yearly,
}

/// What a benchmark holds, of series that are given beside it. It pays no costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum BenchmarkSettings {
    /// The first series, from the start to the end.
    Index,
    /// 60 % of the first series, 40 % of the second.
    SixtyForty {
        /// When it goes back to them.
        #[serde(default)]
        rebalancing: Rebalancing,
    },
    /// As much of each series.
    EqualWeight {
        /// When it goes back to that.
        #[serde(default)]
        rebalancing: Rebalancing,
    },
    /// Weights of one's own, one for each series; what is missing to 1 is cash without interest.
    Weights {
        /// The weights.
        weights: Vec<f64>,
        /// When it goes back to them.
        #[serde(default)]
        rebalancing: Rebalancing,
    },
}

/// A benchmark with its series, in one currency.
#[derive(Debug, Clone, Copy)]
pub struct Benchmark<'a> {
    /// What it holds.
    pub settings: &'a BenchmarkSettings,
    /// Of what.
    pub series: &'a [&'a BarSeries],
}

impl BenchmarkSettings {
    /// The weights of so many series, and when they are restored.
    ///
    /// # Errors
    /// [`BacktestError::Setting`] for a number of series that does not fit, or weights that are no numbers.
    fn weights(&self, series: usize) -> Result<(Vec<f64>, Rebalancing), BacktestError> {
        let wrong = |value: String, allowed| Err(BacktestError::Setting { field: "benchmark", value, allowed });
        match self {
            Self::Index if series != 1 => wrong(format!("an index of {series} series"), "one series"),
            Self::Index => Ok((vec![1.0], Rebalancing::Never)),
            Self::SixtyForty { .. } if series != 2 => {
                wrong(format!("60/40 of {series} series"), "two series: shares, then bonds")
            }
            Self::SixtyForty { rebalancing } => Ok((vec![0.6, 0.4], *rebalancing)),
            Self::EqualWeight { .. } if series == 0 => wrong("no series".to_owned(), "at least one series"),
            Self::EqualWeight { rebalancing } => Ok((vec![1.0 / series as f64; series], *rebalancing)),
            Self::Weights { weights, .. } if weights.len() != series || series == 0 => {
                wrong(format!("{} weights of {series} series", weights.len()), "one weight for each series")
            }
            Self::Weights { weights, .. } if weights.iter().any(|weight| !weight.is_finite()) => {
                wrong("a weight that is no number".to_owned(), "numbers")
            }
            Self::Weights { weights, rebalancing } => Ok((weights.clone(), *rebalancing)),
        }
    }
}

impl Benchmark<'_> {
    /// Its value at each moment, 1 where all series have their first close; none before. Closes that are missing at a moment are those of
    /// before.
    ///
    /// # Errors
    /// [`BacktestError::Setting`].
    pub fn values(&self, at: &[Timestamp]) -> Result<Vec<Option<f64>>, BacktestError> {
        let (weights, rebalancing) = self.settings.weights(self.series.len())?;
        let mut next = vec![0; self.series.len()];
        let mut closes: Vec<Option<f64>> = vec![None; self.series.len()];
        // Money in each series and in cash; none before the start.
        let mut held: Option<(Vec<f64>, f64)> = None;
        let mut last_period = None;
        let mut values = Vec::with_capacity(at.len());
        for now in at {
            for (n, series) in self.series.iter().enumerate() {
                let before = closes[n];
                while series.at.get(next[n]).is_some_and(|bar| *bar <= now.micros()) {
                    let close = series.close[next[n]];
                    closes[n] = if close > 0.0 { Some(close) } else { closes[n] };
                    next[n] += 1;
                }
                if let (Some((money, _)), Some(before), Some(close)) = (&mut held, before, closes[n]) {
                    money[n] *= close / before;
                }
            }
            if closes.iter().any(Option::is_none) {
                values.push(None);
                continue;
            }
            let period = rebalancing.period(*now);
            let value = held.as_ref().map_or(1.0, |(money, cash)| money.iter().sum::<f64>() + cash);
            let due = rebalancing == Rebalancing::EachBar || (period.is_some() && period != last_period);
            if held.is_none() || due {
                let money: Vec<f64> = weights.iter().map(|weight| weight * value).collect();
                let cash = value * (1.0 - weights.iter().sum::<f64>());
                held = Some((money, cash));
            }
            last_period = period;
            values.push(Some(value));
        }
        Ok(values)
    }
}

impl Rebalancing {
    fn period(self, at: Timestamp) -> Option<i32> {
        let date = at.date();
        match self {
            Self::Never | Self::EachBar => None,
            Self::Monthly => Some(date.year() * 12 + date.month0() as i32),
            Self::Quarterly => Some(date.year() * 4 + date.month0() as i32 / 3),
            Self::Yearly => Some(date.year()),
        }
    }
}
