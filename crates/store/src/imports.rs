//! The log of imported files, and its repair after a crash between bars and log.

use model::{
    actor::Actor,
    audit::AuditAction,
    error::ValueError,
    id::{CorrelationId, ImportId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    Db, Outcome, Store, bars,
    errors::{Result, StoreError},
    page::{Page, Paging},
    sql::{Row, Source, Value, count},
    write::{Change, Write, to_json},
};

const NOUN: &str = "imports";
const COLUMNS: &str = "id, kind, file_name, content_hash, at, added, revised, unchanged, refused, report";

/// What a file contains.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Bars.
    Prices,
    /// Transactions.
    Transactions,
    /// Exchange rates.
    FxRates,
}

impl ImportKind {
    /// The name in JSON and SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prices => "prices",
            Self::Transactions => "transactions",
            Self::FxRates => "fx_rates",
        }
    }
}

impl std::str::FromStr for ImportKind {
    type Err = ValueError;
    fn from_str(s: &str) -> std::result::Result<Self, ValueError> {
        let all = [Self::Prices, Self::Transactions, Self::FxRates];
        all.into_iter().find(|k| k.as_str() == s).ok_or_else(|| ValueError::Unknown {
            what: "kind of import",
            value: s.to_owned(),
            allowed: "prices, transactions, fx_rates".to_owned(),
        })
    }
}

/// An imported file and what became of its rows. `R` is the report, such as the refused lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportLog<R> {
    /// Its identity.
    pub id: ImportId,
    /// What it contains.
    pub kind: ImportKind,
    /// Its name, without the folder.
    pub file_name: String,
    /// BLAKE3 of its bytes, hex.
    pub content_hash: String,
    /// When.
    pub at: Timestamp,
    /// What became of its rows.
    pub outcome: Outcome,
    /// How many rows were refused.
    pub refused: u64,
    /// More on it.
    pub report: Option<R>,
}

/// The columns of [`archive_row`].
pub(crate) const fn archive_columns() -> &'static str {
    COLUMNS
}

/// The cells of a log entry.
///
/// # Errors
/// When the report cannot be written.
pub(crate) fn archive_row<R: Serialize>(log: &ImportLog<R>) -> Result<Vec<Value>> {
    let report = match &log.report {
        Some(report) => Value::json(NOUN, report)?,
        None => Value::Json(None),
    };
    Ok(vec![
        Value::uuid(log.id.uuid()),
        Value::text(log.kind.as_str()),
        Value::text(&log.file_name),
        Value::text(&log.content_hash),
        Value::time(log.at),
        count(log.outcome.added),
        count(log.outcome.revised),
        count(log.outcome.unchanged),
        count(log.refused),
        report,
    ])
}

/// The log entries that follow one, by identity.
pub(crate) async fn archive_page<R: DeserializeOwned>(
    on: &mut Source<'_>,
    after: Option<ImportId>,
    limit: u32,
) -> Result<Vec<ImportLog<R>>> {
    let mut values = vec![Value::int(limit)];
    let from = match after {
        Some(id) => {
            values.push(Value::uuid(id.uuid()));
            "WHERE id > $2 "
        }
        None => "",
    };
    let sql = format!("SELECT {COLUMNS} FROM imports {from}ORDER BY id LIMIT $1");
    on.rows(sql, values).await?.iter().map(read).collect()
}

/// Logs an import.
///
/// # Errors
/// When the database refuses.
pub async fn insert<R: Serialize>(w: &mut Write, log: &ImportLog<R>) -> Result<()> {
    let values = archive_row(log)?;
    Source::from(&mut *w).insert_rows(NOUN, COLUMNS, vec![values]).await?;
    let summary = format!("Imported {}: {} new, {} refused", log.file_name, log.outcome.added, log.refused);
    // The report stays with the log; the trail keeps what happened.
    let brief = ImportLog::<()> {
        id: log.id,
        kind: log.kind,
        file_name: log.file_name.clone(),
        content_hash: log.content_hash.clone(),
        at: log.at,
        outcome: log.outcome,
        refused: log.refused,
        report: None,
    };
    let change = Change {
        action: AuditAction::Import,
        noun: NOUN,
        object_id: log.id.to_string(),
        summary: &summary,
        before: None,
        after: Some(to_json(NOUN, &brief)?),
        undoable: false,
    };
    w.record(change).await.map(drop)
}

/// One import.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get<R: DeserializeOwned>(on: impl Into<Source<'_>>, id: ImportId) -> Result<ImportLog<R>> {
    let sql = format!("SELECT {COLUMNS} FROM imports WHERE id = $1");
    let row = on.into().row(sql, vec![Value::uuid(id.uuid())]).await?;
    read(&row.ok_or_else(|| StoreError::not_found(NOUN, id))?)
}

/// A page of imports, newest first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list<R: DeserializeOwned>(on: impl Into<Source<'_>>, paging: &Paging) -> Result<Page<ImportLog<R>>> {
    let mut values = vec![Value::int(paging.rows())];
    let filter = match paging.key::<(i64, Uuid)>()? {
        Some((at, id)) => {
            values.extend([Value::int(at), Value::uuid(id)]);
            "WHERE (at, id) < ($2, $3) "
        }
        None => "",
    };
    let sql = format!("SELECT {COLUMNS} FROM imports {filter}ORDER BY at DESC, id DESC LIMIT $1");
    let items = on.into().rows(sql, values).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(paging.page(items, |i: &ImportLog<R>| (i.at.micros(), i.id.uuid())))
}

/// The newest import of a file with these bytes.
///
/// # Errors
/// When the database cannot be read.
pub async fn by_hash<R: DeserializeOwned>(
    on: impl Into<Source<'_>>,
    kind: ImportKind,
    content_hash: &str,
) -> Result<Option<ImportLog<R>>> {
    let sql = format!("SELECT {COLUMNS} FROM imports WHERE kind = $1 AND content_hash = $2 ORDER BY at DESC LIMIT 1");
    let row = on.into().row(sql, vec![Value::text(kind.as_str()), Value::text(content_hash)]).await?;
    row.map(|r| read(&r)).transpose()
}

/// Ten minutes in microseconds.
const GRACE: i64 = 600_000_000;

/// Logs the imports whose bars are there but whose log entry a crash prevented.
pub(crate) async fn log_missing(store: &Store, at: Timestamp) -> Result<Vec<ImportId>> {
    // On a server another program may be between its bars and its log just now.
    let before = match store.db() {
        Db::Postgres(_) => at.micros().saturating_sub(GRACE),
        Db::Sqlite(_) => i64::MAX,
    };
    let journals = bars::unlogged(store, Timestamp::from_micros(before)).await?;
    if journals.is_empty() {
        return Ok(Vec::new());
    }
    let actor = Actor::Schedule { job: "repair".to_owned() };
    let mut w = store.begin(&actor, CorrelationId::new(), at).await?;
    let mut repaired = Vec::new();
    for journal in &journals {
        let sql = "SELECT count(*) FROM imports WHERE id = $1";
        if Source::from(&mut w).number(sql, vec![Value::uuid(journal.import_id.uuid())]).await? > 0 {
            continue;
        }
        let log = ImportLog::<()> {
            id: journal.import_id,
            kind: ImportKind::Prices,
            file_name: journal.file_name.clone(),
            content_hash: journal.content_hash.clone(),
            at: w.at(),
            outcome: journal.outcome,
            refused: journal.refused,
            report: None,
        };
        insert(&mut w, &log).await?;
        repaired.push(journal.import_id);
    }
    w.commit().await?;
    bars::mark_logged(store, at, &journals).await?;
    Ok(repaired)
}

fn read<R: DeserializeOwned>(row: &Row) -> Result<ImportLog<R>> {
    let mut c = row.cells(NOUN);
    Ok(ImportLog {
        id: ImportId::from_uuid(c.uuid()?),
        kind: c.parsed()?,
        file_name: c.text()?,
        content_hash: c.text()?,
        at: c.time()?,
        outcome: Outcome { added: c.count()?, revised: c.count()?, unchanged: c.count()? },
        refused: c.count()?,
        report: c.opt_json()?,
    })
}
