//! What a run reads of the workspace: bars as they are stored, rates, and what happened to instruments.

use std::collections::{BTreeMap, BTreeSet};

use ::backtest::{Backtest, BacktestSettings, Benchmark, BenchmarkSettings};
use ::bars::{interval::Interval, series::BarSeries};
use ::strategies::StrategySpecification;
use chrono::{Days, NaiveDate};
use execution::{
    engine::{Arrival, DatedRate},
    listing::{Listing, Sessions},
    slippage::DailyTrading,
};
use model::{bar::BarSize, currency::Currency, id::InstrumentId, instrument::Instrument, time::Timestamp};
use portfolio::fx::FxTable;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use store::bars::BarQuery;

use super::{
    actions,
    questions::{BacktestQuestion, BenchmarkQuestion},
};
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
    pub(crate) series: Vec<BarSeries>,
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
    let ledger = folded::ledger(ws, host).await?;
    let interval = question.interval.unwrap_or(Interval::Day1);
    let size = size_of(interval)?;
    let instruments = known(&ledger, "instrument_ids", &question.instrument_ids)?;
    if question.from.zip(question.to).is_some_and(|(from, to)| from > to) {
        return Err(Error::field("to", "date_order", "the last day is before the first; exchange the two"));
    }
    let series = bars(ws, question, "instrument_ids", &instruments, size).await?;
    let usual = usual_arrival(question, &instruments, &series)?;
    let mut settings = question.settings.settings(ledger.settings.base_currency, usual);
    if question.ledger_actions.unwrap_or(true) {
        settings.actions = actions::of_ledger(&ledger, &question.instrument_ids);
    }
    settings.actions.extend(&question.actions);
    let (from, to) = ends(&series);
    let beside = match &question.benchmark {
        None => Vec::new(),
        Some(of) => known(&ledger, "benchmark.instrument_ids", &of.instrument_ids)?,
    };
    let rates = Rates::read(ws, &ledger, settings.currency, instruments.iter().chain(&beside)).await?;
    settings.rates = rates.dated(instruments.iter().map(|of| of.fields.currency), (from, to), interval);
    let benchmark = match &question.benchmark {
        None => None,
        Some(of) => Some(benchmark(ws, question, of, &beside, size, &rates).await?),
    };
    let data_hash = hash(&series, &settings, benchmark.as_ref());
    let listings = instruments.iter().zip(&series).map(|(of, series)| listing(of, series, interval)).collect();
    Ok(RunData {
        backtest: Backtest::new(settings, listings)?,
        series,
        benchmark,
        interval,
        ids: question.instrument_ids.clone(),
        symbols: instruments.iter().map(|of| of.fields.symbol.clone()).collect(),
        from,
        to,
        data_hash,
    })
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
    let after = question.to.and_then(|to| to.checked_add_days(Days::new(1))).map(Timestamp::from_date);
    let query = BarQuery {
        from: question.from.map(Timestamp::from_date),
        to: after.map(|after| Timestamp::from_micros(after.micros() - 1)),
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

fn listing(instrument: &Instrument, series: &BarSeries, interval: Interval) -> Listing {
    let fields = &instrument.fields;
    let sessions = match interval.micros() {
        None => Sessions::EachBar,
        Some(_) => Sessions::Within { hours: hours(instrument), interval },
    };
    Listing {
        tick_size: fields.tick_size,
        lot_size: fields.lot_size.unwrap_or(Decimal::ONE),
        multiplier: fields.multiplier,
        sessions,
        daily: daily(series, interval),
        ..Listing::whole_units(instrument.id, fields.currency)
    }
}

/// How much is traded on an average day, where every bar is a day and tells its volume.
fn daily(series: &BarSeries, interval: Interval) -> Option<DailyTrading> {
    let volume = series.volume.as_ref().filter(|_| interval.micros().is_none())?;
    let units = (0..series.len()).map(|n| volume.get(n)).sum::<Option<f64>>()? / series.len().max(1) as f64;
    let returns: Vec<f64> =
        series.close.windows(2).filter(|pair| pair[0] > 0.0).map(|pair| pair[1] / pair[0] - 1.0).collect();
    let volatility = statistics::annualized_volatility(&returns, 1.0)?;
    (units > 0.0).then_some(DailyTrading { units, volatility })
}

/// Rates to the currency of the account.
struct Rates {
    table: FxTable,
    to: Currency,
}

impl Rates {
    async fn read<'a>(
        ws: &Workspace,
        ledger: &Ledger,
        to: Currency,
        of: impl Iterator<Item = &'a Instrument>,
    ) -> Result<Self> {
        let mut currencies = BTreeSet::from([to, ledger.settings.base_currency, Currency::EUR, Currency::USD]);
        currencies.extend(of.map(|instrument| instrument.fields.currency));
        Ok(Self { table: folded::load_fx(ws, &currencies, None).await?, to })
    }

    fn at(&self, currency: Currency, day: NaiveDate) -> Option<Decimal> {
        self.table.rate(currency, self.to, day).ok().map(|used| used.rate)
    }

    /// Rates of currencies from the day on which each was another. Within a day a rate counts from the day after, because it is published in
    /// the afternoon.
    fn dated(
        &self,
        currencies: impl Iterator<Item = Currency>,
        (from, to): (NaiveDate, NaiveDate),
        interval: Interval,
    ) -> Vec<DatedRate> {
        let mut found = Vec::new();
        for currency in currencies.filter(|currency| *currency != self.to).collect::<BTreeSet<_>>() {
            let mut before = None;
            for day in from.iter_days().take_while(|day| *day <= to) {
                let known = if interval.micros().is_some() { day.pred_opt().unwrap_or(day) } else { day };
                let rate = self.at(currency, known);
                if before != Some(rate) {
                    found.push(DatedRate { at: Timestamp::from_date(day), currency, rate });
                    before = Some(rate);
                }
            }
        }
        found.sort_by_key(|dated| dated.at);
        found
    }
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

fn hash(
    series: &[BarSeries],
    settings: &BacktestSettings,
    benchmark: Option<&(BenchmarkSettings, Vec<BarSeries>)>,
) -> String {
    let mut hasher = blake3::Hasher::new();
    for series in series.iter().chain(benchmark.iter().flat_map(|(_, series)| series)) {
        hasher.update(&(series.len() as u64).to_le_bytes());
        for at in &series.at {
            hasher.update(&at.to_le_bytes());
        }
        let columns = [&series.open, &series.high, &series.low, &series.volume].into_iter().flatten();
        for column in columns {
            (0..series.len()).for_each(|n| {
                hasher.update(&column.get(n).map_or(u64::MAX, f64::to_bits).to_le_bytes());
            });
        }
        series.close.iter().for_each(|close| {
            hasher.update(&close.to_bits().to_le_bytes());
        });
    }
    for rate in &settings.rates {
        hasher.update(format!("{} {} {:?}", rate.at.micros(), rate.currency, rate.rate).as_bytes());
    }
    for action in &settings.actions {
        hasher.update(format!("{} {} {:?}", action.at.micros(), action.instrument_id, action.action).as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
