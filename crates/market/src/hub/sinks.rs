//! The sinks of a hub, each behind a task of its own.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{
    mpsc::{self, error::TrySendError},
    oneshot,
};

use crate::sink::{Batch, Missed, Sink, SinkReport, SinkSettings, WhenFull};

#[derive(Debug, Default)]
struct Taken {
    taken: u64,
    failed: u64,
    last_failure: Option<String>,
    /// It wanted nothing more.
    is_done: bool,
}

/// What a sink's task is given.
#[derive(Debug)]
enum Given {
    Batch(Arc<Batch>, Missed),
    /// Tells that everything before it was taken.
    Mark(oneshot::Sender<()>),
}

/// The hub's side of a sink.
#[derive(Debug)]
pub(super) struct SinkLane {
    name: &'static str,
    settings: SinkSettings,
    sender: mpsc::Sender<Given>,
    taken: Arc<Mutex<Taken>>,
    /// Since the last batch that it was given.
    missed: Missed,
    missed_ever: Missed,
    has_ended: bool,
}

fn lock(taken: &Mutex<Taken>) -> MutexGuard<'_, Taken> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SinkLane {
    /// Starts the sink's task. It ends, after the last batch, when the lane is dropped.
    pub(super) fn start(mut sink: impl Sink, settings: SinkSettings) -> (Self, tokio::task::JoinHandle<()>) {
        let (sender, mut receiver) = mpsc::channel(settings.room.max(1));
        let (name, taken) = (sink.name(), Arc::new(Mutex::new(Taken::default())));
        let counts = Arc::clone(&taken);
        let task = tokio::spawn(async move {
            while let Some(given) = receiver.recv().await {
                let (batch, missed) = match given {
                    Given::Batch(batch, missed) => (batch, missed),
                    Given::Mark(taken) => {
                        // Who asked may have gone away.
                        let _ = taken.send(());
                        continue;
                    }
                };
                let result = sink.take(&batch, missed).await;
                let mut counts = lock(&counts);
                match result {
                    Ok(()) => counts.taken += 1,
                    Err(reason) => {
                        counts.failed += 1;
                        if counts.last_failure.as_ref() != Some(&reason) {
                            tracing::warn!(sink = name, reason, "market data could not be taken");
                        }
                        counts.last_failure = Some(reason);
                    }
                }
                counts.is_done = sink.is_done();
                if counts.is_done {
                    break;
                }
            }
            if let Err(reason) = sink.end().await {
                tracing::error!(sink = name, reason, "the last market data could not be kept");
            }
        });
        let (missed, missed_ever) = (Missed::default(), Missed::default());
        (Self { name, settings, sender, taken, missed, missed_ever, has_ended: false }, task)
    }

    pub(super) const fn wants_received(&self) -> bool {
        self.settings.wants_received
    }

    /// Comes when the sink has taken everything that it was given before; an error when it has ended.
    pub(super) fn mark(&self) -> oneshot::Receiver<()> {
        let (taken, is_taken) = oneshot::channel();
        let sender = self.sender.clone();
        // The hub does not wait for a sink that is full.
        tokio::spawn(async move { sender.send(Given::Mark(taken)).await });
        is_taken
    }

    /// Whether it wanted nothing more.
    pub(super) fn is_done(&self) -> bool {
        lock(&self.taken).is_done
    }

    pub(super) async fn give(&mut self, batch: &Arc<Batch>) {
        if self.has_ended {
            return self.miss(batch);
        }
        let given = Given::Batch(Arc::clone(batch), self.missed);
        let sent = match self.settings.when_full {
            WhenFull::Wait => self.sender.send(given).await.map_err(|_| ()),
            WhenFull::Miss => match self.sender.try_send(given) {
                Ok(()) => Ok(()),
                Err(TrySendError::Full(_)) => return self.miss(batch),
                Err(TrySendError::Closed(_)) => Err(()),
            },
        };
        match sent {
            Ok(()) => self.missed = Missed::default(),
            Err(()) if self.is_done() => self.has_ended = true,
            Err(()) => {
                tracing::error!(sink = self.name, "a sink of market data has ended");
                self.has_ended = true;
                self.miss(batch);
            }
        }
    }

    fn miss(&mut self, batch: &Batch) {
        self.missed.add(batch);
        self.missed_ever.add(batch);
    }

    pub(super) fn report(&self) -> SinkReport {
        let taken = lock(&self.taken);
        SinkReport {
            name: self.name.to_owned(),
            taken: taken.taken,
            failed: taken.failed,
            last_failure: taken.last_failure.clone(),
            missed: self.missed_ever,
            has_ended: self.has_ended || self.sender.is_closed(),
        }
    }
}
