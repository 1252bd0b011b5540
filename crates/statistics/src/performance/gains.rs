//! Gains against losses: hit rate, payoff, expectancy, profit factor, runs, and Kelly's fraction.
//!
//! They are asked of the returns of periods or of the results of trades alike.

use super::{finite, mean};

/// Part of the values above zero. Values of zero count among all of them. `None` without values.
#[must_use]
pub fn hit_rate(values: &[f64]) -> Option<f64> {
    let above = values.iter().filter(|value| **value > 0.0).count();
    if values.is_empty() { None } else { finite(above as f64 / values.len() as f64) }
}

/// Mean of the values above zero. `None` when none is.
#[must_use]
pub fn average_gain(values: &[f64]) -> Option<f64> {
    average(values, |value| value > 0.0)
}

/// Mean of the values below zero, itself below zero. `None` when none is.
#[must_use]
pub fn average_loss(values: &[f64]) -> Option<f64> {
    average(values, |value| value < 0.0)
}

/// Mean gain over mean loss, both as sizes. `None` without a gain or without a loss.
#[must_use]
pub fn payoff_ratio(values: &[f64]) -> Option<f64> {
    finite(average_gain(values)? / -average_loss(values)?)
}

/// What one period or trade brings on average: hit rate × mean gain + miss rate × mean loss, which is the plain mean. `None`
/// without values.
#[must_use]
pub fn expectancy(values: &[f64]) -> Option<f64> {
    if values.is_empty() { None } else { finite(mean(values)) }
}

/// Sum of the gains over the sum of the losses, as sizes. `None` without a loss.
#[must_use]
pub fn profit_factor(values: &[f64]) -> Option<f64> {
    super::omega_ratio(values)
}

/// Kelly's fraction of a bet with two outcomes (Kelly 1956): `p − (1 − p)/b`, `p` the part of gains among what moved and `b` the
/// payoff ratio. Below zero: no bet. `None` without a gain or without a loss.
#[must_use]
pub fn kelly_fraction(values: &[f64]) -> Option<f64> {
    let gains = values.iter().filter(|value| **value > 0.0).count() as f64;
    let losses = values.iter().filter(|value| **value < 0.0).count() as f64;
    let chance = gains / (gains + losses);
    finite(chance - (1.0 - chance) / payoff_ratio(values)?)
}

/// The longest run of values above zero, and of values below zero.
#[must_use]
pub fn longest_runs(values: &[f64]) -> (usize, usize) {
    let longest = |counts: fn(f64) -> bool| {
        let mut run = 0;
        let lengths = values.iter().map(|value| {
            run = if counts(*value) { run + 1 } else { 0 };
            run
        });
        lengths.max().unwrap_or(0)
    };
    (longest(|value| value > 0.0), longest(|value| value < 0.0))
}

/// How much of the way of log wealth a straight line through it explains: the squared correlation of `Σ ln(1+r)` with time. `None`
/// for fewer than three returns, after a loss of everything, or without variation.
#[must_use]
pub fn stability(returns: &[f64]) -> Option<f64> {
    if returns.len() < 3 || returns.iter().any(|r| *r <= -1.0) {
        return None;
    }
    let logs = returns.iter().scan(0.0, |sum, r| {
        *sum += r.ln_1p();
        Some(*sum)
    });
    let logs: Vec<f64> = logs.collect();
    let times: Vec<f64> = (0..logs.len()).map(|t| t as f64).collect();
    super::Against::new(&logs, &times, 1.0)?.r_squared()
}

fn average(values: &[f64], counts: fn(f64) -> bool) -> Option<f64> {
    let chosen: Vec<f64> = values.iter().copied().filter(|value| counts(*value)).collect();
    if chosen.is_empty() { None } else { finite(mean(&chosen)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_trades_by_hand() {
        let results = [3.0, -1.0, 0.0, 1.0, -1.0];
        assert_eq!((hit_rate(&results), expectancy(&results)), (Some(0.4), Some(0.4)));
        assert_eq!((average_gain(&results), average_loss(&results)), (Some(2.0), Some(-1.0)));
        assert_eq!((payoff_ratio(&results), profit_factor(&results)), (Some(2.0), Some(2.0)));
        assert_eq!((kelly_fraction(&results), longest_runs(&results)), (Some(0.25), (1, 1)));
    }

    #[test]
    fn without_a_loss_nothing_is_divided() {
        let results = [1.0, 2.0];
        assert_eq!((payoff_ratio(&results), profit_factor(&results), kelly_fraction(&results)), (None, None, None));
        assert_eq!((hit_rate(&[]), expectancy(&[]), longest_runs(&[])), (None, None, (0, 0)));
        assert_eq!((stability(&[0.1, 0.1]), stability(&[0.0; 5]), stability(&[0.1, -1.0, 0.1])), (None, None, None));
    }
}
