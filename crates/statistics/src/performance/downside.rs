//! What only falls count for: downside deviation, Sortino, Calmar, omega and ulcer index.

use super::{Drawdown, annualized_return, finite, mean};

/// Root of the mean squared shortfall below the risk-free rate, over all returns, × √periods (Sortino and van der Meer 1991).
/// `risk_free_rate` is a year's. `None` without returns.
#[must_use]
pub fn downside_deviation(returns: &[f64], risk_free_rate: f64, periods_per_year: f64) -> Option<f64> {
    if returns.is_empty() {
        return None;
    }
    let rate = risk_free_rate / periods_per_year;
    let squares: f64 = returns.iter().map(|r| (r - rate).min(0.0).powi(2)).sum();
    finite((squares / returns.len() as f64).sqrt() * periods_per_year.sqrt())
}

/// Mean excess return a year over the downside deviation. `None` without returns, or when none is below the rate.
#[must_use]
pub fn sortino_ratio(returns: &[f64], risk_free_rate: f64, periods_per_year: f64) -> Option<f64> {
    let deviation = downside_deviation(returns, risk_free_rate, periods_per_year)?;
    if deviation <= 0.0 {
        return None;
    }
    finite((mean(returns) * periods_per_year - risk_free_rate) / deviation)
}

/// Compounded return a year over the largest drawdown, as a positive fraction (Young 1991). `None` when there was none.
#[must_use]
pub fn calmar_ratio(returns: &[f64], drawdown: &Drawdown, periods_per_year: f64) -> Option<f64> {
    if drawdown.depth >= 0.0 {
        return None;
    }
    finite(annualized_return(returns, periods_per_year)? / -drawdown.depth)
}

/// Sum of the gains over the sum of the losses (Keating and Shadwick 2002, threshold 0). `None` without a loss.
#[must_use]
pub fn omega_ratio(returns: &[f64]) -> Option<f64> {
    let gains: f64 = returns.iter().map(|r| r.max(0.0)).sum();
    let losses: f64 = returns.iter().map(|r| -r.min(0.0)).sum();
    if losses <= 0.0 { None } else { finite(gains / losses) }
}

/// Root of the mean squared fall from the peak so far (Martin 1987), of a series of values whose first one is only the start.
/// `None` without a value after it, or when a value is not a number above zero.
#[must_use]
pub fn ulcer_index(values: &[f64]) -> Option<f64> {
    let (first, rest) = values.split_first()?;
    if rest.is_empty() || values.iter().any(|value| !(*value > 0.0 && value.is_finite())) {
        return None;
    }
    let mut peak = *first;
    let fall = |value: &f64| {
        peak = peak.max(*value);
        (value / peak - 1.0).powi(2)
    };
    finite((rest.iter().map(fall).sum::<f64>() / rest.len() as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(ours: Option<f64>, expected: f64) {
        assert!((ours.unwrap() - expected).abs() < 1e-12, "{ours:?} against {expected}");
    }

    #[test]
    fn four_returns_by_hand() {
        // Below 0: −2 % and −1 %. √((0.0004 + 0.0001) / 4) = √0.000125; with four periods a year × 2.
        let returns = [0.03, -0.02, 0.01, -0.01];
        close(downside_deviation(&returns, 0.0, 4.0), 0.000_125_f64.sqrt() * 2.0);
        // The mean is 0.25 %, a year's 1 %.
        close(sortino_ratio(&returns, 0.0, 4.0), 0.01 / (0.000_125_f64.sqrt() * 2.0));
        close(omega_ratio(&returns), 0.04 / 0.03);
        // 100, 80, 90: falls of 20 % and 10 %.
        close(ulcer_index(&[100.0, 80.0, 90.0]), ((0.04 + 0.01) / 2.0_f64).sqrt());
        let drawdown = Drawdown { depth: -0.2, peak_idx: 0, trough_idx: 1 };
        close(calmar_ratio(&[0.1, 0.1], &drawdown, 2.0), 0.21 / 0.2);
    }

    #[test]
    fn what_never_falls_has_no_ratio() {
        let returns = [0.01, 0.02];
        assert_eq!(sortino_ratio(&returns, 0.0, 252.0), None);
        assert_eq!(omega_ratio(&returns), None);
        assert_eq!(calmar_ratio(&returns, &Drawdown { depth: 0.0, peak_idx: 0, trough_idx: 0 }, 252.0), None);
        assert_eq!((ulcer_index(&[1.0]), downside_deviation(&[], 0.0, 252.0)), (None, None));
    }
}
