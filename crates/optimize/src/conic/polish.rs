//! From an interior point to the exact vertex or face: the rows that press are taken as equalities and the rest is linear
//! algebra. Only for linear and quadratic programs, and only where the matrices are small.

use nalgebra::{DMatrix, DVector};

use super::check::{Solution, residuals};
use super::model::{Cone, Model};

/// Largest system that is worth it, in unknowns: above it the interior point's ten digits stand.
const MAX_UNKNOWNS: usize = 700;
/// Makes the system of dependent rows solvable; refinement takes its effect out.
const REGULARIZATION: f64 = 1e-9;
const MAX_REFINEMENTS: usize = 12;
/// A polished answer is exact to this.
const EXACT: f64 = 1e-9;

/// The polished solution; `None` when the guess of the pressing rows was wrong or the system is too large.
pub(crate) fn polish(model: &Model, solution: &Solution) -> Option<Solution> {
    if !model.is_polyhedral() || model.n_variables > MAX_UNKNOWNS {
        return None;
    }
    let mut active = Vec::new();
    for (index, (block, z)) in model.blocks.iter().zip(&solution.z).enumerate() {
        for (row, (value, multiplier)) in model.values(block, &solution.x).zip(z).enumerate() {
            if block.cone == Cone::Zero || *multiplier > value {
                active.push((index, row));
            }
        }
    }
    let (n, m) = (model.n_variables, active.len());
    if n + m > MAX_UNKNOWNS {
        return None;
    }
    let mut system = DMatrix::zeros(n + m, n + m);
    let mut right = DVector::zeros(n + m);
    for &(i, j, value) in &model.quadratic {
        system[(i, j)] += value;
        if i != j {
            system[(j, i)] += value;
        }
    }
    for (i, value) in model.linear.iter().enumerate() {
        right[i] = -value;
    }
    for (k, &(block, row)) in active.iter().enumerate() {
        let row = &model.blocks[block].rows[row];
        for &(i, value) in &row.terms {
            system[(n + k, i)] -= value;
            system[(i, n + k)] -= value;
        }
        right[n + k] = row.constant;
    }
    let mut regularized = system.clone();
    for i in 0..n + m {
        regularized[(i, i)] += if i < n { REGULARIZATION } else { -REGULARIZATION };
    }
    let factors = regularized.lu();
    // Corrections of the interior point, so that variables which nothing determines stay where they are.
    let multipliers = active.iter().map(|&(block, row)| solution.z[block][row]);
    let mut unknowns = DVector::from_iterator(n + m, solution.x.iter().copied().chain(multipliers));
    for _ in 0..MAX_REFINEMENTS {
        let rest = &right - &system * &unknowns;
        if rest.amax() <= 1e-15 {
            break;
        }
        unknowns += factors.solve(&rest)?;
    }
    let mut polished = Solution {
        x: unknowns.rows(0, n).iter().copied().collect(),
        z: solution.z.iter().map(|z| vec![0.0; z.len()]).collect(),
        iterations: solution.iterations,
    };
    for (k, &(block, row)) in active.iter().enumerate() {
        polished.z[block][row] = unknowns[n + k];
    }
    let found = residuals(model, &polished);
    (found.max() <= EXACT && found.max() <= residuals(model, solution).max()).then_some(polished)
}
