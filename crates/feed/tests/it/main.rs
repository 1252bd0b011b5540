//! Streams as a whole: against other programs, in random orders, with faults, with nonsense.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // the helpers of tests are not #[test] functions; skips are told

mod faults;
mod golden;
mod nonsense;
mod orders;
mod polled;
mod streams;
