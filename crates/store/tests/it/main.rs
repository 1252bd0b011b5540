//! The store on SQLite always, and on a real Postgres that the tests start themselves.

mod bars;
mod bad_input;
mod backups;
mod documents;
mod harness;
mod hypertable;
mod jobs;
mod kill;
mod ledger;
mod plans;
mod rates;
mod trail;
mod transactions;
