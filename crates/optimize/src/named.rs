//! Maps from asset names to numbers, turned into vectors in the order of the assets.

use std::collections::HashMap;

use indexmap::IndexMap;
use nalgebra::DVector;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::OptimizeError;

/// A number for every asset: one for all, or one for each by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged, expecting = "a number for all assets, or a map from asset to number")]
pub enum PerAsset {
    /// The same for every asset.
    All(f64),
    /// By name; every asset must be named.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    ByAsset(IndexMap<String, f64>),
}

impl PerAsset {
    /// Values in the order of the assets, each finite and at least `least` (above it when `above` says so).
    pub(crate) fn resolve(&self, assets: &[String], field: &str, floor: Floor) -> Result<DVector<f64>, OptimizeError> {
        let values = match self {
            Self::All(value) => DVector::from_element(assets.len(), *value),
            Self::ByAsset(map) => {
                if let Some(missing) = assets.iter().find(|asset| !map.contains_key(*asset)) {
                    return Err(OptimizeError::field(
                        format!("{field}.{missing}"),
                        "missing; give a number for each asset, or one number for all",
                    ));
                }
                named_vector(map, &positions(assets), field)?
            }
        };
        let (fits, words): (fn(f64) -> bool, &str) = match floor {
            Floor::Zero => (|value| value >= 0.0, "it must be zero or above"),
            Floor::AboveZero => (|value| value > 0.0, "it must be above zero"),
        };
        match values.iter().position(|value| !value.is_finite() || !fits(*value)) {
            None => Ok(values),
            Some(i) => {
                let field = match self {
                    Self::All(_) => field.to_owned(),
                    Self::ByAsset(_) => format!("{field}.{}", assets[i]),
                };
                Err(OptimizeError::field(field, format!("{}; {words}", values[i])))
            }
        }
    }
}

/// The least value allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Floor {
    Zero,
    AboveZero,
}

/// Where each asset stands.
pub(crate) fn positions(assets: &[String]) -> HashMap<&str, usize> {
    assets.iter().enumerate().map(|(i, asset)| (asset.as_str(), i)).collect()
}

/// Values in the order of the assets, zero for those not named.
pub(crate) fn named_vector(
    map: &IndexMap<String, f64>,
    positions: &HashMap<&str, usize>,
    field: &str,
) -> Result<DVector<f64>, OptimizeError> {
    let mut values = DVector::zeros(positions.len());
    for (asset, &value) in map {
        let Some(&i) = positions.get(asset.as_str()) else {
            let problem = format!("{asset} is not one of the assets; remove it or add it to assets");
            return Err(OptimizeError::field(field, problem));
        };
        if !value.is_finite() {
            return Err(OptimizeError::field(format!("{field}.{asset}"), "not a finite number; give one"));
        }
        values[i] = value;
    }
    Ok(values)
}
