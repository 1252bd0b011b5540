//! Effects of several periods put together so that they add up to the compounded difference.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Effects;
use crate::StatisticsError;

/// How effects of periods are linked. All give the same sum; they differ in which period counts how much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Linking {
    /// By the ratio of logarithmic to simple differences (Cariño 1999).
    #[default]
    Carino,
    /// By one factor, with the least corrections that make the sum right (Menchero 2000).
    Menchero,
    /// Each effect grows with the portfolio before it and with the benchmark after it (GRAP 1997).
    Grap,
}

/// `Π(1 + r) − 1`.
#[must_use]
pub fn linked_return(returns: &[f64]) -> f64 {
    returns.iter().map(|r| 1.0 + r).product::<f64>() - 1.0
}

/// Effects of each sector over all periods. `effects` has one list of sectors for each period. They add up to the compounded return
/// of the portfolio less that of the benchmark.
///
/// # Errors
/// When there is no period, lists differ in length, or a return is not above −1.
pub fn link_effects(
    linking: Linking,
    portfolio: &[f64],
    benchmark: &[f64],
    effects: &[Vec<Effects>],
) -> Result<Vec<Effects>, StatisticsError> {
    crate::check::lengths(("portfolio returns", portfolio.len()), ("benchmark returns", benchmark.len()))?;
    crate::check::lengths(("portfolio returns", portfolio.len()), ("effects", effects.len()))?;
    let factors = match linking {
        Linking::Carino => carino(portfolio, benchmark)?,
        Linking::Menchero => menchero(portfolio, benchmark)?,
        Linking::Grap => grap(portfolio, benchmark)?,
    };
    let sectors = effects[0].len();
    let mut linked = vec![Effects::default(); sectors];
    for (period, factor) in effects.iter().zip(factors) {
        crate::check::lengths(("sectors", sectors), ("effects of a period", period.len()))?;
        for (sum, effect) in linked.iter_mut().zip(period) {
            *sum = *sum + *effect * factor;
        }
    }
    Ok(linked)
}

/// `[ln(1+a) − ln(1+b)]/(a − b)`, which is `1/(1+a)` for equal ones.
pub(super) fn log_ratio(a: f64, b: f64) -> f64 {
    let difference = (a - b) / (1.0 + b);
    if difference.abs() < 1e-12 { (1.0 + a).recip() } else { difference.ln_1p() / (a - b) }
}

fn check(portfolio: &[f64], benchmark: &[f64]) -> Result<(), StatisticsError> {
    crate::check::values("portfolio returns", portfolio, 1, "there must be a period to attribute")?;
    for (asset, returns) in [("portfolio", portfolio), ("benchmark", benchmark)] {
        if let Some(row) = returns.iter().position(|r| !(*r > -1.0 && r.is_finite())) {
            return Err(StatisticsError::InvalidReturn { asset: asset.into(), row: row + 1, value: returns[row] });
        }
    }
    Ok(())
}

fn carino(portfolio: &[f64], benchmark: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    check(portfolio, benchmark)?;
    let whole = log_ratio(linked_return(portfolio), linked_return(benchmark));
    Ok(portfolio.iter().zip(benchmark).map(|(own, other)| log_ratio(*own, *other) / whole).collect())
}

fn menchero(portfolio: &[f64], benchmark: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    check(portfolio, benchmark)?;
    let n = portfolio.len() as f64;
    let (own, other) = (linked_return(portfolio), linked_return(benchmark));
    let roots = (1.0 + own).powf(n.recip()) - (1.0 + other).powf(n.recip());
    // For equal returns the quotient becomes the slope of a power.
    let equal = (own - other).abs() < 1e-12 * (1.0 + own);
    let factor = if equal { (1.0 + own).powf(1.0 - n.recip()) } else { (own - other) / n / roots };
    let active: Vec<f64> = portfolio.iter().zip(benchmark).map(|(own, other)| own - other).collect();
    let squares: f64 = active.iter().map(|a| a * a).sum();
    let left = own - other - factor * active.iter().sum::<f64>();
    let correction = if squares > 0.0 { left / squares } else { 0.0 };
    Ok(active.iter().map(|a| factor + correction * a).collect())
}

fn grap(portfolio: &[f64], benchmark: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    check(portfolio, benchmark)?;
    let before = |period: usize| portfolio[..period].iter().map(|r| 1.0 + r).product::<f64>();
    let after = |period: usize| benchmark[period + 1..].iter().map(|r| 1.0 + r).product::<f64>();
    Ok((0..portfolio.len()).map(|period| before(period) * after(period)).collect())
}
