//! What a process sends with, and what comes back from its desktop.

use std::sync::{Arc, Mutex, PoisonError};

use notify::{DesktopAction, Notifier, Setup, Sound};
use tokio::sync::{Notify, mpsc};

use crate::{
    Host,
    error::{Error, Result},
};

/// Clicks and sounds that may wait.
const BACKLOG: usize = 64;

/// The notifier, and the ends of its channels.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    waker: Notify,
    open: Mutex<Option<Arc<Notifier>>>,
    ends: Mutex<Option<Ends>>,
}

/// What comes back.
#[derive(Debug)]
pub(super) struct Ends {
    pub(super) actions: mpsc::Receiver<DesktopAction>,
    pub(super) sounds: mpsc::Receiver<Sound>,
}

impl Desk {
    /// Something may have to leave.
    pub(crate) fn wake(&self) {
        self.waker.notify_one();
    }

    /// The next time that somebody wakes it.
    pub(super) async fn woken(&self) {
        self.waker.notified().await;
    }

    /// The notifier, made when it is first needed.
    ///
    /// # Errors
    /// When encryption cannot be set up at all.
    pub(crate) fn notifier(&self, host: &Host) -> Result<Arc<Notifier>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(notifier) = open.as_ref() {
            return Ok(Arc::clone(notifier));
        }
        let (actions, clicked) = mpsc::channel(BACKLOG);
        let (sounds, played) = mpsc::channel(BACKLOG);
        let setup = Setup { clock: host.clock, actions: Some(actions), sounds: Some(sounds), ..Setup::default() };
        let made = Notifier::new(setup).map_err(|problem| Error::conflict("notifier_broken", problem.to_string()))?;
        let made = Arc::new(made);
        *open = Some(Arc::clone(&made));
        *self.ends.lock().unwrap_or_else(PoisonError::into_inner) = Some(Ends { actions: clicked, sounds: played });
        self.wake();
        Ok(made)
    }

    /// What comes back from the notifier, once, to whoever listens.
    pub(super) fn take_ends(&self) -> Option<Ends> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
