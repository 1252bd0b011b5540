//! Choosing on one part of history and testing on another.
//!
//! All of it works on *candidates*: strategies or settings with their returns over the same periods. [`walk_forward`] and [`cross_validate`] take the returns
//! as they came in one run each, in which indicators knew the bars before; [`walk_forward_with`] runs each candidate anew on each stretch. How often the
//! best of the past is in the worse half afterwards is told by [`statistics::significance::probability_of_overfitting`] of the same returns.

mod cross_validation;
mod walk_forward;

use serde::{Deserialize, Serialize};
use statistics::{StatisticsError, annualized_return, calmar_ratio, max_drawdown, sharpe_ratio, sortino_ratio};

pub use cross_validation::{CrossValidation, SplitChoice, TestPath, cross_validate};
pub use walk_forward::{
    WalkForward, WalkForwardResult, WalkStretch, WalkWindow, WindowKind, walk_forward, walk_forward_with,
};

/// What a candidate is chosen by. Ratios are a period's, without a risk-free rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Score {
    /// Mean over deviation.
    #[default]
    SharpeRatio,
    /// Mean over downside deviation.
    SortinoRatio,
    /// Compounded return a period.
    MeanReturn,
    /// Compounded return a period over the deepest fall.
    CalmarRatio,
}

impl Score {
    /// The score of some returns; `None` where it is undefined.
    #[must_use]
    pub fn of(self, returns: &[f64]) -> Option<f64> {
        match self {
            Self::SharpeRatio => sharpe_ratio(returns, 0.0, 1.0),
            Self::SortinoRatio => sortino_ratio(returns, 0.0, 1.0),
            Self::MeanReturn => annualized_return(returns, 1.0),
            Self::CalmarRatio => {
                let grown = returns.iter().scan(1.0, |value, r| {
                    *value *= 1.0 + r;
                    Some(*value)
                });
                let values: Vec<f64> = std::iter::once(1.0).chain(grown).collect();
                calmar_ratio(returns, &max_drawdown(&values)?, 1.0)
            }
        }
    }
}

/// The candidate with the highest score, of equal ones the first; `None` when none has one.
fn best(scores: &[Option<f64>]) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (n, score) in scores.iter().enumerate() {
        if let Some(score) = score.filter(|score| best.is_none_or(|(_, than)| *score > than)) {
            best = Some((n, score));
        }
    }
    best.map(|(n, _)| n)
}

/// As many returns of each candidate, all of them numbers.
fn check(returns: &[Vec<f64>]) -> Result<usize, StatisticsError> {
    let Some(first) = returns.first() else {
        let why = "without one there is no choice";
        return Err(StatisticsError::TooFewValues { what: "candidates", found: 0, needed: 1, why });
    };
    for series in returns {
        if series.len() != first.len() {
            let (first_len, second_len) = (first.len(), series.len());
            let (first, second) = ("the first candidate", "a candidate");
            return Err(StatisticsError::UnequalLengths { first, first_len, second, second_len });
        }
        if let Some(row) = series.iter().position(|value| !value.is_finite()) {
            return Err(StatisticsError::NotFinite { what: "returns", row: row + 1, value: series[row] });
        }
    }
    Ok(first.len())
}
