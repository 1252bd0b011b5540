//! Estimators against the golden figures, properties, wrong settings, and bad input.
#![allow(clippy::unwrap_used)] // the helpers of tests are not #[test] functions themselves
#![allow(clippy::needless_pass_by_value)] // helpers take `json!` values as they are written

mod bad_input;
mod black_litterman;
mod factors;
mod golden;
mod golden_attribution;
mod golden_metrics;
mod golden_significance;
mod golden_simulation;
mod measured;
mod missing;
mod properties;
mod settings;
