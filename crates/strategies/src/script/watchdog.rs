//! Ends what hangs: a thread that sees whether callbacks come back.
//!
//! It reads no clock; it sleeps, looks, and counts how often it saw the same callback. It decides nothing but that a run has failed.

use std::{
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
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
struct Watched {
    looks: Mutex<Vec<Look>>,
    /// Whoever runs the scripts has had enough.
    stop: Option<Arc<AtomicBool>>,
}

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
        Self::of(None)
    }

    /// As [`Watchdog::start`]; and once the flag is set, callbacks that run are ended at their next step, 30 milliseconds later at most.
    #[must_use]
    pub fn stopped_by(flag: Arc<AtomicBool>) -> Self {
        Self::of(Some(flag))
    }

    fn of(stop: Option<Arc<AtomicBool>>) -> Self {
        let watched = Arc::new(Watched { looks: Mutex::default(), stop });
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
        self.0.looks.lock().unwrap_or_else(PoisonError::into_inner).push(look);
    }
}

impl Watched {
    fn look(&self) {
        let stop = self.stop.as_ref().is_some_and(|stop| stop.load(Relaxed));
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        looks.retain_mut(|look| {
            let Some(meter) = look.meter.upgrade() else { return false };
            match meter.running() {
                Some(_) if stop => meter.give_up(),
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

#[cfg(test)]
mod tests {
    use super::{super::ScriptLimits, *};

    #[test]
    fn a_callback_is_ended_at_the_first_look_after_the_flag_was_set() {
        let flag = Arc::new(AtomicBool::new(false));
        let meter = Arc::new(Meter::new(&ScriptLimits::default()));
        let look = Look { meter: Arc::downgrade(&meter), callback: 0, seen: 0 };
        let watched = Watched { looks: Mutex::new(vec![look]), stop: Some(Arc::clone(&flag)) };
        meter.begin();
        watched.look();
        assert!(meter.take(1).is_ok());
        flag.store(true, Relaxed);
        watched.look();
        assert!(meter.take(1).is_err());
    }

    #[test]
    fn between_callbacks_nothing_is_ended() {
        let meter = Arc::new(Meter::new(&ScriptLimits::default()));
        let look = Look { meter: Arc::downgrade(&meter), callback: 0, seen: 0 };
        let watched = Watched { looks: Mutex::new(vec![look]), stop: Some(Arc::new(AtomicBool::new(true))) };
        watched.look();
        assert!(meter.take(1).is_ok());
    }
}
