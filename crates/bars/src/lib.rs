//! Series of bars: the column codec that stores them, the min/max pyramid that charts draw from, and bars built from ticks
//! or out of smaller bars.
//!
//! A bar covers an [`interval::Interval`] of a session; which moments belong to which bar is told by [`hours::Hours`]. Building
//! ([`build::BarBuilder`]) does not depend on the order of arrival as long as no tick is later than allowed: open and close go
//! by exchange time and sequence, and volume is summed exactly.
//!
//! What is not here: checks of ticks (a tick that comes twice is counted twice; `feed` sorts those out), clocks, storage.

pub mod build;
pub mod codec;
pub mod error;
pub mod hours;
pub mod interval;
pub mod pyramid;
pub mod resample;
pub mod series;
mod sum;
