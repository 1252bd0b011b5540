//! Hierarchical risk parity: halves of the ordered assets get weight against the variance of each half.

use nalgebra::{DMatrix, DVector};

use super::shares::Shares;
use crate::baselines::inverse_variance_risk;

/// Weights by recursive bisection of the leaves (López de Prado 2016, "Building diversified portfolios that outperform
/// out of sample", in the convention of PyPortfolioOpt): each list of assets is cut in the middle, and the halves share its
/// weight against the variance of their inverse-variance portfolios.
pub(crate) fn weights(covariance: &DMatrix<f64>, leaf_order: &[usize], shares: &Shares) -> DVector<f64> {
    let mut weights = DVector::zeros(leaf_order.len());
    let mut open = vec![(leaf_order, shares.total)];
    while let Some((assets, weight)) = open.pop() {
        if let [only] = assets {
            weights[*only] = weight;
            continue;
        }
        let (first, second) = assets.split_at(assets.len() / 2);
        let risks = [first, second].map(|half| inverse_variance_risk(covariance, half));
        let (left, right) = shares.split(weight, risks, first, second);
        open.extend([(first, left), (second, right)]);
    }
    weights
}
