//! The crate from outside: every venue's language by hand-made messages in the form of its documentation.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // the helpers of tests are not #[test] functions; counts are told

mod alpaca;
mod binance;
mod coinbase;
mod custom;
mod examples;
mod figures;
mod finnhub;
mod history;
mod kraken;
mod last;
mod mutate;
mod mutate_bytes;
mod mutations;
mod refusals;
mod secrets;
mod sequences;
mod support;
