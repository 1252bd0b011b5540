//! Which limits bind, found in the space of the factors: a semismooth Newton method on the dual.
//!
//! For `P = GG' + diag(d)` the problem `min ½x'Px + q'x`, `Ax = b`, `l ≤ x ≤ u` has a dual in only `k + m` variables: the
//! factor exposures φ = G'x and the rows' multipliers y. For given (φ, y) every weight has a formula,
//! `x = clamp((A'y − q − Gφ)/d)`, so that the dual is concave, piecewise quadratic and smooth, and one Newton step costs
//! `n_free (k + m)²`. It ends exactly, when a full step leaves every weight on the side where it was. Rows with two
//! limits are guessed from outside: the violated ones enter, those that pull the wrong way leave.
//!
//! A dense covariance is replaced by its leading factor here: the guess is then good, not exact. Either way the active set
//! has the last word.

use nalgebra::{Cholesky, DMatrix, DVector};

use crate::polytope::{Limit, Polytope, Side};
use crate::quadratic::{FactorForm, Hessian};
use crate::working_set::WorkingSet;

/// Newton steps before the guess is taken as it stands.
const MAX_STEPS: usize = 50;
/// Rounds in which rows enter and leave.
const MAX_ROUNDS: usize = 8;
/// Multiplications of the power method that finds the leading factor.
const POWER_STEPS: usize = 3;
/// Least own variance beside the leading factor, as a part of the variance: what other factors share is not diversified.
const OWN_VARIANCE: f64 = 0.05;

/// A guess of the working set at the minimum of `½x'Px + q'x` over the polytope.
pub(crate) fn guess(hessian: Hessian<'_>, q: &DVector<f64>, polytope: &Polytope) -> WorkingSet {
    match hessian {
        Hessian::Factor(form) => guess_in_factors(form, q, polytope),
        Hessian::Dense(matrix) => guess_in_factors(&leading_factor(matrix), q, polytope),
        Hessian::Identity => WorkingSet::fixed_only(polytope),
    }
}

/// The factor form with one factor that is nearest to a covariance, nearly.
fn leading_factor(matrix: &DMatrix<f64>) -> FactorForm {
    let n = matrix.nrows();
    let mut direction = matrix.diagonal().map(f64::sqrt);
    let mut largest = 0.0;
    for _ in 0..POWER_STEPS {
        direction.normalize_mut();
        direction = Hessian::Dense(matrix).times(&direction);
        largest = direction.norm();
    }
    let scale = if largest > 0.0 { largest.sqrt() / largest } else { 0.0 };
    let loadings = direction.transpose() * scale;
    let floor = matrix.diagonal().max() * 1e-9;
    let specific = DVector::from_fn(n, |i, _| {
        let variance = matrix[(i, i)];
        (variance - loadings[i] * loadings[i]).max(OWN_VARIANCE * variance).max(floor)
    });
    FactorForm { loadings: DMatrix::from_row_slice(1, n, loadings.as_slice()), specific }
}

fn guess_in_factors(form: &FactorForm, q: &DVector<f64>, polytope: &Polytope) -> WorkingSet {
    let mut set = WorkingSet::fixed_only(polytope);
    for row in (0..polytope.n_rows()).filter(|&row| polytope.is_equality(row)) {
        set.add(Limit::Row(row), Side::Equal);
    }
    let mut exposure = form.exposure(&DVector::from_fn(polytope.n(), |i, _| {
        (1.0 / polytope.n() as f64).clamp(polytope.lower[i], polytope.upper[i])
    }));
    for _ in 0..MAX_ROUNDS {
        let mut dual = Dual::new(form, q, polytope, &set, exposure);
        let found = dual.maximize();
        exposure = dual.exposure.clone();
        for i in 0..polytope.n() {
            if set.bounds[i] != Some(Side::Equal) {
                set.bounds[i] = found.sides[i];
            }
        }
        let mut changed = false;
        let pulls: Vec<(usize, Side, f64)> =
            set.rows.iter().zip(dual.multipliers.iter()).map(|(&(row, side), &y)| (row, side, y)).collect();
        for (row, side, multiplier) in pulls {
            if side.sign().is_some_and(|sign| sign * multiplier < 0.0) {
                set.remove(Limit::Row(row));
                changed = true;
            }
        }
        for row in 0..polytope.n_rows() {
            let limit = Limit::Row(row);
            if let Some((side, distance)) = polytope.violation(limit, found.x.as_slice())
                && distance > 1e-9
                && !set.contains(limit)
            {
                set.add(limit, side);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    set
}

/// Where a point of the dual puts the weights.
struct Primal {
    x: DVector<f64>,
    /// The bound on which each weight sits.
    sides: Vec<Option<Side>>,
}

/// The dual with some rows as equalities, at a point.
struct Dual<'a> {
    form: &'a FactorForm,
    q: &'a DVector<f64>,
    polytope: &'a Polytope,
    rows: Vec<usize>,
    limits: DVector<f64>,
    /// φ, `k`.
    exposure: DVector<f64>,
    /// y, one for each row.
    multipliers: DVector<f64>,
}

impl<'a> Dual<'a> {
    fn new(
        form: &'a FactorForm,
        q: &'a DVector<f64>,
        polytope: &'a Polytope,
        set: &WorkingSet,
        exposure: DVector<f64>,
    ) -> Self {
        let rows: Vec<usize> = set.rows.iter().map(|(row, _)| *row).collect();
        let limits = DVector::from_iterator(
            rows.len(),
            set.rows.iter().map(|&(row, side)| polytope.limit_value(Limit::Row(row), side)),
        );
        let multipliers = DVector::zeros(rows.len());
        let mut dual = Self { form, q, polytope, rows, limits, exposure, multipliers };
        dual.balance_first_row();
        dual
    }

    /// `q + Gφ − A'y`, `n`: what a weight costs.
    fn costs(&self, exposure: &DVector<f64>, multipliers: &DVector<f64>) -> DVector<f64> {
        let mut costs = self.form.loadings.tr_mul(exposure);
        for (&row, &y) in self.rows.iter().zip(multipliers.iter()) {
            costs.axpy(-y, &self.polytope.normals.column(row), 1.0);
        }
        costs
    }

    fn primal(&self, costs: &DVector<f64>) -> Primal {
        let n = self.polytope.n();
        let mut sides = vec![None; n];
        let x = DVector::from_fn(n, |i, _| {
            let wish = -costs[i] / self.form.specific[i];
            let (lower, upper) = (self.polytope.lower[i], self.polytope.upper[i]);
            if wish <= lower {
                sides[i] = Some(Side::Lower);
                lower
            } else if wish >= upper {
                sides[i] = Some(Side::Upper);
                upper
            } else {
                wish
            }
        });
        Primal { x, sides }
    }

    /// Starts with the multiplier of the first row (the budget) for which it holds, the others being zero.
    fn balance_first_row(&mut self) {
        if self.rows.is_empty() {
            return;
        }
        let start = self.q + self.costs(&self.exposure, &self.multipliers);
        let normal = self.polytope.normals.column(self.rows[0]);
        let sum_at = |y: f64| -> f64 {
            (0..normal.len())
                .filter(|&i| normal[i] != 0.0)
                .map(|i| {
                    let wish = (normal[i] * y - start[i]) / self.form.specific[i];
                    normal[i] * wish.clamp(self.polytope.lower[i], self.polytope.upper[i])
                })
                .sum()
        };
        let size = start.amax().max(self.form.specific.max());
        let (mut low, mut high) = (-size, size);
        for _ in 0..60 {
            if sum_at(low) > self.limits[0] {
                low *= 4.0;
            } else if sum_at(high) < self.limits[0] {
                high *= 4.0;
            } else {
                break;
            }
        }
        for _ in 0..40 {
            let middle = 0.5 * (low + high);
            if sum_at(middle) < self.limits[0] { low = middle } else { high = middle }
        }
        self.multipliers[0] = 0.5 * (low + high);
    }

    /// Climbs to the maximum; returns the weights there.
    fn maximize(&mut self) -> Primal {
        let k = self.form.n_factors();
        let mut costs = self.q + self.costs(&self.exposure, &self.multipliers);
        let mut primal = self.primal(&costs);
        for _ in 0..MAX_STEPS {
            let gradient = self.gradient(&primal);
            let Some(step) = self.newton_step(&primal, &gradient) else { break };
            let (along_factors, along_rows) = (step.rows(0, k).into_owned(), step.rows(k, step.len() - k).into_owned());
            let slope = self.costs(&along_factors, &along_rows);
            let rise = gradient.dot(&step);
            if rise.is_nan() || rise <= 0.0 {
                break;
            }
            let rise_at = |length: f64| -> f64 {
                let x = self.primal(&(&costs + &slope * length)).x;
                -(&self.exposure + &along_factors * length).dot(&along_factors)
                    + self.limits.dot(&along_rows)
                    + x.dot(&slope)
            };
            let length = line_search(rise, rise_at);
            self.exposure.axpy(length, &along_factors, 1.0);
            self.multipliers.axpy(length, &along_rows, 1.0);
            costs = self.q + self.costs(&self.exposure, &self.multipliers);
            let next = self.primal(&costs);
            let settled = length == 1.0 && next.sides == primal.sides;
            primal = next;
            if settled {
                break;
            }
        }
        primal
    }

    /// Of the dual: `G'x − φ` and `b − Ax`.
    fn gradient(&self, primal: &Primal) -> DVector<f64> {
        let k = self.form.n_factors();
        let factors = self.form.exposure(&primal.x) - &self.exposure;
        let mut gradient = DVector::zeros(k + self.rows.len());
        gradient.rows_mut(0, k).copy_from(&factors);
        for (position, &row) in self.rows.iter().enumerate() {
            gradient[k + position] = self.limits[position] - self.polytope.row_value(row, primal.x.as_slice());
        }
        gradient
    }

    fn newton_step(&self, primal: &Primal, gradient: &DVector<f64>) -> Option<DVector<f64>> {
        let k = self.form.n_factors();
        let size = gradient.len();
        let free: Vec<usize> = (0..primal.sides.len()).filter(|&i| primal.sides[i].is_none()).collect();
        let mut scaled = DMatrix::zeros(size, free.len());
        for (mut column, &i) in scaled.column_iter_mut().zip(&free) {
            let root = self.form.specific[i].sqrt().recip();
            for (entry, loading) in column.iter_mut().zip(self.form.loading(i)) {
                *entry = loading * root;
            }
            for (position, &row) in self.rows.iter().enumerate() {
                column[k + position] = -self.polytope.normals[(i, row)] * root;
            }
        }
        let mut curvature = &scaled * scaled.transpose();
        for i in 0..k {
            curvature[(i, i)] += 1.0;
        }
        // A row without free weights has no curvature yet: a little, so that the step goes far along it.
        let natural = self.form.specific.max().recip();
        for i in k..size {
            curvature[(i, i)] = curvature[(i, i)] * (1.0 + 1e-12) + 1e-6 * natural;
        }
        Some(Cholesky::new(curvature)?.solve(gradient))
    }
}

/// The full step when it does not overshoot much, else a step near the top. `rise_at` falls along the way.
fn line_search(rise: f64, rise_at: impl Fn(f64) -> f64) -> f64 {
    let full = rise_at(1.0);
    if full >= -0.5 * rise {
        if full <= 0.5 * rise {
            return 1.0;
        }
        let mut length = 1.0;
        while length < 1e6 && rise_at(2.0 * length) > 0.0 {
            length *= 2.0;
        }
        return length;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        let found = rise_at(middle);
        if found.abs() <= 0.1 * rise {
            return middle;
        }
        if found > 0.0 { low = middle } else { high = middle }
    }
    if low > 0.0 { low } else { high }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::active_set::{self, QuadraticProgram};

    fn form(n: usize, k: usize) -> FactorForm {
        let number = |i: usize| (((i * 2_654_435_761) >> 7) % 1000) as f64 / 1000.0;
        FactorForm {
            loadings: DMatrix::from_fn(k, n, |f, i| {
                if f == 0 { 0.1 + 0.2 * number(i) } else { 0.2 * (number(i * 31 + f * 7) - 0.5) }
            }),
            specific: DVector::from_fn(n, |i, _| (0.1 + 0.3 * number(i * 17 + 3)).powi(2)),
        }
    }

    fn polytope(n: usize, lower: f64, upper: f64) -> Polytope {
        let normals = DMatrix::from_fn(n, 2, |i, row| if row == 0 || i % 3 == 0 { 1.0 } else { 0.0 });
        Polytope {
            lower: DVector::from_element(n, lower),
            upper: DVector::from_element(n, upper),
            row_lower: DVector::from_vec(vec![1.0, f64::NEG_INFINITY]),
            row_upper: DVector::from_vec(vec![1.0, 0.2]),
            normals,
        }
    }

    #[test]
    fn in_factor_form_the_guess_is_the_answer() {
        for (n, lower, upper) in [(30, 0.0, 1.0), (200, 0.0, 0.02), (200, -0.05, 0.05), (1000, 0.0, 1.0)] {
            let (form, polytope) = (form(n, 5), polytope(n, lower, upper));
            for lambda in [0.0, 0.05, 2.0] {
                let q = DVector::from_fn(n, |i, _| -lambda * (0.02 + 0.1 * ((i * 7) % 11) as f64 / 11.0));
                let hessian = Hessian::Factor(&form);
                let guessed = guess(hessian, &q, &polytope);
                let program = QuadraticProgram { hessian, q: &q, polytope: &polytope };
                let optimum = active_set::solve(program, guessed).unwrap();
                assert!(optimum.steps <= 3, "{n} {lower} {lambda}: {} steps", optimum.steps);
            }
        }
    }
}
