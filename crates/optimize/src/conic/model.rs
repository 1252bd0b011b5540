//! A convex problem put together block by block: `min ½x'Px + q'x` over rows that must lie in cones.
//!
//! Objectives, constraints and costs each add variables and rows and know nothing of each other. Every row is an affine
//! expression. In a homogenized model (a ratio is maximized: Schaible 1974) the number one is itself a variable κ, and each
//! constant is multiplied by it as it is added, so that the same blocks serve both kinds.

use crate::polytope::{Limit, Side};

/// The named limit behind a row, for shadow prices and contradictions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    /// A bound or row of the polytope.
    Polytope(Limit, Side),
    Turnover,
    TrackingError,
    Volatility,
    Gross,
    Short,
    /// `target_return`, or the return of a point of a frontier.
    TargetReturn,
    /// `target_volatility`.
    TargetVolatility,
}

/// `Σ coefficient · variable + constant`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Affine {
    pub(crate) terms: Vec<(usize, f64)>,
    pub(crate) constant: f64,
}

impl Affine {
    pub(crate) fn constant(constant: f64) -> Self {
        Self { terms: Vec::new(), constant }
    }

    pub(crate) fn variable(variable: usize) -> Self {
        Self { terms: vec![(variable, 1.0)], constant: 0.0 }
    }

    /// `Σ coefficient[i] · x[i]` over the first variables, zeros left out.
    pub(crate) fn dense(coefficients: impl IntoIterator<Item = f64>) -> Self {
        let terms = coefficients.into_iter().enumerate().filter(|(_, value)| *value != 0.0).collect();
        Self { terms, constant: 0.0 }
    }

    pub(crate) fn plus(mut self, coefficient: f64, other: &Self) -> Self {
        self.terms.extend(other.terms.iter().map(|(variable, value)| (*variable, coefficient * value)));
        self.constant += coefficient * other.constant;
        self
    }

    pub(crate) fn minus(self, other: &Self) -> Self {
        self.plus(-1.0, other)
    }

    pub(crate) fn times(mut self, factor: f64) -> Self {
        self.terms.iter_mut().for_each(|(_, value)| *value *= factor);
        self.constant *= factor;
        self
    }
}

/// Where the rows of a block must lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cone {
    /// All zero.
    Zero,
    /// Each at least zero.
    NonNegative,
    /// The first at least the Euclidean norm of the others.
    SecondOrder,
    /// `(x, y, z)` with `y·exp(x/y) ≤ z`.
    Exponential,
}

/// Rows that lie in one cone together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    pub(crate) cone: Cone,
    pub(crate) rows: Vec<Affine>,
    /// The limit that the block states. Raising the constant of its first row by one eases the limit by one.
    pub(crate) tag: Option<Tag>,
}

/// The problem. Blocks keep their order; single rows of zero and nonnegative cones are blocks of one row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Model {
    pub(crate) n_variables: usize,
    /// κ, in a homogenized model.
    pub(crate) unit: Option<usize>,
    /// Upper triangle of `P` with `row ≤ column`; entries of the same place are added.
    pub(crate) quadratic: Vec<(usize, usize, f64)>,
    /// `q`.
    pub(crate) linear: Vec<f64>,
    pub(crate) blocks: Vec<Block>,
}

impl Model {
    /// With `n_weights` variables, the weights; and κ after them when a ratio is to be maximized.
    pub(crate) fn new(n_weights: usize, homogenized: bool) -> Self {
        let mut model =
            Self { n_variables: 0, unit: None, quadratic: Vec::new(), linear: Vec::new(), blocks: Vec::new() };
        model.add_variables(n_weights);
        if homogenized {
            let unit = model.add_variable();
            model.unit = Some(unit);
            model.add_row(Cone::NonNegative, Affine::variable(unit), None);
        }
        model
    }

    pub(crate) fn add_variable(&mut self) -> usize {
        self.add_variables(1).start
    }

    pub(crate) fn add_variables(&mut self, count: usize) -> std::ops::Range<usize> {
        let first = self.n_variables;
        self.n_variables += count;
        self.linear.resize(self.n_variables, 0.0);
        first..self.n_variables
    }

    /// Adds the expression to what is minimized. Its constant has no effect on the optimum and is left out.
    pub(crate) fn minimize(&mut self, expression: &Affine) {
        for &(variable, value) in &expression.terms {
            self.linear[variable] += value;
        }
    }

    /// Adds `coefficient · x[i] · x[j]` to what is minimized.
    pub(crate) fn minimize_product(&mut self, i: usize, j: usize, coefficient: f64) {
        // ½x'Px counts an entry beside the diagonal twice and one on it half.
        let value = if i == j { 2.0 * coefficient } else { coefficient };
        if value != 0.0 {
            self.quadratic.push((i.min(j), i.max(j), value));
        }
    }

    pub(crate) fn add_row(&mut self, cone: Cone, row: Affine, tag: Option<Tag>) {
        self.add_block(cone, vec![row], tag);
    }

    pub(crate) fn add_block(&mut self, cone: Cone, mut rows: Vec<Affine>, tag: Option<Tag>) {
        if let Some(unit) = self.unit {
            for row in rows.iter_mut().filter(|row| row.constant != 0.0) {
                row.terms.push((unit, row.constant));
                row.constant = 0.0;
            }
        }
        self.blocks.push(Block { cone, rows, tag });
    }

    /// `‖rows‖ ≤ bound`.
    pub(crate) fn add_norm(&mut self, bound: Affine, rows: impl IntoIterator<Item = Affine>, tag: Option<Tag>) {
        let rows = std::iter::once(bound).chain(rows).collect();
        self.add_block(Cone::SecondOrder, rows, tag);
    }

    /// The same feasible set without an objective and without the limits that `keep` refuses.
    pub(crate) fn feasibility(&self, keep: impl Fn(Tag) -> bool) -> Self {
        Self {
            n_variables: self.n_variables,
            unit: self.unit,
            quadratic: Vec::new(),
            linear: vec![0.0; self.n_variables],
            blocks: self.blocks.iter().filter(|block| block.tag.is_none_or(&keep)).cloned().collect(),
        }
    }

    /// Only zero and nonnegative cones: a linear or quadratic program.
    pub(crate) fn is_polyhedral(&self) -> bool {
        self.blocks.iter().all(|block| matches!(block.cone, Cone::Zero | Cone::NonNegative))
    }

    /// Values of the rows of a block at `x`.
    pub(crate) fn values<'a>(&self, block: &'a Block, x: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        block.rows.iter().map(|row| row.constant + row.terms.iter().map(|(i, value)| value * x[*i]).sum::<f64>())
    }

    /// The largest entry of `|P| |x|`: the size of the terms of `P x` before they cancel.
    pub(crate) fn largest_quadratic_term(&self, x: &[f64]) -> f64 {
        let mut sums = vec![0.0f64; self.n_variables];
        for &(i, j, value) in &self.quadratic {
            sums[i] += (value * x[j]).abs();
            if i != j {
                sums[j] += (value * x[i]).abs();
            }
        }
        sums.into_iter().fold(0.0, f64::max)
    }

    /// `P x`.
    pub(crate) fn quadratic_times(&self, x: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.n_variables];
        for &(i, j, value) in &self.quadratic {
            product[i] += value * x[j];
            if i != j {
                product[j] += value * x[i];
            }
        }
        product
    }
}
