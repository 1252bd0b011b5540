//! Counts what a script does, and says when it was enough.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
};

use super::{ScriptError, ScriptFault, ScriptLimits};

/// Steps of one virtual machine. Only the thread that runs the script counts; the watchdog looks on.
#[derive(Debug)]
pub(super) struct Meter {
    per_callback: u64,
    /// What is left of the callback's steps.
    left: AtomicU64,
    /// What is left of the run's, without the ones given to the callback.
    total: AtomicU64,
    /// Counts beginnings and ends of callbacks: odd while one runs.
    beat: AtomicU64,
    /// The watchdog has had enough.
    late: AtomicBool,
    /// Why the script was stopped first, whatever it made of that itself.
    stopped: Mutex<Option<ScriptError>>,
}

impl Meter {
    pub(super) fn new(limits: &ScriptLimits) -> Self {
        Self {
            per_callback: u64::from(limits.steps_per_callback),
            left: AtomicU64::new(0),
            total: AtomicU64::new(limits.steps_total),
            beat: AtomicU64::new(0),
            late: AtomicBool::new(false),
            stopped: Mutex::new(None),
        }
    }

    /// A callback begins.
    pub(super) fn begin(&self) {
        let total = self.total.load(Relaxed);
        let given = total.min(self.per_callback);
        self.left.store(given, Relaxed);
        self.total.store(total - given, Relaxed);
        self.beat.fetch_add(1, Relaxed);
    }

    /// It is over: the steps that it did not take are the run's again. An error when it was stopped, even if it went on as if nothing had
    /// happened.
    pub(super) fn end(&self) -> Result<(), ScriptError> {
        self.beat.fetch_add(1, Relaxed);
        self.total.fetch_add(self.left.swap(0, Relaxed), Relaxed);
        let stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        stopped.clone().map_or(Ok(()), Err)
    }

    /// Takes some steps. After the last one every further step is refused, so that a script that catches the refusal comes no further.
    #[inline]
    pub(super) fn take(&self, steps: u64) -> Result<(), ScriptFault> {
        if self.late.load(Relaxed) {
            return Err(ScriptFault::Time);
        }
        let left = self.left.load(Relaxed);
        match left.checked_sub(steps) {
            Some(left) => {
                self.left.store(left, Relaxed);
                Ok(())
            }
            // What we do with the virtual machine ourselves, between two callbacks, takes steps that nobody counts.
            None if self.running().is_none() => Ok(()),
            None => {
                self.left.store(0, Relaxed);
                Err(ScriptFault::Steps)
            }
        }
    }

    /// Notes why a script is stopped, unless it was before; the error to raise in it.
    #[cold]
    pub(super) fn stop(&self, fault: ScriptFault, line: Option<u32>) -> mlua::Error {
        let words = match fault {
            ScriptFault::Time => "it did not come back in time; do less in one callback".to_owned(),
            _ if self.total.load(Relaxed) == 0 => {
                "the run has taken all its steps; do less in each callback, or raise steps_total".to_owned()
            }
            _ => format!(
                "it took more than {} steps in one callback; look for a loop that does not end, or raise steps_per_callback",
                self.per_callback
            ),
        };
        let error = ScriptError::new(fault, line, words);
        let mut stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        mlua::Error::external(stopped.get_or_insert(error).clone())
    }

    /// The number of the callback that is running, if one is.
    pub(super) fn running(&self) -> Option<u64> {
        let beat = self.beat.load(Relaxed);
        (beat % 2 == 1).then_some(beat)
    }

    /// For the watchdog: the callback takes too long.
    pub(super) fn give_up(&self) {
        self.late.store(true, Relaxed);
    }
}
