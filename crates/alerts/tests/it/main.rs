//! The crate from outside.

mod conditions;
mod engine;
mod escalation;
mod history;
mod machine;
mod properties;
mod rules;
mod support;
mod words;
