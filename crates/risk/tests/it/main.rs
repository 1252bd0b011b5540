//! Risk against independent programs, by its own laws, and with bad input.
#![allow(clippy::unwrap_used)] // the helpers of tests are not #[test] functions themselves

mod bad_input;
mod golden;
mod golden_garch;
mod hedging;
mod laws;
mod reports;
mod sample;
mod stress;
