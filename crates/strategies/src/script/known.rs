//! What a callback may read, for as long as it runs.
//!
//! The virtual machine lives longer than any view of a run, so it cannot hold one. The view lies in a slot of the thread while a
//! callback runs; afterwards the slot is empty, and whatever the script kept of the context finds nothing there.

use execution::{number::float, strategy::Context};
use model::{
    bar::Bar,
    id::{InstrumentId, OrderId},
    time::Timestamp,
};
use rust_decimal::Decimal;
use scoped_tls_hkt::scoped_thread_local;

/// Reads of a [`Context`].
pub(super) trait Known {
    fn now(&self) -> Timestamp;
    fn instruments(&self) -> usize;
    fn instrument_id(&self, instrument: usize) -> InstrumentId;
    fn tick_size(&self, instrument: usize) -> Option<Decimal>;
    fn bars(&self, instrument: usize) -> usize;
    fn bar(&self, instrument: usize, index: usize) -> Option<Bar>;
    fn units(&self, instrument: usize) -> f64;
    fn average_price(&self, instrument: usize) -> Option<f64>;
    fn equity(&self) -> Option<f64>;
    fn cash(&self) -> f64;
    fn is_open(&self, order: OrderId) -> bool;
}

impl Known for Context<'_> {
    fn now(&self) -> Timestamp {
        Context::now(self)
    }

    fn instruments(&self) -> usize {
        self.listings().len()
    }

    fn instrument_id(&self, instrument: usize) -> InstrumentId {
        self.listings()[instrument].instrument_id
    }

    fn tick_size(&self, instrument: usize) -> Option<Decimal> {
        self.listings()[instrument].tick_size
    }

    fn bars(&self, instrument: usize) -> usize {
        Context::bars(self, instrument)
    }

    fn bar(&self, instrument: usize, index: usize) -> Option<Bar> {
        Context::bar(self, instrument, index)
    }

    fn units(&self, instrument: usize) -> f64 {
        Context::units(self, instrument)
    }

    fn average_price(&self, instrument: usize) -> Option<f64> {
        self.account().average_price(instrument).map(float)
    }

    fn equity(&self) -> Option<f64> {
        self.account().equity()
    }

    fn cash(&self) -> f64 {
        float(self.account().cash(self.account().settings().base))
    }

    fn is_open(&self, order: OrderId) -> bool {
        self.order(order).is_some_and(|state| !state.status().is_closed())
    }
}

scoped_thread_local!(static KNOWN: for<'a> &'a (dyn Known + 'a));

/// Runs a callback that may read a context.
pub(super) fn during<R>(ctx: &Context<'_>, callback: impl FnOnce() -> R) -> R {
    KNOWN.set(ctx as &dyn Known, callback)
}

/// Reads what is known now.
///
/// # Errors
/// Outside of a callback.
pub(super) fn read<R>(of: impl FnOnce(&dyn Known) -> mlua::Result<R>) -> mlua::Result<R> {
    if !KNOWN.is_set() {
        return Err(mlua::Error::runtime(
            "ctx can be used while a callback runs; use the one that the callback was given",
        ));
    }
    KNOWN.with(|known| of(known))
}
