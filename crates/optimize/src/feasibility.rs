//! Is there any portfolio within the limits? If not: which limits contradict each other, in words.

use nalgebra::DVector;

use crate::OptimizeError;
use crate::active_set::{self, ActiveSetError, QuadraticProgram};
use crate::limits::{BUDGET, Limits};
use crate::polytope::{Limit, Side};
use crate::quadratic::Hessian;
use crate::words::{list, percent};
use crate::working_set::WorkingSet;

/// The feasible portfolio nearest to equal weights (a projection: cheap even for many assets).
pub(crate) fn nearest(limits: &Limits) -> Result<DVector<f64>, OptimizeError> {
    project(limits).map_err(|error| match error {
        ActiveSetError::Contradiction(members) => explain(limits, &members),
        ActiveSetError::Stalled => OptimizeError::NotConverged { residual: f64::INFINITY },
    })
}

/// A limit's part in a contradiction: which side of it, and with what weight.
pub(crate) type Member = (Limit, Side, f64);

fn project(limits: &Limits) -> Result<DVector<f64>, ActiveSetError> {
    let polytope = &limits.polytope;
    let equal = 1.0 / polytope.n() as f64;
    let q = DVector::from_fn(polytope.n(), |i, _| -equal.clamp(polytope.lower[i], polytope.upper[i]));
    let program = QuadraticProgram { hessian: Hessian::Identity, q: &q, polytope };
    active_set::solve(program, WorkingSet::fixed_only(polytope)).map(|optimum| optimum.point.x)
}

/// Puts a contradiction in words, with the arithmetic when every limit counts the same.
pub(crate) fn explain(limits: &Limits, members: &[Member]) -> OptimizeError {
    let mut ordered = members.to_vec();
    // Groups before assets, in the order of the request; the budget last.
    ordered.sort_by_key(|(limit, _, _)| match limit {
        &BUDGET => (2, 0),
        Limit::Row(row) => (0, *row),
        Limit::Bound(i) => (1, *i),
    });
    let value = |member: &Member| limits.polytope.limit_value(member.0, member.1);
    let is_plain_long_only = |member: &Member| matches!(member.0, Limit::Bound(i) if member.1 == Side::Lower && limits.polytope.lower[i] == 0.0);
    let (told, unspoken): (Vec<Member>, Vec<Member>) = ordered.iter().copied().partition(|m| !is_plain_long_only(m));
    let (demands, allowances): (Vec<Member>, Vec<Member>) = told.iter().copied().partition(|m| m.1 != Side::Upper);
    let largest = members.iter().map(|(_, _, weight)| *weight).fold(0.0, f64::max);
    let same_weight = members.iter().all(|(_, _, weight)| (weight / largest - 1.0).abs() < 1e-6);
    let sum = |side: &[Member]| percent(side.iter().map(value).sum());
    let fixed_budget = limits.polytope.is_equality(0);
    let only_budget = |side: &[Member]| matches!(side, [(limit, _, _)] if fixed_budget && *limit == BUDGET);
    let budget = limits.budget_phrase().replacen("the", "a", 1);
    let phrases = |side: &[Member]| list(&phrases(limits, side));
    let shorts = if unspoken.is_empty() { "" } else { ", as no weight may be below 0 %" };
    let sentence = if !same_weight || demands.is_empty() || allowances.is_empty() {
        format!("these limits cannot hold together{shorts}: {}", phrases(&told))
    } else if only_budget(&allowances) {
        let verb = if demands.len() == 1 { "needs" } else { "need" };
        format!("{} {verb} {} of {budget}{shorts}", phrases(&demands), sum(&demands))
    } else if only_budget(&demands) {
        format!("{} allow at most {} of {budget}", phrases(&allowances), sum(&allowances))
    } else {
        let verb = if demands.len() == 1 { "needs" } else { "need" };
        format!(
            "{} {verb} {}, but {} allow only {}{shorts}",
            phrases(&demands),
            sum(&demands),
            phrases(&allowances),
            sum(&allowances)
        )
    };
    OptimizeError::Infeasible {
        explanation: format!("no portfolio satisfies the limits: {sentence}; change one of these limits"),
        constraints: ordered.iter().map(|(limit, side, _)| limits.phrase(*limit, *side)).collect(),
    }
}

/// Phrases of the members; assets with the same limit are told together.
pub(crate) fn phrases(limits: &Limits, members: &[Member]) -> Vec<String> {
    let mut phrases = Vec::new();
    let mut told = vec![false; members.len()];
    for (k, &(limit, side, _)) in members.iter().enumerate() {
        if told[k] {
            continue;
        }
        let value = limits.polytope.limit_value(limit, side);
        let same: Vec<usize> = (k..members.len())
            .filter(|&other| {
                let (other_limit, other_side, _) = members[other];
                matches!((limit, other_limit), (Limit::Bound(_), Limit::Bound(_)))
                    && other_side == side
                    && limits.polytope.limit_value(other_limit, other_side) == value
            })
            .collect();
        if same.len() < 2 {
            phrases.push(limits.phrase(limit, side));
            continue;
        }
        for &other in &same {
            told[other] = true;
        }
        let names: Vec<String> = same.iter().map(|&other| limits.name(members[other].0).to_owned()).collect();
        let names = match names.len() {
            all if all == limits.assets.len() => "all assets".to_owned(),
            many if many > 5 => format!("{} and {} more", names[..3].join(", "), many - 3),
            _ => list(&names),
        };
        let words = if side == Side::Upper { "at most" } else { "at least" };
        phrases.push(format!("{names} {words} {} each", percent(value)));
    }
    phrases
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Bounds, Group, Objective, OptimizationRequest};

    /// Coarse limits, so that ties and contradictions are common.
    fn limits() -> impl Strategy<Value = Limits> {
        (2usize..8)
            .prop_flat_map(|n| {
                (
                    proptest::collection::vec((-2i32..4, 0i32..4), n),
                    proptest::collection::vec((proptest::collection::vec(any::<bool>(), n), -2i32..8, 0i32..4), 0..5),
                )
            })
            .prop_map(|(pairs, groups)| {
                let names: Vec<String> = (0..pairs.len()).map(|i| format!("A{i}")).collect();
                let mut request = OptimizationRequest::new(names.clone(), Objective::MinimumVariance);
                let part = |tenths: i32| f64::from(tenths) / 10.0;
                request.bounds =
                    Some(Bounds::PerAsset(pairs.iter().map(|(low, wide)| [part(*low), part(low + wide)]).collect()));
                for (k, (members, lower, width)) in groups.into_iter().enumerate() {
                    let assets: Vec<String> = names
                        .iter()
                        .zip(&members)
                        .filter(|(_, member)| **member)
                        .map(|(name, _)| name.clone())
                        .collect();
                    if !assets.is_empty() {
                        let (lower, upper) = (Some(part(lower)), Some(part(lower + width)));
                        request.groups.push(Group { name: format!("G{k}"), assets, lower, upper, relative_to: None });
                    }
                }
                Limits::resolve(&request, &names).unwrap()
            })
    }

    /// The limits that contradict each other; `None` when a portfolio exists.
    fn contradiction(limits: &Limits) -> Option<Vec<Member>> {
        match project(limits) {
            Ok(_) => None,
            Err(ActiveSetError::Contradiction(members)) => Some(members),
            Err(ActiveSetError::Stalled) => panic!("the projection did not end"),
        }
    }

    /// Only these sides of these limits; everything else open.
    fn keep(limits: &Limits, members: &[Member]) -> Limits {
        let mut kept = limits.clone();
        let far = 1e3;
        kept.polytope.lower.fill(-far);
        kept.polytope.upper.fill(far);
        kept.polytope.row_lower.fill(f64::NEG_INFINITY);
        kept.polytope.row_upper.fill(f64::INFINITY);
        for &(limit, side, _) in members {
            let value = limits.polytope.limit_value(limit, side);
            let (lower, upper) = match limit {
                Limit::Bound(i) => (&mut kept.polytope.lower[i], &mut kept.polytope.upper[i]),
                Limit::Row(row) => (&mut kept.polytope.row_lower[row], &mut kept.polytope.row_upper[row]),
            };
            if side == Side::Upper { *upper = value } else { *lower = value }
        }
        kept
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_contradiction_is_one_and_every_limit_in_it_is_needed(limits in limits()) {
            let Some(members) = contradiction(&limits) else { return Ok(()) };
            prop_assert!(contradiction(&keep(&limits, &members)).is_some(), "the limits alone contradict");
            for left_out in 0..members.len() {
                let mut fewer = members.clone();
                fewer.remove(left_out);
                prop_assert!(contradiction(&keep(&limits, &fewer)).is_none(), "one limit is not needed");
            }
            // The arithmetic of the message: what is demanded exceeds what is allowed.
            let total = |wanted: bool| -> f64 {
                let side = members.iter().filter(|(_, side, _)| (*side != Side::Upper) == wanted);
                side.map(|&(limit, side, weight)| weight * limits.polytope.limit_value(limit, side)).sum()
            };
            prop_assert!(total(true) > total(false));
        }
    }
}
