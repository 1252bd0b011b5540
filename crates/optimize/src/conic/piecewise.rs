//! Objectives made of linear pieces, within linear limits, without an interior point: tails of losses and absolute deviations
//! as hinges over the scenarios, drawdowns by cutting planes.

use nalgebra::{DMatrix, DVector};

use super::goal::{Goal, deviations};
use super::hinges::{Hinges, Slopes, Stalled};
use super::model::Tag;
use super::problem::Problem;
use crate::Residuals;
use crate::polytope::{Limit, Side};
use crate::scenarios::{drawdowns, tail_mean};

/// An exact solution with the multipliers of the limits.
#[derive(Debug, Clone)]
pub(crate) struct Vertex {
    pub(crate) w: DVector<f64>,
    /// Gain of easing each limit that presses.
    pub(crate) gains: Vec<(Tag, f64)>,
    pub(crate) residuals: Residuals,
    pub(crate) pivots: usize,
}

/// Slope on a cut's forbidden side: multipliers of cuts sum to one, so that two is an exact penalty.
const CUT_PENALTY: f64 = 2.0;
/// Cuts before the method is given up.
const MAX_CUTS: usize = 2_000;
/// The drawdown of the cuts and the true one agree to this part.
const CUT_GAP: f64 = 1e-12;
/// A vertex satisfies its conditions to this.
const EXACT: f64 = 1e-9;

/// The goal is of this kind and nothing but the polytope limits it.
pub(crate) fn applies(problem: &Problem<'_>, goal: &Goal) -> bool {
    let pieces = match goal {
        Goal::Return { volatility } => volatility.is_none(),
        Goal::Cvar { .. } | Goal::Cdar { .. } | Goal::AbsoluteDeviation => problem.penalty() == 0.0,
        _ => false,
    };
    pieces && !problem.needs_cones()
}

/// Solves from the feasible weights `start`; `None` when the method stalls (the caller has another).
pub(crate) fn solve(problem: &Problem<'_>, goal: &Goal, start: &DVector<f64>) -> Option<Vertex> {
    let vertex = match goal {
        Goal::Cvar { confidence, target } => cvar(problem, *confidence, *target, start),
        Goal::AbsoluteDeviation => absolute_deviation(problem, start),
        Goal::Cdar { confidence } => cdar(problem, *confidence, start),
        Goal::Return { .. } => highest_return(problem, start),
        _ => Err(Stalled),
    };
    vertex.ok().filter(|vertex| vertex.residuals.max() <= EXACT)
}

fn highest_return(problem: &Problem<'_>, start: &DVector<f64>) -> Result<Vertex, Stalled> {
    let n = problem.n();
    let net = dense(&problem.expected_return().terms, n);
    let mut hinges = Hinges::new(-net, start.clone());
    let tags = add_polytope(&mut hinges, problem, 0);
    hinges.minimize()?;
    Ok(vertex(&hinges, &tags, n))
}

fn cvar(problem: &Problem<'_>, confidence: f64, target: Option<f64>, start: &DVector<f64>) -> Result<Vertex, Stalled> {
    let n = problem.n();
    let returns = problem.scenarios().returns();
    let rate = problem.cash_return();
    let weight = 1.0 / ((1.0 - confidence) * returns.nrows() as f64);
    // The last variable is the threshold; at the start it is the value at risk.
    let losses: Vec<f64> = problem.scenarios().portfolio(start, rate).iter().map(|value| -value).collect();
    let x = start.clone().push(tail_mean(&losses, confidence).threshold);
    let mut gradient = DVector::zeros(n + 1);
    gradient[n] = 1.0;
    let mut hinges = Hinges::new(gradient, x);
    let mut tags = add_polytope(&mut hinges, problem, 1);
    tags.extend(add_target(&mut hinges, problem, target, 1));
    for row in returns.row_iter() {
        let normal = row.iter().map(|value| rate - value).chain([-1.0]);
        hinges.add(normal, rate, Slopes { below: 0.0, above: weight });
    }
    hinges.minimize()?;
    Ok(vertex(&hinges, &tags, n))
}

fn absolute_deviation(problem: &Problem<'_>, start: &DVector<f64>) -> Result<Vertex, Stalled> {
    let deviations: DMatrix<f64> = deviations(problem);
    let weight = 1.0 / deviations.nrows() as f64;
    let mut hinges = Hinges::new(DVector::zeros(problem.n()), start.clone());
    let tags = add_polytope(&mut hinges, problem, 0);
    for row in deviations.row_iter() {
        hinges.add(row.iter().copied(), 0.0, Slopes { below: -weight, above: weight });
    }
    hinges.minimize()?;
    Ok(vertex(&hinges, &tags, problem.n()))
}

/// Cutting planes (Kelley 1960): the conditional drawdown at risk is the largest of finitely many linear functions; each
/// round adds the one that is largest at the present weights, until the largest so far is the largest of all.
fn cdar(problem: &Problem<'_>, confidence: f64, start: &DVector<f64>) -> Result<Vertex, Stalled> {
    let n = problem.n();
    let first = Cut::at(problem, confidence, start);
    let mut gradient = DVector::zeros(n + 1);
    gradient[n] = 1.0;
    let mut hinges = Hinges::new(gradient, start.clone().push(first.value));
    let tags = add_polytope(&mut hinges, problem, 1);
    let mut next = first;
    for _ in 0..MAX_CUTS {
        let normal = next.gradient.iter().copied().chain([-1.0]);
        hinges.add(normal, -next.constant, Slopes { below: 0.0, above: CUT_PENALTY });
        hinges.minimize()?;
        let w = hinges.x.rows(0, n).into_owned();
        next = Cut::at(problem, confidence, &w);
        if next.value - hinges.x[n] <= CUT_GAP * next.value.abs().max(1e-3) {
            return Ok(vertex(&hinges, &tags, n));
        }
    }
    Err(Stalled)
}

/// The drawdown at risk at some weights, and the linear function below it that touches it there.
struct Cut {
    value: f64,
    gradient: DVector<f64>,
    /// The function is `gradient'w + constant`.
    constant: f64,
}

impl Cut {
    fn at(problem: &Problem<'_>, confidence: f64, w: &DVector<f64>) -> Self {
        let scenarios = problem.scenarios();
        let rate = problem.cash_return();
        let depths = drawdowns(scenarios.portfolio(w, rate).as_slice());
        let n = depths.len();
        let mass = (1.0 - confidence) * n as f64;
        let whole = (mass.floor() as usize).min(n - 1);
        let mut order: Vec<usize> = (0..n).collect();
        order.select_nth_unstable_by(whole, |&a, &b| depths[b].total_cmp(&depths[a]).then(a.cmp(&b)));
        let mut share = vec![0.0; n];
        for &period in &order[..whole] {
            share[period] = 1.0 / mass;
        }
        share[order[whole]] = (mass - whole as f64) / mass;
        // A drawdown is the sum of the losses since the peak: a loss counts for every later day of the same drawdown.
        let mut weights = DVector::zeros(n);
        let mut later = 0.0;
        for period in (0..n).rev() {
            later = if depths[period] > 0.0 { later + share[period] } else { 0.0 };
            weights[period] = -later;
        }
        let total = weights.sum();
        let gradient = scenarios.returns().tr_mul(&weights).add_scalar(-rate * total);
        let constant = rate * total;
        Self { value: gradient.dot(w) + constant, gradient, constant }
    }
}

/// Adds the limits of the polytope, with `more` variables behind the weights; the hinges' tags.
fn add_polytope(hinges: &mut Hinges, problem: &Problem<'_>, more: usize) -> Vec<(usize, Tag)> {
    let polytope = &problem.limits.polytope;
    let n = polytope.n();
    let budget = polytope.row_upper[0];
    let long_only = polytope.lower.iter().all(|lower| *lower >= 0.0);
    let mut tags = Vec::new();
    // Rows first: of limits that are reached together the budget is to hold, not a bound.
    let rows = (0..polytope.n_rows()).map(Limit::Row);
    for limit in rows.chain((0..n).map(Limit::Bound)) {
        let (lower, upper) = polytope.range(limit);
        let normal = || {
            let coefficient = move |k: usize| match limit {
                Limit::Bound(i) => f64::from(u8::from(i == k)),
                Limit::Row(row) => polytope.normals[(k, row)],
            };
            (0..n + more).map(move |k| if k < n { coefficient(k) } else { 0.0 })
        };
        let mut add = |offset: f64, slopes: Slopes, side: Side| {
            tags.push((hinges.add(normal(), offset, slopes), Tag::Polytope(limit, side)));
        };
        if lower == upper {
            add(lower, Slopes::EQUAL, Side::Equal);
            continue;
        }
        if lower.is_finite() {
            add(lower, Slopes::AT_LEAST, Side::Lower);
        }
        let idle = matches!(limit, Limit::Bound(_)) && long_only && upper >= budget;
        if upper.is_finite() && !idle {
            add(upper, Slopes::AT_MOST, Side::Upper);
        }
    }
    tags
}

fn add_target(hinges: &mut Hinges, problem: &Problem<'_>, target: Option<f64>, more: usize) -> Option<(usize, Tag)> {
    let target = target.filter(|target| target.is_finite())?;
    let net = problem.expected_return();
    let normal = dense(&net.terms, problem.n() + more);
    Some((hinges.add(normal.iter().copied(), target - net.constant, Slopes::AT_LEAST), Tag::TargetReturn))
}

fn dense(terms: &[(usize, f64)], n: usize) -> DVector<f64> {
    let mut vector = DVector::zeros(n);
    for &(i, value) in terms {
        vector[i] += value;
    }
    vector
}

fn vertex(hinges: &Hinges, tags: &[(usize, Tag)], n: usize) -> Vertex {
    let multipliers = hinges.multipliers();
    let gains = tags
        .iter()
        .filter(|(hinge, _)| hinges.is_at_vertex(*hinge))
        .map(|&(hinge, tag)| {
            let lowered = matches!(tag, Tag::Polytope(_, Side::Lower) | Tag::TargetReturn);
            (tag, if lowered { -multipliers[hinge] } else { multipliers[hinge] })
        })
        .collect();
    Vertex {
        w: hinges.x.rows(0, n).into_owned(),
        gains,
        residuals: hinges.residuals(&multipliers),
        pivots: hinges.pivots,
    }
}
