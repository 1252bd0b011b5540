//! From a solution to the result: figures, residuals, pressing limits and their shadow prices.

use indexmap::IndexMap;
use nalgebra::DVector;

use super::goal::{Goal, confidence};
use super::model::Tag;
use super::problem::Problem;
use super::words::{kind_of, limit_of};
use crate::polytope::Side;
use crate::report::{self, Figures, marginal_risk, named_weights, risk_contributions};
use crate::scenarios::ScenarioRisk;
use crate::words::percent;
use crate::{
    BindingConstraint, FrontierPoint, Objective, OptimizationResult, OptimizeError, Residuals, SolverInfo, Status,
};

/// One optimal portfolio with what proves it.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) goal: Goal,
    pub(crate) w: DVector<f64>,
    /// What easing each pressing limit by one gains, in the unit of the model's objective.
    pub(crate) gains: Vec<(Tag, f64)>,
    /// κ of a homogenized model, else one.
    pub(crate) kappa: f64,
    pub(crate) residuals: Residuals,
    pub(crate) info: SolverInfo,
}

impl Found {
    /// Value of the target that the goal sets.
    pub(crate) fn target(&self) -> Option<f64> {
        self.goal.target()
    }
}

/// The result of one portfolio, or of a frontier with its portfolios by ascending return.
pub(crate) fn assemble(
    problem: &Problem<'_>,
    found: &Found,
    frontier: &[Found],
    tangency: Option<&Found>,
) -> Result<OptimizationResult, OptimizeError> {
    let request = problem.request;
    let figures = figures(problem, found);
    let gain = found.goal.gain_per_multiplier(problem, &found.w, found.kappa);
    let residuals = frontier.iter().fold(found.residuals, |worst, point| worst.worst(point.residuals));
    let solver = frontier.iter().fold(found.info, |sum, point| SolverInfo {
        interior_iterations: sum.interior_iterations + point.info.interior_iterations,
        simplex_pivots: sum.simplex_pivots + point.info.simplex_pivots,
        polished: sum.polished && point.info.polished,
        ..sum
    });
    let is_frontier = matches!(request.objective, Objective::EfficientFrontier | Objective::CvarFrontier);
    let points: Vec<FrontierPoint> = frontier.iter().map(|point| frontier_point(problem, point)).collect();
    let budget = found.gains.iter().find(|(tag, _)| is_budget(problem, *tag)).map(|(_, gain)| *gain);
    Ok(OptimizationResult {
        objective: request.objective,
        status: Status::Optimal,
        weights: figures.weights.clone(),
        expected_return: figures.expected_return,
        volatility: figures.volatility,
        sharpe: figures.sharpe.as_ref().ok().copied(),
        sharpe_reason: figures.sharpe.as_ref().err().map(|reason| (*reason).to_owned()),
        objective_value: found.goal.value(problem, &found.w),
        residuals,
        solver,
        binding: binding(problem, found, gain),
        binding_words: Vec::new(),
        budget_shadow_price: budget.filter(|_| !found.goal.is_ratio()).zip(gain).map(|(budget, gain)| budget * gain),
        frontier: points,
        tangency: tangency.map(|point| frontier_point(problem, point)),
        estimation: problem.universe.estimation().cloned(),
        corners: Vec::new(),
        risk_contributions: risk_contributions(problem.universe, &found.w),
        marginal_risk: marginal_risk(problem.universe, &found.w),
        sensitivity: IndexMap::new(),
        clusters: None,
        costs: None,
        turnover: None,
        tracking_error: None,
        scenario_risk: scenario_risk(problem, found)?,
        cardinality: None,
        allocation: None,
        tax: None,
        warnings: warnings(problem, found, frontier, is_frontier && tangency.is_none()),
    })
}

fn figures(problem: &Problem<'_>, found: &Found) -> Figures {
    Figures::of(problem.universe, problem.request.risk_free_rate, problem.cash_rate(), &found.w)
}

fn frontier_point(problem: &Problem<'_>, found: &Found) -> FrontierPoint {
    let figures = figures(problem, found);
    FrontierPoint {
        expected_return: figures.expected_return.expect("invariant: a frontier needs expected returns"),
        volatility: figures.volatility,
        sharpe: figures.sharpe.ok(),
        cvar: matches!(found.goal, Goal::Cvar { .. }).then(|| found.goal.value(problem, &found.w)).flatten(),
        weights: named_weights(problem.universe, &found.w),
    }
}

/// The budget is no limit of its own: it is reported apart, unless it is a range.
fn is_budget(problem: &Problem<'_>, tag: Tag) -> bool {
    tag == Tag::Polytope(crate::limits::BUDGET, Side::Equal) && problem.limits.polytope.is_equality(0)
}

fn binding(problem: &Problem<'_>, found: &Found, gain: Option<f64>) -> Vec<BindingConstraint> {
    let pressing = found.gains.iter().filter(|(tag, _)| !is_budget(problem, *tag));
    pressing
        .filter_map(|&(tag, multiplier)| {
            let price = gain.map(|gain| gain * multiplier + 0.0);
            if let Tag::Polytope(limit, side) = tag {
                return Some(problem.limits.binding(limit, side, &found.w, price));
            }
            let (kind, name) = kind_of(tag)?;
            let limit = limit_of(problem, tag, found.target())?;
            // A target is asked for, not chosen: easing it is reported as any other limit's.
            Some(BindingConstraint { kind, name: name.to_owned(), limit, shadow_price: price })
        })
        .collect()
}

fn scenario_risk(problem: &Problem<'_>, found: &Found) -> Result<Option<ScenarioRisk>, OptimizeError> {
    let by_scenarios = matches!(
        found.goal,
        Goal::Cvar { .. } | Goal::Cdar { .. } | Goal::Semivariance { .. } | Goal::AbsoluteDeviation | Goal::Growth
    );
    let Some(scenarios) = problem.scenarios.filter(|_| by_scenarios) else { return Ok(None) };
    let returns = scenarios.portfolio(&found.w, problem.cash_return());
    let request = problem.request;
    Ok(Some(ScenarioRisk::of(
        &returns,
        confidence(request)?,
        request.minimum_acceptable_return,
        request.periods_per_year,
    )))
}

fn warnings(problem: &Problem<'_>, found: &Found, frontier: &[Found], no_tangency: bool) -> Vec<String> {
    let mut warnings = problem.universe.warnings().to_vec();
    let presses = |wanted: Tag| found.gains.iter().any(|(tag, _)| *tag == wanted);
    match problem.request.objective {
        Objective::EfficientReturn if !presses(Tag::TargetReturn) => warnings.push(
            "target_return does not bind: the portfolio of least variance within the limits already earns more"
                .to_owned(),
        ),
        Objective::EfficientRisk if !presses(Tag::TargetVolatility) => warnings.push(format!(
            "target_volatility does not bind: the highest return within the limits has a volatility of {} only",
            percent(problem.volatility(&found.w))
        )),
        Objective::EfficientFrontier if no_tangency => {
            let highest = frontier.last().map(|point| frontier_point(problem, point).expected_return);
            let highest = highest.unwrap_or(f64::NEG_INFINITY);
            warnings.push(report::no_tangency(problem.request.risk_free_rate, highest));
        }
        _ => {}
    }
    if frontier.len() == 1 {
        warnings
            .push("every portfolio within the limits has the same expected return: the frontier is one point".into());
    }
    if let Some(benchmark) = &problem.benchmark
        && (benchmark.sum() - 1.0).abs() > 1e-6
    {
        warnings.push(format!(
            "benchmark_weights sum to {}; the tracking error counts the rest as cash without risk",
            percent(benchmark.sum())
        ));
    }
    if problem.universe.assets().len() == 1 {
        warnings.push("there is one asset only".to_owned());
    }
    warnings
}
