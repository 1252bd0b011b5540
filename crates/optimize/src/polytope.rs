//! The feasible set: bounds on each weight and a few rows (budget, groups), with its names for messages.

use nalgebra::{DMatrix, DVector};

/// Which side of a limit holds with equality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Lower,
    Upper,
    /// Lower and upper limit are the same; the multiplier may have either sign and the limit is never dropped.
    Equal,
}

impl Side {
    /// Sign that the multiplier must have; `None` for an equality.
    pub(crate) fn sign(self) -> Option<f64> {
        match self {
            Self::Lower => Some(1.0),
            Self::Upper => Some(-1.0),
            Self::Equal => None,
        }
    }
}

/// One limit: a bound of a variable or one of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    Bound(usize),
    Row(usize),
}

/// `lower ≤ x ≤ upper` and `row_lower ≤ A x ≤ row_upper`, all finite but for rows limited on one side only.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Polytope {
    /// Bounds, `n`.
    pub(crate) lower: DVector<f64>,
    pub(crate) upper: DVector<f64>,
    /// `A'`, `n × m`: one column for each row of `A`, so that a row is contiguous.
    pub(crate) normals: DMatrix<f64>,
    /// Limits of the rows, `m`; ±∞ where a side is open.
    pub(crate) row_lower: DVector<f64>,
    pub(crate) row_upper: DVector<f64>,
}

impl Polytope {
    pub(crate) fn n(&self) -> usize {
        self.lower.len()
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.row_lower.len()
    }

    /// Coefficients of row `row`, `n`.
    pub(crate) fn normal(&self, row: usize) -> &[f64] {
        let n = self.n();
        &self.normals.as_slice()[row * n..(row + 1) * n]
    }

    pub(crate) fn row_value(&self, row: usize, x: &[f64]) -> f64 {
        self.normal(row).iter().zip(x).map(|(a, x)| a * x).sum()
    }

    /// The two limits of a bound or row.
    pub(crate) fn range(&self, limit: Limit) -> (f64, f64) {
        match limit {
            Limit::Bound(i) => (self.lower[i], self.upper[i]),
            Limit::Row(r) => (self.row_lower[r], self.row_upper[r]),
        }
    }

    pub(crate) fn value(&self, limit: Limit, x: &[f64]) -> f64 {
        match limit {
            Limit::Bound(i) => x[i],
            Limit::Row(r) => self.row_value(r, x),
        }
    }

    pub(crate) fn limit_value(&self, limit: Limit, side: Side) -> f64 {
        let (lower, upper) = self.range(limit);
        if side == Side::Upper { upper } else { lower }
    }

    pub(crate) fn is_fixed(&self, variable: usize) -> bool {
        self.lower[variable] == self.upper[variable]
    }

    pub(crate) fn is_equality(&self, row: usize) -> bool {
        self.row_lower[row] == self.row_upper[row]
    }

    /// How far `x` is outside the limit: the side and a distance above zero, or `None` inside.
    pub(crate) fn violation(&self, limit: Limit, x: &[f64]) -> Option<(Side, f64)> {
        let (lower, upper) = self.range(limit);
        let value = self.value(limit, x);
        if value < lower {
            Some((Side::Lower, lower - value))
        } else if value > upper {
            Some((Side::Upper, value - upper))
        } else {
            None
        }
    }

    /// Every limit, bounds first.
    pub(crate) fn limits(&self) -> impl Iterator<Item = Limit> + use<> {
        (0..self.n()).map(Limit::Bound).chain((0..self.n_rows()).map(Limit::Row))
    }

    /// The largest violation over all limits, zero when feasible.
    pub(crate) fn max_violation(&self, x: &[f64]) -> f64 {
        self.limits().filter_map(|limit| self.violation(limit, x)).map(|(_, distance)| distance).fold(0.0, f64::max)
    }
}
