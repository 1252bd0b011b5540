//! The optimality conditions, computed from weights and multipliers alone, whichever way they were found.

use nalgebra::DVector;

use crate::Residuals;
use crate::polytope::{Limit, Polytope};
use crate::quadratic::Hessian;
use crate::working_set::{Point, WorkingSet};

/// Residuals of `min ½w'Pw − λ μ'w` over the polytope at `point`. `mean` may be missing when λ is zero.
pub(crate) fn check(
    hessian: Hessian<'_>,
    mean: Option<&DVector<f64>>,
    lambda: f64,
    polytope: &Polytope,
    set: &WorkingSet,
    point: &Point,
) -> Residuals {
    let mut gradient = hessian.times(&point.x);
    // Terms before they cancel: an optimum without risk has a gradient of rounding size only.
    let mut scale = amax(&hessian.absolute_times(&point.x));
    if let Some(mean) = mean.filter(|_| lambda != 0.0) {
        gradient.axpy(-lambda, mean, 1.0);
        scale = scale.max(lambda * amax(mean));
    }
    of_gradient(gradient, scale, polytope, set, point)
}

/// The same for any smooth objective: its gradient at the point, and the size of the terms that it is made of.
pub(crate) fn of_gradient(
    gradient: DVector<f64>,
    scale: f64,
    polytope: &Polytope,
    set: &WorkingSet,
    point: &Point,
) -> Residuals {
    let mut rest = gradient;
    let (mut dual, mut complementarity) = (0.0f64, 0.0f64);
    for (limit, side) in set.active() {
        let multiplier = point.multiplier(set, limit);
        match limit {
            Limit::Bound(i) => rest[i] -= multiplier,
            Limit::Row(row) => rest.axpy(-multiplier, &polytope.normals.column(row), 1.0),
        }
        if let Some(sign) = side.sign() {
            dual = dual.max(-sign * multiplier);
        }
        let slack = polytope.value(limit, point.x.as_slice()) - polytope.limit_value(limit, side);
        complementarity = complementarity.max((multiplier * slack).abs());
    }
    Residuals {
        primal: polytope.max_violation(point.x.as_slice()),
        stationarity: amax(&rest) / scale,
        dual: dual.max(0.0) / scale,
        complementarity: complementarity / scale,
    }
}

fn amax(vector: &DVector<f64>) -> f64 {
    vector.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()))
}
