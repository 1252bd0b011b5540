//! The calendar against its reference, and the scheduler against tables written by hand.
#![allow(clippy::unwrap_used)] // integration tests: clippy sees functions outside #[test] as ordinary code

mod golden;
mod properties;
mod recurrences;
mod scheduler;
mod sessions;
