//! The objectives: each is a point of `min ½w'Σw − λ μ'w`, found at its risk tolerance λ.

use std::ops::ControlFlow;

use nalgebra::{DMatrix, DVector};

use crate::active_set::{self, ActiveSetError, QuadraticProgram};
use crate::critical_line::{CriticalLine, Segment};
use crate::polytope::Polytope;
use crate::splitting::{self, Cancelled};
use crate::working_set::{Factor, Hessian, Point, WorkingSet};
use crate::{OptimizeError, SolverInfo};

/// Rounds of Newton's method on λ for the Sharpe ratio before the critical line is walked.
const RATIO_ROUNDS: usize = 30;
/// A Sharpe ratio of this size or more means that the portfolio has no risk but rounding.
const RISKLESS_VARIANCE: f64 = 1e-7;

/// An efficient portfolio with the working set that proves it.
#[derive(Debug, Clone)]
pub(crate) struct Efficient {
    pub(crate) point: Point,
    pub(crate) set: WorkingSet,
    /// Risk tolerance at which it is optimal.
    pub(crate) lambda: f64,
    /// The target (return or volatility) determined it.
    pub(crate) target_binds: bool,
}

/// One problem being solved: moments, limits, the working set to start from and the way to stop.
pub(crate) struct Solver<'a> {
    /// Positive definite.
    pub(crate) covariance: &'a DMatrix<f64>,
    /// Expected returns; zeros when there are none (then only minimum variance is asked for).
    pub(crate) mean: &'a DVector<f64>,
    pub(crate) polytope: &'a Polytope,
    /// Working set of an earlier solve; OSQP is skipped when there is one.
    pub(crate) warm: Option<WorkingSet>,
    /// Called between steps; breaking cancels.
    pub(crate) keep_going: &'a mut dyn FnMut() -> ControlFlow<()>,
    pub(crate) info: SolverInfo,
    /// Where the walk along the critical line began.
    pub(crate) minimum_variance_set: Option<WorkingSet>,
}

impl From<Cancelled> for OptimizeError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl From<ActiveSetError> for OptimizeError {
    /// Feasibility was checked before, so that either error is numerical trouble.
    fn from(_: ActiveSetError) -> Self {
        Self::NotConverged { residual: f64::INFINITY }
    }
}

impl Solver<'_> {
    /// The optimum at a given risk tolerance: minimum variance at 0, quadratic utility at 1/risk aversion.
    pub(crate) fn at_risk_tolerance(&mut self, lambda: f64) -> Result<Efficient, OptimizeError> {
        let q = self.mean * -lambda;
        let start = match self.warm.take() {
            Some(set) => set,
            None => {
                let keep_going = &mut *self.keep_going;
                let guess = splitting::minimize(self.covariance, &q, self.polytope, &mut |_| keep_going())?;
                self.info.osqp_iterations += guess.as_ref().map_or(0, |guess| guess.iterations);
                guess.map_or_else(|| WorkingSet::fixed_only(self.polytope), |guess| guess.set)
            }
        };
        self.polish(lambda, start)
    }

    fn polish(&mut self, lambda: f64, start: WorkingSet) -> Result<Efficient, OptimizeError> {
        let q = self.mean * -lambda;
        let hessian = Hessian::Dense(self.covariance);
        let optimum = active_set::solve(QuadraticProgram { hessian, q: &q, polytope: self.polytope }, start)?;
        self.info.polish_steps += optimum.steps;
        self.info.polished = true;
        Ok(Efficient { point: optimum.point, set: optimum.set, lambda, target_binds: true })
    }

    /// The highest Sharpe ratio. It is the efficient portfolio at `λ = variance / (return − risk_free_rate)`; on one working
    /// set that λ has a formula, so that a few corrections of the set end exactly.
    pub(crate) fn maximum_sharpe(&mut self, risk_free_rate: f64) -> Result<Efficient, OptimizeError> {
        let excess = self.mean.add_scalar(-risk_free_rate);
        if excess.amax() == 0.0 || (excess.max() <= 0.0 && self.polytope.lower.iter().all(|lower| *lower >= 0.0)) {
            return self.sharpe_on_the_line(risk_free_rate);
        }
        let (mut set, weights) = match self.warm.take() {
            Some(set) => {
                let hessian = Hessian::Dense(self.covariance);
                let Ok(factor) = Factor::new(hessian, self.polytope, &set) else {
                    return self.sharpe_on_the_line(risk_free_rate);
                };
                let zero = DVector::zeros(self.polytope.n());
                let point = factor.minimize(hessian, self.polytope, &set, &zero);
                (set, point.x)
            }
            None => {
                let keep_going = &mut *self.keep_going;
                match splitting::maximize_ratio(self.covariance, &excess, self.polytope, &mut |_| keep_going())? {
                    Some(guess) => {
                        self.info.osqp_iterations += guess.iterations;
                        (guess.set, guess.x)
                    }
                    None => return self.sharpe_on_the_line(risk_free_rate),
                }
            }
        };
        let gain = excess.dot(&weights);
        if gain <= 0.0 {
            return self.sharpe_on_the_line(risk_free_rate);
        }
        let mut lambda = weights.dot(&Hessian::Dense(self.covariance).times(&weights)) / gain;
        for _ in 0..RATIO_ROUNDS {
            let found = self.polish(lambda, set)?;
            let segment = self.segment_of(&found.set)?;
            let Some(best) = self.best_ratio_on(&segment, risk_free_rate)? else { break };
            if (best - lambda).abs() <= 1e-13 * best || self.is_valid(&segment, best) {
                return Ok(Efficient {
                    point: segment.point_at(best),
                    set: found.set,
                    lambda: best,
                    target_binds: true,
                });
            }
            (set, lambda) = (found.set, best);
        }
        self.sharpe_on_the_line(risk_free_rate)
    }

    fn segment_of(&self, set: &WorkingSet) -> Result<Segment, OptimizeError> {
        Ok(CriticalLine::new(self.covariance, self.mean, self.polytope, set.clone()).segment()?)
    }

    /// λ of the highest Sharpe ratio on the segment's line; `None` when the ratio only grows along it.
    fn best_ratio_on(&self, segment: &Segment, risk_free_rate: f64) -> Result<Option<f64>, OptimizeError> {
        let base = &segment.base.x;
        let variance = base.dot(&Hessian::Dense(self.covariance).times(base));
        let gain = segment.base_return - risk_free_rate;
        if gain <= 0.0 {
            return Ok(None);
        }
        // Without risk the regularized matrix leaves its addition only: then the ratio has no maximum.
        if variance <= RISKLESS_VARIANCE * self.covariance.diagonal().max() * base.norm_squared() {
            return Err(OptimizeError::UnboundedSharpe {
                riskless_return: segment.base_return,
                lowest: self.mean.min(),
                highest: self.mean.max(),
            });
        }
        Ok(Some(variance / gain))
    }

    /// No limit is violated and no multiplier has the wrong sign at `lambda`.
    fn is_valid(&self, segment: &Segment, lambda: f64) -> bool {
        let point = segment.point_at(lambda);
        let tolerance = 1e-11 * (lambda * self.mean.amax()).max(self.covariance.diagonal().min() * 1e-3);
        self.polytope.max_violation(point.x.as_slice()) <= 1e-11
            && segment.set.active().all(|(limit, side)| {
                side.sign().is_none_or(|sign| sign * point.multiplier(&segment.set, limit) >= -tolerance)
            })
    }

    fn sharpe_on_the_line(&mut self, risk_free_rate: f64) -> Result<Efficient, OptimizeError> {
        let segments = self.whole_line()?;
        self.tangency(&segments, risk_free_rate)?
            .ok_or_else(|| OptimizeError::NoExcessReturn { risk_free_rate, highest: highest_return(&segments) })
    }

    /// The portfolio with the highest Sharpe ratio on the frontier; `None` when none earns more than the risk-free rate.
    pub(crate) fn tangency(
        &self,
        segments: &[Segment],
        risk_free_rate: f64,
    ) -> Result<Option<Efficient>, OptimizeError> {
        let highest = highest_return(segments);
        // An excess of rounding size over the risk-free rate is none.
        if highest - risk_free_rate <= 1e-12 * (1.0 + highest.abs()) {
            return Ok(None);
        }
        for segment in segments {
            let end = if segment.to.is_finite() { segment.to } else { segment.from };
            if segment.return_at(end) <= risk_free_rate {
                continue;
            }
            if let Some(best) = self.best_ratio_on(segment, risk_free_rate)?
                && best <= segment.to
            {
                let lambda = best.max(segment.from);
                let (point, set) = (segment.point_at(lambda), segment.set.clone());
                return Ok(Some(Efficient { point, set, lambda, target_binds: true }));
            }
        }
        Ok(None)
    }

    /// Every segment from minimum variance to the highest return.
    pub(crate) fn whole_line(&mut self) -> Result<Vec<Segment>, OptimizeError> {
        let mut segments = Vec::new();
        self.walk(|segment| {
            segments.push(segment);
            false
        })?;
        Ok(segments)
    }

    /// Hands over the segments one by one until `found` says true.
    fn walk(&mut self, mut found: impl FnMut(Segment) -> bool) -> Result<(), OptimizeError> {
        let start = self.at_risk_tolerance(0.0)?;
        self.minimum_variance_set = Some(start.set.clone());
        let mut line = CriticalLine::new(self.covariance, self.mean, self.polytope, start.set);
        while let Some(segment) = line.next_segment()? {
            self.info.frontier_segments += 1;
            if (self.keep_going)().is_break() {
                return Err(OptimizeError::Cancelled);
            }
            if found(segment) {
                break;
            }
        }
        Ok(())
    }

    /// The least variance with at least the target return.
    pub(crate) fn efficient_return(&mut self, target: f64) -> Result<Efficient, OptimizeError> {
        let (mut lowest, mut highest, mut answer) = (None, f64::NEG_INFINITY, None);
        self.walk(|segment| {
            let start = segment.return_at(segment.from);
            let lowest = *lowest.get_or_insert(start);
            let end = if segment.to.is_finite() { segment.return_at(segment.to) } else { start };
            highest = end;
            if target <= lowest {
                answer = Some(at(&segment, segment.from, false));
            } else if target <= end {
                let lambda = segment.lambda_of_return(target).unwrap_or(segment.from);
                answer = Some(at(&segment, lambda, true));
            } else if segment.to.is_infinite() && target <= end + 1e-9 * (1.0 + end.abs()) {
                answer = Some(at(&segment, segment.from, true));
            }
            answer.is_some()
        })?;
        let lowest = lowest.unwrap_or(highest);
        answer.ok_or(OptimizeError::TargetReturnOutOfReach { target, lowest, highest })
    }

    /// The highest return with at most the target volatility: variance is quadratic in λ on a segment, so that the root of
    /// "volatility = target" is exact.
    pub(crate) fn efficient_risk(&mut self, target: f64) -> Result<Efficient, OptimizeError> {
        let covariance = self.covariance;
        let wanted = target * target;
        let (mut minimum, mut answer) = (None, None);
        self.walk(|segment| {
            let hessian = Hessian::Dense(covariance);
            let (base, slope) = (&segment.base.x, &segment.slope.x);
            let risk_of_slope = hessian.times(slope);
            let (constant, linear, square) =
                (base.dot(&hessian.times(base)), 2.0 * base.dot(&risk_of_slope), slope.dot(&risk_of_slope));
            let variance = |lambda: f64| constant + lambda * (linear + lambda * square);
            let minimum = *minimum.get_or_insert_with(|| variance(segment.from).max(0.0));
            if wanted < minimum * (1.0 - 1e-9) {
                return true;
            }
            let end = if segment.to.is_finite() { segment.to } else { segment.from };
            if wanted <= minimum {
                answer = Some(at(&segment, segment.from, true));
            } else if wanted <= variance(end) {
                let root =
                    (-linear + (linear * linear - 4.0 * square * (constant - wanted)).max(0.0).sqrt()) / (2.0 * square);
                let lambda = if root.is_finite() { root.clamp(segment.from, end) } else { end };
                answer = Some(at(&segment, lambda, true));
            } else if segment.to.is_infinite() {
                answer = Some(at(&segment, segment.from, false));
            }
            answer.is_some()
        })?;
        let minimum = minimum.unwrap_or(f64::INFINITY).sqrt();
        answer.ok_or(OptimizeError::TargetVolatilityTooLow { target, minimum })
    }

    /// `count` portfolios with equally spaced returns along the segments, the first and last at their ends.
    pub(crate) fn equally_spaced(&self, segments: &[Segment], count: usize) -> Vec<Efficient> {
        let (Some(first), Some(last)) = (segments.first(), segments.last()) else { return Vec::new() };
        let (lowest, highest) = (first.return_at(first.from), last.return_at(last.from));
        // All portfolios within the limits have one return: the frontier is a point.
        if highest - lowest <= 1e-12 * (1.0 + highest.abs()) {
            return vec![at(first, first.from, true)];
        }
        let mut position = 0;
        (0..count)
            .map(|k| match k {
                0 => at(first, first.from, true),
                _ if k + 1 == count => at(last, last.from, true),
                _ => {
                    let target = lowest + (highest - lowest) * k as f64 / (count - 1) as f64;
                    while position + 1 < segments.len() && segments[position].return_at(segments[position].to) < target
                    {
                        position += 1;
                    }
                    let segment = &segments[position];
                    at(segment, segment.lambda_of_return(target).unwrap_or(segment.from), true)
                }
            })
            .collect()
    }

    /// Solves a point of the frontier again from its own working set.
    pub(crate) fn resolve(&mut self, point: &Efficient) -> Result<Efficient, OptimizeError> {
        self.polish(point.lambda, point.set.clone())
    }
}

fn at(segment: &Segment, lambda: f64, target_binds: bool) -> Efficient {
    Efficient { point: segment.point_at(lambda), set: segment.set.clone(), lambda, target_binds }
}

/// Return at the end of the walk.
fn highest_return(segments: &[Segment]) -> f64 {
    segments.last().map_or(f64::NEG_INFINITY, |segment| segment.return_at(segment.from))
}
