//! The past of a request as one table of complete dates: prices of the assets, of the benchmark, and levels of the factors.

use chrono::NaiveDate;
use indexmap::IndexMap;
use nalgebra::DMatrix;
use statistics::PriceTable;

use crate::{OptimizationRequest, OptimizeError};

/// A request's series on the dates on which all of them are known, so that they can be cut and drawn from together.
pub(crate) struct Past {
    table: PriceTable,
    n_assets: usize,
    has_benchmark: bool,
    factors: Vec<String>,
}

impl Past {
    /// # Errors
    /// Names the series that cannot be used.
    pub(crate) fn new(request: &OptimizationRequest) -> Result<Self, OptimizeError> {
        let (Some(prices), Some(dates)) = (&request.prices, &request.dates) else {
            let problem = "missing with dates; a comparison needs the past to estimate from";
            return Err(OptimizeError::field("prices", problem));
        };
        let mut names: Vec<String> =
            if request.assets.is_empty() { prices.keys().cloned().collect() } else { request.assets.clone() };
        let n_assets = names.len();
        let column = |asset: &String| {
            let problem =
                || OptimizeError::field("prices", format!("{asset} has no prices; add them or remove the asset"));
            prices.get(asset).cloned().ok_or_else(problem)
        };
        let mut columns: Vec<Vec<Option<f64>>> = names.iter().map(column).collect::<Result<_, _>>()?;
        if let Some(benchmark) = &request.benchmark {
            names.push("the benchmark".to_owned());
            columns.push(benchmark.clone());
        }
        for (name, returns) in request.factors.iter().flatten() {
            names.push(format!("the factor {name}"));
            columns.push(levels(name, returns)?);
        }
        Ok(Self {
            table: PriceTable::complete_cases(names, dates, &columns)?,
            n_assets,
            has_benchmark: request.benchmark.is_some(),
            factors: request.factors.iter().flatten().map(|(name, _)| name.clone()).collect(),
        })
    }

    pub(crate) fn assets(&self) -> &[String] {
        &self.table.assets()[..self.n_assets]
    }

    pub(crate) fn dates(&self) -> &[NaiveDate] {
        self.table.dates()
    }

    pub(crate) fn dropped_dates(&self) -> &[NaiveDate] {
        self.table.dropped_dates()
    }

    /// Every series, `n_dates × n_series`, the assets first.
    pub(crate) fn series(&self) -> &DMatrix<f64> {
        self.table.prices()
    }

    /// A request without its past, completed with rows of these series.
    pub(crate) fn request(
        &self,
        bare: &OptimizationRequest,
        dates: &[NaiveDate],
        series: &DMatrix<f64>,
    ) -> OptimizationRequest {
        let column = |k: usize| series.column(k).iter().copied().map(Some).collect::<Vec<_>>();
        let first_factor = self.n_assets + usize::from(self.has_benchmark);
        let returns = |k: usize| {
            let column = series.column(first_factor + k);
            let later = (1..column.len()).map(|row| Some(column[row] / column[row - 1] - 1.0));
            std::iter::once(None).chain(later).collect::<Vec<_>>()
        };
        let factors: IndexMap<String, Vec<Option<f64>>> =
            self.factors.iter().enumerate().map(|(k, name)| (name.clone(), returns(k))).collect();
        OptimizationRequest {
            assets: self.assets().to_vec(),
            dates: Some(dates.to_vec()),
            prices: Some(self.assets().iter().enumerate().map(|(k, name)| (name.clone(), column(k))).collect()),
            benchmark: self.has_benchmark.then(|| column(self.n_assets)),
            factors: (!factors.is_empty()).then_some(factors),
            ..bare.clone()
        }
    }
}

/// The request without its past, which is long.
pub(crate) fn without_past(request: &OptimizationRequest) -> OptimizationRequest {
    let mut bare = request.clone();
    (bare.prices, bare.dates, bare.benchmark, bare.factors) = (None, None, None, None);
    bare
}

/// What one invested in a factor at the first date is worth at each; returns over dates that drop out then count together.
fn levels(name: &str, returns: &[Option<f64>]) -> Result<Vec<Option<f64>>, OptimizeError> {
    let mut level = 1.0;
    let level_at = |(row, value): (usize, &Option<f64>)| {
        if row > 0 {
            let missing = || {
                let problem = format!("{name} has no value in row {}; give one for each", row + 1);
                OptimizeError::field("factors", problem)
            };
            level *= 1.0 + value.ok_or_else(missing)?;
        }
        Ok(Some(level))
    };
    returns.iter().enumerate().map(level_at).collect()
}
