//! The critical line (Markowitz 1956): all efficient portfolios, exactly, as segments on which the weights are linear.
//!
//! Efficient portfolios minimize `½w'Σw − λ μ'w`, where λ ≥ 0 is the risk tolerance. On one working set the optimum is
//! `w(λ) = base + λ·slope`. A segment ends where a free weight or an inactive group reaches its limit, or where the multiplier
//! of an active one reaches zero; that one limit enters or leaves, and the next segment begins. The walk starts at the
//! minimum-variance portfolio (λ = 0) and ends at the highest return the limits allow.

use nalgebra::{DMatrix, DVector};

use crate::active_set::{self, ActiveSetError, QuadraticProgram};
use crate::polytope::{Limit, Polytope, Side};
use crate::working_set::{Factor, Hessian, Point, WorkingSet};

/// A stretch of the frontier with one working set.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    /// Risk tolerances between which it is efficient; `to` is infinite on the last segment.
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// Weights and multipliers at λ = 0 (extrapolated) and their change per unit of λ.
    pub(crate) base: Point,
    pub(crate) slope: Point,
    pub(crate) set: WorkingSet,
    /// `μ'base` and `μ'slope`: the return is `base_return + λ·return_slope`.
    pub(crate) base_return: f64,
    pub(crate) return_slope: f64,
}

impl Segment {
    /// Return at the risk tolerance `lambda`.
    pub(crate) fn return_at(&self, lambda: f64) -> f64 {
        if self.return_slope == 0.0 { self.base_return } else { self.base_return + lambda * self.return_slope }
    }

    /// Weights and multipliers at the risk tolerance `lambda` (finite).
    pub(crate) fn point_at(&self, lambda: f64) -> Point {
        Point {
            x: &self.base.x + &self.slope.x * lambda,
            bound_multipliers: &self.base.bound_multipliers + &self.slope.bound_multipliers * lambda,
            row_multipliers: &self.base.row_multipliers + &self.slope.row_multipliers * lambda,
        }
    }

    /// The risk tolerance with this return, inside the segment; `None` when its return does not change.
    pub(crate) fn lambda_of_return(&self, target: f64) -> Option<f64> {
        (self.return_slope > 0.0)
            .then(|| ((target - self.base_return) / self.return_slope).clamp(self.from, self.to.min(f64::MAX)))
    }
}

/// The segments of the frontier, one after the other.
pub(crate) struct CriticalLine<'a> {
    covariance: &'a DMatrix<f64>,
    mean: &'a DVector<f64>,
    negative_mean: DVector<f64>,
    polytope: &'a Polytope,
    set: WorkingSet,
    lambda: f64,
    /// The limit that changed last; it cannot change back at the same λ.
    changed: Option<Limit>,
    still: usize,
    n_segments: usize,
    finished: bool,
}

impl<'a> CriticalLine<'a> {
    /// Starts from a working set that is optimal at λ = 0. `covariance` is positive definite.
    pub(crate) fn new(
        covariance: &'a DMatrix<f64>,
        mean: &'a DVector<f64>,
        polytope: &'a Polytope,
        set: WorkingSet,
    ) -> Self {
        Self {
            covariance,
            mean,
            negative_mean: -mean,
            polytope,
            set,
            lambda: 0.0,
            changed: None,
            still: 0,
            n_segments: 0,
            finished: false,
        }
    }

    /// The next segment of the walk; `None` after the last one.
    pub(crate) fn next_segment(&mut self) -> Result<Option<Segment>, ActiveSetError> {
        while !self.finished {
            self.n_segments += 1;
            if self.n_segments > 1_000 + 50 * (self.polytope.n() + self.polytope.n_rows()) {
                return Err(ActiveSetError::Stalled);
            }
            let segment = self.segment()?;
            let event = self.next_event(&segment);
            let mut done = Segment { from: self.lambda, ..segment };
            match event {
                None => {
                    self.finished = true;
                    done.to = f64::INFINITY;
                }
                Some((limit, side, at)) => {
                    done.to = at;
                    self.still = if at > self.lambda { 0 } else { self.still + 1 };
                    self.lambda = at;
                    match side {
                        Some(side) => self.set.add(limit, side),
                        None => self.set.remove(limit),
                    }
                    self.changed = Some(limit);
                    if self.still > 2 * (self.polytope.n() + self.polytope.n_rows()) {
                        self.step_over_tie()?;
                    }
                }
            }
            if self.finished || done.to > done.from {
                return Ok(Some(done));
            }
        }
        Ok(None)
    }

    /// The line of weights on the present working set.
    pub(crate) fn segment(&mut self) -> Result<Segment, ActiveSetError> {
        let hessian = Hessian::Dense(self.covariance);
        let factor = match Factor::new(hessian, self.polytope, &self.set) {
            Ok(factor) => factor,
            Err(_) => {
                self.step_over_tie()?;
                Factor::new(hessian, self.polytope, &self.set).map_err(|_| ActiveSetError::Stalled)?
            }
        };
        let zero = DVector::zeros(self.polytope.n());
        let base = factor.minimize(hessian, self.polytope, &self.set, &zero);
        let mut slope = factor.sensitivity(hessian, self.polytope, &self.set, &self.negative_mean);
        let base_return = self.mean.dot(&base.x);
        let mut return_slope = self.mean.dot(&slope.x);
        // The free weights all have one return (or there is none to move): what is left of the slope is rounding.
        let cancelled: f64 = self.mean.iter().zip(slope.x.iter()).map(|(m, s)| (m * s).abs()).sum();
        let natural = self.mean.norm_squared() / self.covariance.diagonal().max();
        if return_slope <= 1e-12 * cancelled || return_slope <= 1e-14 * natural {
            slope.x.fill(0.0);
            return_slope = 0.0;
        }
        Ok(Segment {
            from: self.lambda,
            to: f64::INFINITY,
            base,
            slope,
            set: self.set.clone(),
            base_return,
            return_slope,
        })
    }

    /// The first limit met or left behind as λ grows: `(limit, side to enter on or None to leave, λ)`.
    fn next_event(&self, segment: &Segment) -> Option<(Limit, Option<Side>, f64)> {
        let Self { polytope, lambda, .. } = self;
        let mut first: Option<(Limit, Option<Side>, f64)> = None;
        let mut consider = |limit: Limit, side: Option<Side>, at: f64| {
            let at = at.max(*lambda);
            if at.is_finite() && first.is_none_or(|(_, _, earliest)| at < earliest) {
                first = Some((limit, side, at));
            }
        };
        let smallest_move = 1e-12 * segment.slope.x.amax();
        for limit in polytope.limits() {
            if self.set.contains(limit) {
                continue;
            }
            let speed = polytope.value(limit, segment.slope.x.as_slice());
            if speed.abs() <= smallest_move || speed == 0.0 {
                continue;
            }
            let start = polytope.value(limit, segment.base.x.as_slice());
            let (lower, upper) = polytope.range(limit);
            let (side, target) = if speed > 0.0 { (Side::Upper, upper) } else { (Side::Lower, lower) };
            let at = (target - start) / speed;
            // A limit that has just been left is met again only further on.
            if Some(limit) != self.changed || at > lambda * (1.0 + 1e-12) {
                consider(limit, Some(side), at);
            }
        }
        let smallest_change = 1e-13 * self.mean.amax();
        for (limit, side) in self.set.active() {
            let Some(sign) = side.sign() else { continue };
            let speed = sign * segment.slope.multiplier(&self.set, limit);
            if speed < -smallest_change && Some(limit) != self.changed {
                consider(limit, None, -sign * segment.base.multiplier(&self.set, limit) / speed);
            } else if speed < -smallest_change {
                let at = -sign * segment.base.multiplier(&self.set, limit) / speed;
                if at > lambda * (1.0 + 1e-12) {
                    consider(limit, None, at);
                }
            }
        }
        first
    }

    /// Several limits change at the same λ: the working set just behind it comes from the exact solver.
    fn step_over_tie(&mut self) -> Result<(), ActiveSetError> {
        let natural = self.covariance.diagonal().mean() / self.mean.amax().max(f64::MIN_POSITIVE);
        let behind = self.lambda + 1e-7 * self.lambda.max(1e-3 * natural);
        let q = &self.negative_mean * behind;
        let program = QuadraticProgram { hessian: Hessian::Dense(self.covariance), q: &q, polytope: self.polytope };
        self.set = active_set::solve(program, self.set.clone())?.set;
        self.lambda = behind;
        self.changed = None;
        self.still = 0;
        Ok(())
    }
}
