//! The optimization result, as the command line, the API and the UI get it.

use chrono::NaiveDate;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use statistics::{BlackLittermanReport, RepairReport};
use utoipa::ToSchema;

use crate::{Allocation, CardinalityReport, Clusters, CostReport, Objective, ScenarioRisk, TaxReport};

/// The optimal portfolio with the proof that it is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OptimizationResult {
    /// The objective that was optimized.
    pub objective: Objective,
    /// `optimal`, or `by_rule` for objectives that follow a rule; anything else is an error.
    pub status: Status,
    /// Weights by asset, in the order of the request; they sum to one. On a frontier: those of the `tangency` portfolio, or of
    /// minimum variance when there is none.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub weights: IndexMap<String, f64>,
    /// Expected return a year; null without expected returns.
    pub expected_return: Option<f64>,
    /// Volatility a year.
    pub volatility: f64,
    /// Sharpe ratio; null when undefined, with the reason in `sharpe_reason`.
    pub sharpe: Option<f64>,
    /// Why the Sharpe ratio is undefined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sharpe_reason: Option<String>,
    /// Value of the objective: variance, Sharpe ratio, return or utility; the tangency's Sharpe ratio on a frontier; null by rule.
    pub objective_value: Option<f64>,
    /// Optimality conditions, computed afresh from the weights; on a frontier the worst over all points.
    pub residuals: Residuals,
    /// How the solve went.
    pub solver: SolverInfo,
    /// Limits that hold with equality, with what easing them would gain.
    pub binding: Vec<BindingConstraint>,
    /// The same as sentences with their price, the dearest first: "Technology ≤ 30 % costs 0.42 % expected return per point".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub binding_words: Vec<String>,
    /// Gain of the objective for each unit by which the budget of 1 were raised; null when it has no meaning.
    pub budget_shadow_price: Option<f64>,
    /// Portfolios of the frontier by ascending return; empty for other objectives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frontier: Vec<FrontierPoint>,
    /// The portfolio with the highest Sharpe ratio, on a frontier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tangency: Option<FrontierPoint>,
    /// Every corner portfolio from minimum variance to the highest return, when asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corners: Vec<CornerPortfolio>,
    /// Change of the volatility for each unit of weight, `(Σw)ᵢ/σ`, by asset; left out without volatility. Times the weight it
    /// is the asset's part of the volatility.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, f64>>)]
    pub marginal_risk: Option<IndexMap<String, f64>>,
    /// How each weight between its limits answers to its own expected return, when asked for.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    #[schema(value_type = std::collections::BTreeMap<String, WeightSensitivity>)]
    pub sensitivity: IndexMap<String, WeightSensitivity>,
    /// What the estimation from prices used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimation: Option<Estimation>,
    /// Part of the variance that each asset contributes, `wᵢ(Σw)ᵢ / w'Σw`; they sum to one. Left out without volatility.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, f64>>)]
    pub risk_contributions: Option<IndexMap<String, f64>>,
    /// Tree of the assets, for the objectives by clusters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clusters: Option<Clusters>,
    /// What the trades and short positions cost, with `costs`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub costs: Option<CostReport>,
    /// Sum of absolute changes of weight, with `current_weights`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turnover: Option<f64>,
    /// Volatility of the difference to the benchmark, with `benchmark_weights`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_error: Option<f64>,
    /// What the scenarios say, for the objectives that use them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario_risk: Option<ScenarioRisk>,
    /// How the limit of positions was met, with `max_holdings` or `minimum_position`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cardinality: Option<CardinalityReport>,
    /// Whole lots for the weights, with `round_lots`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocation: Option<Allocation>,
    /// Trades by lot with their taxes, with `tax_lots`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<TaxReport>,
    /// What a reader should know: repaired asymmetry, singular covariance, a target that does not bind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// Outcome of a solve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The optimality conditions hold to the accuracy promised.
    Optimal,
    /// The weights follow the objective's rule and keep the limits; there is no optimum to prove.
    ByRule,
}

/// How far the weights are from satisfying the Karush–Kuhn–Tucker conditions of `min ½w'Σw − λ μ'w` within the limits.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct Residuals {
    /// Largest violation of a limit, in weight.
    pub primal: f64,
    /// Largest entry of the gradient less the multipliers' pull, relative to the gradient.
    pub stationarity: f64,
    /// Largest multiplier of the wrong sign, relative to the gradient.
    pub dual: f64,
    /// Largest product of a multiplier and the distance to its limit, relative to the gradient.
    pub complementarity: f64,
}

impl Residuals {
    /// The largest of the four.
    #[must_use]
    pub fn max(&self) -> f64 {
        self.primal.max(self.stationarity).max(self.dual).max(self.complementarity)
    }

    pub(crate) fn worst(self, other: Self) -> Self {
        Self {
            primal: self.primal.max(other.primal),
            stationarity: self.stationarity.max(other.stationarity),
            dual: self.dual.max(other.dual),
            complementarity: self.complementarity.max(other.complementarity),
        }
    }
}

/// How the solve went. Times are not here: the same request gives the same result, bit for bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct SolverInfo {
    /// Iterations of OSQP; zero unless the first guess did not lead to the end in a few steps.
    pub osqp_iterations: u32,
    /// Factorizations of the active-set polish.
    pub polish_steps: usize,
    /// Segments of the critical line that were walked.
    pub frontier_segments: usize,
    /// Iterations of the interior-point solver.
    #[serde(default)]
    pub interior_iterations: u32,
    /// Pivots of the simplex method on scenarios and cuts.
    #[serde(default)]
    pub simplex_pivots: usize,
    /// The answer is exact on its active set.
    pub polished: bool,
}

/// Which limit binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintKind {
    /// Lower bound of an asset's weight.
    AssetLower,
    /// Upper bound of an asset's weight.
    AssetUpper,
    /// An asset whose bounds are equal.
    AssetFixed,
    /// Lower limit of a group.
    GroupLower,
    /// Upper limit of a group.
    GroupUpper,
    /// A group whose limits are equal.
    GroupFixed,
    /// Least multiple of another group's weight.
    RelativeLower,
    /// Highest multiple of another group's weight.
    RelativeUpper,
    /// Lower limit of a factor exposure.
    FactorLower,
    /// Upper limit of a factor exposure.
    FactorUpper,
    /// A factor exposure whose limits are equal.
    FactorFixed,
    /// Lower limit of the net exposure.
    NetLower,
    /// Upper limit of the net exposure.
    NetUpper,
    /// A net exposure whose limits are equal.
    NetFixed,
    /// Turnover from the current weights.
    Turnover,
    /// Tracking error against the benchmark.
    TrackingError,
    /// Volatility cap.
    Volatility,
    /// Gross exposure.
    GrossExposure,
    /// Sum of short positions.
    ShortExposure,
    /// The target return of an objective with costs or constraints beyond the linear ones.
    TargetReturn,
    /// The target volatility of such an objective.
    TargetVolatility,
}

/// A limit that holds with equality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BindingConstraint {
    /// Which side of what.
    pub kind: ConstraintKind,
    /// Asset or group.
    pub name: String,
    /// The limit's value.
    pub limit: f64,
    /// Gain for each unit (100 % of weight) by which the limit is eased, in the unit of the objective: volatility saved for
    /// minimum variance and efficient return, return for efficient risk, utility, Sharpe ratio. For a fixed one the gain of
    /// raising it (negative: of lowering it). Null when it has no meaning.
    pub shadow_price: Option<f64>,
}

/// One efficient portfolio.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FrontierPoint {
    /// Expected return a year.
    pub expected_return: f64,
    /// Volatility a year.
    pub volatility: f64,
    /// Sharpe ratio; null without volatility.
    pub sharpe: Option<f64>,
    /// Conditional value at risk a period, on a frontier of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cvar: Option<f64>,
    /// Weights by asset.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub weights: IndexMap<String, f64>,
}

/// A portfolio at which the set of binding limits changes. Between two neighbouring ones every efficient portfolio is a mix
/// of the two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CornerPortfolio {
    /// λ in `min ½w'Σw − λ μ'w`: what a unit of expected return is worth in half variance.
    pub risk_tolerance: f64,
    /// Expected return a year.
    pub expected_return: f64,
    /// Volatility a year.
    pub volatility: f64,
    /// Weights that are not zero, by asset.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub weights: IndexMap<String, f64>,
    /// What changes here as the return rises; several at a tie, none at the first corner.
    pub changes: Vec<CornerChange>,
}

/// One limit that begins or ceases to bind at a corner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CornerChange {
    /// What happens.
    pub kind: CornerChangeKind,
    /// Asset or group.
    pub name: String,
}

/// What happens to an asset or a group at a corner, as the return rises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CornerChangeKind {
    /// The asset's weight leaves its limit and begins to move.
    AssetEnters,
    /// The asset's weight arrives at its lower limit.
    AssetLeaves,
    /// The asset's weight arrives at its upper limit.
    AssetReachesUpper,
    /// The group's weight arrives at a limit.
    GroupBinds,
    /// The group's weight leaves its limit.
    GroupReleased,
}

/// How the weight of an asset answers to a small change of its own expected return, while the binding limits stay the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WeightSensitivity {
    /// Change of the weight for each unit (100 percentage points) of expected return.
    pub weight: f64,
    /// Change of the expected return that moves the weight by one percentage point, `0.01 / |weight|`; null when the weight
    /// does not answer.
    pub return_for_one_point: Option<f64>,
}

/// What the moments were estimated from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Estimation {
    /// Expected returns a year, by asset.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub expected_returns: IndexMap<String, f64>,
    /// Volatilities a year, by asset.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub volatilities: IndexMap<String, f64>,
    /// Returns used.
    pub n_observations: usize,
    /// First date used.
    pub first_date: NaiveDate,
    /// Last date used.
    pub last_date: NaiveDate,
    /// Dates left out because at least one asset has no price there.
    pub n_dropped_dates: usize,
    /// Shrinkage intensity of the covariance, for estimators that shrink.
    pub shrinkage: Option<f64>,
    /// Smallest eigenvalue of the covariance.
    pub min_eigenvalue: f64,
    /// What was done about negative eigenvalues, when there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repair: Option<RepairReport>,
    /// Prior, views and what they imply, for Black–Litterman.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub black_litterman: Option<BlackLittermanReport>,
}
