//! What a source of market data says on a connection and what it is told, without the connection itself.
//!
//! Here are the types on which the connection and each source's own language meet.

use std::fmt;

use model::{
    currency::Currency,
    id::InstrumentId,
    market::{self, DataKind, MarketEvent, Source},
    time::Timestamp,
};

/// A message of the connection. `Debug` shows its length only: it may hold a key.
#[derive(Clone, PartialEq, Eq)]
pub enum Frame {
    /// Text.
    Text(String),
    /// Bytes.
    Binary(Vec<u8>),
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Binary(bytes) => write!(f, "Binary({} bytes)", bytes.len()),
        }
    }
}

/// A piece of news with what the event of the model has no place for.
#[derive(Clone, PartialEq, Debug)]
pub struct NewsItem {
    /// Who, what, when, of which instruments.
    pub item: market::NewsItem,
    /// What it says in short, as plain text.
    pub summary: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// What it is about, as the source writes it.
    pub symbols: Vec<String>,
    /// How it sounds, −1 to 1, if the source says so.
    pub sentiment: Option<f64>,
}

/// What is wanted of a source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    /// Of what.
    pub instrument: InstrumentId,
    /// What the source calls it.
    pub symbol: String,
    /// The currency of its prices, if known.
    pub currency: Option<Currency>,
    /// Which kind of data.
    pub kind: DataKind,
}

/// What follows from what was heard.
#[derive(Clone, PartialEq, Debug)]
pub enum Told {
    /// Market data.
    Event(MarketEvent),
    /// News.
    News(NewsItem),
    /// This is to be said.
    Say(Frame),
    /// Topics can be asked for from now on.
    Ready,
    /// The source sends so many topics.
    Subscribed {
        /// How many.
        topics: usize,
    },
    /// A book begins with a snapshot that must be asked for by a request.
    NeedsSnapshot {
        /// Of what.
        instrument: InstrumentId,
        /// What the source calls it.
        symbol: String,
    },
    /// The source refuses something.
    Refused {
        /// The source's number for it.
        code: Option<i64>,
        /// In words.
        reason: String,
        /// Whether asking again is in vain.
        is_final: bool,
    },
    /// A new connection is to be made.
    Reconnect {
        /// Why.
        reason: &'static str,
    },
    /// Something that cannot be read.
    Garbage {
        /// Why not.
        reason: String,
        /// The beginning of it.
        sample: String,
    },
}

/// A source's language: what it is told, and what its messages mean. Pure; times come in.
pub trait Conversation: Send {
    /// Whose.
    fn source(&self) -> Source;
    /// A new connection is open. Everything begins anew; what was wanted still is.
    fn opened(&mut self, now: Timestamp, out: &mut Vec<Told>);
    /// Everything that is wanted from now on. It is asked for at once, or when the source is ready.
    fn want(&mut self, now: Timestamp, topics: &[Topic], out: &mut Vec<Told>);
    /// A message came.
    fn heard(&mut self, now: Timestamp, frame: &Frame, out: &mut Vec<Told>);
    /// The answer to the request for a snapshot came.
    fn snapshot(&mut self, now: Timestamp, instrument: InstrumentId, body: &[u8], out: &mut Vec<Told>);
    /// Time has passed.
    fn clock(&mut self, now: Timestamp, out: &mut Vec<Told>);
    /// How many seconds nothing may come, not even a ping or pong.
    fn silence_limit_s(&self) -> u32;
    /// How many seconds the source lets a connection live.
    fn max_life_s(&self) -> Option<u32>;
}
