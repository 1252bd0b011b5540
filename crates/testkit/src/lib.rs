//! What tests share: a throw-away Postgres, a child process to kill, and builders of plain values.
//!
//! For tests only; nothing of the product depends on it.

pub mod build;
pub mod child;
pub mod postgres;
