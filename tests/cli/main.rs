//! The real program, run as a person or a script runs it.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

mod bad_files;
mod books;
mod golden;
mod optimize;
mod owner;
mod program;
#[cfg(target_os = "linux")]
mod server;
#[cfg(target_os = "linux")]
mod storage;
mod usage;
