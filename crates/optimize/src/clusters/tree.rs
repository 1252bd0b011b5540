//! The tree that merges make: order of its leaves, and its cut into clusters.

use super::Merge;

/// Leaves from left to right, the left branch of every merge first (scipy's `to_tree(…).pre_order()`).
pub(crate) fn leaf_order(n: usize, merges: &[Merge]) -> Vec<usize> {
    leaves(n, merges, (n + merges.len()).saturating_sub(1))
}

/// Leaves below a cluster, from left to right.
pub(crate) fn leaves(n: usize, merges: &[Merge], cluster: usize) -> Vec<usize> {
    let mut order = Vec::new();
    let mut open = vec![cluster];
    while let Some(node) = open.pop() {
        if node < n {
            order.push(node);
        } else {
            open.extend([merges[node - n].right, merges[node - n].left]);
        }
    }
    order
}

/// The members of `k` clusters: the tree without its last `k − 1` merges. Clusters and members stand in the order of the leaves.
pub(crate) fn cut(n: usize, merges: &[Merge], k: usize) -> Vec<Vec<usize>> {
    let first_open = n + merges.len() + 1 - k.clamp(1, n);
    let mut clusters = Vec::with_capacity(k);
    let mut open = vec![n + merges.len() - 1];
    while let Some(node) = open.pop() {
        if node < first_open {
            clusters.push(leaves(n, merges, node));
        } else {
            open.extend([merges[node - n].right, merges[node - n].left]);
        }
    }
    clusters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merge(left: usize, right: usize, distance: f64, size: usize) -> Merge {
        Merge { left, right, distance, size }
    }

    #[test]
    fn leaves_and_cuts_follow_the_branches() {
        // ((0,3),(1,(2,4)))
        let merges = [merge(2, 4, 0.1, 2), merge(0, 3, 0.2, 2), merge(1, 5, 0.3, 3), merge(6, 7, 0.9, 5)];
        assert_eq!(leaf_order(5, &merges), [0, 3, 1, 2, 4]);
        assert_eq!(cut(5, &merges, 1), [vec![0, 3, 1, 2, 4]]);
        assert_eq!(cut(5, &merges, 2), [vec![0, 3], vec![1, 2, 4]]);
        assert_eq!(cut(5, &merges, 3), [vec![0, 3], vec![1], vec![2, 4]]);
        assert_eq!(cut(5, &merges, 5), [vec![0], vec![3], vec![1], vec![2], vec![4]]);
        assert_eq!(cut(1, &[], 1), [vec![0]]);
        assert_eq!(leaf_order(1, &[]), [0]);
    }
}
