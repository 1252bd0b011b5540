//! The returns that estimators look at: out of prices or given, with what is done about missing ones.

use std::borrow::Cow;

use chrono::NaiveDate;
use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{PriceHistory, PriceTable, StatisticsError, simple_returns};

/// What is done about prices that are missing: different listing dates, holidays, suspensions. Nothing is ever filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MissingRule {
    /// Only dates on which every asset has a price. A return then spans the dates left out between two that stay. All models.
    #[default]
    CompleteCases,
    /// Means over each asset's own returns, covariances over the returns that a pair has in common (as pandas and PyPortfolioOpt
    /// do). Uses everything there is, need not be positive semidefinite, and is repaired then. `sample` and `fixed_shrinkage` only.
    Pairwise,
    /// Means and volatilities over each asset's own returns, correlations over the returns that all have in common. Positive
    /// semidefinite for every model.
    OwnWindow,
}

/// The returns of one asset that were used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AssetWindow {
    /// The asset.
    pub asset: String,
    /// Date of its first return; null when returns were given without dates.
    pub first_date: Option<NaiveDate>,
    /// Date of its last return.
    pub last_date: Option<NaiveDate>,
    /// How many returns.
    pub n_returns: usize,
}

/// Simple returns of assets, benchmark and factors, aligned.
#[derive(Debug, Clone)]
pub(crate) struct Observations {
    pub(crate) assets: Vec<String>,
    /// `n_observations × n_assets`, oldest first; NaN is a gap.
    returns: DMatrix<f64>,
    /// The rows without a gap, when there are gaps.
    complete: Option<DMatrix<f64>>,
    /// The benchmark's, one for each row of `returns`; NaN is a gap.
    market: Option<DVector<f64>>,
    pub(crate) factor_names: Vec<String>,
    /// One row for each complete row.
    factors: Option<DMatrix<f64>>,
    pub(crate) first_date: Option<NaiveDate>,
    pub(crate) last_date: Option<NaiveDate>,
    pub(crate) dropped_dates: Vec<NaiveDate>,
    /// Rows left out, with or without dates.
    pub(crate) n_dropped: usize,
    pub(crate) windows: Vec<AssetWindow>,
}

/// Returns of one kind, simple or logarithmic.
#[derive(Debug)]
pub(crate) struct Kind<'a> {
    pub(crate) returns: Cow<'a, DMatrix<f64>>,
    pub(crate) complete: Option<Cow<'a, DMatrix<f64>>>,
    pub(crate) market: Option<Cow<'a, DVector<f64>>>,
    pub(crate) factors: Option<Cow<'a, DMatrix<f64>>>,
}

impl Kind<'_> {
    /// The rows without a gap.
    pub(crate) fn complete(&self) -> &DMatrix<f64> {
        self.complete.as_deref().unwrap_or(&self.returns)
    }
}

/// Factor returns by name, one for each date (prices) or row (returns).
pub(crate) type Factors<'a> = &'a [(String, Vec<Option<f64>>)];

impl Observations {
    /// Complete cases of prices, without benchmark and factors.
    pub(crate) fn of_table(table: &PriceTable) -> Self {
        let dates = table.dates();
        Self {
            assets: table.assets().to_vec(),
            returns: simple_returns(table.prices()),
            complete: None,
            market: None,
            factor_names: Vec::new(),
            factors: None,
            first_date: dates.first().copied(),
            last_date: dates.last().copied(),
            dropped_dates: table.dropped_dates().to_vec(),
            n_dropped: table.dropped_dates().len(),
            windows: Vec::new(),
        }
    }

    /// From prices; with `has_market` the last column is the benchmark's.
    pub(crate) fn of_prices(
        history: &PriceHistory,
        has_market: bool,
        factors: Factors<'_>,
        rule: MissingRule,
    ) -> Result<Self, StatisticsError> {
        let n_dates = history.dates().len();
        let factor_returns = factor_columns(factors, n_dates, 1)?;
        if rule == MissingRule::CompleteCases {
            let table = history.complete_cases()?;
            let mut observations = Self::of_table(&table);
            observations.factors = factor_returns.map(|columns| compounded(&columns, table.kept_rows()));
            observations.factor_names = names(factors);
            if has_market {
                observations.split_market();
            }
            return Ok(observations);
        }
        let returns = simple_returns(history.prices());
        let dates = history.dates().get(1..).unwrap_or_default();
        let factors_of_rows = factor_returns.map(|columns| columns.rows(1, n_dates.saturating_sub(1)).into_owned());
        let mut observations =
            Self::with_gaps(history.assets().to_vec(), returns, has_market, Some(dates), factors_of_rows);
        observations.factor_names = names(factors);
        observations.first_date = history.dates().first().copied();
        observations.check_lengths()?;
        Ok(observations)
    }

    /// From returns, one row for each period; with `has_market` the last column is the benchmark's.
    pub(crate) fn of_returns(
        columns: Vec<String>,
        returns: DMatrix<f64>,
        dates: Option<&[NaiveDate]>,
        has_market: bool,
        factors: Factors<'_>,
        rule: MissingRule,
    ) -> Result<Self, StatisticsError> {
        let factor_returns = factor_columns(factors, returns.nrows(), 0)?;
        let mut observations = if rule == MissingRule::CompleteCases {
            let is_complete = |row: &usize| returns.row(*row).iter().all(|value| !value.is_nan());
            let (kept, dropped): (Vec<usize>, Vec<usize>) = (0..returns.nrows()).partition(is_complete);
            let pick = |rows: &[usize]| -> Option<Vec<NaiveDate>> {
                dates.map(|dates| rows.iter().map(|&row| dates[row]).collect())
            };
            let kept_dates = pick(&kept);
            let factors = factor_returns.map(|factors| factors.select_rows(&kept));
            let mut complete =
                Self::with_gaps(columns, returns.select_rows(&kept), has_market, kept_dates.as_deref(), factors);
            complete.n_dropped = dropped.len();
            complete.dropped_dates = pick(&dropped).unwrap_or_default();
            complete.windows.clear();
            complete
        } else {
            Self::with_gaps(columns, returns, has_market, dates, factor_returns)
        };
        observations.factor_names = names(factors);
        if rule != MissingRule::CompleteCases {
            observations.check_lengths()?;
        }
        Ok(observations)
    }

    fn with_gaps(
        columns: Vec<String>,
        returns: DMatrix<f64>,
        has_market: bool,
        dates: Option<&[NaiveDate]>,
        factors: Option<DMatrix<f64>>,
    ) -> Self {
        let mut observations = Self {
            assets: columns,
            returns,
            complete: None,
            market: None,
            factor_names: Vec::new(),
            factors: None,
            first_date: dates.and_then(|dates| dates.first().copied()),
            last_date: dates.and_then(|dates| dates.last().copied()),
            dropped_dates: Vec::new(),
            n_dropped: 0,
            windows: Vec::new(),
        };
        if has_market {
            observations.split_market();
        }
        let returns = &observations.returns;
        let complete: Vec<usize> =
            (0..returns.nrows()).filter(|&row| returns.row(row).iter().all(|value| !value.is_nan())).collect();
        observations.factors = factors.map(|factors| factors.select_rows(&complete));
        observations.windows = observations
            .assets
            .iter()
            .zip(returns.column_iter())
            .map(|(asset, column)| {
                let present = || (0..column.len()).filter(|&row| !column[row].is_nan());
                let date = |row: Option<usize>| row.and_then(|row| dates.map(|dates| dates[row]));
                AssetWindow {
                    asset: asset.clone(),
                    first_date: date(present().next()),
                    last_date: date(present().next_back()),
                    n_returns: present().count(),
                }
            })
            .collect();
        if complete.len() < returns.nrows() {
            observations.complete = Some(returns.select_rows(&complete));
        }
        observations
    }

    /// The benchmark stands in the last column until here.
    fn split_market(&mut self) {
        let last = self.returns.ncols() - 1;
        self.assets.pop();
        self.market = Some(self.returns.column(last).into_owned());
        self.returns = self.returns.columns(0, last).into_owned();
    }

    fn check_lengths(&self) -> Result<(), StatisticsError> {
        match self.windows.iter().find(|window| window.n_returns < 2) {
            Some(window) => Err(StatisticsError::ShortSeries {
                asset: window.asset.clone(),
                observations: window.n_returns,
                needed: 2,
            }),
            None => Ok(()),
        }
    }

    /// Whether any return is missing.
    pub(crate) fn has_gaps(&self) -> bool {
        self.complete.is_some()
    }

    /// Rows used: periods in which any asset has a return.
    pub(crate) fn n_observations(&self) -> usize {
        self.returns.nrows()
    }

    /// The returns as they are, or their logarithms `ln(1 + r)`.
    pub(crate) fn kind(&self, log: bool) -> Kind<'_> {
        let matrix = |matrix| if log { Cow::Owned(logarithms(matrix)) } else { Cow::Borrowed(matrix) };
        Kind {
            returns: matrix(&self.returns),
            complete: self.complete.as_ref().map(matrix),
            market: self
                .market
                .as_ref()
                .map(|market| if log { Cow::Owned(market.map(f64::ln_1p)) } else { Cow::Borrowed(market) }),
            factors: self.factors.as_ref().map(matrix),
        }
    }

    /// Assets that have the same returns as an earlier one, as pairs of names.
    pub(crate) fn copies(&self) -> Vec<(String, String)> {
        let mut seen: std::collections::HashMap<(u64, u64), Vec<usize>> = std::collections::HashMap::new();
        let mut copies = Vec::new();
        let bits = |value: &f64| value.to_bits();
        for (asset, column) in self.returns.column_iter().enumerate() {
            let key = (column.iter().copied().sum::<f64>().to_bits(), column.iter().next().map_or(0, bits));
            let same = |other: &&usize| self.returns.column(**other).iter().map(bits).eq(column.iter().map(bits));
            let earlier = seen.entry(key).or_default();
            if let Some(other) = earlier.iter().find(same) {
                copies.push((self.assets[*other].clone(), self.assets[asset].clone()));
            }
            earlier.push(asset);
        }
        copies
    }
}

fn logarithms(returns: &DMatrix<f64>) -> DMatrix<f64> {
    returns.map(f64::ln_1p)
}

fn names(factors: Factors<'_>) -> Vec<String> {
    factors.iter().map(|(name, _)| name.clone()).collect()
}

/// Factor returns as a matrix, `n_rows × n_factors`, checked; the first `unused` rows may be missing.
fn factor_columns(factors: Factors<'_>, n_rows: usize, unused: usize) -> Result<Option<DMatrix<f64>>, StatisticsError> {
    if factors.is_empty() {
        return Ok(None);
    }
    let invalid = |problem: String| StatisticsError::InvalidField { field: "factors".to_owned(), problem };
    for (name, column) in factors {
        if column.len() != n_rows {
            return Err(invalid(format!("{name} has {} values for {n_rows} rows; give one for each", column.len())));
        }
        for (row, value) in column.iter().enumerate().skip(unused) {
            match value {
                Some(value) if *value > -1.0 && value.is_finite() => {}
                Some(value) if !value.is_nan() => {
                    return Err(StatisticsError::InvalidReturn { asset: name.clone(), row: row + 1, value: *value });
                }
                _ => return Err(invalid(format!("{name} has no value in row {}; give one for each", row + 1))),
            }
        }
    }
    Ok(Some(DMatrix::from_fn(n_rows, factors.len(), |row, factor| factors[factor].1[row].unwrap_or(0.0))))
}

/// Returns from one kept row to the next, compounded over the rows between.
fn compounded(returns: &DMatrix<f64>, kept: &[usize]) -> DMatrix<f64> {
    DMatrix::from_fn(kept.len().saturating_sub(1), returns.ncols(), |row, factor| {
        (kept[row] + 1..=kept[row + 1]).map(|step| 1.0 + returns[(step, factor)]).product::<f64>() - 1.0
    })
}
