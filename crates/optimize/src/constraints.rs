//! Limits beyond bounds and groups: one typed form, the same in JSON, the command line and the UI.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::named::{named_vector, positions};
use crate::{OptimizeError, RoundLots};

/// Limits that hold together with `bounds` and `groups`, each open when left out.
///
/// The linear ones (net exposure, factor exposures, cash, locked and excluded assets) are part of the feasible polytope; the
/// others are cones or sums of absolute values. All are convex and go with every convex objective, but for those of positions
/// (`max_holdings`, `minimum_position`), which go with the objectives of mean and variance, and `round_lots`, which turns the
/// weights of the answer into whole lots.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OptimizationConstraints {
    /// Highest sum of absolute changes from `current_weights`, purchases and sales together (0.5 = a quarter of the
    /// portfolio is sold and bought anew).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turnover: Option<f64>,
    /// Highest tracking error a year against `benchmark_weights` (0.03 = 3 %).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_error: Option<f64>,
    /// Highest volatility a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volatility: Option<f64>,
    /// Highest sum of absolute weights (leverage): 1.6 for 130/30.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gross_exposure: Option<f64>,
    /// Range of the sum of weights in place of the budget of one; the rest is cash at the risk-free rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_exposure: Option<ExposureRange>,
    /// Highest sum of short weights, as a number above zero: 0.3 for 130/30.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_exposure: Option<f64>,
    /// Limits of weighted sums, such as a portfolio's beta.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub factor_exposures: Vec<FactorExposure>,
    /// Part of the capital that stays cash at the risk-free rate: the weights sum to one less this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cash_buffer: Option<f64>,
    /// Assets whose weight stays what it is in `current_weights`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub do_not_trade: Vec<String>,
    /// Assets that must have no weight: ESG or a mandate's list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<String>,
    /// Most assets with a weight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_holdings: Option<usize>,
    /// Least absolute weight of an asset that has one (0.02 = 2 %).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_position: Option<f64>,
    /// Whole lots for the weights of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round_lots: Option<RoundLots>,
}

/// A lower and an upper limit, at least one of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExposureRange {
    /// Least value; open when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// Highest value; open when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
}

/// Limits of `Σ exposure · weight` over the assets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorExposure {
    /// Name for messages, such as "market beta".
    pub name: String,
    /// Exposure of each asset to the factor; zero for assets not named.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub exposures: IndexMap<String, f64>,
    /// Least exposure of the portfolio; open when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// Highest exposure of the portfolio; open when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
}

/// Limits of a group's weight as multiples of another group's: `lower × other ≤ this ≤ upper × other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RelativeLimit {
    /// Name of the other group.
    pub group: String,
    /// Least multiple; open when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// Highest multiple; open when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
}

impl OptimizationConstraints {
    /// Nothing is limited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Any limit that is not part of the polytope: turnover, risk caps, sums of absolute weights.
    pub(crate) fn needs_cones(&self) -> bool {
        let Self { turnover, tracking_error, volatility, gross_exposure, short_exposure, .. } = self;
        [turnover, tracking_error, volatility, gross_exposure, short_exposure].iter().any(|limit| limit.is_some())
    }

    /// Range of the sum of weights.
    ///
    /// # Errors
    /// When it is given twice, or is not a range.
    pub(crate) fn budget(&self) -> Result<[f64; 2], OptimizeError> {
        match (&self.net_exposure, self.cash_buffer) {
            (Some(_), Some(_)) => Err(OptimizeError::field(
                "constraints.cash_buffer",
                "given beside net_exposure, which already says how much is invested; leave out one of the two",
            )),
            (Some(range), None) => checked_range("constraints.net_exposure", range.lower, range.upper),
            (None, Some(buffer)) if (0.0..1.0).contains(&buffer) => Ok([1.0 - buffer; 2]),
            (None, Some(buffer)) => Err(OptimizeError::field(
                "constraints.cash_buffer",
                format!("{buffer}; it must be at least 0 and below 1 (0.05 for 5 %)"),
            )),
            (None, None) => Ok([1.0; 2]),
        }
    }

    /// Checks the limits that are not part of the polytope, and that the weights they refer to are given.
    ///
    /// # Errors
    /// Names the field.
    pub(crate) fn check_cones(&self, has_current: bool, has_benchmark: bool) -> Result<(), OptimizeError> {
        let caps = [
            ("turnover", self.turnover, true),
            ("tracking_error", self.tracking_error, false),
            ("volatility", self.volatility, false),
            ("gross_exposure", self.gross_exposure, false),
            ("short_exposure", self.short_exposure, true),
        ];
        for (name, cap, zero_allowed) in caps {
            let Some(cap) = cap else { continue };
            if !cap.is_finite() || cap < 0.0 || (cap == 0.0 && !zero_allowed) {
                let least = if zero_allowed { "zero or above" } else { "above zero" };
                return Err(OptimizeError::field(format!("constraints.{name}"), format!("{cap}; it must be {least}")));
            }
        }
        if self.turnover.is_some() && !has_current {
            let problem = "missing; constraints.turnover counts changes from them (assets not named are not held)";
            return Err(OptimizeError::field("current_weights", problem));
        }
        if self.tracking_error.is_some() && !has_benchmark {
            let problem = "missing; constraints.tracking_error is measured against them";
            return Err(OptimizeError::field("benchmark_weights", problem));
        }
        Ok(())
    }
}

impl FactorExposure {
    /// Exposures in the order of the assets, with the two limits.
    pub(crate) fn resolve(&self, assets: &[String]) -> Result<(Vec<f64>, [f64; 2]), OptimizeError> {
        let field = format!("constraints.factor_exposures.{}", self.name);
        if self.name.trim().is_empty() {
            let problem = "a factor has no name; give it one";
            return Err(OptimizeError::field("constraints.factor_exposures", problem));
        }
        let range = checked_range(&field, self.lower, self.upper)?;
        let exposures = named_vector(&self.exposures, &positions(assets), &field)?;
        if exposures.iter().all(|exposure| *exposure == 0.0) {
            return Err(OptimizeError::field(field, "every exposure is zero; give at least one asset an exposure"));
        }
        Ok((exposures.as_slice().to_vec(), range))
    }
}

/// The two limits with open sides at infinity.
pub(crate) fn checked_range(field: &str, lower: Option<f64>, upper: Option<f64>) -> Result<[f64; 2], OptimizeError> {
    if lower.is_none() && upper.is_none() {
        return Err(OptimizeError::field(field, "neither lower nor upper; give at least one limit"));
    }
    if [lower, upper].iter().flatten().any(|value| !value.is_finite()) {
        return Err(OptimizeError::field(field, "lower and upper must be finite numbers"));
    }
    let range = [lower.unwrap_or(f64::NEG_INFINITY), upper.unwrap_or(f64::INFINITY)];
    if range[0] > range[1] {
        let problem = format!("lower {} is above upper {}; swap or change them", range[0], range[1]);
        return Err(OptimizeError::field(field, problem));
    }
    Ok(range)
}
