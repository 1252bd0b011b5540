//! The router in process over throw-away workspaces.

mod access;
mod errors;
mod harness;
mod imports;
mod ledger;
mod long_work;
mod sample;
