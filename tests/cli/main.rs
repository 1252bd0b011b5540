//! The real program, run as a person or a script runs it.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

mod alerts;
mod analysis;
mod backtest;
mod bad_files;
mod bad_requests;
mod books;
mod compare;
mod estimate;
mod exports;
mod figures;
mod golden;
mod golden_moments;
mod indicators;
#[cfg(target_os = "linux")]
mod keys;
#[cfg(target_os = "linux")]
mod large_files;
mod markets;
mod optimize;
mod owner;
mod paper;
#[cfg(target_os = "linux")]
mod planted;
mod program;
mod rebalancings;
mod reported_elsewhere;
mod risk;
mod schedules;
mod server;
mod storage;
mod targets;
mod usage;
