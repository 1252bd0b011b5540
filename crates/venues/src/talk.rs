//! What is said on a socket, and what it tells.

use std::{borrow::Cow, fmt};

use model::{
    currency::Currency,
    id::InstrumentId,
    market::{self, Adjustment, DataKind, MarketEvent, Origin, Source},
    time::Timestamp,
};

use crate::text::{sample, sample_of};

/// A frame of a WebSocket. `Debug` shows only its length: it may hold a key.
#[derive(Clone, PartialEq, Eq)]
pub enum Frame {
    /// Text.
    Text(String),
    /// Bytes.
    Binary(Vec<u8>),
}

impl Frame {
    /// Its text, also of a binary frame that holds text, as some venues send it.
    ///
    /// # Errors
    /// That a binary frame holds something else.
    pub fn text(&self) -> Result<&str, &'static str> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Binary(bytes) => std::str::from_utf8(bytes).map_err(|_| "a binary frame that is not text"),
        }
    }

    /// Hands the text over to whoever understands it; what is not understood is told as garbage.
    pub(crate) fn read(
        &self,
        out: &mut Vec<Told>,
        understand: impl FnOnce(&str, &mut Vec<Told>) -> Result<(), String>,
    ) {
        let read = self.text().map_err(Cow::Borrowed).and_then(|text| understand(text, out).map_err(Cow::Owned));
        if let Err(reason) = read {
            out.push(Told::garbage_frame(reason, self));
        }
    }

    fn sample(&self) -> String {
        match self {
            Self::Text(text) => sample(text),
            Self::Binary(bytes) => sample_of(bytes),
        }
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Binary(bytes) => write!(f, "Binary({} bytes)", bytes.len()),
        }
    }
}

/// What is wanted of an instrument.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    /// The instrument.
    pub instrument: InstrumentId,
    /// How the venue writes it.
    pub symbol: String,
    /// The currency of its prices, if known; it is put on every event.
    pub currency: Option<Currency>,
    /// What of it. Bars are those of one minute.
    pub kind: DataKind,
}

/// A piece of news with what the event of the model has no place for.
#[derive(Clone, PartialEq, Debug)]
pub struct NewsItem {
    /// Who, what, when, of which of the wanted instruments.
    pub item: market::NewsItem,
    /// What it says in short, as plain text.
    pub summary: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// What it is about, as the venue writes it.
    pub symbols: Vec<String>,
    /// How it sounds, −1 to 1, if the venue says so.
    pub sentiment: Option<f64>,
}

/// What a conversation tells.
#[derive(Clone, PartialEq, Debug)]
pub enum Told {
    /// A tick, a bar or a message about an order book.
    Event(MarketEvent),
    /// News.
    News(NewsItem),
    /// To be sent.
    Say(Frame),
    /// The venue let us in: what is wanted is being subscribed to.
    Ready,
    /// The venue confirmed subscriptions.
    Subscribed {
        /// How many topics are subscribed to now.
        topics: usize,
    },
    /// The order book must be requested ([`crate::binance::DepthQuery`]) and its answer given to [`Conversation::snapshot`].
    NeedsSnapshot {
        /// Of what.
        instrument: InstrumentId,
        /// As the venue writes it.
        symbol: String,
    },
    /// The venue refused something, or we did in its name.
    Refused {
        /// Its number for the reason.
        code: Option<i64>,
        /// The reason, without what looks like a key.
        reason: String,
        /// Whether trying again is useless until a person has changed something.
        is_final: bool,
    },
    /// The connection is to be closed and opened anew.
    Reconnect {
        /// Why.
        reason: &'static str,
    },
    /// Something was not understood and is not used.
    Garbage {
        /// Why.
        reason: String,
        /// Its beginning, at most 200 characters, without what looks like a key.
        sample: String,
    },
}

impl Told {
    pub(crate) fn say(text: String) -> Self {
        Self::Say(Frame::Text(text))
    }

    pub(crate) fn refused(code: Option<i64>, reason: &str) -> Self {
        Self::Refused { code, reason: sample(reason), is_final: false }
    }

    pub(crate) fn garbage(reason: impl Into<String>, text: &str) -> Self {
        Self::Garbage { reason: reason.into(), sample: sample(text) }
    }

    pub(crate) fn garbage_frame(reason: impl Into<String>, frame: &Frame) -> Self {
        Self::Garbage { reason: reason.into(), sample: frame.sample() }
    }
}

/// A WebSocket of a venue, from its opening on. It does nothing by itself: whoever runs the socket tells it what came and what
/// time it is, sends what it says, and closes the connection when it asks for it.
///
/// Every call adds to `out` and takes nothing from it.
pub trait Conversation: Send {
    /// Who speaks here.
    fn source(&self) -> Source;

    /// A new connection is open. Everything begins anew; what was wanted still is.
    fn opened(&mut self, now: Timestamp, out: &mut Vec<Told>);

    /// What is wanted from now on, as a whole. The differences to what was said are said, at once or when the venue is ready,
    /// no more at once than it allows; [`Conversation::clock`] says the rest. What the venue refused is tried again.
    fn want(&mut self, now: Timestamp, topics: &[Topic], out: &mut Vec<Told>);

    /// A frame came.
    fn heard(&mut self, now: Timestamp, frame: &Frame, out: &mut Vec<Told>);

    /// The answer to a request for an order book came, after [`Told::NeedsSnapshot`]. Where a venue sends its books itself,
    /// this tells garbage.
    fn snapshot(&mut self, now: Timestamp, instrument: InstrumentId, body: &[u8], out: &mut Vec<Told>);

    /// Time has passed; to be called about once a second. Sends what waits for its turn and the pings of the venue's own
    /// protocol, and notices answers that do not come.
    fn clock(&mut self, now: Timestamp, out: &mut Vec<Told>);

    /// After how many seconds without any frame, pings and pongs included, the connection counts as dead.
    fn silence_limit_s(&self) -> u32;

    /// After how many seconds the venue ends a connection; `None` when it does not.
    fn max_life_s(&self) -> Option<u32>;
}

/// Whose event it is, where the venue speaks of what was wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Known {
    pub(crate) instrument: InstrumentId,
    pub(crate) currency: Option<Currency>,
}

impl Known {
    /// The origin of an event; streams carry prices as they are paid.
    pub(crate) fn origin(
        self,
        source: Source,
        at: Option<Timestamp>,
        received_at: Timestamp,
        sequence: Option<u64>,
    ) -> Origin {
        let Self { instrument, currency } = self;
        Origin { instrument, source, at, received_at, sequence, currency, adjustment: Adjustment::Raw }
    }
}

/// Whole seconds between two times; none when the clock went back.
pub(crate) fn passed_s(since: Timestamp, now: Timestamp) -> i64 {
    now.micros().saturating_sub(since.micros()).max(0) / 1_000_000
}
