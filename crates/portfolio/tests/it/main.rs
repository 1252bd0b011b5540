//! Worked examples and properties of books, valuation, returns and explanations.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod books;
mod daily_figures;
mod desk;
mod events;
mod explain;
mod golden_returns;
mod histories;
mod lot_methods;
mod parts;
mod properties;
mod reported_elsewhere;
mod returns;
mod valuation;
