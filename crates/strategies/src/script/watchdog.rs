//! Ends what hangs: a thread that sees whether callbacks come back.
//!
//! It reads no clock; it sleeps, looks, and counts how often it saw the same callback. It decides nothing but that a run has failed.

use std::{
    sync::{Arc, Mutex, PoisonError, Weak},
    thread,
    time::Duration,
};

use super::meter::Meter;

/// How long it sleeps between two looks.
const NAP: Duration = Duration::from_millis(30);
/// How often the same callback may be seen. It is stopped between 120 and 150 milliseconds after it began, at its next step.
const SEEN_MAX: u32 = 4;

/// Watches the callbacks of any number of scripts. Copies are the same watchdog; when the last one is dropped its thread ends.
#[derive(Clone, Debug)]
pub struct Watchdog(Arc<Watched>);

#[derive(Debug, Default)]
struct Watched(Mutex<Vec<Look>>);

#[derive(Debug)]
struct Look {
    meter: Weak<Meter>,
    callback: u64,
    seen: u32,
}

impl Watchdog {
    /// Begins to watch. One is enough for a program.
    #[must_use]
    pub fn start() -> Self {
        let watched = Arc::new(Watched::default());
        let weak = Arc::downgrade(&watched);
        thread::spawn(move || {
            while let Some(watched) = weak.upgrade() {
                watched.look();
                drop(watched);
                thread::sleep(NAP);
            }
        });
        Self(watched)
    }

    pub(super) fn watch(&self, meter: &Arc<Meter>) {
        let look = Look { meter: Arc::downgrade(meter), callback: 0, seen: 0 };
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).push(look);
    }
}

impl Watched {
    fn look(&self) {
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        looks.retain_mut(|look| {
            let Some(meter) = look.meter.upgrade() else { return false };
            match meter.running() {
                Some(callback) if callback == look.callback => {
                    look.seen += 1;
                    if look.seen > SEEN_MAX {
                        meter.give_up();
                    }
                }
                Some(callback) => (look.callback, look.seen) = (callback, 1),
                None => look.seen = 0,
            }
            true
        });
    }
}
