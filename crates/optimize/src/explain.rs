//! A result in words: what its binding limits cost, and why its weights differ from those of an earlier run.

mod binding;
mod changes;

pub use binding::binding_in_words;
pub use changes::{Cause, ChangePart, ChangeStep, WeightChange, WeightChanges, explain_changes};
