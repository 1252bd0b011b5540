//! What is to be said and waits for its turn.

use std::collections::VecDeque;

use tokio_tungstenite::tungstenite::Message;
use venues::Frame;

use crate::budget::SharedBudget;

/// More messages than that are never waiting while a source listens.
const ROOM: usize = 4096;

/// Messages in the order in which they are said. Those of the protocol itself (pings) go first and need no budget.
pub(super) struct Outbox {
    pings: usize,
    waiting: VecDeque<Message>,
    budget: Option<SharedBudget>,
}

impl Outbox {
    pub(super) fn new(budget: Option<SharedBudget>) -> Self {
        Self { pings: 0, waiting: VecDeque::new(), budget }
    }

    pub(super) fn clear(&mut self) {
        self.pings = 0;
        self.waiting.clear();
    }

    pub(super) fn ping(&mut self) {
        self.pings = 1;
    }

    /// Whether there was room.
    pub(super) fn push(&mut self, frame: Frame) -> bool {
        if self.waiting.len() >= ROOM {
            return false;
        }
        self.waiting.push_back(match frame {
            Frame::Text(text) => Message::text(text),
            Frame::Binary(bytes) => Message::binary(bytes),
        });
        true
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pings == 0 && self.waiting.is_empty()
    }

    /// Waits until the next message may be said. Nothing is lost when it is no longer waited for; a budget that can never be
    /// had is none.
    pub(super) async fn turn(&self) {
        if self.pings == 0
            && let Some(budget) = &self.budget
            && let Err(problem) = budget.acquire(1).await
        {
            tracing::warn!(code = problem.code(), "messages to a source are sent without their budget");
        }
    }

    pub(super) fn pop(&mut self) -> Option<Message> {
        if self.pings > 0 {
            self.pings = 0;
            return Some(Message::Ping(Default::default()));
        }
        self.waiting.pop_front()
    }
}
