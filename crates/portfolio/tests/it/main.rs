//! Worked examples and properties of books, valuation, returns and explanations.

mod books;
mod desk;
mod events;
mod explain;
mod properties;
mod returns;
mod valuation;
