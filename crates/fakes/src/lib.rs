//! Venues of market data on loopback. What they say is scripted; how they say it is what official clients of the real venues take
//! for the real thing, which the tests here let them do.
//!
//! For tests and demonstrations only; nothing of the product depends on it. A fake is trusted because clients that others wrote
//! complete a day on it unchanged, never because ours does.

pub mod alpaca;
pub mod binance;
mod book;
pub mod coinbase;
pub mod day;
pub mod kraken;
mod serve;
