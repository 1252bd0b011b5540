//! Orders, gate, simulated markets and accounts, and strategies over them.
#![allow(clippy::unwrap_used, reason = "functions that tests share fail by panicking")]

mod account;
mod engine;
mod fees;
mod gate;
mod golden;
mod golden_reference;
mod matching;
mod orders;
mod properties;
mod random_runs;
mod rebalancer;
mod sma_cross;
mod support;
mod table;
mod ticks;
