//! The objectives: what each needs, adds to a model, and is worth at a portfolio.

use nalgebra::{DMatrix, DVector};

use super::constraints::Builder;
use super::model::{Affine, Cone, Model, Tag};
use super::problem::{Problem, root, semidefinite_root};
use crate::scenarios::{drawdowns, growth, semivariance, tail_mean};
use crate::{Objective, OptimizationRequest, OptimizeError};

/// One convex problem's objective with its parameters, checked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Goal {
    /// `w'Σw`, costs added; with a target the return after costs is at least that and the costs count there only.
    Variance { target: Option<f64> },
    /// Return after costs, with a volatility of at most `volatility`.
    Return { volatility: Option<f64> },
    /// Return after costs less `½·aversion·variance`, less `radius·√(w'Ωw)` in the worst case of the means.
    Utility { aversion: f64, worst_case: Option<WorstCase> },
    /// Conditional value at risk a period.
    Cvar { confidence: f64, target: Option<f64> },
    /// Conditional drawdown at risk over all scenarios.
    Cdar { confidence: f64 },
    /// Mean squared shortfall a year.
    Semivariance { floor: f64 },
    /// Mean absolute deviation a period.
    AbsoluteDeviation,
    /// Mean logarithmic growth a year, after costs.
    Growth,
    /// `(w − benchmark)'Σ(w − benchmark)`.
    TrackingError,
    /// `w'Cw` with the correlation matrix `C`.
    Decorrelation,
    /// Excess return after costs over volatility; homogenized.
    Sharpe,
    /// Weighted mean of the volatilities over the portfolio's volatility; homogenized.
    Diversification,
}

/// The ellipsoid `μ̂ + radius·Ω^(1/2)·u, ‖u‖ ≤ 1` of expected returns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WorstCase {
    pub(crate) radius: f64,
    /// `R` with `R'R = Ω`.
    pub(crate) root: DMatrix<f64>,
}

impl Goal {
    /// Maximizes a ratio, by a homogenized model.
    pub(crate) fn is_ratio(&self) -> bool {
        matches!(self, Self::Sharpe | Self::Diversification)
    }

    /// The same risk with a least return after costs.
    pub(crate) fn with_target(&self, target: f64) -> Self {
        match self {
            Self::Variance { .. } => Self::Variance { target: Some(target) },
            Self::Cvar { confidence, .. } => Self::Cvar { confidence: *confidence, target: Some(target) },
            other => other.clone(),
        }
    }

    /// The target return or volatility that the goal sets.
    pub(crate) fn target(&self) -> Option<f64> {
        match self {
            Self::Variance { target } | Self::Cvar { target, .. } => *target,
            Self::Return { volatility } => *volatility,
            _ => None,
        }
    }

    /// The model of the whole request.
    pub(crate) fn model(&self, problem: &Problem<'_>) -> Model {
        let mut builder = Builder::new(problem, self.is_ratio());
        self.add_to(&mut builder);
        builder.model
    }

    fn add_to(&self, builder: &mut Builder<'_>) {
        let problem = builder.problem;
        match self {
            Self::Variance { target: None } => {
                add_quadratic(&mut builder.model, &problem.risk(), 1.0);
                minimize_cost(builder, 1.0);
            }
            Self::Variance { target: Some(target) } => {
                add_quadratic(&mut builder.model, &problem.risk(), 1.0);
                add_target(builder, *target);
            }
            Self::Return { volatility } => {
                let net = net_return(builder);
                builder.model.minimize(&net.times(-1.0));
                if let Some(volatility) = volatility {
                    builder.add_volatility_cap(*volatility, &root(&problem.risk()), Tag::TargetVolatility);
                }
            }
            Self::Utility { aversion, worst_case } => {
                let net = net_return(builder);
                builder.model.minimize(&net.times(-1.0));
                add_quadratic(&mut builder.model, &problem.risk(), 0.5 * aversion);
                if let Some(WorstCase { radius, root }) = worst_case {
                    let error = builder.model.add_variable();
                    let rows: Vec<Affine> = root.row_iter().map(|row| Affine::dense(row.iter().copied())).collect();
                    builder.model.add_norm(Affine::variable(error), rows, None);
                    builder.model.minimize(&Affine::variable(error).times(*radius));
                }
            }
            Self::Cvar { confidence, target } => {
                let losses = losses(problem);
                add_tail(&mut builder.model, losses, *confidence);
                match target {
                    Some(target) => add_target(builder, *target),
                    None => minimize_cost(builder, 1.0 / problem.request.periods_per_year),
                }
                add_penalty(builder);
            }
            Self::Cdar { confidence } => {
                let depths = builder.model.add_variables(problem.scenarios().n_periods());
                let mut before = Affine::default();
                for (depth, loss) in depths.clone().zip(losses(problem)) {
                    let depth = Affine::variable(depth);
                    builder.model.add_row(Cone::NonNegative, depth.clone(), None);
                    let row = depth.clone().minus(&before).minus(&loss);
                    builder.model.add_row(Cone::NonNegative, row, None);
                    before = depth;
                }
                add_tail(&mut builder.model, depths.map(Affine::variable), *confidence);
                add_penalty(builder);
                minimize_cost(builder, 1.0);
            }
            Self::Semivariance { floor } => {
                let n = problem.scenarios().n_periods();
                let weight = problem.request.periods_per_year / n as f64;
                let shortfalls = builder.model.add_variables(n);
                for (shortfall, loss) in shortfalls.zip(losses(problem)) {
                    let below = loss.plus(*floor, &Affine::constant(1.0));
                    let row = Affine::variable(shortfall).minus(&below);
                    builder.model.add_row(Cone::NonNegative, row, None);
                    builder.model.add_row(Cone::NonNegative, Affine::variable(shortfall), None);
                    builder.model.minimize_product(shortfall, shortfall, weight);
                }
                add_penalty(builder);
                minimize_cost(builder, 1.0);
            }
            Self::AbsoluteDeviation => {
                // Deviations sum to zero, so that those below the mean are half of all.
                let n = problem.scenarios().n_periods();
                let below = builder.model.add_variables(n);
                for (variable, row) in below.zip(deviations(problem).row_iter()) {
                    let deviation = Affine::dense(row.iter().copied());
                    let variable = Affine::variable(variable);
                    builder.model.add_row(Cone::NonNegative, variable.clone().plus(1.0, &deviation), None);
                    builder.model.add_row(Cone::NonNegative, variable.clone(), None);
                    builder.model.minimize(&variable.times(2.0 / n as f64));
                }
                add_penalty(builder);
                minimize_cost(builder, 1.0 / problem.request.periods_per_year);
            }
            Self::Growth => {
                let cost = builder.cost().times(1.0 / problem.request.periods_per_year);
                let n = problem.scenarios().n_periods();
                let logarithms = builder.model.add_variables(n);
                for (period, logarithm) in logarithms.enumerate() {
                    let wealth = Affine::constant(1.0).plus(1.0, &problem.scenario_return(period)).minus(&cost);
                    let rows = vec![Affine::variable(logarithm), Affine::constant(1.0), wealth];
                    builder.model.add_block(Cone::Exponential, rows, None);
                    let weight = problem.request.periods_per_year / n as f64;
                    builder.model.minimize(&Affine::variable(logarithm).times(-weight));
                }
                add_penalty(builder);
            }
            Self::TrackingError => {
                let risk = problem.risk();
                let benchmark =
                    problem.benchmark.as_ref().expect("invariant: the goal was checked to have a benchmark");
                let pull = problem.universe.solver_matrix() * benchmark * -2.0;
                add_quadratic(&mut builder.model, &risk, 1.0);
                builder.model.minimize(&Affine::dense(pull.iter().copied()));
                minimize_cost(builder, 1.0);
            }
            Self::Decorrelation => {
                add_quadratic(&mut builder.model, &correlation(problem.universe.solver_matrix()), 1.0);
                add_penalty(builder);
                minimize_cost(builder, 1.0);
            }
            Self::Sharpe => {
                let mean = problem.universe.expected_returns().expect("invariant: the goal was checked");
                let rate = problem.request.risk_free_rate;
                let cost = builder.cost();
                let excess = Affine::dense(mean.iter().map(|mean| mean - rate)).minus(&cost);
                add_ratio(builder, excess);
            }
            Self::Diversification => {
                let own = problem.universe.covariance().diagonal().map(f64::sqrt);
                add_ratio(builder, Affine::dense(own.iter().copied()));
            }
        }
    }

    /// The objective's value at `w` in its own unit, computed from the data and not from the model.
    pub(crate) fn value(&self, problem: &Problem<'_>, w: &DVector<f64>) -> Option<f64> {
        let cost = problem.cost(w);
        let per_period = cost / problem.request.periods_per_year;
        let quadratic = |matrix: &DMatrix<f64>| w.dot(&(matrix * w));
        let penalized = |volatility: f64| (volatility * volatility + problem.penalty() * w.norm_squared()).sqrt();
        let returns = || problem.scenarios().portfolio(w, problem.cash_return());
        let expected = || {
            let net = problem.expected_return();
            net.constant + net.terms.iter().map(|(i, value)| value * w[*i]).sum::<f64>() - cost
        };
        Some(match self {
            Self::Variance { target: None } => quadratic(&problem.risk()) + cost,
            Self::Variance { target: Some(_) } => quadratic(&problem.risk()),
            Self::Return { .. } => expected(),
            Self::Utility { aversion, worst_case } => {
                let error = worst_case.as_ref().map_or(0.0, |worst| worst.radius * (&worst.root * w).norm());
                expected() - 0.5 * aversion * quadratic(&problem.risk()) - error
            }
            Self::Cvar { confidence, target } => {
                let losses: Vec<f64> = returns().iter().map(|value| -value).collect();
                tail_mean(&losses, *confidence).mean + if target.is_some() { 0.0 } else { per_period }
            }
            Self::Cdar { confidence } => tail_mean(&drawdowns(returns().as_slice()), *confidence).mean + cost,
            Self::Semivariance { floor } => semivariance(&returns(), *floor) * problem.request.periods_per_year + cost,
            Self::AbsoluteDeviation => {
                let deviations = deviations(problem) * w;
                deviations.iter().map(|value| value.abs()).sum::<f64>() / deviations.len() as f64 + per_period
            }
            Self::Growth => growth(&returns().add_scalar(-per_period))? * problem.request.periods_per_year,
            Self::TrackingError => problem.tracking_error(w)?.powi(2) + cost,
            Self::Decorrelation => quadratic(&correlation(problem.universe.covariance())) + cost,
            Self::Sharpe => {
                let excess = problem.universe.expected_returns()?.add_scalar(-problem.request.risk_free_rate);
                (excess.dot(w) - cost) / penalized(problem.volatility(w))
            }
            Self::Diversification => {
                problem.universe.covariance().diagonal().map(f64::sqrt).dot(w) / penalized(problem.volatility(w))
            }
        })
    }

    /// What a unit of a model's multiplier is worth in the unit in which shadow prices are told: volatility for variances and
    /// tracking errors without costs, else the objective itself. `None` when it has no meaning.
    pub(crate) fn gain_per_multiplier(&self, problem: &Problem<'_>, w: &DVector<f64>, kappa: f64) -> Option<f64> {
        let value = self.value(problem, w)?;
        let gain = match self {
            Self::Variance { .. } | Self::TrackingError | Self::Decorrelation if problem.costs.is_none() => {
                0.5 / value.max(0.0).sqrt()
            }
            // The ratio is v^(−1/2) of the optimum v, whose constants are multiplied by κ.
            Self::Sharpe | Self::Diversification => 0.5 * value.powi(3) * kappa,
            _ => 1.0,
        };
        // A tracking error of rounding size has no root to differentiate.
        (gain.is_finite() && gain < 1e6).then_some(gain)
    }
}

impl Problem<'_> {
    /// The matrix of the quadratic risk, with the penalty on concentration.
    fn risk(&self) -> DMatrix<f64> {
        let mut matrix = self.universe.solver_matrix().clone();
        (0..self.n()).for_each(|i| matrix[(i, i)] += self.penalty());
        matrix
    }
}

/// The goal of a request, with every parameter checked.
pub(crate) fn goal_of(problem: &Problem<'_>) -> Result<Goal, OptimizeError> {
    let request = problem.request;
    let confidence = confidence(request)?;
    let needs_scenarios = |goal: Goal| {
        let Some(scenarios) = problem.scenarios else {
            let detail = "missing; this objective needs a row of returns for each period, or prices with dates";
            return Err(OptimizeError::field("returns", detail));
        };
        scenarios.check_length(request).map(|()| goal)
    };
    let needs_mean = |goal: Goal| match problem.universe.expected_returns() {
        Some(_) => Ok(goal),
        None => Err(OptimizeError::field("expected_returns", "missing; give one for each asset")),
    };
    match request.objective {
        Objective::MinimumVariance => Ok(Goal::Variance { target: None }),
        Objective::EfficientReturn if request.target_return.is_none() => {
            Err(OptimizeError::field("target_return", "missing; give it, such as 0.08 for 8 %"))
        }
        Objective::EfficientReturn => needs_mean(Goal::Variance { target: request.target_return }),
        Objective::EfficientRisk if request.target_volatility.is_none() => {
            Err(OptimizeError::field("target_volatility", "missing; give it, such as 0.15 for 15 %"))
        }
        Objective::EfficientRisk => needs_mean(Goal::Return { volatility: request.target_volatility }),
        Objective::MaximumQuadraticUtility => {
            needs_mean(Goal::Utility { aversion: request.risk_aversion.unwrap_or(1.0), worst_case: None })
        }
        Objective::WorstCase => {
            let goal = needs_mean(Goal::Utility { aversion: request.risk_aversion.unwrap_or(1.0), worst_case: None })?;
            let Goal::Utility { aversion, .. } = goal else { return Ok(goal) };
            Ok(Goal::Utility { aversion, worst_case: Some(worst_case(problem)?) })
        }
        Objective::MaximumSharpe => needs_mean(Goal::Sharpe),
        Objective::EfficientFrontier => needs_mean(Goal::Variance { target: None }),
        Objective::MinimumCvar => needs_scenarios(Goal::Cvar { confidence, target: None }),
        Objective::CvarFrontier => needs_mean(Goal::Cvar { confidence, target: None }).and_then(needs_scenarios),
        Objective::MinimumCdar => needs_scenarios(Goal::Cdar { confidence }),
        Objective::MinimumSemivariance => {
            needs_scenarios(Goal::Semivariance { floor: request.minimum_acceptable_return })
        }
        Objective::MinimumMeanAbsoluteDeviation => needs_scenarios(Goal::AbsoluteDeviation),
        Objective::MaximumLogUtility => needs_scenarios(Goal::Growth),
        Objective::MinimumTrackingError if problem.benchmark.is_some() => Ok(Goal::TrackingError),
        Objective::MinimumTrackingError => {
            Err(OptimizeError::field("benchmark_weights", "missing; give the weights to stay close to"))
        }
        Objective::MaximumDiversification if problem.costs.is_some() => Err(OptimizeError::field(
            "costs",
            "a diversification ratio has no unit in which costs could count; limit constraints.turnover in their place",
        )),
        Objective::MaximumDiversification => Ok(Goal::Diversification),
        Objective::MaximumDecorrelation => Ok(Goal::Decorrelation),
        Objective::RiskParity
        | Objective::HierarchicalRiskParity
        | Objective::HierarchicalEqualRiskContribution
        | Objective::NestedClusters
        | Objective::EqualWeight
        | Objective::InverseVolatility => unreachable!("invariant: rules are followed before objectives are solved"),
    }
}

/// The confidence level of the request, 95 % when left out.
pub(crate) fn confidence(request: &OptimizationRequest) -> Result<f64, OptimizeError> {
    let confidence = request.confidence.unwrap_or(0.95);
    if confidence > 0.0 && confidence < 1.0 {
        return Ok(confidence);
    }
    Err(OptimizeError::field("confidence", format!("{confidence}; it must be above 0 and below 1 (0.95 for 95 %)")))
}

fn worst_case(problem: &Problem<'_>) -> Result<WorstCase, OptimizeError> {
    let Some(uncertainty) = &problem.request.uncertainty else {
        let example = "missing; say how far the expected returns may be off, such as {\"radius\": 1, \"years\": 5}";
        return Err(OptimizeError::field("uncertainty", example));
    };
    let omega = uncertainty.covariance_of_means(problem)?;
    Ok(WorstCase { radius: uncertainty.radius, root: semidefinite_root(&omega) })
}

/// `coefficient · w'matrix·w`.
fn add_quadratic(model: &mut Model, matrix: &DMatrix<f64>, coefficient: f64) {
    for j in 0..matrix.ncols() {
        for i in 0..j {
            model.minimize_product(i, j, 2.0 * coefficient * matrix[(i, j)]);
        }
        model.minimize_product(j, j, coefficient * matrix[(j, j)]);
    }
}

/// The penalty on concentration beside a risk that has no quadratic form.
fn add_penalty(builder: &mut Builder<'_>) {
    for i in 0..builder.problem.n() {
        builder.model.minimize_product(i, i, builder.problem.penalty());
    }
}

fn minimize_cost(builder: &mut Builder<'_>, unit: f64) {
    let cost = builder.cost();
    builder.model.minimize(&cost.times(unit));
}

fn net_return(builder: &mut Builder<'_>) -> Affine {
    let cost = builder.cost();
    builder.problem.expected_return().minus(&cost)
}

/// The return after costs is at least the target.
fn add_target(builder: &mut Builder<'_>, target: f64) {
    if target.is_infinite() {
        return;
    }
    let row = net_return(builder).minus(&Affine::constant(target));
    builder.model.add_row(Cone::NonNegative, row, Some(Tag::TargetReturn));
}

/// Minimum of `y'Σy` with a numerator of at least one.
fn add_ratio(builder: &mut Builder<'_>, numerator: Affine) {
    let risk = builder.problem.risk();
    add_quadratic(&mut builder.model, &risk, 1.0);
    // Not homogenized: this one is what fixes the scale.
    let unit = builder.model.unit.take();
    builder.model.add_row(Cone::NonNegative, numerator.minus(&Affine::constant(1.0)), None);
    builder.model.unit = unit;
}

fn losses<'a>(problem: &'a Problem<'_>) -> impl ExactSizeIterator<Item = Affine> + 'a {
    (0..problem.scenarios().n_periods()).map(|period| problem.scenario_return(period).times(-1.0))
}

/// The mean of the worst part of the values as a minimum over a threshold (Rockafellar and Uryasev 2000).
fn add_tail(model: &mut Model, values: impl ExactSizeIterator<Item = Affine>, confidence: f64) {
    let weight = 1.0 / ((1.0 - confidence) * values.len() as f64);
    let threshold = Affine::variable(model.add_variable());
    model.minimize(&threshold);
    let excesses = model.add_variables(values.len());
    for (excess, value) in excesses.zip(values) {
        let excess = Affine::variable(excess);
        model.add_row(Cone::NonNegative, excess.clone().minus(&value).plus(1.0, &threshold), None);
        model.add_row(Cone::NonNegative, excess.clone(), None);
        model.minimize(&excess.times(weight));
    }
}

/// Scenario returns less each asset's mean; cash does not deviate.
pub(crate) fn deviations(problem: &Problem<'_>) -> DMatrix<f64> {
    let mut deviations = problem.scenarios().returns().clone();
    for mut column in deviations.column_iter_mut() {
        let mean = column.mean();
        column.add_scalar_mut(-mean);
    }
    deviations
}

/// The correlation matrix of a covariance; an asset without risk has none with the others.
pub(crate) fn correlation(covariance: &DMatrix<f64>) -> DMatrix<f64> {
    let scale = covariance.diagonal().map(|variance| if variance > 0.0 { 1.0 / variance.sqrt() } else { 0.0 });
    DMatrix::from_fn(covariance.nrows(), covariance.ncols(), |i, j| {
        if i == j { 1.0 } else { scale[i] * scale[j] * covariance[(i, j)] }
    })
}
