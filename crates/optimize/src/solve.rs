//! The objectives: each is a point of `min ½w'Pw − λ μ'w`, found at its risk tolerance λ.

use std::ops::ControlFlow;

use nalgebra::DVector;

use crate::active_set::{self, ActiveSetError, QuadraticProgram};
use crate::corners::Corners;
use crate::critical_line::{self, CriticalLine, Segment};
use crate::polytope::Polytope;
use crate::quadratic::Hessian;
use crate::splitting::{self, Cancelled};
use crate::working_set::{Factor, Point, WorkingSet};
use crate::{OptimizeError, SolverInfo, factor_space};

/// Rounds of Newton's method on λ for the Sharpe ratio before the critical line is walked.
const RATIO_ROUNDS: usize = 40;
/// An excess return below this part of the returns that it is the difference of is rounding.
const NO_EXCESS: f64 = 1e-12;
/// A variance below this part of the largest one's, on weights of the same size, is rounding.
const NO_RISK: f64 = 1e-13;
/// From this many assets on OSQP is asked for a second guess before limits change one by one.
const SECOND_GUESS: usize = 100;

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
    pub(crate) hessian: Hessian<'a>,
    /// The same as given: positive semidefinite.
    pub(crate) exact: Hessian<'a>,
    /// A variance below this part of the terms that cancel in it is rounding.
    pub(crate) riskless: f64,
    /// Expected returns; zeros when there are none (then only minimum variance is asked for).
    pub(crate) mean: &'a DVector<f64>,
    pub(crate) polytope: &'a Polytope,
    /// Working set of an earlier solve, in place of the first guess.
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
        let start = match self.warm.take() {
            Some(set) => set,
            None => factor_space::guess(self.hessian, &(self.mean * -lambda), self.polytope),
        };
        self.polish(lambda, start)
    }

    fn polish(&mut self, lambda: f64, start: WorkingSet) -> Result<Efficient, OptimizeError> {
        if (self.keep_going)().is_break() {
            return Err(OptimizeError::Cancelled);
        }
        let q = self.mean * -lambda;
        let program = QuadraticProgram { hessian: self.hessian, q: &q, polytope: self.polytope };
        let optimum = match active_set::correct(program, start) {
            Ok(optimum) => optimum,
            Err(left) => match self.second_guess(&q)? {
                Some(set) => active_set::solve(program, set)?,
                None => active_set::finish(program, left)?,
            },
        };
        self.info.polish_steps += optimum.steps;
        self.info.polished = true;
        Ok(Efficient { point: optimum.point, set: optimum.set, lambda, target_binds: true })
    }

    /// OSQP's guess, where changing one limit at a time would take long.
    fn second_guess(&mut self, q: &DVector<f64>) -> Result<Option<WorkingSet>, Cancelled> {
        let Hessian::Dense(matrix) = self.hessian else { return Ok(None) };
        if self.polytope.n() < SECOND_GUESS {
            return Ok(None);
        }
        let keep_going = &mut *self.keep_going;
        let guess = splitting::minimize(matrix, q, self.polytope, &mut |_| keep_going())?;
        self.info.osqp_iterations += guess.as_ref().map_or(0, |guess| guess.iterations);
        Ok(guess.map(|guess| guess.set))
    }

    /// The highest Sharpe ratio. It is the efficient portfolio at `λ = variance / (return − risk_free_rate)`; on one working
    /// set that λ has a formula, so that a few corrections of the set end exactly.
    pub(crate) fn maximum_sharpe(&mut self, risk_free_rate: f64) -> Result<Efficient, OptimizeError> {
        let excess = self.mean.add_scalar(-risk_free_rate);
        if excess.amax() == 0.0 || (excess.max() <= 0.0 && self.polytope.lower.iter().all(|lower| *lower >= 0.0)) {
            return self.sharpe_on_the_line(risk_free_rate);
        }
        let warm = self.warm.take();
        let mut lambda = match &warm {
            Some(set) => self.best_ratio_on(set, risk_free_rate),
            None => None,
        }
        .unwrap_or_else(|| self.typical_ratio(&excess));
        let mut set = warm.unwrap_or_else(|| factor_space::guess(self.hessian, &(self.mean * -lambda), self.polytope));
        for _ in 0..RATIO_ROUNDS {
            let found = match self.polish(lambda, set) {
                Err(OptimizeError::NotConverged { .. }) => break,
                found => found?,
            };
            match self.best_ratio_on(&found.set, risk_free_rate) {
                Some(best) if (best - lambda).abs() <= 1e-13 * best => {
                    // On the line the highest return decides whether there is any excess at all.
                    if self.excess(&found.point.x, risk_free_rate).is_none() {
                        break;
                    }
                    self.refuse_riskless(&found.point.x)?;
                    return Ok(found);
                }
                Some(best) => lambda = best,
                // Too little risk to earn more than the risk-free rate.
                None => lambda *= 4.0,
            }
            set = found.set;
        }
        self.sharpe_on_the_line(risk_free_rate)
    }

    /// λ of the assets themselves: variance over excess return, in the middle of those that have one.
    fn typical_ratio(&self, excess: &DVector<f64>) -> f64 {
        let variances = self.hessian.variances(self.polytope.n());
        let mut ratios: Vec<f64> =
            variances.iter().zip(excess.iter()).map(|(v, e)| v / e.abs()).filter(|ratio| ratio.is_finite()).collect();
        ratios.sort_by(f64::total_cmp);
        // A portfolio has a fraction of the variance of its assets.
        ratios.get(ratios.len() / 2).map_or(1.0, |ratio| 0.3 * ratio)
    }

    /// λ of the highest Sharpe ratio among the optima on one working set; `None` when the ratio only grows along them.
    fn best_ratio_on(&self, set: &WorkingSet, risk_free_rate: f64) -> Option<f64> {
        let factor = Factor::new(self.hessian, self.polytope, set).ok()?;
        let base = factor.minimize(self.hessian, self.polytope, set, &DVector::zeros(self.polytope.n())).x;
        let variance = self.hessian.quadratic_form(&base);
        let gain = self.excess(&base, risk_free_rate)?;
        Some(variance / gain)
    }

    /// Where the risk is rounding only the ratio has no maximum.
    fn refuse_riskless(&self, x: &DVector<f64>) -> Result<(), OptimizeError> {
        if !is_riskless(self.exact, self.riskless, x) {
            return Ok(());
        }
        Err(OptimizeError::UnboundedSharpe {
            riskless_return: self.mean.dot(x),
            lowest: self.mean.min(),
            highest: self.mean.max(),
        })
    }

    /// What the weights earn above the risk-free rate; `None` when that is nothing, or of the size of rounding.
    fn excess(&self, x: &DVector<f64>, risk_free_rate: f64) -> Option<f64> {
        let (mut excess, mut size) = (-risk_free_rate, risk_free_rate.abs());
        for (mean, weight) in self.mean.iter().zip(x.iter()) {
            excess += mean * weight;
            size += (mean * weight).abs();
        }
        (excess > NO_EXCESS * size).then_some(excess)
    }

    fn sharpe_on_the_line(&mut self, risk_free_rate: f64) -> Result<Efficient, OptimizeError> {
        let corners = self.whole_line()?;
        let highest = corners.highest_return();
        self.tangency(&corners, risk_free_rate)?.ok_or(OptimizeError::NoExcessReturn { risk_free_rate, highest })
    }

    /// The portfolio with the highest Sharpe ratio on the frontier; `None` when none earns more than the risk-free rate.
    pub(crate) fn tangency(
        &mut self,
        corners: &Corners,
        risk_free_rate: f64,
    ) -> Result<Option<Efficient>, OptimizeError> {
        let highest = corners.highest_return();
        // An excess of rounding size over the risk-free rate is none.
        if highest - risk_free_rate <= NO_EXCESS * (1.0 + highest.abs()) {
            return Ok(None);
        }
        for (index, corner) in corners.corners.iter().enumerate() {
            let segment = &corner.segment;
            if segment.return_at(segment.end()) <= risk_free_rate {
                continue;
            }
            if let Some(best) = segment.best_ratio(risk_free_rate)
                && best <= segment.to
            {
                let set = corners.set(index);
                // The walk's figures are rounded by its steps; the set's own are not.
                let best = self.best_ratio_on(&set, risk_free_rate).unwrap_or(best).clamp(segment.from, segment.to);
                let found = self.polish(best, set)?;
                self.refuse_riskless(&found.point.x)?;
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Every corner from minimum variance to the highest return.
    pub(crate) fn whole_line(&mut self) -> Result<Corners, OptimizeError> {
        let mut corners = Corners::new(self.polytope);
        self.walk(|segment, line| {
            corners.push(segment, line);
            false
        })?;
        Ok(corners)
    }

    /// Hands over the segments one by one until `found` says true.
    fn walk(&mut self, mut found: impl FnMut(Segment, &CriticalLine<'_>) -> bool) -> Result<(), OptimizeError> {
        let start = self.at_risk_tolerance(0.0)?;
        self.minimum_variance_set = Some(start.set.clone());
        let targets = critical_line::targets(self.mean, self.polytope);
        let mut line = CriticalLine::new(self.hessian, self.mean, &targets, self.polytope, start.set);
        while let Some(segment) = line.next_segment()? {
            self.info.frontier_segments += 1;
            if (self.keep_going)().is_break() {
                return Err(OptimizeError::Cancelled);
            }
            if found(segment, &line) {
                break;
            }
        }
        Ok(())
    }

    /// The least variance with at least the target return.
    pub(crate) fn efficient_return(&mut self, target: f64) -> Result<Efficient, OptimizeError> {
        let (mut lowest, mut highest, mut answer) = (None, f64::NEG_INFINITY, None);
        self.walk(|segment, line| {
            let start = segment.return_at(segment.from);
            let lowest = *lowest.get_or_insert(start);
            let end = segment.return_at(segment.end());
            highest = end;
            if target <= lowest {
                answer = Some((segment.from, line.set().clone(), false));
            } else if target <= end {
                answer = Some((segment.lambda_of_return(target), line.set().clone(), true));
            } else if segment.to.is_infinite() && target <= end + 1e-9 * (1.0 + end.abs()) {
                answer = Some((segment.from, line.set().clone(), true));
            }
            answer.is_some()
        })?;
        let lowest = lowest.unwrap_or(highest);
        let (lambda, set, target_binds) =
            answer.ok_or(OptimizeError::TargetReturnOutOfReach { target, lowest, highest })?;
        Ok(Efficient { target_binds, ..self.polish(lambda, set)? })
    }

    /// The highest return with at most the target volatility: variance is quadratic in λ on a segment, so that the root of
    /// "volatility = target" is exact.
    pub(crate) fn efficient_risk(&mut self, target: f64) -> Result<Efficient, OptimizeError> {
        let wanted = target * target;
        let (mut minimum, mut answer) = (None, None);
        self.walk(|segment, line| {
            let minimum = *minimum.get_or_insert_with(|| segment.risk_at(segment.from));
            if wanted < minimum * (1.0 - 1e-9) {
                return true;
            }
            if wanted <= minimum {
                answer = Some((segment.from, line.set().clone(), true));
            } else if wanted <= segment.risk_at(segment.end()) {
                answer = Some((segment.lambda_of_risk(wanted), line.set().clone(), true));
            } else if segment.to.is_infinite() {
                answer = Some((segment.from, line.set().clone(), false));
            }
            answer.is_some()
        })?;
        let minimum = minimum.unwrap_or(f64::INFINITY).sqrt();
        let (lambda, set, target_binds) = answer.ok_or(OptimizeError::TargetVolatilityTooLow { target, minimum })?;
        Ok(Efficient { target_binds, ..self.polish(lambda, set)? })
    }

    /// `count` portfolios with equally spaced returns along the corners, the first and last at their ends.
    pub(crate) fn equally_spaced(&mut self, corners: &Corners, count: usize) -> Result<Vec<Efficient>, OptimizeError> {
        let (lowest, highest) = (corners.lowest_return(), corners.highest_return());
        // All portfolios within the limits have one return: the frontier is a point.
        let is_point = highest - lowest <= 1e-12 * (1.0 + highest.abs());
        let count = if is_point { 1 } else { count };
        let last = corners.corners.len() - 1;
        let (mut index, mut set) = (0, corners.set(0));
        let mut points = Vec::with_capacity(count);
        for k in 0..count {
            let target = lowest + (highest - lowest) * k as f64 / (count.max(2) - 1) as f64;
            let wanted = match k {
                0 => 0,
                _ if k + 1 == count => last,
                _ => corners.segment_of_return(target, index),
            };
            while index < wanted {
                index += 1;
                corners.corners[index].changes.iter().for_each(|change| set.change(*change));
            }
            let segment = &corners.corners[index].segment;
            let at_end = k == 0 || k + 1 == count;
            let lambda = if at_end { segment.from } else { segment.lambda_of_return(target) };
            points.push(self.between(corners, index, lambda, set.clone())?);
        }
        Ok(points)
    }

    /// The portfolio at `lambda` on the segment that begins at corner `index`.
    fn between(
        &mut self,
        corners: &Corners,
        index: usize,
        lambda: f64,
        set: WorkingSet,
    ) -> Result<Efficient, OptimizeError> {
        let x = corners.weights_at(index, lambda);
        match Point::from_weights(self.hessian, self.polytope, &set, &(self.mean * -lambda), x) {
            Some(point) => Ok(Efficient { point, set, lambda, target_binds: true }),
            None => self.polish(lambda, set),
        }
    }

    /// Solves a point of the frontier again from its own working set.
    pub(crate) fn resolve(&mut self, point: &Efficient) -> Result<Efficient, OptimizeError> {
        self.polish(point.lambda, point.set.clone())
    }
}

/// The risk of the weights is rounding: against the terms that cancel in it (`part` of them), or against what the weights could
/// have of risk.
pub(crate) fn is_riskless(exact: Hessian<'_>, part: f64, x: &DVector<f64>) -> bool {
    let variances = exact.variances(x.len());
    // Squared: the variance if nothing were diversified.
    let sum: f64 = x.iter().zip(variances.iter()).map(|(weight, variance)| weight.abs() * variance.sqrt()).sum();
    exact.quadratic_form(x) <= (part * sum * sum).max(NO_RISK * variances.max() * x.norm_squared())
}
