//! The equality-constrained problem on a working set: its factorization, solution and multipliers.
//!
//! Active bounds are eliminated, so that the cost falls with the number of variables at a bound: for the free variables `F`
//! and active rows `R` it factors `P_FF = LL'` and the Schur complement `A_RF P_FF⁻¹ A_RF'`.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use crate::polytope::{Limit, Polytope, Side};

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
#[derive(Debug, Clone)]
pub(crate) struct Factor {
    free: Vec<usize>,
    cholesky: Option<Cholesky<f64, Dyn>>,
    /// `L⁻¹ A_RF'`, `n_free × n_active_rows`.
    scaled_rows: DMatrix<f64>,
    schur: Option<Cholesky<f64, Dyn>>,
}

/// A row counts as dependent when less than this part of its squared length is left beside the rows before it.
const DEPENDENCE: f64 = 1e-11;

impl Factor {
    pub(crate) fn new(hessian: Hessian<'_>, polytope: &Polytope, set: &WorkingSet) -> Result<Self, FactorError> {
        let free: Vec<usize> = (0..polytope.n()).filter(|&i| set.bounds[i].is_none()).collect();
        let n_free = free.len();
        let cholesky = match hessian {
            Hessian::Identity => None,
            Hessian::Dense(matrix) => {
                let block = DMatrix::from_fn(n_free, n_free, |i, j| matrix[(free[i], free[j])]);
                Some(Cholesky::new(block).ok_or(FactorError::NotPositiveDefinite)?)
            }
        };
        let mut scaled_rows =
            DMatrix::from_fn(n_free, set.rows.len(), |i, k| polytope.normals[(free[i], set.rows[k].0)]);
        if let Some(cholesky) = &cholesky {
            cholesky.l_dirty().solve_lower_triangular_mut(&mut scaled_rows);
        }
        let schur = if set.rows.is_empty() {
            None
        } else {
            let gram = scaled_rows.transpose() * &scaled_rows;
            check_independence(&gram).map_err(|k| FactorError::DependentRow(set.rows[k].0))?;
            let last = set.rows.len() - 1;
            Some(Cholesky::new(gram).ok_or(FactorError::DependentRow(set.rows[last].0))?)
        };
        Ok(Self { free, cholesky, scaled_rows, schur })
    }

    /// The minimizer of `½d'Pd − g'd` over `A_R d = h` (free part), and the multipliers `y` in `P d + A'y = g`.
    fn solve(&self, gradient: &DVector<f64>, h: &DVector<f64>) -> (DVector<f64>, DVector<f64>) {
        let mut scaled = gradient.clone();
        if let Some(cholesky) = &self.cholesky {
            cholesky.l_dirty().solve_lower_triangular_mut(&mut scaled);
        }
        let y = match &self.schur {
            Some(schur) => schur.solve(&(self.scaled_rows.tr_mul(&scaled) - h)),
            None => DVector::zeros(0),
        };
        scaled -= &self.scaled_rows * &y;
        if let Some(cholesky) = &self.cholesky {
            cholesky.l_dirty().ad_solve_lower_triangular_mut(&mut scaled);
        }
        (scaled, y)
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
        let gradient = DVector::from_fn(self.free.len(), |k, _| -q[self.free[k]] - shift[self.free[k]]);
        let (free_part, y) = self.solve(&gradient, h);
        for (k, &i) in self.free.iter().enumerate() {
            x[i] = free_part[k];
        }
        let row_multipliers = -y;
        let mut residual = hessian.times(&x) + q;
        for (k, &(row, _)) in set.rows.iter().enumerate() {
            residual.axpy(-row_multipliers[k], &polytope.normals.column(row), 1.0);
        }
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
        let gradient = DVector::from_fn(self.free.len(), |k, _| normal[self.free[k]]);
        let (free_step, y) = self.solve(&gradient, &DVector::zeros(set.rows.len()));
        let curvature = free_step.dot(&gradient);
        let unconstrained = self.unconstrained_curvature(gradient.clone());
        let mut step = DVector::zeros(polytope.n());
        for (k, &i) in self.free.iter().enumerate() {
            step[i] = free_step[k];
        }
        let depends = curvature <= DEPENDENCE * unconstrained || unconstrained == 0.0;
        if depends {
            step.fill(0.0);
        }
        let mut drop = normal - hessian.times(&step);
        for (k, &(row, _)) in set.rows.iter().enumerate() {
            drop.axpy(-y[k], &polytope.normals.column(row), 1.0);
        }
        for &i in &self.free {
            drop[i] = 0.0;
        }
        Direction { step, curvature: (!depends).then_some(curvature), bound_drops: drop, row_drops: y }
    }

    fn unconstrained_curvature(&self, mut gradient: DVector<f64>) -> f64 {
        if let Some(cholesky) = &self.cholesky {
            cholesky.l_dirty().solve_lower_triangular_mut(&mut gradient);
        }
        gradient.norm_squared()
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

/// `Err(k)` when column `k` of the matrix behind this Gram matrix depends on the columns before it.
fn check_independence(gram: &DMatrix<f64>) -> Result<(), usize> {
    let size = gram.nrows();
    let mut work = gram.clone();
    for k in 0..size {
        if work[(k, k)] <= DEPENDENCE * gram[(k, k)] || gram[(k, k)] == 0.0 {
            return Err(k);
        }
        for i in k + 1..size {
            let factor = work[(i, k)] / work[(k, k)];
            for j in k + 1..size {
                work[(i, j)] -= factor * work[(k, j)];
            }
        }
    }
    Ok(())
}
