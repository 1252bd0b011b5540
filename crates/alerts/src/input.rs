//! What an engine is told.

use bars::interval::Interval;
use model::{
    bar::Bar,
    id::{AccountId, InstrumentId},
    market::{NewsItem, Tick},
    time::Timestamp,
};

use crate::condition::OrderEventKind;

/// One thing that happened.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// A trade or quote that passed the checks of its stream.
    Tick(&'a Tick),
    /// A bar that closed. A later correction of it is none.
    Bar(&'a ClosedBar),
    /// A number that somebody names.
    Fact(&'a Fact<'a>),
    /// A piece of news.
    News(&'a NewsItem),
    /// An event of an order.
    Order(&'a OrderEvent),
    /// Nothing but the passing of time.
    Clock,
}

/// A bar whose time is over.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ClosedBar {
    /// Of what.
    pub instrument: InstrumentId,
    /// How much time it covers.
    pub interval: Interval,
    /// Its prices and volume.
    pub bar: Bar,
    /// A number that changes where a session begins; indicators of sessions are unknown without it.
    pub session: Option<i64>,
}

/// A named number.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fact<'a> {
    /// Its name.
    pub name: &'a str,
    /// Of what; empty for the whole.
    pub subject: &'a str,
    /// The number; `None` when it is not known, which ends what was known before.
    pub value: Option<f64>,
    /// As of when.
    pub at: Timestamp,
}

/// What happened to an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OrderEvent {
    /// What.
    pub kind: OrderEventKind,
    /// Of what.
    pub instrument: InstrumentId,
    /// In which account.
    pub account: AccountId,
}
