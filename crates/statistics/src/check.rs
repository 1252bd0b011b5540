//! Checks of settings and data that several estimators share.

use std::ops::RangeInclusive;

use nalgebra::DMatrix;

use crate::StatisticsError;

pub(crate) fn periods(periods_per_year: f64) -> Result<(), StatisticsError> {
    if periods_per_year > 0.0 && periods_per_year.is_finite() {
        return Ok(());
    }
    Err(StatisticsError::InvalidSetting {
        setting: "periods_per_year",
        value: periods_per_year,
        allowed: "above zero (252 for trading days, 52 for weeks, 12 for months)",
    })
}

pub(crate) fn within(
    setting: &'static str,
    value: f64,
    range: RangeInclusive<f64>,
    allowed: &'static str,
) -> Result<(), StatisticsError> {
    if range.contains(&value) { Ok(()) } else { Err(StatisticsError::InvalidSetting { setting, value, allowed }) }
}

pub(crate) fn finite(setting: &'static str, value: f64) -> Result<(), StatisticsError> {
    if value.is_finite() {
        return Ok(());
    }
    Err(StatisticsError::InvalidSetting { setting, value, allowed: "a number" })
}

/// At least `needed` observations, or an error that says why so many.
pub(crate) fn observations(
    model: &'static str,
    observations: usize,
    needed: usize,
    why: &'static str,
) -> Result<(), StatisticsError> {
    if observations >= needed {
        return Ok(());
    }
    Err(StatisticsError::TooFewForModel { model, observations, needed, why })
}

/// At least `needed` values that are all finite.
pub(crate) fn values(
    what: &'static str,
    values: &[f64],
    needed: usize,
    why: &'static str,
) -> Result<(), StatisticsError> {
    if let Some(row) = values.iter().position(|value| !value.is_finite()) {
        return Err(StatisticsError::NotFinite { what, row: row + 1, value: values[row] });
    }
    if values.len() < needed {
        return Err(StatisticsError::TooFewValues { what, found: values.len(), needed, why });
    }
    Ok(())
}

/// Two series of one length.
pub(crate) fn lengths(
    (first, first_len): (&'static str, usize),
    (second, second_len): (&'static str, usize),
) -> Result<(), StatisticsError> {
    if first_len == second_len {
        return Ok(());
    }
    Err(StatisticsError::UnequalLengths { first, first_len, second, second_len })
}

/// Variances above zero, as everything needs that divides by a standard deviation.
///
/// A variance of rounding size counts as zero: a constant return whose mean is not exact leaves about `(1e-16·r)²`.
pub(crate) fn varying(assets: &[String], covariance: &DMatrix<f64>) -> Result<(), StatisticsError> {
    let constant = |variance: f64| variance.is_nan() || variance <= CONSTANT;
    match assets.iter().zip(covariance.diagonal().iter()).find(|(_, variance)| constant(**variance)) {
        Some((asset, _)) => Err(StatisticsError::ConstantSeries { asset: asset.clone() }),
        None => Ok(()),
    }
}

/// Variance a period at and below which a series counts as constant.
pub(crate) const CONSTANT: f64 = 1e-28;
