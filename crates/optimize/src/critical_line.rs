//! The critical line (Markowitz 1956): all efficient portfolios, exactly, as segments on which the weights are linear.
//!
//! Efficient portfolios minimize `½w'Pw − λ μ'w`, where λ ≥ 0 is the risk tolerance. On one working set the optimum moves
//! along a line as λ grows. A segment ends at a corner portfolio, where a free weight or an inactive group reaches its limit,
//! or where the multiplier of an active one reaches zero; that one limit enters or leaves, and the next segment begins. The
//! walk starts at the minimum-variance portfolio (λ = 0) and ends at the highest return the limits allow.
//!
//! Each corner changes the factored free block by one variable. The error of every motion is measured, and the point is
//! solved for afresh now and then, so that rounding does not pile up.

use nalgebra::{DMatrix, DVector};

use crate::active_set::{self, ActiveSetError, QuadraticProgram};
use crate::free_block::{FreeBlock, Motion};
use crate::polytope::{Limit, Polytope, Side};
use crate::quadratic::Hessian;
use crate::working_set::{Change, Factor, Point, WorkingSet};

/// Segments between two fresh solves.
const REFRESH: usize = 48;
/// A motion with a larger relative error is computed afresh.
const ACCURATE: f64 = 1e-11;
/// Ties that are stepped over in one walk; behind them a limit that would change back is left as it is, and the portfolios
/// concerned are solved again.
const MAX_TIES: usize = 20;

/// A stretch of the frontier with one working set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Segment {
    /// Risk tolerances between which it is efficient; `to` is infinite on the last segment.
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// `μ'w` and `w'Pw` at `from`.
    return_from: f64,
    risk_from: f64,
    /// Change of the return for each unit of λ; the risk changes by 2λ for each unit of return.
    return_slope: f64,
}

impl Segment {
    /// Return at the risk tolerance `lambda`.
    pub(crate) fn return_at(&self, lambda: f64) -> f64 {
        if self.return_slope == 0.0 {
            self.return_from
        } else {
            self.return_from + self.return_slope * (lambda - self.from)
        }
    }

    /// `w'Pw` at the risk tolerance `lambda`.
    pub(crate) fn risk_at(&self, lambda: f64) -> f64 {
        if self.return_slope == 0.0 {
            self.risk_from
        } else {
            self.risk_from + self.return_slope * (lambda - self.from) * (lambda + self.from)
        }
    }

    /// The last risk tolerance at which the portfolio still moves.
    pub(crate) fn end(&self) -> f64 {
        if self.to.is_finite() { self.to } else { self.from }
    }

    /// The risk tolerance with this return, inside the segment; its start when the return does not change.
    pub(crate) fn lambda_of_return(&self, target: f64) -> f64 {
        let moved = (target - self.return_from) / self.return_slope;
        if moved.is_finite() { (self.from + moved).clamp(self.from, self.end()) } else { self.from }
    }

    /// The same for `w'Pw`.
    pub(crate) fn lambda_of_risk(&self, target: f64) -> f64 {
        let squared = self.from * self.from + (target - self.risk_from) / self.return_slope;
        if squared.is_finite() { squared.max(0.0).sqrt().clamp(self.from, self.end()) } else { self.from }
    }

    /// The risk tolerance `w'Pw / (μ'w − riskless)` of the highest ratio on the segment's line; `None` when the ratio only
    /// grows along it.
    pub(crate) fn best_ratio(&self, riskless: f64) -> Option<f64> {
        let risk = self.risk_from - self.return_slope * self.from * self.from;
        let gain = self.return_from - self.return_slope * self.from - riskless;
        (gain > 0.0).then(|| risk / gain)
    }
}

/// The segments of the frontier, one after the other.
pub(crate) struct CriticalLine<'a> {
    hessian: Hessian<'a>,
    mean: &'a DVector<f64>,
    negative_mean: DVector<f64>,
    /// What [`FreeBlock`] solves for: expected returns, then rows.
    targets: &'a DMatrix<f64>,
    polytope: &'a Polytope,
    set: WorkingSet,
    block: Option<FreeBlock<'a>>,
    lambda: f64,
    /// Optimum at `lambda`, and how it moves.
    point: Point,
    motion: Motion,
    return_slope: f64,
    /// Mean and largest variance.
    mean_variance: f64,
    largest_variance: f64,
    /// The end of the present segment: what changes there and where.
    pending: Option<(Change, f64)>,
    /// The limit that changed last; it cannot change back at the same λ.
    changed: Option<Limit>,
    changes: Vec<Change>,
    still: usize,
    ties: usize,
    n_segments: usize,
    since_refresh: usize,
    finished: bool,
}

/// Expected returns and rows by variable: what a walk solves for at every corner.
pub(crate) fn targets(mean: &DVector<f64>, polytope: &Polytope) -> DMatrix<f64> {
    DMatrix::from_fn(1 + polytope.n_rows(), polytope.n(), |target, i| {
        if target == 0 { mean[i] } else { polytope.normals[(i, target - 1)] }
    })
}

impl<'a> CriticalLine<'a> {
    /// Starts from a working set that is optimal at λ = 0. The quadratic term is positive definite; `targets` are those of
    /// [`targets`].
    pub(crate) fn new(
        hessian: Hessian<'a>,
        mean: &'a DVector<f64>,
        targets: &'a DMatrix<f64>,
        polytope: &'a Polytope,
        set: WorkingSet,
    ) -> Self {
        let nothing = || DVector::zeros(0);
        let variances = hessian.variances(polytope.n());
        Self {
            hessian,
            mean,
            negative_mean: -mean,
            targets,
            polytope,
            set,
            block: None,
            lambda: 0.0,
            point: Point { x: nothing(), bound_multipliers: nothing(), row_multipliers: nothing() },
            motion: Motion { x: nothing(), bound_multipliers: nothing(), row_multipliers: nothing(), error: 0.0 },
            return_slope: 0.0,
            mean_variance: variances.mean(),
            largest_variance: variances.max(),
            pending: None,
            changed: None,
            changes: Vec::new(),
            still: 0,
            ties: 0,
            n_segments: 0,
            since_refresh: 0,
            finished: false,
        }
    }

    /// The next segment of the walk; `None` after the last one.
    pub(crate) fn next_segment(&mut self) -> Result<Option<Segment>, ActiveSetError> {
        self.changes.clear();
        while !self.finished {
            self.n_segments += 1;
            if self.n_segments > 1_000 + 50 * (self.polytope.n() + self.polytope.n_rows()) {
                return Err(ActiveSetError::Stalled);
            }
            if let Some((change, at)) = self.pending.take() {
                self.pass(change, at)?;
            }
            self.aim()?;
            let end = match self.next_event() {
                Event::None => {
                    self.finished = true;
                    f64::INFINITY
                }
                Event::Change(change, at) => {
                    self.pending = Some((change, at));
                    at
                }
                Event::Tie => {
                    self.ties += 1;
                    self.step_over_tie()?;
                    continue;
                }
            };
            if end > self.lambda {
                return Ok(Some(self.segment(end)));
            }
        }
        Ok(None)
    }

    /// Working set of the segment that was handed over last.
    pub(crate) fn set(&self) -> &WorkingSet {
        &self.set
    }

    /// What changed between the last two segments.
    pub(crate) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Weights at the start of the segment that was handed over last, without zeros.
    pub(crate) fn weights(&self) -> Vec<(usize, f64)> {
        self.point.x.iter().copied().enumerate().filter(|(_, weight)| *weight != 0.0).collect()
    }

    fn segment(&self, to: f64) -> Segment {
        let Point { x, bound_multipliers, row_multipliers } = &self.point;
        let return_from = self.mean.dot(x);
        // w'Pw by the conditions of optimality, Pw = λμ + A'y + z, with n work.
        let on_rows: f64 = self
            .set
            .rows
            .iter()
            .zip(row_multipliers.iter())
            .map(|(&(row, side), y)| y * self.polytope.limit_value(Limit::Row(row), side))
            .sum();
        let risk_from = (self.lambda * return_from + on_rows + bound_multipliers.dot(x)).max(0.0);
        Segment { from: self.lambda, to, return_from, risk_from, return_slope: self.return_slope }
    }

    /// Moves to the end of the segment, where `change` happens.
    fn pass(&mut self, (limit, side): Change, at: f64) -> Result<(), ActiveSetError> {
        let distance = at - self.lambda;
        self.still = if distance > 0.0 { 0 } else { self.still + 1 };
        self.point.x.axpy(distance, &self.motion.x, 1.0);
        self.point.bound_multipliers.axpy(distance, &self.motion.bound_multipliers, 1.0);
        if !self.set.rows.is_empty() {
            self.point.row_multipliers.axpy(distance, &self.motion.row_multipliers, 1.0);
        }
        self.lambda = at;
        match (limit, side) {
            (Limit::Bound(i), Some(side)) => {
                self.point.x[i] = self.polytope.limit_value(limit, side);
                self.update_block(|block| block.remove(i));
            }
            (Limit::Bound(i), None) => {
                self.point.bound_multipliers[i] = 0.0;
                self.update_block(|block| block.insert(i));
            }
            (Limit::Row(_), Some(_)) => {
                let end = self.point.row_multipliers.len();
                self.point.row_multipliers = std::mem::take(&mut self.point.row_multipliers).insert_row(end, 0.0);
            }
            (Limit::Row(row), None) => {
                if let Some(position) = self.set.rows.iter().position(|(other, _)| *other == row) {
                    self.point.row_multipliers = std::mem::take(&mut self.point.row_multipliers).remove_row(position);
                }
            }
        }
        self.set.change((limit, side));
        self.changes.push((limit, side));
        self.changed = Some(limit);
        if self.still > 2 * (self.polytope.n() + self.polytope.n_rows()) { self.step_over_tie() } else { Ok(()) }
    }

    fn update_block(&mut self, update: impl FnOnce(&mut FreeBlock<'a>) -> bool) {
        if !self.block.as_mut().is_some_and(update) {
            self.block = None;
        }
    }

    /// How the optimum moves from here.
    fn aim(&mut self) -> Result<(), ActiveSetError> {
        self.since_refresh += 1;
        if self.since_refresh > REFRESH {
            self.block = None;
        }
        let accurate = |motion: &Motion| motion.error <= ACCURATE;
        self.motion = match self.block.as_ref().and_then(|block| block.motion(&self.set)).filter(accurate) {
            Some(motion) => motion,
            None => {
                let factor = self.refresh()?;
                match self.block.as_ref().and_then(|block| block.motion(&self.set)).filter(accurate) {
                    Some(motion) => motion,
                    None => {
                        let Point { x, bound_multipliers, row_multipliers } =
                            factor.sensitivity(self.hessian, self.polytope, &self.set, &self.negative_mean);
                        Motion { x, bound_multipliers, row_multipliers, error: 0.0 }
                    }
                }
            }
        };
        self.return_slope = self.mean.dot(&self.motion.x);
        // The free weights all have one return (or there is none to move): what is left of the slope is rounding.
        let cancelled: f64 = self.mean.iter().zip(self.motion.x.iter()).map(|(m, s)| (m * s).abs()).sum();
        let natural = self.mean.norm_squared() / self.largest_variance;
        if self.return_slope <= 1e-12 * cancelled || self.return_slope <= 1e-14 * natural {
            self.motion.x.fill(0.0);
            self.return_slope = 0.0;
        }
        Ok(())
    }

    /// Solves for the point and factors its block anew.
    fn refresh(&mut self) -> Result<Factor, ActiveSetError> {
        let factor = match Factor::new(self.hessian, self.polytope, &self.set) {
            Ok(factor) => factor,
            Err(_) => {
                self.step_over_tie()?;
                Factor::new(self.hessian, self.polytope, &self.set).map_err(|_| ActiveSetError::Stalled)?
            }
        };
        let q = &self.negative_mean * self.lambda;
        self.point = factor.minimize(self.hessian, self.polytope, &self.set, &q);
        self.block = FreeBlock::new(self.hessian, self.targets, &self.set);
        self.since_refresh = 0;
        Ok(factor)
    }

    /// The first limit met or left behind as λ grows.
    fn next_event(&self) -> Event {
        let Self { polytope, lambda, point, motion, .. } = self;
        let again = lambda * (1.0 + 1e-12);
        let mut first: Option<(Change, f64)> = None;
        let mut tie = false;
        let mut consider = |limit: Limit, side: Option<Side>, at: f64| {
            // A limit that has just changed would change back: several limits meet here.
            if Some(limit) == self.changed && at <= again {
                tie = true;
            } else if at.is_finite() && first.is_none_or(|(_, earliest)| at < earliest) {
                first = Some(((limit, side), at.max(*lambda)));
            }
        };
        let smallest_move = 1e-12 * motion.x.amax();
        let smallest_change = 1e-13 * self.mean.amax();
        let mut meet = |limit: Limit, value: f64, speed: f64, (lower, upper): (f64, f64)| {
            if speed.abs() > smallest_move {
                let (side, target) = if speed > 0.0 { (Side::Upper, upper) } else { (Side::Lower, lower) };
                consider(limit, Some(side), lambda + (target - value) / speed);
            }
        };
        for i in 0..polytope.n() {
            if self.set.bounds[i].is_none() {
                meet(Limit::Bound(i), point.x[i], motion.x[i], (polytope.lower[i], polytope.upper[i]));
            }
        }
        for row in (0..polytope.n_rows()).filter(|&row| !self.set.contains(Limit::Row(row))) {
            let value = polytope.row_value(row, point.x.as_slice());
            let speed = polytope.row_value(row, motion.x.as_slice());
            meet(Limit::Row(row), value, speed, (polytope.row_lower[row], polytope.row_upper[row]));
        }
        let mut leave = |limit: Limit, side: Side, multiplier: f64, speed: f64| {
            if let Some(sign) = side.sign()
                && sign * speed < -smallest_change
            {
                consider(limit, None, lambda - multiplier / speed);
            }
        };
        for i in 0..polytope.n() {
            if let Some(side) = self.set.bounds[i] {
                leave(Limit::Bound(i), side, point.bound_multipliers[i], motion.bound_multipliers[i]);
            }
        }
        for (position, &(row, side)) in self.set.rows.iter().enumerate() {
            leave(Limit::Row(row), side, point.row_multipliers[position], motion.row_multipliers[position]);
        }
        match first {
            _ if tie && self.ties < MAX_TIES => Event::Tie,
            Some((change, at)) => Event::Change(change, at),
            None => Event::None,
        }
    }

    /// Several limits change at the same λ: the working set just behind it comes from the exact solver.
    fn step_over_tie(&mut self) -> Result<(), ActiveSetError> {
        let natural = self.mean_variance / self.mean.amax().max(f64::MIN_POSITIVE);
        let behind = self.lambda + 1e-7 * self.lambda.max(1e-3 * natural);
        let q = &self.negative_mean * behind;
        let program = QuadraticProgram { hessian: self.hessian, q: &q, polytope: self.polytope };
        let found = active_set::solve(program, self.set.clone())?;
        for limit in self.polytope.limits() {
            let (before, after) = (self.set.side(limit), found.set.side(limit));
            if before != after {
                self.changes.push((limit, after));
            }
        }
        (self.set, self.point) = (found.set, found.point);
        self.lambda = behind;
        self.pending = None;
        self.block = None;
        self.changed = None;
        self.still = 0;
        Ok(())
    }
}

/// What ends a segment.
enum Event {
    /// Nothing: the portfolio stays as it is for every higher λ.
    None,
    Change(Change, f64),
    Tie,
}
