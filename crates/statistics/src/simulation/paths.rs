//! What one simulated path amounts to.

use crate::{
    Drawdown, annualized_return, annualized_volatility, calmar_ratio, conditional_value_at_risk, hit_rate, omega_ratio,
    sharpe_ratio, sortino_ratio, value_at_risk,
};

/// Names of the figures of a path, as in a performance report.
pub(super) const FIGURES: [&str; 12] = [
    "total_return",
    "annual_return",
    "volatility",
    "sharpe_ratio",
    "sortino_ratio",
    "max_drawdown",
    "longest_drawdown",
    "calmar_ratio",
    "omega_ratio",
    "value_at_risk",
    "conditional_value_at_risk",
    "hit_rate",
];

/// What paths are measured with.
pub(super) struct PathRules {
    pub(super) rate: f64,
    pub(super) year: f64,
    pub(super) ruin_level: f64,
    /// Periods after which the value is kept, ascending.
    pub(super) fan: Vec<usize>,
}

/// One path.
pub(super) struct PathOutcome {
    pub(super) figures: [Option<f64>; FIGURES.len()],
    pub(super) values: Vec<f64>,
    /// Periods until the value first fell to the level of ruin.
    pub(super) ruined_after: Option<usize>,
}

pub(super) fn observe(returns: &[f64], rules: &PathRules) -> PathOutcome {
    let (mut value, mut peak, mut peak_at) = (1.0_f64, 1.0_f64, 0);
    let (mut depth, mut longest, mut below, mut ruined_after) = (0.0_f64, 0, false, None);
    let mut values = Vec::with_capacity(rules.fan.len());
    let mut wanted = rules.fan.iter().peekable();
    for (before, r) in returns.iter().enumerate() {
        let period = before + 1;
        // A loss of more than everything, by a lever, ends at nothing.
        value = (value * (1.0 + r)).max(0.0);
        if value >= peak {
            if below {
                longest = longest.max(period - peak_at);
            }
            (peak, peak_at, below) = (value, period, false);
        } else {
            below = true;
            depth = depth.min(value / peak - 1.0);
        }
        if ruined_after.is_none() && value <= rules.ruin_level {
            ruined_after = Some(period);
        }
        if wanted.next_if(|point| **point == period).is_some() {
            values.push(value);
        }
    }
    if below {
        longest = longest.max(returns.len() - peak_at);
    }
    let fall = Drawdown { depth, peak_idx: 0, trough_idx: 0 };
    let (rate, year) = (rules.rate, rules.year);
    PathOutcome {
        figures: [
            Some(value - 1.0),
            annualized_return(returns, year),
            annualized_volatility(returns, year),
            sharpe_ratio(returns, rate, year),
            sortino_ratio(returns, rate, year),
            Some(depth),
            Some(longest as f64),
            calmar_ratio(returns, &fall, year),
            omega_ratio(returns),
            value_at_risk(returns, 0.95),
            conditional_value_at_risk(returns, 0.95),
            hit_rate(returns),
        ],
        values,
        ruined_after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_measured_like_a_series() {
        let returns = [0.1, -0.2, 0.05, 0.3, -0.1, -0.4];
        let rules = PathRules { rate: 0.0, year: 252.0, ruin_level: 0.7, fan: vec![2, 6] };
        let outcome = observe(&returns, &rules);
        let mut values = vec![1.0];
        values.extend(returns.iter().scan(1.0, |value, r| {
            *value *= 1.0 + r;
            Some(*value)
        }));
        let falls = crate::drawdowns(&values).unwrap();
        let figure = |name: &str| outcome.figures[FIGURES.iter().position(|other| *other == name).unwrap()].unwrap();
        assert!((figure("max_drawdown") - falls[0].depth).abs() < 1e-15);
        assert_eq!(figure("longest_drawdown"), falls.iter().map(|fall| fall.length).max().unwrap() as f64);
        assert!((outcome.values[0] - values[2]).abs() < 1e-15 && outcome.values.len() == 2);
        assert_eq!(outcome.ruined_after, Some(6));
    }
}
