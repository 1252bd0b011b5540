//! What is said on an account's stream, and what it tells.

use std::collections::HashMap;

use model::{order::event::OrderEventData, time::Timestamp};
use rust_decimal::Decimal;
use venues::{Frame, sample, sample_of};

use crate::{
    Signing,
    report::{Execution, Whose},
};

/// What a broker says of an order that is no event of ours.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// It is on its way to the market.
    PendingNew,
    /// The wish to cancel has arrived.
    PendingCancel,
    /// The wish to change has arrived.
    PendingReplace,
    /// Another order took its place.
    ReplacedBy(Option<String>),
    /// It rests until the next session.
    DoneForDay,
    /// It may not trade for now.
    Suspended,
    /// A trade is promised and has not come yet.
    Stopped,
    /// Its price was reached, and it works now.
    Triggered,
    /// An execution was taken back. What is booked stays until somebody looks at it.
    Busted {
        /// Which, if the broker says so.
        execution: Option<String>,
    },
    /// An execution was changed. What is booked stays until somebody looks at it.
    Corrected {
        /// Which, if the broker says so.
        execution: Option<String>,
    },
    /// So many units have traded so far; the executions must be asked for.
    Filled {
        /// Units.
        cumulative: Decimal,
    },
}

/// What happened to an order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// An event of the order, never a fill.
    Event(OrderEventData),
    /// Units changed hands.
    Executed(Box<Execution>),
    /// Something that changes nothing by itself.
    Notice(Notice),
}

/// A message about an order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Update {
    /// Whose order.
    pub whose: Whose,
    /// The broker's number for it.
    pub venue_order_id: String,
    /// As the broker writes it.
    pub symbol: String,
    /// When, by the broker's clock.
    pub at: Option<Timestamp>,
    /// What happened.
    pub what: What,
}

/// Why orders, executions, positions and cash must be compared with the broker's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// The stream begins: what happened before is not in it.
    Opened,
    /// A message is missing.
    Gap,
    /// A message was not understood, so something may have happened that is not known.
    NotUnderstood,
    /// A word for a status that is not known.
    UnknownStatus,
    /// An execution was taken back or changed.
    Amended,
    /// An order was changed in a way whose result must be seen.
    Replaced,
    /// Something traded whose executions the stream does not tell.
    Fills,
}

impl Why {
    /// The words of it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Opened => "the stream of the account begins",
            Self::Gap => "a message of the stream is missing",
            Self::NotUnderstood => "a message of the stream was not understood",
            Self::UnknownStatus => "the broker used a word for a status that is not known",
            Self::Amended => "the broker took back or changed an execution",
            Self::Replaced => "an order was changed",
            Self::Fills => "something traded, and the stream does not tell its executions",
        }
    }
}

/// What a stream tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Heard {
    /// Something about an order.
    Order(Box<Update>),
    /// To be sent.
    Say(Frame),
    /// The broker sends the account's messages from now on. Orders may go out only after what [`Heard::Reconcile`] asks for.
    Ready,
    /// Orders, executions, positions and cash are to be compared with the broker's before anything else is sent.
    Reconcile(Why),
    /// A sign of life.
    Alive,
    /// The broker refused something.
    Refused {
        /// Its code.
        code: Option<String>,
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
        /// Its beginning, without what looks like a key.
        sample: String,
    },
}

impl Heard {
    pub(crate) fn say(message: &serde_json::Value) -> Self {
        Self::Say(Frame::Text(message.to_string()))
    }

    /// Hands the text of a frame over to whoever understands it; what is not understood is told.
    pub(crate) fn read<E: Into<String>>(
        frame: &Frame,
        out: &mut Vec<Self>,
        message: impl FnOnce(&str, &mut Vec<Self>) -> Result<(), E>,
    ) {
        match (frame.text(), frame) {
            (Ok(text), _) => {
                if let Err(reason) = message(text, out) {
                    Self::garbage(out, reason, text);
                }
            }
            (Err(reason), Frame::Binary(bytes)) => Self::garbage(out, reason, &sample_of(bytes)),
            // A text is text.
            (Err(_), Frame::Text(_)) => {}
        }
    }

    /// What was not understood, and what must follow from it.
    pub(crate) fn garbage(out: &mut Vec<Self>, reason: impl Into<String>, text: &str) {
        out.push(Self::Garbage { reason: reason.into(), sample: sample(text) });
        out.push(Self::Reconcile(Why::NotUnderstood));
    }
}

/// The stream of an account, from its opening on. It does nothing by itself: whoever runs the socket tells it what came and what
/// time it is, sends what it says, and closes the connection when it asks for it. Every call adds to `out`.
pub trait Talk: Send {
    /// A new connection is open.
    fn opened(&mut self, signing: Signing, out: &mut Vec<Heard>);

    /// A frame came.
    fn heard(&mut self, now: Timestamp, frame: &Frame, out: &mut Vec<Heard>);

    /// Time has passed; to be called about once a second.
    fn clock(&mut self, now: Timestamp, out: &mut Vec<Heard>);
}

/// How much of each order has been heard to trade on a stream. It notices a fill that was never sent while everything else came.
#[derive(Default, Debug)]
pub(crate) struct Tally(HashMap<String, Decimal>);

impl Tally {
    /// Nothing is known any more.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// So much of an order has traded by now, of which `of_this` with the message itself. Whether something was left out since the
    /// message before; of an order's first message that cannot be said, but for one that is new.
    pub(crate) fn misses(&mut self, order: &str, so_far: Decimal, of_this: Decimal, is_new: bool) -> bool {
        let before = self.0.get(order).copied().or(is_new.then_some(Decimal::ZERO));
        let known = before.map_or(so_far, |before| before.max(so_far));
        self.0.insert(order.to_owned(), known);
        before.is_some_and(|before| so_far > before && so_far.checked_sub(of_this).is_none_or(|rest| rest > before))
    }

    /// Nothing more is expected of an order.
    pub(crate) fn forget(&mut self, order: &str) {
        self.0.remove(order);
    }
}
