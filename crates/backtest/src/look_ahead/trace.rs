//! Everything that a strategy asked for in a run, and what traded.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bars::series::BarSeries;
use execution::{
    error::ExecutionError,
    strategy::{ClosedBar, Context, Refused, Request, Strategy, StrategyResult},
};
use model::{market::Tick, order::fill::Fill, time::Timestamp};

use super::Factory;
use crate::{Backtest, BacktestError};

/// What happened in a run.
#[derive(Debug, Default)]
pub(super) struct Trace {
    pub(super) requests: Vec<Request>,
    pub(super) fills: Vec<Fill>,
    /// The strategy failed, and at which moment it was the last one heard.
    pub(super) failure: Option<BacktestError>,
    pub(super) failed_at: Option<Timestamp>,
}

/// A strategy beside which somebody writes down what it asks for.
struct Noted<'n> {
    strategy: Box<dyn Strategy>,
    requests: &'n mut Vec<Request>,
    now: &'n mut Option<Timestamp>,
}

impl Noted<'_> {
    fn note(
        &mut self,
        ctx: &mut Context<'_>,
        hear: impl FnOnce(&mut dyn Strategy, &mut Context<'_>) -> StrategyResult,
    ) -> StrategyResult {
        let before = ctx.asked().len();
        *self.now = Some(ctx.now());
        let heard = hear(&mut *self.strategy, ctx);
        self.requests.extend_from_slice(&ctx.asked()[before..]);
        heard
    }
}

impl Strategy for Noted<'_> {
    fn on_start(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        self.note(ctx, |strategy, ctx| strategy.on_start(ctx))
    }

    fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
        self.note(ctx, |strategy, ctx| strategy.on_bar(ctx, bar))
    }

    fn on_moment(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        self.note(ctx, |strategy, ctx| strategy.on_moment(ctx))
    }

    fn on_tick(&mut self, ctx: &mut Context<'_>, instrument: usize, tick: &Tick) -> StrategyResult {
        self.note(ctx, |strategy, ctx| strategy.on_tick(ctx, instrument, tick))
    }

    fn on_fill(&mut self, ctx: &mut Context<'_>, fill: &Fill) -> StrategyResult {
        self.note(ctx, |strategy, ctx| strategy.on_fill(ctx, fill))
    }

    fn on_refused(&mut self, ctx: &mut Context<'_>, refused: &Refused) -> StrategyResult {
        self.note(ctx, |strategy, ctx| strategy.on_refused(ctx, refused))
    }
}

/// Runs a strategy that is made from some bars over them. A strategy that fails, or panics for want of bars that it expects, has a trace as well.
///
/// # Errors
/// For bars or settings that the engine refuses.
pub(super) fn trace(
    backtest: &Backtest,
    series: &[&BarSeries],
    make: &mut Factory<'_>,
) -> Result<Trace, BacktestError> {
    let mut found = Trace::default();
    let mut now = None;
    let mut engine = backtest.engine()?;
    let ran = catch_unwind(AssertUnwindSafe(|| -> Result<(), BacktestError> {
        let strategy = make(series)?;
        let mut noted = Noted { strategy, requests: &mut found.requests, now: &mut now };
        Ok(engine.run(&mut noted, series)?)
    }));
    let failure = match ran {
        Ok(Ok(())) => None,
        Ok(Err(BacktestError::Execution(error))) if !matches!(error, ExecutionError::Strategy { .. }) => {
            return Err(error.into());
        }
        Ok(Err(error)) => Some(error),
        Err(_) => {
            let at = now.unwrap_or(Timestamp::from_micros(0));
            Some(ExecutionError::Strategy { at, message: "it panicked".to_owned() }.into())
        }
    };
    found.fills = engine.record().fills().to_vec();
    found.failed_at = failure.is_some().then_some(now).flatten();
    found.failure = failure;
    Ok(found)
}
