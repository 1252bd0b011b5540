//! What a run reads of the workspace: bars as they are stored, rates, and what happened to instruments.

mod hash;
mod rates;
mod ticks;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use ::backtest::{Backtest, BacktestSettings, Benchmark, BenchmarkSettings};
use ::bars::{interval::Interval, series::BarSeries};
use ::strategies::StrategySpecification;
use chrono::{Days, NaiveDate};
use execution::{
    engine::{Arrival, DatedRate},
    listing::{Listing, Sessions},
    slippage::DailyTrading,
    ticks::TickBars,
};
use model::{bar::BarSize, id::InstrumentId, instrument::Instrument, market::Tick, time::Timestamp};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use store::bars::BarQuery;

use super::{
    actions,
    questions::{BacktestQuestion, BenchmarkQuestion},
};
pub(crate) use hash::BacktestHasher;
use rates::Rates;

use crate::{
    Host,
    error::{Error, FieldProblem, Result},
    feeds::hours,
    folded::{self, Ledger},
    workspace::Workspace,
};

/// Instruments of a run at most.
const INSTRUMENTS_MAX: usize = 500;

/// A run, ready to begin.
pub(crate) struct RunData {
    pub(crate) backtest: Backtest,
    /// One for each instrument; none in a run over ticks.
    pub(crate) series: Vec<BarSeries>,
    /// Those of a run over ticks, with the numbers of their instruments, and the bars that are built of them.
    pub(crate) ticks: Option<(Vec<(usize, Tick)>, TickBars)>,
    pub(crate) benchmark: Option<(BenchmarkSettings, Vec<BarSeries>)>,
    pub(crate) interval: Interval,
    pub(crate) ids: Vec<InstrumentId>,
    pub(crate) symbols: Vec<String>,
    /// The first day with a bar.
    pub(crate) from: NaiveDate,
    /// The last one.
    pub(crate) to: NaiveDate,
    /// BLAKE3 of bars, rates, actions and the benchmark's bars.
    pub(crate) data_hash: String,
}

impl RunData {
    /// The series as the engine takes them.
    pub(crate) fn series(&self) -> Vec<&BarSeries> {
        self.series.iter().collect()
    }

    /// How many moments a run has at least.
    pub(crate) fn moments(&self) -> usize {
        if let Some((ticks, _)) = &self.ticks {
            return ticks.len();
        }
        self.series.iter().map(BarSeries::len).max().unwrap_or(0)
    }

    /// Runs something with the benchmark, which borrows its series.
    pub(crate) fn with_benchmark<T>(&self, run: impl FnOnce(Option<Benchmark<'_>>) -> T) -> T {
        match &self.benchmark {
            None => run(None),
            Some((settings, series)) => {
                let series: Vec<&BarSeries> = series.iter().collect();
                run(Some(Benchmark { settings, series: &series }))
            }
        }
    }
}

/// Reads what a run needs.
///
/// # Errors
/// When an instrument is unknown, named twice or has no bars in the period (each of them is named), or a setting makes no sense.
pub(crate) async fn read(ws: &Workspace, host: &Host, question: &BacktestQuestion) -> Result<RunData> {
    if question.from.zip(question.to).is_some_and(|(from, to)| from > to) {
        return Err(Error::field("to", "date_order", "the last day is before the first; exchange the two"));
    }
    let ground = Ground::read(ws, host, question).await?;
    match &question.ticks {
        None => of_bars(ws, ground, question).await,
        Some(of) => ticks::of_ticks(ws, host, ground, question, of).await,
    }
}

/// What a run needs whatever it goes over.
pub(crate) struct Ground {
    pub(crate) ledger: Arc<Ledger>,
    interval: Interval,
    instruments: Vec<Instrument>,
    beside: Vec<Instrument>,
    rates: Rates,
}

impl Ground {
    /// Reads it.
    ///
    /// # Errors
    /// When an instrument is unknown or named twice.
    pub(crate) async fn read(ws: &Workspace, host: &Host, question: &BacktestQuestion) -> Result<Self> {
        let ledger = folded::ledger(ws, host).await?;
        let instruments = known(&ledger, "instrument_ids", &question.instrument_ids)?;
        let beside = match &question.benchmark {
            None => Vec::new(),
            Some(of) => known(&ledger, "benchmark.instrument_ids", &of.instrument_ids)?,
        };
        let currency = question.settings.currency.unwrap_or(ledger.settings.base_currency);
        let rates = Rates::read(ws, &ledger, currency, instruments.iter().chain(&beside)).await?;
        Ok(Self { ledger, interval: question.interval(), instruments, beside, rates })
    }

    pub(crate) fn symbols(&self) -> Vec<String> {
        self.instruments.iter().map(|of| of.fields.symbol.clone()).collect()
    }

    /// The settings of a run over these days.
    fn settings(
        &self,
        question: &BacktestQuestion,
        usual: Arrival,
        span: (NaiveDate, NaiveDate),
        within_days: bool,
    ) -> BacktestSettings {
        let mut settings = question.settings.settings(self.ledger.settings.base_currency, usual);
        if question.ledger_actions.unwrap_or(true) {
            settings.actions = actions::of_ledger(&self.ledger, &question.instrument_ids);
        }
        settings.actions.extend(&question.actions);
        settings.rates = self.dated_rates(span, within_days);
        settings
    }

    /// The instruments as they are traded, whatever their sessions.
    pub(crate) fn listings(&self) -> Vec<Listing> {
        self.instruments.iter().map(|of| listing(of, Sessions::EachBar)).collect()
    }

    /// Rates of the instruments' currencies over some days.
    pub(crate) fn dated_rates(&self, span: (NaiveDate, NaiveDate), within_days: bool) -> Vec<DatedRate> {
        self.rates.dated(self.instruments.iter().map(|of| of.fields.currency), span, within_days)
    }
}

async fn of_bars(ws: &Workspace, ground: Ground, question: &BacktestQuestion) -> Result<RunData> {
    let Ground { interval, instruments, beside, rates, .. } = &ground;
    let (interval, size) = (*interval, size_of(*interval)?);
    let series = bars(ws, question, "instrument_ids", instruments, size).await?;
    let usual = usual_arrival(question, instruments, &series)?;
    let (from, to) = ends(&series);
    let is_within_days = interval.micros().is_some();
    let settings = ground.settings(question, usual, (from, to), is_within_days);
    let benchmark = match &question.benchmark {
        None => None,
        Some(of) => Some(benchmark(ws, question, of, beside, size, rates).await?),
    };
    let data_hash = hash::hash(&series, &settings, benchmark.as_ref());
    let listing = |(of, series): (&Instrument, &BarSeries)| {
        let sessions = match interval.micros() {
            None => Sessions::EachBar,
            Some(_) => Sessions::Within { hours: hours(of), interval },
        };
        Listing { daily: daily(series).filter(|_| !is_within_days), ..listing(of, sessions) }
    };
    let listings = instruments.iter().zip(&series).map(listing).collect();
    Ok(RunData {
        backtest: Backtest::new(settings, listings)?,
        series,
        ticks: None,
        benchmark,
        interval,
        ids: question.instrument_ids.clone(),
        symbols: ground.symbols(),
        from,
        to,
        data_hash,
    })
}

/// The last moment of a day.
fn end_of(day: NaiveDate) -> Option<Timestamp> {
    let after = Timestamp::from_date(day.checked_add_days(Days::new(1))?);
    Some(Timestamp::from_micros(after.micros() - 1))
}

/// The strategy of a question, as it is kept now or as it stands there.
///
/// # Errors
/// When there is none with that identity, or neither or both are given.
pub(crate) async fn strategy(ws: &Workspace, question: &BacktestQuestion) -> Result<StrategySpecification> {
    match (&question.specification, question.strategy_id) {
        (Some(specification), None) => Ok(specification.clone()),
        (None, Some(id)) => {
            let saved: crate::strategies::Saved = store::strategies::get(&ws.store, id).await?;
            Ok(saved.specification)
        }
        (Some(_), Some(_)) => {
            Err(Error::field("specification", "given_twice", "give a strategy_id or a specification, not both"))
        }
        (None, None) => Err(Error::field("specification", "missing", "give a strategy_id or a specification")),
    }
}

fn size_of(interval: Interval) -> Result<BarSize> {
    interval.bar_size().ok_or_else(|| {
        let stored: Vec<&str> = BarSize::ALL.iter().map(|size| size.as_str()).collect();
        let message = format!("bars of {interval} are not stored; give one of {}", stored.join(", "));
        Error::field("interval", "not_stored", message)
    })
}

fn known(ledger: &Ledger, field: &str, ids: &[InstrumentId]) -> Result<Vec<Instrument>> {
    if !(1..=INSTRUMENTS_MAX).contains(&ids.len()) {
        let message = format!("{field} names {} instruments; give 1 to {INSTRUMENTS_MAX}", ids.len());
        return Err(Error::field(field, "out_of_range", message));
    }
    let mut seen = BTreeSet::new();
    let one = |id: &InstrumentId| {
        if !seen.insert(*id) {
            return Err(Error::field(field, "given_twice", format!("{field} names {id} twice; remove one of the two")));
        }
        ledger.instrument(*id).cloned().ok_or_else(|| {
            let message = format!("there is no instrument {id}; load the list of instruments again");
            Error::field(field, "instrument_unknown", message)
        })
    };
    ids.iter().map(one).collect()
}

/// The bars of each instrument within the period, as they are stored: neither adjusted nor filled up.
async fn bars(
    ws: &Workspace,
    question: &BacktestQuestion,
    field: &str,
    instruments: &[Instrument],
    size: BarSize,
) -> Result<Vec<BarSeries>> {
    let query = BarQuery {
        from: question.from.map(Timestamp::from_date),
        to: question.to.and_then(end_of),
        ..BarQuery::default()
    };
    let ids: Vec<InstrumentId> = instruments.iter().map(|of| of.id).collect();
    let mut found = store::bars::read_many(&ws.store, &ids, size, &query).await?;
    let series: Vec<BarSeries> = ids.iter().map(|id| found.remove(id).unwrap_or_default()).collect();
    let without = instruments.iter().zip(&series).filter(|(_, series)| series.is_empty());
    let fields: Vec<FieldProblem> = without
        .map(|(instrument, _)| {
            let day = |day: Option<NaiveDate>, open: &str| day.map_or_else(|| open.to_owned(), |day| day.to_string());
            let message = format!(
                "{} has no bars of {} from {} to {}; import prices, choose other days, or leave it out",
                instrument.fields.symbol,
                size.as_str(),
                day(question.from, "the beginning"),
                day(question.to, "the end")
            );
            FieldProblem { field: Some(field.to_owned()), code: "no_bars", message }
        })
        .collect();
    if fields.is_empty() { Ok(series) } else { Err(Error::Invalid { fields }) }
}

/// When orders trade when nothing is said.
///
/// # Errors
/// When they are to trade at opens that some of the bars do not have.
fn usual_arrival(question: &BacktestQuestion, instruments: &[Instrument], series: &[BarSeries]) -> Result<Arrival> {
    let of_closes = instruments.iter().zip(series).filter(|(_, series)| series.open.is_none());
    let symbols: Vec<&str> = of_closes.map(|(instrument, _)| instrument.fields.symbol.as_str()).collect();
    if symbols.is_empty() {
        return Ok(Arrival::NextOpen);
    }
    if question.settings.arrival == Some(Arrival::NextOpen) {
        let message = format!(
            "the bars of {} have closes only, and orders are to trade at the next open; give next_close, or import bars with opens",
            symbols.join(", ")
        );
        return Err(Error::field("settings.arrival", "no_opens", message));
    }
    Ok(Arrival::NextClose)
}

/// The first and the last day with a bar.
fn ends(series: &[BarSeries]) -> (NaiveDate, NaiveDate) {
    let day = |at: Option<i64>| Timestamp::from_micros(at.unwrap_or(0)).date();
    let first = series.iter().filter_map(|series| series.at.first().copied()).min();
    let last = series.iter().filter_map(|series| series.at.last().copied()).max();
    (day(first), day(last))
}

fn listing(instrument: &Instrument, sessions: Sessions) -> Listing {
    let fields = &instrument.fields;
    Listing {
        tick_size: fields.tick_size,
        lot_size: fields.lot_size.unwrap_or(Decimal::ONE),
        multiplier: fields.multiplier,
        sessions,
        ..Listing::whole_units(instrument.id, fields.currency)
    }
}

/// How much is traded on an average day, where every day tells its volume.
fn daily(series: &BarSeries) -> Option<DailyTrading> {
    let volume = series.volume.as_ref()?;
    let units = (0..series.len()).map(|n| volume.get(n)).sum::<Option<f64>>()? / series.len().max(1) as f64;
    let returns: Vec<f64> =
        series.close.windows(2).filter(|pair| pair[0] > 0.0).map(|pair| pair[1] / pair[0] - 1.0).collect();
    let volatility = statistics::annualized_volatility(&returns, 1.0)?;
    (units > 0.0).then_some(DailyTrading { units, volatility })
}

/// A benchmark's closes in the currency of the account; a bar whose rate is not known is left out.
async fn benchmark(
    ws: &Workspace,
    question: &BacktestQuestion,
    of: &BenchmarkQuestion,
    instruments: &[Instrument],
    size: BarSize,
    rates: &Rates,
) -> Result<(BenchmarkSettings, Vec<BarSeries>)> {
    let series = bars(ws, question, "benchmark.instrument_ids", instruments, size).await?;
    let converted = |(instrument, series): (&Instrument, BarSeries)| {
        let currency = instrument.fields.currency;
        if currency == rates.to {
            return series;
        }
        let mut known = BTreeMap::new();
        let mut found = BarSeries::default();
        for (at, close) in series.at.iter().zip(&series.close) {
            let day = Timestamp::from_micros(*at).date();
            let rate = *known.entry(day).or_insert_with(|| rates.at(currency, day).and_then(|rate| rate.to_f64()));
            if let Some(rate) = rate {
                found.push(&model::bar::Bar::close_only(Timestamp::from_micros(*at), close * rate));
            }
        }
        found
    };
    Ok((of.settings.clone(), instruments.iter().zip(series).map(converted).collect()))
}
