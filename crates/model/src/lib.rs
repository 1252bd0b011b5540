//! Values and their invariants: what every other crate speaks in.
//!
//! Types here are parsed at the edge: fields that carry an invariant are private and have one fallible constructor.
//! They serialize to the very JSON of the API (decimals as strings, times as RFC 3339), and carry their OpenAPI schema.
//! Not here: arithmetic over many values (`portfolio`, `statistics`), storage, clocks that read the wall.

pub mod account;
pub mod actor;
pub mod alert;
pub mod attribution;
pub mod audit;
pub mod bar;
pub mod currency;
pub mod error;
pub mod fx;
pub mod id;
pub mod instrument;
pub mod job;
pub mod learning;
pub mod lot;
pub mod market;
pub mod money;
mod names;
pub mod optimization;
pub mod order;
pub mod position;
pub mod quantity;
pub mod rebalancing;
pub mod settings;
pub mod strategy;
pub mod target;
pub mod time;
pub mod transaction;
