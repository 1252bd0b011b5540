//! What each position adds to a portfolio's risk.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;
use statistics::distributions::{normal_density, normal_quantile};
use utoipa::ToSchema;

use crate::RiskError;
use crate::error::{check_confidence, check_length, check_values};

/// One position under normal returns. Losses are parts of the value, positive.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Contribution {
    /// Its weight.
    pub weight: f64,
    /// Change of the value at risk for a unit more of weight: `−μᵢ − z (Σw)ᵢ/σ`.
    pub marginal: f64,
    /// Weight × marginal; these add up to the value at risk (Euler).
    pub component: f64,
    /// Component over the value at risk; none when that is zero.
    pub share: Option<f64>,
    /// Value at risk less that of the portfolio with this position turned into cash. Below zero: it is a hedge.
    pub incremental: f64,
    /// Its part of the mean loss beyond the value at risk; these add up too.
    pub conditional_component: f64,
}

/// Value at risk of normal returns with these means and this covariance (`n_assets × n_assets`, a period's), and what each position adds
/// to it.
///
/// # Errors
/// When sizes differ, a number is not finite, the covariance is not symmetric, the portfolio has no risk, or the confidence is not
/// between one half and one.
pub fn gaussian_contributions(
    weights: &[f64],
    means: &[f64],
    covariance: &DMatrix<f64>,
    confidence: f64,
) -> Result<(f64, Vec<Contribution>), RiskError> {
    check_confidence(confidence)?;
    let n = weights.len();
    check_values("weights", weights, "contributions to risk", 1)?;
    check_values("means", means, "contributions to risk", 1)?;
    check_length("means", means.len(), n)?;
    check_length("covariance", covariance.nrows(), n)?;
    check_length("covariance", covariance.ncols(), n)?;
    check_values("covariance", covariance.as_slice(), "contributions to risk", 1)?;
    let largest = covariance.amax();
    if (covariance - covariance.transpose()).amax() > 1e-9 * largest {
        return Err(RiskError::Undefined { figure: "contribution to risk", why: "the covariance is not symmetric" });
    }
    let w = DVector::from_column_slice(weights);
    let pull = covariance * &w;
    let variance = w.dot(&pull);
    if variance.is_nan() || variance <= crate::moments::CONSTANT {
        return Err(RiskError::Undefined { figure: "contribution to risk", why: "the portfolio has no risk" });
    }
    let share = 1.0 - confidence;
    let undefined = RiskError::Undefined { figure: "contribution to risk", why: "the confidence leaves no tail" };
    let z = normal_quantile(share).ok_or(undefined)?;
    let deviation = variance.sqrt();
    let mean: f64 = weights.iter().zip(means).map(|(w, m)| w * m).sum();
    let whole = -mean - z * deviation;
    let beyond = normal_density(z) / share;
    let without = |asset: usize| {
        // Leaving a position out takes away its own variance and both of its covariances with the rest.
        let left = variance - 2.0 * weights[asset] * pull[asset] + weights[asset].powi(2) * covariance[(asset, asset)];
        -(mean - weights[asset] * means[asset]) - z * left.max(0.0).sqrt()
    };
    let one = |asset: usize| {
        let slope = pull[asset] / deviation;
        let marginal = -means[asset] - z * slope;
        let component = weights[asset] * marginal;
        Contribution {
            weight: weights[asset],
            marginal,
            component,
            share: if whole == 0.0 { None } else { Some(component / whole) },
            incremental: whole - without(asset),
            conditional_component: weights[asset] * (-means[asset] + beyond * slope),
        }
    };
    Ok((whole, (0..n).map(one).collect()))
}

/// One position in the scenarios that happened.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct HistoricalContribution {
    /// Its weight.
    pub weight: f64,
    /// Its part of the historical value at risk: what it lost in the two scenarios between which the quantile lies. These add up, and
    /// jump from day to day, as they rest on two days.
    pub component: f64,
    /// Its part of the mean loss beyond: what it lost on average in the tail. These add up.
    pub conditional_component: f64,
}

/// Historical value at risk of a portfolio with constant weights, the mean loss beyond it, and what each position adds. `returns` has one
/// list an asset over the same periods.
///
/// # Errors
/// When sizes differ, a number is not finite, there are fewer than 20 periods, or the confidence is not between one half and one.
pub fn historical_contributions(
    weights: &[f64],
    returns: &[Vec<f64>],
    confidence: f64,
) -> Result<(f64, f64, Vec<HistoricalContribution>), RiskError> {
    check_confidence(confidence)?;
    check_values("weights", weights, "contributions to risk", 1)?;
    check_length("returns", returns.len(), weights.len())?;
    let n = returns[0].len();
    for series in returns {
        check_values("returns", series, "contributions to risk", 20)?;
        check_length("returns", series.len(), n)?;
    }
    let whole = |period: usize| returns.iter().zip(weights).map(|(series, w)| w * series[period]).sum::<f64>();
    let portfolio: Vec<f64> = (0..n).map(whole).collect();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| portfolio[*a].total_cmp(&portfolio[*b]));
    let place = (1.0 - confidence) * (n - 1) as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    let (lower, upper) = (order[below], order[(below + 1).min(n - 1)]);
    let limit = portfolio[lower] + (portfolio[upper] - portfolio[lower]) * part;
    let tail: Vec<usize> = (0..n).filter(|period| portfolio[*period] <= limit).collect();
    let one = |(series, weight): (&Vec<f64>, &f64)| HistoricalContribution {
        weight: *weight,
        component: -weight * (series[lower] + (series[upper] - series[lower]) * part),
        conditional_component: -weight * tail.iter().map(|period| series[*period]).sum::<f64>() / tail.len() as f64,
    };
    let mean = tail.iter().map(|period| portfolio[*period]).sum::<f64>() / tail.len() as f64;
    Ok((-limit, -mean, returns.iter().zip(weights).map(one).collect()))
}
