//! Weights that come from elsewhere: a saved optimization run again on what is known, or a saved target.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use ::backtest::BacktestSettings;
use ::optimize::{OptimizationRequest, OptimizationResult, optimize};
use ::strategies::{StrategySpecification, TargetSource};
use chrono::{Days, NaiveDate};
use execution::{
    account::CorporateAction,
    number::float,
    strategy::{Context, StrategyError},
};
use indexmap::IndexMap;
use model::id::InstrumentId;
use rust_decimal::prelude::ToPrimitive;

use super::data::RunData;
use crate::{
    error::{Error, Result},
    optimizations::OptimizationSettings,
    workspace::Workspace,
};

/// Closes that every instrument must have before anything is optimized: about a quarter of a year.
const CLOSES_MIN: usize = 60;

/// What gives weights in a run.
#[derive(Clone, Debug)]
pub(crate) enum Targets {
    /// Those of a target, which are always the same.
    Fixed(Vec<f64>),
    /// Those that an optimization gives each time.
    Optimized(Box<Optimized>),
}

/// An optimization that is run again and again.
#[derive(Clone, Debug)]
pub(crate) struct Optimized {
    request: OptimizationRequest,
    /// Names of assets, with the numbers of their instruments in the run.
    assets: Vec<(String, usize)>,
    /// Days of the past that it looks at; all when none.
    window: Option<Days>,
    /// Splits by the number of the instrument: the day, and new units for one old.
    splits: Vec<(usize, NaiveDate, f64)>,
    instruments: usize,
    /// Set when the run is to stop.
    stop: Arc<AtomicBool>,
}

impl Targets {
    /// The same; what takes long ends when the flag is set.
    pub(crate) fn stopped_by(mut self, flag: Arc<AtomicBool>) -> Self {
        if let Self::Optimized(of) = &mut self {
            of.stop = flag;
        }
        self
    }

    /// Who tells the weights to one run.
    pub(crate) fn source(&self) -> Box<dyn TargetSource> {
        Box::new(self.clone())
    }
}

/// What a strategy needs of the workspace; nothing for most.
///
/// # Errors
/// When the optimization or target is not there, names an instrument that the run does not have, or cannot be run again.
pub(crate) async fn read(
    ws: &Workspace,
    specification: &StrategySpecification,
    data: &RunData,
) -> Result<Option<Targets>> {
    match specification {
        StrategySpecification::Rebalancer(of) => {
            let target = store::targets::get(&ws.store, of.target).await?;
            let mut weights = vec![0.0; data.ids.len()];
            for (id, weight) in &target.fields.weights {
                weights[place(data, *id, &target.fields.name)?] = weight.to_f64().unwrap_or(0.0);
            }
            Ok(Some(Targets::Fixed(weights)))
        }
        StrategySpecification::SavedOptimization(of) => {
            let saved: store::optimizations::Optimization<OptimizationSettings, OptimizationResult> =
                store::optimizations::get(&ws.store, of.optimization).await?;
            if data.interval.micros().is_some() {
                let message = "an optimization is run again on days; take an interval of 1d";
                return Err(Error::field("interval", "not_days", message));
            }
            let OptimizationSettings { universe, mut request } = saved.settings;
            if request.tax_lots.is_some() {
                let message = format!("\"{}\" looks at tax lots of its day; save one without them", saved.name);
                return Err(Error::field("specification", "tax_lots", message));
            }
            let named = request.assets.iter().cloned().zip(&saved.instruments);
            let assets = named.map(|(name, id)| Ok((name, place(data, *id, &saved.name)?))).collect::<Result<_>>()?;
            (request.expected_returns, request.covariance, request.returns) = (None, None, None);
            request.factor_model = None;
            request.expected_returns_model = universe.expected_returns_model;
            request.covariance_model = universe.covariance_model;
            (request.missing, request.repair) = (universe.missing, universe.repair);
            let window = universe.from.map(|from| (saved.as_of - from).num_days().max(1).unsigned_abs());
            Ok(Some(Targets::Optimized(Box::new(Optimized {
                request,
                assets,
                window: window.map(Days::new),
                splits: splits(data.backtest.settings(), &data.ids),
                instruments: data.ids.len(),
                stop: Arc::default(),
            }))))
        }
        _ => Ok(None),
    }
}

/// The number of an instrument in the run.
fn place(data: &RunData, id: InstrumentId, of: &str) -> Result<usize> {
    data.ids.iter().position(|known| *known == id).ok_or_else(|| {
        let message = format!("\"{of}\" has instrument {id}, which is not part of the run; add it to the instruments");
        Error::field("instrument_ids", "instrument_not_in_run", message)
    })
}

fn splits(settings: &BacktestSettings, ids: &[InstrumentId]) -> Vec<(usize, NaiveDate, f64)> {
    let split = |dated: &execution::account::DatedAction| match dated.action {
        CorporateAction::Split { new, old } => {
            let number = ids.iter().position(|id| *id == dated.instrument_id)?;
            Some((number, dated.at.date(), float(new) / float(old)))
        }
        CorporateAction::Dividend { .. } | CorporateAction::Delisting { .. } => None,
    };
    settings.actions.iter().filter_map(split).collect()
}

impl TargetSource for Targets {
    fn targets(&mut self, ctx: &Context<'_>) -> std::result::Result<Option<Vec<f64>>, StrategyError> {
        match self {
            Self::Fixed(weights) => Ok(Some(weights.clone())),
            Self::Optimized(of) => of.weights(ctx),
        }
    }
}

impl Optimized {
    /// The weights by the closes that are known. While an instrument has too few, those of before.
    fn weights(&self, ctx: &Context<'_>) -> std::result::Result<Option<Vec<f64>>, StrategyError> {
        let today = ctx.now().date();
        let from = self.window.and_then(|window| today.checked_sub_days(window));
        let mut rows: BTreeMap<NaiveDate, Vec<Option<f64>>> = BTreeMap::new();
        for (column, (_, number)) in self.assets.iter().enumerate() {
            let known = (0..ctx.bars(*number)).rev().filter_map(|n| ctx.bar(*number, n));
            let within = known.take_while(|bar| from.is_none_or(|from| bar.at.date() > from));
            let mut count = 0;
            for bar in within.filter(|bar| bar.close > 0.0) {
                let day = bar.at.date();
                let row = rows.entry(day).or_insert_with(|| vec![None; self.assets.len()]);
                row[column] = Some(bar.close / self.split_since(*number, day, today));
                count += 1;
            }
            if count < CLOSES_MIN {
                return Ok(None);
            }
        }
        let column = |n: usize| rows.values().map(|row| row[n]).collect::<Vec<_>>();
        let prices: IndexMap<String, Vec<Option<f64>>> =
            self.assets.iter().enumerate().map(|(n, (name, _))| (name.clone(), column(n))).collect();
        // What is traded costs from where the run stands, not from where the workspace stood.
        let held = |(name, number): &(String, usize)| {
            let worth = ctx.units(*number) * ctx.closes(*number).last()?;
            Some((name.clone(), worth / ctx.account().equity()?))
        };
        let current_weights = match &self.request.current_weights {
            None => None,
            Some(_) => match self.assets.iter().map(held).collect() {
                Some(weights) => Some(weights),
                None => return Ok(None),
            },
        };
        let request = OptimizationRequest {
            current_weights,
            dates: Some(rows.keys().copied().collect()),
            prices: Some(prices),
            ..self.request.clone()
        };
        let flow = || if self.stop.load(Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let solved = optimize(&request, &mut |_| flow())
            .map_err(|error| StrategyError(format!("the optimization has no answer on {today}: {error}")))?;
        let mut weights = vec![0.0; self.instruments];
        for (name, number) in &self.assets {
            weights[*number] = solved.weights.get(name).copied().unwrap_or(0.0);
        }
        Ok(Some(weights))
    }

    /// New units for one old by the splits after a day that are known today.
    fn split_since(&self, number: usize, day: NaiveDate, today: NaiveDate) -> f64 {
        let later = self.splits.iter().filter(|(of, on, _)| *of == number && *on > day && *on <= today);
        later.map(|(_, _, ratio)| ratio).product()
    }
}
