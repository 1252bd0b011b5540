//! Moments out of past prices or returns, by the request's estimators.

use indexmap::IndexMap;
use nalgebra::{DMatrix, DVector};
use statistics::{MomentsRequest, MomentsResult, Spectrum};

use crate::rules::Rule;
use crate::universe::{check_mean, check_names};
use crate::{Estimation, FactorModelInput, OptimizationRequest, OptimizeError, Universe};

/// Columns by asset, `None` where missing.
type Series = IndexMap<String, Vec<Option<f64>>>;

/// The universe of a request with prices.
///
/// # Errors
/// Names the field and the asset whose prices cannot be used, or the estimator that cannot do with them.
pub(crate) fn from_prices(request: &OptimizationRequest, prices: &Series) -> Result<Universe, OptimizeError> {
    let Some(dates) = &request.dates else {
        return Err(OptimizeError::field("dates", "missing; prices need one date for each row"));
    };
    let assets = if request.assets.is_empty() { prices.keys().cloned().collect() } else { request.assets.clone() };
    check_names(&assets)?;
    if let Some(unknown) = prices.keys().find(|asset| !assets.contains(asset)) {
        let problem = format!("{unknown} is not one of the assets; remove it or add it");
        return Err(OptimizeError::field("prices", problem));
    }
    if let Some(missing) = assets.iter().find(|asset| !prices.contains_key(*asset)) {
        let problem = format!("{missing} has no prices; add them or remove the asset");
        return Err(OptimizeError::field("prices", problem));
    }
    let moments = MomentsRequest { assets, prices: Some(prices.clone()), ..models_of(request) }.estimate()?;
    let mut warnings = moments.warnings.clone();
    if !moments.dropped_dates.is_empty() {
        // Told with the number of all dates.
        warnings.retain(|warning| !warning.contains("were left out because"));
        let told = format!(
            "{} of {} dates were left out because an asset has no price there",
            moments.dropped_dates.len(),
            dates.len()
        );
        warnings.insert(0, told);
    }
    let estimation = estimation(&moments);
    Ok(universe(request, moments)?.with_estimation(estimation, warnings))
}

/// The universe of a request with `returns`, a row for each period, and without a covariance.
///
/// # Errors
/// As [`from_prices`].
pub(crate) fn from_returns(request: &OptimizationRequest, returns: &DMatrix<f64>) -> Result<Universe, OptimizeError> {
    check_names(&request.assets)?;
    let columns = returns.column_iter().map(|column| column.iter().copied().map(Some).collect());
    let series: Series = request.assets.iter().cloned().zip(columns).collect();
    let mut asked = MomentsRequest { assets: request.assets.clone(), returns: Some(series), ..models_of(request) };
    if let Some(mean) = &request.expected_returns {
        check_mean(&request.assets, &DVector::from_column_slice(mean))?;
        let values = request.assets.iter().cloned().zip(mean.iter().copied()).collect();
        asked.expected_returns_model = statistics::ExpectedReturnsModel::Given { values };
    }
    let moments = asked.estimate()?;
    let warnings = moments.warnings.clone();
    let estimation = estimation(&moments);
    Ok(universe(request, moments)?.with_estimation(estimation, warnings))
}

fn models_of(request: &OptimizationRequest) -> MomentsRequest {
    MomentsRequest {
        dates: request.dates.clone(),
        benchmark: request.benchmark.clone(),
        factors: request.factors.clone(),
        expected_returns_model: request.expected_returns_model.clone(),
        covariance_model: request.covariance_model,
        missing: request.missing,
        repair: request.repair,
        periods_per_year: request.periods_per_year,
        risk_free_rate: request.risk_free_rate,
        ..MomentsRequest::default()
    }
}

/// In factor form where the estimator has factors.
fn universe(request: &OptimizationRequest, moments: MomentsResult) -> Result<Universe, OptimizeError> {
    check_length(request, &moments)?;
    let mean = Some(DVector::from_vec(moments.expected_returns));
    match moments.factor_model {
        Some(model) if moments.repair.is_none() => {
            let model = FactorModelInput {
                exposures: model.exposures,
                factor_covariance: model.factor_covariance,
                specific_variances: model.specific_variances,
            };
            let model = model.read(&moments.assets)?;
            Universe::from_factor_model(moments.assets, mean, model)
        }
        _ => {
            let n = moments.assets.len();
            let covariance = DMatrix::from_fn(n, n, |i, j| moments.covariance[j][i]);
            Universe::new(moments.assets, mean, covariance)
        }
    }
}

/// Fewer returns than assets let an optimum find a portfolio without risk that is one of chance only.
fn check_length(request: &OptimizationRequest, moments: &MomentsResult) -> Result<(), OptimizeError> {
    let (n_assets, n_returns) = (moments.assets.len(), moments.n_observations.unwrap_or(usize::MAX));
    let spectrum = Spectrum { min_eigenvalue: moments.min_eigenvalue, max_eigenvalue: moments.max_eigenvalue };
    if n_returns > n_assets || !spectrum.is_singular() || Rule::of(request.objective).is_some() {
        return Ok(());
    }
    let problem = format!(
        "{n_returns} returns cannot tell {n_assets} assets apart, so that some portfolio seems to have no risk; use shrinkage \
         (ledoit_wolf_constant_variance), a factor model, or more dates"
    );
    Err(OptimizeError::field("covariance_model", problem))
}

fn estimation(moments: &MomentsResult) -> Option<Estimation> {
    let by_asset = |values: &[f64]| moments.assets.iter().cloned().zip(values.iter().copied()).collect();
    Some(Estimation {
        expected_returns: by_asset(&moments.expected_returns),
        volatilities: by_asset(&moments.volatilities),
        n_observations: moments.n_observations?,
        first_date: moments.first_date?,
        last_date: moments.last_date?,
        n_dropped_dates: moments.dropped_dates.len(),
        shrinkage: moments.shrinkage,
        min_eigenvalue: moments.min_eigenvalue,
        repair: moments.repair,
        black_litterman: moments.black_litterman.clone(),
    })
}
