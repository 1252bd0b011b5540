//! A strategy with somebody beside it who may stop the run.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use execution::strategy::{ClosedBar, Context, Refused, Strategy, StrategyError, StrategyResult};
use model::{market::Tick, order::fill::Fill};

/// How many moments or ticks pass before it is told again how many there were.
const PACE: usize = 4096;

/// A flag by which somebody on another thread ends a run. It is looked at after every moment, for a strategy may take long for each; reading it costs
/// next to nothing. It is no part of what a back-test is, so all are equal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stop(pub(crate) Option<Arc<AtomicBool>>);

impl PartialEq for Stop {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A strategy whose moments are counted.
pub(crate) struct Watched<'s, S: ?Sized> {
    strategy: &'s mut S,
    observe: &'s mut dyn FnMut(usize) -> ControlFlow<()>,
    stop: Option<&'s AtomicBool>,
    done: usize,
    pub(crate) stopped: bool,
}

impl<'s, S: Strategy + ?Sized> Watched<'s, S> {
    pub(crate) fn new(
        strategy: &'s mut S,
        observe: &'s mut dyn FnMut(usize) -> ControlFlow<()>,
        stop: &'s Stop,
    ) -> Self {
        Self { strategy, observe, stop: stop.0.as_deref(), done: 0, stopped: false }
    }

    fn count(&mut self) -> StrategyResult {
        self.done += 1;
        let ended = self.stop.is_some_and(|stop| stop.load(Relaxed));
        if ended || (self.done.is_multiple_of(PACE) && (self.observe)(self.done).is_break()) {
            self.stopped = true;
            return Err(StrategyError("it was stopped".to_owned()));
        }
        Ok(())
    }
}

impl<S: Strategy + ?Sized> Strategy for Watched<'_, S> {
    fn on_start(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        self.strategy.on_start(ctx)
    }

    #[inline]
    fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
        self.strategy.on_bar(ctx, bar)
    }

    #[inline]
    fn on_moment(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        self.strategy.on_moment(ctx)?;
        self.count()
    }

    fn on_tick(&mut self, ctx: &mut Context<'_>, instrument: usize, tick: &Tick) -> StrategyResult {
        self.strategy.on_tick(ctx, instrument, tick)?;
        self.count()
    }

    fn on_fill(&mut self, ctx: &mut Context<'_>, fill: &Fill) -> StrategyResult {
        self.strategy.on_fill(ctx, fill)
    }

    fn on_refused(&mut self, ctx: &mut Context<'_>, refused: &Refused) -> StrategyResult {
        self.strategy.on_refused(ctx, refused)
    }
}
