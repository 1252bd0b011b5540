//! Foreign files to typed rows and refusals, streaming.
//!
//! A file is read once, in pieces, within a bound of memory that does not depend on its size. Rows come out in batches;
//! nothing is written here. Every line is accepted, missing, a repetition, or refused with a reason and a way out;
//! a file that cannot be read at all is an [`error::ImportError`]. Nothing is guessed where a guess could be wrong by a
//! factor of a thousand or by months: ambiguous dates and numbers ask.
//! Not here: storage, identities of what is already in the workspace (`workstation` compares), network.

mod dates;
pub mod error;
mod file;
pub mod formats;
pub mod fx_rates;
pub mod mapping;
mod numbers;
pub mod options;
pub mod own;
pub mod parquet;
pub mod prices;
mod records;
pub mod refusal;
mod seen;
mod sniff;
mod source;
pub mod transactions;

pub use file::inspect;
