//! The limits of a request, checked and turned into the feasible set; their names for messages.

use nalgebra::{DMatrix, DVector};

use crate::constraints::checked_range;
use crate::named::{named_vector, positions};
use crate::polytope::{Limit, Polytope, Side};
use crate::words::percent;
use crate::{BindingConstraint, Bounds, ConstraintKind, Group, OptimizationRequest, OptimizeError};

/// The budget is the first row of the feasible set.
pub(crate) const BUDGET: Limit = Limit::Row(0);

/// The feasible set with names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Limits {
    pub(crate) polytope: Polytope,
    pub(crate) assets: Vec<String>,
    /// What each row of the polytope stands for; the first is the budget.
    pub(crate) rows: Vec<RowName>,
}

/// What a row of the polytope stands for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RowName {
    /// The weights sum to this.
    Budget,
    /// The sum of weights has a range, the rest is cash.
    Net,
    Group(String),
    Factor(String),
    /// A group against a multiple of another one.
    Relative {
        group: String,
        other: String,
        multiple: f64,
        members_of_other: Vec<f64>,
    },
}

impl Limits {
    /// Checks bounds, groups and the linear constraints of the request against the assets.
    pub(crate) fn resolve(request: &OptimizationRequest, assets: &[String]) -> Result<Self, OptimizeError> {
        let n = assets.len();
        let pairs = resolve_bounds(request, assets)?;
        let budget = request.constraints.budget()?;
        let name = if budget[0] == budget[1] { RowName::Budget } else { RowName::Net };
        let mut rows = vec![(name, vec![1.0; n], budget)];
        let members = group_members(request, assets)?;
        for (group, members) in request.groups.iter().zip(&members) {
            if group.lower.is_some() || group.upper.is_some() {
                let range = [group.lower.unwrap_or(f64::NEG_INFINITY), group.upper.unwrap_or(f64::INFINITY)];
                rows.push((RowName::Group(group.name.clone()), members.clone(), range));
            }
        }
        for (group, members_of) in request.groups.iter().zip(&members) {
            let Some(relative) = &group.relative_to else { continue };
            let field = format!("groups.{}.relative_to", group.name);
            let [lower, upper] = checked_range(&field, relative.lower, relative.upper)?;
            let Some(other) = request.groups.iter().position(|other| other.name == relative.group) else {
                let problem = format!("there is no group {}; name one of the groups", relative.group);
                return Err(OptimizeError::field(field, problem));
            };
            for (multiple, at_least) in [(lower, true), (upper, false)] {
                if multiple.is_finite() {
                    let name = RowName::Relative {
                        group: group.name.clone(),
                        other: relative.group.clone(),
                        multiple,
                        members_of_other: members[other].clone(),
                    };
                    let row = members_of.iter().zip(&members[other]).map(|(own, other)| own - multiple * other);
                    let range = if at_least { [0.0, f64::INFINITY] } else { [f64::NEG_INFINITY, 0.0] };
                    rows.push((name, row.collect(), range));
                }
            }
        }
        for factor in &request.constraints.factor_exposures {
            let (exposures, range) = factor.resolve(assets)?;
            rows.push((RowName::Factor(factor.name.clone()), exposures, range));
        }
        let lower = DVector::from_iterator(n, pairs.iter().map(|pair| pair[0]));
        let upper = DVector::from_iterator(n, pairs.iter().map(|pair| pair[1]));
        let normals = DMatrix::from_fn(n, rows.len(), |i, k| rows[k].1[i]);
        let side = |side: usize| DVector::from_fn(rows.len(), |k, _| rows[k].2[side]);
        let (row_lower, row_upper) = (side(0), side(1));
        Ok(Self {
            polytope: Polytope { lower, upper, normals, row_lower, row_upper },
            assets: assets.to_vec(),
            rows: rows.into_iter().map(|(name, _, _)| name).collect(),
        })
    }

    /// The weights need not sum to one: what is not invested is cash.
    pub(crate) fn holds_cash(&self) -> bool {
        self.polytope.row_lower[0] != 1.0 || self.polytope.row_upper[0] != 1.0
    }

    /// Name of the asset, group or budget behind a limit.
    pub(crate) fn name(&self, limit: Limit) -> &str {
        match limit {
            Limit::Bound(i) => &self.assets[i],
            Limit::Row(row) => match &self.rows[row] {
                RowName::Budget => "the budget",
                RowName::Net => "the net exposure",
                RowName::Group(name) | RowName::Factor(name) | RowName::Relative { group: name, .. } => name,
            },
        }
    }

    /// "the budget of 100 %".
    pub(crate) fn budget_phrase(&self) -> String {
        format!("the budget of {}", percent(self.polytope.row_lower[0]))
    }

    /// "Energy at least 60 %".
    pub(crate) fn phrase(&self, limit: Limit, side: Side) -> String {
        let (lower, upper) = self.polytope.range(limit);
        let words = match side {
            _ if lower == upper => "exactly",
            Side::Lower | Side::Equal => "at least",
            Side::Upper => "at most",
        };
        let value = self.polytope.limit_value(limit, side);
        match limit {
            Limit::Row(row) => match &self.rows[row] {
                RowName::Budget => self.budget_phrase(),
                RowName::Factor(name) => format!("{name} {words} {value}"),
                RowName::Relative { group, other, multiple, .. } => {
                    format!("{group} {words} {} of {other}", percent(*multiple))
                }
                RowName::Net | RowName::Group(_) => format!("{} {words} {}", self.name(limit), percent(value)),
            },
            Limit::Bound(_) => format!("{} {words} {}", self.name(limit), percent(value)),
        }
    }

    /// The entry of a result for a limit that presses at `w`. `price` is the gain of easing it by one unit of its row.
    pub(crate) fn binding(&self, limit: Limit, side: Side, w: &DVector<f64>, price: Option<f64>) -> BindingConstraint {
        let of = |lower: ConstraintKind, upper: ConstraintKind, fixed: ConstraintKind| match side {
            Side::Lower => lower,
            Side::Upper => upper,
            Side::Equal => fixed,
        };
        use ConstraintKind as Kind;
        let (mut value, mut price) = (self.polytope.limit_value(limit, side), price);
        let kind = match limit {
            Limit::Bound(_) => of(Kind::AssetLower, Kind::AssetUpper, Kind::AssetFixed),
            Limit::Row(row) => match &self.rows[row] {
                RowName::Budget | RowName::Net => of(Kind::NetLower, Kind::NetUpper, Kind::NetFixed),
                RowName::Group(_) => of(Kind::GroupLower, Kind::GroupUpper, Kind::GroupFixed),
                RowName::Factor(_) => of(Kind::FactorLower, Kind::FactorUpper, Kind::FactorFixed),
                RowName::Relative { multiple, members_of_other, .. } => {
                    // Told for the multiple: raising it by one moves the row's limit by the other group's weight.
                    let other: f64 = members_of_other.iter().zip(w.iter()).map(|(member, w)| member * w).sum();
                    price = price.map(|price| price * other + 0.0);
                    value = *multiple;
                    of(Kind::RelativeLower, Kind::RelativeUpper, Kind::RelativeUpper)
                }
            },
        };
        let name = match limit {
            Limit::Row(row) if let RowName::Relative { group, other, .. } = &self.rows[row] => {
                format!("{group} relative to {other}")
            }
            _ => self.name(limit).to_owned(),
        };
        BindingConstraint { kind, name, limit: value, shadow_price: price }
    }
}

/// Membership of every group as zeros and ones, in the order of the assets.
fn group_members(request: &OptimizationRequest, assets: &[String]) -> Result<Vec<Vec<f64>>, OptimizeError> {
    let position = positions(assets);
    let mut all = Vec::with_capacity(request.groups.len());
    for group in &request.groups {
        let fail = |problem: String| Err(OptimizeError::field(format!("groups.{}", group.name), problem));
        if group.name.trim().is_empty() {
            return fail("the group has no name; give it one".to_owned());
        }
        if group.assets.is_empty() {
            return fail("the group has no assets; name at least one".to_owned());
        }
        let refers = |other: &Group| other.relative_to.as_ref().is_some_and(|limit| limit.group == group.name);
        let (lower, upper) = (group.lower, group.upper);
        if lower.is_none() && upper.is_none() && group.relative_to.is_none() && !request.groups.iter().any(refers) {
            return fail("the group has neither lower nor upper; give at least one limit".to_owned());
        }
        let mut members = vec![0.0; assets.len()];
        for asset in &group.assets {
            let Some(&i) = position.get(asset.as_str()) else {
                return fail(format!("{asset} is not one of the assets; remove it or add it to assets"));
            };
            if members[i] != 0.0 {
                return fail(format!("{asset} is listed twice; remove one of the two"));
            }
            members[i] = 1.0;
        }
        if [lower, upper].iter().flatten().any(|value| !value.is_finite()) {
            return fail("lower and upper must be finite numbers".to_owned());
        }
        if let (Some(lower), Some(upper)) = (lower, upper)
            && lower > upper
        {
            return fail(format!("lower {} is above upper {}; swap or change them", percent(lower), percent(upper)));
        }
        all.push(members);
    }
    Ok(all)
}

fn resolve_bounds(request: &OptimizationRequest, assets: &[String]) -> Result<Vec<[f64; 2]>, OptimizeError> {
    let fallback = if request.long_only == Some(false) { [-1.0, 1.0] } else { [0.0, 1.0] };
    let mut pairs = match &request.bounds {
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
    lock(request, assets, &mut pairs)?;
    Ok(pairs)
}

/// Excluded assets have no weight, locked ones keep theirs; `bounds` do not apply to either.
fn lock(request: &OptimizationRequest, assets: &[String], pairs: &mut [[f64; 2]]) -> Result<(), OptimizeError> {
    let position = positions(assets);
    let constraints = &request.constraints;
    let find = |asset: &String, field: &str| {
        let unknown = || {
            let problem = format!("{asset} is not one of the assets; remove it or add it to assets");
            OptimizeError::field(format!("constraints.{field}"), problem)
        };
        position.get(asset.as_str()).copied().ok_or_else(unknown)
    };
    for asset in &constraints.exclusions {
        pairs[find(asset, "exclusions")?] = [0.0; 2];
    }
    if constraints.do_not_trade.is_empty() {
        return Ok(());
    }
    let Some(current) = &request.current_weights else {
        let problem = "missing; constraints.do_not_trade keeps the weights of them (assets not named are not held)";
        return Err(OptimizeError::field("current_weights", problem));
    };
    let held = named_vector(current, &position, "current_weights")?;
    for asset in &constraints.do_not_trade {
        let i = find(asset, "do_not_trade")?;
        if constraints.exclusions.contains(asset) && held[i] != 0.0 {
            let problem =
                format!("{asset} is excluded but held and not to be traded; take it off one of the two lists");
            return Err(OptimizeError::field("constraints.do_not_trade", problem));
        }
        pairs[i] = [held[i]; 2];
    }
    Ok(())
}
