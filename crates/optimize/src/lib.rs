//! Portfolio optimization: objectives, constraints, solvers and the efficient frontier.
//!
//! [`optimize`] takes an [`OptimizationRequest`] and returns an [`OptimizationResult`] or an [`OptimizeError`] in words. A
//! [`Workspace`] does the same many times over the same moments, from where the last solve ended, for a bound that is being
//! dragged.
//!
//! How it solves: a Newton method in the space of the factors guesses which limits bind, and an exact active-set method
//! finishes from there, so that the answer depends on the binding limits only and not on the path of an iteration (OSQP gives
//! a second guess where the first does not lead to the end in a few steps). Efficient return, efficient risk and the frontier walk the critical line from the minimum-variance portfolio:
//! between two changes of the binding limits the weights are linear in the risk tolerance, hence every target is met by a
//! formula in place of a search. After every solve the optimality conditions are computed afresh and reported; an answer that
//! fails them is an error.
//!
//! What a polytope and a quadratic form cannot say (tails, drawdowns, risk caps, turnover, costs, worst cases, growth) goes to
//! a model of cones, solved by Clarabel, or to pivots over scenarios and cuts where that is exact and faster (`conic`).
//!
//! Everything is pure: no clock, no randomness, no I/O. The same request gives the same result, bit for bit.

mod active_set;
mod baselines;
mod budgets;
mod cardinality;
mod clusters;
mod comparison;
mod conic;
mod constraints;
mod corners;
mod costs;
mod critical_line;
mod discrete;
mod error;
mod estimated;
mod explain;
mod factor_input;
mod factor_space;
mod feasibility;
mod free_block;
mod limits;
mod lots;
mod named;
mod polytope;
mod quadratic;
mod report;
mod request;
mod resampling;
mod residuals;
mod result;
mod risk_parity;
mod row_basis;
mod rules;
mod scenarios;
mod sensitivity;
mod solve;
mod splitting;
mod surrogate;
mod uncertainty;
mod universe;
mod words;
mod working_set;
mod workspace;

pub use budgets::GroupBudget;
pub use cardinality::CardinalityReport;
pub use clusters::{
    ClusterObjective, ClusterRule, Clusters, CorrelationClusters, Linkage, Merge, NestedObjectives,
    correlation_clusters,
};
pub use comparison::{
    AssetStability, Path, PathFigures, Perturbation, Rebalancing, StabilityRequest, StabilityResult,
    WalkForwardRequest, WalkForwardResult, Window, stability, walk_forward,
};
pub use constraints::{ExposureRange, FactorExposure, OptimizationConstraints, RelativeLimit};
pub use costs::{AssetCost, CostReport, Costs, MarketImpact};
pub use discrete::{Allocation, AllocationMethod, RoundLots, allocate};
pub use error::OptimizeError;
pub use explain::{Cause, ChangePart, ChangeStep, WeightChange, WeightChanges, binding_in_words, explain_changes};
pub use factor_input::FactorModelInput;
pub use lots::{AssetDay, BlockedTrade, LotTrade, TaxLot, TaxLots, TaxReport, TradeAction, Untaxed, WaitingLot};
pub use named::PerAsset;
pub use request::{Bounds, Group, Objective, OptimizationRequest};
pub use resampling::{BandPoint, ConfidenceRegion, ResamplingRequest, ResamplingResult, WeightRange, resample};
pub use result::{
    BindingConstraint, ConstraintKind, CornerChange, CornerChangeKind, CornerPortfolio, Estimation, FrontierPoint,
    OptimizationResult, Residuals, SolverInfo, Status, WeightSensitivity,
};
pub use scenarios::ScenarioRisk;
pub use uncertainty::Uncertainty;
pub use universe::Universe;
pub use workspace::{OnProgress, Progress, Stage, Workspace, optimize};
