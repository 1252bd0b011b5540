//! The calendar against its reference, and the scheduler against tables written by hand.

mod golden;
mod sessions;
