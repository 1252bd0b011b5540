//! Imports: a file looked at, then taken in as a whole by a job.

use model::{
    account::Account,
    currency::Currency,
    id::ImportId,
    instrument::Instrument,
    job::Job,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::early::im::*;
use crate::{Workstation, ctx::Ctx, error::Result, page::{Page, PageQuery}, pending};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Prices of instruments.
    Prices,
    /// Transactions.
    Transactions,
    /// Exchange rates.
    FxRates,
}

/// A file to look at or to take in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRequest {
    /// The uploaded file.
    pub upload_id: Uuid,
    /// What it holds.
    pub kind: ImportKind,
    /// Which column means what, for transactions; proposed when nothing is said.
    #[serde(default)]
    pub mapping: Option<ColumnMapping>,
    /// How to read it.
    #[serde(default)]
    pub options: ImportOptions,
}

/// How to read a file; what is not said is found out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImportOptions {
    /// The character between cells.
    #[schema(value_type = Option<String>)]
    pub delimiter: Option<char>,
    /// The order of day, month and year.
    pub date_order: Option<DateOrder>,
    /// The decimal mark.
    pub decimal_mark: Option<DecimalMark>,
    /// The character encoding, e.g. `utf-8` or `windows-1252`.
    pub encoding: Option<String>,
    /// The instrument of a price file that has no symbol column.
    pub symbol: Option<String>,
    /// Take the adjusted close where a price file has both.
    pub prefer_adjusted: bool,
    /// Take prices of zero, which are refused otherwise.
    pub allow_zero: bool,
    /// Create instruments (and, for transactions, accounts) that are not known; otherwise their rows are refused.
    pub create_unknown: bool,
    /// The currency of created instruments; the base currency when nothing is said.
    pub currency: Option<Currency>,
    /// The currency of which there is one unit in a wide file of exchange rates; EUR when nothing is said.
    pub base: Option<Currency>,
    /// Who says the exchange rates; the file's name when nothing is said.
    pub source_name: Option<String>,
}

/// What a file would bring. Nothing is written.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ImportPreview {
    /// What it holds.
    pub kind: ImportKind,
    /// Its name.
    pub file_name: String,
    /// Encoding, delimiter, headers and what was noticed.
    pub facts: FileFacts,
    /// The first rows as they stand.
    pub rows: Vec<Vec<String>>,
    /// The mapping used: the given one, else the proposal. Transactions only.
    pub mapping: Option<ColumnMapping>,
    /// How many rows would do what.
    pub counts: ImportCounts,
    /// The first 500 refused rows.
    pub refusals: Vec<Refusal>,
    /// Instruments of a price file, pairs of a rates file.
    pub symbols: Vec<SymbolSummary>,
    /// Symbols that no instrument has.
    pub unknown_instruments: Vec<UnknownName>,
    /// Account names that no account has.
    pub unknown_accounts: Vec<UnknownName>,
    /// Words for kinds of transactions that are not understood; map them in `mapping.kinds`.
    pub unknown_kinds: Vec<UnknownName>,
    /// Instruments that would be created.
    pub new_instruments: Vec<Instrument>,
    /// Accounts that would be created.
    pub new_accounts: Vec<Account>,
    /// The same content was imported at this time.
    pub imported_before: Option<Timestamp>,
}

/// Rows by what happens to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportCounts {
    /// Lines read.
    pub lines: u64,
    /// Values that pass.
    pub accepted: u64,
    /// Of those, new ones; null where only the import itself finds out.
    pub added: Option<u64>,
    /// Of those, ones that are there already.
    pub unchanged: Option<u64>,
    /// Empty cells or lines.
    pub missing: u64,
    /// Rows that say the same as another row.
    pub duplicates: u64,
    /// Rows refused.
    pub refused: u64,
}

/// What an import did: the result of its job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportReport {
    /// Its identity.
    pub import_id: ImportId,
    /// What the file held.
    pub kind: ImportKind,
    /// Its name.
    pub file_name: String,
    /// BLAKE3 of its content, hex.
    pub content_hash: String,
    /// Rows that are new.
    pub added: u64,
    /// Rows that corrected an earlier value.
    pub revised: u64,
    /// Rows that were there already.
    pub unchanged: u64,
    /// Rows refused.
    pub refused: u64,
    /// Empty cells or lines.
    pub missing: u64,
    /// The refused rows, the first 10,000.
    pub refusals: Vec<Refusal>,
    /// Symbols of instruments that were created.
    pub created_instruments: Vec<String>,
    /// Names of accounts that were created.
    pub created_accounts: Vec<String>,
    /// What a reader should know.
    pub notices: Vec<String>,
}

/// An import that was done.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ImportRecord {
    /// Its identity.
    pub id: ImportId,
    /// What the file held.
    pub kind: ImportKind,
    /// Its name.
    pub file_name: String,
    /// BLAKE3 of its content, hex.
    pub content_hash: String,
    /// When.
    pub at: Timestamp,
    /// Rows that were new.
    pub added: u64,
    /// Rows that corrected an earlier value.
    pub revised: u64,
    /// Rows that were there already.
    pub unchanged: u64,
    /// Rows refused.
    pub refused: u64,
    /// The whole report; null in lists and for imports finished by the repair at start.
    pub report: Option<ImportReport>,
}

impl Workstation {
    /// Reads an uploaded file and says what it would bring.
    ///
    /// # Errors
    /// When there is no such upload, or the file cannot be read at all.
    pub async fn preview_import(&self, ctx: &Ctx, request: ImportRequest) -> Result<ImportPreview> {
        pending!(ctx, request)
    }

    /// Starts the import; the job's result is an [`ImportReport`].
    ///
    /// # Errors
    /// When there is no such upload.
    pub async fn start_import(&self, ctx: &Ctx, request: ImportRequest) -> Result<Job> {
        pending!(ctx, request)
    }

    /// Imports done, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn imports(&self, ctx: &Ctx, query: &PageQuery) -> Result<Page<ImportRecord>> {
        pending!(ctx, query)
    }

    /// One import with its report.
    ///
    /// # Errors
    /// When there is none.
    pub async fn import(&self, ctx: &Ctx, id: ImportId) -> Result<ImportRecord> {
        pending!(ctx, id)
    }
}
