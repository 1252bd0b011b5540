//! How far an answer is from optimal, computed from the model and the answer alone.

use super::model::{Block, Cone, Model};
use crate::Residuals;

/// Objectives below this part of their largest coefficient are differences of larger terms, or none: weights are about one.
const NATURAL: f64 = 1e-2;

/// Gradients below this part of the largest curvature are none.
const CURVED: f64 = 1e-5;

/// Primal weights and auxiliary variables with the multiplier of every row, in the order of the model's blocks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Solution {
    pub(crate) x: Vec<f64>,
    /// One vector a block.
    pub(crate) z: Vec<Vec<f64>>,
    pub(crate) iterations: u32,
}

/// The optimality conditions: rows in their cones, multipliers in the dual cones, a vanishing gradient of the Lagrangian and
/// no gap between primal and dual objective. All but the first are relative.
pub(crate) fn residuals(model: &Model, solution: &Solution) -> Residuals {
    against(model, solution, Size::Natural)
}

/// The same against the terms of this very optimum, however small they are: what a solver should aim at.
pub(crate) fn strict_residuals(model: &Model, solution: &Solution) -> Residuals {
    against(model, solution, Size::Own)
}

/// What residuals are measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    /// The terms at the optimum, or what they are in a problem of this kind.
    Natural,
    Own,
}

fn against(model: &Model, solution: &Solution, measure: Size) -> Residuals {
    let x = &solution.x;
    let curved = model.quadratic_times(x);
    let mut rest: Vec<f64> = curved.iter().zip(&model.linear).map(|(a, b)| a + b).collect();
    // Terms before they cancel: an optimum without risk has a gradient of rounding size only.
    let mut scale = model.largest_quadratic_term(x).max(largest(&model.linear));
    // And where nothing at all is left at the optimum: no risk, no shortfall.
    let curvature = model.quadratic.iter().fold(0.0f64, |largest, (_, _, value)| largest.max(value.abs()));
    let (natural, bent) = if measure == Size::Natural { (NATURAL, CURVED) } else { (1e-6, 0.0) };
    scale = scale.max(bent * curvature);
    let (mut primal, mut dual, mut constants) = (0.0f64, 0.0f64, 0.0f64);
    let mut pull = vec![0.0; model.n_variables];
    for (block, z) in model.blocks.iter().zip(&solution.z) {
        let values: Vec<f64> = model.values(block, x).collect();
        primal = primal.max(outside(block.cone, &values));
        dual = dual.max(outside_dual(block.cone, z));
        for (row, multiplier) in block.rows.iter().zip(z) {
            constants += row.constant * multiplier;
            for &(variable, value) in &row.terms {
                pull[variable] += value * multiplier;
            }
        }
    }
    scale = scale.max(largest(&pull)).max(f64::MIN_POSITIVE);
    rest.iter_mut().zip(&pull).for_each(|(rest, pull)| *rest -= pull);
    let square: f64 = x.iter().zip(&curved).map(|(x, value)| x * value).sum();
    let linear: f64 = x.iter().zip(&model.linear).map(|(x, value)| x * value).sum();
    let size = square.abs().max(linear.abs()).max(constants.abs()).max(natural * scale).max(10.0 * bent * curvature);
    Residuals {
        primal,
        stationarity: largest(&rest) / scale,
        dual: dual / scale,
        complementarity: (square + linear + constants).abs() / size,
    }
}

/// How far a block lies outside its cone at `x`, zero inside.
pub(crate) fn violation(model: &Model, block: &Block, x: &[f64]) -> f64 {
    outside(block.cone, &model.values(block, x).collect::<Vec<_>>())
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |largest, value| largest.max(value.abs()))
}

fn norm(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum::<f64>().sqrt()
}

/// How far the values lie outside the cone.
fn outside(cone: Cone, values: &[f64]) -> f64 {
    match (cone, values) {
        (Cone::Zero, _) => largest(values),
        (Cone::NonNegative, _) => values.iter().fold(0.0, |worst, value| worst.max(-value)),
        (Cone::SecondOrder, [bound, rest @ ..]) => (norm(rest) - bound).max(0.0),
        (Cone::Exponential, &[x, y, z]) if y > 0.0 => (y * (x / y).exp() - z).max(0.0),
        (Cone::Exponential, &[x, y, z]) => x.max(-y).max(-z).max(0.0),
        _ => unreachable!("invariant: the block has the cone's number of rows"),
    }
}

/// How far multipliers lie outside the dual cone.
fn outside_dual(cone: Cone, z: &[f64]) -> f64 {
    match (cone, z) {
        (Cone::Zero, _) => 0.0,
        (Cone::NonNegative | Cone::SecondOrder, _) => outside(cone, z),
        // −u·exp(v/u − 1) ≤ w for u < 0; (0, v ≥ 0, w ≥ 0) on the boundary.
        (Cone::Exponential, &[u, v, w]) if u < 0.0 => (-u * (v / u - 1.0).exp() - w).max(0.0),
        (Cone::Exponential, &[u, v, w]) => u.max(-v).max(-w).max(0.0),
        _ => unreachable!("invariant: the block has the cone's number of rows"),
    }
}
