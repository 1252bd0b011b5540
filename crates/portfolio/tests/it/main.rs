//! Worked examples and properties of books, valuation, returns and explanations.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod books;
mod desk;
mod events;
mod explain;
mod properties;
mod returns;
mod valuation;
