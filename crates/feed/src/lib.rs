//! What stands between the sources of market data and everybody who looks at it.
//!
//! Each part is a function of time and input: `step(now, input)`, effects out. Live data, a replay and a test run the same
//! code. A tick passes [`check::StreamCheck`], becomes the last value ([`last::LastValues`]), is compared with other sources
//! ([`disagreement::Disagreement`]), makes bars (`bars`), and waits for slow consumers ([`conflate::Conflate`]);
//! [`hub::Hub`] puts these together. Books are followed by each venue's own rule ([`book::follow::BookFollower`]).
//!
//! The key decision: what looks wrong is never corrected and never dropped in silence. It is refused with its reason, kept
//! ([`refused::Refused`]) and told as an incident ([`incidents::Incidents`]), and what was good before stays, with its age.
//!
//! What is not here: sockets, parsing, timers, threads, storage. Times come in from outside.

pub mod book;
pub mod check;
pub mod conflate;
pub mod disagreement;
pub mod error;
mod hash;
pub mod hub;
pub mod incidents;
pub mod last;
pub mod practice;
pub mod refused;
pub mod replay;
pub mod sequence;
mod spike;
pub mod subscriptions;
