//! The planner from outside: hand-worked plans, enumeration, other solvers, random households, bad input.

mod bad_input;
mod bands;
mod enumeration;
mod hand;
mod households;
mod peers;
mod random;
mod speed;
