//! What trading and holding a portfolio costs: the request's form, and the report of a solution.

use indexmap::IndexMap;
use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::OptimizeError;
use crate::named::{Floor, PerAsset};

/// Costs inside the problem, as parts of the capital.
///
/// Trades are changes from `current_weights`. One-off costs are spread over `holding_years`, so that they compare with returns
/// a year. Objectives that speak of return (efficient return and risk, utility, Sharpe ratio, growth, worst case) take the
/// return after costs; objectives that measure risk only have the costs added to what is minimized.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Costs {
    /// Commission and half the spread, as a part of the value traded (0.001 = 10 basis points).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linear: Option<PerAsset>,
    /// Market impact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<MarketImpact>,
    /// Rate a year on the value of short positions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub borrow: Option<PerAsset>,
    /// Years over which one-off costs are spread.
    #[serde(default = "default_holding_years")]
    pub holding_years: f64,
}

/// Impact with the 3/2 power of the trade (Almgren and others 2005; Boyd and others 2017, "Multi-period trading via convex
/// optimization", equation 2.5): the cost of trading the value `x` is `coefficient · σ · x^(3/2) / √volume` with the volatility
/// a day σ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarketImpact {
    /// Scale, about 1: trading a day's whole volume costs that many daily volatilities.
    #[serde(default = "default_coefficient")]
    pub coefficient: f64,
    /// Value of the whole portfolio, in the currency of the volumes.
    pub capital: f64,
    /// Value traded in the market on an average day (ADV), by asset or one for all.
    pub average_daily_volume: PerAsset,
}

/// What the trades from the current weights to the solution cost, and what its short positions cost a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CostReport {
    /// Sum of absolute changes of weight.
    pub turnover: f64,
    /// Commission and spread, once, as a part of the capital.
    pub linear: f64,
    /// Market impact, once.
    pub impact: f64,
    /// Borrow cost a year.
    pub borrow: f64,
    /// All of it a year: one-off costs over the holding years, and borrow.
    pub per_year: f64,
    /// Expected return a year after costs; null without expected returns.
    pub expected_return_after_costs: Option<f64>,
    /// Costs by asset, for those that are traded or short.
    #[schema(value_type = std::collections::BTreeMap<String, AssetCost>)]
    pub by_asset: IndexMap<String, AssetCost>,
}

/// Costs of one asset.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AssetCost {
    /// Change of weight: above zero for a purchase.
    pub trade: f64,
    /// Commission and spread, once.
    pub linear: f64,
    /// Market impact, once.
    pub impact: f64,
    /// Borrow cost a year.
    pub borrow: f64,
}

fn default_holding_years() -> f64 {
    1.0
}

fn default_coefficient() -> f64 {
    1.0
}

/// Changes below this (in weight) are rounding, not trades.
const NO_TRADE: f64 = 1e-9;

/// The costs in the order of the assets: `linear·|Δ| + impact·|Δ|^(3/2)` once, `borrow·short` a year.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CostRates {
    pub(crate) linear: DVector<f64>,
    pub(crate) impact: DVector<f64>,
    pub(crate) borrow: DVector<f64>,
    pub(crate) holding_years: f64,
}

impl Costs {
    /// Checks the costs. The covariance is a year's.
    pub(crate) fn resolve(
        &self,
        assets: &[String],
        covariance: &DMatrix<f64>,
        periods_per_year: f64,
        has_current: bool,
    ) -> Result<CostRates, OptimizeError> {
        let n = assets.len();
        if !(self.holding_years > 0.0 && self.holding_years.is_finite()) {
            let problem = format!("{}; it must be above zero", self.holding_years);
            return Err(OptimizeError::field("costs.holding_years", problem));
        }
        if (self.linear.is_some() || self.impact.is_some()) && !has_current {
            let problem = "missing; costs depend on what is held now (give an empty map when it is all cash)";
            return Err(OptimizeError::field("current_weights", problem));
        }
        let rates = |rates: &Option<PerAsset>, field: &str| match rates {
            None => Ok(DVector::zeros(n)),
            Some(rates) => rates.resolve(assets, field, Floor::Zero),
        };
        let mut impact = DVector::zeros(n);
        if let Some(given) = &self.impact {
            let volume =
                given.average_daily_volume.resolve(assets, "costs.impact.average_daily_volume", Floor::AboveZero)?;
            for (name, value, fits) in [
                ("coefficient", given.coefficient, given.coefficient >= 0.0),
                ("capital", given.capital, given.capital > 0.0),
            ] {
                if !value.is_finite() || !fits {
                    let least = if name == "capital" { "above zero" } else { "zero or above" };
                    return Err(OptimizeError::field(
                        format!("costs.impact.{name}"),
                        format!("{value}; it must be {least}"),
                    ));
                }
            }
            for i in 0..n {
                let daily = (covariance[(i, i)] / periods_per_year).sqrt();
                impact[i] = given.coefficient * daily * (given.capital / volume[i]).sqrt();
            }
        }
        Ok(CostRates {
            linear: rates(&self.linear, "costs.linear")?,
            impact,
            borrow: rates(&self.borrow, "costs.borrow")?,
            holding_years: self.holding_years,
        })
    }
}

impl CostRates {
    /// No asset costs anything.
    pub(crate) fn is_free(&self) -> bool {
        [&self.linear, &self.impact, &self.borrow].iter().all(|rates| rates.iter().all(|rate| *rate == 0.0))
    }

    /// The report for the weights `w`, coming from `current`.
    pub(crate) fn report(
        &self,
        assets: &[String],
        current: &DVector<f64>,
        w: &DVector<f64>,
        expected_return: Option<f64>,
    ) -> CostReport {
        let mut report = CostReport {
            turnover: 0.0,
            linear: 0.0,
            impact: 0.0,
            borrow: 0.0,
            per_year: 0.0,
            expected_return_after_costs: None,
            by_asset: IndexMap::new(),
        };
        for (i, asset) in assets.iter().enumerate() {
            let trade = w[i] - current[i];
            let size = if trade.abs() > NO_TRADE { trade.abs() } else { 0.0 };
            let cost = AssetCost {
                trade: if size > 0.0 { trade } else { 0.0 },
                linear: self.linear[i] * size,
                impact: self.impact[i] * size.powf(1.5),
                borrow: self.borrow[i] * (-w[i]).max(0.0),
            };
            report.turnover += size;
            report.linear += cost.linear;
            report.impact += cost.impact;
            report.borrow += cost.borrow;
            if size > 0.0 || cost.borrow > 0.0 {
                report.by_asset.insert(asset.clone(), cost);
            }
        }
        report.per_year = (report.linear + report.impact) / self.holding_years + report.borrow;
        report.expected_return_after_costs = expected_return.map(|expected| expected - report.per_year);
        report
    }

    /// Costs a year of the weights `w`.
    pub(crate) fn per_year(&self, current: &DVector<f64>, w: &DVector<f64>) -> f64 {
        (0..w.len())
            .map(|i| {
                let size = (w[i] - current[i]).abs();
                (self.linear[i] * size + self.impact[i] * size.powf(1.5)) / self.holding_years
                    + self.borrow[i] * (-w[i]).max(0.0)
            })
            .sum()
    }
}
