//! The moments of a universe: prices out of the store, estimates out of `statistics`, today's weights beside them.

mod ask;
mod desk;
mod held;
mod kept;
pub(crate) mod prices;

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use ::optimize::{Objective, OnProgress, OptimizationRequest, OptimizationResult, OptimizeError};
use chrono::NaiveDate;
use model::{id::InstrumentId, instrument::Instrument};
use rust_decimal::prelude::ToPrimitive;
use statistics::{MissingRule, MomentsRequest, MomentsResult};

pub(crate) use desk::{Aside, Desk, go_on};
pub(crate) use held::Held;
pub(crate) use kept::{Kept, Seen};

use crate::{
    Host,
    error::{Error, Result},
    folded::{Folded, folded},
    optimizations::{UniverseAsset, UniverseSpec, UniverseView},
    workspace::Workspace,
};

/// The most instruments of a universe.
const INSTRUMENTS_MAX: usize = 1000;

/// A universe, estimated: what pages show of it, and what solving it needs.
pub(crate) struct Estimated {
    pub(crate) view: UniverseView,
    pub(crate) held: Held,
    desk: std::result::Result<Desk, OptimizeError>,
    /// What it was estimated from, and how.
    past: Arc<MomentsRequest>,
    returns: OnceLock<Vec<Vec<f64>>>,
}

impl Estimated {
    /// The symbols, in the order of the moments.
    pub(crate) fn symbols(&self) -> &[String] {
        &self.past.assets
    }

    /// Periods a year of the prices.
    pub(crate) fn periods_per_year(&self) -> f64 {
        self.past.periods_per_year
    }

    /// Simple returns of all instruments on the days on which all have a price, a row for each, oldest first.
    ///
    /// # Errors
    /// When there are fewer than two such days.
    fn returns(&self) -> std::result::Result<&[Vec<f64>], OptimizeError> {
        if let Some(known) = self.returns.get() {
            return Ok(known);
        }
        let made = prices::returns(&self.past)?;
        Ok(self.returns.get_or_init(|| made))
    }

    /// The solvers.
    ///
    /// # Errors
    /// When nothing can be optimized over these moments, such as without any risk.
    pub(crate) fn desk(&self) -> std::result::Result<&Desk, OptimizeError> {
        self.desk.as_ref().map_err(Clone::clone)
    }

    /// Solves a request over these instruments; moments and past returns are known here.
    ///
    /// # Errors
    /// When the request is malformed or has no solution.
    pub(crate) fn solve(
        &self,
        request: &OptimizationRequest,
        aside: Aside,
        on_progress: OnProgress<'_>,
    ) -> std::result::Result<OptimizationResult, OptimizeError> {
        let desk = self.desk()?;
        if request.objective.uses_scenarios() && !desk.knows_past() {
            let mut whole = request.clone();
            self.put_moments(&mut whole);
            self.put_past(&mut whole)?;
            return desk.solve(&whole, aside, on_progress);
        }
        desk.solve(request, aside, on_progress)
    }

    /// Puts the moments into a request.
    pub(crate) fn put_moments(&self, request: &mut OptimizationRequest) {
        request.expected_returns = Some(self.view.expected_returns.clone());
        request.covariance = Some(self.view.covariance.clone());
    }

    /// Puts past returns into a request.
    ///
    /// # Errors
    /// As [`Estimated::returns`].
    pub(crate) fn put_past(&self, request: &mut OptimizationRequest) -> std::result::Result<(), OptimizeError> {
        request.returns = Some(self.returns()?.to_vec());
        Ok(())
    }

    /// Puts prices, and what else the estimators look at, in place of moments, for questions that estimate anew.
    pub(crate) fn put_prices(&self, request: &mut OptimizationRequest) {
        let past = &self.past;
        (request.expected_returns, request.covariance, request.returns) = (None, None, None);
        (request.dates, request.prices) = (past.dates.clone(), past.prices.clone());
        (request.benchmark, request.factors) = (past.benchmark.clone(), past.factors.clone());
        request.expected_returns_model = past.expected_returns_model.clone();
        request.covariance_model = past.covariance_model;
        (request.missing, request.repair) = (past.missing, past.repair);
    }

    /// What a reader should know of estimates from parts of the past, which are cut out of whole rows.
    pub(crate) fn lost_in_parts(&self) -> Option<String> {
        let lost = "each estimate takes only the dates on which all assets have a price".to_owned();
        (self.past.missing != MissingRule::CompleteCases).then_some(lost)
    }

    fn size(&self) -> usize {
        let n = self.symbols().len();
        let days = self.past.dates.as_ref().map_or(0, Vec::len) + self.returns.get().map_or(0, Vec::len);
        n * days + 4 * n * n
    }
}

/// A universe, out of what is kept where nothing has changed since.
///
/// # Errors
/// When an instrument is unknown, or there are no moments of its prices.
pub(crate) async fn estimated(ws: &Workspace, host: &Host, spec: &UniverseSpec) -> Result<Arc<Estimated>> {
    let seen = Seen::now(ws, ws.today(host.clock));
    let place = ws.universes.place(seen, spec, Estimated::size);
    let make = || async { Box::pin(estimate(ws, host, spec.clone())).await.map(Arc::new) };
    let made = place.get_or_try_init(make).await?;
    Ok(Arc::clone(made))
}

/// Estimates the moments that a spec asks for.
async fn estimate(ws: &Workspace, host: &Host, mut spec: UniverseSpec) -> Result<Estimated> {
    let state = folded(ws, host).await?;
    if spec.instrument_ids.is_empty() {
        spec.instrument_ids = with_prices(ws, state.held()).await?;
    }
    let instruments = chosen(&state, &spec.instrument_ids)?;
    let to = spec.to.unwrap_or(state.today).min(state.today);
    spec.to = Some(to);
    let read = prices::read(ws, &instruments, spec.from, to).await?;
    let latest = prices::latest(ws, &instruments, state.today).await?;
    let beside = ask::beside(ws, &state, &spec, to).await?;
    let benchmark_id = beside.benchmark.as_ref().map(|(id, _)| *id);
    let periods_per_year = f64::from(state.settings.periods_per_year);
    let asked = ask::request(&read.prices, &beside, &spec, periods_per_year).map_err(OptimizeError::from)?;
    let mut request = asked.request;
    if let Some((first, last)) = asked.days {
        request.risk_free_rate = risk_free(ws, &state, first, last).0;
    }
    let past = Arc::new(request);
    let asked_of = Arc::clone(&past);
    let work = move || asked_of.estimate();
    let estimating = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the estimators" })?;
    let moments = estimating.map_err(OptimizeError::from)?;
    let (Some(first_date), Some(last_date), Some(n_observations)) =
        (moments.first_date, moments.last_date, moments.n_observations)
    else {
        return Err(Error::Broken { what: "the estimators" });
    };
    let (risk_free_rate, risk_free_source) = risk_free(ws, &state, first_date, last_date);
    let desk = Desk::new(&OptimizationRequest {
        expected_returns: Some(moments.expected_returns.clone()),
        covariance: Some(moments.covariance.clone()),
        ..OptimizationRequest::new(moments.assets.clone(), Objective::EqualWeight)
    });
    let held = held::held(&state, &instruments);
    let current =
        held::portfolio(&held, &moments.assets, &moments.expected_returns, &moments.covariance, risk_free_rate);
    let data_hash = read.prices.hash(&beside.all());
    let assets: Vec<UniverseAsset> = instruments
        .iter()
        .enumerate()
        .map(|(i, instrument)| {
            let worth = unit_rate(&state, instrument);
            let in_base = |amount: Option<f64>| Some(amount? * worth?);
            asset(instrument, &moments, i, in_base(latest.get(&instrument.id).copied()), in_base(read.traded[i]))
        })
        .collect();
    let benchmark = spec.benchmark_instrument_id.or(state.settings.benchmark_id);
    let benchmark = instruments.iter().find(|it| Some(it.id) == benchmark);
    spec.benchmark_instrument_id = spec.benchmark_instrument_id.or(benchmark_id);
    let mut warnings = asked.warnings;
    warnings.extend(moments.warnings);
    let view = UniverseView {
        assets,
        spec,
        first_date,
        last_date,
        n_observations,
        n_dropped_dates: moments.dropped_dates.len(),
        expected_returns: moments.expected_returns,
        covariance: moments.covariance,
        shrinkage: moments.shrinkage,
        min_eigenvalue: moments.min_eigenvalue,
        repair: moments.repair,
        views: moments.black_litterman,
        warnings,
        benchmark_weights: benchmark.map(|it| std::iter::once((it.fields.symbol.clone(), 1.0)).collect()),
        risk_free_rate,
        risk_free_source,
        current,
        data_hash,
    };
    Ok(Estimated { view, held, desk, past, returns: OnceLock::new() })
}

/// What one unit at a price of one is worth in the base currency today; none without a rate.
fn unit_rate(state: &Folded, instrument: &Instrument) -> Option<f64> {
    let fields = &instrument.fields;
    let used = state.fx.rate(fields.currency, state.settings.base_currency, state.today).ok()?;
    used.rate.checked_mul(fields.multiplier)?.to_f64()
}

fn asset(
    instrument: &Instrument,
    moments: &MomentsResult,
    i: usize,
    last_price: Option<f64>,
    adv: Option<f64>,
) -> UniverseAsset {
    let fields = &instrument.fields;
    UniverseAsset {
        instrument_id: instrument.id,
        symbol: fields.symbol.clone(),
        name: fields.name.clone(),
        sector: fields.sector.clone(),
        currency: fields.currency,
        asset_class: fields.asset_class,
        country: fields.country.clone(),
        volatility: moments.volatilities[i],
        last_price,
        adv,
    }
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

/// The risk-free rate a year and where it is from: the settings, else the mean of the workspace's own series, else none.
pub(crate) fn risk_free(ws: &Workspace, state: &Folded, from: NaiveDate, to: NaiveDate) -> (f64, String) {
    if let Some(rate) = state.settings.risk_free_rate {
        return (rate, "settings".to_owned());
    }
    let meta = ws.meta();
    let months = meta.risk_free_monthly.iter().filter(|(day, _)| (from..=to).contains(day));
    let months: Vec<f64> = months.map(|(_, rate)| *rate).collect();
    match statistics::annualized_return(&months, 12.0) {
        Some(rate) => (rate, format!("the workspace's own series, {} months", months.len())),
        None => (0.0, "none set; set one in the settings".to_owned()),
    }
}
