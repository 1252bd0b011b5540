//! What can go wrong in the store, each with what happened, to what, and what to do.

use std::{fmt, path::PathBuf};

use bars::codec::CodecError;
use model::{
    error::ValueError,
    id::{AccountId, ImportId, InstrumentId, JobId},
    job::JobState,
    time::Timestamp,
};

use crate::backup::BackupId;

/// Shorthand for results of this crate.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process owns the workspace.
    #[error("the workspace {} is in use by {holder}; close that program, or let it do the work", path.display())]
    Locked {
        /// The workspace.
        path: PathBuf,
        /// Who has it.
        holder: String,
    },
    /// Another program holds a lock inside a database file.
    #[error("{file} is locked by another program, such as a database browser; close it there and try again")]
    Busy {
        /// Which file.
        file: &'static str,
    },
    /// Written by a later version of this program.
    #[error("{file} has version {found}, and this program knows versions up to {known}; update Quarterdeck")]
    NewerSchema {
        /// Which file.
        file: &'static str,
        /// The file's version.
        found: i64,
        /// The latest version this program knows.
        known: i64,
    },
    /// A migration in the file differs from the one in this program.
    #[error("{file} was made with another form of change {version}; use the release of Quarterdeck that made it")]
    ForeignSchema {
        /// Which file.
        file: &'static str,
        /// Which migration.
        version: i64,
    },
    /// The file is damaged.
    #[error("{file} is damaged ({detail}); {}", restore_hint(backup.as_ref()))]
    Corrupt {
        /// Which file.
        file: &'static str,
        /// What the check found.
        detail: String,
        /// The newest backup.
        backup: Option<BackupId>,
    },
    /// No permission to write.
    #[error("{} cannot be written; give yourself write permission there, or choose another folder", path.display())]
    ReadOnly {
        /// The file or folder.
        path: PathBuf,
    },
    /// No room.
    #[error("the disk is full: {file} could not grow; nothing of this change was kept. Free some space and try again")]
    DiskFull {
        /// Which file.
        file: &'static str,
    },
    /// The SQLite library has a known fault.
    #[error(
        "the SQLite library is version {found}; versions before 3.51.3 can damage files. Install a newer build of Quarterdeck"
    )]
    SqliteTooOld {
        /// Its version.
        found: String,
    },
    /// No workspace there.
    #[error("{} is not a workspace; choose another folder, or create one there", path.display())]
    Missing {
        /// Where.
        path: PathBuf,
    },
    /// No such object.
    #[error("there is no {id} in {noun}; it may have been deleted. Reload the list")]
    NotFound {
        /// The noun.
        noun: &'static str,
        /// The identity.
        id: String,
    },
    /// A value that must be unique is taken.
    #[error("{noun}: {field} \"{value}\" is already taken; choose another, or change the existing one")]
    Duplicate {
        /// The noun.
        noun: &'static str,
        /// The unique field.
        field: &'static str,
        /// Its value.
        value: String,
    },
    /// Something else refers to it.
    #[error(
        "{id} in {noun} is used by {count} of {by} (deleted ones keep their history and count too); change those first"
    )]
    InUse {
        /// The noun.
        noun: &'static str,
        /// The identity.
        id: String,
        /// What refers to it.
        by: &'static str,
        /// How many do.
        count: i64,
    },
    /// An archive comes into an empty workspace only.
    #[error(
        "the workspace holds {count} {what} already, and an archive comes into an empty one; create an empty workspace and import it there"
    )]
    NotEmpty {
        /// What there is.
        what: &'static str,
        /// How much of it.
        count: i64,
    },
    /// Somebody else changed it meanwhile.
    #[error("{id} in {noun} has changed: you saw revision {expected}, it has {found}; reload it and change it again")]
    Stale {
        /// The noun.
        noun: &'static str,
        /// The identity.
        id: String,
        /// The revision the caller saw.
        expected: u32,
        /// The revision there is.
        found: u32,
    },
    /// An import that cannot be undone before a later one.
    #[error("a later import changed {count} of the values of this one; undo that import first")]
    ImportSuperseded {
        /// The import to undo.
        import_id: ImportId,
        /// How many values another import changed.
        count: u64,
    },
    /// Rows of a bulk write that are wrong; none was kept.
    #[error("{} of the rows cannot be kept, the first is row {}: {}", .0.len(), first_row(.0), first_reason(.0))]
    Rows(Vec<RowError>),
    /// One object that is wrong.
    #[error("{noun}: {}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid {
        /// The noun.
        noun: &'static str,
        /// All that is wrong.
        errors: Vec<ValueError>,
    },
    /// A worker lost its job to another.
    #[error("job {job} was taken over by another worker; this one's result is not kept")]
    Fenced {
        /// The job.
        job: JobId,
    },
    /// A job is not in the state that the request needs.
    #[error("job {job} is {state} and cannot be changed this way any more")]
    JobState {
        /// The job.
        job: JobId,
        /// Its state.
        state: JobState,
    },
    /// A block of bars that cannot be read.
    #[error(
        "bars of instrument {instrument_id} from {from} cannot be read: {reason}; restore a backup, or delete these prices and import them again"
    )]
    BlockDamaged {
        /// Whose bars.
        instrument_id: InstrumentId,
        /// The block's first time.
        from: Timestamp,
        /// What is wrong.
        reason: CodecError,
    },
    /// The kept result of a back-test that is not what was put there, or is of another form.
    #[error("the result of this back-test cannot be read ({reason}); run the back-test again")]
    ResultUnreadable {
        /// What is wrong.
        reason: String,
    },
    /// The result of a back-test that is too long to be kept.
    #[error(
        "the result of this back-test is longer than {limit_bytes} bytes; test a shorter period, fewer instruments or longer bars"
    )]
    ResultTooLong {
        /// The most that is kept.
        limit_bytes: u64,
    },
    /// The store was opened for reading.
    #[error("the workspace was opened for reading only; open it for writing first")]
    ClosedForWriting,
    /// A paging cursor that this store did not give out.
    #[error("the cursor is not one of this list; start again without a cursor")]
    Cursor,
    /// A backup that cannot be used.
    #[error("backup {id}: {reason}")]
    Backup {
        /// Which.
        id: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// A Postgres server that cannot be reached.
    #[error("the Postgres server cannot be reached ({reason}); check the address, the user and that it runs")]
    Connect {
        /// What the driver said, without the address.
        reason: String,
    },
    /// Something that only a workspace folder has.
    #[error("{what} is not available on Postgres; use the server's own tools (pg_dump, pg_restore)")]
    NotOnPostgres {
        /// What was asked for.
        what: &'static str,
    },
    /// A stored value that this program cannot read.
    #[error("{noun}: a stored {what} cannot be read ({reason}); restore a backup")]
    Decode {
        /// The noun.
        noun: &'static str,
        /// Which value.
        what: &'static str,
        /// Why.
        reason: String,
    },
    /// A value that cannot be stored.
    #[error("{noun} cannot be stored: {reason}; correct it and try again")]
    Encode {
        /// The noun.
        noun: &'static str,
        /// Why.
        reason: String,
    },
    /// The database refused a statement.
    #[error("{file}: {source}; if it happens again, report it with the diagnostics")]
    Database {
        /// Which file or server.
        file: &'static str,
        /// What it said.
        source: sqlx::Error,
    },
    /// A file operation failed.
    #[error("{}: {source}; check that the disk is there and writable", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// A row that cannot be kept, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The line in the file, else the number of the row from 1.
    pub row: usize,
    /// What is wrong with it.
    pub reason: RowReason,
}

/// Why a row cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowReason {
    /// A value breaks an invariant.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// No such account.
    #[error("account {0} does not exist; create it first")]
    UnknownAccount(AccountId),
    /// No such instrument.
    #[error("instrument {0} does not exist; create it first")]
    UnknownInstrument(InstrumentId),
    /// A symbol that is taken, or stands twice in the rows.
    #[error("symbol \"{0}\" is already taken; use the existing instrument or another symbol")]
    DuplicateSymbol(String),
    /// An account name that is taken, or stands twice in the rows.
    #[error("account name \"{0}\" is already taken; use the existing account or another name")]
    DuplicateName(String),
    /// The same pair and day twice in the rows.
    #[error("the rate of {0} stands more than once with different values; keep one")]
    DuplicateRate(String),
    /// A split or dividend on adjusted prices.
    #[error(
        "{symbol} has prices adjusted for splits and dividends, so this would count twice; leave it out, or import raw prices"
    )]
    AdjustedPrices {
        /// Which instrument.
        symbol: String,
    },
}

impl RowReason {
    /// The stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Value(v) => v.code(),
            Self::UnknownAccount(_) => "account_unknown",
            Self::UnknownInstrument(_) => "instrument_unknown",
            Self::DuplicateSymbol(_) => "symbol_taken",
            Self::DuplicateName(_) => "name_taken",
            Self::DuplicateRate(_) => "rate_twice",
            Self::AdjustedPrices { .. } => "prices_adjusted",
        }
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}: {}", self.row, self.reason)
    }
}

impl StoreError {
    /// The stable name that API clients match on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Locked { .. } => "workspace_locked",
            Self::Busy { .. } => "database_busy",
            Self::NewerSchema { .. } => "schema_newer",
            Self::ForeignSchema { .. } => "schema_foreign",
            Self::Corrupt { .. } => "database_corrupt",
            Self::ReadOnly { .. } => "read_only",
            Self::DiskFull { .. } => "disk_full",
            Self::SqliteTooOld { .. } => "sqlite_too_old",
            Self::Missing { .. } => "workspace_missing",
            Self::NotFound { .. } => "not_found",
            Self::Duplicate { .. } => "duplicate",
            Self::InUse { .. } => "in_use",
            Self::NotEmpty { .. } => "workspace_not_empty",
            Self::Stale { .. } => "stale",
            Self::ImportSuperseded { .. } => "undo_conflict",
            Self::Rows(_) => "rows_invalid",
            Self::Invalid { .. } => "invalid",
            Self::Fenced { .. } => "job_fenced",
            Self::JobState { .. } => "job_state",
            Self::BlockDamaged { .. } => "block_damaged",
            Self::ResultUnreadable { .. } => "result_unreadable",
            Self::ResultTooLong { .. } => "result_too_long",
            Self::ClosedForWriting => "closed_for_writing",
            Self::Cursor => "cursor_invalid",
            Self::Backup { .. } => "backup_unusable",
            Self::Connect { .. } => "connect_failed",
            Self::NotOnPostgres { .. } => "not_on_postgres",
            Self::Decode { .. } => "stored_value",
            Self::Encode { .. } => "unstorable_value",
            Self::Database { .. } => "database",
            Self::Io { .. } => "io",
        }
    }

    /// Whether the same call may succeed a little later without anybody doing anything.
    pub fn retry(&self) -> bool {
        matches!(self, Self::Busy { .. } | Self::Connect { .. })
    }

    pub(crate) fn not_found(noun: &'static str, id: impl fmt::Display) -> Self {
        Self::NotFound { noun, id: id.to_string() }
    }

    /// What a driver's error means.
    pub(crate) fn from_sqlx(file: &'static str, source: sqlx::Error) -> Self {
        let code =
            source.as_database_error().and_then(sqlx::error::DatabaseError::code).unwrap_or_default().into_owned();
        if file == crate::postgres::PLACE {
            return match code.as_str() {
                "53100" => Self::DiskFull { file },
                "25006" => Self::ReadOnly { path: PathBuf::from(file) },
                "55P03" | "40P01" | "40001" => Self::Busy { file },
                _ if matches!(source, sqlx::Error::Io(_)) => Self::Connect { reason: source.to_string() },
                _ => Self::Database { file, source },
            };
        }
        // The primary result code is the low byte of the extended one.
        match code.parse::<i32>().unwrap_or(0) & 0xff {
            libsqlite3_sys::SQLITE_BUSY | libsqlite3_sys::SQLITE_LOCKED => Self::Busy { file },
            libsqlite3_sys::SQLITE_READONLY => Self::ReadOnly { path: PathBuf::from(file) },
            libsqlite3_sys::SQLITE_FULL => Self::DiskFull { file },
            libsqlite3_sys::SQLITE_CORRUPT | libsqlite3_sys::SQLITE_NOTADB => {
                Self::Corrupt { file, detail: source.to_string(), backup: None }
            }
            _ if matches!(source, sqlx::Error::PoolTimedOut) => Self::Busy { file },
            _ => Self::Database { file, source },
        }
    }
}

fn restore_hint(backup: Option<&BackupId>) -> String {
    match backup {
        Some(id) => format!("restore the backup {id}"),
        None => "there is no backup to restore; keep the file, and import your files into a new workspace".to_owned(),
    }
}

fn first_row(rows: &[RowError]) -> usize {
    rows.first().map_or(0, |r| r.row)
}

fn first_reason(rows: &[RowError]) -> String {
    rows.first().map_or_else(String::new, |r| r.reason.to_string())
}
