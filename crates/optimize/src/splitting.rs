//! The second guess by OSQP (operator splitting, Stellato et al. 2020): it finds which limits bind where the first guess did
//! not lead to the end; the active set makes the answer exact.
//!
//! The settings keep it deterministic: the interval at which OSQP adapts its step is a count of iterations, never a time.

use std::ops::ControlFlow;

use nalgebra::{DMatrix, DVector};
use osqp::{CscMatrix, Problem, Settings, Status};

use crate::polytope::{Limit, Polytope, Side};
use crate::working_set::WorkingSet;

/// Iterations between two looks at the cancel flag.
const CHUNK: u32 = 1_000;
/// Chunks before the guess is taken as it stands; the active set corrects it.
const MAX_CHUNKS: usize = 10;
/// OSQP's sign for "no limit on this side".
const OPEN: f64 = 1e30;
/// OSQP stops here: a few limits may still be wrong, which the polish mends for less than further iterations cost.
const ACCURACY: f64 = 1e-3;
/// First step size of the splitting. Covariances of unit average variance want one larger than OSQP's own 0.1.
const RHO: f64 = 1.0;

/// What OSQP found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Guess {
    pub(crate) set: WorkingSet,
    pub(crate) x: DVector<f64>,
    pub(crate) iterations: u32,
}

/// The solve was cancelled between two chunks of iterations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cancelled;

/// Minimizes `½x'Px + q'x` over the polytope; `None` when OSQP has no answer (the caller then starts cold).
pub(crate) fn minimize(
    covariance: &DMatrix<f64>,
    q: &DVector<f64>,
    polytope: &Polytope,
    keep_going: &mut dyn FnMut(u32) -> ControlFlow<()>,
) -> Result<Option<Guess>, Cancelled> {
    let n = polytope.n();
    let scale = scale_of(covariance);
    let mut rows = SparseRows::new(n);
    for i in 0..n {
        rows.push(&[(i, 1.0)], polytope.lower[i], polytope.upper[i]);
    }
    for row in 0..polytope.n_rows() {
        let entries: Vec<(usize, f64)> = nonzero(polytope.normal(row)).collect();
        rows.push(&entries, polytope.row_lower[row], polytope.row_upper[row]);
    }
    let Some((x, y, iterations)) = run(upper_triangle(covariance, n, scale), &(q / scale), &rows, keep_going)? else {
        return Ok(None);
    };
    let set = read_working_set(polytope, &x, |i| y[i], |row| y[n + row]);
    Ok(Some(Guess { set, x: DVector::from_vec(x), iterations }))
}

/// A limit binds when its multiplier outweighs its slack (the rule of OSQP's own polish).
fn read_working_set(
    polytope: &Polytope,
    x: &[f64],
    bound_multiplier: impl Fn(usize) -> f64,
    row_multiplier: impl Fn(usize) -> f64,
) -> WorkingSet {
    let side = |value: f64, (lower, upper): (f64, f64), multiplier: f64| {
        if value - lower < -multiplier {
            Some(Side::Lower)
        } else if upper - value < multiplier {
            Some(Side::Upper)
        } else {
            None
        }
    };
    let mut set = WorkingSet::fixed_only(polytope);
    for limit in polytope.limits().filter(|limit| !set.contains(*limit)).collect::<Vec<_>>() {
        let multiplier = match limit {
            Limit::Bound(i) => bound_multiplier(i),
            Limit::Row(row) if polytope.is_equality(row) => continue,
            Limit::Row(row) => row_multiplier(row),
        };
        if let Some(side) = side(polytope.value(limit, x), polytope.range(limit), multiplier) {
            set.add(limit, side);
        }
    }
    set
}

/// Average variance: dividing by it brings every problem to the scale for which OSQP's accuracy is meant.
fn scale_of(covariance: &DMatrix<f64>) -> f64 {
    let mean = covariance.trace() / covariance.nrows() as f64;
    if mean > 0.0 { mean } else { 1.0 }
}

fn nonzero(row: &[f64]) -> impl Iterator<Item = (usize, f64)> + '_ {
    row.iter().copied().enumerate().filter(|(_, value)| *value != 0.0)
}

/// Upper triangle of the covariance over `scale`, in compressed columns, widened by empty columns to `size`.
fn upper_triangle(covariance: &DMatrix<f64>, size: usize, scale: f64) -> CscMatrix<'static> {
    let n = covariance.nrows();
    let entries = n * (n + 1) / 2;
    let (mut indptr, mut indices, mut data) = (vec![0], Vec::with_capacity(entries), Vec::with_capacity(entries));
    for col in 0..size {
        if col < n {
            indices.extend(0..=col);
            data.extend(covariance.column(col).iter().take(col + 1).map(|value| value / scale));
        }
        indptr.push(indices.len());
    }
    CscMatrix { nrows: size, ncols: size, indptr: indptr.into(), indices: indices.into(), data: data.into() }
}

/// Constraint rows, collected and then turned into compressed columns.
struct SparseRows {
    columns: Vec<Vec<(usize, f64)>>,
    lower: Vec<f64>,
    upper: Vec<f64>,
}

impl SparseRows {
    fn new(n: usize) -> Self {
        Self { columns: vec![Vec::new(); n], lower: Vec::new(), upper: Vec::new() }
    }

    /// Adds a row and returns its index. Zero coefficients are left out.
    fn push(&mut self, entries: &[(usize, f64)], lower: f64, upper: f64) -> usize {
        let row = self.lower.len();
        for &(col, value) in entries.iter().filter(|(_, value)| *value != 0.0) {
            self.columns[col].push((row, value));
        }
        self.lower.push(lower.max(-OPEN));
        self.upper.push(upper.min(OPEN));
        row
    }

    fn matrix(&self) -> CscMatrix<'static> {
        let (mut indptr, mut indices, mut data) = (vec![0], Vec::new(), Vec::new());
        for column in &self.columns {
            indices.extend(column.iter().map(|(row, _)| *row));
            data.extend(column.iter().map(|(_, value)| *value));
            indptr.push(indices.len());
        }
        CscMatrix {
            nrows: self.lower.len(),
            ncols: self.columns.len(),
            indptr: indptr.into(),
            indices: indices.into(),
            data: data.into(),
        }
    }
}

/// Primal and dual iterates with the iterations made.
type Iterates = (Vec<f64>, Vec<f64>, u32);

fn run(
    hessian: CscMatrix<'static>,
    q: &DVector<f64>,
    rows: &SparseRows,
    keep_going: &mut dyn FnMut(u32) -> ControlFlow<()>,
) -> Result<Option<Iterates>, Cancelled> {
    let settings = Settings::default()
        .verbose(false)
        .polish(false)
        .eps_abs(ACCURACY)
        .eps_rel(ACCURACY)
        .rho(RHO)
        // The matrix has unit average variance already.
        .scaling(None)
        .max_iter(CHUNK)
        .adaptive_rho_interval(Some(50));
    let Ok(mut problem) = Problem::new(hessian, q.as_slice(), rows.matrix(), &rows.lower, &rows.upper, &settings)
    else {
        return Ok(None);
    };
    let mut iterations = 0;
    let mut best = None;
    for _ in 0..MAX_CHUNKS {
        if keep_going(iterations).is_break() {
            return Err(Cancelled);
        }
        let status = problem.solve();
        let spent = status.iter();
        let (solution, done) = match status {
            Status::Solved(solution) => (solution, true),
            Status::SolvedInaccurate(solution) | Status::MaxIterationsReached(solution) => (solution, false),
            // Feasibility was checked before: any other answer is numerical trouble, and the exact solver starts cold.
            _ => break,
        };
        iterations += spent;
        best = Some((solution.x().to_vec(), solution.y().to_vec(), iterations));
        if done {
            break;
        }
    }
    Ok(best.filter(|(x, y, _): &Iterates| x.iter().chain(y).all(|value| value.is_finite())))
}
