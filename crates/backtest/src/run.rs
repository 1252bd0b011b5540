//! A run of a strategy over bars or ticks.

use std::{
    ops::ControlFlow,
    sync::{Arc, atomic::AtomicBool},
};

use bars::series::BarSeries;
use execution::{
    account::{DatedAction, SimulatedAccount},
    engine::{Arrival, Engine},
    listing::Listing,
    number::{decimal, float},
    strategy::Strategy,
    ticks::TickBars,
};
use model::{market::Tick, time::Timestamp};
use rust_decimal::Decimal;

use crate::{
    BacktestError, BacktestResult, BacktestSettings, Benchmark, Costs, EndPosition, EquityCurve,
    attribution::Parts,
    costs::{self, Slipped},
    holdings::{Course, Holdings, Rates, replay},
    measure::Curve,
    notices::notices,
    round_trips::round_trips,
    watched::{Stop, Watched},
};

/// Settings and instruments, ready to run strategies. Runs do not touch each other, so that many may go on at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Backtest {
    settings: BacktestSettings,
    listings: Vec<Listing>,
    /// In the order of their times.
    actions: Vec<DatedAction>,
    stop: Stop,
}

/// Equity and exposures as they were marked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marked {
    pub(crate) at: Vec<Timestamp>,
    pub(crate) equity: Vec<Option<f64>>,
    pub(crate) holdings: Holdings,
}

impl Backtest {
    /// A back-test of some instruments.
    ///
    /// # Errors
    /// For settings that make no sense.
    pub fn new(settings: BacktestSettings, listings: Vec<Listing>) -> Result<Self, BacktestError> {
        let mut actions = settings.actions.clone();
        actions.sort_by_key(|action| action.at);
        let backtest = Self { settings, listings, actions, stop: Stop::default() };
        backtest.engine()?;
        Ok(backtest)
    }

    /// Runs of it end with [`BacktestError::Cancelled`] after the moment in which the flag was set, which any thread may do.
    #[must_use]
    pub fn stopped_by(self, flag: Arc<AtomicBool>) -> Self {
        Self { stop: Stop(Some(flag)), ..self }
    }

    /// How it is set up.
    #[must_use]
    pub const fn settings(&self) -> &BacktestSettings {
        &self.settings
    }

    /// Its instruments.
    #[must_use]
    pub fn listings(&self) -> &[Listing] {
        &self.listings
    }

    /// An engine that is set up but has seen nothing.
    ///
    /// # Errors
    /// As for [`Backtest::new`].
    pub fn engine<'a>(&self) -> Result<Engine<'a>, BacktestError> {
        let mut engine = Engine::new(self.settings.engine()?, &self.listings)?;
        engine.schedule(&self.actions)?;
        engine.schedule_rates(&self.settings.rates)?;
        Ok(engine)
    }

    /// Runs a strategy over series, one for each instrument. `observe` is told now and then how many moments are done.
    ///
    /// # Errors
    /// [`BacktestError::NoBars`], [`BacktestError::Cancelled`], and whatever the engine refuses: times that do not ascend, bars that contradict
    /// themselves, a strategy that gives up.
    pub fn run<S: Strategy + ?Sized>(
        &self,
        series: &[&BarSeries],
        strategy: &mut S,
        benchmark: Option<Benchmark<'_>>,
        observe: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<BacktestResult, BacktestError> {
        let longest = series.iter().map(|series| series.len()).max().unwrap_or(0);
        if longest == 0 {
            return Err(BacktestError::NoBars);
        }
        let mut engine = self.engine()?;
        engine.reserve(longest, 0);
        let mut watched = Watched::new(strategy, observe, &self.stop);
        let done = engine.run(&mut watched, series);
        if watched.stopped {
            return Err(BacktestError::Cancelled);
        }
        done?;
        let rates = Rates::new(self.settings.currency, &self.settings.rates);
        let record = engine.record();
        let course = self.course(series, record.at(), &engine, &rates);
        let holdings = replay(&course);
        let marked = Marked { at: record.at().to_vec(), equity: record.equity().to_vec(), holdings };
        self.result(&engine, &rates, series, marked, benchmark)
    }

    /// Runs a strategy over trades and quotes, each with the number of its instrument, in the order of their times, and over the bars built of
    /// them where some are wanted. The curve has a moment for each minute in which a tick came.
    ///
    /// # Errors
    /// As [`Backtest::run`]; [`BacktestError::Setting`] unless positions are kept at the end, because ticks have no closing.
    pub fn run_ticks<S: Strategy + ?Sized>(
        &self,
        ticks: &[(usize, Tick)],
        bars: Option<TickBars>,
        strategy: &mut S,
        benchmark: Option<Benchmark<'_>>,
        observe: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<BacktestResult, BacktestError> {
        if ticks.is_empty() {
            return Err(BacktestError::NoBars);
        }
        if let Some((number, _)) = ticks.iter().find(|(number, _)| *number >= self.listings.len()) {
            return Err(execution::error::ExecutionError::NoInstrument(*number).into());
        }
        let mut run = self.begin_ticks(bars)?;
        let mut watched = Watched::new(strategy, observe, &self.stop);
        let done = run
            .start(&mut watched)
            .and_then(|()| ticks.iter().try_for_each(|(number, tick)| run.tick(&mut watched, *number, tick)));
        if watched.stopped {
            return Err(BacktestError::Cancelled);
        }
        done?;
        run.result(benchmark)
    }

    pub(crate) fn course<'c>(
        &'c self,
        series: &'c [&'c BarSeries],
        at: &'c [Timestamp],
        engine: &'c Engine<'_>,
        rates: &'c Rates,
    ) -> Course<'c> {
        let (listings, actions) = (&self.listings[..], &self.actions[..]);
        Course { listings, series, at, fills: engine.record().fills(), actions, rates }
    }

    pub(crate) fn result(
        &self,
        engine: &Engine<'_>,
        rates: &Rates,
        series: &[&BarSeries],
        marked: Marked,
        benchmark: Option<Benchmark<'_>>,
    ) -> Result<BacktestResult, BacktestError> {
        let (record, account) = (engine.record(), engine.account());
        let Marked { at, equity, holdings } = marked;
        let course = self.course(series, &at, engine, rates);
        let slipped = costs::follow(&course, record.market_prices())?;
        let trips = round_trips(&course, account.closed_trades(), &slipped.of_trips);
        let costs = Costs::new(account.flows(), self.slippage(&course, &slipped));
        let start = float(self.settings.cash);
        let values = benchmark.map(|benchmark| benchmark.values(&at)).transpose()?;
        let curve = Curve {
            at: &at,
            start,
            equity: &equity,
            gross: &holdings.gross,
            traded: &holdings.traded,
            benchmark: values.as_deref(),
        };
        let rate_of = |trip: &crate::RoundTrip| {
            let listing = course.listings.iter().find(|listing| listing.instrument_id == trip.instrument_id)?;
            rates.at(listing.currency, trip.exit_at).map(float)
        };
        let measured = curve.measure(&self.settings.measure, &trips, rate_of);
        let equity_end = account.exact_equity();
        let marks: Vec<_> = (0..self.listings.len()).map(|n| account.price(n).and_then(decimal)).collect();
        let total = equity_end.map(|end| end - self.settings.cash);
        let parts = total.map(|total| Parts {
            course: &course,
            trips: &trips,
            slipped: &slipped,
            marks: &marks,
            costs: &costs,
            total,
        });
        let attribution = parts.as_ref().and_then(Parts::split);
        let by_instrument = parts.as_ref().and_then(Parts::by_instrument);
        let ids: Vec<_> = self.listings.iter().map(|listing| listing.instrument_id).collect();
        let notices = notices(&ids, series, &self.actions);
        let result = BacktestResult {
            cash: self.settings.cash,
            equity_end,
            positions: self.positions(account),
            orders: record.orders(),
            fills: record.fills().to_vec(),
            market_prices: record.market_prices().to_vec(),
            round_trips: trips,
            costs,
            attribution,
            by_instrument,
            refused: record.refused().iter().map(Into::into).collect(),
            refused_count: record.refused_count(),
            margin_calls: record.margin_calls().to_vec(),
            measured,
            notices,
            knows_its_close: self.settings.arrival == Arrival::SameClose && !series.is_empty(),
            curve: EquityCurve {
                drawdown: EquityCurve::falls(start, &equity),
                gross_exposure: holdings.gross,
                net_exposure: holdings.net,
                benchmark: values.unwrap_or_default().iter().map(|value| value.map(|value| value * start)).collect(),
                at,
                equity,
            },
        };
        Ok(result)
    }

    fn slippage(&self, course: &Course<'_>, slipped: &Slipped) -> Option<Decimal> {
        course.fills.iter().zip(&slipped.of_fills).try_fold(Decimal::ZERO, |sum, (fill, slippage)| {
            let listing = &self.listings[course.number_of(fill.instrument_id)?];
            sum.checked_add(slippage.checked_mul(course.rates.at(listing.currency, fill.at)?)?)
        })
    }

    pub(crate) fn positions(&self, account: &SimulatedAccount) -> Vec<EndPosition> {
        let open = (0..self.listings.len()).filter(|n| !account.units(*n).is_zero());
        open.map(|n| EndPosition {
            instrument_id: self.listings[n].instrument_id,
            units: account.units(n),
            average_price: account.average_price(n),
            price: account.price(n),
        })
        .collect()
    }
}
