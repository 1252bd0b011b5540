//! The ways that lead over a network, one in a module.

pub(crate) mod mail;
pub(crate) mod ntfy;
pub(crate) mod telegram;
pub(crate) mod webhook;

use crate::{FieldProblem, Reason, SendError, SettingsError};

/// A setting that turned out to be wrong while sending.
fn settings_problem(path: &str, problem: impl Into<String>) -> SendError {
    SendError::never(Reason::Settings(SettingsError { fields: vec![FieldProblem::new(path, problem)] }))
}
