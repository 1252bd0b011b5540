//! Live market data: the sockets, the budgets and the task around the pure hub of `feed`.
//!
//! A [`connection::Connection`] keeps one socket to a source alive and speaks the source's language (`venues`). What it hears goes to
//! the task behind [`hub::MarketHub`], which owns the hub: it checks, remembers and compares, gives each consumer the latest values at
//! the consumer's own rate, and hands good ticks and closed bars to sinks ([`sink::Sink`]) in batches. A [`replay::ReplayHandle`] lets a
//! recording take the same way. Requests go through [`rest::Rest`], within a [`budget::SharedBudget`]; [`fallback::Fallback`] asks the
//! next source when one fails.
//!
//! The key decision: waiting never spreads backwards unseen. A slow consumer gets fewer and later values, never a slower hub; what a sink
//! cannot take is counted; and a connection that is not there says since when, why, and what can be done about it.
//!
//! Not here: what the sources' messages mean (`venues`), checks and books (`feed`), storage, rules of alerts.

pub mod address;
pub mod backoff;
pub mod breaker;
pub mod budget;
pub mod clock;
pub mod connection;
pub mod error;
pub mod fallback;
mod hash;
pub mod hub;
pub mod replay;
pub mod rest;
mod sample;
pub mod sink;
mod tls;
