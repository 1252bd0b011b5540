//! Clusters of assets by correlation, and the portfolios that follow them.

mod distance;
mod equal_risk_contribution;
mod hierarchical_risk_parity;
mod linkage;
mod nested;
mod number;
mod shares;
mod tree;

use indexmap::IndexMap;
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{OptimizationRequest, OptimizeError, Universe};

pub(crate) use distance::deviations;
pub(crate) use equal_risk_contribution::weights as equal_risk_contribution;
pub(crate) use hierarchical_risk_parity::weights as hierarchical_risk_parity;
pub use linkage::{Linkage, Merge};
pub use nested::{ClusterObjective, NestedObjectives};
pub(crate) use nested::{Nested, weights as nested};
pub use number::ClusterRule;
pub(crate) use shares::Shares;

/// The tree of assets, as a dendrogram draws it. The distance of two assets is `√((1 − ρ)/2)` for their correlation ρ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Clusters {
    /// How distances between clusters follow from those between assets.
    pub linkage: Linkage,
    /// The n − 1 merges by ascending distance, numbered as scipy's linkage rows.
    pub merges: Vec<Merge>,
    /// Assets from left to right, so that branches do not cross.
    pub leaf_order: Vec<String>,
    /// Number of each asset's cluster, from 1 in the order of the leaves.
    #[schema(value_type = std::collections::BTreeMap<String, usize>)]
    pub cluster_of: IndexMap<String, usize>,
}

/// Clusters with the correlations that made them: dendrogram and heat map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CorrelationClusters {
    /// The tree.
    pub clusters: Clusters,
    /// Correlations, one row for each asset; rows and columns in the order of the leaves.
    pub correlations: Vec<Vec<f64>>,
}

/// The tree of a universe's assets with the ordered correlations, whatever is optimized. `linkage`, `n_clusters` and
/// `cluster_rule` are as in the request; single linkage when nothing is said.
///
/// # Errors
/// Names an asset without variance, or says that the number of clusters is out of range.
pub fn correlation_clusters(
    universe: &Universe,
    request: &OptimizationRequest,
) -> Result<CorrelationClusters, OptimizeError> {
    let tree = Tree::grow(universe, request, Linkage::Single)?;
    let order = &tree.leaf_order;
    let row = |&i: &usize| order.iter().map(|&j| tree.correlation[(i, j)]).collect();
    let correlations = order.iter().map(row).collect();
    Ok(CorrelationClusters { clusters: tree.named(universe.assets()), correlations })
}

/// The tree in numbers.
pub(crate) struct Tree {
    linkage: Linkage,
    correlation: DMatrix<f64>,
    pub(crate) merges: Vec<Merge>,
    pub(crate) leaf_order: Vec<usize>,
    /// Members of each cluster; clusters and members in the order of the leaves.
    pub(crate) clusters: Vec<Vec<usize>>,
}

impl Tree {
    /// Clusters the assets by the request's settings.
    pub(crate) fn grow(
        universe: &Universe,
        request: &OptimizationRequest,
        default_linkage: Linkage,
    ) -> Result<Self, OptimizeError> {
        let n = universe.assets().len();
        if let Some(k) = request.n_clusters.filter(|k| !(1..=n).contains(k)) {
            return Err(OptimizeError::field("n_clusters", format!("{k}; give 1 to {n}, the number of assets")));
        }
        let correlation = distance::correlation(universe.assets(), universe.covariance())?;
        let distances = distance::distances(&correlation);
        let linkage = request.linkage.unwrap_or(default_linkage);
        let merges = linkage::linkage(&distances, linkage);
        let k = request
            .n_clusters
            .unwrap_or_else(|| number::choose(&distances, &merges, request.cluster_rule.unwrap_or_default()));
        let leaf_order = tree::leaf_order(n, &merges);
        let clusters = tree::cut(n, &merges, k);
        Ok(Self { linkage, correlation, merges, leaf_order, clusters })
    }

    /// The tree with names, for the result.
    pub(crate) fn named(self, assets: &[String]) -> Clusters {
        let mut cluster_of: IndexMap<String, usize> = assets.iter().map(|asset| (asset.clone(), 0)).collect();
        for (k, members) in self.clusters.iter().enumerate() {
            members.iter().for_each(|&i| cluster_of[i] = k + 1);
        }
        let leaf_order = self.leaf_order.iter().map(|&i| assets[i].clone()).collect();
        Clusters { linkage: self.linkage, merges: self.merges, leaf_order, cluster_of }
    }
}
