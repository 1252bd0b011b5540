//! The router in process over throw-away workspaces.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod access;
mod alerts;
mod backtests;
mod comparisons;
mod errors;
mod harness;
mod imports;
mod indicators;
mod ledger;
mod long_work;
mod rebalancings;
mod risk;
mod sample;
mod schedules;
mod sealed_file;
mod sockets;
mod steered;
mod strategies;
mod studio;
mod sweeps;
mod targets;
mod taxes;
mod tear_sheets;
mod windows;
