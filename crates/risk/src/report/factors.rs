//! What factors explain of the portfolio's risk.

use serde::Serialize;
use statistics::attribution::regress;
use utoipa::ToSchema;

use super::{Book, RiskRequest};
use crate::histories::Aligned;
use crate::{Answer, Holding, RiskError, Series};

/// The portfolio's exposure to one factor.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = RiskFactorExposure)]
pub struct FactorExposure {
    /// The factor.
    pub factor: String,
    /// Return of the portfolio for a return of 1.00 of the factor, the others standing still.
    pub beta: f64,
    /// Its error, which bears residuals that differ in size and depend on each other (Newey and West 1987).
    pub standard_error: f64,
    /// Part of the portfolio's variance that comes with it; these add up to the explained part.
    pub variance_share: f64,
}

/// A holding's exposures.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HoldingExposure {
    /// The holding.
    pub name: String,
    /// One beta a factor.
    pub betas: Vec<f64>,
    /// Part of its variance that factors explain.
    pub r_squared: f64,
}

/// A regression on factors.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FactorRisk {
    /// One entry a factor.
    pub exposures: Vec<FactorExposure>,
    /// Deviation a year.
    pub volatility: f64,
    /// The part of it that factors explain, a deviation a year.
    pub systematic_volatility: f64,
    /// What is left, a deviation a year. Squares of both add up to the square of the whole.
    pub specific_volatility: f64,
    /// Part of the variance that factors explain.
    pub r_squared: f64,
    /// One entry a covered holding that varies.
    pub holdings: Vec<HoldingExposure>,
    /// Periods that all holdings and factors have.
    pub n_periods: usize,
}

pub(super) fn risk(request: &RiskRequest, book: &Book, covered: &[&Holding]) -> Answer<FactorRisk> {
    Answer::of(found(request, book, covered))
}

fn found(request: &RiskRequest, book: &Book, covered: &[&Holding]) -> Result<FactorRisk, RiskError> {
    let names: Vec<&str> = request.factors.iter().map(String::as_str).collect();
    if names.is_empty() {
        return Err(RiskError::Undefined { figure: "factor risk", why: "no factors are given" });
    }
    let held = covered.iter().map(|holding| holding.name.as_str());
    let series: Vec<&Series> =
        held.chain(names.iter().copied()).filter_map(|name| request.history.find(name)).collect();
    let Aligned { returns, dates, .. } = request.history.aligned(&series);
    let (holdings, factors) = returns.split_at(covered.len());
    let columns: Vec<(&str, &[f64])> = names.iter().zip(factors).map(|(name, list)| (*name, list.as_slice())).collect();
    let whole =
        |period: usize| holdings.iter().zip(&book.weights).map(|(series, weight)| series[period] * weight).sum();
    let portfolio: Vec<f64> = (0..dates.len()).map(whole).collect();
    let fit = regress(&portfolio, &columns, None)?;
    let year = |variance: f64| (variance.max(0.0) * request.periods_per_year).sqrt();
    let exposure = |coefficient: &statistics::attribution::Coefficient| FactorExposure {
        factor: coefficient.name.clone(),
        beta: coefficient.value,
        standard_error: coefficient.standard_error_hac,
        variance_share: coefficient.variance_contribution.unwrap_or_default() / fit.total_variance,
    };
    let one = |(holding, series): (&&Holding, &Vec<f64>)| {
        let fit = regress(series, &columns, None).ok()?;
        let betas = fit.coefficients.iter().skip(1).map(|coefficient| coefficient.value).collect();
        Some(HoldingExposure { name: holding.name.clone(), betas, r_squared: fit.r_squared })
    };
    Ok(FactorRisk {
        exposures: fit.coefficients.iter().skip(1).map(exposure).collect(),
        volatility: year(fit.total_variance),
        systematic_volatility: year(fit.factor_variance),
        specific_volatility: year(fit.specific_variance),
        r_squared: fit.r_squared,
        holdings: covered.iter().zip(holdings).filter_map(one).collect(),
        n_periods: dates.len(),
    })
}
