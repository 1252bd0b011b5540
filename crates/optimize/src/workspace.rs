//! Solving a request: once with [`optimize`], or many times over the same moments with a [`Workspace`].

use std::ops::ControlFlow;

use nalgebra::DVector;

use crate::cardinality::{self, Cardinality};
use crate::conic::{self, Problem};
use crate::discrete;
use crate::limits::Limits;
use crate::lots;
use crate::polytope::Polytope;
use crate::quadratic::Covariance;
use crate::report::{self, Answer, QuadraticProblem};
use crate::rules::{self, Rule};
use crate::scenarios::Scenarios;
use crate::solve::{Efficient, Solver};
use crate::surrogate::Route;
use crate::working_set::WorkingSet;
use crate::{
    Objective, OptimizationRequest, OptimizationResult, OptimizeError, SolverInfo, Universe, binding_in_words,
    estimated, feasibility,
};

/// Points of a frontier when the request says nothing.
pub(crate) const DEFAULT_POINTS: usize = 50;
/// Most points of a frontier.
const MAX_POINTS: usize = 1_000;

/// What a solve is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading moments, or estimating them from prices.
    Moments,
    /// Solving.
    Solving,
    /// Computing the optimality conditions and the result.
    Checking,
}

/// How far a solve is, for a progress bar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// The present stage.
    pub stage: Stage,
    /// Part of the whole between 0 and 1; it never falls.
    pub fraction: f64,
}

/// Called between steps of a solve; breaking cancels it.
pub type OnProgress<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

/// Solves one request.
///
/// # Errors
/// Every reason why there is no optimal portfolio, in words: see [`OptimizeError`].
pub fn optimize(
    request: &OptimizationRequest,
    on_progress: OnProgress<'_>,
) -> Result<OptimizationResult, OptimizeError> {
    step(on_progress, Stage::Moments, 0.0)?;
    Workspace::new(request)?.solve(request, on_progress)
}

/// Checked moments and the last working set: re-solves when only limits, objective or targets change.
///
/// The answer is the same optimum as [`optimize`] gives (to rounding), found from the binding limits of the last one in place
/// of a first guess.
#[derive(Debug, Clone)]
pub struct Workspace {
    universe: Universe,
    /// Past returns, once an objective has asked for them.
    scenarios: Option<Scenarios>,
    /// Working set of the last solve of the same objective.
    last: Option<(Objective, WorkingSet)>,
}

impl Workspace {
    /// Checks or estimates the moments of the request.
    ///
    /// # Errors
    /// As [`Universe::from_request`].
    pub fn new(request: &OptimizationRequest) -> Result<Self, OptimizeError> {
        let scenarios = match &request.returns {
            Some(_) => Scenarios::from_request(request, &request.assets)?,
            None => None,
        };
        let universe = match &scenarios {
            Some(scenarios) if request.covariance.is_none() && request.factor_model.is_none() => {
                estimated::from_returns(request, scenarios.returns())?
            }
            _ => Universe::from_request(request)?,
        };
        let mut workspace = Self { universe, scenarios, last: None };
        workspace.take_scenarios(request)?;
        Ok(workspace)
    }

    /// Reads past returns from the request's prices when its objective needs them.
    fn take_scenarios(&mut self, request: &OptimizationRequest) -> Result<(), OptimizeError> {
        if self.scenarios.is_none() && request.objective.uses_scenarios() {
            self.scenarios = Scenarios::from_request(request, self.universe.assets())?;
        }
        Ok(())
    }

    /// A workspace over moments that were checked before.
    #[must_use]
    pub fn of(universe: Universe) -> Self {
        Self { universe, scenarios: None, last: None }
    }

    /// The assets and their moments.
    #[must_use]
    pub fn universe(&self) -> &Universe {
        &self.universe
    }

    /// Solves the request with this workspace's moments; those in the request are not looked at.
    ///
    /// # Errors
    /// As [`optimize`]; also when the request names other assets.
    pub fn solve(
        &mut self,
        request: &OptimizationRequest,
        on_progress: OnProgress<'_>,
    ) -> Result<OptimizationResult, OptimizeError> {
        let mut result = self.weights(request, on_progress)?;
        if let Some(round) = &request.constraints.round_lots {
            result.allocation = Some(discrete::of_request(&result.weights, round, &request.constraints)?);
        }
        result.binding_words = binding_in_words(&result);
        Ok(result)
    }

    fn weights(
        &mut self,
        request: &OptimizationRequest,
        on_progress: OnProgress<'_>,
    ) -> Result<OptimizationResult, OptimizeError> {
        if !request.assets.is_empty() && request.assets != self.universe.assets() {
            return Err(OptimizeError::field("assets", "not those of this workspace; start a new one"));
        }
        if let Some(held) = &request.tax_lots {
            let mut keep_going = || on_progress(Progress { stage: Stage::Solving, fraction: 0.5 });
            let result = lots::solve(&self.universe, request, held, &mut keep_going)?;
            step(on_progress, Stage::Checking, 1.0)?;
            return Ok(result);
        }
        if let Some(rule) = Rule::of(request.objective) {
            return self.follow(rule, request, on_progress);
        }
        check_numbers(request)?;
        self.take_scenarios(request)?;
        let universe = &self.universe;
        let limits = Limits::resolve(request, universe.assets())?;
        let start = feasibility::nearest(&limits)?;
        let few = cardinality::check(&request.constraints, &limits)?;
        let problem = Problem::new(universe, &limits, request, self.scenarios.as_ref())?;
        step(on_progress, Stage::Solving, 0.1)?;
        let warm = self.last.take().filter(|(objective, _)| *objective == request.objective).map(|(_, set)| set);
        let warm = warm.filter(|set| set.fits(&limits.polytope));
        let route = Route::of(&problem)?;
        let many = few.is_open();
        let solved = match &route {
            Route::Classic => classic(universe, &limits, request, few, warm, on_progress).map(|(result, last)| {
                self.last = Some((request.objective, last));
                result
            }),
            Route::Surrogate(surrogate) => {
                let (moments, stand_in) = (&surrogate.universe, &surrogate.request);
                classic(moments, &limits, stand_in, few, warm, on_progress)
                    .map(|(result, last)| {
                        self.last = Some((request.objective, last));
                        let stood_in = result.objective_value;
                        let mut result = surrogate.finish(&problem, result);
                        cardinality::translate(&mut result, stood_in);
                        result
                    })
                    .map_err(|error| surrogate.translate(error))
            }
            Route::Conic => {
                few.refuse("costs, limits of risk, turnover or exposure, and objectives beyond mean and variance")?;
                by_cones(&problem, &start, on_progress)
            }
        };
        let mut result = match solved {
            // The exact method stalls where very many limits meet on a nearly singular covariance.
            Err(OptimizeError::NotConverged { .. }) if many && !matches!(route, Route::Conic) => {
                by_cones(&problem, &start, on_progress)?
            }
            solved => solved?,
        };
        problem.add_figures(&mut result);
        step(on_progress, Stage::Checking, 1.0)?;
        Ok(result)
    }

    /// The portfolio of an objective that follows a rule.
    fn follow(
        &self,
        rule: Rule,
        request: &OptimizationRequest,
        on_progress: OnProgress<'_>,
    ) -> Result<OptimizationResult, OptimizeError> {
        check_numbers(request)?;
        let limits = Limits::resolve(request, self.universe.assets())?;
        feasibility::nearest(&limits)?;
        cardinality::check(&request.constraints, &limits)?.refuse("objectives that follow a rule")?;
        let problem = Problem::new(&self.universe, &limits, request, None)?;
        if request.constraints.needs_cones() {
            let problem = "an objective that follows a rule cannot keep limits of turnover, risk or exposure; leave them out, or \
                           choose an objective that is optimized";
            return Err(OptimizeError::field("constraints", problem));
        }
        let mut fraction = 0.1;
        let mut keep_going = || {
            fraction += (0.9 - fraction) * 0.03;
            on_progress(Progress { stage: Stage::Solving, fraction })
        };
        let portfolio = rules::solve(rule, &self.universe, &limits, request, &mut keep_going)?;
        step(on_progress, Stage::Checking, 0.95)?;
        let mut result = report::assemble_rule(&self.universe, &limits, request, portfolio);
        problem.add_figures(&mut result);
        step(on_progress, Stage::Checking, 1.0)?;
        Ok(result)
    }
}

/// Solves by a conic model or pivots.
fn by_cones(
    problem: &Problem<'_>,
    start: &DVector<f64>,
    on_progress: OnProgress<'_>,
) -> Result<OptimizationResult, OptimizeError> {
    let mut fraction = 0.1;
    let result = conic::solve(problem, start, &mut || {
        fraction += (0.9 - fraction) * 0.03;
        step(on_progress, Stage::Solving, fraction)
    })?;
    step(on_progress, Stage::Checking, 0.95)?;
    Ok(result)
}

/// Solves an objective that is a point of `min ½w'Σw − λ μ'w` within the polytope; also the working set for the next solve.
fn classic(
    universe: &Universe,
    limits: &Limits,
    request: &OptimizationRequest,
    few: Cardinality,
    warm: Option<WorkingSet>,
    on_progress: OnProgress<'_>,
) -> Result<(OptimizationResult, WorkingSet), OptimizeError> {
    let settings = Settings::check(request, universe.expected_returns().is_some())?;
    if !few.is_open() {
        return few_positions(universe, limits, request, few, &settings, on_progress);
    }
    let no_mean = DVector::zeros(universe.assets().len());
    let mut fraction = 0.1;
    let mut keep_going = || {
        // The number of steps is not known before: approach the end by a small part of what is left.
        fraction += (0.9 - fraction) * 0.03;
        on_progress(Progress { stage: Stage::Solving, fraction })
    };
    let penalized = Penalized::new(universe, request);
    let problem = penalized.problem(universe, limits);
    let mut solver = Solver {
        hessian: problem.solvable,
        exact: problem.hessian,
        riskless: universe.riskless(),
        mean: universe.expected_returns().unwrap_or(&no_mean),
        polytope: &limits.polytope,
        warm,
        keep_going: &mut keep_going,
        info: SolverInfo::default(),
        minimum_variance_set: None,
    };
    let answer = solve_objective(&mut solver, &settings)?;
    let (answer, solver_info) = repair(&mut solver, answer, problem)?;
    step(on_progress, Stage::Checking, 0.95)?;
    let last = answer.start_set().clone();
    Ok((report::assemble(problem, request, &answer, solver_info)?, last))
}

/// The covariance with the penalty on concentration, which is a part of the variance to solve with and to check with.
struct Penalized {
    /// None without a penalty.
    exact: Option<Covariance>,
    /// The one to solve with, where that is another.
    solvable: Option<Covariance>,
}

impl Penalized {
    fn new(universe: &Universe, request: &OptimizationRequest) -> Self {
        let penalty = request.l2_regularization.unwrap_or(0.0);
        let with_penalty = |covariance: &Covariance| (penalty > 0.0).then(|| covariance.with_ridge(penalty));
        Self {
            exact: with_penalty(universe.own_covariance()),
            solvable: if universe.is_singular() { with_penalty(universe.solver_covariance()) } else { None },
        }
    }

    fn problem<'a>(&'a self, universe: &'a Universe, limits: &'a Limits) -> QuadraticProblem<'a> {
        let hessian = self.exact.as_ref().unwrap_or(universe.own_covariance()).hessian();
        let solvable = match &self.solvable {
            Some(covariance) => covariance.hessian(),
            None if universe.is_singular() => universe.solver_covariance().hessian(),
            None => hessian,
        };
        QuadraticProblem { universe, hessian, solvable, limits }
    }
}

/// The same with at most so many positions, none too small.
fn few_positions(
    universe: &Universe,
    limits: &Limits,
    request: &OptimizationRequest,
    few: Cardinality,
    settings: &Settings,
    on_progress: OnProgress<'_>,
) -> Result<(OptimizationResult, WorkingSet), OptimizeError> {
    if request.objective == Objective::EfficientFrontier {
        few.refuse("the frontier")?;
    }
    let no_mean = DVector::zeros(universe.assets().len());
    let penalized = Penalized::new(universe, request);
    let mut info = SolverInfo::default();
    let mut fraction = 0.1;
    let mut ordinary = |polytope: &Polytope, warm: Option<WorkingSet>| {
        fraction += (0.9 - fraction) * 0.001;
        let mut keep_going = || on_progress(Progress { stage: Stage::Solving, fraction });
        if keep_going().is_break() {
            return Err(OptimizeError::Cancelled);
        }
        let problem = penalized.problem(universe, limits);
        let mut solver = Solver {
            hessian: problem.solvable,
            exact: problem.hessian,
            riskless: universe.riskless(),
            mean: universe.expected_returns().unwrap_or(&no_mean),
            polytope,
            warm,
            keep_going: &mut keep_going,
            info,
            minimum_variance_set: None,
        };
        let answer = solve_objective(&mut solver, settings)?;
        let (answer, found) = repair(&mut solver, answer, problem)?;
        info = found;
        Ok(answer.optimum)
    };
    let found = cardinality::optimum(few, universe, limits, request, &mut ordinary)?;
    step(on_progress, Stage::Checking, 0.95)?;
    let last = found.efficient.set.clone();
    let answer =
        Answer { start: None, optimum: found.efficient, frontier: Vec::new(), corners: None, has_tangency: false };
    let mut result = report::assemble(penalized.problem(universe, &found.limits), request, &answer, info)?;
    cardinality::add_report(&mut result, found.report, &found.out);
    Ok((result, last))
}

fn step(on_progress: OnProgress<'_>, stage: Stage, fraction: f64) -> Result<(), OptimizeError> {
    match on_progress(Progress { stage, fraction }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(OptimizeError::Cancelled),
    }
}

fn solve_objective(solver: &mut Solver<'_>, settings: &Settings) -> Result<Answer, OptimizeError> {
    let single =
        |optimum: Efficient| Answer { start: None, optimum, frontier: Vec::new(), corners: None, has_tangency: false };
    Ok(match *settings {
        Settings::MinimumVariance => single(solver.at_risk_tolerance(0.0)?),
        Settings::QuadraticUtility { risk_aversion } => single(solver.at_risk_tolerance(1.0 / risk_aversion)?),
        Settings::MaximumSharpe { risk_free_rate } => single(solver.maximum_sharpe(risk_free_rate)?),
        Settings::EfficientReturn { target } => {
            let optimum = solver.efficient_return(target)?;
            Answer { start: solver.minimum_variance_set.take(), ..single(optimum) }
        }
        Settings::EfficientRisk { target } => {
            let optimum = solver.efficient_risk(target)?;
            Answer { start: solver.minimum_variance_set.take(), ..single(optimum) }
        }
        Settings::Frontier { points, risk_free_rate, keep_corners } => {
            let corners = solver.whole_line()?;
            let frontier = solver.equally_spaced(&corners, points)?;
            let tangency = match solver.tangency(&corners, risk_free_rate) {
                // The frontier is there all the same; the report says why it has no tangency.
                Err(OptimizeError::UnboundedSharpe { .. }) => None,
                found => found?,
            };
            let has_tangency = tangency.is_some();
            let start = solver.minimum_variance_set.take();
            let optimum = tangency.unwrap_or_else(|| frontier[0].clone());
            Answer { start, optimum, frontier, corners: keep_corners.then_some(corners), has_tangency }
        }
    })
}

/// Solves again, from its own working set, any portfolio that fails the optimality conditions (ties on the critical line).
fn repair(
    solver: &mut Solver<'_>,
    mut answer: Answer,
    problem: QuadraticProblem<'_>,
) -> Result<(Answer, SolverInfo), OptimizeError> {
    for efficient in std::iter::once(&mut answer.optimum).chain(&mut answer.frontier) {
        if !problem.is_optimal(solver.polytope, efficient) {
            let target_binds = efficient.target_binds;
            *efficient = Efficient { target_binds, ..solver.resolve(efficient)? };
        }
    }
    Ok((answer, solver.info))
}

/// The objective with the parameters it needs, checked.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Settings {
    MinimumVariance,
    MaximumSharpe { risk_free_rate: f64 },
    EfficientReturn { target: f64 },
    EfficientRisk { target: f64 },
    QuadraticUtility { risk_aversion: f64 },
    Frontier { points: usize, risk_free_rate: f64, keep_corners: bool },
}

impl Settings {
    fn check(request: &OptimizationRequest, has_mean: bool) -> Result<Self, OptimizeError> {
        let risk_free_rate = request.risk_free_rate;
        if !has_mean && request.objective != Objective::MinimumVariance {
            let problem = "missing; give one for each asset, or choose minimum_variance, which needs none";
            return Err(OptimizeError::field("expected_returns", problem));
        }
        let missing =
            |field: &str, example: &str| OptimizeError::field(field, format!("missing; give it, such as {example}"));
        Ok(match request.objective {
            Objective::MinimumVariance => Self::MinimumVariance,
            Objective::MaximumSharpe => Self::MaximumSharpe { risk_free_rate },
            Objective::EfficientReturn => Self::EfficientReturn {
                target: request.target_return.ok_or_else(|| missing("target_return", "0.08 for 8 %"))?,
            },
            Objective::EfficientRisk => Self::EfficientRisk {
                target: request.target_volatility.ok_or_else(|| missing("target_volatility", "0.15 for 15 %"))?,
            },
            Objective::MaximumQuadraticUtility => {
                Self::QuadraticUtility { risk_aversion: request.risk_aversion.unwrap_or(1.0) }
            }
            Objective::EfficientFrontier => Self::Frontier {
                points: request.points.unwrap_or(DEFAULT_POINTS),
                risk_free_rate,
                keep_corners: request.corners,
            },
            _ => unreachable!("invariant: other objectives are routed elsewhere"),
        })
    }
}

/// Checks the request's single numbers, whether its objective uses them or not.
fn check_numbers(request: &OptimizationRequest) -> Result<(), OptimizeError> {
    finite("risk_free_rate", request.risk_free_rate)?;
    finite("minimum_acceptable_return", request.minimum_acceptable_return)?;
    positive("periods_per_year", request.periods_per_year)?;
    request.target_return.map(|value| finite("target_return", value)).transpose()?;
    request.target_volatility.map(|value| positive("target_volatility", value)).transpose()?;
    request.risk_aversion.map(|value| positive("risk_aversion", value)).transpose()?;
    conic::confidence(request)?;
    if let Some(penalty) = request.l2_regularization
        && !(penalty >= 0.0 && penalty.is_finite())
    {
        return Err(OptimizeError::field("l2_regularization", format!("{penalty}; it must be zero or more")));
    }
    let points = request.points.unwrap_or(DEFAULT_POINTS);
    if !(2..=MAX_POINTS).contains(&points) {
        return Err(OptimizeError::field("points", format!("{points}; give 2 to {MAX_POINTS}")));
    }
    Ok(())
}

fn finite(field: &str, value: f64) -> Result<f64, OptimizeError> {
    if value.is_finite() { Ok(value) } else { Err(OptimizeError::field(field, "not a finite number; give one")) }
}

fn positive(field: &str, value: f64) -> Result<f64, OptimizeError> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(OptimizeError::field(field, format!("{value}; it must be above zero")))
    }
}
