//! The assets with their checked moments: what stays the same while limits and objectives change.

use std::collections::HashSet;
use std::sync::OnceLock;

use nalgebra::{DMatrix, DVector};
use statistics::{FactorModel, cholesky, eigenvalue_range};

use crate::quadratic::{Covariance, FactorForm, Hessian};
use crate::words::percent;
use crate::{Estimation, OptimizationRequest, OptimizeError, estimated, factor_input};

/// Asymmetry up to this part of the largest variance is rounding of whoever wrote the matrix, and averaged away.
const ASYMMETRY_ALLOWED: f64 = 1e-6;
/// Asymmetry below this is not worth a warning.
const ASYMMETRY_SILENT: f64 = 1e-12;
/// Pivots below this part of the largest variance call for a look at the eigenvalues.
const SMALL_PIVOT: f64 = 1e-9;
/// What is added to the variances of a singular covariance while solving, as a part of the largest variance.
const REGULARIZATION: f64 = 1e-9;

/// Assets and moments, checked: sizes fit, numbers are finite, the covariance is symmetric and positive semidefinite.
///
/// The covariance is a matrix, or a factor model: that one is never written out while solving, so that thousands of assets
/// cost `n k²` instead of `n³`.
#[derive(Debug, Clone)]
pub struct Universe {
    assets: Vec<String>,
    mean: Option<DVector<f64>>,
    covariance: Covariance,
    factor_model: Option<FactorModel>,
    /// A factor model's covariance, once somebody asked for it.
    written_out: OnceLock<DMatrix<f64>>,
    solver_written_out: OnceLock<DMatrix<f64>>,
    regularized: Option<Covariance>,
    estimation: Option<Estimation>,
    warnings: Vec<String>,
}

impl PartialEq for Universe {
    /// Whether the covariance was ever written out makes no difference.
    fn eq(&self, other: &Self) -> bool {
        self.assets == other.assets
            && self.mean == other.mean
            && self.covariance == other.covariance
            && self.factor_model == other.factor_model
            && self.estimation == other.estimation
            && self.warnings == other.warnings
    }
}

impl Universe {
    /// Takes the moments of a request, or estimates them from its prices.
    ///
    /// # Errors
    /// Names the field and the asset whose value cannot be used.
    pub fn from_request(request: &OptimizationRequest) -> Result<Self, OptimizeError> {
        if let Some(model) = &request.factor_model {
            if request.prices.is_some() || request.covariance.is_some() {
                let problem = "given beside covariance or prices; leave out one of the two";
                return Err(OptimizeError::field("factor_model", problem));
            }
            check_names(&request.assets)?;
            let model = model.read(&request.assets)?;
            let mean = request.expected_returns.as_ref().map(|mean| DVector::from_column_slice(mean));
            return Self::from_factor_model(request.assets.clone(), mean, model);
        }
        match (&request.prices, &request.expected_returns, &request.covariance) {
            (Some(prices), None, None) => estimated::from_prices(request, prices),
            (Some(_), _, _) => Err(OptimizeError::field(
                "prices",
                "given beside expected_returns or covariance; leave out one of the two",
            )),
            (None, _, None) => Err(OptimizeError::field(
                "covariance",
                "missing; give one row for each asset, or a factor_model, or prices with dates",
            )),
            (None, mean, Some(covariance)) => Self::new(
                request.assets.clone(),
                mean.as_ref().map(|mean| DVector::from_column_slice(mean)),
                matrix(&request.assets, covariance)?,
            ),
        }
    }

    /// Checks moments given directly: `expected_returns` of length `n`, `covariance` `n × n`, both a year's.
    ///
    /// # Errors
    /// As [`Universe::from_request`].
    pub fn new(
        assets: Vec<String>,
        expected_returns: Option<DVector<f64>>,
        mut covariance: DMatrix<f64>,
    ) -> Result<Self, OptimizeError> {
        check_names(&assets)?;
        if let Some(mean) = &expected_returns {
            check_mean(&assets, mean)?;
        }
        let mut warnings = Vec::new();
        if let Some(warning) = symmetrize(&assets, &mut covariance)? {
            warnings.push(warning);
        }
        let addition = addition_if_singular(&covariance, &mut warnings)?;
        let covariance = Covariance::Dense(covariance);
        let regularized = addition.map(|addition| covariance.with_ridge(addition));
        Ok(Self {
            assets,
            mean: expected_returns,
            covariance,
            factor_model: None,
            written_out: OnceLock::new(),
            solver_written_out: OnceLock::new(),
            regularized,
            estimation: None,
            warnings,
        })
    }

    /// Checks moments with the covariance as a factor model of the assets, a year's.
    ///
    /// # Errors
    /// As [`Universe::from_request`].
    pub fn from_factor_model(
        assets: Vec<String>,
        expected_returns: Option<DVector<f64>>,
        mut model: FactorModel,
    ) -> Result<Self, OptimizeError> {
        check_names(&assets)?;
        if let Some(mean) = &expected_returns {
            check_mean(&assets, mean)?;
        }
        let mut warnings = Vec::new();
        factor_input::check(&assets, &mut model, &mut warnings)?;
        let form = FactorForm::new(&model);
        let largest = Hessian::Factor(&form).variances(assets.len()).max();
        if largest == 0.0 {
            let problem = "every variance is zero; include at least one asset with risk";
            return Err(OptimizeError::field("factor_model", problem));
        }
        let least = REGULARIZATION * largest;
        let without_own_risk = form.specific.iter().filter(|own| **own < least).count();
        let covariance = Covariance::Factor(form);
        let regularized = (without_own_risk > 0).then(|| {
            warnings.push(format!(
                "{without_own_risk} of {} assets have no specific variance, so the covariance may be singular: of equally \
                 good portfolios the most evenly spread one is given",
                assets.len()
            ));
            covariance.with_ridge(least)
        });
        Ok(Self {
            assets,
            mean: expected_returns,
            covariance,
            factor_model: Some(model),
            written_out: OnceLock::new(),
            solver_written_out: OnceLock::new(),
            regularized,
            estimation: None,
            warnings,
        })
    }

    /// Asset names in order.
    #[must_use]
    pub fn assets(&self) -> &[String] {
        &self.assets
    }

    /// Expected returns a year, when there are any.
    #[must_use]
    pub fn expected_returns(&self) -> Option<&DVector<f64>> {
        self.mean.as_ref()
    }

    /// Covariance a year, exactly symmetric. That of a factor model is written out on the first call, `n × n`.
    #[must_use]
    pub fn covariance(&self) -> &DMatrix<f64> {
        match (&self.covariance, &self.factor_model) {
            (Covariance::Dense(matrix), _) => matrix,
            (Covariance::Factor(_), model) => self.written_out.get_or_init(|| {
                model.as_ref().expect("invariant: a factor form comes from a factor model").covariance()
            }),
        }
    }

    /// The covariance as a factor model, when it was given as one.
    #[must_use]
    pub fn factor_model(&self) -> Option<&FactorModel> {
        self.factor_model.as_ref()
    }

    /// The covariance in its own form, for figures of a portfolio.
    pub(crate) fn risk(&self) -> Hessian<'_> {
        self.covariance.hessian()
    }

    pub(crate) fn own_covariance(&self) -> &Covariance {
        &self.covariance
    }

    /// The positive definite form to solve with: the covariance, or one within rounding of it when that is singular.
    pub(crate) fn solver_covariance(&self) -> &Covariance {
        self.regularized.as_ref().unwrap_or(&self.covariance)
    }

    pub(crate) fn largest_variance(&self) -> f64 {
        self.risk().variances(self.assets.len()).max()
    }

    /// The same written out, `n × n`.
    pub(crate) fn solver_matrix(&self) -> &DMatrix<f64> {
        match self.solver_covariance() {
            Covariance::Dense(matrix) => matrix,
            Covariance::Factor(form) => self
                .solver_written_out
                .get_or_init(|| form.loadings.transpose() * &form.loadings + DMatrix::from_diagonal(&form.specific)),
        }
    }

    /// Keeps what the moments were estimated from, and puts what a reader should know of it first.
    pub(crate) fn with_estimation(mut self, estimation: Option<Estimation>, mut warnings: Vec<String>) -> Self {
        self.estimation = estimation;
        warnings.append(&mut self.warnings);
        self.warnings = warnings;
        self
    }

    /// A variance below this part of the terms that cancel in it is rounding, or what regularization leaves of nothing.
    pub(crate) fn riskless(&self) -> f64 {
        if self.is_singular() { 1e-7 } else { 1e-13 }
    }

    pub(crate) fn is_singular(&self) -> bool {
        self.regularized.is_some()
    }

    pub(crate) fn estimation(&self) -> Option<&Estimation> {
        self.estimation.as_ref()
    }

    pub(crate) fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

pub(crate) fn check_names(assets: &[String]) -> Result<(), OptimizeError> {
    if assets.is_empty() {
        return Err(OptimizeError::field("assets", "empty; name at least one asset"));
    }
    let mut seen = HashSet::new();
    for asset in assets {
        if asset.trim().is_empty() {
            return Err(OptimizeError::field("assets", "one name is empty; give every asset a name"));
        }
        if !seen.insert(asset) {
            return Err(OptimizeError::field("assets", format!("{asset} is listed twice; remove one of the two")));
        }
    }
    Ok(())
}

pub(crate) fn check_mean(assets: &[String], mean: &DVector<f64>) -> Result<(), OptimizeError> {
    if mean.len() != assets.len() {
        let problem = format!("{} values for {} assets; give one for each", mean.len(), assets.len());
        return Err(OptimizeError::field("expected_returns", problem));
    }
    match assets.iter().zip(mean.iter()).find(|(_, value)| !value.is_finite()) {
        Some((asset, _)) => Err(OptimizeError::field(
            "expected_returns",
            format!("the value of {asset} is missing or not a number; give one or leave the asset out"),
        )),
        None => Ok(()),
    }
}

fn matrix(assets: &[String], rows: &[Vec<f64>]) -> Result<DMatrix<f64>, OptimizeError> {
    check_names(assets)?;
    let n = assets.len();
    if rows.len() != n {
        let problem = format!("{} rows for {n} assets; give one row for each", rows.len());
        return Err(OptimizeError::field("covariance", problem));
    }
    if let Some((asset, row)) = assets.iter().zip(rows).find(|(_, row)| row.len() != n) {
        let problem = format!("the row of {asset} has {} values for {n} assets; give one for each", row.len());
        return Err(OptimizeError::field("covariance", problem));
    }
    // Rows become columns, which reads memory in order; the matrix is checked to be symmetric next.
    Ok(DMatrix::from_fn(n, n, |i, j| rows[j][i]))
}

/// Checks shape, numbers and symmetry; averages a tiny asymmetry away and says so.
fn symmetrize(assets: &[String], covariance: &mut DMatrix<f64>) -> Result<Option<String>, OptimizeError> {
    let n = assets.len();
    if covariance.shape() != (n, n) {
        let problem = format!("{} × {} for {n} assets", covariance.nrows(), covariance.ncols());
        return Err(OptimizeError::field("covariance", problem));
    }
    if let Some(k) = covariance.iter().position(|value| !value.is_finite()) {
        let problem = format!("the value of {} and {} is missing or not a number", assets[k / n], assets[k % n]);
        return Err(OptimizeError::field("covariance", problem));
    }
    for i in 0..n {
        if covariance[(i, i)] < 0.0 {
            let problem =
                format!("the variance of {} is {:e}; variances cannot be negative", assets[i], covariance[(i, i)]);
            return Err(OptimizeError::field("covariance", problem));
        }
    }
    let largest_variance = covariance.diagonal().max();
    if largest_variance == 0.0 {
        let problem = "every variance is zero; include at least one asset with risk";
        return Err(OptimizeError::field("covariance", problem));
    }
    let gap = average_with_transpose(covariance, ASYMMETRY_ALLOWED * largest_variance).map_err(|(i, j)| {
        let (above, below) = (covariance[(i, j)], covariance[(j, i)]);
        let problem = format!(
            "not symmetric: {} and {} have {above:e} in one row and {below:e} in the other; make them equal",
            assets[i], assets[j]
        );
        OptimizeError::field("covariance", problem)
    })?;
    let gap = gap / largest_variance;
    Ok((gap > ASYMMETRY_SILENT).then(|| {
        format!("the covariance was slightly asymmetric (by {} of the largest variance) and was averaged", percent(gap))
    }))
}

/// Makes a square matrix exactly symmetric and returns the largest asymmetry, or the first entry `(i, j)`, `i < j`, where it
/// is above `allowed`. In tiles, so that both triangles are read in order.
fn average_with_transpose(matrix: &mut DMatrix<f64>, allowed: f64) -> Result<f64, (usize, usize)> {
    const TILE: usize = 32;
    let n = matrix.nrows();
    let data = matrix.as_mut_slice();
    let mut largest = 0.0f64;
    for columns in (0..n).step_by(TILE) {
        for rows in (0..=columns).step_by(TILE) {
            for j in columns..(columns + TILE).min(n) {
                for i in rows..(rows + TILE).min(j) {
                    let (above, below) = (data[j * n + i], data[i * n + j]);
                    if above == below {
                        continue;
                    }
                    let gap = (above - below).abs();
                    if gap > allowed {
                        return Err((i, j));
                    }
                    largest = largest.max(gap);
                    let mean = above + 0.5 * (below - above);
                    data[j * n + i] = mean;
                    data[i * n + j] = mean;
                }
            }
        }
    }
    Ok(largest)
}

/// `None` for a positive definite matrix; for a singular one what to add to its variances while solving.
fn addition_if_singular(covariance: &DMatrix<f64>, warnings: &mut Vec<String>) -> Result<Option<f64>, OptimizeError> {
    let largest_variance = covariance.diagonal().max();
    let smallest_pivot = cholesky(covariance.clone()).map(|cholesky| cholesky.l_dirty().diagonal().min().powi(2));
    if smallest_pivot.is_some_and(|pivot| pivot > SMALL_PIVOT * largest_variance) {
        return Ok(None);
    }
    let spectrum = eigenvalue_range(covariance);
    if !spectrum.is_positive_semidefinite() {
        return Err(OptimizeError::IndefiniteCovariance {
            min_eigenvalue: spectrum.min_eigenvalue,
            max_eigenvalue: spectrum.max_eigenvalue,
        });
    }
    if !spectrum.is_singular() {
        return Ok(None);
    }
    warnings.push(
        "the covariance is singular (more assets than observations, or assets that copy each other): of equally good portfolios \
         the most evenly spread one is given"
            .to_owned(),
    );
    Ok(Some(REGULARIZATION * largest_variance + 2.0 * (-spectrum.min_eigenvalue).max(0.0)))
}
