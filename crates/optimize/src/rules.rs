//! Portfolios that follow a rule in place of an optimum: risk budgets, clusters, baselines.
//!
//! They need no expected returns (but nested clusters of maximum Sharpe) and hold no short positions. Bounds of single assets are
//! kept by the rule of each: risk budgets are met by the assets between their bounds; where a tree splits weight, a branch gets
//! what the bounds of its assets allow; equal and inverse-volatility weights are shared again among the assets between their
//! bounds. Any other limit is checked, and refused in words when the portfolio does not keep it.

use std::ops::ControlFlow;

use nalgebra::DVector;

use crate::baselines::{equal_weight, inverse_volatility, within_bounds};
use crate::clusters::{self, Clusters, Linkage, Nested, Shares, Tree};
use crate::limits::{BUDGET, Limits};
use crate::polytope::{Limit, Side};
use crate::risk_parity::{self, RiskBudgets};
use crate::words::percent;
use crate::{Objective, OptimizationRequest, OptimizeError, Universe, budgets};

/// Largest violation of a limit in an accepted portfolio, in weight.
const PRIMAL: f64 = 1e-9;

/// The objectives that are rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    EqualWeight,
    InverseVolatility,
    RiskParity,
    HierarchicalRiskParity,
    HierarchicalEqualRiskContribution,
    NestedClusters,
}

impl Rule {
    /// The rule behind an objective; `None` for those that are optimized.
    pub(crate) fn of(objective: Objective) -> Option<Self> {
        match objective {
            Objective::EqualWeight => Some(Self::EqualWeight),
            Objective::InverseVolatility => Some(Self::InverseVolatility),
            Objective::RiskParity => Some(Self::RiskParity),
            Objective::HierarchicalRiskParity => Some(Self::HierarchicalRiskParity),
            Objective::HierarchicalEqualRiskContribution => Some(Self::HierarchicalEqualRiskContribution),
            Objective::NestedClusters => Some(Self::NestedClusters),
            _ => None,
        }
    }

    /// As in JSON.
    fn name(self) -> &'static str {
        match self {
            Self::EqualWeight => "equal_weight",
            Self::InverseVolatility => "inverse_volatility",
            Self::RiskParity => "risk_parity",
            Self::HierarchicalRiskParity => "hierarchical_risk_parity",
            Self::HierarchicalEqualRiskContribution => "hierarchical_equal_risk_contribution",
            Self::NestedClusters => "nested_clusters",
        }
    }
}

/// A portfolio by a rule.
pub(crate) struct RulePortfolio {
    pub(crate) weights: DVector<f64>,
    /// The tree, for the rules that cluster.
    pub(crate) clusters: Option<Clusters>,
    /// Largest relative deviation of a contribution from its budget.
    pub(crate) deviation: f64,
    /// Newton steps taken.
    pub(crate) steps: usize,
    pub(crate) warnings: Vec<String>,
}

/// The portfolio of a rule; `keep_going` is asked between steps.
pub(crate) fn solve(
    rule: Rule,
    universe: &Universe,
    limits: &Limits,
    request: &OptimizationRequest,
    keep_going: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<RulePortfolio, OptimizeError> {
    let shares = shares(limits, rule.name())?;
    if keep_going().is_break() {
        return Err(OptimizeError::Cancelled);
    }
    let assets = universe.assets();
    let plain = |parts: DVector<f64>| {
        let weights = within_bounds(parts.as_slice(), &shares.lower, &shares.upper, shares.total);
        RulePortfolio::new(DVector::from_vec(weights))
    };
    let portfolio = match rule {
        Rule::EqualWeight => plain(equal_weight(assets.len())),
        Rule::InverseVolatility => plain(inverse_volatility(&clusters::deviations(assets, universe.covariance())?)),
        Rule::RiskParity => risk_budgeted(universe, &shares, request, keep_going)?,
        Rule::HierarchicalRiskParity => {
            let tree = Tree::grow(universe, request, Linkage::Single)?;
            let weights = clusters::hierarchical_risk_parity(universe.covariance(), &tree.leaf_order, &shares);
            RulePortfolio { clusters: Some(tree.named(assets)), ..RulePortfolio::new(weights) }
        }
        Rule::HierarchicalEqualRiskContribution => {
            let tree = Tree::grow(universe, request, Linkage::Ward)?;
            let weights =
                clusters::equal_risk_contribution(universe.covariance(), &tree.merges, &tree.clusters, &shares);
            RulePortfolio { clusters: Some(tree.named(assets)), ..RulePortfolio::new(weights) }
        }
        Rule::NestedClusters => {
            let tree = Tree::grow(universe, request, Linkage::Ward)?;
            let objectives = request.nested.unwrap_or_default();
            if objectives.needs_expected_returns() && universe.expected_returns().is_none() {
                let problem = "missing; nested clusters of maximum_sharpe need them, those of minimum_variance do not";
                return Err(OptimizeError::field("expected_returns", problem));
            }
            let rate = request.risk_free_rate;
            let Nested { weights, warnings } =
                clusters::nested(universe, &tree.clusters, objectives, rate, &mut |_| keep_going())?;
            let weights = weights * shares.total;
            RulePortfolio { clusters: Some(tree.named(assets)), warnings, ..RulePortfolio::new(weights) }
        }
    };
    check_limits(limits, rule.name(), &portfolio.weights)?;
    Ok(portfolio)
}

impl RulePortfolio {
    fn new(weights: DVector<f64>) -> Self {
        Self { weights, clusters: None, deviation: 0.0, steps: 0, warnings: Vec::new() }
    }
}

fn risk_budgeted(
    universe: &Universe,
    shares: &Shares,
    request: &OptimizationRequest,
    keep_going: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<RulePortfolio, OptimizeError> {
    let assets = universe.assets();
    let budgets = budgets::resolve(request, assets)?;
    if let Some(i) = (0..assets.len()).find(|&i| budgets[i] == 0.0 && shares.lower[i] > 0.0) {
        let problem =
            format!("at least {} with a risk budget of 0: it is not held; change one", percent(shares.lower[i]));
        return Err(OptimizeError::field(format!("bounds.{}", assets[i]), problem));
    }
    let deviations = clusters::deviations(assets, universe.covariance())?;
    let problem = RiskBudgets {
        covariance: universe.covariance(),
        deviations: &deviations,
        budgets: &budgets,
        lower: &shares.lower,
        upper: &shares.upper,
        total: shares.total,
    };
    let found = risk_parity::solve(&problem, keep_going).map_err(|error| match error {
        // Newton's method fails only where the function has no minimum.
        OptimizeError::NotConverged { .. } if universe.is_singular() => OptimizeError::field(
            "covariance",
            "some long-only portfolio has no risk at all, so that no asset's share of it is defined; leave out assets that \
             mirror each other",
        ),
        other => other,
    })?;
    let at_bound = |i: usize| {
        budgets[i] > 0.0
            && (found.weights[i] >= shares.upper[i] || (shares.lower[i] > 0.0 && found.weights[i] <= shares.lower[i]))
    };
    let held_back: Vec<String> =
        (0..assets.len()).filter(|&i| assets.len() > 1 && at_bound(i)).map(|i| assets[i].clone()).collect();
    let mut warnings = Vec::new();
    if !held_back.is_empty() {
        let verb = if held_back.len() == 1 { "lies" } else { "lie" };
        warnings.push(format!(
            "{} {verb} at a bound and cannot meet the risk budget; the other assets contribute in proportion to theirs",
            crate::words::list(&held_back)
        ));
    }
    Ok(RulePortfolio { deviation: found.deviation, steps: found.steps, warnings, ..RulePortfolio::new(found.weights) })
}

/// Bounds without their part below zero.
fn shares(limits: &Limits, objective: &str) -> Result<Shares, OptimizeError> {
    let polytope = &limits.polytope;
    if let Some(i) = (0..polytope.n()).find(|&i| polytope.upper[i] < 0.0) {
        let problem =
            format!("at most {} is a short position, and {objective} holds none; raise it", percent(polytope.upper[i]));
        return Err(OptimizeError::field(format!("bounds.{}", limits.assets[i]), problem));
    }
    let (lower, upper): (Vec<f64>, Vec<f64>) =
        (polytope.lower.iter().map(|low| low.max(0.0)).collect(), polytope.upper.iter().copied().collect());
    let (least, most) = polytope.range(BUDGET);
    let total = 1.0f64.clamp(least, most);
    let (needed, room): (f64, f64) = (lower.iter().sum(), upper.iter().sum());
    if needed > total + PRIMAL || room < total - PRIMAL || total <= 0.0 {
        let problem = format!(
            "without short positions, which {objective} does not hold, they leave room for {} to {} of a budget of {}; change them",
            percent(needed),
            percent(room),
            percent(total)
        );
        return Err(OptimizeError::field("bounds", problem));
    }
    Ok(Shares { lower, upper, total })
}

/// Refuses a portfolio outside any of the limits.
fn check_limits(limits: &Limits, objective: &str, weights: &DVector<f64>) -> Result<(), OptimizeError> {
    let x = weights.as_slice();
    let outside: Vec<(Limit, Side, f64)> = limits
        .polytope
        .limits()
        .filter_map(|limit| limits.polytope.violation(limit, x).map(|(side, by)| (limit, side, by)))
        .filter(|(_, _, by)| *by > PRIMAL)
        .collect();
    let Some(&(limit, side, _)) = outside.iter().max_by(|a, b| a.2.total_cmp(&b.2)) else { return Ok(()) };
    let phrase = limits.phrase(limit, side);
    Err(OptimizeError::LimitNotKept {
        explanation: format!(
            "{objective} follows a rule that cannot keep every limit: it gives {} {}, but the limit is {phrase}; remove the limit, \
             or choose an objective that keeps it, such as minimum_variance",
            limits.name(limit),
            percent(limits.polytope.value(limit, x))
        ),
        constraints: outside.iter().map(|(limit, side, _)| limits.phrase(*limit, *side)).collect(),
    })
}
