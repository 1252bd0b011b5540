//! Brokers, spoken to with messages made by hand in the form of each one's documentation.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // the helpers of tests are not #[test] functions; tables are printed

mod alpaca;
mod alpaca_stream;
mod binance;
mod booked;
mod capabilities;
mod client_ids;
mod coinbase;
mod doubt;
mod kraken;
#[path = "../../../venues/tests/it/mutate.rs"]
mod mutate;
#[path = "../../../venues/tests/it/mutate_bytes.rs"]
mod mutate_bytes;
mod mutations;
mod samples;
mod sites;
mod spec;
mod support;
