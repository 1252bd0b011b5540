//! Agglomerative clustering in time n²: Prim's spanning tree for single linkage, the chain of nearest neighbours for the others.
//!
//! Which pair is merged first when distances tie decides the order of the leaves, hence the weights of hierarchical portfolios.
//! Ties are decided as scipy's `linkage` decides them (Müllner 2011, "Modern hierarchical, agglomerative clustering
//! algorithms"): the first of equal neighbours, the previous one of the chain before all others, merges sorted stably.

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How the distance between two clusters follows from the distances between their members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Linkage {
    /// The smallest distance between members.
    Single,
    /// The largest distance between members.
    Complete,
    /// The mean distance between members (UPGMA).
    Average,
    /// The growth of the sum of squares within clusters (Ward 1963).
    Ward,
}

/// Two clusters joined into one. Assets have the numbers 0 to n − 1, the k-th merge makes the cluster n + k.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Merge {
    /// The cluster with the smaller number.
    pub left: usize,
    /// The other one.
    pub right: usize,
    /// Distance at which they join; it never falls from one merge to the next.
    pub distance: f64,
    /// Assets in the new cluster.
    pub size: usize,
}

/// The n − 1 merges of n points by ascending distance. `distances` is `n × n` and symmetric.
pub(crate) fn linkage(distances: &DMatrix<f64>, method: Linkage) -> Vec<Merge> {
    let mut pairs = match method {
        Linkage::Single => spanning_tree(distances),
        Linkage::Complete | Linkage::Average | Linkage::Ward => nearest_neighbour_chain(distances.clone(), method),
    };
    pairs.sort_by(|a, b| a.2.total_cmp(&b.2));
    number_clusters(distances.nrows(), &pairs)
}

/// Two representatives and the distance at which their clusters join.
type Pair = (usize, usize, f64);

/// Prim's algorithm: the edges of the minimum spanning tree are the merges of single linkage.
fn spanning_tree(distances: &DMatrix<f64>) -> Vec<Pair> {
    let n = distances.nrows();
    let mut nearest = vec![f64::INFINITY; n];
    let mut outside: Vec<usize> = (1..n).collect();
    let mut pairs = Vec::with_capacity(n.saturating_sub(1));
    let mut last = 0;
    while !outside.is_empty() {
        let from_last = column(distances, last);
        let mut best = (0, f64::INFINITY);
        for (place, &i) in outside.iter().enumerate() {
            if nearest[i] > from_last[i] {
                nearest[i] = from_last[i];
            }
            if nearest[i] < best.1 {
                best = (place, nearest[i]);
            }
        }
        // Keeps the order of the rest, which decides ties.
        let next = outside.remove(best.0);
        pairs.push((last, next, best.1));
        last = next;
    }
    pairs
}

/// Follows nearest neighbours until two are each other's: those merge, and the chain goes on from before them.
fn nearest_neighbour_chain(mut distances: DMatrix<f64>, method: Linkage) -> Vec<Pair> {
    let n = distances.nrows();
    let mut size = vec![1usize; n];
    let mut alive: Vec<usize> = (0..n).collect();
    let mut chain: Vec<usize> = Vec::with_capacity(n);
    let mut pairs = Vec::with_capacity(n.saturating_sub(1));
    while alive.len() > 1 {
        if chain.is_empty() {
            chain.push(alive[0]);
        }
        let (x, y, distance) = loop {
            let x = chain[chain.len() - 1];
            let from_x = column(&distances, x);
            let previous = chain.len().checked_sub(2).map(|place| chain[place]);
            let (mut y, mut least) = match previous {
                Some(previous) => (previous, from_x[previous]),
                None => (usize::MAX, f64::INFINITY),
            };
            for &i in &alive {
                if i != x && from_x[i] < least {
                    (y, least) = (i, from_x[i]);
                }
            }
            if previous == Some(y) {
                break (x.min(y), x.max(y), least);
            }
            chain.push(y);
        };
        chain.truncate(chain.len() - 2);
        pairs.push((x, y, distance));
        // The merged cluster goes on under the larger number.
        let (size_x, size_y) = (size[x], size[y]);
        alive.retain(|&i| i != x);
        for &i in alive.iter().filter(|&&i| i != y) {
            let sizes = [size_x, size_y, size[i]].map(|size| size as f64);
            let merged = updated(method, distances[(i, x)], distances[(i, y)], distance, sizes);
            distances[(i, y)] = merged;
            distances[(y, i)] = merged;
        }
        size[y] = size_x + size_y;
    }
    pairs
}

/// Distance of cluster i to the union of x and y (Lance and Williams 1967); sizes of x, y and i.
fn updated(method: Linkage, to_x: f64, to_y: f64, between: f64, [n_x, n_y, n_i]: [f64; 3]) -> f64 {
    match method {
        Linkage::Single => to_x.min(to_y),
        Linkage::Complete => to_x.max(to_y),
        Linkage::Average => (n_x * to_x + n_y * to_y) / (n_x + n_y),
        Linkage::Ward => {
            let part = 1.0 / (n_x + n_y + n_i);
            let square =
                (n_i + n_x) * part * to_x * to_x + (n_i + n_y) * part * to_y * to_y - n_i * part * between * between;
            square.max(0.0).sqrt()
        }
    }
}

/// Replaces representatives by the numbers of the clusters they stand for, the smaller one left.
fn number_clusters(n: usize, pairs: &[Pair]) -> Vec<Merge> {
    let mut parent: Vec<usize> = (0..n + pairs.len()).collect();
    let mut size = vec![1usize; n + pairs.len()];
    let mut merges = Vec::with_capacity(pairs.len());
    for (k, &(x, y, distance)) in pairs.iter().enumerate() {
        let (a, b) = (root(&mut parent, x), root(&mut parent, y));
        let new = n + k;
        (parent[a], parent[b]) = (new, new);
        size[new] = size[a] + size[b];
        merges.push(Merge { left: a.min(b), right: a.max(b), distance, size: size[new] });
    }
    merges
}

/// The cluster that contains `member`; shortens the path on the way.
fn root(parent: &mut [usize], member: usize) -> usize {
    let mut top = member;
    while parent[top] != top {
        top = parent[top];
    }
    let mut at = member;
    while parent[at] != top {
        at = std::mem::replace(&mut parent[at], top);
    }
    top
}

fn column(matrix: &DMatrix<f64>, j: usize) -> &[f64] {
    let n = matrix.nrows();
    &matrix.as_slice()[j * n..(j + 1) * n]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition itself: join the nearest two of all clusters, again and again.
    fn by_definition(distances: &DMatrix<f64>, method: Linkage) -> Vec<f64> {
        let n = distances.nrows();
        let mut table = distances.clone();
        let mut size = vec![1.0; n];
        let mut alive: Vec<usize> = (0..n).collect();
        let mut heights = Vec::new();
        while alive.len() > 1 {
            let pairs = alive.iter().flat_map(|&x| alive.iter().map(move |&y| (x, y))).filter(|(x, y)| x < y);
            let (x, y) = pairs.min_by(|a, b| table[*a].total_cmp(&table[*b])).unwrap();
            let between = table[(x, y)];
            heights.push(between);
            alive.retain(|&i| i != x);
            for &i in alive.iter().filter(|&&i| i != y) {
                let merged = updated(method, table[(i, x)], table[(i, y)], between, [size[x], size[y], size[i]]);
                table[(i, y)] = merged;
                table[(y, i)] = merged;
            }
            size[y] += size[x];
        }
        heights
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn merges_are_those_of_the_definition(points in proptest::collection::vec((-1.0..1.0, -1.0..1.0, -1.0..1.0), 1..25)) {
            let n = points.len();
            let distance = |i: usize, j: usize| {
                let ((a, b, c), (d, e, f)): ((f64, f64, f64), (f64, f64, f64)) = (points[i], points[j]);
                ((a - d).powi(2) + (b - e).powi(2) + (c - f).powi(2)).sqrt()
            };
            let distances = DMatrix::from_fn(n, n, distance);
            for method in [Linkage::Single, Linkage::Complete, Linkage::Average, Linkage::Ward] {
                let merges = linkage(&distances, method);
                prop_assert_eq!(merges.len(), n - 1);
                for (merge, height) in merges.iter().zip(by_definition(&distances, method)) {
                    prop_assert!((merge.distance - height).abs() <= 1e-12, "{:?}", method);
                    prop_assert!(merge.left < merge.right);
                }
                prop_assert_eq!(merges.last().map_or(1, |merge| merge.size), n);
            }
        }
    }
}
