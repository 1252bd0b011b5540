//! Strategies over bars: built in, out of conditions, and scripts with those that mean no good.
#![allow(clippy::unwrap_used, reason = "functions that tests share fail by panicking")]
#![allow(clippy::print_stdout, reason = "how long each attack took is told, not asserted")]
#![allow(clippy::needless_pass_by_value, reason = "JSON that is written where it is handed over")]

mod attacks;
mod attacks_by_orders;
mod built_ins;
mod golden;
mod parameters;
mod rules;
mod samples;
mod scripts;
mod specifications;
mod support;
mod weights;
