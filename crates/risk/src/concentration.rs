//! How few things a portfolio's value, and its risk, rest on.

use nalgebra::{DMatrix, DVector, SymmetricEigen};
use serde::Serialize;
use utoipa::ToSchema;

use crate::RiskError;
use crate::error::{check_length, check_values};

/// Concentration of the parts of a whole: positions, sectors, currencies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Concentration {
    /// Herfindahl and Hirschman's index: the sum of squared shares, from 1/n to 1. Shares are of gross size, so that a short counts.
    pub herfindahl: f64,
    /// Its inverse: as many equal parts would be as concentrated.
    pub effective_number: f64,
    /// The largest share.
    pub largest: f64,
    /// The five largest shares together.
    pub largest_five: f64,
}

/// Concentration of signed amounts or weights.
///
/// # Errors
/// Without parts, when one is not a number, or all are zero.
pub fn concentration(parts: &[f64]) -> Result<Concentration, RiskError> {
    check_values("weights", parts, "concentration", 1)?;
    let gross: f64 = parts.iter().map(|part| part.abs()).sum();
    if gross <= 0.0 {
        return Err(RiskError::Undefined { figure: "concentration", why: "nothing is held" });
    }
    let mut shares: Vec<f64> = parts.iter().map(|part| part.abs() / gross).collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    let herfindahl: f64 = shares.iter().map(|share| share * share).sum();
    Ok(Concentration {
        herfindahl,
        effective_number: herfindahl.recip(),
        largest: shares[0],
        largest_five: shares.iter().take(5).sum(),
    })
}

/// Uncorrelated bets within a portfolio (Meucci 2009).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EffectiveBets {
    /// `exp(−Σ p ln p)` over the bets: from 1 to the number of assets.
    pub effective_number: f64,
    /// Part of the variance of each bet, the largest variance of a unit first.
    pub shares: Vec<f64>,
    /// Weighted mean of the assets' volatilities over the portfolio's (Choueifaty and Coignard 2008): 1 for a single bet.
    pub diversification_ratio: f64,
}

/// The principal components of a covariance (`n_assets × n_assets`) as bets, and how evenly the portfolio's variance is spread over them.
///
/// # Errors
/// When sizes differ, a number is not finite, or the portfolio has no risk.
pub fn effective_bets(weights: &[f64], covariance: &DMatrix<f64>) -> Result<EffectiveBets, RiskError> {
    check_values("weights", weights, "number of bets", 1)?;
    check_length("covariance", covariance.nrows(), weights.len())?;
    check_length("covariance", covariance.ncols(), weights.len())?;
    check_values("covariance", covariance.as_slice(), "number of bets", 1)?;
    let w = DVector::from_column_slice(weights);
    let variance = w.dot(&(covariance * &w));
    if variance.is_nan() || variance <= crate::moments::CONSTANT {
        return Err(RiskError::Undefined { figure: "number of bets", why: "the portfolio has no risk" });
    }
    let eigen = SymmetricEigen::new(covariance.clone());
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| eigen.eigenvalues[*b].total_cmp(&eigen.eigenvalues[*a]));
    let part = |k: usize| eigen.eigenvectors.column(k).dot(&w).powi(2) * eigen.eigenvalues[k].max(0.0) / variance;
    let shares: Vec<f64> = order.into_iter().map(part).collect();
    let entropy: f64 = shares.iter().filter(|p| **p > 0.0).map(|p| -p * p.ln()).sum();
    let alone: f64 = weights.iter().enumerate().map(|(i, w)| w.abs() * covariance[(i, i)].max(0.0).sqrt()).sum();
    Ok(EffectiveBets { effective_number: entropy.exp(), shares, diversification_ratio: alone / variance.sqrt() })
}
