//! The limits of a request, checked and turned into the feasible set; their names for messages.

use std::collections::HashMap;

use nalgebra::{DMatrix, DVector};

use crate::polytope::{Limit, Polytope, Side};
use crate::words::percent;
use crate::{Bounds, OptimizationRequest, OptimizeError};

/// The budget is the first row of the feasible set.
pub(crate) const BUDGET: Limit = Limit::Row(0);

/// The feasible set with names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Limits {
    pub(crate) polytope: Polytope,
    pub(crate) assets: Vec<String>,
    /// Names of the groups, in the order of rows 1, 2, ….
    pub(crate) groups: Vec<String>,
}

impl Limits {
    /// Checks bounds and groups of the request against the assets.
    pub(crate) fn resolve(request: &OptimizationRequest, assets: &[String]) -> Result<Self, OptimizeError> {
        let n = assets.len();
        let pairs = resolve_bounds(request, assets)?;
        let position: HashMap<&str, usize> = assets.iter().enumerate().map(|(i, asset)| (asset.as_str(), i)).collect();
        let n_rows = 1 + request.groups.len();
        let mut normals = DMatrix::zeros(n, n_rows);
        normals.column_mut(0).fill(1.0);
        let (mut row_lower, mut row_upper) = (DVector::from_element(n_rows, 1.0), DVector::from_element(n_rows, 1.0));
        for (k, group) in request.groups.iter().enumerate() {
            let field = || format!("groups.{}", group.name);
            let fail = |problem: String| Err(OptimizeError::field(field(), problem));
            if group.name.trim().is_empty() {
                return fail("the group has no name; give it one".to_owned());
            }
            if group.assets.is_empty() {
                return fail("the group has no assets; name at least one".to_owned());
            }
            if group.lower.is_none() && group.upper.is_none() {
                return fail("the group has neither lower nor upper; give at least one limit".to_owned());
            }
            for asset in &group.assets {
                let Some(&i) = position.get(asset.as_str()) else {
                    return fail(format!("{asset} is not one of the assets; remove it or add it to assets"));
                };
                if normals[(i, k + 1)] != 0.0 {
                    return fail(format!("{asset} is listed twice; remove one of the two"));
                }
                normals[(i, k + 1)] = 1.0;
            }
            let (lower, upper) = (group.lower.unwrap_or(f64::NEG_INFINITY), group.upper.unwrap_or(f64::INFINITY));
            if group.lower.is_some_and(|value| !value.is_finite())
                || group.upper.is_some_and(|value| !value.is_finite())
            {
                return fail("lower and upper must be finite numbers".to_owned());
            }
            if lower > upper {
                return fail(format!(
                    "lower {} is above upper {}; swap or change them",
                    percent(lower),
                    percent(upper)
                ));
            }
            (row_lower[k + 1], row_upper[k + 1]) = (lower, upper);
        }
        let lower = DVector::from_iterator(n, pairs.iter().map(|pair| pair[0]));
        let upper = DVector::from_iterator(n, pairs.iter().map(|pair| pair[1]));
        Ok(Self {
            polytope: Polytope { lower, upper, normals, row_lower, row_upper },
            assets: assets.to_vec(),
            groups: request.groups.iter().map(|group| group.name.clone()).collect(),
        })
    }

    /// Name of the asset, group or budget behind a limit.
    pub(crate) fn name(&self, limit: Limit) -> &str {
        match limit {
            Limit::Bound(i) => &self.assets[i],
            BUDGET => "the budget",
            Limit::Row(row) => &self.groups[row - 1],
        }
    }

    /// "Energy at least 60 %".
    pub(crate) fn phrase(&self, limit: Limit, side: Side) -> String {
        if limit == BUDGET {
            return "the budget of 100 %".to_owned();
        }
        let (lower, upper) = self.polytope.range(limit);
        let words = match side {
            _ if lower == upper => "exactly",
            Side::Lower | Side::Equal => "at least",
            Side::Upper => "at most",
        };
        format!("{} {words} {}", self.name(limit), percent(self.polytope.limit_value(limit, side)))
    }
}

fn resolve_bounds(request: &OptimizationRequest, assets: &[String]) -> Result<Vec<[f64; 2]>, OptimizeError> {
    let fallback = if request.long_only == Some(false) { [-1.0, 1.0] } else { [0.0, 1.0] };
    let pairs = match &request.bounds {
        None => vec![fallback; assets.len()],
        Some(Bounds::All(pair)) => vec![*pair; assets.len()],
        Some(Bounds::PerAsset(pairs)) if pairs.len() == assets.len() => pairs.clone(),
        Some(Bounds::PerAsset(pairs)) => {
            let problem = format!("{} pairs for {} assets; give one for each", pairs.len(), assets.len());
            return Err(OptimizeError::field("bounds", problem));
        }
        Some(Bounds::ByAsset(map)) => {
            if let Some(unknown) = map.keys().find(|name| !assets.contains(name)) {
                let problem = format!("{unknown} is not one of the assets; remove it or add it to assets");
                return Err(OptimizeError::field("bounds", problem));
            }
            assets.iter().map(|asset| map.get(asset).copied().unwrap_or(fallback)).collect()
        }
    };
    for (asset, [lower, upper]) in assets.iter().zip(&pairs) {
        let fail = |problem: String| Err(OptimizeError::field(format!("bounds.{asset}"), problem));
        if !lower.is_finite() || !upper.is_finite() {
            return fail("lower and upper must be finite numbers".to_owned());
        }
        if lower > upper {
            return fail(format!("lower {} is above upper {}; swap or change them", percent(*lower), percent(*upper)));
        }
        if request.long_only == Some(true) && *lower < 0.0 {
            return fail(format!(
                "lower {} allows a short position but long_only is true; change one",
                percent(*lower)
            ));
        }
    }
    Ok(pairs)
}
