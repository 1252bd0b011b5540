//! A strategy with somebody beside it who may stop the run.

use std::ops::ControlFlow;

use execution::strategy::{ClosedBar, Context, Refused, Strategy, StrategyError, StrategyResult};
use model::{market::Tick, order::fill::Fill};

/// How many moments or ticks pass before it is asked again whether to go on.
const PACE: usize = 4096;

/// A strategy whose moments are counted.
pub(crate) struct Watched<'s, S: ?Sized> {
    strategy: &'s mut S,
    observe: &'s mut dyn FnMut(usize) -> ControlFlow<()>,
    done: usize,
    pub(crate) stopped: bool,
}

impl<'s, S: Strategy + ?Sized> Watched<'s, S> {
    pub(crate) fn new(strategy: &'s mut S, observe: &'s mut dyn FnMut(usize) -> ControlFlow<()>) -> Self {
        Self { strategy, observe, done: 0, stopped: false }
    }

    fn count(&mut self) -> StrategyResult {
        self.done += 1;
        if self.done.is_multiple_of(PACE) && (self.observe)(self.done).is_break() {
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
