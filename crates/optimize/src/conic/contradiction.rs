//! Which limits of a model contradict each other: a deletion filter over the named ones, started from the multipliers by
//! which the solver proved that no point exists.

use super::interior::{self, Failure};
use super::model::{Model, Tag};
use super::problem::Problem;
use super::words::phrase;
use crate::limits::BUDGET;
use crate::polytope::{Limit, Side};
use crate::words::list;
use crate::{OptimizeError, feasibility};

/// Multipliers below this part of the largest do not belong to the proof.
const NO_PART: f64 = 1e-6;

/// The smallest contradicting set in words. `target` is the value of a target return or volatility.
pub(crate) fn explain(
    problem: &Problem<'_>,
    model: &Model,
    certificate: &[Vec<f64>],
    target: Option<f64>,
) -> OptimizeError {
    let members = smallest(problem, model, certificate);
    let plain = |tag: &Tag| is_plain_long_only(problem, *tag);
    let shorts = if members.iter().any(plain) { ", as no weight may be below 0 %" } else { "" };
    let told: Vec<Tag> = members.iter().copied().filter(|tag| !plain(tag)).collect();
    // Named limits first, then groups, then assets, the budget last.
    let (polytope, named): (Vec<Tag>, Vec<Tag>) = told.into_iter().partition(|tag| matches!(tag, Tag::Polytope(..)));
    let mut words: Vec<String> = named.iter().map(|tag| phrase(problem, *tag, target)).collect();
    let mut linear: Vec<feasibility::Member> = polytope
        .iter()
        .filter_map(|tag| match tag {
            Tag::Polytope(limit, side) => Some((*limit, *side, 1.0)),
            _ => None,
        })
        .collect();
    linear.sort_by_key(|(limit, _, _)| match limit {
        &BUDGET => (2, 0),
        Limit::Row(row) => (0, *row),
        Limit::Bound(i) => (1, *i),
    });
    words.extend(feasibility::phrases(problem.limits, &linear));
    OptimizeError::Infeasible {
        explanation: format!(
            "no portfolio satisfies the limits: these limits cannot hold together{shorts}: {}; change one of these limits",
            list(&words)
        ),
        constraints: members.iter().map(|tag| phrase(problem, *tag, target)).collect(),
    }
}

/// A lower bound of zero, which a person does not think of as a limit.
fn is_plain_long_only(problem: &Problem<'_>, tag: Tag) -> bool {
    matches!(tag, Tag::Polytope(Limit::Bound(i), Side::Lower) if problem.limits.polytope.lower[i] == 0.0)
}

/// Limits that contradict each other, none of which can be left out; the plain bounds of zero count as one limit.
fn smallest(problem: &Problem<'_>, model: &Model, certificate: &[Vec<f64>]) -> Vec<Tag> {
    let largest = certificate.iter().flatten().fold(0.0f64, |largest, value| largest.max(value.abs()));
    let tagged = || model.blocks.iter().zip(certificate).filter_map(|(block, z)| block.tag.map(|tag| (tag, z)));
    let mut members: Vec<Tag> =
        tagged().filter(|(_, z)| z.iter().any(|value| value.abs() > NO_PART * largest)).map(|(tag, _)| tag).collect();
    let contradicts = |members: &[Tag]| {
        let reduced = model.feasibility(|tag| members.contains(&tag));
        matches!(interior::solve(&reduced), Err(Failure::Infeasible(_)))
    };
    if !contradicts(&members) {
        members = tagged().map(|(tag, _)| tag).collect();
    }
    // Bounds of zero stand or fall together; everything else is tried one by one, bounds before named limits.
    let (plain, mut rest): (Vec<Tag>, Vec<Tag>) = members.iter().partition(|tag| is_plain_long_only(problem, **tag));
    rest.sort_by_key(|tag| u8::from(!matches!(tag, Tag::Polytope(Limit::Bound(_), _))));
    let mut parts: Vec<Vec<Tag>> = rest.into_iter().map(|tag| vec![tag]).collect();
    if !plain.is_empty() {
        parts.insert(0, plain);
    }
    let mut chunk = parts.len().div_ceil(2).max(1);
    loop {
        let mut first = 0;
        while first < parts.len() {
            let end = (first + chunk).min(parts.len());
            let kept: Vec<Tag> = [&parts[..first], &parts[end..]].concat().concat();
            if parts.len() > end - first && contradicts(&kept) {
                parts.drain(first..end);
            } else {
                first = end;
            }
        }
        if chunk == 1 {
            return parts.concat();
        }
        chunk = chunk.div_ceil(2);
    }
}
