//! Portfolios by a plain rule, to measure others against; and how such a rule keeps bounds.

use nalgebra::{DMatrix, DVector};

/// The same part of the budget for every asset, `1/n`.
pub(crate) fn equal_weight(n: usize) -> DVector<f64> {
    DVector::from_element(n, 1.0)
}

/// Parts in proportion to `1/σ`; all deviations are above zero.
pub(crate) fn inverse_volatility(deviations: &[f64]) -> DVector<f64> {
    DVector::from_iterator(deviations.len(), deviations.iter().map(|deviation| deviation.recip()))
}

/// Parts in proportion to `1/σ²` of some assets: the minimum variance of assets that do not move together.
pub(crate) fn inverse_variance(covariance: &DMatrix<f64>, members: &[usize]) -> Vec<f64> {
    let parts: Vec<f64> = members.iter().map(|&i| covariance[(i, i)].recip()).collect();
    let sum: f64 = parts.iter().sum();
    parts.into_iter().map(|part| part / sum).collect()
}

/// Variance `w'Σw` of the inverse-variance portfolio of some assets.
pub(crate) fn inverse_variance_risk(covariance: &DMatrix<f64>, members: &[usize]) -> f64 {
    let parts = inverse_variance(covariance, members);
    let mut total = 0.0;
    for (&j, part_j) in members.iter().zip(&parts) {
        let row: f64 = members.iter().zip(&parts).map(|(&i, part)| part * covariance[(i, j)]).sum();
        total += part_j * row;
    }
    total
}

/// Shares `total` in proportion to `parts` (above zero): an asset whose share lies outside its bounds gets the bound, and the
/// others share the rest in proportion. Bounds are at least zero, and their sums enclose `total`.
pub(crate) fn within_bounds(parts: &[f64], lower: &[f64], upper: &[f64], total: f64) -> Vec<f64> {
    let weights = |scale: f64| -> Vec<f64> {
        parts.iter().zip(lower.iter().zip(upper)).map(|(part, (low, high))| (scale * part).clamp(*low, *high)).collect()
    };
    // The sum rises in pieces that are linear in the scale: walk them from bound to bound.
    let mut corners: Vec<f64> =
        parts.iter().zip(lower.iter().zip(upper)).flat_map(|(part, (low, high))| [low / part, high / part]).collect();
    corners.sort_by(f64::total_cmp);
    let sum_at = |scale: f64| weights(scale).iter().sum::<f64>();
    let above = corners.partition_point(|&corner| sum_at(corner) < total);
    let start = if above == 0 { 0.0 } else { corners[above - 1] };
    let end = corners.get(above).copied().unwrap_or(start);
    let (low, high) = (sum_at(start), sum_at(end));
    let scale = if high > low { start + (end - start) * ((total - low) / (high - low)) } else { start };
    weights(scale)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_bound_hands_its_part_to_the_others() {
        let share = |lower: &[f64], upper: &[f64]| within_bounds(&[1.0, 1.0, 2.0], lower, upper, 1.0);
        let check = |ours: Vec<f64>, expected: [f64; 3]| {
            assert!(ours.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-15), "{ours:?}");
        };
        check(share(&[0.0; 3], &[1.0; 3]), [0.25, 0.25, 0.5]);
        check(share(&[0.0; 3], &[1.0, 1.0, 0.4]), [0.3, 0.3, 0.4]);
        check(share(&[0.7, 0.0, 0.0], &[1.0; 3]), [0.7, 0.1, 0.2]);
        check(share(&[0.5, 0.25, 0.25], &[1.0; 3]), [0.5, 0.25, 0.25]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_total_is_shared_within_any_bounds(
            rows in proptest::collection::vec((0.01..10.0, 0.0..0.5, 0.0..0.8), 1..12), place in 0.0..1.0,
        ) {
            let parts: Vec<f64> = rows.iter().map(|row| row.0).collect();
            let lower: Vec<f64> = rows.iter().map(|row| row.1).collect();
            let upper: Vec<f64> = rows.iter().map(|row| row.1 + row.2).collect();
            let (least, most): (f64, f64) = (lower.iter().sum(), upper.iter().sum());
            let total = least + place * (most - least);
            let weights = within_bounds(&parts, &lower, &upper, total);
            prop_assert!((weights.iter().sum::<f64>() - total).abs() <= 1e-12);
            // One scale explains all weights strictly inside their bounds.
            let inside = weights.iter().enumerate().filter(|(i, w)| **w > lower[*i] + 1e-9 && **w < upper[*i] - 1e-9);
            let scales: Vec<f64> = inside.map(|(i, w)| w / parts[i]).collect();
            prop_assert!(scales.windows(2).all(|pair| (pair[0] / pair[1] - 1.0).abs() < 1e-9));
        }
    }
}
