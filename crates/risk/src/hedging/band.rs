//! How far a hedge may drift before trading pays.

use serde::Serialize;
use utoipa::ToSchema;

use super::HedgeRequest;
use super::outcomes::Outcomes;
use crate::minimum_variance_hedge;

/// Windows that the variance of a ratio is told from, at least.
const WINDOWS: usize = 6;
/// Periods of a window.
const PERIODS: usize = 63;

/// Ratios between which a hedge is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct HedgeBand {
    /// The lowest.
    pub lower: f64,
    /// The highest.
    pub upper: f64,
    /// Deviation of the best ratio from one period to the next, without the error of measuring it.
    pub ratio_deviation: f64,
}

/// `(3/2 k σ_h²/(a σ²))^(1/3)` on each side of the ratio `h`, for costs `k` as a part of what is traded, relative risk aversion `a`, the
/// variance `σ²` of the instrument's returns and `σ_h²` of the ratio's changes, both a period's (Kallsen and Muhle-Karbe 2015, "Option
/// pricing and hedging with small transaction costs", in parts of the wealth). None where trading costs nothing, there are too few
/// windows, or the ratio changes no more than measuring it errs.
pub(super) fn band(request: &HedgeRequest, outcomes: &Outcomes<'_>, instrument: &str, ratio: f64) -> Option<HedgeBand> {
    let cost = request.instruments.iter().find(|one| one.name == instrument)?.cost;
    let returns = outcomes.other(instrument).ok()?;
    let windows = outcomes.returns.len() / PERIODS;
    if cost <= 0.0 || windows < WINDOWS {
        return None;
    }
    let one = |window: usize| {
        let range = window * PERIODS..(window + 1) * PERIODS;
        let hedge = minimum_variance_hedge(&outcomes.returns[range.clone()], &[returns[range].to_vec()]).ok()?;
        Some((hedge.ratios[0], hedge.standard_errors[0].unwrap_or(0.0).powi(2)))
    };
    let found: Vec<(f64, f64)> = (0..windows).map(one).collect::<Option<_>>()?;
    let moved = |pair: &[(f64, f64)]| (pair[1].0 - pair[0].0).powi(2) - pair[0].1 - pair[1].1;
    let steps = (windows - 1) as f64;
    let variance = found.windows(2).map(moved).sum::<f64>() / steps / PERIODS as f64;
    if variance <= 0.0 {
        return None;
    }
    let own = statistics::annualized_volatility(returns, 1.0)?.powi(2);
    let half = (1.5 * cost * variance / (request.risk_aversion * own)).cbrt();
    half.is_finite().then(|| HedgeBand { lower: ratio - half, upper: ratio + half, ratio_deviation: variance.sqrt() })
}
