//! Transactions folded to lots, positions, cash, profit and returns; every figure opens into its inputs.
//!
//! The books are decimals and exact; daily series are `f64`. Nothing here reads a clock, a file or a database:
//! transactions, rates and prices come in as values. What cannot be known (no price, no rate) is an
//! [`unknown::Unknown`] with its reason, never zero. Not here: storage (`store`), file formats (`imports`), risk figures.

pub mod books;
pub mod explain;
pub mod fx;
pub mod history;
pub mod performance;
pub mod unknown;
pub mod valuation;
pub mod xirr;
