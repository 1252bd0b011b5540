//! The studio's questions: an optimization over a universe of stored prices, alone and compared.

use ::optimize::{Linkage, OptimizationRequest, Perturbation, Window};
use model::id::{AccountId, OptimizationId};
use serde::{Deserialize, Serialize};
use tax::{Deferral, Jurisdiction, TaxRates};

use super::spec::UniverseSpec;

/// An optimization over a universe. Moments, past returns, lots and today's weights are filled in where it needs them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StudioQuestion {
    /// Instruments, dates and estimators.
    pub universe: UniverseSpec,
    /// Objective and limits. `assets` may be empty; moments, prices and past returns in it are not looked at.
    pub request: OptimizationRequest,
    /// Points of the efficient frontier beside the solution, 2 to 1000; none when left out.
    #[serde(default)]
    pub frontier_points: Option<usize>,
    /// Also the corner portfolios of that frontier.
    #[serde(default)]
    pub corners: bool,
    /// Take open lots into the problem, so that sales are taxed.
    #[serde(default)]
    pub lots: Option<LotsQuestion>,
}

/// Which open lots to take into the problem, and how they are taxed. Prices and costs are in the base currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LotsQuestion {
    /// The accounts, which must be taxed as gains come; all of those when empty.
    #[serde(default)]
    pub account_ids: Vec<AccountId>,
    /// The user's rates.
    pub rates: TaxRates,
    /// Whose rules.
    #[serde(default)]
    pub jurisdiction: Jurisdiction,
    /// How later tax is counted today.
    #[serde(default)]
    pub deferral: Deferral,
    /// Most nodes of the search over losses to sell and assets to buy.
    #[serde(default)]
    pub max_nodes: Option<usize>,
    /// Count the cash of the accounts as capital; only what is invested when left out.
    #[serde(default)]
    pub include_cash: bool,
}

/// Correlations of a universe, ordered by clusters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrelationsQuestion {
    /// Instruments, dates and estimators.
    pub universe: UniverseSpec,
    /// How clusters are built; `single` when left out.
    #[serde(default)]
    pub linkage: Option<Linkage>,
    /// Number of clusters, 1 to the number of assets; found by the gap statistic when left out.
    #[serde(default)]
    pub n_clusters: Option<usize>,
}

/// An objective against equal weights over the past.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WalkForwardQuestion {
    /// Instruments, dates and estimators.
    pub universe: UniverseSpec,
    /// Objective and limits, as in [`StudioQuestion`].
    pub request: OptimizationRequest,
    /// Returns in the first window; 252 is a year of trading days.
    #[serde(default = "a_year")]
    pub window_size: usize,
    /// Which part of the past an estimate sees.
    #[serde(default)]
    pub window: Window,
    /// Periods between rebalancings; 21 is a month of trading days.
    #[serde(default = "a_month")]
    pub rebalance_every: usize,
    /// Part of the value traded that a trade costs (0.001 = 10 basis points).
    #[serde(default)]
    pub cost: f64,
}

/// An optimization under small changes of its inputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StabilityQuestion {
    /// Instruments, dates and estimators.
    pub universe: UniverseSpec,
    /// Objective and limits, as in [`StudioQuestion`].
    pub request: OptimizationRequest,
    /// What changes.
    #[serde(default)]
    pub perturbation: Perturbation,
    /// Perturbed optimizations, 2 to 10,000.
    #[serde(default = "hundred")]
    pub samples: usize,
    /// Decides every sample: the same seed gives the same result.
    #[serde(default)]
    pub seed: u64,
}

/// An optimization over histories that might have been.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResamplingQuestion {
    /// Instruments, dates and estimators.
    pub universe: UniverseSpec,
    /// Objective and limits, as in [`StudioQuestion`].
    pub request: OptimizationRequest,
    /// Samples, 2 to 10,000.
    #[serde(default = "two_hundred")]
    pub samples: usize,
    /// Decides every sample: the same seed gives the same result.
    #[serde(default)]
    pub seed: u64,
    /// Part of the samples inside a band or region, between 0 and 1.
    #[serde(default = "nine_tenths")]
    pub confidence: f64,
}

/// Two saved runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChangesQuery {
    /// The earlier run.
    #[param(value_type = String)]
    pub before: OptimizationId,
    /// The later run.
    #[param(value_type = String)]
    pub after: OptimizationId,
}

/// Two questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangesQuestion {
    /// The earlier one.
    pub before: StudioQuestion,
    /// The later one.
    pub after: StudioQuestion,
}

fn a_year() -> usize {
    252
}

fn a_month() -> usize {
    21
}

fn hundred() -> usize {
    100
}

fn two_hundred() -> usize {
    200
}

fn nine_tenths() -> f64 {
    0.9
}
