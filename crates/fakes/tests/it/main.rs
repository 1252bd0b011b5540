//! Fakes are driven by official clients of the real venues, unchanged, and by ours; all must be told the same.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // the helpers of tests are not #[test] functions; a skipped test says so

mod alpaca;
mod exchanges;
mod ours;
mod ours_exchanges;
mod peers;
mod spec;
mod support;
