//! Black and Litterman: a prior on expected returns, views on it with their uncertainty, and what both together say.
//!
//! With prior `π`, covariance `Σ`, views `P μ = q + ε`, `ε ~ N(0, Ω)`, and the prior's own uncertainty `τΣ` (Black and Litterman 1992,
//! "Global portfolio optimization"; He and Litterman 1999; formulas as in Walters 2014, "The Black–Litterman model in detail",
//! in the form that inverts a matrix of the size of the views only):
//!
//! ```text
//! A = P τΣ P' + Ω
//! μ = π + τΣ P' A⁻¹ (q − P π)
//! Σ_posterior = Σ + τΣ − τΣ P' A⁻¹ P τΣ
//! ```

mod views;

use nalgebra::{Cholesky, DMatrix, DVector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::json::matrix_with_gaps;
use crate::{ExpectedReturnsModel, RiskAversion, StatisticsError, check};

pub use views::View;

/// A prior and views on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlackLitterman {
    /// Where expected returns start from; the equilibrium of equal weights when left out. With market capitalizations as the
    /// weights of `equilibrium`: the market's implied returns.
    #[serde(default = "default_prior")]
    #[schema(no_recursion)]
    pub prior: Box<ExpectedReturnsModel>,
    /// The views, at least one.
    pub views: Vec<View>,
    /// Uncertainty of the prior as a part of the covariance, above 0 and at most 1; 0.05 when left out.
    #[serde(default = "default_tau")]
    pub tau: f64,
    /// Covariance of the views' errors, one row for each view, symmetric and positive definite. When left out: from the views'
    /// confidences (Idzorek) when they have them, else `diag(P τΣ P')` (He and Litterman).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "matrix_with_gaps")]
    pub omega: Option<Vec<Vec<f64>>>,
    /// Whether the covariance that comes out is the posterior's (it has the uncertainty of the mean in it) or the prior's.
    #[serde(default = "default_posterior_covariance")]
    pub posterior_covariance: bool,
}

fn default_prior() -> Box<ExpectedReturnsModel> {
    Box::new(ExpectedReturnsModel::Equilibrium { weights: None, risk_aversion: RiskAversion::default() })
}

fn default_tau() -> f64 {
    0.05
}

fn default_posterior_covariance() -> bool {
    true
}

/// What went into a posterior and what it implies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BlackLittermanReport {
    /// The prior's expected returns a year, in the order of the assets.
    pub prior: Vec<f64>,
    /// The views in words, in order.
    pub views: Vec<String>,
    /// Covariance of the views' errors, one row for each view.
    pub omega: Vec<Vec<f64>>,
    /// Weights that are optimal for the posterior mean and the prior's covariance without limits, `Σ⁻¹μ` scaled to sum one; null when
    /// the covariance is singular or they add up to nothing.
    pub implied_weights: Option<Vec<f64>>,
}

/// Mean and covariance after the views.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// Expected returns a year.
    pub mean: DVector<f64>,
    /// Covariance a year, exactly symmetric.
    pub covariance: DMatrix<f64>,
}

/// The posterior of named views.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NamedPosterior {
    pub(crate) mean: DVector<f64>,
    pub(crate) covariance: DMatrix<f64>,
    pub(crate) report: BlackLittermanReport,
}

pub(crate) fn posterior(
    assets: &[String],
    covariance: &DMatrix<f64>,
    prior: &DVector<f64>,
    settings: &BlackLitterman,
) -> Result<NamedPosterior, StatisticsError> {
    let BlackLitterman { views, tau, omega, .. } = settings;
    check_tau(*tau)?;
    let (picks, returns) = views::matrices(views, assets)?;
    let confidences = views::confidences(views)?;
    let omega = match (omega, confidences) {
        (Some(_), Some(_)) => {
            let problem = "given beside confidences of views; leave out one of the two".to_owned();
            return Err(StatisticsError::InvalidField { field: "omega".to_owned(), problem });
        }
        (Some(rows), None) => views::given_omega(rows, views.len())?,
        (None, Some(confidences)) => idzorek_omega(covariance, &picks, *tau, &confidences),
        (None, None) => proportional_omega(covariance, &picks, *tau),
    };
    let Posterior { mean, covariance: updated } = black_litterman(covariance, prior, &picks, &returns, &omega, *tau)?;
    let implied = Cholesky::new(covariance.clone()).map(|cholesky| cholesky.solve(&mean)).filter(|weights| {
        weights.iter().all(|weight| weight.is_finite()) && weights.sum().abs() > 1e-9 * weights.amax()
    });
    let report = BlackLittermanReport {
        prior: prior.iter().copied().collect(),
        views: views.iter().map(View::words).collect(),
        omega: omega.row_iter().map(|row| row.iter().copied().collect()).collect(),
        implied_weights: implied.map(|weights| (&weights / weights.sum()).iter().copied().collect()),
    };
    Ok(NamedPosterior { mean, covariance: updated, report })
}

/// Posterior mean and covariance for `k` views on `n` assets: `picks` is `P` (`k × n`), `returns` is `q` (`k`), `omega` is `Ω`
/// (`k × k`, symmetric, positive semidefinite: a zero variance makes a view certain), all rates a year's.
///
/// # Errors
/// When sizes do not fit, `tau` is not within (0, 1], or the views contradict each other with certainty.
pub fn black_litterman(
    covariance: &DMatrix<f64>,
    prior: &DVector<f64>,
    picks: &DMatrix<f64>,
    returns: &DVector<f64>,
    omega: &DMatrix<f64>,
    tau: f64,
) -> Result<Posterior, StatisticsError> {
    check_tau(tau)?;
    let (n, k) = (prior.len(), returns.len());
    if covariance.shape() != (n, n) || picks.shape() != (k, n) || omega.shape() != (k, k) {
        let problem = format!(
            "P is {} × {} and omega {} × {} for {k} views on {n} assets",
            picks.nrows(),
            picks.ncols(),
            omega.nrows(),
            omega.ncols()
        );
        return Err(StatisticsError::InvalidField { field: "views".to_owned(), problem });
    }
    let spread = covariance * picks.transpose() * tau;
    let system = picks * &spread + omega;
    let cholesky = positive_definite(&system).ok_or(StatisticsError::ContradictoryViews)?;
    let mean = prior + &spread * cholesky.solve(&(returns - picks * prior));
    // τΣP'A⁻¹PτΣ as the square of L⁻¹PτΣ, which is exactly symmetric.
    let half = cholesky
        .l_dirty()
        .solve_lower_triangular(&spread.transpose())
        .expect("invariant: a Cholesky factor has no zero on its diagonal");
    let covariance = covariance * (1.0 + tau) - crate::gram::gram(&half);
    Ok(Posterior { mean, covariance })
}

/// `diag(P τΣ P')`: a view is as uncertain as the prior is about the same portfolio (He and Litterman 1999).
#[must_use]
pub fn proportional_omega(covariance: &DMatrix<f64>, picks: &DMatrix<f64>, tau: f64) -> DMatrix<f64> {
    DMatrix::from_diagonal(&view_variances(covariance, picks, tau))
}

/// The same times `(1 − c)/c` for confidences `c` in (0, 1] (Idzorek 2005, "A step-by-step guide to the Black–Litterman model"; in
/// the closed form of Walters 2014, formulas 41 and 44): a view with confidence `c` moves its portfolio's expected return the part
/// `c` of the way from the prior to the view, when it stands alone.
#[must_use]
pub fn idzorek_omega(
    covariance: &DMatrix<f64>,
    picks: &DMatrix<f64>,
    tau: f64,
    confidences: &DVector<f64>,
) -> DMatrix<f64> {
    let variances = view_variances(covariance, picks, tau);
    DMatrix::from_diagonal(&variances.zip_map(confidences, |variance, c| variance * (1.0 - c) / c))
}

fn view_variances(covariance: &DMatrix<f64>, picks: &DMatrix<f64>, tau: f64) -> DVector<f64> {
    let spread = picks * covariance;
    DVector::from_fn(picks.nrows(), |view, _| tau * spread.row(view).dot(&picks.row(view)))
}

fn check_tau(tau: f64) -> Result<(), StatisticsError> {
    if tau > 0.0 { check::within("tau", tau, 0.0..=1.0, "above 0 and at most 1") } else { Err(tau_error(tau)) }
}

fn tau_error(value: f64) -> StatisticsError {
    StatisticsError::InvalidSetting { setting: "tau", value, allowed: "above 0 and at most 1" }
}

/// The factorization of a matrix that is not singular, not even nearly.
fn positive_definite(matrix: &DMatrix<f64>) -> Option<Cholesky<f64, nalgebra::Dyn>> {
    let largest = matrix.diagonal().max();
    let cholesky = Cholesky::new(matrix.clone())?;
    let definite = cholesky.l_dirty().diagonal().iter().all(|pivot| pivot * pivot > 1e-13 * largest);
    definite.then_some(cholesky)
}
