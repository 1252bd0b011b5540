//! What is done with what a conversation tells.

use std::{sync::Arc, time::Duration};

use model::{id::InstrumentId, market::DataKind, time::Timestamp};
use tokio::{sync::mpsc, time::Instant};
use venues::{Told, Topic};

use super::{ConnectionState, LastGarbage, LastRefusal, judge::End, talk::Watch, task::Task};
use crate::{error::MarketError, sample};

/// The source's number for too many connections of one key.
const CROWDED: i64 = 406;
/// For how long a refusal is taken for the reason of an end.
const LATELY: Duration = Duration::from_secs(30);

/// Where answers to requests for snapshots go.
pub(super) type Snapshots = mpsc::Sender<(InstrumentId, Result<Vec<u8>, MarketError>)>;

impl Task {
    /// Requests a book's snapshot again, or gives the book up and asks for it anew.
    pub(super) fn resync(&mut self, now: Timestamp, answers: &Snapshots, instrument: InstrumentId) {
        if let Some(symbol) = self.requested.get(&instrument) {
            let symbol = symbol.clone();
            self.request(answers, instrument, &symbol);
            return;
        }
        let topics = Arc::clone(&self.wants.borrow());
        let is_it = |topic: &Topic| topic.instrument == instrument && topic.kind == DataKind::Book;
        if topics.iter().any(is_it) {
            let others: Vec<Topic> = topics.iter().filter(|topic| !is_it(topic)).cloned().collect();
            self.conversation.want(now, &others, &mut self.told);
            self.conversation.want(now, &topics, &mut self.told);
        }
    }

    /// Requests a snapshot, now or when its turn comes.
    pub(super) fn needs(&mut self, answers: &Snapshots, instrument: InstrumentId, symbol: String) {
        let now = Instant::now();
        if self.resynced.get(&instrument).is_some_and(|at| now < *at + self.settings.resync_every) {
            self.requested.insert(instrument, symbol);
            self.shared.orders().resync.insert(instrument);
            return;
        }
        self.resynced.insert(instrument, now);
        self.request(answers, instrument, &symbol);
    }

    pub(super) fn request(&mut self, answers: &Snapshots, instrument: InstrumentId, symbol: &str) {
        self.requested.insert(instrument, symbol.to_owned());
        let Some(ask) = &self.snapshots else {
            let reason = "a book needs a snapshot by request, and no way to request it is set up";
            self.garbage(self.clock.now(), reason.to_owned(), "");
            return;
        };
        let (coming, answers) = (ask(instrument, symbol), answers.clone());
        tokio::spawn(async move {
            // Nobody listens when the socket has ended meanwhile.
            let _ = answers.send((instrument, coming.await)).await;
        });
    }

    pub(super) fn snapshot(
        &mut self,
        watch: &mut Watch,
        answers: &Snapshots,
        instrument: InstrumentId,
        body: Result<Vec<u8>, MarketError>,
    ) -> Option<End> {
        let now = self.clock.now();
        match body {
            Ok(body) => self.conversation.snapshot(now, instrument, &body, &mut self.told),
            Err(problem) => {
                tracing::warn!(source = %self.shared.source, code = problem.code(), "no snapshot of a book came");
                let at = Instant::now();
                self.resynced.insert(instrument, at);
                self.shared.orders().resync.insert(instrument); // asked for again when its turn comes
            }
        }
        self.act(now, watch, answers)
    }

    /// Does what the conversation tells.
    pub(super) fn act(&mut self, now: Timestamp, watch: &mut Watch, answers: &Snapshots) -> Option<End> {
        let mut told = std::mem::take(&mut self.told);
        let mut end = None;
        for told in told.drain(..) {
            let ends = self.act_on(now, told, watch, answers);
            // The first end counts, but what else was told is not lost.
            end = end.or(ends);
        }
        self.told = told;
        end
    }

    pub(super) fn act_on(&mut self, now: Timestamp, told: Told, watch: &mut Watch, answers: &Snapshots) -> Option<End> {
        match told {
            Told::Event(event) => {
                self.garbage_in_a_row = 0;
                self.events.push(event);
            }
            Told::News(news) => {
                self.garbage_in_a_row = 0;
                self.news.push(news);
            }
            Told::Say(frame) => {
                if !self.outbox.push(frame) {
                    return Some(End::wait(format!("{} does not take what is said", self.dialer.endpoint())));
                }
            }
            Told::Ready => {
                watch.ready = true;
                self.tell(ConnectionState::Ready);
            }
            Told::Subscribed { topics } => self.shared.counts().topics = Some(topics),
            Told::NeedsSnapshot { instrument, symbol } => self.needs(answers, instrument, symbol),
            Told::Refused { code, reason, is_final } => return self.refused(now, code, &reason, is_final),
            Told::Reconnect { reason } => {
                return Some(match self.refused_lately() {
                    Some(refusal) => End::wait(format!("{reason}: {refusal}")),
                    None => End::Anew { reason: reason.to_owned() },
                });
            }
            Told::Garbage { reason, sample } => {
                self.garbage(now, reason, &sample);
                self.garbage_in_a_row += 1;
                if self.garbage_in_a_row >= self.settings.garbage_max {
                    let reason = format!("{} sends nothing that can be read", self.dialer.endpoint());
                    return Some(End::wait(reason));
                }
            }
        }
        None
    }

    pub(super) fn refused(&mut self, now: Timestamp, code: Option<i64>, reason: &str, is_final: bool) -> Option<End> {
        let reason = sample::of_text(reason, self.dialer.endpoint().secrets());
        let number = code.map_or_else(String::new, |code| format!(" (code {code})"));
        self.shared.counts().last_refusal = Some(LastRefusal { at: now, code, reason: reason.clone() });
        let told = format!("{}: {reason}{number}", self.dialer.endpoint());
        if is_final {
            let what_to_do = "check the key and what the subscription covers, then connect again".into();
            return Some(End::Final { reason: told, what_to_do });
        }
        if code == Some(CROWDED) {
            return Some(End::Wait { reason: told, at_least: self.settings.crowded_wait });
        }
        self.refusal = Some((Instant::now(), told));
        None
    }

    /// What was refused so shortly before that it may be the reason of what happens now.
    pub(super) fn refused_lately(&mut self) -> Option<String> {
        self.refusal.take().filter(|(at, _)| at.elapsed() < LATELY).map(|(_, refusal)| refusal)
    }

    pub(super) fn garbage(&self, at: Timestamp, reason: String, sample: &str) {
        let sample = sample::of_text(sample, self.dialer.endpoint().secrets());
        let mut counts = self.shared.counts();
        counts.garbage += 1;
        counts.last_garbage = Some(LastGarbage { at, reason, sample });
    }
}
