//! Figures over a window that moves along a series.
//!
//! Each window is worked out by itself: nothing that was added and taken away again leaves rounding behind.

use super::{Against, annualized_return, annualized_volatility, sharpe_ratio};

/// `figure` of each window of `window` values; one entry a value, none before the first window is full or where the figure has none.
pub fn rolling<T>(values: &[T], window: usize, figure: impl Fn(&[T]) -> Option<f64>) -> Vec<Option<f64>> {
    let mut found = vec![None; values.len().min(window.saturating_sub(1))];
    if window > 0 {
        found.extend(values.windows(window).map(figure));
    }
    found.resize(values.len(), None);
    found
}

/// Compounded return a year of each window.
#[must_use]
pub fn rolling_return(returns: &[f64], window: usize, periods_per_year: f64) -> Vec<Option<f64>> {
    rolling(returns, window, |part| annualized_return(part, periods_per_year))
}

/// Sample deviation a year of each window.
#[must_use]
pub fn rolling_volatility(returns: &[f64], window: usize, periods_per_year: f64) -> Vec<Option<f64>> {
    rolling(returns, window, |part| annualized_volatility(part, periods_per_year))
}

/// Sharpe ratio a year of each window. `risk_free_rate` is a year's.
#[must_use]
pub fn rolling_sharpe(returns: &[f64], window: usize, risk_free_rate: f64, periods_per_year: f64) -> Vec<Option<f64>> {
    rolling(returns, window, |part| sharpe_ratio(part, risk_free_rate, periods_per_year))
}

/// Beta against a benchmark of each window. Empty when the series differ in length.
#[must_use]
pub fn rolling_beta(returns: &[f64], benchmark: &[f64], window: usize) -> Vec<Option<f64>> {
    beside(returns, benchmark, window, |own, other| Against::new(own, other, 1.0)?.beta())
}

/// Correlation with another series of each window, −1 to 1. Empty when the series differ in length.
#[must_use]
pub fn rolling_correlation(returns: &[f64], other: &[f64], window: usize) -> Vec<Option<f64>> {
    beside(returns, other, window, |own, other| Against::new(own, other, 1.0)?.correlation())
}

fn beside(
    returns: &[f64],
    other: &[f64],
    window: usize,
    figure: impl Fn(&[f64], &[f64]) -> Option<f64>,
) -> Vec<Option<f64>> {
    if returns.len() != other.len() {
        return Vec::new();
    }
    let pairs: Vec<(f64, f64)> = returns.iter().copied().zip(other.iter().copied()).collect();
    rolling(&pairs, window, |part| {
        let (own, other): (Vec<f64>, Vec<f64>) = part.iter().copied().unzip();
        figure(&own, &other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_empty_until_it_is_full() {
        let sums = |window| rolling(&[1.0, 2.0, 3.0], window, |part: &[f64]| Some(part.iter().sum()));
        assert_eq!(sums(2), [None, Some(3.0), Some(5.0)]);
        assert_eq!(sums(5), [None, None, None]);
        assert_eq!(sums(0), [None, None, None]);
        assert_eq!(rolling_beta(&[0.1, 0.2], &[0.1], 2), []);
        assert_eq!(rolling_sharpe(&[0.1, 0.1, 0.3], 2, 0.0, 252.0)[1], None);
    }
}
