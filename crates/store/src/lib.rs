//! Where everything is kept: SQLite in a workspace folder, or Postgres.
//!
//! One module per noun; rows stay inside. A change is made through a [`Write`], which appends audit events and outbox
//! rows in the same transaction; dropping it undoes everything. Two SQLite files: `ledger` (books, settings, jobs,
//! trail; `synchronous=FULL`) and `market` (bars; `NORMAL`). Nothing spans both: a market import is committed there
//! first and logged in the ledger afterwards, and the next start logs what a crash left out.
//! Not here: rules of business. `workstation` decides, this crate keeps.

pub mod errors;
mod migrations;
mod open;
pub mod page;
pub(crate) mod postgres;
pub(crate) mod record;
pub(crate) mod sql;
pub(crate) mod sqlite;
mod write;

pub mod accounts;
pub mod alerts;
pub mod archive;
pub mod attributions;
pub mod audit;
pub mod backtests;
pub mod backup;
pub mod bars;
pub mod fx_rates;
pub mod imports;
pub mod instruments;
pub mod jobs;
pub mod lots;
pub mod models;
pub mod optimizations;
pub mod outbox;
pub mod rebalancings;
pub mod recordings;
pub mod schedules;
pub mod settings;
pub mod strategies;
pub mod targets;
pub mod transactions;

pub use bars::BarWrite;
pub use errors::{Result, RowError, RowReason, StoreError};
pub use open::{Db, OpenOptions, Opening, Snapshot, Store, TableCount};
pub use page::{Page, Paging};
pub use postgres::bars_table_form;
pub use sql::{Source, remember_statements, remembered_statements};
pub use sqlite::SqliteFiles;
pub use write::{Change, Committed, Write};

/// What became of the rows of a bulk write.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Outcome {
    /// New ones.
    pub added: u64,
    /// Known ones with another value: a new revision.
    pub revised: u64,
    /// Known ones.
    pub unchanged: u64,
}

impl std::ops::AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.revised += other.revised;
        self.unchanged += other.unchanged;
    }
}
