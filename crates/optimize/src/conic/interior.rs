//! The call of Clarabel (Goulart and Chen 2024, "Clarabel: An interior-point solver for conic programs with quadratic
//! objectives"): the model in, a solution with multipliers out.

use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver, SolverStatus, SupportedConeT};

use super::check::{Solution, residuals, strict_residuals};
use super::model::{Cone, Model};
use crate::Residuals;

/// What is asked of Clarabel: a little more than what is promised, so that rounding does not decide.
const ACCURACY: f64 = 1e-10;
/// Iterations before it is given up; it needs 10 to 40.
const MAX_ITERATIONS: u32 = 200;

/// Largest violation of a row in an accepted answer.
pub(crate) const PRIMAL: f64 = 1e-7;
/// Largest relative residual of the other conditions in an accepted answer.
pub(crate) const RELATIVE: f64 = 1e-6;
/// Largest relative gap between the primal and the dual objective in an accepted answer.
pub(crate) const GAP: f64 = 1e-7;

/// With residuals as small no other attempt is made.
const GOOD: f64 = 1e-8;

/// Why there is no solution.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Failure {
    /// No point satisfies the rows. The multipliers prove it: those that are not zero belong to a contradiction.
    Infeasible(Vec<Vec<f64>>),
    /// The objective falls without end.
    Unbounded,
    /// It ended without an answer of the accuracy promised.
    NotConverged { status: &'static str, residuals: Residuals, iterations: u32 },
}

/// Solves the model; the answer is checked afresh before it is handed out. Where the solver stops short it is asked again with
/// other settings, and the best of its answers counts.
pub(crate) fn solve(model: &Model) -> Result<Solution, Failure> {
    let layout = Layout::of(model);
    let hessian = upper_triangle(model);
    let mut best: Option<Answer> = None;
    for attempt in ATTEMPTS {
        match solve_once(model, &layout, &hessian, attempt) {
            Ok(answer) => {
                let is_good = answer.strict <= GOOD;
                if best.as_ref().is_none_or(|best| answer.is_better_than(best)) {
                    best = Some(answer);
                }
                if is_good {
                    break;
                }
            }
            // A proof after an attempt that came near an answer is none.
            Err(failure) if best.is_none() => return Err(failure),
            Err(_) => {}
        }
    }
    let Answer { solution, residuals, status, .. } = best.expect("invariant: there is at least one attempt");
    if is_accurate(&residuals) {
        return Ok(solution);
    }
    Err(Failure::NotConverged { status, residuals, iterations: solution.iterations })
}

/// Where an attempt ended.
struct Answer {
    solution: Solution,
    residuals: Residuals,
    /// The largest of the strict ones.
    strict: f64,
    /// Why it ended, in case it is not accurate.
    status: &'static str,
}

impl Answer {
    /// An accurate answer is better than one that is not; of two the nearer to the optimum.
    fn is_better_than(&self, other: &Self) -> bool {
        let (own, others) = (is_accurate(&self.residuals), is_accurate(&other.residuals));
        if own == others { self.strict < other.strict } else { own }
    }
}

/// Settings of one call.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Attempt {
    /// Factor of the objective: small objectives meet an absolute gap too early.
    scale: f64,
    equilibrate: bool,
    regularization: f64,
    /// Longest step, as a part of the way to the boundary.
    step: f64,
}

/// Tried in this order.
const ATTEMPTS: [Attempt; 5] = [
    Attempt { scale: 1.0, equilibrate: true, regularization: 1e-8, step: 0.99 },
    Attempt { scale: 1e3, equilibrate: true, regularization: 1e-8, step: 0.95 },
    Attempt { scale: 1.0, equilibrate: false, regularization: 1e-9, step: 0.95 },
    Attempt { scale: 1e2, equilibrate: true, regularization: 1e-7, step: 0.9 },
    Attempt { scale: 1e4, equilibrate: true, regularization: 1e-10, step: 0.98 },
];

fn solve_once(model: &Model, layout: &Layout, hessian: &CscMatrix<f64>, attempt: Attempt) -> Result<Answer, Failure> {
    let settings = DefaultSettings::<f64> {
        verbose: false,
        max_iter: MAX_ITERATIONS,
        tol_gap_abs: ACCURACY * 1e-2,
        tol_gap_rel: ACCURACY,
        tol_feas: ACCURACY,
        equilibrate_enable: attempt.equilibrate,
        static_regularization_constant: attempt.regularization,
        max_step_fraction: attempt.step,
        // One thread and no clock: the same request gives the same bits.
        max_threads: 1,
        ..DefaultSettings::default()
    };
    let scaled = |values: &[f64]| values.iter().map(|value| attempt.scale * value).collect::<Vec<f64>>();
    let (mut quadratic, linear) = (hessian.clone(), scaled(&model.linear));
    quadratic.nzval = scaled(&quadratic.nzval);
    let solver = DefaultSolver::new(&quadratic, &linear, &layout.matrix, &layout.constants, &layout.cones, settings);
    let mut solver = solver.expect("invariant: the layout's dimensions fit each other");
    solver.solve();
    let found = &solver.solution;
    let multipliers: Vec<f64> = found.z.iter().map(|value| value / attempt.scale).collect();
    let solution =
        Solution { x: found.x.clone(), z: layout.by_block(model, &multipliers), iterations: found.iterations };
    match found.status {
        SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible => Err(Failure::Infeasible(solution.z)),
        SolverStatus::DualInfeasible | SolverStatus::AlmostDualInfeasible => Err(Failure::Unbounded),
        status => {
            let mut residuals = residuals(model, &solution);
            if residuals.max().is_nan() {
                residuals.primal = f64::INFINITY;
            }
            let status = match status {
                SolverStatus::MaxIterations => "it reached the limit of its iterations",
                SolverStatus::InsufficientProgress => "its steps became too small",
                SolverStatus::NumericalError => "it met numerical trouble",
                _ => "its answer is not accurate enough",
            };
            let strict = strict_residuals(model, &solution).max();
            let strict = if strict.is_nan() { f64::INFINITY } else { strict };
            Ok(Answer { solution, residuals, strict, status })
        }
    }
}

/// The accuracy promised. A residual that is not a number fails.
pub(crate) fn is_accurate(residuals: &Residuals) -> bool {
    residuals.primal <= PRIMAL
        && residuals.stationarity <= RELATIVE
        && residuals.dual <= RELATIVE
        && residuals.complementarity <= GAP
}

/// The rows in Clarabel's order: all zero cones, all nonnegative ones, then the others one by one.
struct Layout {
    /// `A` of `Ax + s = b`: the rows' coefficients with the opposite sign.
    matrix: CscMatrix<f64>,
    constants: Vec<f64>,
    cones: Vec<SupportedConeT<f64>>,
    /// First row of each block.
    first_row: Vec<usize>,
}

impl Layout {
    fn of(model: &Model) -> Self {
        let rank = |cone: Cone| match cone {
            Cone::Zero => 0,
            Cone::NonNegative => 1,
            Cone::SecondOrder | Cone::Exponential => 2,
        };
        let mut order: Vec<usize> = (0..model.blocks.len()).collect();
        order.sort_by_key(|&block| rank(model.blocks[block].cone));
        let (mut first_row, mut constants) = (vec![0; model.blocks.len()], Vec::new());
        let mut columns: Vec<Vec<(usize, f64)>> = vec![Vec::new(); model.n_variables];
        let (mut n_zero, mut n_nonnegative, mut others) = (0, 0, Vec::new());
        for block_idx in order {
            let block = &model.blocks[block_idx];
            first_row[block_idx] = constants.len();
            for row in &block.rows {
                for &(variable, value) in &row.terms {
                    push_or_add(&mut columns[variable], constants.len(), -value);
                }
                constants.push(row.constant);
            }
            match block.cone {
                Cone::Zero => n_zero += block.rows.len(),
                Cone::NonNegative => n_nonnegative += block.rows.len(),
                Cone::SecondOrder => others.push(SupportedConeT::SecondOrderConeT(block.rows.len())),
                Cone::Exponential => others.push(SupportedConeT::ExponentialConeT()),
            }
        }
        let mut cones = Vec::with_capacity(others.len() + 2);
        if n_zero > 0 {
            cones.push(SupportedConeT::ZeroConeT(n_zero));
        }
        if n_nonnegative > 0 {
            cones.push(SupportedConeT::NonnegativeConeT(n_nonnegative));
        }
        cones.extend(others);
        Self { matrix: compress(constants.len(), columns), constants, cones, first_row }
    }

    fn by_block(&self, model: &Model, z: &[f64]) -> Vec<Vec<f64>> {
        let blocks = model.blocks.iter().zip(&self.first_row);
        blocks.map(|(block, &first)| z[first..first + block.rows.len()].to_vec()).collect()
    }
}

/// Adds a coefficient to a column whose rows ascend; a variable that stands twice in a row counts once.
fn push_or_add(column: &mut Vec<(usize, f64)>, row: usize, value: f64) {
    match column.last_mut() {
        Some((last, sum)) if *last == row => *sum += value,
        _ => column.push((row, value)),
    }
}

fn upper_triangle(model: &Model) -> CscMatrix<f64> {
    let mut columns: Vec<Vec<(usize, f64)>> = vec![Vec::new(); model.n_variables];
    for &(row, column, value) in &model.quadratic {
        columns[column].push((row, value));
    }
    for column in &mut columns {
        column.sort_by_key(|(row, _)| *row);
        let mut merged = Vec::with_capacity(column.len());
        for &(row, value) in column.iter() {
            push_or_add(&mut merged, row, value);
        }
        *column = merged;
    }
    compress(model.n_variables, columns)
}

fn compress(n_rows: usize, columns: Vec<Vec<(usize, f64)>>) -> CscMatrix<f64> {
    let n_columns = columns.len();
    let (mut starts, mut rows, mut values) = (vec![0], Vec::new(), Vec::new());
    for column in columns {
        for (row, value) in column {
            rows.push(row);
            values.push(value);
        }
        starts.push(rows.len());
    }
    CscMatrix::new(n_rows, n_columns, starts, rows, values)
}
