//! How many clusters: the number asked for, or a rule that looks at the distances within them.

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Merge, tree};

/// Most clusters that a rule chooses.
const CLUSTERS_MAX: usize = 10;

/// How the number of clusters is found when none is given. Both rules look at 2 to min(10, √n) clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClusterRule {
    /// The number after which the spread of distances within clusters stops falling fastest: the largest
    /// `W(k) − 2W(k + 1) + W(k + 2)` for the sum W of their standard deviations (after Yue, Wang and Wei 2008; Riskfolio-Lib's
    /// `twodiff`).
    #[default]
    Gap,
    /// The number with the highest mean over standard deviation of the assets' silhouettes (López de Prado 2020), taken from
    /// the distances themselves (Riskfolio-Lib takes Euclidean distances between their rows).
    Silhouette,
}

/// The number of clusters by the rule, 1 to min(10, √n).
pub(crate) fn choose(distances: &DMatrix<f64>, merges: &[Merge], rule: ClusterRule) -> usize {
    let n = distances.nrows();
    let most = ((n as f64).sqrt() as usize).min(CLUSTERS_MAX);
    match rule {
        ClusterRule::Gap => {
            let spreads = total_spreads(distances, merges, most + 2);
            best(2..=most, |k| spreads[k - 1] - 2.0 * spreads[k] + spreads[k + 1])
        }
        ClusterRule::Silhouette => best(2..=most, |k| silhouette_quality(distances, &tree::cut(n, merges, k))),
    }
}

/// The first candidate with the highest score; 1 when there is none.
fn best(candidates: impl Iterator<Item = usize>, score: impl Fn(usize) -> f64) -> usize {
    let mut found = (1, f64::NEG_INFINITY);
    for k in candidates {
        let value = score(k);
        if value > found.1 {
            found = (k, value);
        }
    }
    found.0
}

/// For 1, 2, … `most` clusters: the sum over clusters of the standard deviation of the distances between members.
fn total_spreads(distances: &DMatrix<f64>, merges: &[Merge], most: usize) -> Vec<f64> {
    let spreads = spreads(distances, merges);
    let mut total = spreads[spreads.len() - 1];
    let mut totals = vec![total];
    // One cluster more: the last merge is undone, then the one before it.
    for merge in merges.iter().rev() {
        totals.push({
            let node = spreads.len() - totals.len();
            total += spreads[merge.left] + spreads[merge.right] - spreads[node];
            total
        });
    }
    // Beyond one cluster an asset nothing is left to spread.
    totals.resize(most.max(totals.len()), 0.0);
    totals
}

/// The standard deviation of the distances within every cluster of the tree. A pair of assets meets in one merge only, so that
/// all take n²/2 steps together.
fn spreads(distances: &DMatrix<f64>, merges: &[Merge]) -> Vec<f64> {
    let n = distances.nrows();
    let order = tree::leaf_order(n, merges);
    // Where the leaves of a cluster begin in the order, and how many there are.
    let mut first = vec![0; n + merges.len()];
    let mut size = vec![1; n + merges.len()];
    order.iter().enumerate().for_each(|(place, &leaf)| first[leaf] = place);
    let mut sums = vec![(0.0, 0.0); n + merges.len()];
    for (k, merge) in merges.iter().enumerate() {
        let node = n + k;
        (first[node], size[node]) = (first[merge.left], merge.size);
        let members = |cluster: usize| &order[first[cluster]..first[cluster] + size[cluster]];
        let (left, right) = (sums[merge.left], sums[merge.right]);
        let (mut sum, mut squares) = (left.0 + right.0, left.1 + right.1);
        for &j in members(merge.right) {
            for &i in members(merge.left) {
                let distance = distances[(i, j)];
                sum += distance;
                squares += distance * distance;
            }
        }
        sums[node] = (sum, squares);
    }
    let spread = |(&(sum, squares), &size): (&(f64, f64), &usize)| {
        let pairs = (size * (size - 1) / 2).max(1) as f64;
        (squares / pairs - (sum / pairs) * (sum / pairs)).max(0.0).sqrt()
    };
    sums.iter().zip(&size).map(spread).collect()
}

/// Mean silhouette over its standard deviation (Rousseeuw 1987: `(b − a)/max(a, b)`, 0 for an asset alone).
fn silhouette_quality(distances: &DMatrix<f64>, clusters: &[Vec<usize>]) -> f64 {
    let mean_to = |i: usize, members: &[usize], others: usize| {
        members.iter().map(|&j| distances[(j, i)]).sum::<f64>() / others as f64
    };
    let mut values = Vec::with_capacity(distances.nrows());
    for (own, members) in clusters.iter().enumerate() {
        for &i in members {
            if members.len() == 1 {
                values.push(0.0);
                continue;
            }
            let within = mean_to(i, members, members.len() - 1);
            let others = clusters.iter().enumerate().filter(|(other, _)| *other != own);
            let nearest = others.map(|(_, other)| mean_to(i, other, other.len())).fold(f64::INFINITY, f64::min);
            let larger = within.max(nearest);
            values.push(if larger > 0.0 { (nearest - within) / larger } else { 0.0 });
        }
    }
    let spread = deviation(&values);
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    if spread > 0.0 { mean / spread } else { mean.signum() * f64::MAX }
}

/// Population standard deviation.
fn deviation(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clusters::{Linkage, linkage};

    /// `groups` far apart on a line, each of `size` points close together, no two distances equal.
    fn grouped(groups: usize, size: usize) -> DMatrix<f64> {
        let place = |i: usize| (i / size) as f64 + 0.01 * ((i * 7 + i * i) % 11) as f64 / 11.0;
        DMatrix::from_fn(groups * size, groups * size, |i, j| (place(i) - place(j)).abs())
    }

    #[test]
    fn silhouettes_find_clear_groups() {
        for groups in 2..=4 {
            let distances = grouped(groups, 8);
            let merges = linkage::linkage(&distances, Linkage::Average);
            assert_eq!(choose(&distances, &merges, ClusterRule::Silhouette), groups);
        }
    }

    #[test]
    fn spreads_of_the_tree_are_those_of_its_clusters() {
        let distances = grouped(3, 5);
        for method in [Linkage::Single, Linkage::Ward] {
            let merges = linkage::linkage(&distances, method);
            let totals = total_spreads(&distances, &merges, 20);
            for (k, total) in (1..=15).zip(&totals) {
                let within = |members: &Vec<usize>| -> f64 {
                    let pairs =
                        members.iter().flat_map(|&i| members.iter().filter(move |&&j| j < i).map(move |&j| (i, j)));
                    let values: Vec<f64> = pairs.map(|pair| distances[pair]).collect();
                    if values.is_empty() { 0.0 } else { deviation(&values) }
                };
                let direct: f64 = tree::cut(15, &merges, k).iter().map(within).sum();
                assert!((total - direct).abs() < 1e-7, "{k}: {total} against {direct}");
            }
            assert_eq!(totals[15..], [0.0; 5]);
        }
    }

    #[test]
    fn few_assets_are_one_cluster() {
        for n in 1..4 {
            let distances = DMatrix::from_fn(n, n, |i, j| if i == j { 0.0 } else { 0.5 });
            let merges = linkage::linkage(&distances, Linkage::Ward);
            assert_eq!(choose(&distances, &merges, ClusterRule::Gap), 1);
            assert_eq!(choose(&distances, &merges, ClusterRule::Silhouette), 1);
        }
    }
}
