//! The language of each broker: which request places, changes, cancels or lists, and what answers and streams mean, in terms of
//! our own orders, events and fills. Bytes in, values out.
//!
//! A [`Desk`] is an account at a [`Broker`]: what is asked there becomes a [`Request`], and what came back is given to it again.
//! A [`Talk`] is the stream of an account from its opening to its end. What a broker can do stands in its [`Capabilities`]; what it
//! cannot do is refused before anything is sent.
//!
//! The key decision: an answer says that an order is there, or that it is refused, only in the broker's own form. Everything else
//! (no answer, a busy broker, a page of HTML, half a message, the form of somebody else) is unknown and must be looked up; a list
//! that cannot be read whole is a failure, never an empty list. A live host has a type of its own ([`site::Live`]), which only a
//! [`site::LivePermission`] makes.
//!
//! Exits and groups of orders are kept by this program: a broker sees one plain order after the other.
//!
//! What is not here: sockets, HTTP, timers, retries, storage, comparison with our books.

pub mod alpaca;
mod answer;
pub mod binance;
mod broker;
mod capabilities;
mod client_id;
pub mod coinbase;
mod desk;
mod error;
pub mod kraken;
mod read;
mod report;
mod request;
mod sign;
pub mod site;
mod talk;

pub use answer::{Canceled, Changed, Doubt, Got, Looked, Placed};
pub use broker::{Broker, Language};
pub use capabilities::{
    Capabilities, ClientIdRule, Dedupe, Groups, PaperTrading, ReplaceWay, StreamKind, StreamRule, Terms, TimeKind,
    UnitRule,
};
pub use client_id::ClientOrderId;
pub use desk::{Ask, Desk, Hours, Placement, Signing, Target};
pub use error::BrokerError;
pub use report::{Cash, Execution, Fee, Holding, OrderReport, Page, VenueStatus, Whose};
pub use request::{Method, Request};
pub use talk::{Heard, Notice, Talk, Update, What, Why};
