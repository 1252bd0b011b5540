//! When exchanges trade, and when something that recurs is due.
//!
//! Sessions come from rules (the third Monday of January, Good Friday, Christmas moved off a weekend), not from a table of
//! dates, so that a wrong date is a wrong rule that can be named. Once-only closings stand beside the rules with their
//! reasons. The rules hold for 1990 to 2035; any other year is an error, never a guess. Every session of those years is
//! compared with the Python package exchange-calendars (`tests/golden/PROVENANCE.md`), and where that package is wrong the
//! test names the date and the source.
//!
//! [`schedule`] is built on the sessions: recurrences such as "the last session of each quarter, 15 minutes before the
//! close", and a pure step of a scheduler that says what is due.
//!
//! What is not here: a clock (every function takes the time), auctions, trading before and after hours, halts within a
//! session, markets other than shares. Hours are today's hours in every year: London, Frankfurt, Paris and Lisbon traded
//! other hours in the 1990s, which neither the package nor these rules know.

pub mod error;
pub mod exchange;
mod rules;
pub mod schedule;
pub mod session;
mod year;
pub mod zone;
