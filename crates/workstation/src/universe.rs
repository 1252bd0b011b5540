//! The moments of a universe: prices out of the store, estimates out of `statistics`, today's weights beside them.

use std::collections::{BTreeMap, BTreeSet};

use ::optimize::Universe;
use chrono::NaiveDate;
use model::{bar::BarSize, id::InstrumentId, instrument::Instrument, time::Timestamp};
use statistics::{Moments, PriceTable, estimate as estimate_moments};
use store::bars::BarQuery;

use crate::{
    Host,
    error::{Error, Result},
    folded::{Folded, folded},
    optimizations::{CurrentPortfolio, UniverseAsset, UniverseSpec, UniverseView},
    portfolio::valuation,
    workspace::Workspace,
};

/// The most instruments of a universe.
const INSTRUMENTS_MAX: usize = 1000;

/// Estimates the moments that a spec asks for.
pub(crate) async fn estimate(ws: &Workspace, host: &Host, mut spec: UniverseSpec) -> Result<UniverseView> {
    let state = folded(ws, host).await?;
    if spec.instrument_ids.is_empty() {
        spec.instrument_ids = with_prices(ws, state.held()).await?;
    }
    let instruments = chosen(&state, &spec.instrument_ids)?;
    let to = spec.to.unwrap_or(state.today).min(state.today);
    spec.to = Some(to);
    let prices = prices(ws, &instruments, spec.from, to).await?;
    let periods = f64::from(state.settings.periods_per_year);
    let (expected, covariance) = (spec.expected_returns_model.clone(), spec.covariance_model);
    let work = move || {
        let moments = estimate_moments(&prices.table()?, &expected, &covariance, periods)?;
        Ok::<_, ::optimize::OptimizeError>((moments, prices.hash()))
    };
    let estimated = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the estimators" })?;
    let (moments, data_hash) = estimated?;
    let (risk_free_rate, risk_free_source) = risk_free(ws, &state, moments.first_date, moments.last_date);
    let current = current(&state, &instruments, &moments, risk_free_rate)?;
    let volatility = |i: usize| moments.covariance[(i, i)].max(0.0).sqrt();
    let asset = |(i, it): (usize, &Instrument)| UniverseAsset {
        instrument_id: it.id,
        symbol: it.fields.symbol.clone(),
        name: it.fields.name.clone(),
        sector: it.fields.sector.clone(),
        volatility: volatility(i),
    };
    Ok(UniverseView {
        assets: instruments.iter().enumerate().map(asset).collect(),
        spec,
        first_date: moments.first_date,
        last_date: moments.last_date,
        n_observations: moments.n_observations,
        n_dropped_dates: moments.dropped_dates.len(),
        expected_returns: moments.expected_returns.iter().copied().collect(),
        covariance: moments.covariance.row_iter().map(|r| r.iter().copied().collect()).collect(),
        shrinkage: moments.shrinkage,
        min_eigenvalue: moments.spectrum.min_eigenvalue,
        risk_free_rate,
        risk_free_source,
        current,
        data_hash,
    })
}

/// Of the instruments held, those that have prices, in the order of symbols.
async fn with_prices(ws: &Workspace, held: BTreeSet<InstrumentId>) -> Result<Vec<InstrumentId>> {
    let coverage = store::bars::coverage(&ws.store).await?;
    let known: BTreeSet<InstrumentId> =
        coverage.into_iter().filter(|c| c.n_bars > 2).map(|c| c.instrument_id).collect();
    Ok(held.into_iter().filter(|id| known.contains(id)).collect())
}

fn chosen(state: &Folded, ids: &[InstrumentId]) -> Result<Vec<Instrument>> {
    if ids.is_empty() || ids.len() > INSTRUMENTS_MAX {
        let message = format!("the universe has {} instruments; choose 1 to {INSTRUMENTS_MAX}", ids.len());
        return Err(Error::field("instrument_ids", "out_of_range", message));
    }
    if let Some((i, twice)) = ids.iter().enumerate().find(|(i, id)| ids[..*i].contains(id)) {
        return Err(Error::field("instrument_ids", "twice", format!("{twice} stands twice, at place {}", i + 1)));
    }
    let find = |id: &InstrumentId| state.instrument(*id).cloned().ok_or_else(|| Error::not_found("instrument", id));
    ids.iter().map(find).collect()
}

/// Closes of several instruments over the union of their days.
struct Prices {
    symbols: Vec<String>,
    dates: Vec<NaiveDate>,
    columns: Vec<Vec<Option<f64>>>,
}

impl Prices {
    fn table(&self) -> std::result::Result<PriceTable, statistics::StatisticsError> {
        PriceTable::complete_cases(self.symbols.clone(), &self.dates, &self.columns)
    }

    /// BLAKE3 over symbols, days and closes.
    fn hash(&self) -> String {
        let mut hash = blake3::Hasher::new();
        for (symbol, column) in self.symbols.iter().zip(&self.columns) {
            hash.update(symbol.as_bytes()).update(&[0]);
            for (date, close) in self.dates.iter().zip(column).filter_map(|(d, c)| Some((d, (*c)?))) {
                hash.update(&Timestamp::from_date(*date).micros().to_le_bytes()).update(&close.to_le_bytes());
            }
        }
        hash.finalize().to_string()
    }
}

async fn prices(ws: &Workspace, instruments: &[Instrument], from: Option<NaiveDate>, to: NaiveDate) -> Result<Prices> {
    let query =
        BarQuery { from: from.map(Timestamp::from_date), to: Some(Timestamp::from_date(to)), ..BarQuery::default() };
    let mut by_day: BTreeMap<i64, Vec<Option<f64>>> = BTreeMap::new();
    for (i, instrument) in instruments.iter().enumerate() {
        let series = store::bars::read(&ws.store, instrument.id, BarSize::Day1, &query).await?;
        for (at, close) in series.at.iter().zip(&series.close) {
            by_day.entry(*at).or_insert_with(|| vec![None; instruments.len()])[i] = Some(*close);
        }
    }
    let column = |i: usize| by_day.values().map(|row| row[i]).collect();
    Ok(Prices {
        symbols: instruments.iter().map(|i| i.fields.symbol.clone()).collect(),
        dates: by_day.keys().map(|at| Timestamp::from_micros(*at).date()).collect(),
        columns: (0..instruments.len()).map(column).collect(),
    })
}

/// The risk-free rate a year and where it is from: the settings, else the mean of the workspace's own series, else none.
fn risk_free(ws: &Workspace, state: &Folded, from: NaiveDate, to: NaiveDate) -> (f64, String) {
    if let Some(rate) = state.settings.risk_free_rate {
        return (rate, "settings".to_owned());
    }
    let months = ws.meta.risk_free_monthly.iter().filter(|(day, _)| (from..=to).contains(day));
    let months: Vec<f64> = months.map(|(_, rate)| *rate).collect();
    match statistics::annualized_return(&months, 12.0) {
        Some(rate) => (rate, format!("the workspace's own series, {} months", months.len())),
        None => (0.0, "none set; set one in the settings".to_owned()),
    }
}

/// Today's weights within the universe, and the moments of that portfolio; none when nothing of it is held or known.
fn current(
    state: &Folded,
    instruments: &[Instrument],
    moments: &Moments,
    risk_free_rate: f64,
) -> Result<Option<CurrentPortfolio>> {
    let valuation = valuation(state, &state.books, None);
    let mut values = vec![0.0; instruments.len()];
    for position in &valuation.positions {
        let Some(i) = instruments.iter().position(|it| it.id == position.instrument_id) else { continue };
        // A weight is of the whole; the parts within the universe are scaled to one below.
        let Some(weight) = position.weight.value else { return Ok(None) };
        values[i] += weight;
    }
    let total: f64 = values.iter().sum();
    if total <= 0.0 {
        return Ok(None);
    }
    let weights: BTreeMap<String, f64> =
        instruments.iter().zip(&values).map(|(it, v)| (it.fields.symbol.clone(), v / total)).collect();
    let symbols = instruments.iter().map(|i| i.fields.symbol.clone()).collect();
    let universe = Universe::new(symbols, Some(moments.expected_returns.clone()), moments.covariance.clone())?;
    let ordered: Vec<f64> = values.iter().map(|v| v / total).collect();
    let mean: f64 = ordered.iter().zip(moments.expected_returns.iter()).map(|(w, m)| w * m).sum();
    let sigma = universe.covariance();
    let variance: f64 = ordered
        .iter()
        .enumerate()
        .map(|(i, a)| a * ordered.iter().enumerate().map(|(j, b)| b * sigma[(i, j)]).sum::<f64>())
        .sum();
    let volatility = variance.max(0.0).sqrt();
    let sharpe = (volatility > 0.0).then(|| (mean - risk_free_rate) / volatility);
    Ok(Some(CurrentPortfolio { weights, expected_return: mean, volatility, sharpe }))
}
