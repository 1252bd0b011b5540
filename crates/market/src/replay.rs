//! A recording that takes the way of live data, at any speed.
//!
//! The recording's own times are the hub's: what it gives is what it gave on that day, however fast it runs. It runs no faster than the hub
//! and the sinks that may not miss anything ([`crate::sink::WhenFull::Wait`]).

use std::time::Duration;

use feed::replay::{Motion, Replay, Speed};
use model::{market::MarketEvent, time::Timestamp};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::Instant,
};

use crate::{
    connection::{Heard, Inlet},
    error::MarketError,
    hub::MarketHub,
};

/// So many events are given at once, at most.
const BATCH: usize = 512;
/// While it runs, the hub is told the time at least so often.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// How a replay stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReplayState {
    /// Up to where recorded time has come.
    pub position: Timestamp,
    /// Whether it runs.
    pub is_running: bool,
    /// How many events are still to come.
    pub remaining: usize,
}

#[derive(Clone, Copy, Debug)]
enum Order {
    Play(Speed),
    Pause,
    Step,
    Seek(Timestamp),
}

/// A replay that runs in a task of its own. Dropping it ends it.
#[derive(Debug)]
pub struct ReplayHandle {
    orders: mpsc::UnboundedSender<(Order, oneshot::Sender<()>)>,
    state: watch::Receiver<ReplayState>,
}

impl ReplayHandle {
    /// Starts a replay into a hub of recorded time ([`crate::hub::Time::Recorded`]), paused at its first event. It must be called within a
    /// tokio runtime.
    #[must_use]
    pub fn start(hub: &MarketHub, replay: Replay) -> Self {
        let (orders, ordered) = mpsc::unbounded_channel();
        let (tell, state) = watch::channel(standing(&replay));
        let runner = Runner { replay, inlet: hub.inlet(), began: Instant::now(), tell, ordered };
        tokio::spawn(runner.run());
        Self { orders, state }
    }

    /// Runs on.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn play(&self, speed: Speed) -> Result<(), MarketError> {
        self.order(Order::Play(speed)).await
    }

    /// Stands still.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn pause(&self) -> Result<(), MarketError> {
        self.order(Order::Pause).await
    }

    /// Gives one event, due or not.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn step(&self) -> Result<(), MarketError> {
        self.order(Order::Step).await
    }

    /// Goes to a time, back or forward. The hub begins anew there: what it knew belongs to another time.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn seek(&self, to: Timestamp) -> Result<(), MarketError> {
        self.order(Order::Seek(to)).await
    }

    /// How it stands; whoever holds the receiver sees each change.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<ReplayState> {
        self.state.clone()
    }

    /// Waits until every event has been given.
    ///
    /// # Errors
    /// [`MarketError::Stopped`] when the hub is.
    pub async fn finished(&self) -> Result<(), MarketError> {
        let mut state = self.state.clone();
        state.wait_for(|state| state.remaining == 0).await.map(drop).map_err(|_| MarketError::Stopped)
    }

    async fn order(&self, order: Order) -> Result<(), MarketError> {
        let (done, is_done) = oneshot::channel();
        self.orders.send((order, done)).map_err(|_| MarketError::Stopped)?;
        is_done.await.map_err(|_| MarketError::Stopped)
    }
}

struct Runner {
    replay: Replay,
    inlet: Inlet,
    began: Instant,
    tell: watch::Sender<ReplayState>,
    ordered: mpsc::UnboundedReceiver<(Order, oneshot::Sender<()>)>,
}

impl Runner {
    async fn run(mut self) {
        loop {
            if self.give_due().await.is_err() {
                return;
            }
            let wait = self.wait();
            tokio::select! {
                biased;
                () = self.inlet.closed() => return,
                order = self.ordered.recv() => {
                    let Some((order, done)) = order else { return };
                    if self.obey(order).await.is_err() {
                        return;
                    }
                    // Who ordered it may have gone.
                    let _ = done.send(());
                }
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    fn wall(&self) -> i64 {
        i64::try_from(self.began.elapsed().as_micros()).unwrap_or(i64::MAX)
    }

    fn wait(&self) -> Duration {
        match (self.replay.wait_micros(self.wall()), self.replay.motion()) {
            (Some(micros), Motion::Running) => Duration::from_micros(micros.unsigned_abs()).min(TELL_EVERY),
            // An order wakes it.
            (None, Motion::Running) | (_, Motion::Paused) => Duration::from_secs(3_600),
        }
    }

    async fn obey(&mut self, order: Order) -> Result<(), MarketError> {
        let wall = self.wall();
        match order {
            Order::Play(speed) => self.replay.play(wall, speed),
            Order::Pause => self.replay.pause(wall),
            Order::Step => {
                if let Some(event) = self.replay.step() {
                    let event = event.clone();
                    self.inlet.give(Heard::Events(vec![event])).await?;
                }
            }
            Order::Seek(to) => {
                self.replay.seek(wall, to);
                self.inlet.give(Heard::Rewound).await?;
            }
        }
        self.told();
        Ok(())
    }

    /// Gives what is due, up to a batch, and tells the time.
    async fn give_due(&mut self) -> Result<(), MarketError> {
        if self.replay.motion() == Motion::Paused {
            return Ok(());
        }
        let wall = self.wall();
        let mut events: Vec<MarketEvent> = Vec::new();
        while events.len() < BATCH
            && let Some(event) = self.replay.due(wall)
        {
            events.push(event.clone());
        }
        let is_behind = events.len() == BATCH;
        let has_more = self.replay.remaining() > 0;
        if !events.is_empty() {
            self.inlet.give(Heard::Events(events)).await?;
        }
        // Time passes without events too, but not past those that are due and not given yet, nor past the last one.
        if has_more && !is_behind {
            self.inlet.give(Heard::Until(self.replay.position())).await?;
        }
        self.told();
        Ok(())
    }

    fn told(&self) {
        let state = standing(&self.replay);
        self.tell.send_if_modified(|told| {
            let changes = *told != state;
            *told = state;
            changes
        });
    }
}

fn standing(replay: &Replay) -> ReplayState {
    ReplayState {
        position: replay.position(),
        is_running: replay.motion() == Motion::Running,
        remaining: replay.remaining(),
    }
}
