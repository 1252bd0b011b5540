//! A run over ticks that come one by one. A back-test over ticks gives them all at once; a run on paper gives each as it comes, and has a
//! result at any time.

use execution::{
    account::SimulatedAccount,
    engine::{DatedRate, Engine, Finish},
    listing::Listing,
    number::float,
    strategy::Strategy,
    ticks::{TickBars, TickRun},
};
use model::{market::Tick, time::Timestamp};

use crate::{
    Backtest, BacktestError, BacktestResult, Benchmark, EndPosition,
    holdings::{Course, Rates},
    run::Marked,
};

/// Moments that are marked: the end of each minute in which a tick came.
const MARK_MICROS: i64 = 60_000_000;

/// A run over ticks, as far as it has come.
#[derive(Debug)]
pub struct TickBacktest<'b> {
    backtest: &'b Backtest,
    run: TickRun<'b>,
    /// As they were known, those of the settings first.
    rates: Vec<DatedRate>,
    marked: Marked,
    /// The time of the last tick.
    last: Option<Timestamp>,
}

impl Backtest {
    /// Begins a run over ticks, and over the bars built of them where some are wanted.
    ///
    /// # Errors
    /// As [`Backtest::new`]; [`BacktestError::Setting`] unless positions are kept at the end, because ticks have no closing.
    pub fn begin_ticks(&self, bars: Option<TickBars>) -> Result<TickBacktest<'_>, BacktestError> {
        if self.settings().finish != Finish::Keep {
            let (value, allowed) = ("a closing".to_owned(), "keep for ticks, which have no closing price");
            return Err(BacktestError::Setting { field: "finish", value, allowed });
        }
        Ok(TickBacktest {
            backtest: self,
            run: TickRun::new(self.engine()?, bars),
            rates: self.settings().rates.clone(),
            marked: Marked::default(),
            last: None,
        })
    }
}

impl TickBacktest<'_> {
    /// Begins: the strategy may ask for orders that wait for the first tick.
    ///
    /// # Errors
    /// As [`TickRun::start`].
    pub fn start<S: Strategy + ?Sized>(&mut self, strategy: &mut S) -> Result<(), BacktestError> {
        Ok(self.run.start(strategy)?)
    }

    /// A trade or a quote of the instrument of that number.
    ///
    /// # Errors
    /// As [`TickRun::tick`].
    pub fn tick<S: Strategy + ?Sized>(
        &mut self,
        strategy: &mut S,
        instrument: usize,
        tick: &Tick,
    ) -> Result<(), BacktestError> {
        let at = tick.origin.time();
        let minute = |at: Timestamp| at.micros().div_euclid(MARK_MICROS);
        if let Some(last) = self.last.filter(|last| minute(*last) != minute(at)) {
            self.marked.mark(last, self.run.engine().account(), self.backtest.listings());
        }
        self.last = Some(at);
        Ok(self.run.tick(strategy, instrument, tick)?)
    }

    /// The time has come to a moment without a tick: bars that are over are told.
    ///
    /// # Errors
    /// As [`TickRun::advance`].
    pub fn advance<S: Strategy + ?Sized>(&mut self, strategy: &mut S, now: Timestamp) -> Result<(), BacktestError> {
        Ok(self.run.advance(strategy, now)?)
    }

    /// Rates that came to be known after the beginning.
    ///
    /// # Errors
    /// As [`Engine::schedule_rates`].
    pub fn schedule_rates(&mut self, rates: &[DatedRate]) -> Result<(), BacktestError> {
        self.run.engine_mut().schedule_rates(rates)?;
        self.rates.extend_from_slice(rates);
        Ok(())
    }

    /// The engine with its record, its orders and its account.
    #[must_use]
    pub const fn engine(&self) -> &Engine<'_> {
        self.run.engine()
    }

    /// The time of the last tick.
    #[must_use]
    pub const fn last(&self) -> Option<Timestamp> {
        self.last
    }

    /// What is held.
    #[must_use]
    pub fn positions(&self) -> Vec<EndPosition> {
        self.backtest.positions(self.run.engine().account())
    }

    /// What has come of it so far.
    ///
    /// # Errors
    /// [`BacktestError::NoBars`] before the first tick, and as [`Backtest::run`].
    pub fn result(&self, benchmark: Option<Benchmark<'_>>) -> Result<BacktestResult, BacktestError> {
        let last = self.last.ok_or(BacktestError::NoBars)?;
        let engine = self.run.engine();
        let mut marked = self.marked.clone();
        marked.mark(last, engine.account(), self.backtest.listings());
        let rates = Rates::new(self.backtest.settings().currency, &self.rates);
        marked.trade(&self.backtest.course(&[], &[], engine, &rates));
        self.backtest.result(engine, &rates, &[], marked, benchmark)
    }
}

impl Marked {
    /// The account as it stands, in a run over ticks.
    fn mark(&mut self, at: Timestamp, account: &SimulatedAccount, listings: &[Listing]) {
        let (mut gross, mut net) = (Some(0.0), Some(0.0));
        for (n, listing) in listings.iter().enumerate().filter(|(n, _)| !account.units(*n).is_zero()) {
            let rate = account.rate(listing.currency).map(float);
            let units = float(account.units(n)) * float(listing.multiplier);
            let worth = account.price(n).zip(rate).map(|(price, rate)| units * price * rate);
            gross = gross.zip(worth).map(|(sum, worth)| sum + worth.abs());
            net = net.zip(worth).map(|(sum, worth)| sum + worth);
        }
        self.at.push(at);
        self.equity.push(account.equity());
        self.holdings.gross.push(gross);
        self.holdings.net.push(net);
    }

    /// What was traded until each mark since the one before.
    fn trade(&mut self, course: &Course<'_>) {
        let mut fills = course.fills.iter().peekable();
        for at in &self.at {
            let mut sum = Some(0.0);
            while let Some(fill) = fills.next_if(|fill| fill.at <= *at) {
                let Some(number) = course.number_of(fill.instrument_id) else { continue };
                let listing = &course.listings[number];
                let worth = float(fill.quantity.get()) * float(fill.price.get()) * float(listing.multiplier);
                sum = sum.zip(course.rates.at(listing.currency, *at)).map(|(sum, rate)| sum + worth * float(rate));
            }
            self.holdings.traded.push(sum);
        }
    }
}
