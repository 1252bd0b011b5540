//! Portfolio optimization: objectives, constraints, solvers and the efficient frontier.
//!
//! [`optimize`] takes an [`OptimizationRequest`] and returns an [`OptimizationResult`] or an [`OptimizeError`] in words. A
//! [`Workspace`] does the same many times over the same moments, from where the last solve ended, for a bound that is being
//! dragged.
//!
//! How it solves: OSQP finds which limits bind (the maximum Sharpe ratio after Schaible's homogenization), and an exact
//! active-set method finishes from there, so that the answer depends on the binding limits only and not on the path of an
//! iteration. Efficient return, efficient risk and the frontier walk the critical line from the minimum-variance portfolio:
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
mod costs;
mod critical_line;
mod discrete;
mod error;
mod explain;
mod feasibility;
mod limits;
mod lots;
mod named;
mod polytope;
mod report;
mod request;
mod residuals;
mod result;
mod risk_parity;
mod row_basis;
mod rules;
mod scenarios;
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
pub use lots::{AssetDay, BlockedTrade, LotTrade, TaxLot, TaxLots, TaxReport, TradeAction, Untaxed, WaitingLot};
pub use named::PerAsset;
pub use request::{Bounds, Group, Objective, OptimizationRequest};
pub use result::{
    BindingConstraint, ConstraintKind, Estimation, FrontierPoint, OptimizationResult, Residuals, SolverInfo, Status,
};
pub use scenarios::ScenarioRisk;
pub use uncertainty::Uncertainty;
pub use universe::Universe;
pub use workspace::{OnProgress, Progress, Stage, Workspace, optimize};
