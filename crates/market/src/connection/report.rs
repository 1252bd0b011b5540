//! How a connection stands, for people.

use model::{market::Source, time::Timestamp};
use serde::{Deserialize, Serialize};

/// How a connection stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ConnectionState {
    /// Nothing is wanted of it.
    Idle,
    /// It is being opened.
    Connecting,
    /// The source let us in.
    Ready,
    /// It failed and is tried again by itself.
    Waiting {
        /// When.
        until: Timestamp,
        /// Why it failed.
        reason: String,
    },
    /// It is not tried again until somebody asks for it.
    Stopped {
        /// Why.
        reason: String,
        /// What a person can do.
        what_to_do: String,
    },
}

/// The last message that could not be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LastGarbage {
    /// When it came.
    pub at: Timestamp,
    /// Why it could not be read.
    pub reason: String,
    /// Its beginning.
    pub sample: String,
}

/// The last refusal of a source that did not end the connection for good.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LastRefusal {
    /// When.
    pub at: Timestamp,
    /// The source's number for it.
    pub code: Option<i64>,
    /// In words.
    pub reason: String,
}

/// How a connection stands and what it has seen since it was made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ConnectionReport {
    /// Whose.
    pub source: Source,
    /// How it stands.
    pub state: ConnectionState,
    /// How often a socket was opened.
    pub connected: u64,
    /// Messages that came, pings and pongs not counted.
    pub messages: u64,
    /// Events in them.
    pub events: u64,
    /// Topics that the source sends, as it says; `None` until it does.
    pub topics: Option<usize>,
    /// Messages that could not be read.
    pub garbage: u64,
    /// The last of them.
    pub last_garbage: Option<LastGarbage>,
    /// The last refusal.
    pub last_refusal: Option<LastRefusal>,
    /// Why the last socket ended.
    pub last_end: Option<String>,
}

/// What is counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) connected: u64,
    pub(super) messages: u64,
    pub(super) events: u64,
    pub(super) topics: Option<usize>,
    pub(super) garbage: u64,
    pub(super) last_garbage: Option<LastGarbage>,
    pub(super) last_refusal: Option<LastRefusal>,
    pub(super) last_end: Option<String>,
}

impl Counts {
    pub(super) fn report(&self, source: Source, state: ConnectionState) -> ConnectionReport {
        let Self { connected, messages, events, topics, garbage, last_garbage, last_refusal, last_end } = self.clone();
        ConnectionReport {
            source,
            state,
            connected,
            messages,
            events,
            topics,
            garbage,
            last_garbage,
            last_refusal,
            last_end,
        }
    }
}
