//! What a script says, and how it ended, for whoever shows it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ScriptError;

/// Lines beyond this are counted and not kept.
const LINES_MAX: usize = 10_000;
/// Characters of a line beyond this are cut off.
const CHARACTERS_MAX: usize = 1_000;

/// A line that a script wrote.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ScriptLogLine)]
pub struct LogLine {
    /// The time of the bars; `None` before the run began.
    pub at: Option<Timestamp>,
    /// What it says.
    pub text: String,
}

/// What a script says. Copies are the same journal, so that one stays with whoever started the run.
#[derive(Clone, Debug, Default)]
pub struct Journal(Arc<Mutex<Pages>>);

#[derive(Debug, Default)]
struct Pages {
    lines: Vec<LogLine>,
    dropped: u64,
    error: Option<ScriptError>,
}

impl Journal {
    /// The first 10,000 lines.
    #[must_use]
    pub fn lines(&self) -> Vec<LogLine> {
        self.pages().lines.clone()
    }

    /// How many lines came after these.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.pages().dropped
    }

    /// Why the script was stopped.
    #[must_use]
    pub fn error(&self) -> Option<ScriptError> {
        self.pages().error.clone()
    }

    pub(super) fn write(&self, at: Option<Timestamp>, text: &str) {
        let mut pages = self.pages();
        if pages.lines.len() < LINES_MAX {
            pages.lines.push(LogLine { at, text: text.chars().take(CHARACTERS_MAX).collect() });
        } else {
            pages.dropped += 1;
        }
    }

    pub(super) fn fail(&self, error: &ScriptError) {
        self.pages().error.get_or_insert_with(|| error.clone());
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
