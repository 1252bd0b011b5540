//! From the optimum to the result: figures, residuals, binding limits and their shadow prices.

use indexmap::IndexMap;
use nalgebra::DVector;

use crate::limits::{BUDGET, Limits};
use crate::polytope::{Limit, Polytope, Side};
use crate::rules::RulePortfolio;
use crate::solve::Efficient;
use crate::words::percent;
use crate::working_set::{Hessian, WorkingSet};
use crate::{
    BindingConstraint, FrontierPoint, Objective, OptimizationRequest, OptimizationResult, OptimizeError, Residuals,
    SolverInfo, Status, Universe, residuals,
};

/// Largest violation of a limit in an accepted answer, in weight.
const PRIMAL: f64 = 1e-9;
/// Largest relative residual of the other conditions in an accepted answer.
const RELATIVE: f64 = 1e-8;
/// The same when the covariance is singular and was regularized by about a tenth of this.
const RELATIVE_SINGULAR: f64 = 1e-7;

/// What the solver found.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// Working set of the minimum-variance portfolio, where the walk began.
    pub(crate) start: Option<WorkingSet>,
    pub(crate) optimum: Efficient,
    pub(crate) frontier: Vec<Efficient>,
    /// On a frontier: the optimum is the tangency portfolio.
    pub(crate) has_tangency: bool,
}

impl Answer {
    /// Where the next solve of the same objective should begin.
    pub(crate) fn start_set(&self) -> &WorkingSet {
        self.start.as_ref().unwrap_or(&self.optimum.set)
    }
}

pub(crate) fn residuals_of(universe: &Universe, polytope: &Polytope, efficient: &Efficient) -> Residuals {
    let Efficient { point, set, lambda, .. } = efficient;
    residuals::check(universe.covariance(), universe.expected_returns(), *lambda, polytope, set, point)
}

pub(crate) fn is_optimal(universe: &Universe, polytope: &Polytope, efficient: &Efficient) -> bool {
    let Residuals { primal, stationarity, dual, complementarity } = residuals_of(universe, polytope, efficient);
    let relative = if universe.is_singular() { RELATIVE_SINGULAR } else { RELATIVE };
    primal <= PRIMAL && stationarity.max(dual).max(complementarity) <= relative
}

/// Checks every portfolio and puts the result together.
pub(crate) fn assemble(
    universe: &Universe,
    limits: &Limits,
    request: &OptimizationRequest,
    answer: &Answer,
    solver: SolverInfo,
) -> Result<OptimizationResult, OptimizeError> {
    let mut worst = Residuals::default();
    for efficient in std::iter::once(&answer.optimum).chain(&answer.frontier) {
        let found = residuals_of(universe, &limits.polytope, efficient);
        worst = worst.worst(found);
        if !is_optimal(universe, &limits.polytope, efficient) {
            return Err(OptimizeError::NotConverged { residual: found.max() });
        }
    }
    let figures = Figures::of(universe, request.risk_free_rate, 0.0, &answer.optimum.point.x);
    let gain = gain_per_multiplier(request.objective, answer, &figures);
    let frontier =
        answer.frontier.iter().map(|point| frontier_point(universe, request.risk_free_rate, point)).collect();
    let tangency = answer.has_tangency.then(|| frontier_point(universe, request.risk_free_rate, &answer.optimum));
    let budget_shadow_price = match request.objective {
        // The Sharpe ratio does not depend on the size of the budget but through the limits.
        Objective::MaximumSharpe | Objective::EfficientFrontier => None,
        _ => gain.map(|gain| -answer.optimum.point.multiplier(&answer.optimum.set, BUDGET) * gain),
    };
    Ok(OptimizationResult {
        objective: request.objective,
        status: Status::Optimal,
        weights: figures.weights.clone(),
        expected_return: figures.expected_return,
        volatility: figures.volatility,
        sharpe: figures.sharpe.as_ref().ok().copied(),
        sharpe_reason: figures.sharpe.as_ref().err().map(|reason| (*reason).to_owned()),
        objective_value: objective_value(request, &figures),
        residuals: worst,
        solver,
        binding: binding(limits, &answer.optimum, gain),
        budget_shadow_price,
        frontier,
        tangency,
        estimation: universe.estimation().cloned(),
        risk_contributions: risk_contributions(universe, &answer.optimum.point.x),
        clusters: None,
        costs: None,
        turnover: None,
        tracking_error: None,
        scenario_risk: None,
        cardinality: None,
        allocation: None,
        tax: None,
        warnings: warnings(universe, request, answer, &figures),
    })
}

/// Puts the result of a rule together; its limits were checked.
pub(crate) fn assemble_rule(
    universe: &Universe,
    limits: &Limits,
    request: &OptimizationRequest,
    portfolio: RulePortfolio,
) -> OptimizationResult {
    let cash_rate = if limits.holds_cash() { request.risk_free_rate } else { 0.0 };
    let figures = Figures::of(universe, request.risk_free_rate, cash_rate, &portfolio.weights);
    let x = portfolio.weights.as_slice();
    let mut warnings = universe.warnings().to_vec();
    warnings.extend(portfolio.warnings);
    warnings.extend(one_asset_only(universe));
    OptimizationResult {
        objective: request.objective,
        status: Status::ByRule,
        weights: figures.weights,
        expected_return: figures.expected_return,
        volatility: figures.volatility,
        sharpe: figures.sharpe.as_ref().ok().copied(),
        sharpe_reason: figures.sharpe.err().map(str::to_owned),
        objective_value: None,
        residuals: Residuals {
            primal: limits.polytope.max_violation(x),
            stationarity: portfolio.deviation,
            ..Residuals::default()
        },
        solver: SolverInfo { polish_steps: portfolio.steps, ..SolverInfo::default() },
        binding: Vec::new(),
        budget_shadow_price: None,
        frontier: Vec::new(),
        tangency: None,
        estimation: universe.estimation().cloned(),
        risk_contributions: risk_contributions(universe, &portfolio.weights),
        clusters: portfolio.clusters,
        costs: None,
        turnover: None,
        tracking_error: None,
        scenario_risk: None,
        cardinality: None,
        allocation: None,
        tax: None,
        warnings,
    }
}

/// Return, risk and ratio of one portfolio.
pub(crate) struct Figures {
    pub(crate) weights: IndexMap<String, f64>,
    pub(crate) expected_return: Option<f64>,
    pub(crate) volatility: f64,
    pub(crate) sharpe: Result<f64, &'static str>,
}

impl Figures {
    /// Of the weights `x`; what they leave of one is cash and earns `cash_rate`.
    pub(crate) fn of(universe: &Universe, risk_free_rate: f64, cash_rate: f64, x: &DVector<f64>) -> Self {
        let variance = x.dot(&Hessian::Dense(universe.covariance()).times(x)).max(0.0);
        let volatility = variance.sqrt();
        let expected_return = universe.expected_returns().map(|mean| mean.dot(x) + cash_rate * (1.0 - x.sum()));
        let riskless = variance <= 1e-14 * universe.covariance().diagonal().max() * x.norm_squared();
        let sharpe = match expected_return {
            None => Err("no expected returns were given"),
            Some(_) if riskless => Err("the portfolio has no volatility"),
            Some(expected) => Ok((expected - risk_free_rate) / volatility),
        };
        Self { weights: named_weights(universe, x), expected_return, volatility, sharpe }
    }
}

/// Each asset's part of the variance, `wᵢ(Σw)ᵢ / w'Σw`; `None` without risk.
pub(crate) fn risk_contributions(universe: &Universe, x: &DVector<f64>) -> Option<IndexMap<String, f64>> {
    let risk = Hessian::Dense(universe.covariance()).times(x);
    let variance = x.dot(&risk);
    let riskless = variance <= 1e-14 * universe.covariance().diagonal().max() * x.norm_squared();
    let part = |i: usize| x[i] * risk[i] / variance + 0.0;
    (!riskless).then(|| universe.assets().iter().cloned().zip((0..x.len()).map(part)).collect())
}

/// Weights by name; a negative zero is written as zero.
pub(crate) fn named_weights(universe: &Universe, x: &DVector<f64>) -> IndexMap<String, f64> {
    universe.assets().iter().cloned().zip(x.iter().map(|weight| weight + 0.0)).collect()
}

fn frontier_point(universe: &Universe, risk_free_rate: f64, efficient: &Efficient) -> FrontierPoint {
    let figures = Figures::of(universe, risk_free_rate, 0.0, &efficient.point.x);
    FrontierPoint {
        expected_return: figures.expected_return.expect("invariant: a frontier needs expected returns"),
        volatility: figures.volatility,
        sharpe: figures.sharpe.ok(),
        cvar: None,
        weights: figures.weights,
    }
}

fn objective_value(request: &OptimizationRequest, figures: &Figures) -> Option<f64> {
    let variance = figures.volatility * figures.volatility;
    match request.objective {
        Objective::MinimumVariance | Objective::EfficientReturn => Some(variance),
        Objective::EfficientRisk => figures.expected_return,
        Objective::MaximumQuadraticUtility => {
            let aversion = request.risk_aversion.unwrap_or(1.0);
            figures.expected_return.map(|expected| expected - 0.5 * aversion * variance)
        }
        Objective::MaximumSharpe | Objective::EfficientFrontier => figures.sharpe.ok(),
        // Every other objective comes here as one of these (see `surrogate`), or has a report of its own.
        _ => None,
    }
}

/// What a unit of multiplier of `½w'Σw − λ μ'w` is worth in the unit of the objective.
fn gain_per_multiplier(objective: Objective, answer: &Answer, figures: &Figures) -> Option<f64> {
    let lambda = answer.optimum.lambda;
    let gain = match objective {
        Objective::MinimumVariance | Objective::EfficientReturn => 1.0 / figures.volatility,
        Objective::EfficientRisk if answer.optimum.target_binds => 1.0 / lambda,
        Objective::EfficientRisk => return None,
        Objective::MaximumQuadraticUtility => 1.0 / lambda,
        Objective::EfficientFrontier if !answer.has_tangency => 1.0 / figures.volatility,
        Objective::MaximumSharpe | Objective::EfficientFrontier => 1.0 / (figures.volatility * lambda),
        // Rules have no multipliers.
        _ => return None,
    };
    gain.is_finite().then_some(gain)
}

fn binding(limits: &Limits, optimum: &Efficient, gain: Option<f64>) -> Vec<BindingConstraint> {
    let describe = |(limit, side): (Limit, Side)| {
        let multiplier = optimum.point.multiplier(&optimum.set, limit);
        // Easing a lower limit means lowering it, which gains its multiplier; raising an upper or fixed one gains −multiplier.
        let eased = if side == Side::Lower { multiplier } else { -multiplier };
        limits.binding(limit, side, &optimum.point.x, gain.map(|gain| eased * gain + 0.0))
    };
    optimum.set.active().filter(|(limit, _)| *limit != BUDGET).map(describe).collect()
}

fn one_asset_only(universe: &Universe) -> Option<String> {
    (universe.assets().len() == 1).then(|| "there is one asset only: it has the whole weight".to_owned())
}

fn warnings(universe: &Universe, request: &OptimizationRequest, answer: &Answer, figures: &Figures) -> Vec<String> {
    let mut warnings = universe.warnings().to_vec();
    let expected = figures.expected_return.map(percent).unwrap_or_default();
    match request.objective {
        Objective::EfficientReturn if !answer.optimum.target_binds => {
            warnings.push(format!(
                "target_return does not bind: the minimum-variance portfolio already has an expected return of {expected}"
            ));
        }
        Objective::EfficientRisk if !answer.optimum.target_binds => warnings.push(format!(
            "target_volatility does not bind: the highest return within the limits, {expected}, has a volatility of {} only",
            percent(figures.volatility)
        )),
        Objective::EfficientFrontier => {
            if answer.frontier.len() == 1 {
                warnings.push("every portfolio within the limits has the same expected return: the frontier is one point".into());
            }
            if !answer.has_tangency {
                warnings.push(format!(
                    "no portfolio on the frontier has an expected return above the risk-free rate of {}: there is no tangency \
                     portfolio, and the weights are those of minimum variance",
                    percent(request.risk_free_rate)
                ));
            }
        }
        _ => {}
    }
    warnings.extend(one_asset_only(universe));
    warnings
}
