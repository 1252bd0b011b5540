//! Drives a strategy over bars and ticks: strategy → gate → market → account, through the one state machine of orders.
//!
//! A moment is all bars of one time. In a moment, in this order: corporate actions and interest; orders that work meet the opens; new
//! orders arrive there ([`Arrival::NextOpen`]); prices walk through the bars; orders arrive at the closes ([`Arrival::NextClose`]);
//! the strategy is told its fills and the bars; what it asks for then waits, or arrives at once ([`Arrival::SameClose`], which knows
//! the close that it trades at and is therefore a look ahead of one bar).
//!
//! With ticks an order meets the first tick after its latency, never the tick that caused it.

mod dated;
mod margin;
mod record;
mod send;
mod settings;
mod size;

use std::mem;

use bars::series::BarSeries;
use model::{bar::Bar, id::OrderId, market::Tick, order::fill::Fill, time::Timestamp};

pub use dated::DatedRate;
pub use margin::MarginCall;
pub use record::Record;
pub use settings::{Arrival, EngineSettings, Finish};

use crate::{
    account::{DatedAction, SimulatedAccount},
    blotter::Blotter,
    error::ExecutionError,
    gate::Gate,
    listing::Listing,
    matching::{Desk, Market},
    strategy::{ClosedBar, Context, History, OrderIds, Refused, Request, Strategy, StrategyError},
};

/// At most so many rounds of fills and new orders at one close: a strategy that answers each fill with an order would never end.
const ROUNDS_MAX: usize = 16;

/// A strategy's surroundings: markets, account, gate and orders.
#[derive(Debug)]
pub struct Engine<'a> {
    settings: EngineSettings,
    listings: Vec<Listing>,
    markets: Vec<Market>,
    history: Vec<History<'a>>,
    account: SimulatedAccount,
    gate: Gate,
    blotter: Blotter,
    desk: Desk,
    actions: Vec<DatedAction>,
    next_action: usize,
    rates: Vec<DatedRate>,
    next_rate: usize,
    ids: OrderIds,
    next_execution: u64,
    now: Timestamp,
    /// What the strategy has just asked for.
    asked: Vec<Request>,
    /// What waits to arrive, and a second list to sort it out.
    waiting: Vec<Request>,
    moving: Vec<Request>,
    /// Orders of the last margin call.
    called: Vec<OrderId>,
    /// Instruments at which orders may arrive now.
    here: Vec<bool>,
    /// Bars of the moment.
    bars: Vec<ClosedBar>,
    /// The number of each instrument's bar or tick.
    index: Vec<usize>,
    /// Told to the strategy at the end of the moment.
    fills: Vec<Fill>,
    refused: Vec<Refused>,
    record: Record,
}

impl<'a> Engine<'a> {
    /// Surroundings of some instruments that have no bars yet.
    ///
    /// # Errors
    /// [`ExecutionError::Setting`].
    pub fn new(settings: EngineSettings, listings: &[Listing]) -> Result<Self, ExecutionError> {
        settings.fees.check()?;
        let market = |listing: &Listing| Market::new(*listing, settings.rules);
        Ok(Self {
            listings: listings.to_vec(),
            markets: listings.iter().map(market).collect::<Result<_, _>>()?,
            history: listings.iter().map(|_| History::Grown(Box::default())).collect(),
            account: SimulatedAccount::new(settings.account, listings)?,
            gate: Gate::new(settings.limits.clone())?,
            blotter: Blotter::default(),
            desk: Desk { fees: settings.fees.clone(), ..Desk::default() },
            actions: Vec::new(),
            next_action: 0,
            rates: Vec::new(),
            next_rate: 0,
            ids: OrderIds::new(settings.seed),
            next_execution: 1,
            now: Timestamp::from_micros(i64::MIN),
            asked: Vec::new(),
            waiting: Vec::new(),
            moving: Vec::new(),
            called: Vec::new(),
            here: vec![false; listings.len()],
            bars: Vec::with_capacity(listings.len()),
            index: vec![0; listings.len()],
            fills: Vec::new(),
            refused: Vec::new(),
            record: Record::default(),
            settings,
        })
    }

    /// Room for so many moments and fills, so that nothing is allocated while they go by.
    pub fn reserve(&mut self, moments: usize, fills: usize) {
        self.record.reserve(moments, fills);
        self.account.reserve(fills);
    }

    /// Runs a strategy over whole series, one for each instrument. Bars of the same time are one moment.
    ///
    /// # Errors
    /// [`ExecutionError`]: what is wrong with the bars, or why the strategy stopped. What was done until then is in the record.
    pub fn run<S: Strategy + ?Sized>(
        &mut self,
        strategy: &mut S,
        series: &[&'a BarSeries],
    ) -> Result<(), ExecutionError> {
        self.take_series(series)?;
        self.start(strategy)?;
        let mut next = vec![0; series.len()];
        let none = ClosedBar { instrument: 0, index: 0, bar: Bar::close_only(self.now, 0.0) };
        let mut bars = vec![none; series.len()];
        loop {
            let times = series.iter().zip(&next).filter_map(|(series, n)| series.at.get(*n).copied());
            let Some(at) = times.min() else { break };
            let mut count = 0;
            for (instrument, (series, n)) in series.iter().zip(&mut next).enumerate() {
                if series.at.get(*n) != Some(&at) {
                    continue;
                }
                let closed = &mut bars[count];
                (closed.instrument, closed.index) = (instrument, *n);
                series.bar_into(*n, &mut closed.bar);
                *n += 1;
                count += 1;
            }
            self.moment_of(strategy, Timestamp::from_micros(at), &bars[..count])?;
        }
        self.finish(strategy)
    }

    /// Begins: the strategy may ask for orders that wait for the first bar or tick.
    ///
    /// # Errors
    /// [`ExecutionError::Strategy`].
    pub fn start<S: Strategy + ?Sized>(&mut self, strategy: &mut S) -> Result<(), ExecutionError> {
        let started = strategy.on_start(&mut self.context());
        self.stopped(started)?;
        self.waiting.append(&mut self.asked);
        Ok(())
    }

    /// Bars of one moment as they close, by the number of their instrument.
    ///
    /// # Errors
    /// As [`Engine::run`].
    pub fn bars<S: Strategy + ?Sized>(
        &mut self,
        strategy: &mut S,
        bars: &[(usize, Bar)],
    ) -> Result<(), ExecutionError> {
        self.bars.clear();
        let Some(at) = bars.first().map(|(_, bar)| bar.at) else { return Ok(()) };
        for (instrument, bar) in bars {
            let history = self.history.get(*instrument).ok_or(ExecutionError::NoInstrument(*instrument))?;
            let index = history.seen();
            self.bars.push(ClosedBar { instrument: *instrument, index, bar: *bar });
        }
        self.moment(strategy, at)
    }

    /// Bars that were built of the ticks given so far and are over by `now`: the strategy hears of them, and nothing trades at them
    /// again. What it asks for meets the ticks that follow.
    ///
    /// # Errors
    /// As [`Engine::run`].
    pub fn told<S: Strategy + ?Sized>(
        &mut self,
        strategy: &mut S,
        now: Timestamp,
        bars: &[(usize, Bar)],
    ) -> Result<(), ExecutionError> {
        self.now = now;
        for (instrument, bar) in bars {
            let history = self.history.get(*instrument).ok_or(ExecutionError::NoInstrument(*instrument))?;
            let closed = ClosedBar { instrument: *instrument, index: history.seen(), bar: *bar };
            self.check(&closed)?;
            self.see(&closed);
        }
        for (instrument, bar) in bars {
            let closed = ClosedBar { instrument: *instrument, index: self.history[*instrument].seen() - 1, bar: *bar };
            let heard = strategy.on_bar(&mut self.context(), &closed);
            self.stopped(heard)?;
        }
        let heard = strategy.on_moment(&mut self.context());
        self.stopped(heard)?;
        self.waiting.append(&mut self.asked);
        Ok(())
    }

    /// The instruments, by their numbers.
    #[must_use]
    pub fn listings(&self) -> &[Listing] {
        &self.listings
    }

    /// A trade or a quote.
    ///
    /// # Errors
    /// [`ExecutionError`].
    pub fn tick<S: Strategy + ?Sized>(
        &mut self,
        strategy: &mut S,
        instrument: usize,
        tick: &Tick,
    ) -> Result<(), ExecutionError> {
        self.now = tick.origin.time();
        self.act()?;
        self.account.turn_to(self.now)?;
        self.index[instrument] = self.record.ticks;
        self.release_due(instrument)?;
        self.markets[instrument].tick(tick, &mut self.desk)?;
        self.drain(instrument)?;
        if let Some(price) = self.markets[instrument].price() {
            self.account.mark(instrument, price);
        }
        self.record.ticks += 1;
        self.tell(strategy)?;
        let heard = strategy.on_tick(&mut self.context(), instrument, tick);
        self.stopped(heard)?;
        self.waiting.append(&mut self.asked);
        self.call_margin()
    }

    /// What has happened.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }

    /// The account as it stands.
    #[must_use]
    pub const fn account(&self) -> &SimulatedAccount {
        &self.account
    }

    /// The account, for rates of currencies that change.
    pub const fn account_mut(&mut self) -> &mut SimulatedAccount {
        &mut self.account
    }

    /// The gate, for its state.
    pub const fn gate_mut(&mut self) -> &mut Gate {
        &mut self.gate
    }

    /// The orders that are open.
    #[must_use]
    pub const fn blotter(&self) -> &Blotter {
        &self.blotter
    }

    fn moment<S: Strategy + ?Sized>(&mut self, strategy: &mut S, at: Timestamp) -> Result<(), ExecutionError> {
        let bars = mem::take(&mut self.bars);
        let done = self.moment_of(strategy, at, &bars);
        self.bars = bars;
        done
    }

    fn moment_of<S: Strategy + ?Sized>(
        &mut self,
        strategy: &mut S,
        at: Timestamp,
        bars: &[ClosedBar],
    ) -> Result<(), ExecutionError> {
        self.now = at;
        self.act()?;
        self.account.turn_to(at)?;
        for closed in bars {
            self.check(closed)?;
            self.index[closed.instrument] = closed.index;
            let opened = self.markets[closed.instrument].open(&closed.bar, &mut self.desk)?;
            self.here[closed.instrument] = opened;
            self.drain(closed.instrument)?;
        }
        if self.settings.arrival == Arrival::NextOpen {
            self.release_at_open(bars)?;
        }
        for closed in bars {
            self.markets[closed.instrument].close(&closed.bar, &mut self.desk);
            self.drain(closed.instrument)?;
            if closed.bar.close > 0.0 {
                self.account.mark(closed.instrument, closed.bar.close);
            }
            self.here[closed.instrument] = closed.bar.close > 0.0;
        }
        if self.settings.arrival == Arrival::NextClose {
            self.release()?;
        }
        for closed in bars {
            self.markets[closed.instrument].end(&mut self.desk);
            self.drain(closed.instrument)?;
            self.see(closed);
        }
        self.tell(strategy)?;
        for closed in bars {
            let heard = strategy.on_bar(&mut self.context(), closed);
            self.stopped(heard)?;
        }
        let heard = strategy.on_moment(&mut self.context());
        self.stopped(heard)?;
        self.waiting.append(&mut self.asked);
        self.call_margin()?;
        if self.settings.arrival == Arrival::SameClose {
            for _ in 0..ROUNDS_MAX {
                if self.waiting.is_empty() {
                    break;
                }
                self.release()?;
                self.tell(strategy)?;
                self.waiting.append(&mut self.asked);
            }
        }
        for closed in bars {
            self.here[closed.instrument] = false;
        }
        self.record.mark(at, self.account.equity());
        Ok(())
    }

    /// The strategy hears of its fills and refusals.
    fn tell<S: Strategy + ?Sized>(&mut self, strategy: &mut S) -> Result<(), ExecutionError> {
        for n in 0..self.fills.len() {
            let fill = self.fills[n];
            let heard = strategy.on_fill(&mut self.context(), &fill);
            self.stopped(heard)?;
        }
        self.fills.clear();
        if !self.refused.is_empty() {
            for refused in mem::take(&mut self.refused) {
                let heard = strategy.on_refused(&mut self.context(), &refused);
                self.stopped(heard)?;
                self.record.refuse(refused);
            }
        }
        Ok(())
    }

    fn context(&mut self) -> Context<'_> {
        Context {
            now: self.now,
            listings: &self.listings,
            history: &self.history,
            account: &self.account,
            blotter: &self.blotter,
            requests: &mut self.asked,
            ids: &mut self.ids,
        }
    }

    fn stopped(&self, heard: Result<(), StrategyError>) -> Result<(), ExecutionError> {
        heard.map_err(|error| ExecutionError::Strategy { at: self.now, message: error.0 })
    }

    fn see(&mut self, closed: &ClosedBar) {
        match &mut self.history[closed.instrument] {
            History::Given { seen, .. } => *seen = closed.index + 1,
            History::Grown(series) => series.push(&closed.bar),
        }
    }

    fn finish<S: Strategy + ?Sized>(&mut self, strategy: &mut S) -> Result<(), ExecutionError> {
        if self.settings.finish == Finish::Keep {
            return Ok(());
        }
        for instrument in 0..self.listings.len() {
            let history = &self.history[instrument];
            let Some(last) = history.seen().checked_sub(1) else { continue };
            let bar = history.series().bar(last);
            self.close_out(instrument, &bar)?;
        }
        self.waiting.clear();
        self.record.mark_last(self.account.equity());
        self.tell(strategy)?;
        self.asked.clear();
        Ok(())
    }
}
