//! The estimation request: one typed JSON form for the command line and the API.

use std::collections::HashSet;

use chrono::NaiveDate;
use indexmap::IndexMap;
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::estimation::{Plan, Source, run};
use crate::json::{Series, matrix_with_gaps, unique_series};
use crate::observations::{MissingRule, Observations};
use crate::prices::{check_assets, check_dates};
use crate::result::MomentsResult;
use crate::{CovarianceModel, ExpectedReturnsModel, PriceHistory, PsdRepair, StatisticsError};

/// Asymmetry up to this part of the largest variance is rounding of whoever wrote the matrix, and averaged away.
const ASYMMETRY_ALLOWED: f64 = 1e-6;
/// The name under which messages speak of the benchmark.
const BENCHMARK: &str = "the benchmark";

/// Names and one column for each.
type Columns = (Vec<String>, Vec<Vec<Option<f64>>>);

/// A request: prices, returns or a covariance, and the models to estimate with.
///
/// The smallest: `{"dates":["2024-01-02","2024-01-03","2024-01-04"],"prices":{"A":[1,1.1,1.2],"B":[2,2.1,2]}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MomentsRequest {
    /// Asset names, no name twice. May be left out with `prices` or `returns`: then their order is that of the columns.
    #[serde(default)]
    pub assets: Vec<String>,
    /// Dates of the rows, oldest first. Needed with `prices`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<Vec<NaiveDate>>,
    /// Prices by asset, one for each date, null where missing.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "unique_series")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, Vec<Option<f64>>>>)]
    pub prices: Option<IndexMap<String, Vec<Option<f64>>>>,
    /// Simple returns by asset, one for each period, null where missing; in place of `prices`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "unique_series")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, Vec<Option<f64>>>>)]
    pub returns: Option<IndexMap<String, Vec<Option<f64>>>>,
    /// Covariance a year, one row for each asset; in place of `prices` and `returns`, for `equilibrium`, `black_litterman` and
    /// `given` expected returns.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "matrix_with_gaps")]
    #[schema(value_type = Option<Vec<Vec<f64>>>)]
    pub covariance: Option<Vec<Vec<f64>>>,
    /// Prices of the market (returns beside `returns`), one for each row, null where missing; for `capm` and for a risk aversion
    /// `from_benchmark`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benchmark: Option<Vec<Option<f64>>>,
    /// Returns of factors by name, one for each row: the return over the period that ends there (beside `prices` the first is not
    /// used). For `given_factors`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "unique_series")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, Vec<Option<f64>>>>)]
    pub factors: Option<IndexMap<String, Vec<Option<f64>>>>,
    /// Estimator of the expected returns.
    #[serde(default)]
    pub expected_returns_model: ExpectedReturnsModel,
    /// Estimator of the covariance.
    #[serde(default)]
    pub covariance_model: CovarianceModel,
    /// What is done about missing prices.
    #[serde(default)]
    pub missing: MissingRule,
    /// What is done about negative eigenvalues.
    #[serde(default)]
    pub repair: PsdRepair,
    /// Periods a year of the rows: 252 for trading days. With 1 the results are a period's.
    #[serde(default = "default_periods")]
    pub periods_per_year: f64,
    /// Risk-free rate a year, for `capm`, `equilibrium` and `black_litterman`.
    #[serde(default)]
    pub risk_free_rate: f64,
}

impl Default for MomentsRequest {
    fn default() -> Self {
        Self {
            assets: Vec::new(),
            dates: None,
            prices: None,
            returns: None,
            covariance: None,
            benchmark: None,
            factors: None,
            expected_returns_model: ExpectedReturnsModel::default(),
            covariance_model: CovarianceModel::default(),
            missing: MissingRule::default(),
            repair: PsdRepair::default(),
            periods_per_year: default_periods(),
            risk_free_rate: 0.0,
        }
    }
}

impl MomentsRequest {
    /// Reads a request; an unknown or missing field is named in the error.
    ///
    /// # Errors
    /// [`StatisticsError::Malformed`] with line and column.
    pub fn from_json(json: &[u8]) -> Result<Self, StatisticsError> {
        if json.iter().all(u8::is_ascii_whitespace) {
            let detail = "it is empty; give a JSON object with dates and prices".to_owned();
            return Err(StatisticsError::Malformed { detail });
        }
        serde_json::from_slice(json).map_err(|error| StatisticsError::Malformed { detail: error.to_string() })
    }

    /// Estimates expected returns and covariance.
    ///
    /// # Errors
    /// Every reason why there are none, in words: see [`StatisticsError`].
    pub fn estimate(&self) -> Result<MomentsResult, StatisticsError> {
        let plan = Plan {
            expected_returns: &self.expected_returns_model,
            covariance: &self.covariance_model,
            missing: self.missing,
            repair: self.repair,
            periods_per_year: self.periods_per_year,
            risk_free_rate: self.risk_free_rate,
        };
        let factors: Vec<(String, Vec<Option<f64>>)> =
            self.factors.iter().flatten().map(|(name, column)| (name.clone(), column.clone())).collect();
        match (&self.prices, &self.returns, &self.covariance) {
            (Some(prices), None, None) => {
                let Some(dates) = &self.dates else {
                    return Err(field("dates", "missing; prices need one date for each row"));
                };
                let (names, columns) = self.columns("prices", prices)?;
                let history = PriceHistory::new(names, dates, &columns)?;
                let observations = Observations::of_prices(&history, self.benchmark.is_some(), &factors, self.missing)?;
                result(Source::Returns(&observations), plan)
            }
            (None, Some(returns), None) => {
                let (names, columns) = self.columns("returns", returns)?;
                let matrix = returns_matrix(&names, &columns)?;
                if let Some(dates) = &self.dates {
                    check_dates(dates)?;
                    if dates.len() != matrix.nrows() {
                        let problem =
                            format!("{} dates for {} returns; give one for each", dates.len(), matrix.nrows());
                        return Err(field("dates", problem));
                    }
                }
                let (dates, has_market) = (self.dates.as_deref(), self.benchmark.is_some());
                let observations = Observations::of_returns(names, matrix, dates, has_market, &factors, self.missing)?;
                result(Source::Returns(&observations), plan)
            }
            (None, None, Some(rows)) => {
                check_assets(&self.assets)?;
                let matrix = covariance(&self.assets, rows)?;
                result(Source::Covariance(&self.assets, &matrix), plan)
            }
            (None, None, None) => Err(field("prices", "missing; give prices with dates, returns, or a covariance")),
            _ => Err(field("prices", "give only one of prices, returns and covariance")),
        }
    }

    /// Names and columns in the order of `assets`, the benchmark's last.
    fn columns(&self, what: &'static str, series: &Series) -> Result<Columns, StatisticsError> {
        let mut names = if self.assets.is_empty() { series.keys().cloned().collect() } else { self.assets.clone() };
        check_assets(&names)?;
        if names.iter().any(|name| name.trim().is_empty()) {
            return Err(field("assets", "one name is empty; give every asset a name"));
        }
        let known: HashSet<&String> = names.iter().collect();
        if let Some(unknown) = series.keys().find(|asset| !known.contains(asset)) {
            return Err(StatisticsError::UnknownAsset { field: what, asset: unknown.clone() });
        }
        let column = |asset: &String| {
            series
                .get(asset)
                .cloned()
                .ok_or_else(|| StatisticsError::MissingValue { field: what, asset: asset.clone() })
        };
        let mut columns = names.iter().map(column).collect::<Result<Vec<_>, _>>()?;
        if let Some(benchmark) = &self.benchmark {
            names.push(BENCHMARK.to_owned());
            columns.push(benchmark.clone());
        }
        Ok((names, columns))
    }
}

fn result(source: Source<'_>, plan: Plan<'_>) -> Result<MomentsResult, StatisticsError> {
    Ok(MomentsResult::new(source, plan.periods_per_year, run(source, plan)?))
}

fn field(field: &str, problem: impl Into<String>) -> StatisticsError {
    StatisticsError::InvalidField { field: field.to_owned(), problem: problem.into() }
}

fn default_periods() -> f64 {
    crate::TRADING_DAYS_PER_YEAR
}

/// Returns as a matrix with NaN for gaps, checked.
fn returns_matrix(names: &[String], columns: &[Vec<Option<f64>>]) -> Result<DMatrix<f64>, StatisticsError> {
    let n_rows = columns.first().map_or(0, Vec::len);
    for (name, column) in names.iter().zip(columns) {
        if column.len() != n_rows {
            let problem =
                format!("{name} has {} values, {} has {n_rows}; give one for each period", column.len(), names[0]);
            return Err(field("returns", problem));
        }
        let wrong = |value: &f64| *value <= -1.0 || value.is_infinite();
        if let Some((row, value)) =
            column.iter().enumerate().find_map(|(row, value)| value.filter(wrong).map(|value| (row, value)))
        {
            return Err(StatisticsError::InvalidReturn { asset: name.clone(), row: row + 1, value });
        }
        if column.iter().all(|value| value.is_none_or(f64::is_nan)) {
            return Err(StatisticsError::NoPrices { asset: name.clone() });
        }
    }
    Ok(DMatrix::from_fn(n_rows, columns.len(), |row, asset| columns[asset][row].unwrap_or(f64::NAN)))
}

/// A given covariance, checked and made exactly symmetric.
fn covariance(assets: &[String], rows: &[Vec<f64>]) -> Result<DMatrix<f64>, StatisticsError> {
    let n = assets.len();
    if rows.len() != n || rows.iter().any(|row| row.len() != n) {
        return Err(field("covariance", format!("must have {n} rows with {n} numbers, one for each asset")));
    }
    let matrix = DMatrix::from_fn(n, n, |i, j| rows[i][j]);
    if let Some(place) = matrix.iter().position(|value| !value.is_finite()) {
        let problem =
            format!("the value of {} and {} is missing or not a number", assets[place % n], assets[place / n]);
        return Err(field("covariance", problem));
    }
    if let Some(asset) = (0..n).find(|&asset| matrix[(asset, asset)] < 0.0) {
        let problem = format!("the variance of {} is negative", assets[asset]);
        return Err(field("covariance", problem));
    }
    if (&matrix - matrix.transpose()).amax() > ASYMMETRY_ALLOWED * matrix.diagonal().amax() {
        return Err(field("covariance", "not symmetric; make both halves equal"));
    }
    Ok((&matrix + matrix.transpose()) * 0.5)
}
