//! Risk parity and risk budgets: every asset contributes its budget to the variance.
//!
//! The portfolio is the minimum of `½x'Σx − Σ bᵢ log xᵢ` (Spinu 2013, "An algorithm for computing risk parity weights"), scaled
//! to sum to one: at the minimum `xᵢ(Σx)ᵢ = bᵢ`. The function is strictly convex, so that the answer is unique. It is solved in
//! units of risk (`y = σx`, correlations in place of covariances), hence does not depend on the scale of any asset.
//!
//! With bounds (Richard and Roncalli 2019, "Constrained risk budgeting portfolios") the same function is minimized within
//! them, at the weight of the logarithms at which the portfolio sums to one: an asset whose bound binds stays there, and all
//! others contribute in proportion to their budgets.

use std::ops::ControlFlow;

use nalgebra::{Cholesky, DMatrix, DVector};

use crate::OptimizeError;

/// Newton steps of one minimization; about eight are needed.
const STEPS_MAX: usize = 200;
/// Corrections of the weight of the logarithms.
const ROOT_STEPS_MAX: usize = 200;
/// Relative deviation of a contribution from its budget at which Newton's method stops.
const ACCURACY: f64 = 1e-13;
/// The weight of the logarithms is not looked for below this part of the one without bounds.
const LEAST_PART: f64 = 1e-9;
/// Largest relative deviation in an accepted answer.
const ACCEPTED: f64 = 1e-10;

/// Bounds and budgets of one problem.
pub(crate) struct RiskBudgets<'a> {
    /// `n × n`.
    pub(crate) covariance: &'a DMatrix<f64>,
    /// Square roots of its diagonal, above zero.
    pub(crate) deviations: &'a [f64],
    /// Parts of the variance; none below zero, together 1. An asset with budget 0 is not held.
    pub(crate) budgets: &'a DVector<f64>,
    /// Bounds of the weights, none below zero.
    pub(crate) lower: &'a [f64],
    pub(crate) upper: &'a [f64],
    /// What the weights sum to, above zero: 1 without cash.
    pub(crate) total: f64,
}

/// The weights, and how exactly they meet the budgets.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RiskBudgeted {
    /// Sum to the total.
    pub(crate) weights: DVector<f64>,
    /// Largest relative deviation of a contribution from its budget, over assets between their bounds.
    pub(crate) deviation: f64,
    /// Newton steps taken.
    pub(crate) steps: usize,
}

/// Solves for the weights; `keep_going` is asked before every step.
pub(crate) fn solve(
    problem: &RiskBudgets<'_>,
    keep_going: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<RiskBudgeted, OptimizeError> {
    let n = problem.budgets.len();
    let held: Vec<usize> = (0..n).filter(|&i| problem.budgets[i] > 0.0 && problem.upper[i] > 0.0).collect();
    let deviation = |i: usize| problem.deviations[held[i]];
    let correlation = DMatrix::from_fn(held.len(), held.len(), |i, j| {
        problem.covariance[(held[i], held[j])] / (deviation(i) * deviation(j))
    });
    let budgets = DVector::from_fn(held.len(), |i, _| problem.budgets[held[i]]);
    let mut newton = Newton { correlation: &correlation, budgets: &budgets, keep_going, steps: 0 };

    let open =
        RiskBounds { lower: DVector::zeros(held.len()), upper: DVector::from_element(held.len(), f64::INFINITY) };
    let mut found = newton.minimize(1.0, &open, newton.start())?;
    // In weights that sum to the total.
    let scale = problem.total / (0..held.len()).map(|i| found.y[i] / deviation(i)).sum::<f64>();
    let mut y = found.y * scale;
    let bounds = RiskBounds {
        lower: DVector::from_fn(held.len(), |i, _| problem.lower[held[i]] * deviation(i)),
        upper: DVector::from_fn(held.len(), |i, _| problem.upper[held[i]] * deviation(i)),
    };
    if !bounds.contains(&y) {
        let slopes = DVector::from_fn(held.len(), |i, _| (deviation(i) * problem.total).recip());
        found = newton.within_bounds(&bounds, &slopes, scale * scale, &y)?;
        y = found.y;
    }
    if found.deviation > ACCEPTED {
        return Err(OptimizeError::NotConverged { residual: found.deviation });
    }
    let mut weights = DVector::zeros(n);
    held.iter().enumerate().for_each(|(k, &i)| weights[i] = y[k] / deviation(k));
    Ok(RiskBudgeted { weights, deviation: found.deviation, steps: newton.steps })
}

/// Bounds in units of risk.
struct RiskBounds {
    lower: DVector<f64>,
    upper: DVector<f64>,
}

impl RiskBounds {
    fn contains(&self, y: &DVector<f64>) -> bool {
        (0..y.len()).all(|i| {
            let rounding = 1e-12 * y[i].abs();
            y[i] >= self.lower[i] - rounding && y[i] <= self.upper[i] + rounding
        })
    }

    fn clamp(&self, i: usize, value: f64) -> f64 {
        value.max(self.lower[i]).min(self.upper[i])
    }
}

/// A minimum within a box.
struct Minimum {
    y: DVector<f64>,
    /// Largest `|yᵢ(Cy)ᵢ/(s·bᵢ) − 1|` over the free assets.
    deviation: f64,
    /// Which assets lie between their bounds.
    free: Vec<usize>,
}

/// Newton's method with line search on `½y'Cy − s Σ bᵢ log yᵢ`.
struct Newton<'a> {
    correlation: &'a DMatrix<f64>,
    budgets: &'a DVector<f64>,
    keep_going: &'a mut dyn FnMut() -> ControlFlow<()>,
    steps: usize,
}

impl Newton<'_> {
    /// `y ∝ √b`, exact for assets that do not move together, with the variance of the answer.
    fn start(&self) -> DVector<f64> {
        let y = self.budgets.map(f64::sqrt);
        let variance = y.dot(&(self.correlation * &y));
        let scale = if variance > 0.0 { (self.budgets.sum() / variance).sqrt() } else { 1.0 };
        y * scale
    }

    fn value(&self, weight: f64, y: &DVector<f64>, risk: &DVector<f64>) -> f64 {
        let logarithms: f64 = y.iter().zip(self.budgets.iter()).map(|(y, b)| b * y.ln()).sum();
        0.5 * y.dot(risk) - weight * logarithms
    }

    /// The minimum within `bounds` at the weight `s` of the logarithms, by projected Newton steps (Bertsekas 1982).
    fn minimize(&mut self, weight: f64, bounds: &RiskBounds, start: DVector<f64>) -> Result<Minimum, OptimizeError> {
        let mut y = start;
        let mut risk = self.correlation * &y;
        let mut best = f64::INFINITY;
        for _ in 0..STEPS_MAX {
            if (self.keep_going)().is_break() {
                return Err(OptimizeError::Cancelled);
            }
            let gradient = DVector::from_fn(y.len(), |i, _| risk[i] - weight * self.budgets[i] / y[i]);
            let held_back = |i: usize| {
                (y[i] <= bounds.lower[i] && gradient[i] >= 0.0) || (y[i] >= bounds.upper[i] && gradient[i] <= 0.0)
            };
            let free: Vec<usize> = (0..y.len()).filter(|&i| !held_back(i)).collect();
            let relative = |i: &usize| (y[*i] * risk[*i] / (weight * self.budgets[*i]) - 1.0).abs();
            let deviation = free.iter().map(relative).fold(0.0, f64::max);
            // Below the square root of rounding a step that does not improve is the last.
            if deviation <= ACCURACY || (deviation <= 1e-9 && deviation >= 0.5 * best) {
                return Ok(Minimum { y, deviation, free });
            }
            best = best.min(deviation);
            self.steps += 1;
            let step = self.step(weight, &y, &gradient, &free)?;
            let (next, next_risk) = self.search(weight, bounds, (&y, &risk), &gradient, &step);
            (y, risk) = (next, next_risk);
        }
        Err(OptimizeError::NotConverged { residual: best })
    }

    /// Newton's step of the free assets, zero for the others.
    fn step(
        &self,
        weight: f64,
        y: &DVector<f64>,
        gradient: &DVector<f64>,
        free: &[usize],
    ) -> Result<DVector<f64>, OptimizeError> {
        let solved = self.solve_free(weight, y, gradient, free)?;
        let mut step = DVector::zeros(y.len());
        free.iter().zip(solved.iter()).for_each(|(&i, value)| step[i] = -value);
        Ok(step)
    }

    /// `H⁻¹v` over the free assets, with the Hessian `C + s·diag(b/y²)`.
    fn solve_free(
        &self,
        weight: f64,
        y: &DVector<f64>,
        v: &DVector<f64>,
        free: &[usize],
    ) -> Result<DVector<f64>, OptimizeError> {
        let mut hessian = if free.len() == y.len() {
            self.correlation.clone()
        } else {
            DMatrix::from_fn(free.len(), free.len(), |i, j| self.correlation[(free[i], free[j])])
        };
        for (k, &i) in free.iter().enumerate() {
            hessian[(k, k)] += weight * self.budgets[i] / (y[i] * y[i]);
        }
        let factor = Cholesky::new(hessian).ok_or(OptimizeError::NotConverged { residual: f64::INFINITY })?;
        Ok(factor.solve(&DVector::from_fn(free.len(), |k, _| v[free[k]])))
    }

    /// Halves the step until the function falls by a part of what the slope promises (Armijo); weights stay above zero.
    fn search(
        &self,
        weight: f64,
        bounds: &RiskBounds,
        (y, risk): (&DVector<f64>, &DVector<f64>),
        gradient: &DVector<f64>,
        step: &DVector<f64>,
    ) -> (DVector<f64>, DVector<f64>) {
        let here = self.value(weight, y, risk);
        let mut length = 1.0;
        loop {
            let next = DVector::from_fn(y.len(), |i, _| bounds.clamp(i, (y[i] + length * step[i]).max(0.1 * y[i])));
            let next_risk = self.correlation * &next;
            let promised = gradient.dot(&(&next - y));
            // Near the minimum the fall drowns in rounding: the full step is right there.
            let enough = self.value(weight, &next, &next_risk) <= here + 1e-4 * promised;
            if enough || promised.abs() <= 1e-10 * here.abs().max(weight) || length < 1e-12 {
                return (next, next_risk);
            }
            length *= 0.5;
        }
    }

    /// The weight of the logarithms at which `slopes·y = 1`, by Newton's method within a shrinking bracket.
    fn within_bounds(
        &mut self,
        bounds: &RiskBounds,
        slopes: &DVector<f64>,
        start_weight: f64,
        start: &DVector<f64>,
    ) -> Result<Minimum, OptimizeError> {
        let (mut low, mut high) = (0.0, f64::INFINITY);
        let mut weight = start_weight;
        let mut y = DVector::from_fn(start.len(), |i, _| bounds.clamp(i, start[i]));
        let no_portfolio = || {
            let problem = "the lower bounds leave no portfolio in which the other assets contribute in proportion to their \
                           budgets; lower or remove them";
            OptimizeError::field("bounds", problem)
        };
        for _ in 0..ROOT_STEPS_MAX {
            // Even without any weight of the logarithms the sum is too large: assets that hedge the lower bounds.
            if weight < LEAST_PART * start_weight {
                return Err(no_portfolio());
            }
            let mut minimum = match self.minimize(weight, bounds, y) {
                Err(OptimizeError::NotConverged { .. }) if low == 0.0 && weight < start_weight => {
                    return Err(no_portfolio());
                }
                other => other?,
            };
            let excess = slopes.dot(&minimum.y) - 1.0;
            if excess.abs() <= 1e-14 * start.len() as f64 || (high.is_finite() && high - low <= 1e-15 * high) {
                // The last rounding of the sum, so that weights sum to one.
                if let Some(&i) = minimum.free.iter().max_by(|a, b| minimum.y[**a].total_cmp(&minimum.y[**b])) {
                    minimum.y[i] = bounds.clamp(i, minimum.y[i] - excess / slopes[i]);
                }
                return Ok(minimum);
            }
            if excess < 0.0 {
                low = weight;
            } else {
                high = weight;
            }
            let pulls = DVector::from_fn(start.len(), |i, _| self.budgets[i] / minimum.y[i]);
            let moves = self.solve_free(weight, &minimum.y, &pulls, &minimum.free)?;
            let slope: f64 = minimum.free.iter().zip(moves.iter()).map(|(&i, value)| slopes[i] * value).sum();
            let newton = weight - excess / slope;
            weight = if newton > low && newton < high {
                newton
            } else if high.is_finite() {
                0.5 * (low + high)
            } else {
                4.0 * weight
            };
            y = minimum.y;
        }
        Err(OptimizeError::NotConverged { residual: high - low })
    }
}

#[cfg(test)]
mod tests;
