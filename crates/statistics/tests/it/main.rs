//! Estimators against the golden figures, properties, and wrong settings.
#![allow(clippy::unwrap_used)] // the helpers of tests are not #[test] functions themselves

mod golden;
mod properties;
mod settings;
