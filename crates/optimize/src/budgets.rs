//! Risk budgets of a request: which part of the variance each asset may contribute.

use std::collections::HashMap;

use indexmap::IndexMap;
use nalgebra::DVector;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::words::percent;
use crate::{OptimizationRequest, OptimizeError};

/// Budgets may miss one by this much: digits lost in writing them down. They are scaled then.
const SUM_TOLERANCE: f64 = 1e-6;

/// The part of the variance that a group of assets contributes, its members in equal parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupBudget {
    /// Name for messages, such as a sector's.
    pub name: String,
    /// Members, each one of the request's assets; no asset in two groups.
    pub assets: Vec<String>,
    /// Part of the variance (0.25 = 25 %).
    pub budget: f64,
}

/// The budgets in the order of the assets, none below zero, summing to one: equal parts when the request gives none.
pub(crate) fn resolve(request: &OptimizationRequest, assets: &[String]) -> Result<DVector<f64>, OptimizeError> {
    match (&request.budgets, request.group_budgets.as_slice()) {
        (None, []) => Ok(DVector::from_element(assets.len(), 1.0 / assets.len() as f64)),
        (Some(budgets), []) => by_asset(budgets, assets),
        (None, groups) => by_group(groups, assets),
        (Some(_), _) => Err(OptimizeError::field("group_budgets", "given beside budgets; leave out one of the two")),
    }
}

fn by_asset(budgets: &IndexMap<String, f64>, assets: &[String]) -> Result<DVector<f64>, OptimizeError> {
    if let Some(unknown) = budgets.keys().find(|name| !assets.contains(name)) {
        let problem = format!("{unknown} is not one of the assets; remove it or add it to assets");
        return Err(OptimizeError::field("budgets", problem));
    }
    let of = |asset: &String| {
        let field = || format!("budgets.{asset}");
        match budgets.get(asset) {
            Some(&budget) => checked(budget, field),
            None => Err(OptimizeError::field(field(), "missing; give every asset a budget, 0 for one not to be held")),
        }
    };
    let values: Vec<f64> = assets.iter().map(of).collect::<Result<_, _>>()?;
    normalized(DVector::from_vec(values), "budgets")
}

fn by_group(groups: &[GroupBudget], assets: &[String]) -> Result<DVector<f64>, OptimizeError> {
    let position: HashMap<&str, usize> = assets.iter().enumerate().map(|(i, asset)| (asset.as_str(), i)).collect();
    let mut values = DVector::zeros(assets.len());
    let mut group_of: Vec<Option<&str>> = vec![None; assets.len()];
    for group in groups {
        let field = || format!("group_budgets.{}", group.name);
        let fail = |problem: String| Err(OptimizeError::field(field(), problem));
        if group.name.trim().is_empty() {
            return fail("the group has no name; give it one".to_owned());
        }
        if group.assets.is_empty() {
            return fail("the group has no assets; name at least one".to_owned());
        }
        let budget = checked(group.budget, field)?;
        for asset in &group.assets {
            let Some(&i) = position.get(asset.as_str()) else {
                return fail(format!("{asset} is not one of the assets; remove it or add it to assets"));
            };
            if let Some(other) = group_of[i].replace(&group.name) {
                return fail(format!("{asset} is a member of {other} already; an asset has one budget"));
            }
            values[i] = budget / group.assets.len() as f64;
        }
    }
    if let Some(i) = group_of.iter().position(Option::is_none) {
        let problem =
            format!("{} is in no group; add it to one, to one with budget 0 if it is not to be held", assets[i]);
        return Err(OptimizeError::field("group_budgets", problem));
    }
    normalized(values, "group_budgets")
}

fn checked(budget: f64, field: impl Fn() -> String) -> Result<f64, OptimizeError> {
    if budget.is_finite() && budget >= 0.0 {
        return Ok(budget);
    }
    let problem = format!("{budget}; a budget is a part of the variance, 0 or above");
    Err(OptimizeError::field(field(), problem))
}

fn normalized(values: DVector<f64>, field: &str) -> Result<DVector<f64>, OptimizeError> {
    let sum = values.sum();
    if (sum - 1.0).abs() > SUM_TOLERANCE {
        let problem =
            format!("they sum to {}; budgets are parts of the whole variance and must sum to 100 %", percent(sum));
        return Err(OptimizeError::field(field, problem));
    }
    Ok(values / sum)
}
