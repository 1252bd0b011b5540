//! A series explained by factors: least squares with errors that bear heteroskedasticity and autocorrelation.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;
use utoipa::ToSchema;

use crate::StatisticsError;
use crate::distributions::{normal_two_sided, student_t_two_sided};

/// One coefficient with its errors.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Coefficient {
    /// The factor's name, or `const` for what no factor explains (alpha, a period's).
    pub name: String,
    /// The estimate.
    pub value: f64,
    /// Its error where residuals are alike and independent.
    pub standard_error: f64,
    /// Its error where they differ in size (White 1980, with n/(n − k): HC1).
    pub standard_error_hc1: f64,
    /// Its error where they also depend on those before (Newey and West 1987, Bartlett's weights, no small-sample correction).
    pub standard_error_hac: f64,
    /// Estimate over the first error; none where the factors explain the series whole.
    pub t: Option<f64>,
    /// Two-sided probability of a `t` at least as large by chance, Student's with n − k degrees of freedom.
    pub p: Option<f64>,
    /// Estimate over the last error; none likewise.
    pub t_hac: Option<f64>,
    /// Two-sided probability of it, normal.
    pub p_hac: Option<f64>,
    /// What the factor brought a period on average: estimate × its mean; of `const` the estimate itself.
    pub mean_contribution: f64,
    /// Its part of the variance: estimate × covariance with the explained part; none of `const`.
    pub variance_contribution: Option<f64>,
}

/// The fit of a regression on a constant and factors.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Regression {
    /// The constant first, then the factors.
    pub coefficients: Vec<Coefficient>,
    /// Observations.
    pub n: usize,
    /// Lags of the last kind of error.
    pub lags: usize,
    /// Part of the variance that is explained.
    pub r_squared: f64,
    /// The same, corrected for the number of factors.
    pub r_squared_adjusted: f64,
    /// F statistic of all factors together; none, like the next four, where they explain the series whole.
    pub f: Option<f64>,
    /// Logarithm of the likelihood for normal residuals.
    pub log_likelihood: Option<f64>,
    /// Akaike's criterion.
    pub aic: Option<f64>,
    /// Schwarz's criterion.
    pub bic: Option<f64>,
    /// Durbin and Watson's statistic: near 2 when residuals do not depend on those before.
    pub durbin_watson: Option<f64>,
    /// Sample variance of the series (n − 1), a period's.
    pub total_variance: f64,
    /// The part that factors explain.
    pub factor_variance: f64,
    /// The rest: the series' own.
    pub specific_variance: f64,
    /// Mean of the series, a period's: the sum of all mean contributions.
    pub mean: f64,
    /// Residuals, one an observation.
    pub residuals: Vec<f64>,
}

/// Newey and West's rule for the number of lags (1994): ⌊4 (n/100)^(2/9)⌋.
#[must_use]
pub fn newey_west_lags(n: usize) -> usize {
    (4.0 * (n as f64 / 100.0).powf(2.0 / 9.0)).floor() as usize
}

/// Least squares of `series` on a constant and named factors. `lags` none takes [`newey_west_lags`].
///
/// # Errors
/// When series differ in length, a value is not a number, there are too few observations, the series never changes, factors depend on
/// each other, or there are more lags than observations.
pub fn regress(series: &[f64], factors: &[(&str, &[f64])], lags: Option<usize>) -> Result<Regression, StatisticsError> {
    let (n, k) = (series.len(), factors.len() + 1);
    crate::check::values("returns", series, k + 2, "there must be more observations than coefficients")?;
    for (_, factor) in factors {
        crate::check::lengths(("returns", n), ("factors", factor.len()))?;
        crate::check::values("factors", factor, 0, "")?;
    }
    let lags = lags.unwrap_or_else(|| newey_west_lags(n)).min(n);
    if lags >= n {
        let allowed = "below the number of observations";
        return Err(StatisticsError::InvalidSetting { setting: "lags", value: lags as f64, allowed });
    }
    let design = DMatrix::from_fn(n, k, |row, column| if column == 0 { 1.0 } else { factors[column - 1].1[row] });
    let y = DVector::from_column_slice(series);
    let (beta, inverse) = solve(&design, &y)?;
    let residuals = &y - &design * &beta;
    let ssr = residuals.norm_squared();
    let mean = series.iter().sum::<f64>() / n as f64;
    let total: f64 = series.iter().map(|value| (value - mean).powi(2)).sum();
    if total / (n as f64) <= crate::check::CONSTANT {
        return Err(StatisticsError::ConstantSeries { asset: "the series".into() });
    }
    let (size, free) = (n as f64, (n - k) as f64);
    // Nothing but rounding is left: its size says nothing.
    let exact = ssr <= 1e-26 * total;
    let known = |value: f64| if exact { None } else { Some(value) };
    let log_likelihood = -0.5 * size * ((std::f64::consts::TAU * ssr / size).ln() + 1.0);
    let r_squared = 1.0 - ssr / total;
    let changes: f64 = residuals.as_slice().windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum();
    let errors = Errors::of(&design, &residuals, &inverse, lags);
    let names = std::iter::once("const").chain(factors.iter().map(|(name, _)| *name));
    let fitted: Vec<f64> = series.iter().zip(residuals.iter()).map(|(value, left)| value - left).collect();
    let coefficients = names.enumerate().map(|(place, name)| {
        let value = beta[place];
        let (t, t_hac) = (known(value / errors.plain[place]), known(value / errors.hac[place]));
        Coefficient {
            name: name.to_owned(),
            value,
            standard_error: errors.plain[place],
            standard_error_hc1: errors.hc1[place],
            standard_error_hac: errors.hac[place],
            t,
            p: t.and_then(|t| student_t_two_sided(t, free)),
            t_hac,
            p_hac: t_hac.map(normal_two_sided),
            mean_contribution: value * design.column(place).mean(),
            variance_contribution: (place > 0).then(|| value * covariance(factors[place - 1].1, &fitted)),
        }
    });
    Ok(Regression {
        coefficients: coefficients.collect(),
        n,
        lags,
        r_squared,
        r_squared_adjusted: 1.0 - (1.0 - r_squared) * (size - 1.0) / free,
        f: known((total - ssr) / (k - 1) as f64 / (ssr / free)).filter(|_| k > 1),
        log_likelihood: known(log_likelihood),
        aic: known(2.0 * k as f64 - 2.0 * log_likelihood),
        bic: known(k as f64 * size.ln() - 2.0 * log_likelihood),
        durbin_watson: known(changes / ssr),
        total_variance: total / (size - 1.0),
        factor_variance: (total - ssr) / (size - 1.0),
        specific_variance: ssr / (size - 1.0),
        mean,
        residuals: residuals.as_slice().to_vec(),
    })
}

/// Coefficients and `(X'X)⁻¹`, by orthogonal triangles.
fn solve(design: &DMatrix<f64>, y: &DVector<f64>) -> Result<(DVector<f64>, DMatrix<f64>), StatisticsError> {
    let k = design.ncols();
    let qr = design.clone().qr();
    let triangle = qr.r();
    let dependent = |column: usize| triangle[(column, column)].abs() <= 1e-10 * design.column(column).norm();
    if (0..k).any(dependent) {
        return Err(StatisticsError::DependentFactors);
    }
    let right = qr.q().transpose() * y;
    let inverse = triangle.solve_upper_triangular(&DMatrix::identity(k, k)).ok_or(StatisticsError::DependentFactors)?;
    let beta = triangle.solve_upper_triangular(&right).ok_or(StatisticsError::DependentFactors)?;
    Ok((beta, &inverse * inverse.transpose()))
}

struct Errors {
    plain: Vec<f64>,
    hc1: Vec<f64>,
    hac: Vec<f64>,
}

impl Errors {
    fn of(design: &DMatrix<f64>, residuals: &DVector<f64>, inverse: &DMatrix<f64>, lags: usize) -> Self {
        let (n, k) = design.shape();
        let roots = |matrix: &DMatrix<f64>| matrix.diagonal().iter().map(|value| value.max(0.0).sqrt()).collect();
        // Each row of the design times its residual.
        let scores = DMatrix::from_fn(n, k, |row, column| design[(row, column)] * residuals[row]);
        let lagged = |lag: usize| scores.rows(lag, n - lag).transpose() * scores.rows(0, n - lag);
        let squares = lagged(0);
        let mut long_run = squares.clone();
        for lag in 1..=lags {
            let weight = 1.0 - lag as f64 / (lags + 1) as f64;
            let product = lagged(lag);
            long_run += (&product + product.transpose()) * weight;
        }
        let free = (n - k) as f64;
        Self {
            plain: roots(&(inverse * (residuals.norm_squared() / free))),
            hc1: roots(&(inverse * squares * inverse * (n as f64 / free))),
            hac: roots(&(inverse * long_run * inverse)),
        }
    }
}

fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len() as f64;
    let (first, second) = (mean(a), mean(b));
    a.iter().zip(b).map(|(x, y)| (x - first) * (y - second)).sum::<f64>() / (a.len() - 1) as f64
}
