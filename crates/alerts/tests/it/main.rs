//! The crate from outside.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod conditions;
mod engine;
mod escalation;
mod history;
mod machine;
mod properties;
mod rules;
mod support;
mod words;
