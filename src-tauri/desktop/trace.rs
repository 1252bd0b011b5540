//! How long the start takes, printed when `QUARTERDECK_TRACE_START=1`.

use std::{collections::HashSet, sync::Mutex, time::Instant};

/// The variable that turns it on.
const VARIABLE: &str = "QUARTERDECK_TRACE_START";
/// Marks that are kept; a page cannot fill the log.
const MARKS_MAX: usize = 64;

/// Milliseconds since the process started, at named points, each once.
pub(super) struct Trace {
    started: Instant,
    is_on: bool,
    seen: Mutex<HashSet<String>>,
}

impl Trace {
    /// Counts from `started`.
    pub(super) fn new(started: Instant) -> Self {
        let is_on = std::env::var(VARIABLE).is_ok_and(|value| value == "1");
        Self { started, is_on, seen: Mutex::default() }
    }

    /// Prints the first occurrence of a point.
    pub(super) fn mark(&self, name: &str) {
        if !self.is_on {
            return;
        }
        let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if seen.len() < MARKS_MAX && seen.insert(name.clone()) {
            #[expect(clippy::print_stderr, reason = "asked for by the variable, read by the bench")]
            {
                eprintln!("start: {name} {} ms", self.started.elapsed().as_millis());
            }
        }
    }
}
