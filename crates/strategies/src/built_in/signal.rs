//! Strategies that look at each instrument by itself: a signal says what position it wants, orders follow.

use execution::strategy::{ClosedBar, Context, OrderRequest, Strategy, StrategyResult};
use model::{
    bar::Bar,
    id::OrderId,
    order::{Order, Side},
    quantity::Price,
};
use rust_decimal::Decimal;

use crate::PositionSize;

/// What position a signal wants from now on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Wish {
    /// The one that is there.
    Stay,
    /// None.
    Flat,
    /// One of a side, protected by a stop where there is one. What is held of the other side is closed first.
    Take(Side, Option<f64>),
}

/// Reads the bars of one instrument. All bars come, in order.
pub(super) trait Signal {
    /// What it wants after a bar, while so many units are held (below zero when short).
    fn next(&mut self, bar: &Bar, units: f64) -> Wish;
}

/// One signal for each instrument, and the orders that follow from them.
pub(super) struct PerInstrument<S> {
    signals: Vec<S>,
    size: PositionSize,
    exits: Exits,
}

impl<S> PerInstrument<S> {
    pub(super) fn new(signals: Vec<S>, size: Option<PositionSize>) -> Self {
        let size = size.unwrap_or_else(|| PositionSize::for_each_of(signals.len()));
        Self { signals, size, exits: Exits::default() }
    }
}

impl<S: Signal> Strategy for PerInstrument<S> {
    fn on_bar(&mut self, ctx: &mut Context<'_>, closed: &ClosedBar) -> StrategyResult {
        let instrument = closed.instrument;
        let Some(signal) = self.signals.get_mut(instrument) else { return Ok(()) };
        match signal.next(&closed.bar, ctx.units(instrument)) {
            Wish::Stay => {}
            Wish::Flat => _ = leave(ctx, instrument, &mut self.exits),
            Wish::Take(side, stop) => {
                leave(ctx, instrument, &mut self.exits);
                if let Some(size) = self.size.of(ctx, instrument) {
                    enter(ctx, OrderRequest::market(instrument, side, size), None, stop);
                }
            }
        }
        Ok(())
    }
}

/// Orders of an instrument that are open; the memory is used again and again.
#[derive(Debug, Default)]
pub(crate) struct Exits(Vec<OrderId>);

/// Cancels what is open for an instrument, so that no exit outlives its position, and closes the position; the order that does so, if
/// there is a position.
pub(crate) fn leave(ctx: &mut Context<'_>, instrument: usize, exits: &mut Exits) -> Option<OrderId> {
    let id = ctx.listings().get(instrument)?.instrument_id;
    exits.0.clear();
    exits.0.extend(ctx.open_orders().filter(|order| order.instrument_id == id).map(Order::id));
    exits.0.sort_unstable();
    for order in &exits.0 {
        ctx.cancel(instrument, *order);
    }
    ctx.close(instrument)
}

/// Places an order, with exits where it has some. A price that is none protects nothing.
pub(crate) fn enter(ctx: &mut Context<'_>, entry: OrderRequest, gain: Option<f64>, loss: Option<f64>) -> OrderId {
    let tick = ctx.listings().get(entry.instrument).and_then(|listing| listing.tick_size);
    let (gain, loss) = (gain.and_then(|gain| price(gain, tick)), loss.and_then(|loss| price(loss, tick)));
    if gain.is_none() && loss.is_none() { ctx.place(entry) } else { ctx.bracket(entry, gain, loss) }
}

/// A price out of arithmetic, on the nearest tick; `None` for what is not above zero.
pub(crate) fn price(value: f64, tick: Option<Decimal>) -> Option<Price> {
    let exact = execution::number::decimal(value)?;
    let exact = match tick {
        Some(tick) => exact.checked_div(tick)?.round().checked_mul(tick)?,
        None => exact,
    };
    Price::new(exact).ok().filter(|price| !price.get().is_zero())
}
