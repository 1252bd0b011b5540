//! Runs, signals against events, sweeps, validation, the look-ahead check, the gap to reality.
#![allow(clippy::unwrap_used, reason = "functions that tests share fail by panicking")]

mod bad_input;
mod cheats;
mod events;
mod gap;
mod golden;
mod paper;
mod results;
mod signals;
mod support;
mod sweeps;
mod taxes;
mod validation;
