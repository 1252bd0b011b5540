//! Saved runs: what they are asked for with, and what they answer.

use ::optimize::{OptimizationRequest, OptimizationResult};
use chrono::NaiveDate;
use model::{
    id::{InstrumentId, JobId, OptimizationId},
    optimization::OptimizationType,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{questions::LotsQuestion, spec::UniverseSpec};

/// A run to do and save.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOptimization {
    /// Its name, 1 to 120 characters.
    pub name: String,
    /// Instruments, dates and estimators.
    pub universe: UniverseSpec,
    /// Objective and limits. Moments and past returns are filled in from the universe; assets are symbols.
    pub request: OptimizationRequest,
    /// Points of the efficient frontier to keep beside the solution, 2 to 1000; none when left out.
    #[serde(default)]
    pub frontier_points: Option<usize>,
    /// Keep the corner portfolios of the frontier too.
    #[serde(default)]
    pub corners: bool,
    /// Take open lots into the problem, so that sales are taxed.
    #[serde(default)]
    pub lots: Option<LotsQuestion>,
}

/// What a run was done with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OptimizationSettings {
    /// Instruments, dates and estimators.
    pub universe: UniverseSpec,
    /// The request as solved, moments included; past returns are left out: they follow from the universe's prices.
    pub request: OptimizationRequest,
}

/// A saved run.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OptimizationView {
    /// Its identity.
    pub id: OptimizationId,
    /// Its name.
    pub name: String,
    /// What it looked for.
    pub optimization_type: OptimizationType,
    /// When it was run.
    pub created_at: Timestamp,
    /// The day that counted as today.
    pub as_of: NaiveDate,
    /// The job that ran it.
    pub job_id: Option<JobId>,
    /// BLAKE3 of the prices used, hex.
    pub data_hash: String,
    /// Its instruments, in order.
    pub instruments: Vec<InstrumentId>,
    /// What it was done with.
    pub settings: OptimizationSettings,
    /// What came out.
    pub result: OptimizationResult,
}

/// A saved run in a list.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OptimizationSummary {
    /// Its identity.
    pub id: OptimizationId,
    /// Its name.
    pub name: String,
    /// What it looked for.
    pub optimization_type: OptimizationType,
    /// When it was run.
    pub created_at: Timestamp,
    /// The day that counted as today.
    pub as_of: NaiveDate,
    /// BLAKE3 of the prices used, hex.
    pub data_hash: String,
    /// How many instruments.
    pub n_assets: usize,
    /// Expected return a year.
    pub expected_return: Option<f64>,
    /// Volatility a year.
    pub volatility: f64,
    /// Sharpe ratio.
    pub sharpe: Option<f64>,
}

/// A new name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameOptimization {
    /// The name, 1 to 120 characters.
    pub name: String,
}

/// What to give beside a solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SolveQuery {
    /// Points of the efficient frontier within the same limits, 2 to 1000; none when left out.
    pub frontier_points: Option<usize>,
}

/// Which runs to compare.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CompareQuery {
    /// Ids of saved runs with commas between them, 1 to 8.
    pub ids: String,
}

/// Runs side by side with what is held.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Comparison {
    /// The runs, in the order asked for.
    pub optimizations: Vec<OptimizationSummary>,
    /// Weights by asset.
    pub rows: Vec<ComparisonRow>,
}

/// One asset in a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ComparisonRow {
    /// The symbol.
    pub asset: String,
    /// The instrument, while it exists.
    pub instrument_id: Option<InstrumentId>,
    /// Part of today's portfolio value, cash included; null when unknown.
    pub today: Option<f64>,
    /// The weight in each run; null where the asset is not in it.
    pub weights: Vec<Option<f64>>,
}
