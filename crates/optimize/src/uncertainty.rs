//! How far expected returns may be off: the ellipsoid of the worst case.

use nalgebra::{Cholesky, DMatrix};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::OptimizeError;
use crate::conic::Problem;

/// The expected returns lie in `μ̂ + radius · Ω^(1/2) · u` with `‖u‖ ≤ 1`; the portfolio is judged by the worst of them
/// (Ben-Tal and Nemirovski 1998; Goldfarb and Iyengar 2003).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Uncertainty {
    /// Radius κ, in standard errors of the means: zero takes the means as certain.
    pub radius: f64,
    /// Ω, the covariance of the errors of the expected returns (a year's), one row for each asset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covariance: Option<Vec<Vec<f64>>>,
    /// Years of history behind the means: Ω is the covariance over them. In place of `covariance`; with neither, the years that
    /// the prices or returns of the request cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<f64>,
}

impl Uncertainty {
    /// Ω, positive semidefinite.
    pub(crate) fn covariance_of_means(&self, problem: &Problem<'_>) -> Result<DMatrix<f64>, OptimizeError> {
        if !(self.radius >= 0.0 && self.radius.is_finite()) {
            let detail = format!("{}; it must be zero or above (1 for one standard error)", self.radius);
            return Err(OptimizeError::field("uncertainty.radius", detail));
        }
        let covered =
            problem.scenarios.map(|scenarios| scenarios.n_periods() as f64 / problem.request.periods_per_year);
        match (&self.covariance, self.years.or(covered)) {
            (Some(_), _) if self.years.is_some() => {
                Err(OptimizeError::field("uncertainty.years", "given beside covariance; leave out one of the two"))
            }
            (Some(rows), _) => self.given(rows, problem.universe.assets()),
            (None, Some(years)) if years > 0.0 && years.is_finite() => Ok(problem.universe.covariance() / years),
            (None, Some(years)) => {
                Err(OptimizeError::field("uncertainty.years", format!("{years}; it must be above zero")))
            }
            (None, None) => Err(OptimizeError::field(
                "uncertainty.years",
                "missing; give the years of history behind the expected returns, or uncertainty.covariance",
            )),
        }
    }

    fn given(&self, rows: &[Vec<f64>], assets: &[String]) -> Result<DMatrix<f64>, OptimizeError> {
        let n = assets.len();
        let fail = |detail: String| Err(OptimizeError::field("uncertainty.covariance", detail));
        if rows.len() != n || rows.iter().any(|row| row.len() != n) {
            return fail(format!("not {n} rows of {n} values; give one row for each asset"));
        }
        let matrix = DMatrix::from_fn(n, n, |i, j| 0.5 * (rows[i][j] + rows[j][i]));
        let scale = matrix.diagonal().amax();
        let asymmetric = (0..n).any(|i| (0..i).any(|j| (rows[i][j] - rows[j][i]).abs() > 1e-6 * scale));
        if matrix.iter().any(|value| !value.is_finite()) || asymmetric {
            return fail("not a symmetric matrix of finite numbers; make each pair of entries equal".to_owned());
        }
        // A tiny addition keeps the root of a singular matrix defined; it is far below what estimates know.
        let addition = DMatrix::identity(n, n) * (1e-12 * scale);
        let positive = matrix + addition;
        match Cholesky::new(positive.clone()) {
            Some(_) => Ok(positive),
            None => fail("not positive semidefinite; errors cannot have a negative variance".to_owned()),
        }
    }
}
