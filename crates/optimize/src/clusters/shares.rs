//! How two branches share the weight of the one they came from, within the bounds of their assets.

/// The weight to share, and the bounds of its parts: none below zero, their sums enclose the total.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shares {
    pub(crate) lower: Vec<f64>,
    pub(crate) upper: Vec<f64>,
    /// What the weights sum to: 1 without cash.
    pub(crate) total: f64,
}

impl Shares {
    /// The first branch gets `1 − risk₁/(risk₁ + risk₂)` of `weight`, the second the rest; where the bounds of a branch's assets
    /// do not allow that, it gets the nearest that they do allow.
    pub(crate) fn split(&self, weight: f64, risks: [f64; 2], first: &[usize], second: &[usize]) -> (f64, f64) {
        let total = risks[0] + risks[1];
        let part = if total > 0.0 { 1.0 - risks[0] / total } else { 0.5 };
        let sum = |limits: &[f64], members: &[usize]| members.iter().map(|&i| limits[i]).sum::<f64>();
        let least = sum(&self.lower, first).max(weight - sum(&self.upper, second));
        let most = sum(&self.upper, first).min(weight - sum(&self.lower, second));
        // Rounding may put the two an ulp apart.
        let share = (weight * part).min(most).max(least);
        (share, weight - share)
    }
}
