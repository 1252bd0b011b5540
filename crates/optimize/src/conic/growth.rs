//! Mean logarithmic growth within linear limits, without cones: Newton's method on the growth itself.
//!
//! Each step minimizes the quadratic model of the growth over the polytope on the active set (a proximal Newton method: where the
//! curvature is singular a small ridge around the present weights takes its place, which biases nothing, as it vanishes with the
//! step). Once the binding limits are found the steps are Newton's own and the answer is exact to rounding, multipliers included.

use nalgebra::{DMatrix, DVector};
use statistics::cholesky;

use super::goal::Goal;
use super::model::Tag;
use super::problem::Problem;
use super::report::Found;
use crate::active_set::{self, QuadraticProgram};
use crate::polytope::Side;
use crate::quadratic::Hessian;
use crate::working_set::{Point, WorkingSet};
use crate::{Residuals, SolverInfo, residuals};

/// Steps before the cones are asked; it needs 5 to 20.
const MAX_STEPS: usize = 100;
/// An answer satisfies its conditions to this.
const EXACT: f64 = 1e-9;
/// Residuals as small are rounding: no step makes them smaller.
const ROUNDING: f64 = 1e-14;
/// Pivots of the curvature below this part of its largest entry call for the ridge, which is that part.
const RIDGE: f64 = 1e-7;
/// Part of the promised decrease that a step must bring.
const SUFFICIENT: f64 = 1e-4;

/// The goal is growth and nothing but the polytope limits it.
pub(crate) fn applies(problem: &Problem<'_>, goal: &Goal) -> bool {
    *goal == Goal::Growth && !problem.needs_cones()
}

/// Solves from the feasible weights `start`; `None` when they lose everything in a scenario, or when the method does not end
/// (the caller has another).
pub(crate) fn solve(problem: &Problem<'_>, start: &DVector<f64>) -> Option<Found> {
    let growth = Growth::new(problem);
    let polytope = &problem.limits.polytope;
    let (mut w, mut set) = (start.clone(), WorkingSet::fixed_only(polytope));
    let mut value = growth.value(&w)?;
    let mut info = SolverInfo { polished: true, ..SolverInfo::default() };
    let mut best: Option<(Residuals, WorkingSet, Point)> = None;
    for _ in 0..MAX_STEPS {
        let slope = growth.slope(&w);
        let curvature = growth.curvature(&w);
        let q = &slope.gradient - &curvature * &w;
        let program = QuadraticProgram { hessian: Hessian::Dense(&curvature), q: &q, polytope };
        let Ok(optimum) = active_set::solve(program, set) else { break };
        info.polish_steps += optimum.steps;
        let step = &optimum.point.x - &w;
        let promised = -slope.gradient.dot(&step);
        let Some((length, reached)) = growth.line_search(&w, value, &step, promised) else { break };
        (w, value) = if length == 1.0 { (optimum.point.x, reached) } else { (w + step * length, reached) };
        set = optimum.set;
        if length < 1.0 {
            continue;
        }
        let slope = growth.slope(&w);
        let q = &slope.gradient - &w;
        let Some(point) = Point::from_weights(Hessian::Identity, polytope, &set, &q, w.clone()) else { break };
        let found = residuals::of_gradient(slope.gradient, slope.size, polytope, &set, &point);
        let improves = best.as_ref().is_none_or(|(before, ..)| found.max() < before.max());
        let is_enough = found.max() <= ROUNDING || !improves;
        if improves {
            best = Some((found, set.clone(), point));
        }
        if is_enough && best.as_ref().is_some_and(|(found, ..)| found.max() <= EXACT) {
            break;
        }
    }
    let (residuals, set, point) = best.filter(|(found, ..)| found.max() <= EXACT)?;
    let gains = set.active().map(|(limit, side)| {
        let multiplier = point.multiplier(&set, limit);
        (Tag::Polytope(limit, side), if side == Side::Lower { multiplier } else { -multiplier })
    });
    Some(Found { goal: Goal::Growth, gains: gains.collect(), w: point.x, kappa: 1.0, residuals, info })
}

/// `−periods_per_year · mean ln(wealth) + γ w'w` and its derivatives.
struct Growth {
    /// Returns less that of cash, `n_periods × n`.
    returns: DMatrix<f64>,
    cash: f64,
    /// Weight of one scenario: periods a year over scenarios.
    share: f64,
    penalty: f64,
}

/// A gradient, and the size of its terms before they cancel.
struct Slope {
    gradient: DVector<f64>,
    size: f64,
}

impl Growth {
    fn new(problem: &Problem<'_>) -> Self {
        let cash = problem.cash_return();
        let returns = problem.scenarios().returns().add_scalar(-cash);
        let share = problem.request.periods_per_year / returns.nrows() as f64;
        Self { returns, cash, share, penalty: problem.penalty() }
    }

    /// What one is worth after each scenario.
    fn wealth(&self, w: &DVector<f64>) -> DVector<f64> {
        (&self.returns * w).add_scalar(1.0 + self.cash)
    }

    /// `None` when a scenario loses everything.
    fn value(&self, w: &DVector<f64>) -> Option<f64> {
        let logarithms: f64 = self.wealth(w).iter().map(|wealth| wealth.ln()).sum();
        logarithms.is_finite().then(|| self.penalty * w.norm_squared() - self.share * logarithms)
    }

    fn slope(&self, w: &DVector<f64>) -> Slope {
        let weights = self.wealth(w).map(|wealth| self.share / wealth);
        let gradient = w * (2.0 * self.penalty) - self.returns.tr_mul(&weights);
        let of_asset = |returns: nalgebra::DVectorView<'_, f64>| -> f64 {
            returns.iter().zip(weights.iter()).map(|(value, weight)| (value * weight).abs()).sum()
        };
        let size = self.returns.column_iter().map(of_asset).fold(2.0 * self.penalty * w.amax(), f64::max);
        Slope { gradient, size: size.max(f64::MIN_POSITIVE) }
    }

    /// The second derivative, with a ridge where it is singular: positive definite.
    fn curvature(&self, w: &DVector<f64>) -> DMatrix<f64> {
        let mut scaled = self.returns.clone();
        for (mut row, wealth) in scaled.row_iter_mut().zip(self.wealth(w).iter()) {
            row *= self.share.sqrt() / wealth;
        }
        let mut curvature = scaled.tr_mul(&scaled);
        let largest = curvature.diagonal().max().max(f64::MIN_POSITIVE);
        let ridge = |matrix: &mut DMatrix<f64>, size: f64| (0..w.len()).for_each(|i| matrix[(i, i)] += size);
        ridge(&mut curvature, 2.0 * self.penalty);
        let pivots = cholesky(curvature.clone()).map(|factor| factor.l_dirty().diagonal().min().powi(2));
        if pivots.is_none_or(|smallest| smallest <= RIDGE * largest) {
            ridge(&mut curvature, RIDGE * largest);
        }
        curvature
    }

    /// The longest of the steps 1, ½, ¼ … that brings a part of the decrease it promises, and the value there.
    fn line_search(&self, w: &DVector<f64>, value: f64, step: &DVector<f64>, promised: f64) -> Option<(f64, f64)> {
        // Too small to be seen in the value.
        let is_rounding = promised.abs() <= 1e-13 * (value.abs() + self.share * self.returns.nrows() as f64 * 1e-3);
        let mut length = 1.0;
        while length > 1e-12 {
            let reached = self.value(&(w + step * length));
            let wanted = value - SUFFICIENT * length * promised;
            if let Some(reached) = reached.filter(|reached| is_rounding || *reached <= wanted) {
                return Some((length, reached));
            }
            length *= 0.5;
        }
        None
    }
}
