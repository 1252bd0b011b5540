//! The store on SQLite always, and on a real Postgres that the tests start themselves.
#![allow(clippy::unwrap_used, reason = "a scenario that cannot go on fails")]

mod alerts;
mod archive;
mod backtests;
mod backups;
mod bad_input;
mod bars;
mod documents;
mod gains;
mod harness;
mod hypertable;
mod jobs;
mod kill;
mod ledger;
mod plans;
mod rates;
mod schedules;
mod trail;
mod transactions;
