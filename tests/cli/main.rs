//! The real program, run as a person or a script runs it.

mod golden;
mod optimize;
mod owner;
mod program;
mod usage;
