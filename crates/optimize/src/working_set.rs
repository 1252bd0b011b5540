//! The equality-constrained problem on a working set: its factorization, solution and multipliers.
//!
//! Active bounds are eliminated, so that the cost falls with the number of variables at a bound: for the free variables `F`
//! and active rows `R` it factors `P_FF = LL'` and the Schur complement `A_RF P_FF⁻¹ A_RF'`.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use crate::polytope::{Limit, Polytope, Side};
use crate::row_basis::RowBasis;

/// The limits taken as equalities.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WorkingSet {
    /// For each variable the bound it sits on, `None` when free.
    pub(crate) bounds: Vec<Option<Side>>,
    /// Active rows in the order in which they came.
    pub(crate) rows: Vec<(usize, Side)>,
}

impl WorkingSet {
    /// Only the variables whose two bounds are equal.
    pub(crate) fn fixed_only(polytope: &Polytope) -> Self {
        let bounds = (0..polytope.n()).map(|i| polytope.is_fixed(i).then_some(Side::Equal)).collect();
        Self { bounds, rows: Vec::new() }
    }

    pub(crate) fn contains(&self, limit: Limit) -> bool {
        match limit {
            Limit::Bound(i) => self.bounds[i].is_some(),
            Limit::Row(r) => self.rows.iter().any(|(row, _)| *row == r),
        }
    }

    pub(crate) fn add(&mut self, limit: Limit, side: Side) {
        match limit {
            Limit::Bound(i) => self.bounds[i] = Some(side),
            Limit::Row(r) => self.rows.push((r, side)),
        }
    }

    pub(crate) fn remove(&mut self, limit: Limit) {
        match limit {
            Limit::Bound(i) => self.bounds[i] = None,
            Limit::Row(r) => self.rows.retain(|(row, _)| *row != r),
        }
    }

    /// Active limits with their sides, bounds first.
    pub(crate) fn active(&self) -> impl Iterator<Item = (Limit, Side)> + '_ {
        let bounds = self.bounds.iter().enumerate().filter_map(|(i, side)| side.map(|side| (Limit::Bound(i), side)));
        bounds.chain(self.rows.iter().map(|&(row, side)| (Limit::Row(row), side)))
    }
}

/// The quadratic term of an objective.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Hessian<'a> {
    /// A positive definite matrix, `n × n`.
    Dense(&'a DMatrix<f64>),
    /// The identity: distance to a point.
    Identity,
}

impl Hessian<'_> {
    /// `P x`, skipping zero entries of `x` (most weights of a long-only optimum are zero).
    pub(crate) fn times(self, x: &DVector<f64>) -> DVector<f64> {
        match self {
            Self::Identity => x.clone(),
            Self::Dense(matrix) => {
                let mut product = DVector::zeros(x.len());
                for (column, &factor) in matrix.column_iter().zip(x.iter()) {
                    if factor != 0.0 {
                        product.axpy(factor, &column, 1.0);
                    }
                }
                product
            }
        }
    }
}

impl Hessian<'_> {
    /// `|P| |x|`: the size of the terms of `P x` before they cancel.
    pub(crate) fn absolute_times(self, x: &DVector<f64>) -> DVector<f64> {
        let mut sizes = DVector::zeros(x.len());
        match self {
            Self::Identity => sizes.copy_from(&x.abs()),
            Self::Dense(matrix) => {
                for (column, factor) in matrix.column_iter().zip(x.iter()).filter(|(_, factor)| **factor != 0.0) {
                    for (size, value) in sizes.iter_mut().zip(column.iter()) {
                        *size += (factor * value).abs();
                    }
                }
            }
        }
        sizes
    }
}

/// A point with the multipliers of the working set's limits, in the sense
/// `P x + q = Σ bound_multiplier·e + Σ row_multiplier·a` (lower limits ≥ 0, upper limits ≤ 0).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: DVector<f64>,
    /// `n`, zero for free variables.
    pub(crate) bound_multipliers: DVector<f64>,
    /// In the order of the working set's rows.
    pub(crate) row_multipliers: DVector<f64>,
}

impl Point {
    pub(crate) fn multiplier(&self, set: &WorkingSet, limit: Limit) -> f64 {
        match limit {
            Limit::Bound(i) => self.bound_multipliers[i],
            Limit::Row(r) => {
                let position = set.rows.iter().position(|(row, _)| *row == r);
                position.map_or(0.0, |position| self.row_multipliers[position])
            }
        }
    }
}

/// Why a working set cannot be factored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FactorError {
    /// This row depends on the limits before it.
    DependentRow(usize),
    /// The quadratic term is not positive definite on the free variables.
    NotPositiveDefinite,
}

/// The factorization on one working set.
///
/// Beside the Schur complement it holds an orthonormal basis of the active rows on the free variables, `A_RF' = Q R`. With a
/// nearly singular `P` the Schur complement alone would leave errors along the rows; the basis takes them out, tells
/// dependent rows whatever `P` is, and gives the multipliers that fit the gradient best.
#[derive(Debug, Clone)]
pub(crate) struct Factor {
    free: Vec<usize>,
    cholesky: Option<Cholesky<f64, Dyn>>,
    /// `L⁻¹ A_RF'`, `n_free × n_active_rows`.
    scaled_rows: DMatrix<f64>,
    schur: Option<Cholesky<f64, Dyn>>,
    rows: RowBasis,
}

/// Errors of the gradient above this part of it are refined.
const REFINE: f64 = 1e-13;
/// Most rounds of refinement.
const MAX_REFINEMENTS: usize = 3;

impl Factor {
    pub(crate) fn new(hessian: Hessian<'_>, polytope: &Polytope, set: &WorkingSet) -> Result<Self, FactorError> {
        let free: Vec<usize> = (0..polytope.n()).filter(|&i| set.bounds[i].is_none()).collect();
        let n_free = free.len();
        let mut scaled_rows =
            DMatrix::from_fn(n_free, set.rows.len(), |i, k| polytope.normals[(free[i], set.rows[k].0)]);
        let rows = RowBasis::new(&scaled_rows).map_err(|k| FactorError::DependentRow(set.rows[k].0))?;
        let cholesky = match hessian {
            Hessian::Identity => None,
            Hessian::Dense(matrix) => {
                let block = DMatrix::from_fn(n_free, n_free, |i, j| matrix[(free[i], free[j])]);
                Some(Cholesky::new(block).ok_or(FactorError::NotPositiveDefinite)?)
            }
        };
        if let Some(cholesky) = &cholesky {
            cholesky.l_dirty().solve_lower_triangular_mut(&mut scaled_rows);
        }
        let schur = if set.rows.is_empty() {
            None
        } else {
            let gram = scaled_rows.transpose() * &scaled_rows;
            Some(Cholesky::new(gram).ok_or(FactorError::NotPositiveDefinite)?)
        };
        Ok(Self { free, cholesky, scaled_rows, schur, rows })
    }

    /// The minimizer of `½d'Pd − g'd` over `A_R d = h`, on the free variables.
    fn solve(&self, gradient: &DVector<f64>, h: &DVector<f64>) -> DVector<f64> {
        let mut scaled = gradient.clone();
        if let Some(cholesky) = &self.cholesky {
            cholesky.l_dirty().solve_lower_triangular_mut(&mut scaled);
        }
        if let Some(schur) = &self.schur {
            let y = schur.solve(&(self.scaled_rows.tr_mul(&scaled) - h));
            scaled -= &self.scaled_rows * &y;
        }
        if let Some(cholesky) = &self.cholesky {
            cholesky.l_dirty().ad_solve_lower_triangular_mut(&mut scaled);
        }
        self.rows.restore(&mut scaled, h);
        scaled
    }

    fn on_free(&self, vector: &DVector<f64>) -> DVector<f64> {
        DVector::from_fn(self.free.len(), |k, _| vector[self.free[k]])
    }

    /// The minimizer of `½x'Px + q'x` with the working set's limits as equalities.
    pub(crate) fn minimize(
        &self,
        hessian: Hessian<'_>,
        polytope: &Polytope,
        set: &WorkingSet,
        q: &DVector<f64>,
    ) -> Point {
        let at_limits = DVector::from_fn(polytope.n(), |i, _| {
            set.bounds[i].map_or(0.0, |side| polytope.limit_value(Limit::Bound(i), side))
        });
        let h = DVector::from_iterator(
            set.rows.len(),
            set.rows.iter().map(|&(row, side)| {
                polytope.limit_value(Limit::Row(row), side) - polytope.row_value(row, at_limits.as_slice())
            }),
        );
        let shift = hessian.times(&at_limits);
        self.complete(hessian, polytope, set, q, at_limits, &shift, &h)
    }

    /// The change of the minimizer for each unit of `q`: limits stay where they are.
    pub(crate) fn sensitivity(
        &self,
        hessian: Hessian<'_>,
        polytope: &Polytope,
        set: &WorkingSet,
        q: &DVector<f64>,
    ) -> Point {
        let zero = DVector::zeros(polytope.n());
        self.complete(hessian, polytope, set, q, zero.clone(), &zero, &DVector::zeros(set.rows.len()))
    }

    #[allow(clippy::too_many_arguments)] // the two callers above share every one of them
    fn complete(
        &self,
        hessian: Hessian<'_>,
        polytope: &Polytope,
        set: &WorkingSet,
        q: &DVector<f64>,
        mut x: DVector<f64>,
        shift: &DVector<f64>,
        h: &DVector<f64>,
    ) -> Point {
        let free_part = self.solve(&-(self.on_free(q) + self.on_free(shift)), h);
        for (k, &i) in self.free.iter().enumerate() {
            x[i] = free_part[k];
        }
        let mut refinements = 0;
        let (mut residual, row_multipliers) = loop {
            let gradient = hessian.times(&x) + q;
            let row_multipliers = self.rows.coefficients(&self.on_free(&gradient));
            let mut residual = gradient;
            for (k, &(row, _)) in set.rows.iter().enumerate() {
                residual.axpy(-row_multipliers[k], &polytope.normals.column(row), 1.0);
            }
            // A nearly singular `P` leaves an error; solving for it again with the same factors takes most of it out.
            let error = self.on_free(&residual);
            let size = error.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
            if size <= REFINE * residual.amax().max(q.amax()) || refinements == MAX_REFINEMENTS {
                break (residual, row_multipliers);
            }
            refinements += 1;
            let correction = self.solve(&-error, &DVector::zeros(set.rows.len()));
            for (k, &i) in self.free.iter().enumerate() {
                x[i] += correction[k];
            }
        };
        for &i in &self.free {
            residual[i] = 0.0;
        }
        Point { x, bound_multipliers: residual, row_multipliers }
    }

    /// The step that moves `sign · limit` up while the working set holds, and how the multipliers answer.
    pub(crate) fn direction(
        &self,
        hessian: Hessian<'_>,
        polytope: &Polytope,
        set: &WorkingSet,
        limit: Limit,
        sign: f64,
    ) -> Direction {
        let mut normal = DVector::zeros(polytope.n());
        match limit {
            Limit::Bound(i) => normal[i] = sign,
            Limit::Row(r) => normal.copy_from(&(polytope.normals.column(r) * sign)),
        }
        let gradient = self.on_free(&normal);
        let mut step = DVector::zeros(polytope.n());
        let mut curvature = None;
        if !self.rows.spans(&gradient) {
            let free_step = self.solve(&gradient, &DVector::zeros(set.rows.len()));
            curvature = Some(free_step.dot(&gradient)).filter(|curvature| *curvature > 0.0);
            if curvature.is_some() {
                for (k, &i) in self.free.iter().enumerate() {
                    step[i] = free_step[k];
                }
            }
        }
        let mut bound_drops = normal - hessian.times(&step);
        let row_drops = self.rows.coefficients(&self.on_free(&bound_drops));
        for (k, &(row, _)) in set.rows.iter().enumerate() {
            bound_drops.axpy(-row_drops[k], &polytope.normals.column(row), 1.0);
        }
        for &i in &self.free {
            bound_drops[i] = 0.0;
        }
        Direction { step, curvature, bound_drops, row_drops }
    }
}

/// See [`Factor::direction`].
#[derive(Debug, Clone)]
pub(crate) struct Direction {
    pub(crate) step: DVector<f64>,
    /// Gain of the limit a unit of step; `None` when the limit depends on the working set and cannot move.
    pub(crate) curvature: Option<f64>,
    /// What a unit of step takes off the multipliers of the bounds, `n`.
    pub(crate) bound_drops: DVector<f64>,
    /// The same for the working set's rows.
    pub(crate) row_drops: DVector<f64>,
}
