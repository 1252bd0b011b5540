//! What to trade and why, out of the books, prices and the law.
//!
//! [`harvest`] finds the losses that are worth taking: by lot, with what the tax saves now and what it costs later, the purchases
//! in any account of the household that stand against it, and instruments that could take the place of what is sold.
//!
//! Not here: optimization (`optimize`), the tax of a year (`tax`), storage and orders. Money is decimals; correlations and exposures
//! are `f64`. The day is a parameter.

mod error;
pub mod harvest;

pub use error::RebalanceError;
