//! Minimizes a sum of hinges exactly: `c'x + Σ φ_j(a_j'x − b_j)`, where φ is linear on either side of zero.
//!
//! A primal simplex method on the pieces (after Barrodale and Roberts 1973 for absolute deviations): a vertex is where as many
//! hinges as there are variables are at zero. A hinge whose multiplier is outside its range of slopes leaves, and the line
//! search runs through the kinks of all others until the slope turns, so that one pivot crosses many of them. Mean absolute
//! deviations and tails of losses have one hinge for each scenario: a pivot costs one pass over the scenarios, and the answer
//! is exact on its vertex, multipliers included.

use nalgebra::{DMatrix, DVector};

use crate::Residuals;

/// Slopes of a hinge below and above zero; infinite on a side that is forbidden.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Slopes {
    pub(crate) below: f64,
    pub(crate) above: f64,
}

impl Slopes {
    /// Nothing: holds a variable in place until a real hinge takes over.
    const IDLE: Self = Self { below: 0.0, above: 0.0 };

    pub(crate) const EQUAL: Self = Self { below: f64::NEG_INFINITY, above: f64::INFINITY };
    pub(crate) const AT_LEAST: Self = Self { below: f64::NEG_INFINITY, above: 0.0 };
    pub(crate) const AT_MOST: Self = Self { below: 0.0, above: f64::INFINITY };

    fn is_equality(self) -> bool {
        self.below.is_infinite() && self.above.is_infinite()
    }

    fn on(self, above: bool) -> f64 {
        if above { self.above } else { self.below }
    }
}

/// Multipliers this far outside their slopes, relative to the largest slope at work, are rounding.
const DUAL: f64 = 1e-11;
/// Rates of change below this part of the largest do not move a hinge.
const STILL: f64 = 1e-11;
/// Pivots between two factorizations from scratch.
const REFACTOR: usize = 60;

/// A problem with its present vertex.
#[derive(Debug, Clone)]
pub(crate) struct Hinges {
    /// `c`.
    gradient: DVector<f64>,
    /// Coefficients by variable: `columns[k][j]` is `a_j`'s.
    columns: Vec<Vec<f64>>,
    offsets: Vec<f64>,
    slopes: Vec<Slopes>,
    pub(crate) x: DVector<f64>,
    /// `a_j'x − b_j`; zero for hinges at the vertex.
    values: Vec<f64>,
    /// On which side of zero each hinge is, for those not at the vertex.
    above: Vec<bool>,
    basis: Vec<Member>,
    in_basis: Vec<bool>,
    /// Inverse of the matrix whose rows are the basis's normals.
    inverse: DMatrix<f64>,
    pub(crate) pivots: usize,
}

/// What is at zero at the vertex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Member {
    Hinge(usize),
    /// A variable that is held in place at the beginning.
    Held(usize),
}

/// The method did not end: a cycle of ties, or numerical trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stalled;

impl Hinges {
    /// Starts at `x`, which must satisfy the hinges with infinite slopes that will be added.
    pub(crate) fn new(gradient: DVector<f64>, x: DVector<f64>) -> Self {
        let n = x.len();
        Self {
            gradient,
            columns: vec![Vec::new(); n],
            offsets: Vec::new(),
            slopes: Vec::new(),
            x,
            values: Vec::new(),
            above: Vec::new(),
            basis: (0..n).map(Member::Held).collect(),
            in_basis: Vec::new(),
            inverse: DMatrix::identity(n, n),
            pivots: 0,
        }
    }

    /// Adds `φ(normal'x − offset)`; the index is the number of hinges before it.
    pub(crate) fn add(&mut self, normal: impl IntoIterator<Item = f64>, offset: f64, slopes: Slopes) -> usize {
        let mut value = -offset;
        for (k, coefficient) in normal.into_iter().enumerate() {
            self.columns[k].push(coefficient);
            value += coefficient * self.x[k];
        }
        self.offsets.push(offset);
        self.slopes.push(slopes);
        self.values.push(value);
        // A limit that is met exactly, or missed by rounding, starts on its allowed side.
        self.above.push(if slopes.above.is_infinite() { false } else { slopes.below.is_infinite() || value > 0.0 });
        self.in_basis.push(false);
        self.offsets.len() - 1
    }

    /// Multiplier of a hinge at the solution: its slope, or what holds it at zero.
    pub(crate) fn multipliers(&self) -> Vec<f64> {
        let mut multipliers: Vec<f64> = (0..self.slopes.len()).map(|j| self.slope(j)).collect();
        let at_vertex = self.vertex_multipliers(&self.slope_sum());
        for (k, member) in self.basis.iter().enumerate() {
            if let Member::Hinge(j) = *member {
                multipliers[j] = at_vertex[k];
            }
        }
        multipliers
    }

    /// The hinge is at zero and holds the vertex in place.
    pub(crate) fn is_at_vertex(&self, hinge: usize) -> bool {
        self.in_basis[hinge]
    }

    /// The optimality conditions afresh from point and multipliers: limits hold, multipliers lie within their slopes, they
    /// balance the gradient, and the dual value `−Σ y·b` is the objective.
    pub(crate) fn residuals(&self, multipliers: &[f64]) -> Residuals {
        let mut rest = self.gradient.clone();
        let mut scale = self.gradient.amax();
        for (total, column) in rest.iter_mut().zip(&self.columns) {
            let (mut pull, mut size) = (0.0, 0.0f64);
            for (coefficient, multiplier) in column.iter().zip(multipliers) {
                pull += coefficient * multiplier;
                size += (coefficient * multiplier).abs();
            }
            *total += pull;
            scale = scale.max(size);
        }
        let (mut primal, mut dual) = (0.0f64, 0.0f64);
        let mut objective = self.gradient.dot(&self.x);
        let mut bound = 0.0;
        for (j, &multiplier) in multipliers.iter().enumerate() {
            let Slopes { below, above } = self.slopes[j];
            let coefficients = self.columns.iter().zip(self.x.iter());
            let value = coefficients.map(|(column, x)| column[j] * x).sum::<f64>() - self.offsets[j];
            let slope = if value > 0.0 { above } else { below };
            if slope.is_infinite() {
                primal = primal.max(value.abs());
            } else {
                objective += slope * value;
            }
            dual = dual.max(multiplier - above).max(below - multiplier);
            bound -= multiplier * self.offsets[j];
        }
        let size = objective.abs().max(bound.abs()).max(f64::MIN_POSITIVE);
        let scale = scale.max(f64::MIN_POSITIVE);
        Residuals {
            primal,
            stationarity: rest.amax() / scale,
            dual: dual / scale,
            complementarity: (objective - bound).abs() / size,
        }
    }

    /// Pivots until no hinge wants to leave.
    pub(crate) fn minimize(&mut self) -> Result<(), Stalled> {
        let limit = self.pivots + 200 + 60 * self.x.len();
        let mut since_factored = 0;
        let mut gradient = self.slope_sum();
        loop {
            let multipliers = self.vertex_multipliers(&gradient);
            let Some((leaving, upwards, excess)) = self.leaving(&multipliers, &gradient) else {
                // Once more from exact numbers before it is believed.
                if since_factored == 0 {
                    return Ok(());
                }
                self.refactor()?;
                gradient = self.slope_sum();
                since_factored = 0;
                continue;
            };
            if self.pivots >= limit {
                return Err(Stalled);
            }
            self.pivots += 1;
            since_factored += 1;
            self.pivot(leaving, upwards, excess, &mut gradient)?;
            if since_factored == REFACTOR {
                self.refactor()?;
                gradient = self.slope_sum();
                since_factored = 0;
            }
        }
    }

    fn slope(&self, j: usize) -> f64 {
        let slopes = self.slopes[j];
        // An equality that has not been reached yet stands on both of its forbidden sides.
        if slopes.is_equality() { 0.0 } else { slopes.on(self.above[j]) }
    }

    /// `c + Σ slope·a` over the hinges that are not at the vertex.
    fn slope_sum(&self) -> DVector<f64> {
        let weights: Vec<f64> =
            (0..self.slopes.len()).map(|j| if self.in_basis[j] { 0.0 } else { self.slope(j) }).collect();
        let mut sum = self.gradient.clone();
        for (total, column) in sum.iter_mut().zip(&self.columns) {
            *total += column.iter().zip(&weights).map(|(a, w)| a * w).sum::<f64>();
        }
        sum
    }

    /// `y` with `Σ y·a = −gradient` over the basis.
    fn vertex_multipliers(&self, gradient: &DVector<f64>) -> DVector<f64> {
        -self.inverse.tr_mul(gradient)
    }

    /// The member whose multiplier is farthest outside its slopes for the length of its edge; the way it moves; by how much.
    fn leaving(&self, multipliers: &DVector<f64>, gradient: &DVector<f64>) -> Option<(usize, bool, f64)> {
        let scale = gradient.amax().max(self.gradient.amax()).max(multipliers.amax() * 1e-3);
        let mut best: Option<(usize, bool, f64)> = None;
        let mut steepest = 0.0;
        for (k, member) in self.basis.iter().enumerate() {
            let slopes = match member {
                Member::Hinge(j) => self.slopes[*j],
                Member::Held(_) => Slopes::IDLE,
            };
            let (upwards, excess) = if multipliers[k] > slopes.above {
                (true, multipliers[k] - slopes.above)
            } else {
                (false, slopes.below - multipliers[k])
            };
            if excess <= DUAL * scale {
                continue;
            }
            let steepness = excess / self.inverse.column(k).norm();
            if steepness > steepest {
                (best, steepest) = (Some((k, upwards, excess)), steepness);
            }
        }
        best
    }

    /// Moves along the edge on which member `leaving` leaves zero, to the kink where the objective stops falling.
    fn pivot(
        &mut self,
        leaving: usize,
        upwards: bool,
        excess: f64,
        gradient: &mut DVector<f64>,
    ) -> Result<(), Stalled> {
        let sign = if upwards { 1.0 } else { -1.0 };
        let edge: DVector<f64> = self.inverse.column(leaving) * sign;
        let rates = self.rates(&edge);
        let (entering, length, crossed) = self.line_search(&rates, excess).ok_or(Stalled)?;
        for &j in &crossed {
            let jump = self.slopes[j].on(!self.above[j]) - self.slopes[j].on(self.above[j]);
            self.add_normal(gradient, j, jump);
            self.above[j] = !self.above[j];
        }
        self.x.axpy(length, &edge, 1.0);
        for (value, rate) in self.values.iter_mut().zip(&rates) {
            *value += length * rate;
        }
        // The leaving hinge takes the slope of its new side, the entering one gives its slope up.
        if let Member::Hinge(j) = self.basis[leaving] {
            self.in_basis[j] = false;
            self.above[j] = upwards;
            self.values[j] = sign * length;
            self.add_normal(gradient, j, self.slope(j));
        }
        self.add_normal(gradient, entering, -self.slope(entering));
        self.values[entering] = 0.0;
        self.in_basis[entering] = true;
        self.basis[leaving] = Member::Hinge(entering);
        self.exchange(leaving, entering, rates[entering] * sign)
    }

    /// How fast each hinge's value changes along the edge.
    fn rates(&self, edge: &DVector<f64>) -> Vec<f64> {
        let mut rates = vec![0.0; self.values.len()];
        for (column, &step) in self.columns.iter().zip(edge.iter()) {
            if step != 0.0 {
                for (rate, coefficient) in rates.iter_mut().zip(column) {
                    *rate += step * coefficient;
                }
            }
        }
        rates
    }

    /// The hinge at whose kink the slope `−excess` turns, the distance to it, and the hinges crossed on the way.
    fn line_search(&self, rates: &[f64], excess: f64) -> Option<(usize, f64, Vec<usize>)> {
        let fastest = rates.iter().fold(0.0f64, |fastest, rate| fastest.max(rate.abs()));
        let still = STILL * fastest;
        let mut kinks: Vec<(f64, usize)> = Vec::new();
        for (j, &rate) in rates.iter().enumerate() {
            if rate.abs() <= still || self.in_basis[j] {
                continue;
            }
            if self.slopes[j].is_equality() {
                kinks.push((0.0, j));
            } else if self.above[j] == (rate < 0.0) {
                kinks.push(((-self.values[j] / rate).max(0.0), j));
            }
        }
        let mut slope = -excess;
        let mut crossed = Vec::new();
        // Kinks are needed nearest first and mostly few of them: partial sorts in growing pieces.
        let mut rest = &mut kinks[..];
        let mut piece = 16;
        while !rest.is_empty() {
            let size = piece.min(rest.len());
            if size < rest.len() {
                rest.select_nth_unstable_by(size - 1, nearer);
            }
            let (near, far) = rest.split_at_mut(size);
            near.sort_unstable_by(nearer);
            for &mut (distance, j) in near {
                let slopes = self.slopes[j];
                slope += (slopes.above - slopes.below) * rates[j].abs();
                if slope >= 0.0 {
                    return Some((j, distance, crossed));
                }
                crossed.push(j);
            }
            (rest, piece) = (far, piece * 4);
        }
        None
    }

    fn add_normal(&self, sum: &mut DVector<f64>, j: usize, factor: f64) {
        if factor != 0.0 {
            for (total, column) in sum.iter_mut().zip(&self.columns) {
                *total += factor * column[j];
            }
        }
    }

    /// Replaces row `position` of the basis by the normal of `entering`; `pivot` is its rate along the old edge.
    fn exchange(&mut self, position: usize, entering: usize, pivot: f64) -> Result<(), Stalled> {
        if pivot == 0.0 {
            return Err(Stalled);
        }
        let n = self.x.len();
        let normal = DVector::from_fn(n, |k, _| self.columns[k][entering]);
        let mut row = self.inverse.tr_mul(&normal);
        row[position] -= 1.0;
        let column: DVector<f64> = self.inverse.column(position) / pivot;
        self.inverse.ger(-1.0, &column, &row, 1.0);
        Ok(())
    }

    /// Inverse, point and values afresh from the basis.
    fn refactor(&mut self) -> Result<(), Stalled> {
        let n = self.x.len();
        let mut normals = DMatrix::zeros(n, n);
        let mut right = DVector::zeros(n);
        for (row, member) in self.basis.iter().enumerate() {
            match *member {
                Member::Held(variable) => {
                    normals[(row, variable)] = 1.0;
                    right[row] = self.x[variable];
                }
                Member::Hinge(j) => {
                    for k in 0..n {
                        normals[(row, k)] = self.columns[k][j];
                    }
                    right[row] = self.offsets[j];
                }
            }
        }
        let factors = normals.lu();
        self.inverse = factors.try_inverse().ok_or(Stalled)?;
        self.x = factors.solve(&right).ok_or(Stalled)?;
        let mut values: Vec<f64> = self.offsets.iter().map(|offset| -offset).collect();
        for (column, &x) in self.columns.iter().zip(self.x.iter()) {
            for (value, coefficient) in values.iter_mut().zip(column) {
                *value += x * coefficient;
            }
        }
        self.values = values;
        for member in &self.basis {
            if let Member::Hinge(j) = *member {
                self.values[j] = 0.0;
            }
        }
        Ok(())
    }
}

/// Ties go to the hinge that was added first.
fn nearer(a: &(f64, usize), b: &(f64, usize)) -> std::cmp::Ordering {
    a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
}
