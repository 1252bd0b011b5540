//! From the optimum to the result: figures, residuals, binding limits and their shadow prices.

use indexmap::IndexMap;
use nalgebra::DVector;

use crate::corners::{Corner, Corners};
use crate::limits::{BUDGET, Limits};
use crate::polytope::{Limit, Polytope, Side};
use crate::quadratic::Hessian;
use crate::rules::RulePortfolio;
use crate::sensitivity::{self, Anchor};
use crate::solve::Efficient;
use crate::words::percent;
use crate::working_set::{Change, WorkingSet};
use crate::{
    BindingConstraint, CornerChange, CornerChangeKind, CornerPortfolio, FrontierPoint, Objective, OptimizationRequest,
    OptimizationResult, OptimizeError, Residuals, SolverInfo, Status, Universe, WeightSensitivity, residuals,
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
    /// The walk behind the frontier.
    pub(crate) corners: Option<Corners>,
    /// On a frontier: the optimum is the tangency portfolio.
    pub(crate) has_tangency: bool,
}

impl Answer {
    /// Where the next solve of the same objective should begin.
    pub(crate) fn start_set(&self) -> &WorkingSet {
        self.start.as_ref().unwrap_or(&self.optimum.set)
    }
}

/// The problem that the answer must solve: the covariance as given, with the penalty on concentration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QuadraticProblem<'a> {
    pub(crate) universe: &'a Universe,
    pub(crate) hessian: Hessian<'a>,
    /// The same within rounding, positive definite.
    pub(crate) solvable: Hessian<'a>,
    pub(crate) limits: &'a Limits,
}

impl QuadraticProblem<'_> {
    pub(crate) fn residuals(&self, polytope: &Polytope, efficient: &Efficient) -> Residuals {
        let Efficient { point, set, lambda, .. } = efficient;
        let mean = self.universe.expected_returns();
        residuals::check(self.hessian, mean, *lambda, polytope, set, point)
    }

    pub(crate) fn is_optimal(&self, polytope: &Polytope, efficient: &Efficient) -> bool {
        let Residuals { primal, stationarity, dual, complementarity } = self.residuals(polytope, efficient);
        let relative = if self.universe.is_singular() { RELATIVE_SINGULAR } else { RELATIVE };
        primal <= PRIMAL && stationarity.max(dual).max(complementarity) <= relative
    }
}

/// Checks every portfolio and puts the result together.
pub(crate) fn assemble(
    problem: QuadraticProblem<'_>,
    request: &OptimizationRequest,
    answer: &Answer,
    solver: SolverInfo,
) -> Result<OptimizationResult, OptimizeError> {
    let QuadraticProblem { universe, limits, .. } = problem;
    let mut worst = Residuals::default();
    for efficient in std::iter::once(&answer.optimum).chain(&answer.frontier) {
        let found = problem.residuals(&limits.polytope, efficient);
        worst = worst.worst(found);
        if !problem.is_optimal(&limits.polytope, efficient) {
            return Err(OptimizeError::NotConverged { residual: found.max() });
        }
    }
    let figures = Figures::of(universe, request.risk_free_rate, 0.0, &answer.optimum.point.x);
    let penalized = problem.hessian.quadratic_form(&answer.optimum.point.x);
    let gain = gain_per_multiplier(request.objective, answer, penalized.sqrt());
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
        objective_value: objective_value(request, &figures, penalized),
        residuals: worst,
        solver,
        binding: binding(limits, &answer.optimum, gain),
        binding_words: Vec::new(),
        budget_shadow_price,
        frontier,
        tangency,
        corners: answer.corners.as_ref().map_or_else(Vec::new, |corners| corner_portfolios(universe, limits, corners)),
        marginal_risk: marginal_risk(universe, &answer.optimum.point.x),
        sensitivity: if request.sensitivity { sensitivities(problem, request, answer) } else { IndexMap::new() },
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
        binding_words: Vec::new(),
        budget_shadow_price: None,
        frontier: Vec::new(),
        tangency: None,
        corners: Vec::new(),
        marginal_risk: marginal_risk(universe, &portfolio.weights),
        sensitivity: IndexMap::new(),
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
        let variance = universe.risk().quadratic_form(x);
        let volatility = variance.sqrt();
        let expected_return = universe.expected_returns().map(|mean| mean.dot(x) + cash_rate * (1.0 - x.sum()));
        let riskless = variance <= 1e-14 * universe.largest_variance() * x.norm_squared();
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
    let (risk, variance) = risk_of(universe, x)?;
    let part = |i: usize| x[i] * risk[i] / variance + 0.0;
    Some(universe.assets().iter().cloned().zip((0..x.len()).map(part)).collect())
}

/// Change of the volatility for each unit of weight, `(Σw)ᵢ/σ`; `None` without risk.
pub(crate) fn marginal_risk(universe: &Universe, x: &DVector<f64>) -> Option<IndexMap<String, f64>> {
    let (risk, variance) = risk_of(universe, x)?;
    let marginal = risk / variance.sqrt();
    Some(universe.assets().iter().cloned().zip(marginal.iter().copied()).collect())
}

/// `Σw` and `w'Σw`; `None` when that is rounding.
fn risk_of(universe: &Universe, x: &DVector<f64>) -> Option<(DVector<f64>, f64)> {
    let risk = universe.risk().times(x);
    let variance = x.dot(&risk);
    (variance > 1e-14 * universe.largest_variance() * x.norm_squared()).then_some((risk, variance))
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

/// How each free weight answers to its own expected return.
fn sensitivities(
    problem: QuadraticProblem<'_>,
    request: &OptimizationRequest,
    answer: &Answer,
) -> IndexMap<String, WeightSensitivity> {
    let QuadraticProblem { universe, solvable, limits, .. } = problem;
    let Some(mean) = universe.expected_returns() else { return IndexMap::new() };
    let anchor = match request.objective {
        Objective::EfficientReturn if answer.optimum.target_binds => Anchor::Return,
        Objective::EfficientRisk if answer.optimum.target_binds => Anchor::Risk,
        Objective::EfficientFrontier if !answer.has_tangency => Anchor::RiskTolerance,
        Objective::MaximumSharpe | Objective::EfficientFrontier => {
            Anchor::Ratio { risk_free_rate: request.risk_free_rate }
        }
        _ => Anchor::RiskTolerance,
    };
    let describe = |(i, weight): (usize, f64)| {
        let return_for_one_point = (weight != 0.0).then(|| 0.01 / weight.abs()).filter(|needed| needed.is_finite());
        (universe.assets()[i].clone(), WeightSensitivity { weight: weight + 0.0, return_for_one_point })
    };
    let found = sensitivity::of_weights(solvable, mean, &limits.polytope, &answer.optimum, anchor);
    found.into_iter().map(describe).collect()
}

/// Corners at which the portfolio does not move any further than the last are left out.
fn corner_portfolios(universe: &Universe, limits: &Limits, corners: &Corners) -> Vec<CornerPortfolio> {
    let mut portfolios: Vec<CornerPortfolio> = Vec::with_capacity(corners.corners.len());
    let mut waiting: Vec<CornerChange> = Vec::new();
    let mut last: Option<&Corner> = None;
    for corner in &corners.corners {
        waiting.extend(corner.changes.iter().map(|change| corner_change(limits, *change)));
        if last.is_some_and(|last| last.weights == corner.weights) {
            continue;
        }
        last = Some(corner);
        let weights = corner.weights.iter().map(|&(i, weight)| (universe.assets()[i].clone(), weight)).collect();
        portfolios.push(CornerPortfolio {
            risk_tolerance: corner.segment.from,
            expected_return: corner.segment.return_at(corner.segment.from),
            volatility: universe.risk().quadratic_form_of(&corner.weights).sqrt(),
            weights,
            changes: std::mem::take(&mut waiting),
        });
    }
    portfolios
}

fn corner_change(limits: &Limits, (limit, side): Change) -> CornerChange {
    let kind = match (limit, side) {
        (Limit::Bound(_), None) => CornerChangeKind::AssetEnters,
        (Limit::Bound(_), Some(Side::Upper)) => CornerChangeKind::AssetReachesUpper,
        (Limit::Bound(_), Some(_)) => CornerChangeKind::AssetLeaves,
        (Limit::Row(_), Some(_)) => CornerChangeKind::GroupBinds,
        (Limit::Row(_), None) => CornerChangeKind::GroupReleased,
    };
    CornerChange { kind, name: limits.name(limit).to_owned() }
}

/// `variance` is that of the objective, with the penalty on concentration.
fn objective_value(request: &OptimizationRequest, figures: &Figures, variance: f64) -> Option<f64> {
    match request.objective {
        Objective::MinimumVariance | Objective::EfficientReturn => Some(variance),
        Objective::EfficientRisk => figures.expected_return,
        Objective::MaximumQuadraticUtility => {
            let aversion = request.risk_aversion.unwrap_or(1.0);
            figures.expected_return.map(|expected| expected - 0.5 * aversion * variance)
        }
        Objective::MaximumSharpe | Objective::EfficientFrontier => {
            figures.sharpe.ok().map(|sharpe| sharpe * (figures.volatility / variance.sqrt()))
        }
        // Every other objective comes here as one of these (see `surrogate`), or has a report of its own.
        _ => None,
    }
}

/// What a unit of multiplier of `½w'Σw − λ μ'w` is worth in the unit of the objective.
fn gain_per_multiplier(objective: Objective, answer: &Answer, volatility: f64) -> Option<f64> {
    let lambda = answer.optimum.lambda;
    let gain = match objective {
        Objective::MinimumVariance | Objective::EfficientReturn => 1.0 / volatility,
        Objective::EfficientRisk if answer.optimum.target_binds => 1.0 / lambda,
        Objective::EfficientRisk => return None,
        Objective::MaximumQuadraticUtility => 1.0 / lambda,
        Objective::EfficientFrontier if !answer.has_tangency => 1.0 / volatility,
        Objective::MaximumSharpe | Objective::EfficientFrontier => 1.0 / (volatility * lambda),
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

fn point_return(universe: &Universe, x: &DVector<f64>) -> f64 {
    universe.expected_returns().map_or(f64::NEG_INFINITY, |mean| mean.dot(x))
}

/// Why a frontier with this highest return has no tangency portfolio.
pub(crate) fn no_tangency(risk_free_rate: f64, highest: f64) -> String {
    let why = if highest > risk_free_rate + 1e-9 {
        format!("a portfolio without any risk earns more than the risk-free rate of {}", percent(risk_free_rate))
    } else {
        format!(
            "no portfolio on the frontier has an expected return above the risk-free rate of {}",
            percent(risk_free_rate)
        )
    };
    format!("{why}: there is no tangency portfolio, and the weights are those of minimum variance")
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
                let highest = answer.frontier.last().map(|point| point_return(universe, &point.point.x));
                warnings.push(no_tangency(request.risk_free_rate, highest.unwrap_or(f64::NEG_INFINITY)));
            }
        }
        _ => {}
    }
    warnings.extend(one_asset_only(universe));
    warnings
}
