//! Which way a request is solved; and objectives that are a classic one on other moments, so that the exact quadratic path
//! serves them.
//!
//! | objective | the same as | with |
//! | --- | --- | --- |
//! | minimum tracking error | quadratic utility, aversion 1 | means `Σ·benchmark` |
//! | maximum decorrelation | minimum variance | correlations as the covariance |
//! | maximum diversification | maximum Sharpe ratio, no riskless rate | volatilities as means |
//! | any classic one with a cash buffer | itself, no riskless rate | means less the riskless rate |

use nalgebra::DVector;

use crate::conic::{Problem, correlation, goal_of};
use crate::report::Figures;
use crate::{Objective, OptimizationRequest, OptimizationResult, OptimizeError, Universe};

/// How a request is solved.
pub(crate) enum Route {
    /// By the active set and the critical line, on the moments as they are.
    Classic,
    /// The same on other moments.
    Surrogate(Box<Surrogate>),
    /// By a conic model or pivots.
    Conic,
}

/// A classic request that has the same optimal weights.
pub(crate) struct Surrogate {
    pub(crate) universe: Universe,
    pub(crate) request: OptimizationRequest,
    /// What was taken off every mean.
    cash_rate: f64,
    /// Means are volatilities.
    is_diversification: bool,
}

impl Route {
    /// The quadratic path wherever the limits are a polytope that fixes how much is invested.
    pub(crate) fn of(problem: &Problem<'_>) -> Result<Self, OptimizeError> {
        let limits = problem.limits;
        let is_polytope = !problem.needs_cones() && limits.polytope.is_equality(0);
        let stand_in = match problem.request.objective {
            Objective::MinimumVariance
            | Objective::MaximumSharpe
            | Objective::EfficientReturn
            | Objective::EfficientRisk
            | Objective::MaximumQuadraticUtility
            | Objective::EfficientFrontier => {
                if is_polytope && !limits.holds_cash() {
                    return Ok(Self::Classic);
                }
                problem.request.objective
            }
            Objective::MinimumTrackingError => Objective::MaximumQuadraticUtility,
            Objective::MaximumDecorrelation => Objective::MinimumVariance,
            Objective::MaximumDiversification => Objective::MaximumSharpe,
            _ => return Ok(Self::Conic),
        };
        // Checks what the objective refers to, whichever way it is solved.
        goal_of(problem)?;
        if !is_polytope {
            return Ok(Self::Conic);
        }
        Ok(Self::Surrogate(Box::new(Surrogate::new(problem, stand_in)?)))
    }
}

/// A portfolio without risk of assets with risk has no diversification ratio.
pub(crate) fn no_diversification() -> OptimizeError {
    let problem = "allows a portfolio without any risk, so that the diversification ratio has no maximum; check it for assets \
                   that mirror each other";
    OptimizeError::field("covariance", problem)
}

impl Surrogate {
    fn new(problem: &Problem<'_>, objective: Objective) -> Result<Self, OptimizeError> {
        let (given, universe) = (problem.request, problem.universe);
        let mut request = OptimizationRequest::new(given.assets.clone(), objective);
        request.bounds.clone_from(&given.bounds);
        request.long_only = given.long_only;
        request.points = given.points;
        request.l2_regularization = given.l2_regularization;
        request.sensitivity = given.sensitivity;
        request.corners = given.corners;
        let mut covariance = universe.covariance().clone();
        let mut cash_rate = 0.0;
        let mean = match given.objective {
            Objective::MinimumTrackingError => {
                request.risk_aversion = Some(1.0);
                problem.benchmark.as_ref().map(|benchmark| &covariance * benchmark)
            }
            Objective::MaximumDiversification => Some(covariance.diagonal().map(f64::sqrt)),
            Objective::MaximumDecorrelation => {
                covariance = correlation(&covariance);
                None
            }
            _ => {
                cash_rate = given.risk_free_rate;
                request.risk_aversion = given.risk_aversion;
                request.target_volatility = given.target_volatility;
                request.target_return = given.target_return.map(|target| target - given.risk_free_rate);
                universe.expected_returns().map(|mean| mean.add_scalar(-given.risk_free_rate))
            }
        };
        Ok(Self {
            universe: Universe::new(universe.assets().to_vec(), mean, covariance)?,
            request,
            cash_rate,
            is_diversification: given.objective == Objective::MaximumDiversification,
        })
    }

    /// The error in terms of the request as it was given.
    pub(crate) fn translate(&self, error: OptimizeError) -> OptimizeError {
        let rate = self.cash_rate;
        match error {
            OptimizeError::TargetReturnOutOfReach { target, lowest, highest } => {
                OptimizeError::TargetReturnOutOfReach {
                    target: target + rate,
                    lowest: lowest + rate,
                    highest: highest + rate,
                }
            }
            OptimizeError::NoExcessReturn { risk_free_rate, highest } => {
                OptimizeError::NoExcessReturn { risk_free_rate: risk_free_rate + rate, highest: highest + rate }
            }
            OptimizeError::UnboundedSharpe { .. } if self.is_diversification => no_diversification(),
            other => other,
        }
    }

    /// The result in terms of the request as it was given.
    pub(crate) fn finish(&self, problem: &Problem<'_>, mut result: OptimizationResult) -> OptimizationResult {
        let given = problem.request;
        let w = DVector::from_iterator(problem.n(), result.weights.values().copied());
        let figures = Figures::of(problem.universe, given.risk_free_rate, problem.cash_rate(), &w);
        result.objective = given.objective;
        result.expected_return = figures.expected_return;
        result.volatility = figures.volatility;
        result.sharpe = figures.sharpe.as_ref().ok().copied();
        result.sharpe_reason = figures.sharpe.err().map(str::to_owned);
        result.estimation = problem.universe.estimation().cloned();
        for point in result.frontier.iter_mut().chain(&mut result.tangency) {
            point.expected_return += self.cash_rate;
        }
        for corner in &mut result.corners {
            corner.expected_return += self.cash_rate;
        }
        match given.objective {
            Objective::EfficientRisk | Objective::MaximumQuadraticUtility => {
                result.objective_value = result.objective_value.map(|value| value + self.cash_rate);
            }
            Objective::MinimumTrackingError => {
                // Prices of half the squared tracking error, told as tracking error.
                let error = problem.tracking_error(&w).unwrap_or_default();
                let per_error = (error > 1e-6).then_some(1.0 / error);
                for price in result.binding.iter_mut().map(|binding| &mut binding.shadow_price) {
                    *price = price.zip(per_error).map(|(price, per_error)| price * per_error);
                }
                result.budget_shadow_price =
                    result.budget_shadow_price.zip(per_error).map(|(price, per_error)| price * per_error);
                result.objective_value = Some(error * error);
            }
            Objective::MaximumDiversification => {
                result.budget_shadow_price = None;
            }
            _ => {}
        }
        let mut warnings = problem.universe.warnings().to_vec();
        let more: Vec<String> = result.warnings.into_iter().filter(|warning| !warnings.contains(warning)).collect();
        warnings.extend(more);
        result.warnings = warnings;
        result
    }
}
