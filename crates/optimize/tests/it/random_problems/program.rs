//! A conic program written row by row for Clarabel. Nothing of it comes from the crate under test.

use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver, SolverStatus, SupportedConeT};

/// `Σ coefficient · variable + constant`.
#[derive(Debug, Clone, Default)]
pub(super) struct Expr {
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) constant: f64,
}

impl Expr {
    pub(super) fn of(terms: impl IntoIterator<Item = (usize, f64)>) -> Self {
        Self { terms: terms.into_iter().filter(|(_, value)| *value != 0.0).collect(), constant: 0.0 }
    }

    pub(super) fn constant(constant: f64) -> Self {
        Self { terms: Vec::new(), constant }
    }

    pub(super) fn plus(mut self, factor: f64, other: &Self) -> Self {
        self.terms.extend(other.terms.iter().map(|(variable, value)| (*variable, factor * value)));
        self.constant += factor * other.constant;
        self
    }

    pub(super) fn add(self, constant: f64) -> Self {
        Self { constant: self.constant + constant, ..self }
    }
}

/// What Clarabel says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    /// The least value of the objective.
    Value(f64),
    Impossible,
    Unbounded,
    Unsure,
}

/// Minimize `½x'Px + objective` with expressions in cones.
#[derive(Debug, Clone, Default)]
pub(super) struct Program {
    n_variables: usize,
    quadratic: Vec<(usize, usize, f64)>,
    pub(super) objective: Expr,
    zero: Vec<Expr>,
    nonnegative: Vec<Expr>,
    others: Vec<(SupportedConeT<f64>, Vec<Expr>)>,
    /// Added to the right of every limit: how far inside a point is.
    slack: Option<usize>,
}

impl Program {
    pub(super) fn variables(&mut self, count: usize) -> std::ops::Range<usize> {
        let first = self.n_variables;
        self.n_variables += count;
        first..self.n_variables
    }

    /// Asks for the point farthest inside the limits (not those by which variables are defined), at most 1.
    pub(super) fn seek_inside(&mut self) {
        let slack = self.variables(1).start;
        self.slack = Some(slack);
        self.objective = Expr::of([(slack, -1.0)]);
        self.nonnegative.push(Expr::of([(slack, -1.0)]).add(1.0));
    }

    /// `coefficient · x_i · x_j` beside the objective.
    pub(super) fn product(&mut self, i: usize, j: usize, coefficient: f64) {
        let value = if i == j { 2.0 * coefficient } else { coefficient };
        self.quadratic.push((i.min(j), i.max(j), value));
    }

    pub(super) fn equal(&mut self, zero: Expr) {
        self.zero.push(zero);
    }

    /// At least zero, by definition of a variable.
    pub(super) fn define(&mut self, nonnegative: Expr) {
        self.nonnegative.push(nonnegative);
    }

    /// At least zero, a limit of the request.
    pub(super) fn limit(&mut self, nonnegative: Expr) {
        let inside = self.inside(nonnegative);
        self.nonnegative.push(inside);
    }

    fn inside(&self, bound: Expr) -> Expr {
        match self.slack {
            Some(slack) => bound.plus(-1.0, &Expr::of([(slack, 1.0)])),
            None => bound,
        }
    }

    /// `‖rows‖ ≤ bound`, by definition.
    pub(super) fn define_norm(&mut self, bound: Expr, rows: impl IntoIterator<Item = Expr>) {
        let rows: Vec<Expr> = std::iter::once(bound).chain(rows).collect();
        self.others.push((SupportedConeT::SecondOrderConeT(rows.len()), rows));
    }

    /// The same as a limit.
    pub(super) fn limit_norm(&mut self, bound: Expr, rows: impl IntoIterator<Item = Expr>) {
        let bound = self.inside(bound);
        self.define_norm(bound, rows);
    }

    /// `exp(low) ≤ high`.
    pub(super) fn define_exponential(&mut self, low: Expr, high: Expr) {
        self.others.push((SupportedConeT::ExponentialConeT(), vec![low, Expr::constant(1.0), high]));
    }

    /// `|base|^(3/2) ≤ high`.
    pub(super) fn define_three_halves(&mut self, high: Expr, base: Expr) {
        self.others.push((SupportedConeT::PowerConeT(2.0 / 3.0), vec![high, Expr::constant(1.0), base]));
    }

    pub(super) fn solve(&self) -> Verdict {
        let mut cones = Vec::new();
        let mut rows: Vec<&Expr> = Vec::new();
        for (cone, of) in [
            (SupportedConeT::ZeroConeT(self.zero.len()), &self.zero),
            (SupportedConeT::NonnegativeConeT(self.nonnegative.len()), &self.nonnegative),
        ] {
            if !of.is_empty() {
                cones.push(cone);
                rows.extend(of);
            }
        }
        for (cone, of) in &self.others {
            cones.push(cone.clone());
            rows.extend(of);
        }
        let entries = rows.iter().enumerate();
        let a = entries.flat_map(|(row, expr)| expr.terms.iter().map(move |&(column, value)| (row, column, -value)));
        let a = sparse(rows.len(), self.n_variables, a);
        let b: Vec<f64> = rows.iter().map(|expr| expr.constant).collect();
        let p = sparse(self.n_variables, self.n_variables, self.quadratic.iter().copied());
        let mut q = vec![0.0; self.n_variables];
        self.objective.terms.iter().for_each(|(variable, value)| q[*variable] += value);
        let settings = DefaultSettings {
            verbose: false,
            tol_gap_abs: 1e-12,
            tol_gap_rel: 1e-9,
            tol_feas: 1e-9,
            max_threads: 1,
            ..DefaultSettings::default()
        };
        let mut solver = DefaultSolver::new(&p, &q, &a, &b, &cones, settings).unwrap();
        solver.solve();
        match solver.solution.status {
            SolverStatus::Solved => Verdict::Value(solver.solution.obj_val + self.objective.constant),
            SolverStatus::PrimalInfeasible => Verdict::Impossible,
            SolverStatus::DualInfeasible => Verdict::Unbounded,
            _ => Verdict::Unsure,
        }
    }
}

/// Compressed columns; entries of the same place are added.
fn sparse(n_rows: usize, n_columns: usize, entries: impl Iterator<Item = (usize, usize, f64)>) -> CscMatrix<f64> {
    let mut columns: Vec<std::collections::BTreeMap<usize, f64>> = vec![Default::default(); n_columns];
    for (row, column, value) in entries {
        *columns[column].entry(row).or_default() += value;
    }
    let (mut starts, mut indices, mut values) = (vec![0], Vec::new(), Vec::new());
    for column in columns {
        indices.extend(column.keys());
        values.extend(column.values());
        starts.push(indices.len());
    }
    CscMatrix::new(n_rows, n_columns, starts, indices, values)
}
