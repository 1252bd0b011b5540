//! Sell losses or buy: the search over what the window does not allow together.
//!
//! An asset whose losses are worth taking has a polyline with a peak at "no trade" (see [`super::curve`]). Its convex hull gives a
//! relaxation, which is solved exactly, and a bound. From there the descent along the true polylines gives a plan. The distance `Δ`
//! between the two says how far from the relaxed weights any better plan can be: the value rises at least like the variance, so
//! that `(w_i − w̃_i)² ≤ 2 Δ (Σ⁻¹)_ii`. Cutting the ranges to that makes the hulls tighter; what is still open is split at the peak.

use nalgebra::{Cholesky, DVector};

use super::curve::Curve;
use super::pivot::{Pieces, Program, Solved};
use crate::OptimizeError;
use crate::limits::Limits;
use crate::polytope::Polytope;
use crate::working_set::{Hessian, WorkingSet};
use crate::{feasibility, polytope::Limit};

/// Rounds of cutting the ranges at a node.
const CUTS: usize = 6;
/// A round must bring the bound at least this part nearer.
const WORTHWHILE: f64 = 0.05;
/// A plan this near to the bound, relative to the size of the value, is the best.
const CLOSED: f64 = 1e-11;

/// The problem to solve, with weights of the request's assets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task<'a> {
    pub(super) hessian: Hessian<'a>,
    /// Linear terms, divided by the risk aversion.
    pub(super) q: &'a DVector<f64>,
    pub(super) risk_aversion: f64,
    /// Return on cash.
    pub(super) cash_rate: f64,
    /// Cash that may be taken.
    pub(super) cash: f64,
    /// Groups and other rows, with their names.
    pub(super) limits: &'a Limits,
    pub(super) curves: &'a [Curve],
    /// Weights held now.
    pub(super) held: &'a DVector<f64>,
    /// Variances of the inverse covariance, `n`; empty when no curve has a peak.
    pub(super) inverse: &'a [f64],
}

/// The best plan found.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) solved: Solved,
    pub(super) residuals: crate::Residuals,
    /// Least value that any plan may have.
    pub(super) bound: f64,
    /// Relaxations solved.
    pub(super) nodes: usize,
    /// Quadratic programs solved.
    pub(super) steps: usize,
}

/// Ranges of the assets and the optimum of their relaxation.
struct Node {
    ranges: Vec<(f64, f64)>,
    hulls: Vec<Curve>,
    relaxed: Solved,
}

/// `(Σ⁻¹)_ii` for every asset.
pub(super) fn inverse_variances(covariance: &nalgebra::DMatrix<f64>) -> Vec<f64> {
    Cholesky::new(covariance.clone()).map_or_else(Vec::new, |cholesky| {
        // ‖L⁻¹ e_i‖² column by column.
        let inverse =
            cholesky.l().solve_lower_triangular(&nalgebra::DMatrix::identity(covariance.nrows(), covariance.ncols()));
        inverse.map_or_else(Vec::new, |inverse| inverse.column_iter().map(|column| column.norm_squared()).collect())
    })
}

impl<'a> Task<'a> {
    fn program(&self, curves: &[Curve]) -> Program<'a> {
        Program {
            hessian: self.hessian,
            q: self.q,
            rows: self.rows(),
            cash: self.cash,
            pieces: curves.iter().map(|curve| Pieces::new(curve, self.risk_aversion, self.cash_rate)).collect(),
        }
    }

    fn rows(&self) -> &'a Polytope {
        &self.limits.polytope
    }

    /// Solves a program from a point nearby.
    fn solve(
        &self,
        program: &Program<'_>,
        near: &DVector<f64>,
        set: Option<&WorkingSet>,
    ) -> Result<Option<Solved>, Vec<(Limit, crate::polytope::Side, f64)>> {
        let start = program.feasible_near(near)?;
        Ok(program.descend(program.start_at(&start, set)).ok().flatten())
    }

    /// Finds the best plan within `max_nodes` relaxations.
    ///
    /// # Errors
    /// [`OptimizeError::Infeasible`] with the limits that contradict each other; [`OptimizeError::NotConverged`].
    pub(super) fn search(&self, max_nodes: usize) -> Result<Plan, OptimizeError> {
        let ranges: Vec<(f64, f64)> = self.curves.iter().map(Curve::range).collect();
        let mut search = Search { task: self, truth: self.program(self.curves), best: None, nodes: 0, steps: 0 };
        let root = match search.node(ranges, self.held, None) {
            Ok(Some(root)) => root,
            Ok(None) => return Err(OptimizeError::NotConverged { residual: f64::INFINITY }),
            Err(members) if members.is_empty() => return Err(OptimizeError::NotConverged { residual: f64::INFINITY }),
            Err(members) => return Err(feasibility::explain(self.limits, &members)),
        };
        let bound = search.run(root, max_nodes);
        let Search { truth, best, nodes, steps, .. } = search;
        let solved = best.ok_or(OptimizeError::NotConverged { residual: f64::INFINITY })?;
        let residuals = truth.residuals(&solved);
        Ok(Plan { bound: bound.min(solved.value), solved, residuals, nodes, steps })
    }
}

struct Search<'t, 'a> {
    task: &'t Task<'a>,
    /// The problem with the true polylines.
    truth: Program<'a>,
    best: Option<Solved>,
    nodes: usize,
    steps: usize,
}

impl Search<'_, '_> {
    fn node(
        &mut self,
        ranges: Vec<(f64, f64)>,
        near: &DVector<f64>,
        set: Option<&WorkingSet>,
    ) -> Result<Option<Node>, Vec<(Limit, crate::polytope::Side, f64)>> {
        self.nodes += 1;
        let clipped = self.task.curves.iter().zip(&ranges).map(|(curve, &(lower, upper))| curve.clipped(lower, upper));
        let hulls: Vec<Curve> = clipped.map(|curve| curve.hull()).collect();
        let relaxed = self.task.solve(&self.task.program(&hulls), near, set)?;
        Ok(relaxed.map(|relaxed| {
            self.steps += relaxed.steps;
            Node { ranges, hulls, relaxed }
        }))
    }

    fn best_value(&self) -> f64 {
        self.best.as_ref().map_or(f64::INFINITY, |best| best.value)
    }

    /// A value this low may still be better than the best plan.
    fn is_open(&self, bound: f64) -> bool {
        let best = self.best_value();
        best.is_infinite() || bound < best - CLOSED * best.abs().max(1e-3)
    }

    /// Descends along the true polylines from the relaxed weights.
    fn suggest(&mut self, node: &Node) {
        let start = self.truth.start_at(&node.relaxed.point.x, Some(&node.relaxed.set));
        if let Ok(Some(solved)) = self.truth.descend(start) {
            self.steps += solved.steps;
            if solved.value < self.best_value() {
                self.best = Some(solved);
            }
        }
    }

    /// How far the true polyline of each asset lies above its hull at the relaxed weights: the asset with the most.
    fn widest_gap(&self, node: &Node) -> Option<(usize, f64)> {
        let x = &node.relaxed.point.x;
        let gaps = self
            .task
            .curves
            .iter()
            .zip(&node.hulls)
            .enumerate()
            .map(|(i, (curve, hull))| (i, curve.at(x[i]) - hull.at(x[i])));
        let scale = self.task.risk_aversion * CLOSED * 1e-2;
        gaps.filter(|(_, gap)| *gap > scale).fold(None, |best: Option<(usize, f64)>, (i, gap)| match best {
            Some((_, most)) if most >= gap => best,
            _ => Some((i, gap)),
        })
    }

    /// Takes the plan of a node and cuts its ranges while that brings the bound nearer.
    fn tighten(&mut self, mut node: Node) -> Option<Node> {
        for round in 0..=CUTS {
            self.suggest(&node);
            if !self.is_open(node.relaxed.value) || self.widest_gap(&node).is_none() || round == CUTS {
                break;
            }
            let slack = 2.0 * (self.best_value() - node.relaxed.value).max(0.0);
            let x = &node.relaxed.point.x;
            let cut = |i: usize| {
                let variance = self.task.inverse.get(i).copied().unwrap_or(f64::INFINITY);
                let radius = (slack * variance).sqrt() * (1.0 + 1e-9) + 1e-12;
                let (lower, upper) = node.ranges[i];
                (lower.max(x[i] - radius), upper.min(x[i] + radius))
            };
            let ranges: Vec<(f64, f64)> = (0..x.len()).map(cut).collect();
            let before = node.relaxed.value;
            let Ok(Some(next)) = self.node(ranges, &x.clone(), Some(&node.relaxed.set)) else { return None };
            // A tighter relaxation can only be higher, but for rounding.
            let gained = next.relaxed.value - before;
            node = next;
            if gained < WORTHWHILE * 0.5 * slack {
                self.suggest(&node);
                break;
            }
        }
        self.is_open(node.relaxed.value).then_some(node)
    }

    /// Searches the tree; returns the least value that may exist.
    fn run(&mut self, root: Node, max_nodes: usize) -> f64 {
        let mut open: Vec<Node> = self.tighten(root).into_iter().collect();
        loop {
            // The least bound first.
            let least = (0..open.len())
                .min_by(|&a, &b| open[a].relaxed.value.total_cmp(&open[b].relaxed.value).then(b.cmp(&a)));
            let Some(least) = least else { return self.best_value() };
            let node = open.swap_remove(least);
            if !self.is_open(node.relaxed.value) {
                return self.best_value();
            }
            if self.nodes >= max_nodes {
                return node.relaxed.value;
            }
            let Some((asset, _)) = self.widest_gap(&node) else { continue };
            let (lower, upper) = node.ranges[asset];
            let curve = self.task.curves[asset].clipped(lower, upper);
            let Some(peak) = curve.peak_around(&node.hulls[asset], node.relaxed.point.x[asset]) else { continue };
            for half in [(lower, peak), (peak, upper)] {
                let mut ranges = node.ranges.clone();
                ranges[asset] = half;
                if let Ok(Some(child)) = self.node(ranges, &node.relaxed.point.x, Some(&node.relaxed.set))
                    && self.is_open(child.relaxed.value)
                {
                    open.extend(self.tighten(child));
                }
            }
        }
    }
}
