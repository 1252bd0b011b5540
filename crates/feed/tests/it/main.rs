//! Streams as a whole: against other programs, in random orders, with faults, with nonsense.

mod faults;
mod golden;
mod nonsense;
mod orders;
mod streams;
