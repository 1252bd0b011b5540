//! A portfolio carried through time: weights drift with prices, rebalancings cost, figures come from the value.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use statistics::{annualized_return, annualized_volatility, max_drawdown, sharpe_ratio};
use utoipa::ToSchema;

/// The value of a portfolio through time, with the figures of that path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Path {
    /// Value after costs at each date of the comparison, from 1 before the first purchase.
    pub values: Vec<f64>,
    /// Figures after costs.
    pub net: PathFigures,
    /// Figures as if trading were free.
    pub gross: PathFigures,
    /// Sum of absolute changes of weight a year, without the first purchase.
    pub turnover_per_year: f64,
    /// All costs as parts of the value at the time, added up, the first purchase included.
    pub costs: f64,
}

/// Figures of a series of returns; null where undefined.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PathFigures {
    /// Compounded return a year.
    pub annual_return: Option<f64>,
    /// Volatility a year.
    pub volatility: Option<f64>,
    /// Realized Sharpe ratio a year over the risk-free rate of the request.
    pub sharpe: Option<f64>,
    /// Deepest fall from an earlier peak, zero or negative.
    pub max_drawdown: Option<f64>,
    /// Date of the peak before it.
    pub drawdown_peak: Option<NaiveDate>,
    /// Date of its lowest value.
    pub drawdown_trough: Option<NaiveDate>,
}

/// A portfolio while it is carried along.
#[derive(Debug, Clone)]
pub(crate) struct Simulation {
    /// Part of the value traded that a trade costs.
    cost: f64,
    /// Weights after the drift of the last period; empty before the first purchase.
    weights: Vec<f64>,
    /// Part of the value that the last trade cost, taken from the next period.
    pending: f64,
    net: Vec<f64>,
    gross: Vec<f64>,
    costs: f64,
    turnover: f64,
}

impl Simulation {
    pub(crate) fn new(cost: f64) -> Self {
        Self { cost, weights: Vec::new(), pending: 0.0, net: Vec::new(), gross: Vec::new(), costs: 0.0, turnover: 0.0 }
    }

    /// Weights held now; empty before the first purchase.
    pub(crate) fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Trades to the target; returns the sum of absolute changes of weight.
    pub(crate) fn rebalance(&mut self, target: &[f64]) -> f64 {
        let is_first = self.weights.is_empty();
        let held = |i: usize| if is_first { 0.0 } else { self.weights[i] };
        let traded: f64 = target.iter().enumerate().map(|(i, weight)| (weight - held(i)).abs()).sum();
        self.pending += self.cost * traded;
        self.costs += self.cost * traded;
        if !is_first {
            self.turnover += traded;
        }
        self.weights = target.to_vec();
        traded
    }

    /// One period with these returns of the assets. What the weights leave of one is cash without interest.
    pub(crate) fn advance(&mut self, returns: impl Iterator<Item = f64>) {
        let growths: Vec<f64> = returns.map(|r| 1.0 + r).collect();
        let gross: f64 = self.weights.iter().zip(&growths).map(|(weight, growth)| weight * (growth - 1.0)).sum();
        for (weight, growth) in self.weights.iter_mut().zip(&growths) {
            // After a loss of everything there are no weights any more.
            *weight = if gross > -1.0 { *weight * growth / (1.0 + gross) } else { 0.0 };
        }
        self.gross.push(gross);
        self.net.push(gross - self.pending * (1.0 + gross));
        self.pending = 0.0;
    }

    /// The path, with one more date than periods.
    pub(crate) fn finish(self, dates: &[NaiveDate], risk_free_rate: f64, periods_per_year: f64) -> Path {
        let years = self.net.len() as f64 / periods_per_year;
        Path {
            net: figures(&self.net, dates, risk_free_rate, periods_per_year),
            gross: figures(&self.gross, dates, risk_free_rate, periods_per_year),
            values: values(&self.net),
            turnover_per_year: self.turnover / years,
            costs: self.costs,
        }
    }
}

/// Value at each date, from 1.
fn values(returns: &[f64]) -> Vec<f64> {
    let mut value = 1.0;
    std::iter::once(1.0)
        .chain(returns.iter().map(|r| {
            value *= 1.0 + r;
            value
        }))
        .collect()
}

fn figures(returns: &[f64], dates: &[NaiveDate], risk_free_rate: f64, periods_per_year: f64) -> PathFigures {
    let drawdown = max_drawdown(&values(returns));
    let fall = drawdown.filter(|fall| fall.depth < 0.0);
    PathFigures {
        annual_return: annualized_return(returns, periods_per_year),
        volatility: annualized_volatility(returns, periods_per_year),
        sharpe: sharpe_ratio(returns, risk_free_rate, periods_per_year),
        max_drawdown: drawdown.map(|fall| fall.depth),
        drawdown_peak: fall.map(|fall| dates[fall.peak_idx]),
        drawdown_trough: fall.map(|fall| dates[fall.trough_idx]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_drift_and_costs_are_taken_once() {
        let mut simulation = Simulation::new(0.01);
        assert_eq!(simulation.rebalance(&[0.5, 0.5]), 1.0);
        simulation.advance([1.0, 0.0].into_iter());
        // 100 % and 0 %: the first half doubled.
        assert!((simulation.weights()[0] - 2.0 / 3.0).abs() < 1e-15);
        let traded = simulation.rebalance(&[0.5, 0.5]);
        assert!((traded - 1.0 / 3.0).abs() < 1e-15);
        simulation.advance([0.0, 0.0].into_iter());
        simulation.advance([-0.5, -0.5].into_iter());
        let dates: Vec<NaiveDate> = (1..=4).map(|day| NaiveDate::from_ymd_opt(2020, 1, day).unwrap()).collect();
        let path = simulation.finish(&dates, 0.0, 3.0);
        // 0.99 × 1.5, then the second trade's third of a percent, then half of it lost.
        let expected = [1.0, 1.485, 1.485 * (1.0 - 0.01 / 3.0), 0.5 * 1.485 * (1.0 - 0.01 / 3.0)];
        assert!(path.values.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-15), "{:?}", path.values);
        assert!((path.costs - 0.04 / 3.0).abs() < 1e-15 && (path.turnover_per_year - 1.0 / 3.0).abs() < 1e-15);
        assert_eq!(path.gross.max_drawdown, Some(-0.5));
        assert_eq!(path.net.drawdown_peak, Some(dates[1]));
        assert_eq!(path.net.drawdown_trough, Some(dates[3]));
        assert!((path.gross.annual_return.unwrap() + 0.25).abs() < 1e-15);
    }
}
