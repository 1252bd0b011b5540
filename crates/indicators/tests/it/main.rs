//! Indicators against C TA-Lib and plain formulas, bar by bar against whole, and bad input.
#![allow(clippy::unwrap_used)] // the helpers of tests are not #[test] functions themselves

mod bad_input;
mod catalogue;
mod golden;
mod golden_goog;
mod own;
mod properties;
mod table;
mod unknown;
