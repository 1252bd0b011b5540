//! Which holdings move together: the tree of single linkage, and its groups.
//!
//! The tree is the spanning tree of the smallest distances, so that it needs no solver and no choice. Other linkages, and portfolios along
//! the tree, are the optimizer's.

use nalgebra::DMatrix;
use serde::Serialize;
use utoipa::ToSchema;

use super::correlation::correlations;
use crate::RiskError;

/// Correlation that holds a group together.
const TOGETHER: f64 = 0.5;

/// Two clusters that join. Holdings have the numbers 0 to n − 1, the k-th merge makes the cluster n + k.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct ClusterMerge {
    /// The cluster with the smaller number.
    pub left: usize,
    /// The other one.
    pub right: usize,
    /// Distance at which they join: `√((1 − ρ)/2)` of their nearest two holdings.
    pub distance: f64,
    /// Holdings in the new cluster.
    pub size: usize,
}

/// The tree of holdings by correlation.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HoldingClusters {
    /// Merges by ascending distance, one less than holdings.
    pub merges: Vec<ClusterMerge>,
    /// Holdings from left to right, so that branches do not cross.
    pub leaf_order: Vec<String>,
    /// Holdings that hang together by correlations of at least one half, in the order of the leaves.
    pub groups: Vec<Vec<String>>,
}

pub(super) fn clusters(
    names: &[String],
    sample: &Result<(DMatrix<f64>, Option<f64>), RiskError>,
) -> Result<HoldingClusters, RiskError> {
    let (covariance, _) = sample.as_ref().map_err(Clone::clone)?;
    let correlation = correlations(covariance)?;
    let merges = merges(&correlation);
    let order = leaf_order(names.len(), &merges);
    let limit = ((1.0 - TOGETHER) / 2.0).sqrt();
    let mut cluster: Vec<usize> = (0..names.len()).collect();
    for (place, merge) in merges.iter().enumerate().filter(|(_, merge)| merge.distance <= limit) {
        for own in &mut cluster {
            if *own == merge.left || *own == merge.right {
                *own = names.len() + place;
            }
        }
    }
    let mut groups: Vec<(usize, Vec<String>)> = Vec::new();
    for holding in &order {
        match groups.last_mut().filter(|(number, _)| *number == cluster[*holding]) {
            Some((_, members)) => members.push(names[*holding].clone()),
            None => groups.push((cluster[*holding], vec![names[*holding].clone()])),
        }
    }
    Ok(HoldingClusters {
        merges,
        leaf_order: order.into_iter().map(|holding| names[holding].clone()).collect(),
        groups: groups.into_iter().map(|(_, members)| members).collect(),
    })
}

/// Prim's spanning tree (1957), its edges by ascending distance.
fn merges(correlation: &DMatrix<f64>) -> Vec<ClusterMerge> {
    let n = correlation.nrows();
    let distance = |i: usize, j: usize| ((1.0 - correlation[(i, j)]) / 2.0).max(0.0).sqrt();
    // Of each holding outside of the tree, the nearest inside and how far it is.
    let mut outside: Vec<(usize, usize, f64)> = (1..n).map(|i| (i, 0, distance(i, 0))).collect();
    let mut edges = Vec::with_capacity(n.saturating_sub(1));
    while let Some(next) = (0..outside.len()).min_by(|a, b| outside[*a].2.total_cmp(&outside[*b].2)) {
        let edge = outside.remove(next);
        for (holding, nearest, least) in &mut outside {
            let now = distance(*holding, edge.0);
            if now < *least {
                (*nearest, *least) = (edge.0, now);
            }
        }
        edges.push(edge);
    }
    edges.sort_by(|a, b| a.2.total_cmp(&b.2));
    let mut cluster: Vec<usize> = (0..n).collect();
    let mut merges = Vec::with_capacity(edges.len());
    for (place, (one, other, distance)) in edges.into_iter().enumerate() {
        let (a, b) = (cluster[one], cluster[other]);
        let mut size = 0;
        for own in &mut cluster {
            if *own == a || *own == b {
                *own = n + place;
                size += 1;
            }
        }
        merges.push(ClusterMerge { left: a.min(b), right: a.max(b), distance, size });
    }
    merges
}

/// Leaves from left to right, the left branch of every merge first.
fn leaf_order(n: usize, merges: &[ClusterMerge]) -> Vec<usize> {
    let mut order = Vec::with_capacity(n);
    let mut open = vec![(n + merges.len()).saturating_sub(1)];
    while let Some(node) = open.pop() {
        match node.checked_sub(n) {
            None => order.push(node),
            Some(place) => open.extend([merges[place].right, merges[place].left]),
        }
    }
    order
}
