//! Is there any portfolio within the limits? If not: which limits contradict each other, in words.

use nalgebra::DVector;

use crate::OptimizeError;
use crate::active_set::{self, ActiveSetError, QuadraticProgram};
use crate::limits::{BUDGET, Limits};
use crate::polytope::{Limit, Side};
use crate::words::{list, percent};
use crate::working_set::{Hessian, WorkingSet};

/// Looks for the feasible portfolio nearest to equal weights (a projection: cheap even for many assets).
pub(crate) fn check(limits: &Limits) -> Result<(), OptimizeError> {
    match contradiction(limits) {
        Ok(None) => Ok(()),
        Ok(Some(members)) => Err(explain(limits, &members)),
        Err(Stalled) => Err(OptimizeError::NotConverged { residual: f64::INFINITY }),
    }
}

/// A limit's part in a contradiction: which side of it, and with what weight.
pub(crate) type Member = (Limit, Side, f64);

/// The projection did not end.
#[derive(Debug)]
pub(crate) struct Stalled;

/// The limits that contradict each other, none of which can be left out; `None` when a portfolio exists.
pub(crate) fn contradiction(limits: &Limits) -> Result<Option<Vec<Member>>, Stalled> {
    let polytope = &limits.polytope;
    let equal = 1.0 / polytope.n() as f64;
    let q = DVector::from_fn(polytope.n(), |i, _| -equal.clamp(polytope.lower[i], polytope.upper[i]));
    let program = QuadraticProgram { hessian: Hessian::Identity, q: &q, polytope };
    match active_set::solve(program, WorkingSet::fixed_only(polytope)) {
        Ok(_) => Ok(None),
        Err(ActiveSetError::Contradiction(members)) => Ok(Some(members)),
        Err(ActiveSetError::Stalled) => Err(Stalled),
    }
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
    let only_budget = |side: &[Member]| matches!(side, [(limit, _, _)] if *limit == BUDGET);
    let phrases = |side: &[Member]| list(&phrases(limits, side));
    let shorts = if unspoken.is_empty() { "" } else { ", as no weight may be below 0 %" };
    let sentence = if !same_weight || demands.is_empty() || allowances.is_empty() {
        format!("these limits cannot hold together{shorts}: {}", phrases(&told))
    } else if only_budget(&allowances) {
        let verb = if demands.len() == 1 { "needs" } else { "need" };
        format!("{} {verb} {} of a budget of 100 %{shorts}", phrases(&demands), sum(&demands))
    } else if only_budget(&demands) {
        format!("{} allow at most {} of a budget of 100 %", phrases(&allowances), sum(&allowances))
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
fn phrases(limits: &Limits, members: &[Member]) -> Vec<String> {
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
