//! The language of each market-data venue: what to say on a socket and what was heard; which request to make and what its
//! answer says. Bytes in, values out.
//!
//! A [`Conversation`] is one WebSocket from its opening to its end: told what is wanted and what came, it says what is to be
//! sent and what it means. A [`Query`] is one HTTP request with the reading of its answer. [`Venue`] lists the venues that
//! there are, each with its [`Capabilities`]; a [`custom::Custom`] one is defined by settings.
//!
//! The key decision: a number is taken from its text and is the one that was sent, or it is not taken. A message with a
//! field that is missing, null or impossible is told as [`Told::Garbage`] with its reason, a row of an answer as
//! [`Skipped`]; zero is never put for what is not known, and a page of HTML is no answer whatever its status.
//!
//! What is not here: sockets, HTTP, timers, retries, storage. Whether a price can be believed is for `feed` to say.

pub mod alpaca;
pub mod alpha_vantage;
pub mod binance;
mod capabilities;
pub mod coinbase;
pub mod custom;
pub mod ecb;
mod error;
pub mod finnhub;
pub mod fred;
mod history;
mod key;
pub mod kraken;
mod last;
mod outbox;
mod read;
mod request;
mod talk;
mod text;
pub mod tiingo;
mod venue;
mod wants;
pub mod yahoo;

pub use capabilities::{Budget, Capabilities, Polling};
pub use error::VenueError;
pub use history::{BarsQuery, Dividend, History, Skipped, Split};
pub use key::{Key, Secret};
pub use last::{LastPrice, LastPrices, LastPricesQuery};
pub use request::{Headers, Method, Query, Reply, Request, Value};
pub use talk::{Conversation, Frame, NewsItem, Told, Topic};
pub use text::{encode, sample, sample_of};
pub use venue::Venue;
