//! What the tasks that tell alerts what came have in common.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use model::{id::AlertId, time::Timestamp};
use store::alerts::Alert;
use tokio::sync::{
    Notify,
    watch::{Receiver, Sender},
};

use super::{live::Live, seen::Seen, wanted::Wanted};

/// Wakes the task that tells alerts what came, and says who decides them.
#[derive(Default)]
pub(crate) struct Watching {
    waker: Notify,
    /// How often alerts changed.
    changes: AtomicU64,
    /// Alerts as live ticks left them since the last look.
    moved: Mutex<HashMap<AlertId, Alert>>,
    live: RwLock<Option<Arc<Live>>>,
    missed: Sender<Option<Timestamp>>,
    wanted: Sender<Arc<Wanted>>,
    /// Held during a look, so that two do not tell the same thing.
    pub(super) seen: tokio::sync::Mutex<Seen>,
}

impl Watching {
    /// After a change of something that rules may watch.
    pub(crate) fn wake(&self) {
        self.waker.notify_one();
    }

    /// When something may have changed.
    pub(super) async fn woken(&self) {
        self.waker.notified().await;
    }

    /// After a change of alerts.
    pub(crate) fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Release);
        self.wake();
    }

    /// What alerts want to be told of as it streams; it changes with them.
    pub(crate) fn wanted(&self) -> Receiver<Arc<Wanted>> {
        self.wanted.subscribe()
    }

    /// Since when nothing that streamed before was told completely to live alerts, though the streams are complete: bars must tell it.
    pub(crate) fn missed_since(&self) -> Receiver<Option<Timestamp>> {
        self.missed.subscribe()
    }

    /// Live alerts missed something that streamed before a time.
    pub(super) fn missed(&self, at: Timestamp) {
        self.missed.send_replace(Some(at));
        self.wake();
    }

    /// From now on alerts are decided there, or by stored bars alone.
    pub(super) fn attach(&self, live: Option<Arc<Live>>) {
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = live;
        self.wake();
    }

    pub(super) fn live(&self) -> Option<Arc<Live>> {
        self.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Live ticks left alerts like this.
    pub(super) fn moved(&self, alerts: impl Iterator<Item = Alert>) {
        let mut moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        moved.extend(alerts.map(|alert| (alert.id, alert)));
        drop(moved);
        self.wake();
    }

    /// How often alerts changed.
    pub(super) fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    /// How live ticks left alerts since this was asked last.
    pub(super) fn take_moved(&self) -> HashMap<AlertId, Alert> {
        std::mem::take(&mut self.moved.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// These alerts are watched now; what they want is told where it is something else.
    pub(super) fn want(&self, alerts: &[Alert]) {
        let wanted = Wanted::of(alerts.iter().map(|alert| &alert.fields.rule));
        self.wanted.send_if_modified(|known| {
            let is_new = **known != wanted;
            if is_new {
                *known = Arc::new(wanted);
            }
            is_new
        });
    }
}
