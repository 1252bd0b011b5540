//! Past returns as equally likely scenarios, and the risk measures over them.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use statistics::{PriceTable, simple_returns};
use utoipa::ToSchema;

use crate::{OptimizationRequest, OptimizeError};

/// Simple returns a period, `n_periods × n_assets`, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scenarios {
    returns: DMatrix<f64>,
}

/// What the scenarios say about a portfolio. All figures are for one period and not annualized but for the growth and the
/// semideviation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScenarioRisk {
    /// Scenarios used.
    pub n_scenarios: usize,
    /// Confidence of the next three.
    pub confidence: f64,
    /// Value at risk: the loss exceeded with a probability of one less the confidence.
    pub value_at_risk: f64,
    /// Conditional value at risk: the mean of the worst losses, which have a probability of one less the confidence.
    pub cvar: f64,
    /// Conditional drawdown at risk: the mean of the worst drawdowns of the uncompounded cumulative return.
    pub cdar: f64,
    /// Largest drawdown of the uncompounded cumulative return.
    pub maximum_drawdown: f64,
    /// Root of the mean squared shortfall below the minimum acceptable return, annualized by the root of the periods a year.
    pub semideviation: f64,
    /// Mean absolute deviation from the mean return.
    pub mean_absolute_deviation: f64,
    /// Mean logarithmic growth, times the periods a year; null when a scenario loses everything.
    pub growth: Option<f64>,
}

impl Scenarios {
    /// Takes `returns` of the request, or simple returns between the complete dates of its `prices`; `None` without either.
    ///
    /// # Errors
    /// Names the period and the asset whose value cannot be used.
    pub(crate) fn from_request(
        request: &OptimizationRequest,
        assets: &[String],
    ) -> Result<Option<Self>, OptimizeError> {
        match (&request.returns, &request.prices, &request.dates) {
            (Some(_), Some(_), _) => {
                Err(OptimizeError::field("returns", "given beside prices; leave out one of the two"))
            }
            (Some(rows), None, _) => Self::from_rows(rows, assets).map(Some),
            (None, Some(prices), Some(dates)) => {
                let column = |asset: &String| prices.get(asset).cloned().unwrap_or_default();
                let columns: Vec<_> = assets.iter().map(column).collect();
                let table = PriceTable::complete_cases(assets.to_vec(), dates, &columns)?;
                Ok(Some(Self { returns: simple_returns(table.prices()) }))
            }
            _ => Ok(None),
        }
    }

    fn from_rows(rows: &[Vec<f64>], assets: &[String]) -> Result<Self, OptimizeError> {
        let n = assets.len();
        if rows.is_empty() {
            return Err(OptimizeError::field(
                "returns",
                "empty; give one row of returns for each period, oldest first",
            ));
        }
        for (period, row) in rows.iter().enumerate() {
            if row.len() != n {
                let problem = format!("row {} has {} values for {n} assets; give one for each", period + 1, row.len());
                return Err(OptimizeError::field("returns", problem));
            }
            for (asset, &value) in assets.iter().zip(row) {
                if !value.is_finite() || value < -1.0 {
                    let found = if value.is_nan() { "missing or not a number".to_owned() } else { format!("{value}") };
                    let problem = format!(
                        "the return of {asset} in row {} is {found}; give a simple return of at least −1 (0.01 for 1 %) or \
                         leave the row out",
                        period + 1
                    );
                    return Err(OptimizeError::field("returns", problem));
                }
            }
        }
        Ok(Self { returns: DMatrix::from_fn(rows.len(), n, |period, asset| rows[period][asset]) })
    }

    pub(crate) fn n_periods(&self) -> usize {
        self.returns.nrows()
    }

    /// `n_periods × n_assets`.
    pub(crate) fn returns(&self) -> &DMatrix<f64> {
        &self.returns
    }

    /// Fewer periods than assets let an objective fit the past by accident.
    pub(crate) fn check_length(&self, request: &OptimizationRequest) -> Result<(), OptimizeError> {
        let (periods, assets) = self.returns.shape();
        if periods >= assets.max(2) {
            return Ok(());
        }
        let field = if request.returns.is_some() { "returns" } else { "prices" };
        let problem = format!(
            "{periods} periods of returns for {assets} assets; this objective needs at least as many periods as assets: give a \
             longer history or fewer assets"
        );
        Err(OptimizeError::field(field, problem))
    }

    /// Returns of a portfolio, with `cash_return` a period on what is not invested.
    pub(crate) fn portfolio(&self, w: &DVector<f64>, cash_return: f64) -> DVector<f64> {
        let mut returns = &self.returns * w;
        if cash_return != 0.0 {
            returns.add_scalar_mut(cash_return * (1.0 - w.sum()));
        }
        returns
    }
}

impl ScenarioRisk {
    /// Of a portfolio's returns a period, oldest first.
    pub(crate) fn of(
        returns: &DVector<f64>,
        confidence: f64,
        minimum_acceptable_return: f64,
        periods_per_year: f64,
    ) -> Self {
        let n = returns.len() as f64;
        let losses: Vec<f64> = returns.iter().map(|value| -value).collect();
        let tail = tail_mean(&losses, confidence);
        let drawdowns = drawdowns(returns.as_slice());
        let mean = returns.mean();
        Self {
            n_scenarios: returns.len(),
            confidence,
            value_at_risk: tail.threshold,
            cvar: tail.mean,
            cdar: tail_mean(&drawdowns, confidence).mean,
            maximum_drawdown: drawdowns.iter().copied().fold(0.0, f64::max),
            semideviation: (semivariance(returns, minimum_acceptable_return) * periods_per_year).sqrt(),
            mean_absolute_deviation: returns.iter().map(|value| (value - mean).abs()).sum::<f64>() / n,
            growth: growth(returns).map(|growth| growth * periods_per_year),
        }
    }
}

/// Mean squared shortfall below `floor`.
pub(crate) fn semivariance(returns: &DVector<f64>, floor: f64) -> f64 {
    returns.iter().map(|value| (floor - value).max(0.0).powi(2)).sum::<f64>() / returns.len() as f64
}

/// Mean of `ln(1 + r)`; `None` when a scenario loses everything.
pub(crate) fn growth(returns: &DVector<f64>) -> Option<f64> {
    let mean = returns.iter().map(|value| value.ln_1p()).sum::<f64>() / returns.len() as f64;
    mean.is_finite().then_some(mean)
}

/// Drawdowns of the uncompounded cumulative return, the start at zero counting as a peak.
pub(crate) fn drawdowns(returns: &[f64]) -> Vec<f64> {
    let mut depth = 0.0f64;
    returns
        .iter()
        .map(|value| {
            depth = (depth - value).max(0.0);
            depth
        })
        .collect()
}

/// The worst part of a sample.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tail {
    /// The value above which the worst part begins.
    pub(crate) threshold: f64,
    /// Mean of the worst part; the value at the threshold counts in part (Rockafellar and Uryasev 2002, proposition 8).
    pub(crate) mean: f64,
}

/// Mean of the largest values that make up `1 − confidence` of the sample.
pub(crate) fn tail_mean(values: &[f64], confidence: f64) -> Tail {
    let mass = (1.0 - confidence) * values.len() as f64;
    let whole = (mass.floor() as usize).min(values.len() - 1);
    let mut values = values.to_vec();
    let (above, threshold, _) = values.select_nth_unstable_by(whole, |a, b| b.total_cmp(a));
    let threshold = *threshold;
    // Excess over the threshold, so that a sum of many large values does not lose the small rest.
    let excess: f64 = above.iter().map(|value| value - threshold).sum();
    Tail { threshold, mean: threshold + excess / mass }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_counts_the_value_at_its_edge_in_part() {
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        let check = |confidence: f64, threshold: f64, mean: f64| {
            let tail = tail_mean(&values, confidence);
            assert!((tail.threshold - threshold).abs() < 1e-12 && (tail.mean - mean).abs() < 1e-12, "{tail:?}");
        };
        // A quarter of ten: the two largest whole, the third by half.
        check(0.75, 8.0, (10.0 + 9.0 + 0.5 * 8.0) / 2.5);
        check(0.95, 10.0, 10.0);
        check(0.05, 1.0, (54.0 + 0.5) / 9.5);
    }

    #[test]
    fn a_drawdown_begins_at_zero() {
        assert_eq!(drawdowns(&[-0.5, 0.25, 0.5, -0.25]), [0.5, 0.25, 0.0, 0.25]);
    }
}
