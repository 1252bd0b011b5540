//! The exact solver for strictly convex quadratic programs: active-set polish of a guess, and the dual method of Goldfarb
//! and Idnani (1983), "A numerically stable dual method for solving strictly convex quadratic programs", behind it.
//!
//! A guess of the working set (from the factor space, from OSQP, or from the last solve) is first corrected in blocks: the
//! limits with a multiplier of the wrong sign leave, every violated one enters. That nearly always ends in a few rounds. If
//! it does not, the dual method takes over one limit at a time, which ends always: with the optimum, or with the limits
//! that contradict each other.

use nalgebra::DVector;

use crate::polytope::{Limit, Polytope, Side};
use crate::quadratic::Hessian;
use crate::working_set::{Factor, FactorError, Point, WorkingSet};

/// A violation below this (in weight) is rounding.
const FEASIBLE: f64 = 1e-11;
/// A free weight as near to its bound sits on it: what is left is rounding, where limit and multiplier are both zero.
const ON_BOUND: f64 = 1e-14;
/// A contradiction between limits below this (in weight) is forgiven.
const CONTRADICTION: f64 = 1e-9;
/// Multipliers this far below zero, relative to the gradient, are rounding.
const DUAL: f64 = 1e-11;
/// Rounds of block correction before the dual method.
const BLOCK_ROUNDS: usize = 40;
/// Rounds that may pass without fewer errors than ever before.
const PATIENCE: usize = 4;
/// As many limits may leave in one round, and half as many again as there are free variables: from a poor guess most
/// multipliers are wrong at first, and all those variables free would make the factorization dear.
const MOST_FREED: usize = 40;

/// Minimize `½x'Px + q'x` over a polytope.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QuadraticProgram<'a> {
    pub(crate) hessian: Hessian<'a>,
    pub(crate) q: &'a DVector<f64>,
    pub(crate) polytope: &'a Polytope,
}

/// The optimum with the working set that proves it.
#[derive(Debug, Clone)]
pub(crate) struct Optimum {
    pub(crate) point: Point,
    pub(crate) set: WorkingSet,
    /// Factorizations made.
    pub(crate) steps: usize,
}

/// Why there is no optimum.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ActiveSetError {
    /// These limits cannot hold together; leaving out any one of them makes the rest consistent. The number is the
    /// weight of the limit in the contradiction: Σ weight · side · normal = 0.
    Contradiction(Vec<(Limit, Side, f64)>),
    /// The iteration limit was reached: numerical trouble.
    Stalled,
}

/// Solves the program, starting from a guess of the working set.
pub(crate) fn solve(program: QuadraticProgram<'_>, guess: WorkingSet) -> Result<Optimum, ActiveSetError> {
    correct(program, guess).or_else(|left| finish(program, left))
}

/// Where the correction in blocks gave up.
#[derive(Debug, Clone)]
pub(crate) struct Uncorrected {
    set: WorkingSet,
    steps: usize,
}

/// Corrects a guess in blocks. When that does not end, [`finish`] goes on from where it stopped.
pub(crate) fn correct(program: QuadraticProgram<'_>, guess: WorkingSet) -> Result<Optimum, Uncorrected> {
    let QuadraticProgram { hessian, q, polytope } = program;
    let mut set = with_equalities(polytope, guess);
    let (mut fewest, mut patience, mut steps) = (usize::MAX, PATIENCE, 0);
    for _ in 0..BLOCK_ROUNDS {
        let Some(factor) = factor_repaired(program, &mut set) else { break };
        steps += 1;
        let point = factor.minimize(hessian, polytope, &set, q);
        let mut wrong = wrong_signs(&point, &set, q);
        let violated: Vec<(Limit, Side)> = polytope
            .limits()
            .filter(|limit| !set.contains(*limit))
            .filter_map(|limit| polytope.violation(limit, point.x.as_slice()).map(|(side, size)| (limit, side, size)))
            .filter(|(_, _, size)| *size > FEASIBLE)
            .map(|(limit, side, _)| (limit, side))
            .collect();
        let errors = wrong.len() + violated.len();
        if errors == 0 {
            return Ok(Optimum { point: settle(point, &set, polytope), set, steps });
        }
        if errors < fewest {
            (fewest, patience) = (errors, PATIENCE);
        } else {
            patience -= 1;
            if patience == 0 {
                break;
            }
        }
        let most = MOST_FREED + factor.n_free() / 2;
        if wrong.len() > most {
            let pull = |limit: &Limit| point.multiplier(&set, *limit).abs();
            wrong.sort_by(|a, b| pull(b).total_cmp(&pull(a)));
            wrong.truncate(most);
        }
        for limit in wrong {
            set.remove(limit);
        }
        for (limit, side) in violated {
            set.add(limit, side);
        }
    }
    Err(Uncorrected { set, steps })
}

/// Finishes one limit at a time what [`correct`] has left.
pub(crate) fn finish(program: QuadraticProgram<'_>, left: Uncorrected) -> Result<Optimum, ActiveSetError> {
    let QuadraticProgram { hessian, q, polytope } = program;
    let Uncorrected { mut set, mut steps } = left;
    // The dual method starts from a set whose multipliers all have the right sign: drop the others until it is so.
    loop {
        let Some(factor) = factor_repaired(program, &mut set) else {
            set = equalities_only(polytope);
            break;
        };
        steps += 1;
        let wrong = wrong_signs(&factor.minimize(hessian, polytope, &set, q), &set, q);
        if wrong.is_empty() {
            break;
        }
        for limit in wrong {
            set.remove(limit);
        }
    }
    dual_method(program, set, steps)
}

/// Fixed variables and equality rows, without the rows that follow from the others.
fn equalities_only(polytope: &Polytope) -> WorkingSet {
    let mut set = WorkingSet::fixed_only(polytope);
    for row in (0..polytope.n_rows()).filter(|&row| polytope.is_equality(row)) {
        set.add(Limit::Row(row), Side::Equal);
        if matches!(Factor::new(Hessian::Identity, polytope, &set), Err(FactorError::DependentRow(_))) {
            set.remove(Limit::Row(row));
        }
    }
    set
}

/// The guess with every fixed variable and equality row in it, and with sides that fit the polytope.
fn with_equalities(polytope: &Polytope, guess: WorkingSet) -> WorkingSet {
    let mut set = equalities_only(polytope);
    for (i, side) in guess.bounds.into_iter().enumerate() {
        if set.bounds[i].is_none() && side != Some(Side::Equal) {
            set.bounds[i] = side;
        }
    }
    for (row, side) in guess.rows {
        let open = polytope.limit_value(Limit::Row(row), side).is_infinite();
        if side != Side::Equal && !open && !set.contains(Limit::Row(row)) {
            set.add(Limit::Row(row), side);
        }
    }
    set
}

/// Factors the set, leaving out rows that depend on others; a row that must stay gets a variable freed for it.
fn factor_repaired(program: QuadraticProgram<'_>, set: &mut WorkingSet) -> Option<Factor> {
    let QuadraticProgram { hessian, polytope, .. } = program;
    for _ in 0..=polytope.n() + polytope.n_rows() {
        match Factor::new(hessian, polytope, set) {
            Ok(factor) => return Some(factor),
            Err(FactorError::NotPositiveDefinite) => return None,
            Err(FactorError::DependentRow(row)) if !polytope.is_equality(row) => set.remove(Limit::Row(row)),
            Err(FactorError::DependentRow(row)) => {
                let normal = polytope.normal(row);
                let frees = |&i: &usize| normal[i] != 0.0 && set.bounds[i].is_some_and(|side| side != Side::Equal);
                // The variable with the widest range is the likeliest to lie inside it.
                let widest = (0..polytope.n()).filter(frees).max_by(|&i, &j| {
                    let width = |i: usize| polytope.upper[i] - polytope.lower[i];
                    width(i).total_cmp(&width(j)).then(j.cmp(&i))
                })?;
                set.remove(Limit::Bound(widest));
            }
        }
    }
    None
}

/// Active limits whose multiplier has the wrong sign.
fn wrong_signs(point: &Point, set: &WorkingSet, q: &DVector<f64>) -> Vec<Limit> {
    let largest = point.bound_multipliers.amax().max(q.amax()).max(amax(&point.row_multipliers));
    let is_wrong = |(limit, side): &(Limit, Side)| {
        side.sign().is_some_and(|sign| sign * point.multiplier(set, *limit) < -DUAL * largest)
    };
    set.active().filter(is_wrong).map(|(limit, _)| limit).collect()
}

/// Largest absolute entry, zero for an empty vector.
fn amax(vector: &DVector<f64>) -> f64 {
    vector.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()))
}

fn dual_method(
    program: QuadraticProgram<'_>,
    mut set: WorkingSet,
    mut steps: usize,
) -> Result<Optimum, ActiveSetError> {
    let QuadraticProgram { hessian, q, polytope } = program;
    let max_steps = 200 + 60 * (polytope.n() + polytope.n_rows());
    let mut waived: Vec<Limit> = Vec::new();
    let mut factor = Factor::new(hessian, polytope, &set).map_err(|_| ActiveSetError::Stalled)?;
    let mut point = factor.minimize(hessian, polytope, &set, q);
    while let Some((limit, side)) = most_violated(polytope, &set, &waived, point.x.as_slice()) {
        let sign = if side == Side::Lower { 1.0 } else { -1.0 };
        let mut added = 0.0;
        loop {
            steps += 1;
            if steps > max_steps {
                return Err(ActiveSetError::Stalled);
            }
            let gap = polytope.violation(limit, point.x.as_slice()).map_or(0.0, |(_, distance)| distance);
            let direction = factor.direction(hessian, polytope, &set, limit, sign);
            let blocker = first_blocker(&point, &set, &direction.bound_drops, &direction.row_drops);
            let full = direction.curvature.map(|curvature| gap / curvature);
            let (length, blocked) = match (full, blocker) {
                (None, None) if gap <= CONTRADICTION => {
                    waived.push(limit);
                    break;
                }
                (None, None) => {
                    return Err(contradiction(
                        polytope,
                        &set,
                        &direction.bound_drops,
                        &direction.row_drops,
                        limit,
                        side,
                    ));
                }
                (Some(full), None) => (full, None),
                (None, Some((limit, length))) => (length, Some(limit)),
                (Some(full), Some((_, length))) if full <= length => (full, None),
                (Some(_), Some((limit, length))) => (length, Some(limit)),
            };
            added += length;
            if let Some(blocker) = blocked {
                point.x.axpy(length, &direction.step, 1.0);
                point.bound_multipliers.axpy(-length, &direction.bound_drops, 1.0);
                point.row_multipliers.axpy(-length, &direction.row_drops, 1.0);
                forget_multiplier(&mut point, &set, blocker);
                set.remove(blocker);
                factor = Factor::new(hessian, polytope, &set).map_err(|_| ActiveSetError::Stalled)?;
                continue;
            }
            let equality = polytope.range(limit).0 == polytope.range(limit).1;
            set.add(limit, if equality { Side::Equal } else { side });
            factor = Factor::new(hessian, polytope, &set).map_err(|_| ActiveSetError::Stalled)?;
            // Solved afresh, so that rounding does not pile up over the steps.
            point = factor.minimize(hessian, polytope, &set, q);
            break;
        }
        debug_assert!(added >= 0.0);
    }
    Ok(Optimum { point: settle(point, &set, polytope), set, steps })
}

/// Puts free weights that touch a bound exactly on it, so that a weight of nothing is zero.
fn settle(mut point: Point, set: &WorkingSet, polytope: &Polytope) -> Point {
    for (i, weight) in point.x.iter_mut().enumerate().filter(|(i, _)| set.bounds[*i].is_none()) {
        for bound in [polytope.lower[i], polytope.upper[i]] {
            if (*weight - bound).abs() <= ON_BOUND {
                *weight = bound;
            }
        }
    }
    point
}

fn forget_multiplier(point: &mut Point, set: &WorkingSet, limit: Limit) {
    match limit {
        Limit::Bound(i) => point.bound_multipliers[i] = 0.0,
        Limit::Row(r) => {
            if let Some(position) = set.rows.iter().position(|(row, _)| *row == r) {
                point.row_multipliers = point.row_multipliers.clone().remove_row(position);
            }
        }
    }
}

/// The limit to enforce next: equalities first, then the largest distance outside.
fn most_violated(polytope: &Polytope, set: &WorkingSet, waived: &[Limit], x: &[f64]) -> Option<(Limit, Side)> {
    let mut worst: Option<(Limit, Side, f64)> = None;
    for limit in polytope.limits().filter(|limit| !set.contains(*limit) && !waived.contains(limit)) {
        let Some((side, distance)) = polytope.violation(limit, x).filter(|(_, distance)| *distance > FEASIBLE) else {
            continue;
        };
        let distance = match limit {
            Limit::Bound(_) => distance,
            Limit::Row(row) if polytope.is_equality(row) => f64::INFINITY,
            Limit::Row(row) => distance / polytope.normals.column(row).norm(),
        };
        if worst.is_none_or(|(_, _, most)| distance > most) {
            worst = Some((limit, side, distance));
        }
    }
    worst.map(|(limit, side, _)| (limit, side))
}

/// The active inequality whose multiplier reaches zero first, and the step at which it does.
fn first_blocker(
    point: &Point,
    set: &WorkingSet,
    bound_drops: &DVector<f64>,
    row_drops: &DVector<f64>,
) -> Option<(Limit, f64)> {
    let largest = bound_drops.amax().max(amax(row_drops));
    let mut first: Option<(Limit, f64)> = None;
    let mut row_position = 0;
    for (limit, side) in set.active() {
        let (multiplier, drop) = match limit {
            Limit::Bound(i) => (point.bound_multipliers[i], bound_drops[i]),
            Limit::Row(_) => {
                row_position += 1;
                (point.row_multipliers[row_position - 1], row_drops[row_position - 1])
            }
        };
        let Some(sign) = side.sign() else { continue };
        if sign * drop > DUAL * largest {
            let length = (sign * multiplier).max(0.0) / (sign * drop);
            if first.is_none_or(|(_, shortest)| length < shortest) {
                first = Some((limit, length));
            }
        }
    }
    first
}

/// The limits behind a contradiction: the violated one and those its normal is a combination of. The normals of a working
/// set are independent, so the combination is unique and none of the limits can be left out.
fn contradiction(
    polytope: &Polytope,
    set: &WorkingSet,
    bound_drops: &DVector<f64>,
    row_drops: &DVector<f64>,
    limit: Limit,
    side: Side,
) -> ActiveSetError {
    let largest = bound_drops.amax().max(amax(row_drops)).max(1.0);
    let mut members = vec![(limit, side, 1.0)];
    let mut row_position = 0;
    for (other, _) in set.active() {
        let drop = match other {
            Limit::Bound(i) => bound_drops[i],
            Limit::Row(_) => {
                row_position += 1;
                row_drops[row_position - 1]
            }
        };
        if drop.abs() > 1e-9 * largest {
            // A positive share of the violated side's normal means that the other limit holds from above, and conversely.
            let other_side = if drop > 0.0 { Side::Upper } else { Side::Lower };
            members.push((other, other_side, drop.abs()));
        }
    }
    debug_assert!(members.len() <= polytope.n() + polytope.n_rows());
    ActiveSetError::Contradiction(members)
}

#[cfg(test)]
mod tests {
    use nalgebra::DMatrix;
    use proptest::prelude::*;

    use super::*;

    /// Coarse problems, in which ties are common: variances, limits and targets out of a few values.
    fn problems() -> impl Strategy<Value = (DMatrix<f64>, DVector<f64>, Polytope)> {
        (2usize..9)
            .prop_flat_map(|n| {
                (
                    proptest::collection::vec(-1i32..2, n * 2),
                    proptest::collection::vec(-2i32..3, n),
                    proptest::collection::vec((-2i32..1, 1i32..4), n),
                    proptest::collection::vec((proptest::collection::vec(any::<bool>(), n), 0i32..3), 0..3),
                )
            })
            .prop_map(|(loadings, q, bounds, groups)| {
                let n = q.len();
                let b = DMatrix::from_iterator(n, 2, loadings.into_iter().map(f64::from));
                let hessian = &b * b.transpose() + DMatrix::identity(n, n);
                let rows = 1 + groups.len();
                let part = |tenths: i32| f64::from(tenths) * 0.25;
                let normals = DMatrix::from_fn(n, rows, |i, k| if k == 0 || groups[k - 1].0[i] { 1.0 } else { 0.0 });
                let limit = |k: usize| if k == 0 { 1.0 } else { part(groups[k - 1].1) };
                let polytope = Polytope {
                    lower: DVector::from_iterator(n, bounds.iter().map(|(low, _)| part(*low))),
                    upper: DVector::from_iterator(n, bounds.iter().map(|(low, width)| part(low + width))),
                    row_lower: DVector::from_fn(rows, |k, _| if k == 0 { 1.0 } else { f64::NEG_INFINITY }),
                    row_upper: DVector::from_fn(rows, |k, _| limit(k)),
                    normals,
                };
                (hessian, DVector::from_iterator(n, q.into_iter().map(f64::from)), polytope)
            })
    }

    /// Active at every lower, or at every upper bound: guesses that are wrong on purpose.
    fn bad_guess(n: usize, side: Side) -> WorkingSet {
        WorkingSet { bounds: vec![Some(side); n], rows: Vec::new() }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_start_ends_at_the_same_optimum((hessian, q, polytope) in problems()) {
            let program = QuadraticProgram { hessian: Hessian::Dense(&hessian), q: &q, polytope: &polytope };
            let n = polytope.n();
            let cold = dual_method(program, WorkingSet::fixed_only(&polytope), 0);
            let starts = [WorkingSet::fixed_only(&polytope), bad_guess(n, Side::Lower), bad_guess(n, Side::Upper)];
            for start in starts {
                match (&cold, solve(program, start)) {
                    (Ok(cold), Ok(warm)) => {
                        prop_assert!((&cold.point.x - &warm.point.x).amax() <= 1e-10);
                        prop_assert!(polytope.max_violation(warm.point.x.as_slice()) <= 1e-10);
                        prop_assert!(wrong_signs(&warm.point, &warm.set, &q).is_empty());
                    }
                    (Err(ActiveSetError::Contradiction(_)), Err(ActiveSetError::Contradiction(_))) => {}
                    (cold, warm) => prop_assert!(false, "{cold:?} against {warm:?}"),
                }
            }
        }
    }
}
