//! Transactions by a column mapping: rows to typed fields, and refusals with reasons.
//!
//! Signs: brokers write sales and payments as negative numbers; the kind says the direction here, so quantities and
//! amounts are taken without sign. A deposit below zero is a withdrawal and the other way round; a row with no kind but
//! a quantity is a buy, or a sell when the quantity is below zero. Interest keeps its sign.
//! Equal rows of a file all count: [`TransactionRow::identity`] tells the first from the second, and is the same when the
//! file is read again, so that a second import adds nothing.

pub(crate) mod directory;
mod fields;
mod reader;
#[cfg(test)]
mod tests;

use std::{io::Read, ops::ControlFlow};

use model::{account::Account, instrument::Instrument, transaction::TransactionFields};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use directory::Directory;

use crate::{
    error::ImportError,
    mapping::ColumnMapping,
    options::{FileFacts, Options},
    refusal::Refusals,
};

/// A transaction that was accepted; its fields have passed [`TransactionFields::check`].
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct TransactionRow {
    /// The line it is from.
    pub line: u64,
    /// What it says.
    pub fields: TransactionFields,
    /// A hash of what the mapped columns say.
    pub row_key: String,
    /// 1 for the first of equal rows of the file, 2 for the second.
    pub occurrence: u32,
}

impl TransactionRow {
    /// The same for the same row of the same file, whenever it is read.
    pub fn identity(&self) -> String {
        format!("row:{}:{}", self.row_key, self.occurrence)
    }
}

/// A word of the file that means nothing in the workspace.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct UnknownName {
    /// The word.
    pub name: String,
    /// In how many rows.
    pub n_rows: u64,
    /// In which line first.
    pub first_line: u64,
}

/// What was read. `lines = accepted + refused`.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct TransactionReport {
    /// What was found out about the file.
    pub facts: FileFacts,
    /// Rows that say something; a reinvested dividend is two.
    pub lines: u64,
    /// Rows accepted.
    pub accepted: u64,
    /// Rows refused.
    pub refused: Refusals,
    /// Rows that say nothing of their own, such as headings, totals and details of another row; not among the lines.
    pub passed_over: u64,
    /// Instruments that the workspace does not have.
    pub unknown_instruments: Vec<UnknownName>,
    /// Accounts that it does not have.
    pub unknown_accounts: Vec<UnknownName>,
    /// Words for kinds that are not known: to be mapped.
    pub unknown_kinds: Vec<UnknownName>,
    /// Instruments to be made, when the mapping says so.
    pub new_instruments: Vec<Instrument>,
    /// Accounts to be made.
    pub new_accounts: Vec<Account>,
    /// BLAKE3 of the file's bytes.
    pub content_hash: String,
    /// The sink wanted no more.
    pub cancelled: bool,
}

/// Takes rows in batches; breaks off to stop reading.
pub type TransactionSink<'a> = dyn FnMut(Vec<TransactionRow>) -> ControlFlow<()> + 'a;

/// Reads transactions and hands them out in batches of at most 4096. `new_id` makes identities for new instruments
/// and accounts.
///
/// # Errors
/// When the file as a whole cannot be read. What was handed out before must then be dropped.
pub fn read(
    source: impl Read,
    options: &Options,
    mapping: &ColumnMapping,
    directory: Directory<'_>,
    new_id: &mut dyn FnMut() -> Uuid,
    sink: &mut TransactionSink<'_>,
) -> Result<TransactionReport, ImportError> {
    reader::TransactionReader::open(source, options, mapping, directory, new_id)?.run(sink)
}
