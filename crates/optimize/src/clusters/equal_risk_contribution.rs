//! Hierarchical equal risk contribution: clusters share weight along the tree, assets share their cluster's.

use nalgebra::{DMatrix, DVector};

use super::shares::Shares;
use super::{Merge, tree};
use crate::baselines::{inverse_variance, inverse_variance_risk, within_bounds};

/// Weights after Raffinot (2018), "The hierarchical equal risk contribution portfolio", with variance as the measure of risk
/// and Riskfolio-Lib's convention: the tree is followed from its root to the `clusters` of its cut, every branch weighing
/// against the sum of the variances of its clusters' inverse-variance portfolios; within a cluster assets weigh by inverse
/// variance.
pub(crate) fn weights(
    covariance: &DMatrix<f64>,
    merges: &[Merge],
    clusters: &[Vec<usize>],
    shares: &Shares,
) -> DVector<f64> {
    let n = covariance.nrows();
    let mut cluster_of = vec![0; n];
    for (k, members) in clusters.iter().enumerate() {
        members.iter().for_each(|&i| cluster_of[i] = k);
    }
    let risks: Vec<f64> = clusters.iter().map(|members| inverse_variance_risk(covariance, members)).collect();
    let risk_below = |leaves: &[usize]| -> f64 {
        let mut below: Vec<usize> = leaves.iter().map(|&i| cluster_of[i]).collect();
        below.dedup();
        below.into_iter().map(|k| risks[k]).sum()
    };
    let mut weights = DVector::zeros(n);
    let mut open = vec![(n + merges.len() - 1, shares.total)];
    while let Some((node, weight)) = open.pop() {
        let leaves = tree::leaves(n, merges, node);
        let cluster = &clusters[cluster_of[leaves[0]]];
        if cluster.len() == leaves.len() {
            let parts = inverse_variance(covariance, cluster);
            let of = |limits: &[f64]| cluster.iter().map(|&i| limits[i]).collect::<Vec<_>>();
            let shared = within_bounds(&parts, &of(&shares.lower), &of(&shares.upper), weight);
            cluster.iter().zip(shared).for_each(|(&i, share)| weights[i] = share);
            continue;
        }
        let merge = merges[node - n];
        let [left, right] = [merge.left, merge.right].map(|branch| tree::leaves(n, merges, branch));
        let (first, second) = shares.split(weight, [risk_below(&left), risk_below(&right)], &left, &right);
        open.extend([(merge.left, first), (merge.right, second)]);
    }
    weights
}
