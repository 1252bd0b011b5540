//! What each asset contributed to the portfolio's own return.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::linking::log_ratio;
use crate::StatisticsError;

/// One asset in one period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetPeriod {
    /// Its weight when the period starts.
    pub weight: f64,
    /// Its return; none where it is not held.
    pub asset_return: Option<f64>,
}

/// The portfolio's compounded return and what each asset contributed to it. `periods` has one list of assets for each period. A
/// period's `w r` is linked by `ln(1+R)/R` of the period over that of the whole (Cariño 1999), so that contributions add up to the
/// compounded return.
///
/// # Errors
/// When there is no period, lists differ in length, an asset that is held has no return, or the portfolio lost everything.
pub fn contributions(periods: &[Vec<AssetPeriod>]) -> Result<(f64, Vec<f64>), StatisticsError> {
    let Some(first) = periods.first() else {
        return Err(StatisticsError::TooFewValues {
            what: "periods",
            found: 0,
            needed: 1,
            why: "there must be a period to attribute",
        });
    };
    let mut parts: Vec<Vec<f64>> = Vec::with_capacity(periods.len());
    for (row, period) in periods.iter().enumerate() {
        crate::check::lengths(("assets of the first period", first.len()), ("assets of a period", period.len()))?;
        let part = period.iter().map(|asset| match asset.asset_return {
            _ if asset.weight == 0.0 => Ok(0.0),
            Some(value) if (asset.weight * value).is_finite() => Ok(asset.weight * value),
            _ => Err(StatisticsError::InvalidField {
                field: "periods".into(),
                problem: format!("an asset that is held has no return in period {}; give one", row + 1),
            }),
        });
        parts.push(part.collect::<Result<_, _>>()?);
    }
    let returns: Vec<f64> = parts.iter().map(|part| part.iter().sum()).collect();
    if let Some(row) = returns.iter().position(|r| *r <= -1.0) {
        return Err(StatisticsError::InvalidReturn { asset: "portfolio".into(), row: row + 1, value: returns[row] });
    }
    let whole = super::linked_return(&returns);
    let mut linked = vec![0.0; first.len()];
    for (part, value) in parts.iter().zip(&returns) {
        let factor = log_ratio(*value, 0.0) / log_ratio(whole, 0.0);
        for (sum, own) in linked.iter_mut().zip(part) {
            *sum += own * factor;
        }
    }
    Ok((whole, linked))
}
