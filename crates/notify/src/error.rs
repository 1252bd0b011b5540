//! What can be wrong with settings, and why a message did not go out.

use std::{fmt, time::Duration};

use serde::Serialize;
use utoipa::ToSchema;

use crate::Reason;

/// The longest wait that a receiver can ask for; one that asks for more is asked again after this.
pub(crate) const RETRY_AFTER_MAX: Duration = Duration::from_secs(3_600);

/// A field that cannot be so.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema, thiserror::Error)]
#[schema(as = NotificationFieldProblem)]
#[error("{path}: {problem}")]
pub struct FieldProblem {
    /// The field's path, such as `to[1]` or `template.body`.
    pub path: String,
    /// What is wrong and what to do.
    pub problem: String,
}

impl FieldProblem {
    pub(crate) fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }
}

/// Settings that cannot be used, with every field at fault.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub struct SettingsError {
    /// At least one.
    pub fields: Vec<FieldProblem>,
}

impl SettingsError {
    /// The stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "way_settings"
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, field) in self.fields.iter().enumerate() {
            write!(f, "{}{field}", if n == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

/// Whether the same message may be sent again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Retry {
    /// It would fail again until somebody changes something.
    Never,
    /// After the waits of [`crate::Backoff`].
    Later,
    /// The receiver asked to wait so long, at most an hour.
    After(Duration),
}

/// A message that did not go out, or of which nobody knows.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
#[error("{reason}")]
pub struct SendError {
    reason: Reason,
    retry: Retry,
}

impl SendError {
    pub(crate) fn never(reason: Reason) -> Self {
        Self { reason, retry: Retry::Never }
    }

    pub(crate) fn later(reason: Reason) -> Self {
        Self { reason, retry: Retry::Later }
    }

    /// The wait is bounded here, whoever asks.
    pub(crate) fn after(reason: Reason, wait: Option<Duration>) -> Self {
        let retry = wait.map_or(Retry::Later, |wait| Retry::After(wait.min(RETRY_AFTER_MAX)));
        Self { reason, retry }
    }

    /// Why. Its text says what to do.
    #[must_use]
    pub fn reason(&self) -> &Reason {
        &self.reason
    }

    /// Whether and when to try again.
    #[must_use]
    pub fn retry(&self) -> Retry {
        self.retry
    }

    /// Trying again without a change cannot help.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.retry == Retry::Never
    }

    /// How long the receiver asked to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self.retry {
            Retry::After(wait) => Some(wait),
            Retry::Never | Retry::Later => None,
        }
    }

    /// The stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }
}
