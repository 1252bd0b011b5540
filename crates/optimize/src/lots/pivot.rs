//! Quadratic programs with piecewise-linear terms, exactly: the segment of each asset is pivoted.
//!
//! While every asset stays on one segment of its polyline the problem is an ordinary quadratic program over a box. Its exact
//! optimum lies at an end of some segments, and the multipliers tell which of those assets want to go on: they move to the
//! neighbouring segment, and the next program starts where the last one ended. The value falls with every step and there are
//! finitely many boxes, so it ends. With convex polylines the end is the optimum; with a peak it is a local one.

use nalgebra::{DMatrix, DVector};

use super::curve::Curve;
use crate::OptimizeError;
use crate::active_set::{self, ActiveSetError, QuadraticProgram};
use crate::polytope::{Limit, Polytope, Side};
use crate::working_set::{Hessian, Point, WorkingSet};

/// Gradients this far beyond zero, relative to the largest, are rounding.
const DUAL: f64 = 1e-11;
/// Steps without a gain before only one asset moves at a time, and before the end.
const PATIENCE: (usize, usize) = (3, 40);
/// A weight this near to a corner is on it.
const AT_CORNER: f64 = 1e-12;

/// Segments of one asset: where they end, their slopes, and how much cash a unit of weight takes on them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pieces {
    x: Vec<f64>,
    y: Vec<f64>,
    slope: Vec<f64>,
    takes: Vec<f64>,
    /// Cash that the weight at each corner takes.
    taken: Vec<f64>,
}

impl Pieces {
    /// Segments of a curve divided by the risk aversion; cash earns `cash_rate`.
    pub(super) fn new(curve: &Curve, risk_aversion: f64, cash_rate: f64) -> Self {
        let mut x = curve.x.clone();
        let (least, most) = curve.range();
        // The hull may have left the corner between selling and buying out, at which cash is taken differently.
        if curve.kink > least + AT_CORNER && curve.kink < most - AT_CORNER && !x.contains(&curve.kink) {
            let k = x.partition_point(|corner| *corner < curve.kink);
            x.insert(k, curve.kink);
        }
        let taken: Vec<f64> = x.iter().map(|&x| curve.takes(x)).collect();
        let y: Vec<f64> =
            x.iter().zip(&taken).map(|(&x, taken)| (curve.at(x) + cash_rate * taken) / risk_aversion).collect();
        let differences = |values: &[f64]| -> Vec<f64> {
            x.windows(2).zip(values.windows(2)).map(|(x, y)| (y[1] - y[0]) / (x[1] - x[0])).collect()
        };
        Self { slope: differences(&y), takes: differences(&taken), x, y, taken }
    }

    fn is_fixed(&self) -> bool {
        self.x.len() == 1
    }

    fn ends(&self, segment: usize) -> (f64, f64) {
        if self.is_fixed() { (self.x[0], self.x[0]) } else { (self.x[segment], self.x[segment + 1]) }
    }

    /// Value and cash taken at a weight.
    fn at(&self, weight: f64) -> (f64, f64) {
        if self.is_fixed() {
            return (self.y[0], self.taken[0]);
        }
        let (k, _) = self.locate(weight);
        let step = weight - self.x[k];
        (self.y[k] + self.slope[k] * step, self.taken[k] + self.takes[k] * step)
    }

    /// The segment of a weight, and its end when the weight is at one.
    fn locate(&self, weight: f64) -> (usize, Option<Side>) {
        if self.is_fixed() {
            return (0, None);
        }
        let k = (self.x.partition_point(|x| *x <= weight).max(1) - 1).min(self.slope.len() - 1);
        let side = if weight - self.x[k] <= AT_CORNER {
            Some(Side::Lower)
        } else if self.x[k + 1] - weight <= AT_CORNER {
            Some(Side::Upper)
        } else {
            None
        };
        (k, side)
    }
}

/// `min ½x'Px + q'x + Σ pieces(x)` within rows and the cash.
#[derive(Debug, Clone)]
pub(super) struct Program<'a> {
    pub(super) hessian: Hessian<'a>,
    pub(super) q: &'a DVector<f64>,
    /// Rows besides the first, which is the cash: its normal is replaced by what the segments take.
    pub(super) rows: &'a Polytope,
    /// Cash that may be taken: one less the buffer.
    pub(super) cash: f64,
    pub(super) pieces: Vec<Pieces>,
}

/// Where to start: a segment for each asset, and the limits that may bind.
#[derive(Debug, Clone)]
pub(super) struct Start {
    segments: Vec<usize>,
    set: WorkingSet,
}

/// The end of a descent.
#[derive(Debug, Clone)]
pub(super) struct Solved {
    pub(super) point: Point,
    pub(super) value: f64,
    pub(super) segments: Vec<usize>,
    pub(super) set: WorkingSet,
    /// Programs solved on the way.
    pub(super) steps: usize,
}

impl Program<'_> {
    /// The point as a start; `near` says which rows bind.
    pub(super) fn start_at(&self, x: &DVector<f64>, near: Option<&WorkingSet>) -> Start {
        let located: Vec<(usize, Option<Side>)> = self.pieces.iter().zip(x.iter()).map(|(p, x)| p.locate(*x)).collect();
        let rows = near.map_or_else(Vec::new, |set| set.rows.clone());
        Start {
            segments: located.iter().map(|(segment, _)| *segment).collect(),
            set: WorkingSet { bounds: located.into_iter().map(|(_, side)| side).collect(), rows },
        }
    }

    pub(super) fn value(&self, x: &DVector<f64>) -> f64 {
        let smooth = 0.5 * x.dot(&self.hessian.times(x)) + self.q.dot(x);
        smooth + self.pieces.iter().zip(x.iter()).map(|(pieces, x)| pieces.at(*x).0).sum::<f64>()
    }

    /// Cash that the weights take.
    pub(super) fn taken(&self, x: &DVector<f64>) -> f64 {
        self.pieces.iter().zip(x.iter()).map(|(pieces, x)| pieces.at(*x).1).sum()
    }

    /// The box of the segments, with the cash row that holds on them.
    pub(super) fn boxed(&self, segments: &[usize]) -> Polytope {
        let mut polytope = self.rows.clone();
        let mut cash = self.cash;
        for (i, (pieces, &segment)) in self.pieces.iter().zip(segments).enumerate() {
            (polytope.lower[i], polytope.upper[i]) = pieces.ends(segment);
            let takes = if pieces.is_fixed() { 1.0 } else { pieces.takes[segment] };
            polytope.normals[(i, 0)] = takes;
            cash -= pieces.taken[if pieces.is_fixed() { 0 } else { segment }] - takes * polytope.lower[i];
        }
        (polytope.row_lower[0], polytope.row_upper[0]) = (f64::NEG_INFINITY, cash);
        polytope
    }

    /// `q` with the slopes of the segments.
    fn sloped(&self, segments: &[usize]) -> DVector<f64> {
        DVector::from_fn(self.q.len(), |i, _| self.q[i] + self.pieces[i].slope.get(segments[i]).copied().unwrap_or(0.0))
    }

    /// Descends from the start; `None` when its box holds no portfolio within the limits.
    pub(super) fn descend(&self, start: Start) -> Result<Option<Solved>, OptimizeError> {
        let Start { mut segments, mut set } = start;
        let (mut last, mut idle, mut steps) = (f64::INFINITY, 0, 0);
        loop {
            steps += 1;
            let (polytope, q) = (self.boxed(&segments), self.sloped(&segments));
            let program = QuadraticProgram { hessian: self.hessian, q: &q, polytope: &polytope };
            let optimum = match active_set::solve(program, set) {
                Ok(optimum) => optimum,
                Err(ActiveSetError::Contradiction(_)) => return Ok(None),
                Err(ActiveSetError::Stalled) => return Err(OptimizeError::NotConverged { residual: f64::INFINITY }),
            };
            let value = self.value(&optimum.point.x);
            idle = if value < last - 1e-15 * last.abs().min(1.0) { 0 } else { idle + 1 };
            last = last.min(value);
            let mut moves = self.moves(&segments, &optimum.set, &optimum.point, q.amax());
            if idle > PATIENCE.0 {
                // Several moves at once can undo each other when multipliers are not unique: one at a time cannot.
                moves.truncate(1);
            }
            if moves.is_empty() || idle > PATIENCE.1 {
                return Ok(Some(Solved { point: optimum.point, value, segments, set: optimum.set, steps }));
            }
            set = optimum.set;
            for (i, segment, _) in moves {
                segments[i] = segment;
                set.bounds[i] = None;
            }
        }
    }

    /// Assets at an end of their segment that want to go on: `(asset, next segment, how much)`, the most eager first.
    fn moves(&self, segments: &[usize], set: &WorkingSet, point: &Point, size: f64) -> Vec<(usize, usize, f64)> {
        let cash_price = point.multiplier(set, Limit::Row(0));
        let tolerance = DUAL * size.max(point.bound_multipliers.amax());
        let mut moves = Vec::new();
        for (i, side) in set.bounds.iter().enumerate() {
            let (pieces, from) = (&self.pieces[i], segments[i]);
            let beyond = |to: usize| {
                point.bound_multipliers[i] + pieces.slope[to]
                    - pieces.slope[from]
                    - cash_price * (pieces.takes[to] - pieces.takes[from])
            };
            match side {
                Some(Side::Upper) if from + 1 < pieces.slope.len() => {
                    moves.push((i, from + 1, -beyond(from + 1)));
                }
                Some(Side::Lower) if from > 0 => moves.push((i, from - 1, beyond(from - 1))),
                _ => {}
            }
        }
        moves.retain(|(_, _, eagerness)| *eagerness > tolerance);
        moves.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
        moves
    }

    /// How far a solution is from satisfying the conditions of an optimum, computed afresh: the largest violation of a limit; the
    /// largest gradient on an asset inside a segment; the largest wish to leave a corner or a limit; the largest product of a
    /// multiplier and the distance to its limit. The last three are relative to the gradient.
    pub(super) fn residuals(&self, solved: &Solved) -> crate::Residuals {
        let (polytope, x) = (self.boxed(&solved.segments), &solved.point.x);
        let risk = self.hessian.times(x);
        let scale = self.hessian.absolute_times(x).amax().max(self.q.amax());
        let mut rest = risk + self.sloped(&solved.segments);
        let (mut dual, mut complementarity, mut cash_price) = (0.0f64, 0.0f64, 0.0);
        for (k, &(row, side)) in solved.set.rows.iter().enumerate() {
            let multiplier = solved.point.row_multipliers[k];
            rest.axpy(-multiplier, &polytope.normals.column(row), 1.0);
            dual = dual.max(side.sign().map_or(0.0, |sign| -sign * multiplier));
            let slack = polytope.row_value(row, x.as_slice()) - polytope.limit_value(Limit::Row(row), side);
            complementarity = complementarity.max((multiplier * slack).abs());
            if row == 0 {
                cash_price = multiplier;
            }
        }
        let mut stationarity = 0.0f64;
        for (i, pieces) in self.pieces.iter().enumerate().filter(|(_, pieces)| !pieces.is_fixed()) {
            let segment = solved.segments[i];
            let gradient = |to: usize| {
                rest[i] + pieces.slope[to]
                    - pieces.slope[segment]
                    - cash_price * (pieces.takes[to] - pieces.takes[segment])
            };
            let (_, corner) = pieces.locate(x[i]);
            if corner.is_none() {
                stationarity = stationarity.max(gradient(segment).abs());
                continue;
            }
            let corner = pieces.x.iter().position(|end| (end - x[i]).abs() <= AT_CORNER).unwrap_or(0);
            if corner < pieces.slope.len() {
                dual = dual.max(-gradient(corner));
            }
            if corner > 0 {
                dual = dual.max(gradient(corner - 1));
            }
        }
        crate::Residuals {
            primal: self.violation(x),
            stationarity: stationarity / scale,
            dual: dual.max(0.0) / scale,
            complementarity: complementarity / scale,
        }
    }

    /// Largest violation of a range, a row or the cash.
    fn violation(&self, x: &DVector<f64>) -> f64 {
        let ranges = self.pieces.iter().zip(x.iter()).map(|(pieces, x)| {
            let (least, most) = (pieces.x[0], pieces.x[pieces.x.len() - 1]);
            (least - x).max(x - most)
        });
        let rows = (1..self.rows.n_rows())
            .filter_map(|row| self.rows.violation(Limit::Row(row), x.as_slice()))
            .map(|(_, distance)| distance);
        ranges.chain(rows).chain([self.taken(x) - self.cash]).fold(0.0, f64::max)
    }

    /// The point within all limits that is nearest to `x`: `x` itself when it is one.
    ///
    /// The cash taken is convex in the weights: each round cuts off by its tangent what the last point took too much.
    pub(super) fn feasible_near(&self, x: &DVector<f64>) -> Result<DVector<f64>, Vec<(Limit, Side, f64)>> {
        let n = x.len();
        let ends = |k: fn(&Pieces) -> f64| DVector::from_iterator(n, self.pieces.iter().map(k));
        let (lower, upper) = (ends(|pieces| pieces.x[0]), ends(|pieces| pieces.x[pieces.x.len() - 1]));
        let mut near = DVector::from_fn(n, |i, _| x[i].clamp(lower[i], upper[i]));
        if self.violation(&near) <= 1e-12 {
            return Ok(near);
        }
        let goal = -&near;
        let mut polytope = Polytope { lower, upper, ..self.rows.clone() };
        let mut is_first = true;
        for _ in 0..60 {
            let located: Vec<(usize, Option<Side>)> =
                self.pieces.iter().zip(near.iter()).map(|(pieces, x)| pieces.locate(*x)).collect();
            let tangent = DVector::from_fn(n, |i, _| self.pieces[i].takes.get(located[i].0).copied().unwrap_or(1.0));
            let limit = self.cash - self.taken(&near) + tangent.dot(&near);
            if is_first {
                polytope.normals.set_column(0, &tangent);
                (polytope.row_lower[0], polytope.row_upper[0]) = (f64::NEG_INFINITY, limit);
                is_first = false;
            } else {
                let cuts = polytope.n_rows();
                let mut normals = DMatrix::zeros(n, cuts + 1);
                normals.columns_mut(0, cuts).copy_from(&polytope.normals);
                normals.set_column(cuts, &tangent);
                polytope.normals = normals;
                polytope.row_lower = polytope.row_lower.push(f64::NEG_INFINITY);
                polytope.row_upper = polytope.row_upper.push(limit);
            }
            let program = QuadraticProgram { hessian: Hessian::Identity, q: &goal, polytope: &polytope };
            match active_set::solve(program, WorkingSet::fixed_only(&polytope)) {
                Ok(optimum) => near = optimum.point.x,
                Err(ActiveSetError::Contradiction(members)) => {
                    // A cut is the cash's.
                    let names = |(limit, side, weight): (Limit, Side, f64)| match limit {
                        Limit::Row(row) if row >= self.rows.n_rows() => (Limit::Row(0), side, weight),
                        limit => (limit, side, weight),
                    };
                    return Err(members.into_iter().map(names).collect());
                }
                Err(ActiveSetError::Stalled) => return Err(Vec::new()),
            }
            if self.violation(&near) <= 1e-11 {
                return Ok(near);
            }
        }
        Ok(near)
    }
}
