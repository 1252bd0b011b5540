//! One instrument that is long, flat or short by a list of signals, without the event engine.
//!
//! Between two signals nothing happens to the account of such a strategy, so the run goes from signal to signal. Units, prices, fees and cash are the
//! same decimals by the same functions that the engine calls (slippage, fees, sizes, rounding to lots and ticks), so fills are the engine's, digit for
//! digit. [`SignalStrategy`] is the same strategy for the engine; a test by chance holds one against the other. What cannot be followed (shares of a
//! volume, interest, corporate actions, limits of the gate beyond short sales and buying power) is refused by
//! [`SignalSettings::new`]; a margin call, which only the prices decide, by [`SignalSettings::run`].

mod averages;
mod bars;
mod figures;
mod list;
mod margin;
mod settings;
mod simulate;
mod strategy;
mod sweep;

pub use averages::{AverageKind, SharedAverages};
pub use bars::SignalBars;
pub use figures::SignalFigures;
pub use list::{Signal, Target, crossings, from_entries, from_targets};
pub use settings::{SignalSettings, SignalSize};
pub use simulate::{SignalFill, SignalRun, SignalTrade};
pub use strategy::SignalStrategy;
pub use sweep::sweep_crossings;
