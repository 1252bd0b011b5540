//! Sell losses or buy: the search over what the window does not allow together.
//!
//! An asset whose losses are worth taking has a polyline with a peak at "no trade" (see [`super::curve`]). Its convex hull gives a
//! relaxation, which is solved exactly, and a bound. From there the descent along the true polylines gives a plan. The distance `Δ`
//! between the two says how far from the relaxed weights any better plan can be: the value rises at least like the variance, so
//! that `(w_i − w̃_i)² ≤ 2 Δ (Σ⁻¹)_ii`. Cutting the ranges to that makes the hulls tighter; what is still open is split at the peak.
//!
//! A part of each variance, `½ d_i x²`, is curved enough to bend a peak down: taken out of the quadratic form (which stays positive
//! definite) and into the polyline before its hull is drawn, it lifts the hull, and with it the bound ([`Lift`]).

use nalgebra::{Cholesky, DMatrix, DVector};

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
    pub(super) lift: Option<&'a Lift>,
}

/// A part of the variances of the assets with a peak, and the covariance without it.
#[derive(Debug, Clone)]
pub(super) struct Lift {
    /// `d`, zero for assets without a peak.
    curvature: DVector<f64>,
    /// `Σ − diag(d)`, positive definite.
    rest: DMatrix<f64>,
    /// Variances of its inverse.
    inverse: Vec<f64>,
}

impl Lift {
    /// The largest `d` in proportion to `1/(Σ⁻¹)_ii` that leaves the rest positive definite, nearly. `inverse` holds `(Σ⁻¹)_ii`.
    pub(super) fn new(covariance: &DMatrix<f64>, inverse: &[f64], curves: &[Curve]) -> Option<Self> {
        if inverse.len() != curves.len() {
            return None;
        }
        let own = DVector::from_fn(curves.len(), |i, _| if curves[i].has_peak() { 1.0 / inverse[i] } else { 0.0 });
        let rest = |part: f64| covariance - DMatrix::from_diagonal(&(&own * part));
        // With a margin, so that the rest still tells how far a better plan can be.
        let fits = |part: f64| Cholesky::new(rest(part + 0.02)).is_some();
        let mut part = 0.96;
        for _ in 0..6 {
            if fits(part) {
                let rest = rest(part);
                return Some(Self { curvature: own * part, inverse: inverse_variances(&rest), rest });
            }
            part *= 0.8;
        }
        None
    }
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

impl Plan {
    /// What a unit of cash more would be worth beyond what it earns, in the unit of the objective.
    pub(super) fn cash_price(&self, risk_aversion: f64) -> f64 {
        -self.solved.point.multiplier(&self.solved.set, Limit::Row(0)) * risk_aversion
    }
}

/// Ranges of the assets and the optimum of their relaxation.
struct Node {
    ranges: Vec<(f64, f64)>,
    /// Polylines within the ranges, lifted.
    curves: Vec<Curve>,
    hulls: Vec<Curve>,
    relaxed: Solved,
    is_lifted: bool,
}

/// `(Σ⁻¹)_ii` for every asset.
pub(super) fn inverse_variances(covariance: &DMatrix<f64>) -> Vec<f64> {
    Cholesky::new(covariance.clone()).map_or_else(Vec::new, |cholesky| {
        // ‖L⁻¹ e_i‖² column by column.
        let inverse = cholesky.l().solve_lower_triangular(&DMatrix::identity(covariance.nrows(), covariance.ncols()));
        inverse.map_or_else(Vec::new, |inverse| inverse.column_iter().map(|column| column.norm_squared()).collect())
    })
}

impl<'a> Task<'a> {
    fn program(&self, curves: &[Curve], hessian: Hessian<'a>) -> Program<'a> {
        Program {
            hessian,
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
        let mut search = Search {
            task: self,
            truth: self.program(self.curves, self.hessian),
            best: None,
            nodes: 0,
            steps: 0,
            lift: None,
        };
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
    /// The relaxations are lifted, which pays once there is a plan nearby.
    lift: Option<&'t Lift>,
}

impl<'t, 'a> Search<'t, 'a> {
    fn node(
        &mut self,
        ranges: Vec<(f64, f64)>,
        near: &DVector<f64>,
        set: Option<&WorkingSet>,
    ) -> Result<Option<Node>, Vec<(Limit, crate::polytope::Side, f64)>> {
        self.nodes += 1;
        let aversion = self.task.risk_aversion;
        let lifted = |i: usize, curve: Curve| match self.lift {
            Some(lift) => curve.lifted(lift.curvature[i] * aversion),
            None => curve,
        };
        let clipped = self.task.curves.iter().zip(&ranges).map(|(curve, &(lower, upper))| curve.clipped(lower, upper));
        let curves: Vec<Curve> = clipped.enumerate().map(|(i, curve)| lifted(i, curve)).collect();
        let hulls: Vec<Curve> = curves.iter().map(Curve::hull).collect();
        let hessian = self.lift.map_or(self.task.hessian, |lift| Hessian::Dense(&lift.rest));
        let relaxed = self.task.solve(&self.task.program(&hulls, hessian), near, set)?;
        Ok(relaxed.map(|relaxed| {
            self.steps += relaxed.steps;
            Node { ranges, curves, hulls, relaxed, is_lifted: self.lift.is_some() }
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
        let gaps = node
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
            let inverse = self.lift.map_or(self.task.inverse, |lift| &lift.inverse);
            let cut = |i: usize| {
                let variance = inverse.get(i).copied().unwrap_or(f64::INFINITY);
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

    /// The asset whose range is split, and where.
    fn split(&self, node: &Node) -> Option<(usize, f64)> {
        let (asset, _) = self.widest_gap(node)?;
        let peak = node.curves[asset].peak_around(&node.hulls[asset], node.relaxed.point.x[asset])?;
        Some((asset, peak))
    }

    /// The node with the true polylines in place of lifted ones, while it may still hold a better plan.
    fn plain(&mut self, node: &Node) -> Option<Node> {
        let lift = self.lift.take();
        let plain = self.node(node.ranges.clone(), &node.relaxed.point.x, Some(&node.relaxed.set));
        let open = plain.ok().flatten().and_then(|plain| self.tighten(plain));
        self.lift = lift;
        open
    }

    /// Searches the tree; returns the least value that may exist.
    fn run(&mut self, root: Node, max_nodes: usize) -> f64 {
        let mut first = self.tighten(root);
        if let (Some(node), Some(lift)) = (&first, self.task.lift) {
            self.lift = Some(lift);
            if let Ok(Some(lifted)) = self.node(node.ranges.clone(), &node.relaxed.point.x, None) {
                first = if self.is_open(lifted.relaxed.value) { self.tighten(lifted) } else { None };
            } else {
                self.lift = None;
            }
        }
        let mut open: Vec<Node> = first.into_iter().collect();
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
            let Some((asset, peak)) = self.split(&node) else {
                // A lifted polyline lies below the true one by its tangents: without a gap of its own it proves nothing.
                if node.is_lifted {
                    open.extend(self.plain(&node));
                }
                continue;
            };
            let (lower, upper) = node.ranges[asset];
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
