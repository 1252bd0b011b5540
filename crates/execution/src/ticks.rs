//! A strategy over trades and quotes, with the bars that are built of them on the way. A back-test over ticks and a run on paper are
//! both this, so that the same ticks give the same orders and fills.
//!
//! The strategy hears of a bar when the first tick comes that is later, or when the clock says that its time is over; what it asks for
//! then meets the ticks from there on, the first one too. Orders are filled by ticks alone, never by the bars built of them.

use bars::{
    build::{BarBuilder, BuiltBar, PriceOf, Print},
    hours::Hours,
    interval::Interval,
};
use model::{bar::Bar, market::Tick, time::Timestamp};
use serde::{Deserialize, Serialize};

use crate::{engine::Engine, error::ExecutionError, listing::Sessions, strategy::Strategy};

/// Which bars are built of the ticks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TickBars {
    /// What a bar covers.
    pub interval: Interval,
    /// Which price of a tick makes it; trades when nothing is said.
    #[serde(default = "of_trades")]
    pub of: PriceOf,
}

const fn of_trades() -> PriceOf {
    PriceOf::Trade
}

/// A strategy's surroundings, fed tick by tick.
#[derive(Debug)]
pub struct TickRun<'a> {
    engine: Engine<'a>,
    of: PriceOf,
    /// One for each instrument; none where no bars are wanted.
    builders: Vec<BarBuilder>,
    /// Bars that have closed and were not told.
    closed: Vec<(usize, Bar)>,
}

impl<'a> TickRun<'a> {
    /// Surroundings that have seen nothing. Bars follow the trading hours of each listing, and days in UTC where it has none.
    #[must_use]
    pub fn new(engine: Engine<'a>, bars: Option<TickBars>) -> Self {
        let builder = |bars: TickBars, sessions: &Sessions| {
            let hours = match sessions {
                Sessions::Within { hours, .. } => *hours,
                Sessions::EachBar => Hours::UTC,
            };
            BarBuilder::new(bars.interval, hours, 0)
        };
        let listings = engine.listings();
        let builders = bars.map(|bars| listings.iter().map(|listing| builder(bars, &listing.sessions)).collect());
        let (of, closed) = (bars.map_or(PriceOf::Trade, |bars| bars.of), Vec::with_capacity(listings.len()));
        Self { engine, of, builders: builders.unwrap_or_default(), closed }
    }

    /// Begins: the strategy may ask for orders that wait for the first tick.
    ///
    /// # Errors
    /// As [`Engine::start`].
    pub fn start<S: Strategy + ?Sized>(&mut self, strategy: &mut S) -> Result<(), ExecutionError> {
        self.engine.start(strategy)
    }

    /// A trade or a quote. Bars that it shows to be over are told first.
    ///
    /// # Errors
    /// As [`Engine::tick`]; [`ExecutionError::Hours`] for a time that no calendar of the instrument reaches.
    pub fn tick<S: Strategy + ?Sized>(
        &mut self,
        strategy: &mut S,
        instrument: usize,
        tick: &Tick,
    ) -> Result<(), ExecutionError> {
        self.advance(strategy, tick.origin.time())?;
        self.engine.tick(strategy, instrument, tick)?;
        if let (Some(builder), Some(print)) = (self.builders.get_mut(instrument), Print::of(tick, self.of)) {
            // The bars before it were closed above; what comes too late for its bar changes nothing that was told.
            builder.push(&print, &mut |_: BuiltBar| {})?;
        }
        Ok(())
    }

    /// The time has come to a moment: bars that are over are told, as far as they were not.
    ///
    /// # Errors
    /// As [`Engine::told`].
    pub fn advance<S: Strategy + ?Sized>(&mut self, strategy: &mut S, now: Timestamp) -> Result<(), ExecutionError> {
        for (instrument, builder) in self.builders.iter_mut().enumerate().filter(|(_, of)| of.due() <= now) {
            builder.advance(now, &mut |built: BuiltBar| self.closed.push((instrument, built.bar)));
        }
        if self.closed.is_empty() {
            return Ok(());
        }
        let told = self.engine.told(strategy, now, &self.closed);
        self.closed.clear();
        told
    }

    /// The engine with its record and its account.
    #[must_use]
    pub const fn engine(&self) -> &Engine<'a> {
        &self.engine
    }

    /// The engine, for rates and actions that come to be known later.
    pub const fn engine_mut(&mut self) -> &mut Engine<'a> {
        &mut self.engine
    }
}
