//! The equality-constrained problem on a working set: its factorization, solution and multipliers.
//!
//! Active bounds are eliminated, so that the cost falls with the number of variables at a bound: for the free variables `F`
//! and active rows `R` it factors `P_FF = LL'` and the Schur complement `A_RF P_FF⁻¹ A_RF'`. In factor form `P_FF = D + G'G` is
//! never written out: its inverse is that of the `k × k` core `I + G D⁻¹ G'` (Woodbury), with `n_free k²` work.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};
use statistics::cholesky;

use crate::polytope::{Limit, Polytope, Side};
use crate::quadratic::FactorForm;
pub(crate) use crate::quadratic::Hessian;
use crate::row_basis::RowBasis;

/// A limit that changes: the side on which it becomes active, `None` when it stops being so.
pub(crate) type Change = (Limit, Option<Side>);

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

    /// The side on which a limit is active.
    pub(crate) fn side(&self, limit: Limit) -> Option<Side> {
        match limit {
            Limit::Bound(i) => self.bounds[i],
            Limit::Row(r) => self.rows.iter().find(|(row, _)| *row == r).map(|(_, side)| *side),
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

    pub(crate) fn change(&mut self, (limit, side): Change) {
        self.remove(limit);
        if let Some(side) = side {
            self.add(limit, side);
        }
    }

    /// Whether every limit of the set is a finite one of the polytope: since the set was found, limits may have come and gone.
    pub(crate) fn fits(&self, polytope: &Polytope) -> bool {
        self.bounds.len() == polytope.n()
            && self.rows.iter().all(|(row, _)| *row < polytope.n_rows())
            && self.active().all(|(limit, side)| polytope.limit_value(limit, side).is_finite())
    }

    /// Active limits with their sides, bounds first.
    pub(crate) fn active(&self) -> impl Iterator<Item = (Limit, Side)> + '_ {
        let bounds = self.bounds.iter().enumerate().filter_map(|(i, side)| side.map(|side| (Limit::Bound(i), side)));
        bounds.chain(self.rows.iter().map(|&(row, side)| (Limit::Row(row), side)))
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
    /// The multipliers that fit given weights best, at the minimum of `½x'Px + q'x`. `None` when the rows of the set depend
    /// on each other.
    pub(crate) fn from_weights(
        hessian: Hessian<'_>,
        polytope: &Polytope,
        set: &WorkingSet,
        q: &DVector<f64>,
        x: DVector<f64>,
    ) -> Option<Self> {
        let free: Vec<usize> = (0..polytope.n()).filter(|&i| set.bounds[i].is_none()).collect();
        let on_free = |vector: &DVector<f64>| DVector::from_fn(free.len(), |k, _| vector[free[k]]);
        let normals = DMatrix::from_fn(free.len(), set.rows.len(), |k, r| polytope.normals[(free[k], set.rows[r].0)]);
        let mut rest = hessian.times(&x) + q;
        let row_multipliers = RowBasis::new(&normals).ok()?.coefficients(&on_free(&rest));
        for (&(row, _), y) in set.rows.iter().zip(row_multipliers.iter()) {
            rest.axpy(-y, &polytope.normals.column(row), 1.0);
        }
        for &i in &free {
            rest[i] = 0.0;
        }
        Some(Self { x, bound_multipliers: rest, row_multipliers })
    }

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
    block: Block,
    /// `L⁻¹ A_RF'`, or `P_FF⁻¹ A_RF'` in factor form; `n_free × n_active_rows`.
    solved_rows: DMatrix<f64>,
    schur: Option<Cholesky<f64, Dyn>>,
    rows: RowBasis,
}

/// The quadratic term on the free variables, factored.
#[derive(Debug, Clone)]
enum Block {
    Identity,
    Dense(Cholesky<f64, Dyn>),
    Core(Core),
}

/// `D + G'G` by its core `I + G D⁻¹ G'`.
#[derive(Debug, Clone)]
struct Core {
    /// `G`, `k × n_free`.
    loadings: DMatrix<f64>,
    /// `D`, `n_free`.
    specific: DVector<f64>,
    cholesky: Cholesky<f64, Dyn>,
    /// `A_RF'`, `n_free × n_active_rows`.
    rows: DMatrix<f64>,
}

impl Core {
    fn new(form: &FactorForm, free: &[usize], rows: DMatrix<f64>) -> Option<Self> {
        let (k, n_free) = (form.n_factors(), free.len());
        let loadings = DMatrix::from_fn(k, n_free, |f, i| form.loadings[(f, free[i])]);
        let specific = DVector::from_fn(n_free, |i, _| form.specific[free[i]]);
        let mut scaled = loadings.clone();
        for (mut column, own) in scaled.column_iter_mut().zip(specific.iter()) {
            column.unscale_mut(own.sqrt());
        }
        let mut core = &scaled * scaled.transpose();
        (0..k).for_each(|i| core[(i, i)] += 1.0);
        Some(Self { loadings, specific, cholesky: cholesky(core)?, rows })
    }

    /// `P_FF⁻¹ b`.
    fn solve(&self, b: &DVector<f64>) -> DVector<f64> {
        let mut x = b.component_div(&self.specific);
        let response = self.cholesky.solve(&(&self.loadings * &x));
        let common = self.loadings.tr_mul(&response);
        x.zip_zip_apply(&common, &self.specific, |x, common, own| *x -= common / own);
        x
    }
}

/// Errors of the gradient above this part of it are refined.
const REFINE: f64 = 1e-13;
/// Most rounds of refinement.
const MAX_REFINEMENTS: usize = 3;

impl Factor {
    pub(crate) fn new(hessian: Hessian<'_>, polytope: &Polytope, set: &WorkingSet) -> Result<Self, FactorError> {
        let free: Vec<usize> = (0..polytope.n()).filter(|&i| set.bounds[i].is_none()).collect();
        let n_free = free.len();
        let plain_rows = DMatrix::from_fn(n_free, set.rows.len(), |i, k| polytope.normals[(free[i], set.rows[k].0)]);
        let rows = RowBasis::new(&plain_rows).map_err(|k| FactorError::DependentRow(set.rows[k].0))?;
        let mut solved_rows = plain_rows.clone();
        let (block, gram) = match hessian {
            Hessian::Identity => (Block::Identity, plain_rows.tr_mul(&plain_rows)),
            Hessian::Dense(matrix) => {
                let mut block = DMatrix::zeros(n_free, n_free);
                for (mut column, &j) in block.column_iter_mut().zip(&free) {
                    let source = matrix.column(j);
                    column.iter_mut().zip(&free).for_each(|(entry, &i)| *entry = source[i]);
                }
                let cholesky = cholesky(block).ok_or(FactorError::NotPositiveDefinite)?;
                cholesky.l_dirty().solve_lower_triangular_mut(&mut solved_rows);
                let gram = solved_rows.transpose() * &solved_rows;
                (Block::Dense(cholesky), gram)
            }
            Hessian::Factor(form) => {
                let core = Core::new(form, &free, plain_rows).ok_or(FactorError::NotPositiveDefinite)?;
                for (mut solved, row) in solved_rows.column_iter_mut().zip(core.rows.column_iter()) {
                    solved.copy_from(&core.solve(&row.into_owned()));
                }
                let gram = core.rows.transpose() * &solved_rows;
                (Block::Core(core), gram)
            }
        };
        let schur =
            if set.rows.is_empty() { None } else { Some(Cholesky::new(gram).ok_or(FactorError::NotPositiveDefinite)?) };
        Ok(Self { free, block, solved_rows, schur, rows })
    }

    /// The minimizer of `½d'Pd − g'd` over `A_R d = h`, on the free variables.
    fn solve(&self, gradient: &DVector<f64>, h: &DVector<f64>) -> DVector<f64> {
        let mut d = match &self.block {
            Block::Identity => gradient.clone(),
            Block::Dense(cholesky) => {
                let mut scaled = gradient.clone();
                cholesky.l_dirty().solve_lower_triangular_mut(&mut scaled);
                scaled
            }
            Block::Core(core) => core.solve(gradient),
        };
        if let Some(schur) = &self.schur {
            let along = match &self.block {
                Block::Core(core) => core.rows.tr_mul(&d),
                Block::Identity | Block::Dense(_) => self.solved_rows.tr_mul(&d),
            };
            d -= &self.solved_rows * schur.solve(&(along - h));
        }
        if let Block::Dense(cholesky) = &self.block {
            cholesky.l_dirty().ad_solve_lower_triangular_mut(&mut d);
        }
        self.rows.restore(&mut d, h);
        d
    }

    pub(crate) fn n_free(&self) -> usize {
        self.free.len()
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
