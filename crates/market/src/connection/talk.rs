//! One socket from its opening to its end.

use std::{sync::Arc, time::Duration};

use futures_util::{FutureExt, SinkExt, StreamExt};
use model::{id::InstrumentId, market::DataKind};
use tokio::{
    sync::mpsc,
    time::{Instant, MissedTickBehavior, interval_at},
};
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};
use venues::{Frame, Topic};

use super::{
    Heard,
    dial::Socket,
    judge::{End, of_problem},
    task::Task,
    told::Snapshots,
};
use crate::{error::MarketError, sample};

/// So many events are given to the hub at once, at most.
const BATCH: usize = 512;
/// How often the deadlines are looked at.
const LOOK: Duration = Duration::from_secs(1);

/// What is remembered of one socket.
pub(super) struct Watch {
    pub(super) opened: Instant,
    /// When anything came last, pings and pongs included.
    pub(super) heard: Instant,
    pub(super) pinged: Option<Instant>,
    /// The answer was missing at the last look too, though everything that had come was read in between.
    pub(super) overdue: bool,
    pub(super) ready: bool,
    pub(super) unwanted: Option<Instant>,
    /// When it is ended before the source does.
    pub(super) old: Option<Instant>,
}

impl Task {
    pub(super) async fn talk(&mut self, mut socket: Socket) -> End {
        let mut watch = self.begin();
        let source = self.shared.source;
        if self.inlet.broke(source).await.is_err() {
            return End::Closed;
        }
        let topics = self.topics();
        watch.unwanted = topics.is_empty().then(Instant::now);
        let now = self.clock.now();
        self.conversation.opened(now, &mut self.told);
        self.conversation.want(now, &topics, &mut self.told);
        let (answers, mut answered) = mpsc::channel(16);
        if let Some(end) = self.act(now, &mut watch, &answers) {
            return end;
        }
        let look_every = LOOK.min(self.settings.pong_within / 2).max(Duration::from_millis(1));
        let mut look = interval_at(watch.opened + look_every, look_every);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let ping_every = self.settings.ping_every.clamp(Duration::from_millis(1), Duration::from_secs(86_400));
        let mut ping = interval_at(watch.opened + ping_every, ping_every);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let shared = Arc::clone(&self.shared);
        let end = loop {
            let has_words = !self.outbox.is_empty();
            let step = tokio::select! {
                biased;
                () = shared.ordered.notified() => self.ordered(&mut watch, &answers),
                _ = ping.tick() => {
                    if watch.pinged.is_none() {
                        watch.pinged = Some(Instant::now());
                        self.outbox.ping();
                    }
                    None
                }
                _ = look.tick() => self.look(&mut watch, &answers),
                changed = self.wants.changed() => match changed {
                    Ok(()) => self.wanted(&mut watch, &answers),
                    Err(_) => Some(End::Closed),
                },
                Some((instrument, body)) = answered.recv() => self.snapshot(&mut watch, &answers, instrument, body),
                () = self.outbox.turn(), if has_words => self.say(&mut socket).await,
                message = socket.next() => self.read(&mut socket, &mut watch, &answers, message),
            };
            // What came is given on whatever else happened: nothing that was read is lost.
            if self.give().await.is_err() {
                break End::Closed;
            }
            if let Some(end) = step {
                break end;
            }
        };
        // What is known of books is no longer kept up to date. Where the hub is gone nobody needs to know.
        let _ = self.inlet.broke(source).await;
        // Said politely where that is possible; nobody waits for it.
        let _ = tokio::time::timeout(Duration::from_millis(500), socket.close(None)).await;
        end
    }

    fn begin(&mut self) -> Watch {
        self.outbox.clear();
        self.told.clear();
        self.requested.clear();
        self.resynced.clear();
        (self.garbage_in_a_row, self.refusal) = (0, None);
        {
            // What was ordered before is done by beginning anew.
            let mut orders = self.shared.orders();
            orders.resync.clear();
            (orders.reconnect, orders.retry) = (None, false);
        }
        {
            let mut counts = self.shared.counts();
            counts.connected += 1;
            counts.topics = None;
        }
        let opened = Instant::now();
        let old = self.conversation.max_life_s().map(|seconds| {
            // A twentieth earlier, and some chance, so that not all connections end together.
            let life = Duration::from_secs(seconds.into());
            opened + life.mul_f64(0.95 - 0.04 * rand::random::<f64>())
        });
        Watch { opened, heard: opened, pinged: None, overdue: false, ready: false, unwanted: None, old }
    }

    fn topics(&mut self) -> Arc<[Topic]> {
        Arc::clone(&self.wants.borrow_and_update())
    }

    fn ordered(&mut self, watch: &mut Watch, answers: &Snapshots) -> Option<End> {
        let (resync, reconnect) = {
            let mut orders = self.shared.orders();
            if orders.close {
                return Some(End::Closed);
            }
            orders.retry = false;
            // Those whose turn has not come stay for the next look.
            let now = Instant::now();
            let every = self.settings.resync_every;
            let due = |at: Option<&Instant>| at.is_none_or(|at| now >= *at + every);
            let resynced = &mut self.resynced;
            let resync: Vec<InstrumentId> =
                orders.resync.extract_if(.., |instrument| due(resynced.get(instrument))).collect();
            resync.iter().for_each(|instrument| {
                resynced.insert(*instrument, now);
            });
            (resync, orders.reconnect.take())
        };
        if let Some(reason) = reconnect {
            return Some(End::Anew { reason: reason.to_owned() });
        }
        let now = self.clock.now();
        for instrument in resync {
            self.resync(now, answers, instrument);
        }
        self.act(now, watch, answers)
    }

    fn wanted(&mut self, watch: &mut Watch, answers: &Snapshots) -> Option<End> {
        let (topics, now) = (self.topics(), self.clock.now());
        watch.unwanted = topics.is_empty().then(Instant::now);
        self.requested.retain(|instrument, _| {
            topics.iter().any(|topic| topic.instrument == *instrument && topic.kind == DataKind::Book)
        });
        self.conversation.want(now, &topics, &mut self.told);
        self.act(now, watch, answers)
    }

    /// Looks at the deadlines.
    fn look(&mut self, watch: &mut Watch, answers: &Snapshots) -> Option<End> {
        let settings = self.settings;
        let passed = |since: Instant| since.elapsed();
        if watch.pinged.is_some_and(|at| passed(at) > settings.pong_within) {
            if watch.overdue {
                return Some(End::wait(format!("{} does not answer pings", self.dialer.endpoint())));
            }
            watch.overdue = true;
        }
        let silence = self.conversation.silence_limit_s();
        if silence > 0 && passed(watch.heard) > Duration::from_secs(silence.into()) {
            return Some(End::wait(format!("{} was silent for {silence} s", self.dialer.endpoint())));
        }
        if !watch.ready && passed(watch.opened) > settings.login {
            let said = self.refused_lately().map_or_else(String::new, |reason| format!(": {reason}"));
            return Some(End::wait(format!("{} did not let us in{said}", self.dialer.endpoint())));
        }
        if watch.unwanted.is_some_and(|since| passed(since) > settings.linger) {
            return Some(End::Unwanted);
        }
        if watch.old.is_some_and(|old| Instant::now() >= old) {
            return Some(End::Anew { reason: "the source ends connections of this age".into() });
        }
        let now = self.clock.now();
        self.conversation.clock(now, &mut self.told);
        self.act(now, watch, answers).or_else(|| self.ordered(watch, answers))
    }

    async fn say(&mut self, socket: &mut Socket) -> Option<End> {
        let message = self.outbox.pop()?;
        match tokio::time::timeout(self.settings.send, socket.send(message)).await {
            Ok(Ok(())) => None,
            Ok(Err(problem)) => Some(of_problem(self.dialer.endpoint(), &problem)),
            Err(_) => Some(End::wait(format!("{} takes no messages", self.dialer.endpoint()))),
        }
    }

    /// Takes a message, and those that have come already, up to a batch.
    fn read(
        &mut self,
        socket: &mut Socket,
        watch: &mut Watch,
        answers: &Snapshots,
        first: Option<Result<Message, SocketError>>,
    ) -> Option<End> {
        watch.heard = Instant::now();
        let mut next = first;
        let mut messages = 0_u64;
        let end = loop {
            let end = match next {
                Some(Ok(message)) => self.take(message, watch, answers, &mut messages),
                Some(Err(problem)) => Some(self.broken(&problem)),
                None => Some(self.left("the connection ended")),
            };
            if end.is_some() || self.events.len() >= BATCH {
                break end;
            }
            next = match socket.next().now_or_never() {
                Some(next) => next,
                None => break None,
            };
        };
        self.shared.counts().messages += messages;
        end
    }

    fn take(&mut self, message: Message, watch: &mut Watch, answers: &Snapshots, messages: &mut u64) -> Option<End> {
        let now = self.clock.now();
        match message {
            Message::Text(text) => {
                if let Frame::Text(own) = &mut self.text {
                    own.clear();
                    own.push_str(text.as_str());
                }
                self.conversation.heard(now, &self.text, &mut self.told);
            }
            Message::Binary(bytes) => {
                if let Frame::Binary(own) = &mut self.bytes {
                    own.clear();
                    own.extend_from_slice(&bytes);
                }
                self.conversation.heard(now, &self.bytes, &mut self.told);
            }
            Message::Pong(_) => {
                (watch.pinged, watch.overdue) = (None, false);
                return None;
            }
            // Pings are answered by the library.
            Message::Ping(_) | Message::Frame(_) => return None,
            Message::Close(frame) => {
                let said = frame.map_or_else(String::new, |frame| {
                    let text = sample::of_text(frame.reason.as_str(), self.dialer.endpoint().secrets());
                    format!(" (code {} {text})", u16::from(frame.code))
                });
                return Some(self.left(&format!("the source closed the connection{said}")));
            }
        }
        *messages += 1;
        self.act(now, watch, answers)
    }

    fn broken(&self, problem: &SocketError) -> End {
        if let SocketError::Capacity(_) | SocketError::Utf8(_) = problem {
            self.garbage(self.clock.now(), problem.to_string(), "");
        }
        of_problem(self.dialer.endpoint(), problem)
    }

    /// The source ended the socket; what it refused before is the likely reason.
    fn left(&mut self, reason: &str) -> End {
        match self.refused_lately() {
            Some(refusal) => End::wait(format!("{reason} after it had refused: {refusal}")),
            None => End::wait(reason),
        }
    }

    /// Gives the hub what came; waits while the hub has enough.
    async fn give(&mut self) -> Result<(), MarketError> {
        if !self.events.is_empty() {
            self.shared.counts().events += self.events.len() as u64;
            let events = std::mem::take(&mut self.events);
            self.events.reserve(events.len().min(BATCH));
            self.inlet.give(Heard::Events(events)).await?;
        }
        if !self.news.is_empty() {
            let news = std::mem::take(&mut self.news);
            self.inlet.give(Heard::News(news)).await?;
        }
        Ok(())
    }
}
