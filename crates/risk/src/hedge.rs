//! How much of an instrument takes how much risk away.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;
use utoipa::ToSchema;

use crate::RiskError;
use crate::error::{check_length, check_positive, check_values};

/// The hedge that leaves the least variance (Johnson 1960, Ederington 1979).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MinimumVarianceHedge {
    /// Value of each instrument to hold over the portfolio's value; below zero: to sell.
    pub ratios: Vec<f64>,
    /// Part of the variance that is taken away, 0 to 1.
    pub effectiveness: f64,
    /// Deviation of the portfolio without the hedge, a period's.
    pub deviation: f64,
    /// Deviation with it.
    pub residual_deviation: f64,
    /// Error of each ratio; none where the hedge is perfect.
    pub standard_errors: Vec<Option<f64>>,
    /// Periods that it rests on.
    pub n: usize,
}

/// The values of instruments, over the portfolio's value, that with the portfolio leave the least variance: minus the coefficients of the
/// portfolio's returns regressed on theirs.
///
/// # Errors
/// Without instruments, when series differ in length or hold what is not a number, there are too few periods, the portfolio does not vary,
/// or instruments depend on each other.
pub fn minimum_variance_hedge(portfolio: &[f64], instruments: &[Vec<f64>]) -> Result<MinimumVarianceHedge, RiskError> {
    let (n, k) = (portfolio.len(), instruments.len());
    if k == 0 {
        let (what, figure) = ("instruments", "a hedge");
        return Err(RiskError::TooFew { what, figure, found: 0, needed: 1 });
    }
    check_values("returns", portfolio, "a hedge", k + 3)?;
    for series in instruments {
        check_values("instruments", series, "a hedge", 0)?;
        check_length("instruments", series.len(), n)?;
    }
    let centred = |series: &[f64]| -> Vec<f64> {
        let mean = series.iter().sum::<f64>() / n as f64;
        series.iter().map(|value| value - mean).collect()
    };
    let design = DMatrix::from_iterator(n, k, instruments.iter().flat_map(|series| centred(series)));
    let y = DVector::from_vec(centred(portfolio));
    let total = y.norm_squared();
    if total / n as f64 <= crate::moments::CONSTANT {
        return Err(RiskError::Undefined { figure: "hedge", why: "the portfolio does not vary" });
    }
    let qr = design.clone().qr();
    let triangle = qr.r();
    let largest = triangle.diagonal().amax();
    let dependent = RiskError::Undefined {
        figure: "hedge",
        why: "an instrument does not vary, or is a combination of the others; leave it out",
    };
    if (0..k).any(|i| {
        triangle[(i, i)].abs() <= 1e-10 * design.column(i).norm().max(1e-6 * largest)
            || design.column(i).norm_squared() / n as f64 <= crate::moments::CONSTANT
    }) {
        return Err(dependent);
    }
    let beta = triangle.solve_upper_triangular(&(qr.q().transpose() * &y)).ok_or_else(|| dependent.clone())?;
    let inverse = triangle.solve_upper_triangular(&DMatrix::identity(k, k)).ok_or(dependent)?;
    let left = (&y - &design * &beta).norm_squared();
    let free = (n - k - 1) as f64;
    let exact = left <= 1e-26 * total;
    let error = |i: usize| if exact { None } else { Some((left / free).sqrt() * inverse.row(i).norm()) };
    Ok(MinimumVarianceHedge {
        ratios: beta.iter().map(|value| -value).collect(),
        effectiveness: 1.0 - left / total,
        deviation: (total / (n - 1) as f64).sqrt(),
        residual_deviation: (left / (n - 1) as f64).sqrt(),
        standard_errors: (0..k).map(error).collect(),
        n,
    })
}

/// A hedge that brings beta to a wanted one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct BetaHedge {
    /// Value of the instrument to hold; below zero: to sell.
    pub value: f64,
    /// Contracts, before rounding.
    pub contracts: f64,
    /// Whole contracts, to the nearest.
    pub whole_contracts: f64,
    /// Beta with the whole contracts.
    pub beta_after: f64,
}

/// How much of an instrument brings the portfolio's beta to `target`: `(target − β) V ÷ β of the instrument`. A contract has the value
/// `price × multiplier`.
///
/// # Errors
/// When a number is not finite, the portfolio's or a contract's value is not above zero, or the instrument's beta is zero.
pub fn beta_hedge(
    portfolio_value: f64,
    portfolio_beta: f64,
    target: f64,
    instrument_beta: f64,
    contract_value: f64,
) -> Result<BetaHedge, RiskError> {
    check_positive("portfolio_value", portfolio_value)?;
    check_positive("contract_value", contract_value)?;
    for (setting, value) in
        [("portfolio_beta", portfolio_beta), ("target", target), ("instrument_beta", instrument_beta)]
    {
        if !value.is_finite() {
            return Err(RiskError::InvalidSetting { setting, value, allowed: "a number" });
        }
    }
    if instrument_beta.abs() < 1e-6 {
        let why = "the instrument does not move with the benchmark";
        return Err(RiskError::Undefined { figure: "beta hedge", why });
    }
    let value = (target - portfolio_beta) * portfolio_value / instrument_beta;
    let contracts = value / contract_value;
    let whole_contracts = contracts.round();
    let beta_after = portfolio_beta + whole_contracts * contract_value * instrument_beta / portfolio_value;
    Ok(BetaHedge { value, contracts, whole_contracts, beta_after })
}

/// How far a delta may lie from its aim before trading pays: `(3/2 e^(−rT) k S Γ²/a)^(1/3)` on each side (Whalley and Wilmott 1997), for
/// costs `k` as a part of what is traded and risk aversion `a`, for one unit of the base currency.
///
/// # Errors
/// When the cost, the price or the aversion is not above zero, or another number is not finite.
pub fn rehedge_band(cost: f64, spot: f64, gamma: f64, risk_aversion: f64, discount: f64) -> Result<f64, RiskError> {
    check_positive("cost", cost)?;
    check_positive("spot", spot)?;
    check_positive("risk_aversion", risk_aversion)?;
    check_positive("discount", discount)?;
    if !gamma.is_finite() {
        return Err(RiskError::InvalidSetting { setting: "gamma", value: gamma, allowed: "a number" });
    }
    Ok((1.5 * discount * cost * spot * gamma * gamma / risk_aversion).cbrt())
}
