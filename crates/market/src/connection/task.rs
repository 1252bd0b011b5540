//! The task of a connection: from one socket to the next.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use model::{id::InstrumentId, market::MarketEvent, time::Timestamp};
use tokio::{sync::watch, time::Instant};
use venues::{Conversation, Frame, NewsItem, Told, Topic};

use super::{
    AskSnapshot, ConnectionSettings, ConnectionSetup, ConnectionState, Inlet, Shared, dial::Dialer, judge::End,
    outbox::Outbox,
};
use crate::{backoff::Backoff, budget::SharedBudget, clock::Clock, error::MarketError};

/// A socket that is ended on purpose is followed by the next at once, unless it was younger than this.
const ANEW_MIN: Duration = Duration::from_secs(5);

pub(super) struct Task {
    pub(super) dialer: Dialer,
    pub(super) conversation: Box<dyn Conversation>,
    pub(super) settings: ConnectionSettings,
    pub(super) snapshots: Option<AskSnapshot>,
    pub(super) dials: Option<SharedBudget>,
    pub(super) outbox: Outbox,
    pub(super) inlet: Inlet,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) shared: Arc<Shared>,
    pub(super) wants: watch::Receiver<Arc<[Topic]>>,
    pub(super) state: watch::Sender<ConnectionState>,
    /// Memory that is used again for each message.
    pub(super) told: Vec<Told>,
    pub(super) text: Frame,
    pub(super) bytes: Frame,
    /// What came and was not given to the hub yet.
    pub(super) events: Vec<MarketEvent>,
    pub(super) news: Vec<NewsItem>,
    /// When a book was begun anew last, and those that wait for it.
    pub(super) resynced: BTreeMap<InstrumentId, Instant>,
    /// Books whose snapshots are requested, by their symbol.
    pub(super) requested: BTreeMap<InstrumentId, String>,
    pub(super) garbage_in_a_row: u32,
    /// What the source refused on this socket last, and when.
    pub(super) refusal: Option<(Instant, String)>,
}

impl Task {
    pub(super) fn new(
        setup: ConnectionSetup,
        inlet: Inlet,
        clock: Arc<dyn Clock>,
        shared: Arc<Shared>,
        wants: watch::Receiver<Arc<[Topic]>>,
        state: watch::Sender<ConnectionState>,
    ) -> Result<Self, MarketError> {
        let ConnectionSetup { endpoint, conversation, settings, snapshots, dials, says } = setup;
        Ok(Self {
            dialer: Dialer::new(endpoint, &settings)?,
            conversation,
            settings,
            snapshots,
            dials,
            outbox: Outbox::new(says),
            inlet,
            clock,
            shared,
            wants,
            state,
            told: Vec::new(),
            text: Frame::Text(String::new()),
            bytes: Frame::Binary(Vec::new()),
            events: Vec::new(),
            news: Vec::new(),
            resynced: BTreeMap::new(),
            requested: BTreeMap::new(),
            garbage_in_a_row: 0,
            refusal: None,
        })
    }

    pub(super) async fn run(mut self) {
        self.go().await;
        let reason = "market data was stopped".to_owned();
        self.tell(ConnectionState::Stopped { reason, what_to_do: "start it again".into() });
    }

    async fn go(&mut self) {
        let ConnectionSettings { first_wait, longest_wait, stable, .. } = self.settings;
        let mut backoff = Backoff::new(first_wait, longest_wait, stable);
        loop {
            if self.wants.borrow().is_empty() {
                self.tell(ConnectionState::Idle);
                if !self.until_wanted().await {
                    return;
                }
            }
            self.tell(ConnectionState::Connecting);
            let began = Instant::now();
            let end = self.one_socket().await;
            backoff.lasted(began.elapsed());
            let end = match end {
                // One that is asked for again and again is no better than a failure.
                End::Anew { reason } if began.elapsed() < ANEW_MIN.min(self.settings.stable) => End::wait(reason),
                end => end,
            };
            match end {
                End::Closed => return,
                End::Unwanted => {}
                End::Anew { reason } => self.ended(&reason),
                End::Wait { reason, at_least } => {
                    self.ended(&reason);
                    let wait = backoff.next(rand::random()).max(at_least);
                    if !self.wait(wait, reason).await {
                        return;
                    }
                }
                End::Final { reason, what_to_do } => {
                    self.ended(&reason);
                    backoff.reset();
                    self.tell(ConnectionState::Stopped { reason, what_to_do });
                    if !self.until_told().await {
                        return;
                    }
                }
            }
        }
    }

    async fn one_socket(&mut self) -> End {
        if let Some(dials) = &self.dials
            && let Err(problem) = dials.acquire(1).await
        {
            let what_to_do = "correct the budget of connections".into();
            return End::Final { reason: problem.to_string(), what_to_do };
        }
        let now = self.clock.now();
        let shared = Arc::clone(&self.shared);
        let dialed = tokio::select! {
            biased;
            () = closed(&shared) => return End::Closed,
            dialed = self.dialer.dial(now) => dialed,
        };
        match dialed {
            Ok(socket) => Box::pin(self.talk(socket)).await,
            Err(end) => end,
        }
    }

    /// Waits, unless it is told to try at once. Whether to go on.
    async fn wait(&mut self, wait: Duration, reason: String) -> bool {
        let micros = i64::try_from(wait.as_micros()).unwrap_or(i64::MAX);
        let until = Timestamp::from_micros(self.clock.now().micros().saturating_add(micros));
        self.tell(ConnectionState::Waiting { until, reason });
        let deadline = Instant::now() + wait;
        loop {
            tokio::select! {
                biased;
                () = self.shared.ordered.notified() => {
                    let mut orders = self.shared.orders();
                    if orders.close {
                        return false;
                    }
                    // A machine that wakes up need not wait out what it began before its sleep.
                    if std::mem::take(&mut orders.retry) || orders.reconnect.take().is_some() {
                        return true;
                    }
                }
                () = tokio::time::sleep_until(deadline) => return true,
            }
        }
    }

    /// Waits until something is wanted. Whether to go on.
    async fn until_wanted(&mut self) -> bool {
        let shared = Arc::clone(&self.shared);
        tokio::select! {
            biased;
            () = closed(&shared) => false,
            is_wanted = async { self.wants.wait_for(|wanted| !wanted.is_empty()).await.is_ok() } => is_wanted,
        }
    }

    /// Waits until it is told to try again. Whether to go on.
    async fn until_told(&mut self) -> bool {
        loop {
            {
                let mut orders = self.shared.orders();
                if orders.close {
                    return false;
                }
                orders.reconnect = None;
                if std::mem::take(&mut orders.retry) {
                    return true;
                }
            }
            self.shared.ordered.notified().await;
        }
    }

    fn ended(&self, reason: &str) {
        tracing::info!(source = %self.shared.source, reason, "the connection of market data ended");
        self.shared.counts().last_end = Some(reason.to_owned());
    }

    pub(super) fn tell(&self, state: ConnectionState) {
        self.state.send_if_modified(|told| {
            let changes = *told != state;
            if changes {
                *told = state;
            }
            changes
        });
    }
}

/// Waits until the handle is gone.
async fn closed(shared: &Shared) {
    loop {
        if shared.orders().close {
            return;
        }
        shared.ordered.notified().await;
    }
}
