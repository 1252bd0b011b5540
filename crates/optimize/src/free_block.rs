//! The free variables of a working set, kept factored while single variables come and go along the critical line.
//!
//! A dense block keeps `P_FF = U'U`: a variable that comes appends a column, one that goes is rotated out, both with
//! `n_free²` work. In factor form only the `k × k` core `I + Σ g_i g_i'/d_i` is kept, and changed by rank one.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};
use statistics::cholesky;

use crate::quadratic::{FactorForm, Hessian, add_columns};
use crate::working_set::WorkingSet;

/// Pivots below this part of a variance are rounding.
const SMALL_PIVOT: f64 = 1e-11;

/// How the optimum on a working set moves with the risk tolerance.
#[derive(Debug, Clone)]
pub(crate) struct Motion {
    /// Weights, `n`.
    pub(crate) x: DVector<f64>,
    /// Multipliers of the bounds, `n`, zero for free variables.
    pub(crate) bound_multipliers: DVector<f64>,
    /// Multipliers of the working set's rows.
    pub(crate) row_multipliers: DVector<f64>,
    /// Largest error of the conditions that define it, relative to their size.
    pub(crate) error: f64,
}

/// The factored block with what the motion needs: expected returns and rows, solved for along with it.
#[derive(Debug, Clone)]
pub(crate) enum FreeBlock<'a> {
    Dense(DenseBlock<'a>),
    Core(CoreBlock<'a>),
}

impl<'a> FreeBlock<'a> {
    /// `targets` holds a column for each variable: its expected return, then its coefficient in every row. `None` when the
    /// block is not positive definite.
    pub(crate) fn new(hessian: Hessian<'a>, targets: &'a DMatrix<f64>, set: &WorkingSet) -> Option<Self> {
        let free: Vec<usize> = (0..set.bounds.len()).filter(|&i| set.bounds[i].is_none()).collect();
        match hessian {
            Hessian::Dense(matrix) => DenseBlock::new(matrix, targets, free).map(Self::Dense),
            Hessian::Factor(form) => CoreBlock::new(form, targets, &free).map(Self::Core),
            Hessian::Identity => None,
        }
    }

    /// A variable leaves its bound. False when the block can no longer be used.
    #[must_use]
    pub(crate) fn insert(&mut self, variable: usize) -> bool {
        match self {
            Self::Dense(block) => block.insert(variable),
            Self::Core(block) => block.shift(variable, 1.0),
        }
    }

    /// A free variable arrives at a bound. False when the block can no longer be used.
    #[must_use]
    pub(crate) fn remove(&mut self, variable: usize) -> bool {
        match self {
            Self::Dense(block) => block.remove(variable),
            Self::Core(block) => block.shift(variable, -1.0),
        }
    }

    /// The motion on `set`, whose free variables are this block's. `None` when its rows depend on each other.
    pub(crate) fn motion(&self, set: &WorkingSet) -> Option<Motion> {
        let active: Vec<usize> = set.rows.iter().map(|(row, _)| row + 1).collect();
        match self {
            Self::Dense(block) => block.motion(&active),
            Self::Core(block) => block.motion(&active, set),
        }
    }
}

/// Multipliers of the rows from their Gram matrix and their products with the returns.
fn row_multipliers(gram: DMatrix<f64>, with_returns: &DVector<f64>) -> Option<DVector<f64>> {
    if gram.is_empty() {
        return Some(DVector::zeros(0));
    }
    let sizes = gram.diagonal();
    let cholesky = Cholesky::new(gram)?;
    let pivots = cholesky.l_dirty().diagonal();
    let independent = pivots.iter().zip(sizes.iter()).all(|(pivot, size)| pivot * pivot > 1e-10 * size);
    independent.then(|| -cholesky.solve(with_returns))
}

/// See [`FreeBlock`].
#[derive(Debug, Clone)]
pub(crate) struct DenseBlock<'a> {
    matrix: &'a DMatrix<f64>,
    targets: &'a DMatrix<f64>,
    order: Vec<usize>,
    /// Columns of `U`, each `capacity` long; column `j` has `j + 1` entries.
    columns: Vec<f64>,
    capacity: usize,
    /// `U'⁻¹ b` for every row `b` of the targets.
    whitened: Vec<Vec<f64>>,
}

impl<'a> DenseBlock<'a> {
    fn new(matrix: &'a DMatrix<f64>, targets: &'a DMatrix<f64>, order: Vec<usize>) -> Option<Self> {
        let m = order.len();
        let block = DMatrix::from_fn(m, m, |i, j| matrix[(order[i], order[j])]);
        let factor = cholesky(block)?;
        let lower = factor.l_dirty();
        let capacity = m + 32;
        let mut columns = vec![0.0; capacity * capacity];
        for j in 0..m {
            for i in 0..=j {
                columns[j * capacity + i] = lower[(j, i)];
            }
        }
        let whitened = (0..targets.nrows())
            .map(|target| {
                let mut side = DVector::from_fn(m, |k, _| targets[(target, order[k])]);
                lower.solve_lower_triangular_mut(&mut side);
                side.as_slice().to_vec()
            })
            .collect();
        Some(Self { matrix, targets, order, columns, capacity, whitened })
    }

    fn column(&self, j: usize) -> &[f64] {
        &self.columns[j * self.capacity..][..=j]
    }

    fn grow(&mut self) {
        let wider = self.capacity * 3 / 2 + 32;
        let mut columns = vec![0.0; wider * wider];
        for j in 0..self.order.len() {
            columns[j * wider..][..=j].copy_from_slice(self.column(j));
        }
        (self.columns, self.capacity) = (columns, wider);
    }

    fn insert(&mut self, variable: usize) -> bool {
        if self.order.len() == self.capacity {
            self.grow();
        }
        let (m, source) = (self.order.len(), self.matrix.column(variable));
        let mut column: Vec<f64> = self.order.iter().map(|&i| source[i]).collect();
        for j in 0..m {
            let above = self.column(j);
            column[j] = (column[j] - dot(&above[..j], &column[..j])) / above[j];
        }
        let variance = source[variable];
        let pivot = variance - dot(&column, &column);
        if pivot.is_nan() || pivot <= SMALL_PIVOT * variance {
            return false;
        }
        let root = pivot.sqrt();
        for (target, whitened) in self.whitened.iter_mut().enumerate() {
            let entry = (self.targets[(target, variable)] - dot(&column, whitened)) / root;
            whitened.push(entry);
        }
        let start = m * self.capacity;
        self.columns[start..start + m].copy_from_slice(&column);
        self.columns[start + m] = root;
        self.order.push(variable);
        true
    }

    /// Without its column `U` has one entry below the diagonal in every later column; rotations of neighbouring rows
    /// remove them.
    fn remove(&mut self, variable: usize) -> bool {
        let Some(position) = self.order.iter().position(|&i| i == variable) else { return false };
        self.order.remove(position);
        let m = self.order.len();
        let mut rotations: Vec<(f64, f64)> = Vec::with_capacity(m - position);
        for j in position..m {
            let (to, from) = (j * self.capacity, (j + 1) * self.capacity);
            self.columns.copy_within(from..from + j + 2, to);
            let column = &mut self.columns[to..to + j + 2];
            rotate(&mut column[position..=j], &rotations);
            let (above, below) = (column[j], column[j + 1]);
            let length = above.hypot(below);
            rotations.push((above / length, below / length));
            (column[j], column[j + 1]) = (length, 0.0);
        }
        for whitened in &mut self.whitened {
            rotate(&mut whitened[position..], &rotations);
            whitened.pop();
        }
        true
    }

    fn motion(&self, active: &[usize]) -> Option<Motion> {
        let (n, m) = (self.matrix.nrows(), self.order.len());
        let gram = DMatrix::from_fn(active.len(), active.len(), |i, j| {
            dot(&self.whitened[active[i]], &self.whitened[active[j]])
        });
        let with_returns = DVector::from_fn(active.len(), |i, _| dot(&self.whitened[active[i]], &self.whitened[0]));
        let row_multipliers = row_multipliers(gram, &with_returns)?;
        let mut side = self.whitened[0].clone();
        for (&target, &y) in active.iter().zip(row_multipliers.iter()) {
            side.iter_mut().zip(&self.whitened[target]).for_each(|(s, w)| *s += y * w);
        }
        for j in (0..m).rev() {
            let column = self.column(j);
            let value = side[j] / column[j];
            side[j] = value;
            side[..j].iter_mut().zip(column).for_each(|(s, u)| *s -= value * u);
        }
        // P x − μ − A'y: zero for the free variables, the bounds' multipliers for the others.
        let mut rest = cost_of_targets(self.targets, active, &row_multipliers);
        add_columns(self.matrix, &self.order, |k| side[k], rest.as_mut_slice());
        let mut x = DVector::zeros(n);
        let mut error = 0.0f64;
        for (&i, &value) in self.order.iter().zip(&side) {
            x[i] = value;
            error = error.max(rest[i].abs());
            rest[i] = 0.0;
        }
        let size = self.targets.row(0).amax();
        let natural = size / self.matrix.diagonal().max();
        let error = (error / size).max(row_error(self.targets, active, natural, &self.order, &x));
        Some(Motion { x, bound_multipliers: rest, row_multipliers, error })
    }
}

/// `−μ − A'y` over all variables.
fn cost_of_targets(targets: &DMatrix<f64>, active: &[usize], row_multipliers: &DVector<f64>) -> DVector<f64> {
    DVector::from_iterator(
        targets.ncols(),
        targets.column_iter().map(|target| {
            -target[0] - active.iter().zip(row_multipliers.iter()).map(|(&row, y)| target[row] * y).sum::<f64>()
        }),
    )
}

/// How far the motion leaves the active rows, relative to its own size or to a `natural` one where it should be none.
fn row_error(targets: &DMatrix<f64>, active: &[usize], natural: f64, free: &[usize], x: &DVector<f64>) -> f64 {
    let mut worst = 0.0f64;
    for &row in active {
        let (mut sum, mut size) = (0.0, natural);
        for &i in free {
            let term = targets[(row, i)] * x[i];
            sum += term;
            size = size.max(term.abs());
        }
        if size > 0.0 {
            worst = worst.max((sum / size).abs());
        }
    }
    worst
}

fn rotate(entries: &mut [f64], rotations: &[(f64, f64)]) {
    for (k, &(cosine, sine)) in rotations.iter().enumerate() {
        let (above, below) = (entries[k], entries[k + 1]);
        entries[k] = cosine * above + sine * below;
        entries[k + 1] = cosine * below - sine * above;
    }
}

/// In four sums, which the processor adds side by side.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().min(b.len());
    let (a, b) = (&a[..n], &b[..n]);
    let mut sums = [0.0; 4];
    for (x, y) in a.chunks_exact(4).zip(b.chunks_exact(4)) {
        for lane in 0..4 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    let rest = n / 4 * 4;
    let tail: f64 = a[rest..].iter().zip(&b[rest..]).map(|(x, y)| x * y).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + tail
}

/// See [`FreeBlock`].
#[derive(Debug, Clone)]
pub(crate) struct CoreBlock<'a> {
    form: &'a FactorForm,
    targets: &'a DMatrix<f64>,
    core: Cholesky<f64, Dyn>,
    /// `Σ g_i b_i'/d_i`, `k × n_targets`.
    pulls: DMatrix<f64>,
    /// `Σ b_i b_i'/d_i`, `n_targets × n_targets`.
    cross: DMatrix<f64>,
    largest_variance: f64,
}

impl<'a> CoreBlock<'a> {
    fn new(form: &'a FactorForm, targets: &'a DMatrix<f64>, free: &[usize]) -> Option<Self> {
        let (k, n_targets) = (form.n_factors(), targets.nrows());
        let scaled = DMatrix::from_fn(k + n_targets, free.len(), |row, column| {
            let i = free[column];
            let entry = if row < k { form.loadings[(row, i)] } else { targets[(row - k, i)] };
            entry / form.specific[i].sqrt()
        });
        let product = &scaled * scaled.transpose();
        let mut core = product.view((0, 0), (k, k)).into_owned();
        (0..k).for_each(|i| core[(i, i)] += 1.0);
        Some(Self {
            form,
            targets,
            core: cholesky(core)?,
            pulls: product.view((0, k), (k, n_targets)).into_owned(),
            cross: product.view((k, k), (n_targets, n_targets)).into_owned(),
            largest_variance: Hessian::Factor(form).variances(targets.ncols()).max(),
        })
    }

    /// Adds (`sign` 1) or takes out (−1) one variable.
    fn shift(&mut self, variable: usize, sign: f64) -> bool {
        let own = self.form.specific[variable];
        let loading = DVector::from_column_slice(self.form.loading(variable));
        let target = self.targets.column(variable).into_owned();
        self.pulls.ger(sign / own, &loading, &target, 1.0);
        self.cross.ger(sign / own, &target, &target, 1.0);
        self.core.rank_one_update(&loading, sign / own);
        // The core is never below the identity.
        self.core.l_dirty().diagonal().iter().all(|pivot| *pivot > 0.9)
    }

    fn motion(&self, active: &[usize], set: &WorkingSet) -> Option<Motion> {
        let n = self.targets.ncols();
        let responses = self.core.solve(&self.pulls);
        let entry = |a: usize, b: usize| self.cross[(a, b)] - self.pulls.column(a).dot(&responses.column(b));
        let gram = DMatrix::from_fn(active.len(), active.len(), |i, j| entry(active[i], active[j]));
        let with_returns = DVector::from_fn(active.len(), |i, _| entry(active[i], 0));
        let row_multipliers = row_multipliers(gram, &with_returns)?;
        let mut response = responses.column(0).into_owned();
        for (&row, &y) in active.iter().zip(row_multipliers.iter()) {
            response.axpy(y, &responses.column(row), 1.0);
        }
        let mut rest = cost_of_targets(self.targets, active, &row_multipliers);
        let mut x = DVector::zeros(n);
        let mut exposure = DVector::zeros(response.len());
        let mut free = Vec::new();
        for i in 0..n {
            rest[i] += dot(self.form.loading(i), response.as_slice());
            if set.bounds[i].is_none() {
                x[i] = -rest[i] / self.form.specific[i];
                rest[i] = 0.0;
                exposure.axpy(x[i], &self.form.loadings.column(i), 1.0);
                free.push(i);
            }
        }
        let natural = self.targets.row(0).amax() / self.largest_variance;
        let size = exposure.amax().max(natural * self.form.loadings.amax());
        let error = if size > 0.0 { (&exposure - response).amax() / size } else { 0.0 };
        let error = error.max(row_error(self.targets, active, natural, &free, &x));
        Some(Motion { x, bound_multipliers: rest, row_multipliers, error })
    }
}
