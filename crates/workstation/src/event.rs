//! What happened, for everybody who watches: one bounded bus, and a receiver that says when it lost something.

use market::connection::ConnectionState;
use model::{
    alert::AlertSeverity,
    id::{AlertId, CorrelationId, JobId},
    job::{JobKind, JobState},
    market::Source,
    time::Timestamp,
};
use serde::Serialize;
use tokio::sync::broadcast;

use crate::replays::ReplayView;

/// Events that a slow receiver may lag behind before it has to load everything anew.
const BACKLOG: usize = 512;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A job moved on.
    Job {
        /// The job.
        id: JobId,
        /// What it does.
        job_kind: JobKind,
        /// A line for people.
        title: String,
        /// Where it stands.
        state: JobState,
        /// Part done, 0 to 1.
        progress: f64,
        /// What it is doing, or why it failed.
        message: String,
        /// Seconds to the end, where that can be told.
        eta_s: Option<f64>,
    },
    /// Stored things changed; whoever shows these nouns loads them again.
    Changed {
        /// The nouns, as in the URLs.
        nouns: Vec<String>,
        /// Which click caused it.
        correlation_id: CorrelationId,
    },
    /// An alert fired.
    AlertFired {
        /// Which.
        id: AlertId,
        /// Its name.
        name: String,
        /// How much it matters.
        severity: AlertSeverity,
        /// The number of the firing, from 1.
        firing: u64,
        /// When it fired.
        at: Timestamp,
        /// Whether it was seen long after it happened.
        is_late: bool,
    },
    /// A sound to be played once, by a window that is open.
    Sound {
        /// Its name in the freedesktop sound naming specification.
        name: String,
        /// How much what it tells of matters.
        severity: AlertSeverity,
    },
    /// Somebody clicked a notification of the desktop: the alert is to be shown.
    ShowAlert {
        /// Which.
        id: AlertId,
    },
    /// The connection to a provider of market data changed.
    Provider {
        /// Whose.
        source: Source,
        /// How it stands now.
        state: ConnectionState,
    },
    /// A replay moved on, or ended.
    Replay {
        /// How it stands; null when it has ended.
        state: Option<Box<ReplayView>>,
    },
    /// Something to tell.
    Notice {
        /// A stable name; `resync` means: events were lost, load everything again.
        code: String,
        /// A line for people.
        message: String,
    },
}

impl Event {
    /// The notice that events were lost.
    pub fn resync() -> Self {
        Self::Notice { code: "resync".into(), message: "Updates were missed; everything is loaded again.".into() }
    }
}

/// Sends events to all who subscribed.
#[derive(Clone, Debug)]
pub struct EventBus(broadcast::Sender<Event>);

impl Default for EventBus {
    fn default() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }
}

impl EventBus {
    /// Sends to everybody; nobody listening is fine.
    pub fn send(&self, event: Event) {
        let _ = self.0.send(event); // an error only says that nobody listens
    }

    /// Says that nouns changed.
    pub fn changed(&self, nouns: &[&str], correlation_id: CorrelationId) {
        self.send(Event::Changed { nouns: nouns.iter().map(|n| (*n).to_owned()).collect(), correlation_id });
    }

    /// From now on.
    pub fn subscribe(&self) -> Events {
        Events(self.0.subscribe())
    }
}

/// A subscription.
#[derive(Debug)]
pub struct Events(broadcast::Receiver<Event>);

impl Events {
    /// The next event; [`Event::resync`] when some were lost; `None` when the program ends.
    pub async fn next(&mut self) -> Option<Event> {
        match self.0.recv().await {
            Ok(event) => Some(event),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Event::resync()),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_slow_receiver_is_told_that_it_lost_something() {
        let bus = EventBus::default();
        let mut events = bus.subscribe();
        for _ in 0..BACKLOG + 10 {
            bus.changed(&["instruments"], CorrelationId::new());
        }
        assert_eq!(events.next().await, Some(Event::resync()));
        assert!(matches!(events.next().await, Some(Event::Changed { .. })));
    }
}
