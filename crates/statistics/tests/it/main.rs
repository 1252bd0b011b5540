//! Estimators against the golden figures, properties, wrong settings, and bad input.
#![allow(clippy::unwrap_used)] // the helpers of tests are not #[test] functions themselves

mod bad_input;
mod black_litterman;
mod factors;
mod golden;
mod missing;
mod properties;
mod settings;
