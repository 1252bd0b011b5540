//! Nested clusters: a portfolio of each cluster's assets, then a portfolio of these portfolios.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::words::list;
use crate::{Objective, OnProgress, OptimizationRequest, OptimizeError, Universe, Workspace};

/// What is optimized within and across clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClusterObjective {
    /// The least variance.
    #[default]
    MinimumVariance,
    /// The highest Sharpe ratio; minimum variance for a cluster in which nothing earns more than the risk-free rate.
    MaximumSharpe,
}

/// The two objectives of nested clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NestedObjectives {
    /// Within each cluster.
    #[serde(default)]
    pub inner: ClusterObjective,
    /// Across clusters.
    #[serde(default)]
    pub outer: ClusterObjective,
}

impl NestedObjectives {
    /// Whether any of the two needs expected returns.
    pub(crate) fn needs_expected_returns(self) -> bool {
        [self.inner, self.outer].contains(&ClusterObjective::MaximumSharpe)
    }
}

/// The weights with what a reader should know.
pub(crate) struct Nested {
    pub(crate) weights: DVector<f64>,
    pub(crate) warnings: Vec<String>,
}

/// Weights after López de Prado (2019), "A robust estimator of the efficient frontier": long-only optima of each cluster, then
/// of the clusters with covariance `W'ΣW` and expected returns `W'μ`, where column k of `W` is cluster k's portfolio.
pub(crate) fn weights(
    universe: &Universe,
    clusters: &[Vec<usize>],
    objectives: NestedObjectives,
    risk_free_rate: f64,
    on_progress: OnProgress<'_>,
) -> Result<Nested, OptimizeError> {
    let n = universe.assets().len();
    let mut warnings = Vec::new();
    let mut portfolios = DMatrix::zeros(n, clusters.len());
    for (k, members) in clusters.iter().enumerate() {
        let names: Vec<String> = members.iter().map(|&i| universe.assets()[i].clone()).collect();
        let covariance =
            DMatrix::from_fn(names.len(), names.len(), |i, j| universe.covariance()[(members[i], members[j])]);
        let mean = universe.expected_returns().map(|mean| DVector::from_fn(names.len(), |i, _| mean[members[i]]));
        let part = Universe::new(names.clone(), mean, covariance)?;
        let (inner, fell_back) = optimum(part, objectives.inner, risk_free_rate, on_progress)?;
        if fell_back {
            warnings.push(format!(
                "in the cluster of {} nothing earns more than the risk-free rate: its minimum-variance portfolio stands for it",
                list(&names)
            ));
        }
        members.iter().zip(inner.iter()).for_each(|(&i, weight)| portfolios[(i, k)] = *weight);
    }
    let covariance = portfolios.transpose() * (universe.covariance() * &portfolios);
    let mean = universe.expected_returns().map(|mean| portfolios.tr_mul(mean));
    let names = (1..=clusters.len()).map(|k| format!("cluster {k}")).collect();
    let across = Universe::new(names, mean, covariance)?;
    let (outer, fell_back) = optimum(across, objectives.outer, risk_free_rate, on_progress)?;
    if fell_back {
        let words =
            "no cluster earns more than the risk-free rate: the minimum-variance portfolio of the clusters is given";
        warnings.push(words.to_owned());
    }
    Ok(Nested { weights: portfolios * outer, warnings })
}

/// The long-only optimum, and whether minimum variance had to stand in for the Sharpe ratio.
fn optimum(
    universe: Universe,
    objective: ClusterObjective,
    risk_free_rate: f64,
    on_progress: OnProgress<'_>,
) -> Result<(DVector<f64>, bool), OptimizeError> {
    let mut workspace = Workspace::of(universe);
    let mut solve = |objective: Objective| {
        let mut request = OptimizationRequest::new(Vec::new(), objective);
        request.risk_free_rate = risk_free_rate;
        workspace.solve(&request, on_progress)
    };
    let (result, fell_back) = match objective {
        ClusterObjective::MinimumVariance => (solve(Objective::MinimumVariance)?, false),
        ClusterObjective::MaximumSharpe => match solve(Objective::MaximumSharpe) {
            Err(OptimizeError::NoExcessReturn { .. }) => (solve(Objective::MinimumVariance)?, true),
            other => (other?, false),
        },
    };
    Ok((DVector::from_iterator(result.weights.len(), result.weights.values().copied()), fell_back))
}
