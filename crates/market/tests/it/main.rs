//! Live data with everything that goes wrong on its way: against a venue and a faulty proxy of our own, on loopback.
#![allow(clippy::unwrap_used)] // the helpers of tests are not #[test] functions

mod breaker;
mod budget;
mod connection;
mod fallback;
mod faults;
mod hub;
mod language;
mod pandas;
mod proxy;
mod replay;
mod rest;
mod support;
mod venue;
mod venues;
