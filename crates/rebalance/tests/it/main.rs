//! The planner from outside: hand-worked plans, enumeration, other solvers, random households, bad input.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // the helpers of tests are not #[test] functions; the measurements print

mod bad_input;
mod bands;
mod enumeration;
mod guide;
mod hand;
mod households;
mod peers;
mod random;
mod speed;
mod strange;
