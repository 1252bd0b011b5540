//! Orders and what becomes of them: states, the pre-trade gate, simulated markets and accounts, strategies and the engine that
//! drives them. A back-test, paper trading and live trading share all of it but the market.
//!
//! - [`state`]: where an order stands, a fold over its events by one table; [`blotter`]: all orders, each execution counted once.
//! - [`gate`]: no market takes an order that is not [`gate::Approved`].
//! - [`matching`]: the market of one instrument, for bars and ticks, with [`fees`] and [`slippage`].
//! - [`account`]: cash, lots, interest, corporate actions.
//! - [`strategy`]: what decides; [`engine`]: what drives it; [`ticks`]: over ticks and the bars built of them, tested or on paper.
//!
//! Everything is a function of its input: no clock, no chance, no I/O; the same input gives the same record. The key decision: what is
//! money or units is a decimal, what is only looked at is a binary float.
//!
//! Not here: real venues, the journal of intents, algorithms that cut orders, strategies that are more than an example.

pub mod account;
pub mod blotter;
pub mod engine;
pub mod error;
pub mod fees;
pub mod gate;
pub mod listing;
pub mod matching;
pub mod number;
pub mod slippage;
pub mod state;
pub mod strategy;
pub mod ticks;
