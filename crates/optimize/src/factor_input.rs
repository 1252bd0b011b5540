//! A factor model as a request gives it, and its check.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Deserializer, Serialize};
use statistics::{FactorModel, eigenvalue_range};
use utoipa::ToSchema;

use crate::OptimizeError;

/// Asymmetry of the factors' covariance that is averaged away, as a part of its largest variance.
const ASYMMETRY_ALLOWED: f64 = 1e-6;

/// The covariance through a few factors, `Σ = B F B' + diag(d)`, in place of `covariance`: for thousands of assets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorModelInput {
    /// `B`: for each asset, in the order of `assets`, its exposure to each factor.
    #[serde(deserialize_with = "rows_with_gaps")]
    #[schema(value_type = Vec<Vec<f64>>)]
    pub exposures: Vec<Vec<f64>>,
    /// `F`: covariance of the factors a year, one row for each.
    #[serde(deserialize_with = "rows_with_gaps")]
    #[schema(value_type = Vec<Vec<f64>>)]
    pub factor_covariance: Vec<Vec<f64>>,
    /// `d`: variance a year that no factor explains, for each asset.
    #[serde(deserialize_with = "values_with_gaps")]
    #[schema(value_type = Vec<f64>)]
    pub specific_variances: Vec<f64>,
}

impl From<&FactorModel> for FactorModelInput {
    fn from(model: &FactorModel) -> Self {
        let rows = |matrix: &DMatrix<f64>| matrix.row_iter().map(|row| row.iter().copied().collect()).collect();
        Self {
            exposures: rows(&model.exposures),
            factor_covariance: rows(&model.factor_covariance),
            specific_variances: model.specific_variances.as_slice().to_vec(),
        }
    }
}

impl FactorModelInput {
    /// As matrices; sizes are checked here, numbers by [`check`].
    pub(crate) fn read(&self, assets: &[String]) -> Result<FactorModel, OptimizeError> {
        let (n, k) = (assets.len(), self.factor_covariance.len());
        if self.exposures.len() != n {
            let problem = format!("{} rows for {n} assets; give one for each", self.exposures.len());
            return Err(OptimizeError::field("factor_model.exposures", problem));
        }
        if let Some((asset, row)) = assets.iter().zip(&self.exposures).find(|(_, row)| row.len() != k) {
            let problem = format!("the row of {asset} has {} values for {k} factors; give one for each", row.len());
            return Err(OptimizeError::field("factor_model.exposures", problem));
        }
        if let Some(row) = self.factor_covariance.iter().find(|row| row.len() != k) {
            let problem = format!("a row has {} values for {k} factors; give one for each", row.len());
            return Err(OptimizeError::field("factor_model.factor_covariance", problem));
        }
        Ok(FactorModel {
            exposures: DMatrix::from_fn(n, k, |i, j| self.exposures[i][j]),
            factor_covariance: DMatrix::from_fn(k, k, |i, j| self.factor_covariance[i][j]),
            specific_variances: DVector::from_column_slice(&self.specific_variances),
        })
    }
}

/// Checks sizes and numbers; averages a tiny asymmetry of the factors' covariance away.
pub(crate) fn check(
    assets: &[String],
    model: &mut FactorModel,
    warnings: &mut Vec<String>,
) -> Result<(), OptimizeError> {
    let (n, k) = (assets.len(), model.n_factors());
    let fail = |field: &str, problem: String| Err(OptimizeError::field(format!("factor_model.{field}"), problem));
    if k == 0 {
        return fail("factor_covariance", "empty; give at least one factor, or a covariance".to_owned());
    }
    if model.n_assets() != n || model.specific_variances.len() != n || model.factor_covariance.shape() != (k, k) {
        let problem = format!(
            "exposures are {} × {k}, the factors' covariance {} × {}, and there are {} specific variances, for {n} assets; give \
             a row of exposures and a specific variance for each asset",
            model.n_assets(),
            model.factor_covariance.nrows(),
            model.factor_covariance.ncols(),
            model.specific_variances.len()
        );
        return fail("exposures", problem);
    }
    if let Some(position) = model.exposures.iter().position(|value| !value.is_finite()) {
        let problem =
            format!("a value of {} is missing or not a number; give one or leave the asset out", assets[position % n]);
        return fail("exposures", problem);
    }
    if let Some((asset, value)) =
        assets.iter().zip(model.specific_variances.iter()).find(|(_, value)| !value.is_finite() || **value < 0.0)
    {
        let problem = format!("the value of {asset} is {value}; a variance is a number of zero or more");
        return fail("specific_variances", problem);
    }
    if model.factor_covariance.iter().any(|value| !value.is_finite()) {
        return fail("factor_covariance", "a value is missing or not a number; give one".to_owned());
    }
    let turned = model.factor_covariance.transpose();
    let gap = (&model.factor_covariance - &turned).amax();
    let largest = model.factor_covariance.diagonal().max();
    if gap > ASYMMETRY_ALLOWED * largest.max(0.0) {
        return fail("factor_covariance", "not symmetric; make it equal to its transpose".to_owned());
    }
    if gap > 0.0 {
        warnings.push("the factors' covariance was slightly asymmetric and was averaged".to_owned());
        model.factor_covariance = (&model.factor_covariance + turned) * 0.5;
    }
    let spectrum = eigenvalue_range(&model.factor_covariance);
    if !spectrum.is_positive_semidefinite() {
        let problem = format!(
            "not positive semidefinite: its smallest eigenvalue is {:e}; estimate all entries from the same dates",
            spectrum.min_eigenvalue
        );
        return fail("factor_covariance", problem);
    }
    Ok(())
}

fn values_with_gaps<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    let values: Vec<Option<f64>> = Vec::deserialize(deserializer)?;
    Ok(values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect())
}

fn rows_with_gaps<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Vec<f64>>, D::Error> {
    let rows: Vec<Vec<Option<f64>>> = Vec::deserialize(deserializer)?;
    Ok(rows.into_iter().map(|row| row.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect()).collect())
}
