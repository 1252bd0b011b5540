//! What came back, and what may be believed of it.

use model::order::event::OrderEventData;
use venues::{Reply, sample, sample_of};

use crate::{Broker, error::BrokerError, report::OrderReport};

/// What came back after a request.
#[derive(Clone, Copy, Debug)]
pub enum Got<'a> {
    /// An answer.
    Reply(Reply<'a>),
    /// None: out of time, cut off, or never connected. Whether the request arrived is not known.
    Nothing(&'static str),
}

/// Why it is not known what a request did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Doubt {
    /// What came instead of an answer, without what looks like a key.
    pub reason: String,
    /// HTTP status, where anything came.
    pub status: Option<u16>,
    /// In how many seconds to ask again, where the broker said so.
    pub retry_after_s: Option<u64>,
}

impl Doubt {
    /// Something in another form than the broker's.
    pub(crate) fn shape(status: u16, problem: impl Into<String>) -> Self {
        Self { reason: problem.into(), status: Some(status), retry_after_s: None }
    }
}

/// What became of an order that was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Placed {
    /// The broker has it.
    Accepted {
        /// Its own number for it.
        venue_order_id: String,
    },
    /// The broker does not take it.
    Rejected {
        /// The broker's code.
        code: Option<String>,
        /// Its sentence.
        reason: String,
    },
    /// The client id was there before: the order has arrived already. It must be looked up.
    Exists,
    /// Nobody knows. It must be looked up, and not be sent again before that.
    Unknown(Doubt),
}

impl Placed {
    /// What it is to the order.
    #[must_use]
    pub fn event(&self) -> OrderEventData {
        match self {
            Self::Accepted { .. } => OrderEventData::Accepted,
            Self::Rejected { reason, .. } => OrderEventData::Rejected { reason: reason.clone().into() },
            Self::Exists | Self::Unknown(_) => OrderEventData::Unanswered,
        }
    }
}

/// What became of the wish to cancel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Canceled {
    /// The broker will see to it; the stream tells how it ends.
    Asked,
    /// The rest will not trade.
    Done,
    /// It has ended already, filled or otherwise; a look-up says how.
    TooLate {
        /// The broker's sentence.
        reason: String,
    },
    /// The broker knows no such order, or no longer. That alone does not prove that it never had it.
    NotFound {
        /// The broker's sentence.
        reason: String,
    },
    /// The broker does not do it for another reason.
    Refused {
        /// The broker's code.
        code: Option<String>,
        /// Its sentence.
        reason: String,
    },
    /// Nobody knows.
    Unknown(Doubt),
}

impl Canceled {
    /// What it is to the order; `None` where the order is still on its way to being canceled.
    #[must_use]
    pub fn event(&self) -> Option<OrderEventData> {
        match self {
            Self::Asked => None,
            Self::Done => Some(OrderEventData::Canceled),
            Self::TooLate { reason } | Self::Refused { reason, .. } => {
                Some(OrderEventData::CancelRejected { reason: reason.clone().into() })
            }
            Self::NotFound { .. } | Self::Unknown(_) => Some(OrderEventData::Unanswered),
        }
    }

    /// Whether the order must be looked up.
    #[must_use]
    pub const fn must_look_up(&self) -> bool {
        matches!(self, Self::TooLate { .. } | Self::NotFound { .. } | Self::Unknown(_))
    }
}

/// What became of the wish to change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Changed {
    /// The broker will see to it; the stream tells how it ends.
    Asked {
        /// The broker's number of the order from then on, where it is known.
        venue_order_id: Option<String>,
    },
    /// It stays as it is.
    Refused {
        /// The broker's code.
        code: Option<String>,
        /// Its sentence.
        reason: String,
    },
    /// The broker knows no such order, or no longer.
    NotFound {
        /// The broker's sentence.
        reason: String,
    },
    /// Nobody knows.
    Unknown(Doubt),
}

impl Changed {
    /// What it is to the order; `None` while the change is on its way.
    #[must_use]
    pub fn event(&self) -> Option<OrderEventData> {
        match self {
            Self::Asked { .. } => None,
            Self::Refused { reason, .. } => Some(OrderEventData::ReplaceRejected { reason: reason.clone().into() }),
            Self::NotFound { .. } | Self::Unknown(_) => Some(OrderEventData::Unanswered),
        }
    }
}

/// What a look-up found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Looked {
    /// The order.
    Found(Box<OrderReport>),
    /// The broker says, in its own form, that it has no such order. Whether that proves anything depends on
    /// [`crate::Capabilities::lookup_lag_seconds`].
    Absent,
}

/// An answer in the form of an answer: its status and its text, which may be empty.
///
/// # Errors
/// Doubt, for everything that a broker's own program does not say: no answer, statuses of overload and of gateways, pages.
pub(crate) fn hear<'a>(got: &Got<'a>) -> Result<(u16, &'a str), Doubt> {
    let reply = match got {
        Got::Reply(reply) => reply,
        Got::Nothing(why) => return Err(Doubt { reason: (*why).to_owned(), status: None, retry_after_s: None }),
    };
    let status = reply.status;
    let doubt = |reason: String| Doubt { reason, status: Some(status), retry_after_s: reply.headers.retry_after_s() };
    match status {
        200..=299 => {}
        408 | 418 | 425 | 429 => return Err(doubt(format!("status {status}: no more requests for now"))),
        400..=499 => {}
        _ => return Err(doubt(format!("status {status}: {}", sample_of(reply.body)))),
    }
    let Ok(text) = std::str::from_utf8(reply.body) else { return Err(doubt("bytes that are no text".to_owned())) };
    let text = text.trim();
    let is_page = reply.headers.content_type.as_deref().is_some_and(|t| t.to_ascii_lowercase().contains("text/html"));
    if is_page || !(text.is_empty() || text.starts_with(['{', '['])) {
        return Err(doubt(format!("something else than an answer: {}", sample(text))));
    }
    Ok((status, text))
}

/// What a list or a look-up got.
pub(crate) enum Heard<'a> {
    /// An answer of success.
    Good(u16, &'a str),
    /// A refusal.
    Bad(u16, &'a str),
}

/// The answer to a list or a look-up.
///
/// # Errors
/// [`BrokerError::NoAnswer`].
pub(crate) fn hear_list<'a>(broker: Broker, got: &Got<'a>) -> Result<Heard<'a>, BrokerError> {
    match hear(got) {
        Ok((status @ 200..=299, text)) => Ok(Heard::Good(status, text)),
        Ok((status, text)) => Ok(Heard::Bad(status, text)),
        Err(doubt) => Err(BrokerError::NoAnswer { broker, doubt }),
    }
}

/// The text of a good answer to a list or a look-up, in its form.
///
/// # Errors
/// [`BrokerError::NoAnswer`] with what is not understood.
pub(crate) fn understood<T>(broker: Broker, status: u16, read: Result<T, String>) -> Result<T, BrokerError> {
    read.map_err(|problem| not_read(broker, status, problem))
}

pub(crate) fn not_read(broker: Broker, status: u16, problem: impl Into<String>) -> BrokerError {
    BrokerError::NoAnswer { broker, doubt: Doubt::shape(status, problem) }
}
