//! Strategies that users write, in Luau (<https://luau.org>).
//!
//! A script is a file of functions: `on_start(ctx)` before the first bar, `on_bar(ctx, bar)` for each bar that has closed,
//! `on_moment(ctx)` when all bars of a time are told, `on_fill(ctx, fill)` and `on_refused(ctx, refused)` for what became of its
//! orders. What it may be asked for before a run it declares at the top with `param(name, default, {min, max, words})`;
//! [`parameters`] reads that.
//!
//! It runs in a sandbox: no files, no network, no clock, no code from elsewhere, and libraries that cannot be changed. What ends a script
//! that will not end is a count of steps (calls, returns, turns of loops, attempts to match a pattern; some library functions count
//! for their work), which is the same on any machine. A [`Watchdog`] looks at the wall's clock as well, for the few things that cost time and no
//! steps; what it stops has failed. Memory is limited, and a virtual machine that ran out of it is thrown away.
//!
//! Two runs of a script over the same data give the same orders, unless it looks at addresses: the order of keys that are tables or
//! functions, or the text of such a value.

mod bar;
mod calls;
mod desk;
mod error;
mod journal;
mod known;
mod limits;
mod meter;
mod orders;
mod parameters;
mod reading;
mod sandbox;
mod specification;
mod strategy;
mod studies;
mod watchdog;

pub use error::{ScriptError, ScriptFault};
pub use journal::{Journal, LogLine};
pub use limits::ScriptLimits;
pub use parameters::parameters;
pub use specification::{ScriptSpecification, ScriptValue};
pub(crate) use strategy::ScriptStrategy;
pub use watchdog::Watchdog;
